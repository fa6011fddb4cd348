"""From the draft of a page to its record: the inverse of `procedures.importers.pages.fill_page`.

Reads an instance as edited (unsaved inline rows included), never writes. Related rows are looked up in
`ReferenceRows`, so that the number of queries depends neither on the number of steps nor on that of pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils import timezone

from document_control.models import LegalAct
from organisation.models import AdminLevel, Role
from procedures.exporters.rich_text import canonical_rich_text
from procedures.importers.canonical_layout import layout_from
from procedures.importers.pages import list_name
from procedures.importers.plain_text import many_lines, one_line, without_control_characters
from procedures.importers.reading import Layout
from procedures.importers.records import (
    ActPart,
    CasePart,
    ChangePart,
    ChapterPart,
    CodeName,
    ComponentPart,
    FeePart,
    IssuePart,
    KeptPart,
    NotedPart,
    OccasionPart,
    ParsedRecord,
    ProcedurePart,
    ProcessPart,
    RegisterPart,
    StepPart,
    TablePart,
    TimeLimitPart,
)
from procedures.models import (
    FormTemplate,
    InternalProcessPage,
    OnlineLevel,
    ProcedureField,
    ProcedurePage,
    ProcessPage,
)

NOT_EXPORTED = {
    "document": "the register row; its parts are exported one by one",
    "unit": "chosen when the file is imported",
    "sort_order": "the place in the list says it",
}
"""Fields of a page and of its lists that a layout leaves out, with the reason; Wagtail's own page fields apart."""


class ReferenceRows:
    """The lists that drafts refer to, each read once, by key."""

    @cached_property
    def fields(self) -> dict[int, ProcedureField]:
        return ProcedureField.objects.in_bulk()

    @cached_property
    def levels(self) -> dict[int, AdminLevel]:
        return AdminLevel.objects.in_bulk()

    @cached_property
    def online_levels(self) -> dict[int, OnlineLevel]:
        return OnlineLevel.objects.in_bulk()

    @cached_property
    def roles(self) -> dict[int, Role]:
        return Role.objects.in_bulk()

    @cached_property
    def forms(self) -> dict[int, FormTemplate]:
        return FormTemplate.objects.select_related("file").in_bulk()

    @cached_property
    def acts(self) -> dict[int, LegalAct]:
        return LegalAct.objects.in_bulk()

    @cached_property
    def addresses(self) -> dict[int, str]:
        """Official addresses of all documents, by page; for the links between them."""
        kinds = (ProcedurePage, InternalProcessPage)
        return {
            page.pk: page.official_path()
            for kind in kinds
            for page in kind.objects.only("pk", "slug", "title")
        }


def layout_of(page: ProcessPage, rows: ReferenceRows | None = None) -> Layout:
    """Everything the draft holds, as a canonical record of our own format.

    Works on unsaved instances and on `page.get_latest_revision_as_object()`. Feeding it to
    `read_record(node_from(layout))` and `fill_page` gives an equal page.
    """
    return layout_from(record_of(page, rows))


def record_of(page: ProcessPage, rows: ReferenceRows | None = None) -> ParsedRecord:
    """The record that would make this draft."""
    rows = rows or ReferenceRows()
    register = page.document
    title = _line(page.official_title)
    return ParsedRecord(
        file="",
        line=0,
        code=_line(page.code),
        title=title,
        slug=page.slug.lower(),
        listed_name=_line(page.title) if _line(page.title) != list_name(title) else "",
        short_title=_line(page.short_title),
        summary=_lines(page.summary),
        purpose=canonical_rich_text(page.purpose, rows),
        scope=canonical_rich_text(page.scope, rows),
        references=canonical_rich_text(page.references_note, rows),
        definitions=canonical_rich_text(page.definitions, rows),
        chapters=tuple(_chapter(block, rows) for block in page.chapters),
        forms=_forms(page, rows),
        acts=tuple(
            _act(c.clause, rows.acts[c.legal_act_id])
            for c in page.citations.all()
            if c.legal_act_id in rows.acts
        ),
        steps=tuple(_step(step, rows) for step in page.steps.all()),
        records=tuple(
            KeptPart(_line(r.name), _line(r.holder), _line(r.retention)) for r in page.records.all()
        ),
        versions=tuple(_earlier_issue(row) for row in page.earlier_issues.all()),
        number=tuple(register.first_number) if register else (1, 0),
        change=_change(page),
        register=RegisterPart(register.audience, register.review_cycle_months)
        if register
        else RegisterPart(),
        body=_procedure(page, rows) if isinstance(page, ProcedurePage) else _process(page),
    )


