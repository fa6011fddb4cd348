"""From a record to the draft of a page: every part placed, nothing saved.

The caller has the catalogue rows ready (`CatalogueRows`); this module only fills instances.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from document_control.models import LegalAct
from organisation.models import AdminLevel, Role
from procedures.importers.records import (
    ActPart,
    ChangePart,
    ChapterPart,
    ParsedRecord,
    ProcedurePart,
    ProcessPart,
    RichText,
    TimeLimitPart,
    rich_texts,
)
from procedures.models import (
    Case,
    ChannelUse,
    Citation,
    Component,
    EarlierIssue,
    Fee,
    FormTemplate,
    FormUse,
    InternalProcessPage,
    Occasion,
    OnlineLevel,
    ProcedureField,
    ProcedurePage,
    ProcessPage,
    RecordKept,
    ResultItem,
    Step,
    Subject,
)
from procedures.portable_markup import links_in
from procedures.rich_text import link_to_pages


@dataclass
class CatalogueRows:
    """The rows that records refer to, by the key that files use.

    Attributes:
        acts: by number; of several with one number the oldest row.
        issued_acts: by number and issuer.
        pages: documents by their official address.
    """

    fields: dict[str, ProcedureField] = field(default_factory=dict)
    levels: dict[str, AdminLevel] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    forms: dict[str, FormTemplate] = field(default_factory=dict)
    acts: dict[str, LegalAct] = field(default_factory=dict)
    issued_acts: dict[tuple[str, str], LegalAct] = field(default_factory=dict)
    online: dict[tuple[str, str], OnlineLevel] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)

    def act_of(self, part: ActPart) -> LegalAct:
        """The act of that number and issuer; of that number, when the issuer is not known."""
        return self.issued_acts.get((part.number, part.issuer)) or self.acts[part.number]

    def linked(self, html: RichText) -> str:
        """Markup as the database keeps it: links to documents of this site follow them when they are renamed."""
        return link_to_pages(html, self.pages)


def fill_page(page: ProcessPage, record: ParsedRecord, rows: CatalogueRows) -> None:
    """Write the text of `record` into `page` (in memory); what the record does not say becomes empty."""
    page.title = page.draft_title = record.listed_name or list_name(record.title)
    page.full_title = record.title if page.title != record.title else ""
    page.short_title = record.short_title
    page.summary = record.summary
    _fill_rich_texts(page, record, rows)
    if record.change is not None:
        _fill_change(page, record.change)
    _fill_common_parts(page, record, rows)
    if isinstance(page, ProcedurePage) and isinstance(record.body, ProcedurePart):
        _fill_procedure(page, record.body, rows)
    elif isinstance(page, InternalProcessPage) and isinstance(record.body, ProcessPart):
        _fill_process(page, record.body)


def _fill_rich_texts(page: ProcessPage, record: ParsedRecord, rows: CatalogueRows) -> None:
    page.purpose = rows.linked(record.purpose)
    page.scope = rows.linked(record.scope)
    page.references_note = rows.linked(record.references)
    page.definitions = rows.linked(record.definitions)
    page.chapters = [_chapter_block(chapter, rows) for chapter in record.chapters]
    if isinstance(page, ProcedurePage) and isinstance(record.body, ProcedurePart):
        page.public_steps = rows.linked(record.body.public_steps)
        page.conditions = rows.linked(record.body.conditions)


def relink(page: ProcessPage, record: ParsedRecord, rows: CatalogueRows) -> bool:
    """Write the texts of `record` again now that `rows` knows more pages; True when one got a link by it."""
    if not any(link in rows.pages for text in rich_texts(record) for link in links_in(text)):
        return False
    _fill_rich_texts(page, record, rows)
    return True


def _chapter_block(chapter: ChapterPart, rows: CatalogueRows) -> tuple[str, dict[str, Any]]:
    if chapter.table is None:
        return "chapter", {"title": chapter.title, "body": rows.linked(chapter.body)}
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in chapter.table.columns],
        "rows": [{"values": list(cells)} for cells in chapter.table.rows],
        "caption": chapter.table.caption,
    }
    return "table", {"title": chapter.title, "table": table}


def _fill_change(page: ProcessPage, change: ChangePart) -> None:
    page.issue_kind = change.kind
    page.change_reason, page.change_basis = change.reason, change.basis
    page.decision_number, page.decision_date = change.decision_number, change.decision_date
    moment = change.effective_from
    page.planned_effective_from = timezone.make_aware(moment) if moment else None


def list_name(title: str) -> str:
    """The name as far as Wagtail's column holds it, cut at a word."""
    longest = 255  # of Wagtail's column
    if len(title) <= longest:
        return title
    return title[: longest - 2].rsplit(" ", 1)[0].rstrip(" ,;.") + " …"


