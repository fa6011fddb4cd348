"""Who will get a step if nobody says otherwise: shown before it is handed over, so that it can be changed."""

from __future__ import annotations

import copy
import datetime as dt

from dossiers.errors import DossierError
from dossiers.models import DossierStep
from dossiers.selectors.details import DossierDetail
from dossiers.services.assignment import name_officer
from organisation.models import User


def expected_officer(
    detail: DossierDetail, step: DossierStep, offering: User, now: dt.datetime
) -> User | None:
    """The person the service would name for a step now; None when nobody can take it. Nothing is written."""
    trial = copy.copy(step)
    try:
        name_officer(detail.dossier, trial, detail.steps, now=now, offering=offering)
    except DossierError:
        return None
    return User.objects.filter(pk=trial.officer_id).first()
