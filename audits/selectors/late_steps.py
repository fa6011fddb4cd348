"""Late steps that ask for a finding: too many of one procedure in one month, and nobody has answered for them yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from audits.enums import FindingState
from audits.models import AuditSettings, Finding
from audits.policies import AuditPolicy
from document_control.models import ControlledDocument
from dossiers.models import LateIncident
from dossiers.statistics.periods import Period, month_of, months_until
from organisation.vietnamese_format import VIETNAM

MONTHS_BACK = 3
"""This month and the two before: older late steps belong to the past."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Late steps of one procedure in one month."""

    document: ControlledDocument
    period: Period
    count: int


def free_incidents(policy: AuditPolicy) -> QuerySet[LateIncident]:
    """Late steps of the office that no standing finding rests on."""
    answered = Finding.incidents.through.objects.exclude(finding__state=FindingState.CANCELLED)
    return LateIncident.objects.filter(dossier__competent_unit__in=policy.office_ids).exclude(
        pk__in=answered.values("lateincident_id")
    )


def incidents_of(policy: AuditPolicy, document_id: int, month: dt.date) -> QuerySet[LateIncident]:
    """The free late steps of one procedure in the month of a day."""
    period = month_of(month)
    return free_incidents(policy).filter(
        dossier__document_id=document_id, detected_at__gte=period.start, detected_at__lt=period.end
    )


def late_step_proposals(policy: AuditPolicy, now: dt.datetime) -> list[Proposal]:
    """What to raise, newest month first; three queries. Nothing for those who do not raise findings."""
    if not policy.may_raise:
        return []
    since = months_until(localdate(now), MONTHS_BACK)[0].start
    rows = (
        free_incidents(policy)
        .filter(detected_at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("detected_at", tzinfo=VIETNAM))
        .values_list("dossier__document_id", "month")
        .annotate(count=Count("pk"))
        .filter(count__gte=AuditSettings.chosen().late_steps_to_raise)
    )
    found = [(document_id, month.date(), count) for document_id, month, count in rows]
    documents = ControlledDocument.objects.select_related("unit").in_bulk({row[0] for row in found})
    proposals = [Proposal(documents[pk], month_of(month), count) for pk, month, count in found]
    return sorted(proposals, key=lambda one: (-one.period.first.toordinal(), -one.count, one.document.code))