def new_page(record: ParsedRecord) -> ProcessPage:
    """An empty page of the record's kind."""
    return ProcedurePage() if isinstance(record.body, ProcedurePart) else InternalProcessPage()


def _fill_common_parts(page: ProcessPage, record: ParsedRecord, rows: CatalogueRows) -> None:
    page.citations = [Citation(legal_act=rows.act_of(a), clause=a.clause) for a in record.acts]
    page.form_uses = [FormUse(form=rows.forms[f.code]) for f in record.forms]
    page.records = [RecordKept(name=r.name, holder=r.holder, retention=r.retention) for r in record.records]
    page.earlier_issues = [
        EarlierIssue(
            edition=v.edition,
            revision=v.revision,
            issued_on=v.issued_on,
            effective_from=v.effective_from,
            change=v.change,
            basis=v.basis,
        )
        for v in record.earlier_issues
    ]
    page.steps = [
        Step(
            title=s.title,
            role=rows.roles[s.role.code] if s.role else None,
            position=s.position,
            duration_value=s.duration,
            duration_unit=s.duration_unit,
            input=s.input,
            output=s.output,
            form=rows.forms.get(s.form),
            phase=s.phase,
            description=s.description,
            waits_outside=s.waits_outside,
            waits_reason=s.waits_reason,
            is_proposed=s.proposed,
        )
        for s in record.steps
    ]


def _limit_values(limit: TimeLimitPart) -> dict[str, Any]:
    return {
        "time_limit_value": limit.value,
        "time_limit_unit": limit.unit if limit.value is not None else "",
        "cutoff_time": limit.cutoff,
        "time_limit_text": limit.text,
    }


def _fill_procedure(page: ProcedurePage, body: ProcedurePart, rows: CatalogueRows) -> None:
    page.national_code = body.national_code
    page.local_code = body.local_code
    page.legacy_codes = "\n".join(body.legacy_codes)
    page.field = rows.fields[body.field.code] if body.field else None
    page.level = rows.levels.get(body.level)
    page.subjects = [rows.subjects[name] for name in dict.fromkeys(body.subjects)]
    page.online_level = rows.online.get(("current", body.online_level))
    page.legacy_online_level = rows.online.get(("legacy", body.legacy_online_level))
    page.online_url = body.online_url
    page.promulgating_agency = body.promulgating_agency
    page.deciding_agency = body.deciding_agency
    page.executing_agency = body.executing_agency
    page.authorised_agency = body.authorised_agency
    page.coordinating_agencies = "\n".join(body.coordinating_agencies)
    page.sets = body.sets
    for name, value in _limit_values(body.time_limit).items():
        setattr(page, name, value)
    page.extension_text = body.time_limit.extension
    page.supplement_rule = body.time_limit.supplement_rule
    page.not_needed = body.not_needed
    _fill_procedure_lists(page, body, rows)


def _fill_procedure_lists(page: ProcedurePage, body: ProcedurePart, rows: CatalogueRows) -> None:
    page.channels = [ChannelUse(channel=c.name, note=c.note) for c in body.channels]
    page.results = [ResultItem(name=r.name, note=r.note) for r in body.results]
    page.cases = [
        Case(code=c.code, name=c.name, condition=c.condition, **_limit_values(c.time_limit))
        for c in body.cases
    ]
    page.components = [
        Component(
            name=c.name,
            kind=c.kind,
            original_count=c.original,
            copy_count=c.copy,
            form=rows.forms.get(c.form),
            condition=c.condition,
            source=c.source,
            alternative_group=c.alternative_group,
            case_codes=", ".join(c.cases),
        )
        for c in body.components
    ]
    page.fees = [
        Fee(
            kind=f.kind,
            channel=f.channel,
            amount=f.amount,
            per=f.per,
            condition=f.condition,
            exemption=f.exemption,
            basis=f.basis,
            valid_from=f.valid_from,
            valid_to=f.valid_to,
            case_codes=", ".join(f.cases),
        )
        for f in body.fees
    ]


def _fill_process(page: InternalProcessPage, body: ProcessPart) -> None:
    page.owner_unit_name = body.owner_unit_name
    page.trigger = body.trigger
    page.deadline_text = body.deadline
    page.occasions = [
        Occasion(frequency=o.frequency, month=o.month, day=o.day, weekday=o.weekday, label=o.label)
        for o in body.occasions
    ]
