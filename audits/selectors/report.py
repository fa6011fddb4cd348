"""From an audit's rows to what its report says (`audits.rules.report_content`), in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from audits.enums import FindingState, TeamRole
from audits.models import (
    Audit,
    AuditChecklist,
    AuditItem,
    AuditMember,
    AuditSession,
    Finding,
    ItemPhoto,
    StandardClause,
)
from audits.rules.report_content import (
    AuditFacts,
    ChecklistFacts,
    CitedVersion,
    FindingFacts,
    ItemFacts,
    PersonFacts,
    SessionFacts,
    report_content,
)
from document_control.models import IssuedVersion
from organisation.models import User
from organisation.selectors import signature_of

LEAD_FIRST = (TeamRole.LEAD, TeamRole.MEMBER, TeamRole.OBSERVER)


def build_report_content(audit: Audit) -> dict[str, Any]:
    """What the report of an audit says as it stands: frozen when it is issued, shown as a draft before.

    The service that issues the report sets `reported_at` and `reported_by`, stores this as `report_content`, and its
    `document_control.canonical.sha256_of` as `report_hash`.
    """
    return report_content(audit_facts(audit))


def audit_facts(audit: Audit) -> AuditFacts:
    """The facts of one audit; queries do not grow with questions, photos or findings."""
    day = audit.ends_on
    return AuditFacts(
        code=audit.code,
        year=audit.year,
        title=audit.title,
        office=audit.office.name,
        unit=audit.unit.name,
        objective=audit.objective,
        criteria=audit.criteria,
        scope=audit.scope,
        clauses=tuple(audit.clauses.values_list("number", "title")),
        documents=tuple(audit.documents.order_by("code").values_list("code", "title")),
        starts_on=audit.starts_on,
        ends_on=day,
        sample_from=audit.sample_from,
        sample_to=audit.sample_to,
        team=team_facts(audit),
        drawn_up_by=_person(audit.drawn_up_by, day),
        approved_by=_signed(audit.signatory)
        or (_person(audit.approved_by, day) if audit.approved_by else None),
        approved_at=audit.approved_at,
        acknowledged_by=_person(audit.acknowledged_by, day) if audit.acknowledged_by else None,
        acknowledged_at=audit.acknowledged_at,
        reported_by=_person(audit.reported_by, day) if audit.reported_by else None,
        reported_at=audit.reported_at,
        sessions=session_facts(audit),
        strengths=audit.strengths,
        conclusion=audit.conclusion,
        checklists=[checklist_facts(checklist) for checklist in checklists_of(audit)],
        findings=[_finding(finding) for finding in findings_of(audit)],
        clause_titles=dict(StandardClause.objects.values_list("number", "title")),
    )


def team_facts(audit: Audit) -> tuple[PersonFacts, ...]:
    """The team with the posts held on the last day, lead auditor first."""
    members = list(AuditMember.objects.filter(audit=audit).select_related("user"))
    members.sort(key=lambda member: (LEAD_FIRST.index(TeamRole(member.role)), member.pk))
    return tuple(_person(member.user, audit.ends_on, member.role) for member in members)


def session_facts(audit: Audit) -> list[SessionFacts]:
    """The schedule, earliest first."""
    return [
        SessionFacts(row.starts_at, row.ends_at, row.topic, row.place, row.auditor.get_full_name())
        for row in AuditSession.objects.filter(audit=audit).select_related("auditor")
    ]


def checklists_of(audit: Audit) -> QuerySet[AuditChecklist]:
    """The checklists of an audit with questions, answers, photos and sampled dossiers."""
    photos = Prefetch("photos", ItemPhoto.objects.filter(removed_at__isnull=True))
    items = AuditItem.objects.select_related("answered_by").prefetch_related(photos)
    return (
        AuditChecklist.objects.filter(audit=audit)
        .select_related("version__document")
        .prefetch_related(Prefetch("items", items), "sample__dossier")
        .order_by("position", "pk")
    )


def findings_of(audit: Audit) -> QuerySet[Finding]:
    """The findings of an audit that were not taken back, by code."""
    found = Finding.objects.filter(audit=audit).exclude(state=FindingState.CANCELLED)
    return found.select_related("unit", "document", "version__document", "item__checklist").order_by("code")


def checklist_facts(checklist: AuditChecklist) -> ChecklistFacts:
    """A checklist as `checklists_of` loads it; no query."""
    return ChecklistFacts(
        position=checklist.position,
        kind=checklist.kind,
        title=checklist.title,
        version=cited(checklist.version),
        items=[_item(item) for item in checklist.items.all()],
        population=checklist.population,
        sample_size=checklist.sample_size,
        sample_seed=checklist.sample_seed,
        sampled_at=checklist.sampled_at,
        sample=tuple(drawn.dossier.code for drawn in checklist.sample.all()),
    )


def cited(version: IssuedVersion) -> CitedVersion:
    """A version as papers cite it; its document is loaded."""
    return CitedVersion(
        code=version.document.code,
        number=str(version.number),
        title=version.title,
        check_code=version.check_code,
        content_hash=version.content_hash,
        issued_on=localdate(version.issued_at),
    )


def _item(item: AuditItem) -> ItemFacts:
    return ItemFacts(
        number=item.number,
        clause=item.clause,
        question=item.question,
        grade=item.grade,
        note=item.note,
        answered_by=item.answered_by.get_full_name() if item.answered_by else "",
        answered_at=item.answered_at,
        photos=tuple(photo.sha256 for photo in item.photos.all()),
    )


def _finding(finding: Finding) -> FindingFacts:
    return FindingFacts(
        code=finding.code,
        grade=finding.grade,
        clause=finding.clause,
        title=finding.title,
        requirement=finding.requirement,
        evidence=finding.evidence,
        unit=finding.unit.name,
        reference=finding.reference,
        document=finding.document.code if finding.document else "",
        version=str(finding.version.number) if finding.version else "",
        checklist=finding.item.checklist.position if finding.item else None,
        item=finding.item.number if finding.item else None,
    )


def _person(user: User, day: dt.date, role: str = "") -> PersonFacts:
    named = signature_of(user, day)
    return PersonFacts(named["name"], named["post"], named["unit"], role)


def _signed(signatory: dict[str, Any]) -> PersonFacts | None:
    """A signature as frozen; None when nobody signed."""
    if not signatory.get("name"):
        return None
    return PersonFacts(str(signatory["name"]), str(signatory.get("post", "")), str(signatory.get("unit", "")))
