"""States of dossiers as icon, tone and words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dossiers.enums import DossierState, Outcome
from dossiers.models import Dossier
from dossiers.rules.states import ENDED_WITHOUT_RESULT, WAITING

TONES: dict[str, tuple[str, str]] = {
    DossierState.SUBMITTED: ("warn", "inbox"),
    DossierState.READY: ("ok", "okc"),
    DossierState.RETURNED: ("mute", "check"),
    **dict.fromkeys(WAITING, ("info", "pause")),
    **dict.fromkeys(ENDED_WITHOUT_RESULT, ("mute", "minus")),
}
OUTCOMES = {Outcome.EARLY: "early", Outcome.ON_TIME: "on_time", Outcome.OVERDUE: "late"}
"""Outcome → key of the design's state pills."""


def state_pill(dossier: Dossier) -> dict[str, str]:
    """{tone, icon, label} of a dossier: a closed gate is said before anything else."""
    if dossier.is_held and dossier.closed_at is None:
        return {"tone": "bad", "icon": "lock", "label": _("Held: waits for the apology letter")}
    tone, icon = TONES.get(dossier.state, ("info", "doc"))
    return {"tone": tone, "icon": icon, "label": str(DossierState(dossier.state).label)}
