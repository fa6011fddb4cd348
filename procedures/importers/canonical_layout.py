"""The way back of `layout`: a record as one canonical layout. Pure.

Canonical: keys in a fixed order, nothing empty, texts tidy, one way to write each thing. So two layouts say the same if
and only if they are equal, whoever wrote them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import Mapping, node_from
from procedures.importers.plain_text import many_lines, rich_from_plain
from procedures.importers.reading import Layout
from procedures.importers.records import (
    ActPart,
    CasePart,
    ChangePart,
    ChapterPart,
    ComponentPart,
    FeePart,
    IssuePart,
    KeptPart,
    NotedPart,
    OccasionPart,
    ParsedRecord,
    ProcedurePart,
    ProcessPart,
    RichText,
    StepPart,
    TablePart,
    TimeLimitPart,
)
from procedures.portable_markup import plain_paragraphs


def canonical_layout(layout: Layout) -> Layout | None:
    """Another layout in its canonical form; None when it has faults."""
    findings = Findings("")
    node = node_from(layout)
    record = read_record(node, "", findings, {}) if isinstance(node, Mapping) else None
    return None if record is None or findings.has_errors else layout_from(record)


def layout_from(record: ParsedRecord) -> Layout:
    """The canonical layout of a record: `read_record(node_from(layout_from(r)))` says the same as `r`."""
    body = record.body
    return filled(
        kind=record.kind,
        iso_code=record.code,
        id=record.slug,
        name=record.title,
        listed_name=record.listed_name,
        short_name=record.short_title,
        summary=record.summary,
        **(_procedure(body) if isinstance(body, ProcedurePart) else _process(body)),
        steps=_each(_step, record.steps),
        forms=[filled(code=form.code, name=form.name) for form in record.forms],
        legal_bases=_each(_act, record.acts),
        records=_each(_kept, record.records),
        purpose=rich_value(record.purpose),
        scope=rich_value(record.scope),
        references=rich_value(record.references),
        definitions=rich_value(record.definitions),
        chapters=_each(_chapter, record.chapters),
        versions=_each(_version, record.earlier_issues),
        number=_number(record),
        change=_change(record),
        audience=record.register.audience,
        review_cycle_months=record.register.review_cycle_months,
    )


def filled(**values: Any) -> Layout:
    """The values that say something; 0 does."""
    return {
        key: value
        for key, value in values.items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def _each(write: Any, parts: Iterable[Any]) -> list[Any]:
    return [write(part) for part in parts]


def _date(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat(timespec="seconds" if value.second else "minutes") if value else None


def decimal_value(value: Decimal) -> int | str:
    """3.00 → 3, 0.50 → "0.5"; never a float."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def rich_value(html: RichText) -> str | dict[str, str]:
    """Plain text where it says all there is, otherwise {html: …}."""
    if not html:
        return ""
    plain = plain_paragraphs(html)
    if plain is not None and rich_from_plain(many_lines(plain)) == html:
        return many_lines(plain)
    return {"html": html}


# --- both kinds -----------------------------------------------------------------------------------------


def _step(part: StepPart) -> Layout:
    duration = None
    if part.duration is not None:
        duration = {"value": decimal_value(part.duration), "unit": part.duration_unit}
    return filled(
        title=part.title,
        role=part.role.code if part.role else None,
        position=part.position,
        duration=duration,
        input=part.input,
        output=part.output,
        form=part.form,
        phase=part.phase,
        description=part.description,
        waits_outside=part.waits_outside,
        waits_reason=part.waits_reason,
        proposed=part.proposed,
    )


def _act(part: ActPart) -> Layout:
    return filled(
        number=part.number,
        title=part.title,
        issued_on=_date(part.issued_on),
        issuer=part.issuer,
        clause=part.clause,
    )


def _kept(part: KeptPart) -> Layout:
    return filled(name=part.name, holder=part.holder, retention=part.retention)


def _chapter(part: ChapterPart) -> Layout:
    chapter = filled(title=part.title, text=rich_value(part.body))
    if part.table is not None:
        chapter["table"] = _table(part.table)
    return chapter


