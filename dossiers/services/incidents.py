"""An incident within the change of its dossier."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dossiers.enums import IncidentState
from dossiers.errors import DossierError
from dossiers.models import Dossier, LateIncident


def dossier_of(incident_id: int) -> int:
    """The key of the dossier an incident belongs to.

    Raises:
        LateIncident.DoesNotExist: no such incident.
    """
    return LateIncident.objects.values_list("dossier_id", flat=True).get(pk=incident_id)


def incident_in(dossier: Dossier, incident_id: int) -> LateIncident:
    """The incident with its step, people and letter, read within the dossier's change."""
    incident = LateIncident.objects.select_related("step", "responsible", "unit", "letter").get(
        pk=incident_id
    )
    incident.dossier = dossier
    return incident


def require_open(incident: LateIncident) -> None:
    """Is there still something to do about it?

    Raises:
        DossierError: it is settled.
    """
    if incident.state == IncidentState.CLOSED:
        raise DossierError(_("This late step is settled already."))
