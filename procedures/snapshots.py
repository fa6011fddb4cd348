"""From the authored page to the snapshot of schema 1 (docs/snapshot.md).

Reads an instance as edited (unsaved inline rows included), never writes. Everything a later reader needs is
resolved to text and code here, so that no renaming of a unit, role, act or form changes what was issued.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from organisation.models import OfficeDocument, Unit
from procedures.enums import StepUnit, TimeUnit
from procedures.rich_text import portable_html

if TYPE_CHECKING:
    from procedures.models import FormTemplate, InternalProcessPage, ProcedurePage, ProcessPage

SCHEMA = 1
MINUTES_PER_DAY = 480
"""A working day is 8 hours when step sums are compared (DOMAIN 3.7 rule 6), never for dates."""


def _date(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(row: Any) -> dict[str, str] | None:
    return {"code": row.code, "name": row.name} if row is not None else None


def _rows(manager: Any, *related: str) -> list[Any]:
    """The inline rows of a page as edited, what they point to fetched at once for all of them."""
    rows = list(manager.all())
    prefetch_related_objects(rows, *related)
    return rows


def _decimal_text(value: Decimal) -> str:
    """2.00 → "2", 0.50 → "0.5": one text per number."""
    text = f"{value.normalize():f}"
    return text


def duration_minutes(value: Decimal, unit: str) -> int | None:
    """A step's duration in working minutes; None for calendar days, which are no working time."""
    factor = {StepUnit.WORKING_DAY: MINUTES_PER_DAY, StepUnit.WORKING_HOUR: 60, StepUnit.MINUTE: 1}.get(
        StepUnit(unit)
    )
    return int(value * factor) if factor else None


def limit_minutes(value: int, unit: str) -> int | None:
    """A time limit in working minutes; None for calendar days. "Same day" is one working day."""
    factor = {
        TimeUnit.SAME_DAY: MINUTES_PER_DAY,
        TimeUnit.WORKING_DAY: MINUTES_PER_DAY,
        TimeUnit.WORKING_HOUR: 60,
    }.get(TimeUnit(unit))
    return value * factor if factor else None


def _unit(unit: Unit) -> dict[str, str]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "code": unit.code,
        "address": unit.address,
        "phone": unit.phone,
        "email": unit.email,
    }


def _file(document: OfficeDocument | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {"filename": document.filename, "sha256": document.sha256, "size": document.file.size}


def forms_of(page: ProcessPage) -> list[FormTemplate]:
    """Every form the text names (own list, steps, papers), each once, by code."""
    used = [use.form for use in _rows(page.form_uses, "form__file")]
    used += [step.form for step in _rows(page.steps, "form__file") if step.form]
    if hasattr(page, "components"):
        used += [component.form for component in _rows(page.components, "form__file") if component.form]
    return sorted({form.pk: form for form in used}.values(), key=lambda form: form.code)


def _step(number: int, step: Any) -> dict[str, Any]:
    duration = None
    if step.duration_value is not None and step.duration_unit:
        duration = {
            "value": _decimal_text(step.duration_value),
            "unit": step.duration_unit,
            "minutes": duration_minutes(step.duration_value, step.duration_unit),
        }
    return {
        "number": number,
        "title": step.title,
        "role": _named(step.role),
        "position": step.position,
        "duration": duration,
        "input": step.input,
        "output": step.output,
        "form": step.form.code if step.form else "",
        "phase": step.phase,
        "description": step.description,
        "waits_outside": step.waits_outside,
        "waits_reason": step.waits_reason,
    }


def _free_chapters(page: ProcessPage) -> list[dict[str, Any]]:
    chapters: list[dict[str, Any]] = []
    for block in page.chapters:
        if block.block_type == "chapter":
            chapters.append(
                {"title": block.value["title"], "body": portable_html(block.value["body"].source)}
            )
        else:
            table = block.value["table"]
            columns = [column["heading"] for column in table.columns] if table else []
            rows = [[str(cell.value) for cell in row] for row in table.rows] if table else []
            chapters.append({"title": block.value["title"], "body": "", "columns": columns, "rows": rows})
    return chapters


def _common(page: ProcessPage) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "kind": str(page.document_kind),
        "code": page.code,
        "title": page.official_title,
        "short_title": page.short_title or page.title,
        "summary": page.summary,
        "audience": page.document.audience if page.document else str(page.default_audience),
        "unit": _unit(page.unit),
        "chapters": {
            "purpose": portable_html(page.purpose),
            "scope": portable_html(page.scope),
            "references": portable_html(page.references_note),
            "definitions": portable_html(page.definitions),
            "extra": _free_chapters(page),
        },
        "forms": [{"code": f.code, "name": f.name, "file": _file(f.file)} for f in forms_of(page)],
        "citations": [
            {
                "number": c.legal_act.number,
                "title": c.legal_act.title,
                "issued_on": _date(c.legal_act.issued_on),
                "clause": c.clause,
            }
            for c in _rows(page.citations, "legal_act")
        ],
        "steps": [
            _step(number, step) for number, step in enumerate(_rows(page.steps, "role", "form"), start=1)
        ],
        "records": [
            {"name": r.name, "holder": r.holder, "retention": r.retention} for r in page.records.all()
        ],
        "earlier_issues": [
            {
                "edition": e.edition,
                "revision": e.revision,
                "issued_on": _date(e.issued_on),
                "effective_from": _date(e.effective_from),
                "change": e.change,
                "basis": e.basis,
            }
            for e in page.earlier_issues.all()
        ],
    }