def _table(table: TablePart) -> Layout:
    return filled(
        caption=table.caption, columns=list(table.columns), rows=[list(cells) for cells in table.rows]
    )


def _version(part: IssuePart) -> Layout:
    return filled(
        edition=part.edition,
        revision=part.revision,
        issued_on=_date(part.issued_on),
        effective_from=_date(part.effective_from),
        change=part.change,
        basis=part.basis,
    )


def _number(record: ParsedRecord) -> Layout | None:
    number = record.own_number
    return {"edition": number[0], "revision": number[1]} if number else None


def _change(record: ParsedRecord) -> Layout | None:
    part = record.change
    if part is None and record.versions and not record.number:
        part = ChangePart(reason=record.versions[-1].change, basis=record.versions[-1].basis)
    if part is None:
        return None
    return filled(
        kind=part.kind,
        reason=part.reason,
        basis=part.basis,
        effective_from=_moment(part.effective_from),
        decision_number=part.decision_number,
        decision_date=_date(part.decision_date),
    )


# --- procedures -----------------------------------------------------------------------------------------


def _procedure(body: ProcedurePart) -> Layout:
    return {
        "code": body.national_code,
        "local_code": body.local_code,
        "legacy_codes": list(body.legacy_codes),
        "field": body.field.code if body.field else "",
        "field_name": body.field.name if body.field else "",
        "level": body.level,
        "subjects": list(body.subjects),
        "promulgating_agency": body.promulgating_agency,
        "deciding_agency": body.deciding_agency,
        "executing_agency": body.executing_agency,
        "authorised_agency": body.authorised_agency,
        "coordinating_agencies": list(body.coordinating_agencies),
        "channels": [filled(channel=c.name, note=c.note) for c in body.channels],
        "online_level": filled(current=body.online_level, legacy=body.legacy_online_level),
        "online_url": body.online_url,
        "sets": body.sets,
        "time_limit": _time_limit(body.time_limit),
        "cases": _each(_case, body.cases),
        "components": _each(_component, body.components),
        "fees": _each(_fee, body.fees),
        "results": _each(_noted, body.results),
        "not_needed": body.not_needed,
        "public_steps": rich_value(body.public_steps),
        "conditions": rich_value(body.conditions),
    }


def _noted(part: NotedPart) -> Layout:
    return filled(name=part.name, note=part.note)


def _time_limit(part: TimeLimitPart) -> Layout:
    return filled(
        value=part.value,
        unit=part.unit,
        cutoff_time=f"{part.cutoff:%H:%M}" if part.cutoff else None,
        text=part.text,
        extension=part.extension,
        supplement_rule=part.supplement_rule,
    )


def _case(part: CasePart) -> Layout:
    return filled(
        code=part.code, name=part.name, condition=part.condition, time_limit=_time_limit(part.time_limit)
    )


def _component(part: ComponentPart) -> Layout:
    return filled(
        name=part.name,
        kind=part.kind,
        original=part.original,
        copy=part.copy or None,
        form=part.form,
        condition=part.condition,
        source=part.source,
        alternative_group=part.alternative_group,
        cases=list(part.cases),
    )


def _fee(part: FeePart) -> Layout:
    return filled(
        kind={"charge": "phi", "fee": "le_phi"}.get(part.kind, part.kind),
        channel=part.channel,
        amount=part.amount,
        per=part.per,
        condition=part.condition,
        exemption=part.exemption,
        basis=part.basis,
        valid_from=_date(part.valid_from),
        valid_to=_date(part.valid_to),
        cases=list(part.cases),
    )


# --- internal processes ---------------------------------------------------------------------------------


def _process(body: ProcessPart) -> Layout:
    return {
        "owner_unit": body.owner_unit_name,
        "trigger": body.trigger,
        "deadline": body.deadline,
        "occasions": _each(_occasion, body.occasions),
    }


def _occasion(part: OccasionPart) -> Layout:
    return filled(
        frequency=part.frequency, month=part.month, day=part.day, weekday=part.weekday, label=part.label
    )
