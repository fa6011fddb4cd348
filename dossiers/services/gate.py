"""The way of a late step through the apology gate (DOMAIN 3.9): explained, let through; letters are in `letters`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import CauseCategory, EventKind, IncidentState
from dossiers.errors import DossierError, NotAllowedError
from dossiers.models import LateIncident
from dossiers.policies import DossierPolicy
from dossiers.rules import gate
from dossiers.services.incidents import dossier_of, incident_in, require_open
from dossiers.services.lateness import detect_late_steps, settle
from dossiers.services.letters import draft_letter, send_letter, sign_letter
from dossiers.services.recording import changing, record
from organisation.models import User

__all__ = ["detect_late_steps", "draft_letter", "explain", "override_gate", "send_letter", "sign_letter"]


def explain(
    actor: User,
    incident_id: int,
    lock_version: int,
    now: dt.datetime,
    cause: CauseCategory | str,
    explanation: str,
) -> LateIncident:
    """The responsible person says why the step was late. May be said anew until the letter is signed.

    Raises:
        DossierError: no cause or no words, or a letter is signed already.
        NotAllowedError, StaleDossierError.
    """
    now, explanation = now.replace(microsecond=0), clean_text(explanation).strip()
    wrong = {}
    if cause not in CauseCategory.values:
        wrong["cause"] = _("Choose the cause.")
    if not explanation:
        wrong["explanation"] = _("Write in your own words why the step was late.")
    if wrong:
        raise DossierError(next(iter(wrong.values())), wrong)
    with changing(dossier_of(incident_id), lock_version) as dossier:
        incident = incident_in(dossier, incident_id)
        if not DossierPolicy(actor).may_explain(incident):
            raise NotAllowedError(
                _("Only %(person)s, who had the step, explains why it was late.")
                % {"person": incident.responsible}
            )
        require_open(incident)
        if incident.state not in gate.UNSIGNED:
            raise DossierError(_("The apology letter is signed; the explanation stands as it was."))
        incident.cause, incident.explanation = CauseCategory(cause), explanation
        incident.explained_at, incident.explained_by = now, actor
        if incident.state == IncidentState.DETECTED:
            incident.state = IncidentState.EXPLAINED
        incident.save()
        data = {"incident": incident.pk, "cause": str(incident.cause)}
        record(dossier, EventKind.EXPLAINED, now=now, actor=actor, note=explanation, data=data)
        settle(dossier, [incident], now=now, actor=actor)
    return incident


def override_gate(
    actor: User, incident_id: int, lock_version: int, now: dt.datetime, reason: str
) -> LateIncident:
    """A leader lets a held dossier go on without a letter, and says why: for emergencies, logged.

    Raises:
        DossierError: no reason, or this incident holds nothing.
        NotAllowedError, StaleDossierError.
    """
    now, reason = now.replace(microsecond=0), clean_text(reason).strip()
    if not reason:
        message = _("Write why the dossier may go on without an apology letter.")
        raise DossierError(message, {"reason": message})
    with changing(dossier_of(incident_id), lock_version) as dossier:
        incident = incident_in(dossier, incident_id)
        if not DossierPolicy(actor).may_override_gate(incident):
            raise NotAllowedError(_("Only a leader who was not late himself lets a held dossier go on."))
        require_open(incident)
        if not gate.keeps_closed(
            incident.state, does_hold=incident.holds, is_overridden=incident.overridden_at is not None
        ):
            raise DossierError(
                _("This late step does not hold the dossier; there is nothing to let through.")
            )
        incident.overridden_at, incident.overridden_by, incident.override_reason = now, actor, reason
        incident.save()
        dossier.is_held = False
        data = {"incident": incident.pk, "step": incident.step.number}
        record(dossier, EventKind.GATE_OVERRIDDEN, now=now, actor=actor, note=reason, data=data)
    return incident
