"""Opens sampled dossiers to those who audit them: read only, while the audit runs and until it is closed."""

from __future__ import annotations

from django.db.models import QuerySet

from audits.enums import AuditState, TeamRole
from audits.models import AuditMember, SampledDossier
from document_control.policies import DocumentPolicy
from dossiers.models import Dossier

OPEN_STATES = (AuditState.RUNNING, AuditState.REPORTED)


def sampled_for(policy: DocumentPolicy) -> QuerySet[Dossier] | None:
    """The dossiers drawn for running audits in whose team the person is; None for visitors.

    Observers read none, nor does whoever holds a post in the audited unit, whatever the team says.
    """
    if policy.user.pk is None:
        return None
    auditing = AuditMember.objects.filter(user=policy.user.pk, audit__state__in=OPEN_STATES).exclude(
        role=TeamRole.OBSERVER
    )
    drawn = SampledDossier.objects.filter(checklist__audit__in=auditing.values("audit")).exclude(
        checklist__audit__unit__in=policy.own_unit_ids
    )
    return Dossier.objects.filter(pk__in=drawn.order_by().values("dossier")).order_by()
