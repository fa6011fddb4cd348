"""One audit at a glance (picture 10b): grades, questions, team, schedule, samples, findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from audits.enums import AuditState, FindingState, Grade, TeamRole
from audits.models import Audit, AuditChecklist, AuditItem, AuditMember, AuditSession, Finding, SampledDossier
from audits.policies import AuditPolicy
from audits.selectors.findings import with_progress

ASSESSED = tuple(grade for grade in Grade if grade != Grade.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist with its questions, their photos counted (`photo_count`), and the dossiers drawn."""

    checklist: AuditChecklist
    items: tuple[AuditItem, ...]
    sample: tuple[SampledDossier, ...]

    @property
    def assessed(self) -> int:
        """How many questions have a result."""
        return sum(item.grade != Grade.NOT_CHECKED for item in self.items)


@dataclass(frozen=True, slots=True)
class AuditOverview:
    """What the page of an audit shows.

    Attributes:
        counts: questions by grade; empty when the person may not see answers yet.
        next_item: the first question without a result, with its checklist; None when all have one.
        findings: without those taken back.
    """

    audit: Audit
    team: tuple[AuditMember, ...]
    sessions: tuple[AuditSession, ...]
    checklists: tuple[ChecklistView, ...]
    findings: tuple[Finding, ...]
    counts: Counter[str]
    next_item: tuple[AuditChecklist, AuditItem] | None

    @property
    def lead(self) -> AuditMember | None:
        """The lead auditor."""
        return next((row for row in self.team if row.role == TeamRole.LEAD), None)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(row.items) for row in self.checklists)

    @property
    def assessed(self) -> int:
        """How many of them have a result."""
        return sum(row.assessed for row in self.checklists)

    @property
    def sampled(self) -> int:
        """How many dossiers were drawn."""
        return sum(len(row.sample) for row in self.checklists)


def audits_for_page() -> QuerySet[Audit]:
    """Audits with what their page names."""
    return Audit.objects.select_related(
        "unit", "office", "entry__programme", "drawn_up_by", "approved_by", "acknowledged_by", "reported_by"
    ).prefetch_related("clauses", "documents")


def audit_overview(policy: AuditPolicy, audit: Audit) -> AuditOverview:
    """The page of an audit, in a fixed number of queries. Who may not see answers gets the plan alone."""
    team = tuple(audit.team.select_related("user"))
    sees = _sees_answers(policy, audit, team)
    checklists = tuple(_checklists(audit)) if sees else ()
    pairs = [(row.checklist, item) for row in checklists for item in row.items]
    kept = audit.findings.exclude(state=FindingState.CANCELLED).order_by("code")
    findings = with_progress(kept) if sees else ()
    return AuditOverview(
        audit=audit,
        team=team,
        sessions=tuple(audit.sessions.select_related("auditor")),
        checklists=checklists,
        findings=tuple(findings),
        counts=Counter(item.grade for _checklist, item in pairs),
        next_item=next((pair for pair in pairs if pair[1].grade == Grade.NOT_CHECKED), None),
    )


def _sees_answers(policy: AuditPolicy, audit: Audit, team: tuple[AuditMember, ...]) -> bool:
    """As `AuditPolicy.sees_answers`, for an audit that the person may read, without asking again."""
    if policy.oversees or audit.state in (AuditState.REPORTED, AuditState.CLOSED):
        return True
    return any(row.user_id == policy.user.pk and row.role != TeamRole.OBSERVER for row in team)


def _checklists(audit: Audit) -> list[ChecklistView]:
    items = AuditItem.objects.annotate(photo_count=Count("photos", filter=Q(photos__removed_at=None)))
    sample = SampledDossier.objects.select_related("dossier")
    rows = audit.checklists.select_related("version__document").prefetch_related(
        Prefetch("items", items.order_by("number")), Prefetch("sample", sample)
    )
    return [
        ChecklistView(row, tuple(row.items.all()), tuple(row.sample.all()))
        for row in rows.order_by("position", "pk")
    ]
