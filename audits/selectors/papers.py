"""From rows to what the papers of audits are composed from (`audits.papers`)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, QuerySet

from audits.enums import FindingState, ProgrammeState
from audits.models import (
    ActionEvidence,
    AuditChecklist,
    AuditItem,
    AuditProgramme,
    CorrectiveAction,
    Finding,
    ItemPhoto,
    StandardClause,
)
from audits.papers import (
    NonconformityPaper,
    PrintedAction,
    PrintedChecklist,
    PrintedEntry,
    PrintedItem,
    PrintedPhoto,
    PrintedProgramme,
    RegisteredAction,
)
from audits.papers.checklist import known_lines
from audits.papers.nonconformity import PrintedCheck, PrintedVerification
from audits.papers.photos import photo_svg
from organisation.models import Unit, User
from organisation.selectors import signature_of, unit_tree, units_under
from organisation.vietnamese_format import vietnamese_sort_key


# --- Programme ----------------------------------------------------------------------------------------------
def printed_programme(programme: AuditProgramme, today: dt.date) -> PrintedProgramme:
    """A programme with what it leaves out; a bounded number of queries."""
    entries = list(programme.entries.select_related("unit").prefetch_related("clauses"))
    covered = {clause.pk for entry in entries for clause in entry.clauses.all()}
    missing = StandardClause.objects.filter(is_audited=True).exclude(pk__in=covered)
    return PrintedProgramme(
        year=programme.year,
        objectives=programme.objectives,
        criteria=programme.criteria,
        considered=programme.considered,
        entries=[
            PrintedEntry(
                entry.unit.name, entry.month, tuple(c.number for c in entry.clauses.all()), entry.note
            )
            for entry in entries
        ],
        missing_units=_missing_units(programme, {entry.unit_id for entry in entries}, today),
        missing_clauses=[str(clause) for clause in missing],
        drawn_up_by=dict(signature_of(programme.drawn_up_by, today)),
        signatory=programme.signatory if programme.state == ProgrammeState.APPROVED else None,
    )


def _missing_units(programme: AuditProgramme, planned: set[int], today: dt.date) -> list[str]:
    """Units of the office that neither have an audit nor belong to a unit that has one."""
    tree = unit_tree(today)
    missing = units_under([programme.office_id], tree) - units_under(planned, tree) - {programme.office_id}
    names = Unit.objects.valid_on(today).filter(pk__in=missing).values_list("name", flat=True)
    return sorted(names, key=vietnamese_sort_key)


# --- Checklists ---------------------------------------------------------------------------------------------
def printed_checklist(checklist: AuditChecklist, *, with_photos: bool = True) -> PrintedChecklist:
    """A checklist as `selectors.report.checklists_of` loads it.

    Args:
        with_photos: read the photos and make them small; else only their hashes are listed.
    """
    version = checklist.version
    items = [_item(item, with_photos) for item in checklist.items.all()]
    return PrintedChecklist(
        audit_code=checklist.audit.code,
        unit=checklist.audit.unit.name,
        title=checklist.title,
        made_from=f"{version.document.code} bản {version.number}: {version.title}",
        sample=_sample_words(checklist),
        items=items,
        auditors=sorted({item.answered_by for item in items if item.answered_by}, key=vietnamese_sort_key),
    )


def _sample_words(checklist: AuditChecklist) -> str:
    if not checklist.sample_seed:
        return ""
    codes = ", ".join(drawn.dossier.code for drawn in checklist.sample.all())
    drawn = f"{checklist.sample_size}/{checklist.population} hồ sơ, số mầm {checklist.sample_seed}"
    return f"{drawn}: {codes}" if codes else drawn


def _item(item: AuditItem, with_photos: bool) -> PrintedItem:
    return PrintedItem(
        number=item.number,
        clause=item.clause,
        question=item.question,
        look_at=item.look_at,
        grade=item.grade,
        note=item.note,
        answered_by=item.answered_by.get_full_name() if item.answered_by else "",
        answered_at=item.answered_at,
        known=known_lines(item.facts),
        photos=tuple(_photo(photo, with_photos) for photo in item.photos.all()),
    )


def _photo(photo: ItemPhoto, with_picture: bool) -> PrintedPhoto:
    """A photo; one whose file is gone or broken is still listed with its hash."""
    svg = ""
    if with_picture:
        try:
            with photo.image.open("rb") as stored:
                svg = photo_svg(stored.read())
        except OSError:
            svg = ""
    return PrintedPhoto(photo.sha256, photo.taken_at, svg)


# --- Findings and actions -----------------------------------------------------------------------------------
def with_all_parts(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with actions, evidence, verifications, checks and versions; queries do not grow with them."""
    evidence = ActionEvidence.objects.filter(removed_at__isnull=True)
    actions = CorrectiveAction.objects.select_related("owner").prefetch_related(
        Prefetch("evidence", evidence), "verifications__verifier", "effectiveness_checks__checked_by"
    )
    people = ("raised_by", "answered_by", "ruled_by", "closed_by")
    return findings.select_related(
        "audit", "unit", "document", "version__document", *people
    ).prefetch_related(
        Prefetch("actions", actions.order_by("code")), "answered_by_versions__version__document"
    )