def _time_limit(row: Any, extension: str = "", supplement_rule: str = "") -> dict[str, Any] | None:
    if row.time_limit_value is None or not row.time_limit_unit:
        return None
    return {
        "value": row.time_limit_value,
        "unit": row.time_limit_unit,
        "cutoff": row.cutoff_time.strftime("%H:%M") if row.cutoff_time else "",
        "text": row.time_limit_text,
        "extension": extension,
        "supplement_rule": supplement_rule,
        "minutes": limit_minutes(row.time_limit_value, row.time_limit_unit),
    }


def _component(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "original": row.original_count,
        "copy": row.copy_count,
        "form": row.form.code if row.form else "",
        "condition": row.condition,
        "source": row.source,
        "alternative_group": row.alternative_group,
        "cases": row.cases,
    }


def _fee(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "channel": row.channel,
        "amount": row.amount,
        "per": row.per,
        "condition": row.condition,
        "exemption": row.exemption,
        "basis": row.basis,
        "valid_from": _date(row.valid_from),
        "valid_to": _date(row.valid_to),
        "cases": row.cases,
    }


def procedure_snapshot(page: ProcedurePage) -> dict[str, Any]:
    """The snapshot of an administrative procedure."""
    return {
        **_common(page),
        "national_code": page.national_code,
        "local_code": page.local_code,
        "legacy_codes": _lines(page.legacy_codes),
        "field": _named(page.field),
        "level": _named(page.level),
        "subjects": [_named(s) for s in sorted(page.subjects.all(), key=lambda s: (s.sort_order, s.code))],
        "channels": [{"channel": c.channel, "note": c.note} for c in page.channels.all()],
        "online_level": _named(page.online_level),
        "legacy_online_level": _named(page.legacy_online_level),
        "online_url": page.online_url,
        "agencies": {
            "promulgating": page.promulgating_agency,
            "deciding": page.deciding_agency,
            "executing": page.executing_agency,
            "authorised": page.authorised_agency,
            "coordinating": _lines(page.coordinating_agencies),
        },
        "sets": page.sets,
        "time_limit": _time_limit(page, page.extension_text, page.supplement_rule),
        "cases": [
            {"code": c.code, "name": c.name, "condition": c.condition, "time_limit": _time_limit(c)}
            for c in page.cases.all()
        ],
        "components": [_component(row) for row in _rows(page.components, "form")],
        "not_needed": page.not_needed,
        "public_steps": portable_html(page.public_steps),
        "conditions": portable_html(page.conditions),
        "fees": [_fee(row) for row in page.fees.all()],
        "results": [{"name": r.name, "note": r.note} for r in page.results.all()],
    }


def process_snapshot(page: InternalProcessPage) -> dict[str, Any]:
    """The snapshot of an internal process."""
    return {
        **_common(page),
        "trigger": page.trigger,
        "deadline": page.deadline_text,
        "owner_unit_name": page.owner_unit_name,
        "occasions": [
            {"frequency": o.frequency, "month": o.month, "day": o.day, "weekday": o.weekday, "label": o.label}
            for o in page.occasions.all()
        ],
    }
