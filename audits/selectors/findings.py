"""Findings read for lists and for their page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from audits.enums import FindingProgress
from audits.models import (
    ActionEvidence,
    ActionVerification,
    CorrectiveAction,
    EffectivenessCheck,
    Finding,
    FindingVersion,
)
from audits.policies import AuditPolicy
from audits.rules.action_states import ENDED
from audits.rules.finding_progress import ActionStanding, progress_of
from audits.rules.finding_states import OPEN

OPEN_ONES = "mo"


@dataclass(frozen=True, slots=True)
class WantedFindings:
    """What a list of findings is narrowed by; empty values narrow nothing."""

    unit: int | None = None
    grade: str = ""
    source: str = ""
    state: str = ""
    year: int | None = None


def findings_in(policy: AuditPolicy, wanted: WantedFindings) -> QuerySet[Finding]:
    """The findings the person may read, newest first, with the count of their open actions."""
    rows = policy.readable_findings()
    conditions = {"unit_id": wanted.unit, "grade": wanted.grade, "source": wanted.source}
    conditions["raised_at__year"] = wanted.year
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    if wanted.state == OPEN_ONES:
        rows = rows.filter(state__in=OPEN)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    # The rights join actions; counted over the keys alone, every action counts once.
    ids = rows.values("pk")
    return (
        with_progress(Finding.objects.filter(pk__in=ids))
        .select_related("unit", "document")
        .annotate(
            open_actions=Count("actions", filter=~Q(actions__state__in=ENDED)), all_actions=Count("actions")
        )
        .order_by("-raised_at", "-pk")
    )


def standing_actions() -> QuerySet[CorrectiveAction]:
    """Actions in the order they were given; `has_evidence` tells whether a file shows work on them."""
    files = ActionEvidence.objects.filter(action=OuterRef("pk"), removed_at=None)
    return CorrectiveAction.objects.annotate(has_evidence=Exists(files)).order_by("pk")


def with_progress(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with what `finding_progress` reads; one query more."""
    return findings.prefetch_related(Prefetch("actions", standing_actions()))


def finding_progress(finding: Finding) -> FindingProgress:
    """Where a finding is that was read by `with_progress` or `for_page`."""
    standings = [
        ActionStanding(one.state, one.round, bool(one.has_evidence))  # type: ignore[attr-defined]
        for one in finding.actions.all()
    ]
    return progress_of(finding.grade, finding.state, standings)


def for_page(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """With everything the page of one finding shows; one query per table."""
    actions = (
        standing_actions()
        .select_related("owner", "unit", "created_by")
        .prefetch_related(
            Prefetch("verifications", ActionVerification.objects.select_related("verifier")),
            Prefetch("effectiveness_checks", EffectivenessCheck.objects.select_related("checked_by")),
        )
    )
    versions = FindingVersion.objects.select_related("version__document")
    return findings.select_related(
        "unit",
        "document",
        "version__document",
        "audit",
        "item",
        "raised_by",
        "answered_by",
        "ruled_by",
        "closed_by",
    ).prefetch_related(
        Prefetch("actions", actions),
        Prefetch("answered_by_versions", versions),
        "incidents__dossier",
        "incidents__step",
        "item__photos",
    )


def years_of_findings(policy: AuditPolicy) -> list[int]:
    """Years in which something was found, the latest first."""
    return [
        day.year for day in policy.readable_findings().order_by().dates("raised_at", "year", order="DESC")
    ]