def nonconformity_paper(finding: Finding) -> NonconformityPaper:
    """A finding as `with_all_parts` loads it; no query."""
    document = finding.document
    named = f"{document.code} {document.title}" if document else ""
    return NonconformityPaper(
        code=finding.code,
        grade=finding.grade,
        source=finding.source,
        state=finding.state,
        audit=str(finding.audit) if finding.audit else "",
        unit=finding.unit.name,
        clause=finding.clause,
        document=f"{named}, bản {finding.version.number}" if finding.version else named,
        reference=finding.reference,
        title=finding.title,
        requirement=finding.requirement,
        evidence=finding.evidence,
        raised_by=_name(finding.raised_by),
        raised_at=finding.raised_at,
        answer=finding.answer,
        answered_by=_name(finding.answered_by),
        answered_at=finding.answered_at,
        is_disputed=finding.ruled_at is not None or finding.state == FindingState.DISPUTED,
        ruling=finding.ruling,
        ruled_by=_name(finding.ruled_by),
        ruled_at=finding.ruled_at,
        versions=[
            f"{row.version.document.code} bản {row.version.number}"
            for row in finding.answered_by_versions.all()
        ],
        close_note=finding.close_note,
        closed_by=_name(finding.closed_by),
        closed_at=finding.closed_at,
        actions=[_action(action) for action in finding.actions.all()],
    )


def _action(action: CorrectiveAction) -> PrintedAction:
    return PrintedAction(
        code=action.code,
        title=action.title,
        owner=_name(action.owner),
        due_on=action.due_on,
        state=action.state,
        correction=action.correction,
        whys=[(str(row.get("why", "")), str(row.get("answer", ""))) for row in action.whys],
        root_cause=action.root_cause,
        plan=action.plan,
        done_note=action.done_note,
        done_at=action.done_at,
        evidence=[(file.title, file.sha256) for file in action.evidence.all()],
        verifications=[
            PrintedVerification(
                row.round,
                row.outcome,
                row.note,
                row.signatory.get("name") or _name(row.verifier),
                row.verified_at,
            )
            for row in action.verifications.all()
        ],
        checks=[
            PrintedCheck(row.due_on, row.state, row.note, _name(row.checked_by))
            for row in action.effectiveness_checks.all()
        ],
        cancel_reason=action.cancel_reason,
    )


def registered_actions(actions: QuerySet[CorrectiveAction]) -> list[RegisteredAction]:
    """The lines of the register; one query."""
    rows = actions.select_related("finding", "unit", "owner")
    return [
        RegisteredAction(
            code=action.code,
            source=action.source,
            finding=action.finding.code if action.finding else "",
            title=action.title,
            unit=action.unit.short_name or action.unit.name,
            owner=_name(action.owner),
            due_on=action.due_on,
            state=action.state,
        )
        for action in rows
    ]


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""