def _line(text: str) -> str:
    return one_line(without_control_characters(text))


def _lines(text: str) -> str:
    return many_lines(without_control_characters(text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(_line, text.splitlines()) if line)


def _code(row: Any) -> str:
    return row.code if row is not None else ""


def _named(row: Model | None) -> CodeName | None:
    return CodeName(row.code, _line(row.name)) if row is not None else None


# --- both kinds -----------------------------------------------------------------------------------------


def _chapter(block: Any, rows: ReferenceRows) -> ChapterPart:
    title = _line(block.value["title"] or "")
    if block.block_type == "chapter":
        body = block.value["body"]
        return ChapterPart(title, canonical_rich_text(body.source if body else "", rows))
    table = block.value["table"]
    return ChapterPart(
        title,
        table=TablePart(
            tuple(_line(column["heading"] or "") for column in table.columns),
            tuple(tuple(_line(str(cell.value or "")) for cell in row) for row in table.rows),
            _line(table.caption or ""),
        ),
    )


def _forms(page: ProcessPage, rows: ReferenceRows) -> tuple[CodeName, ...]:
    used = dict.fromkeys(use.form_id for use in page.form_uses.all() if use.form_id in rows.forms)
    return tuple(CodeName(rows.forms[key].code, _line(rows.forms[key].name)) for key in used)


def _act(clause: str, act: LegalAct) -> ActPart:
    return ActPart(_line(act.number), _line(act.title), act.issued_on, _line(act.issuer), _line(clause))


def _step(step: Any, rows: ReferenceRows) -> StepPart:
    has_duration = step.duration_value is not None and bool(step.duration_unit)
    return StepPart(
        title=_line(step.title),
        role=CodeName(rows.roles[step.role_id].code) if step.role_id in rows.roles else None,
        position=_line(step.position),
        duration=step.duration_value if has_duration else None,
        duration_unit=step.duration_unit if has_duration else "",
        input=_line(step.input),
        output=_line(step.output),
        form=_code(rows.forms.get(step.form_id)),
        phase=_line(step.phase),
        description=_lines(step.description),
        waits_outside=step.waits_outside,
        waits_reason=_line(step.waits_reason),
        proposed=step.is_proposed,
    )


def _earlier_issue(row: Any) -> IssuePart:
    return IssuePart(
        row.edition, row.revision, _line(row.change), row.issued_on, row.effective_from, _line(row.basis)
    )


def _change(page: ProcessPage) -> ChangePart:
    return ChangePart(
        kind=page.issue_kind,
        reason=_lines(page.change_reason),
        basis=_line(page.change_basis),
        effective_from=_local(page.planned_effective_from),
        decision_number=_line(page.decision_number),
        decision_date=page.decision_date,
    )


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None


# --- procedures -----------------------------------------------------------------------------------------


def _limit(row: Any, extension: str = "", supplement_rule: str = "") -> TimeLimitPart:
    is_known = row.time_limit_value is not None and bool(row.time_limit_unit)
    return TimeLimitPart(
        value=row.time_limit_value if is_known else None,
        unit=row.time_limit_unit if is_known else "",
        cutoff=row.cutoff_time.replace(second=0, microsecond=0) if row.cutoff_time else None,
        text=_lines(row.time_limit_text),
        extension=_lines(extension),
        supplement_rule=supplement_rule,
    )


def _procedure(page: ProcedurePage, rows: ReferenceRows) -> ProcedurePart:
    subjects = sorted(page.subjects.all(), key=lambda s: (s.sort_order, s.code))
    return ProcedurePart(
        national_code=_line(page.national_code),
        local_code=_line(page.local_code),
        legacy_codes=_listed(page.legacy_codes),
        field=_named(rows.fields.get(page.field_id)),
        level=_code(rows.levels.get(page.level_id)),
        subjects=tuple(_line(subject.name) for subject in subjects),
        channels=tuple(NotedPart(c.channel, _lines(c.note)) for c in page.channels.all()),
        online_level=_code(rows.online_levels.get(page.online_level_id)),
        legacy_online_level=_code(rows.online_levels.get(page.legacy_online_level_id)),
        online_url=page.online_url,
        promulgating_agency=_lines(page.promulgating_agency),
        deciding_agency=_lines(page.deciding_agency),
        executing_agency=_lines(page.executing_agency),
        authorised_agency=_lines(page.authorised_agency),
        coordinating_agencies=_listed(page.coordinating_agencies),
        sets=page.sets,
        time_limit=_limit(page, page.extension_text, page.supplement_rule),
        not_needed=_lines(page.not_needed),
        public_steps=canonical_rich_text(page.public_steps, rows),
        conditions=canonical_rich_text(page.conditions, rows),
        **_procedure_lists(page, rows),
    )


def _procedure_lists(page: ProcedurePage, rows: ReferenceRows) -> dict[str, Any]:
    return {
        "cases": tuple(
            CasePart(c.code, _lines(c.name), _lines(c.condition), _limit(c)) for c in page.cases.all()
        ),
        "components": tuple(_component(row, rows) for row in page.components.all()),
        "fees": tuple(_fee(row) for row in page.fees.all()),
        "results": tuple(NotedPart(_lines(r.name), _lines(r.note)) for r in page.results.all()),
    }


def _component(row: Any, rows: ReferenceRows) -> ComponentPart:
    return ComponentPart(
        name=_lines(row.name),
        kind=row.kind,
        original=row.original_count,
        copy=row.copy_count,
        form=_code(rows.forms.get(row.form_id)),
        condition=_lines(row.condition),
        source=_line(row.source),
        alternative_group=row.alternative_group,
        cases=tuple(row.cases),
    )


def _fee(row: Any) -> FeePart:
    return FeePart(
        kind=row.kind,
        channel=row.channel,
        amount=row.amount,
        per=_line(row.per),
        condition=_lines(row.condition),
        exemption=_lines(row.exemption),
        basis=_line(row.basis),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        cases=tuple(row.cases),
    )


# --- internal processes ---------------------------------------------------------------------------------


def _process(page: InternalProcessPage) -> ProcessPart:
    return ProcessPart(
        owner_unit_name=_line(page.owner_unit_name),
        trigger=_line(page.trigger),
        deadline=_line(page.deadline_text),
        occasions=tuple(
            OccasionPart(o.frequency, o.month, o.day, o.weekday, _line(o.label)) for o in page.occasions.all()
        ),
    )


# --- many -----------------------------------------------------------------------------------------------


def latest_drafts(pages: Iterable[ProcessPage]) -> Iterator[ProcessPage]:
    """Each page as last edited, for reading only. `pages` are specific instances with `document` and `latest_revision`.

    Unlike `get_latest_revision_as_object` this does not ask for every related row whether it still exists.
    """
    for page in pages:
        if page.latest_revision is None:
            yield page
            continue
        draft = type(page).from_serializable_data(page.latest_revision.content, check_fks=False)
        draft.pk, draft.document = page.pk, page.document
        yield draft
