"""Lateness is noted when it is found: by the job, and before anybody moves the dossier on (DOMAIN 3.9 rule 1)."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from dossiers.enums import EventKind, IncidentState, StepState
from dossiers.errors import StaleDossierError
from dossiers.models import Dossier, DossierSettings, DossierStep, LateIncident
from dossiers.rules import gate
from dossiers.rules.clock import is_late
from dossiers.rules.states import ENDED, ENDED_WITHOUT_RESULT, WAITING
from dossiers.services.recording import changing, record, require_unchanged
from organisation.models import User

logger = logging.getLogger(__name__)


def detect_late_steps(now: dt.datetime, dossier_ids: Iterable[int] | None = None) -> list[LateIncident]:
    """Note every step that is late and not noted yet; each dossier in a transaction of its own.

    Args:
        dossier_ids: only these dossiers.

    Returns:
        The incidents written or newly holding.
    """
    now = now.replace(microsecond=0)
    mode = DossierSettings.chosen().gate_mode
    noted = LateIncident.objects.filter(step=OuterRef("pk"), round=OuterRef("rounds"))
    changes_nothing = noted if mode != "overall_due_only" else noted.filter(_decided(now))
    steps = (
        DossierStep.objects.filter(state=StepState.ACTIVE, due_at__lt=now)
        .exclude(dossier__state__in=[*WAITING, *ENDED])
        .filter(~Exists(changes_nothing))
    )
    if dossier_ids is not None:
        steps = steps.filter(dossier__in=list(dossier_ids))
    found = []
    for dossier_id in list(steps.order_by("due_at", "pk").values_list("dossier_id", flat=True)):
        try:
            with changing(dossier_id) as dossier:
                incident = _note(dossier, now, mode)
        except StaleDossierError:  # somebody is at work on it; they, or the next run, note it
            logger.info("dossier %s changed while its lateness was noted", dossier_id)
            continue
        if incident is not None:
            found.append(incident)
    return found


def _decided(now: dt.datetime) -> Q:
    """Incidents that cannot begin to hold: they hold, are answered, or the promised date has not passed."""
    return (
        Q(holds=True)
        | Q(overridden_at__isnull=False)
        | ~Q(state__in=[*gate.UNSIGNED])
        | Q(dossier__due_at__isnull=True)
        | Q(dossier__due_at__gte=now)
    )


def note_lateness(dossier_id: int, lock_version: int, now: dt.datetime) -> int:
    """Note the lateness of the step in hand, if it is late, before a verb goes on; its own transaction.

    So the incident stands even when the verb is refused because of it.

    Returns:
        The lock version to go on with.

    Raises:
        StaleDossierError: somebody else changed the dossier since.
    """
    dossier = Dossier.objects.select_related("current_step").only(*_LATENESS).get(pk=dossier_id)
    require_unchanged(dossier, lock_version)
    if not _may_be_late(dossier, now):
        return lock_version
    mode = DossierSettings.chosen().gate_mode
    incident = incident_in_hand(dossier)
    if incident is not None and not _begins_to_hold(incident, dossier, now, mode):
        return lock_version
    with changing(dossier_id, lock_version) as dossier:
        _note(dossier, now, mode)
    return dossier.lock_version


_LATENESS = ("lock_version", "state", "due_at", "current_step__due_at", "current_step__rounds")


def incident_in_hand(dossier: Dossier) -> LateIncident | None:
    """The lateness of the step in hand in its present round, if it is noted."""
    step = dossier.current_step
    if step is None:
        return None
    return LateIncident.objects.filter(step=step, round=step.rounds).first()


def _may_be_late(dossier: Dossier, now: dt.datetime) -> bool:
    step = dossier.current_step
    return step is not None and dossier.state not in WAITING | ENDED and is_late(now, step.due_at)


def _begins_to_hold(incident: LateIncident, dossier: Dossier, now: dt.datetime, mode: str) -> bool:
    is_answered = incident.overridden_at is not None or incident.state not in gate.UNSIGNED
    return not incident.holds and not is_answered and gate.holds(mode, dossier.state, now, dossier.due_at)


def _note(dossier: Dossier, now: dt.datetime, mode: str) -> LateIncident | None:
    """Write the incident of the step in hand, or let a noted one begin to hold; None when nothing is new."""
    step = dossier.current_step
    if step is None or step.due_at is None or step.officer_id is None or not _may_be_late(dossier, now):
        return None
    incident = incident_in_hand(dossier)
    holding = gate.holds(mode, dossier.state, now, dossier.due_at)
    if incident is None:
        incident = LateIncident.objects.create(
            dossier=dossier,
            step=step,
            round=step.rounds,
            holds=holding,
            detected_at=now,
            step_due_at=step.due_at,
            responsible_id=step.officer_id,
            unit_id=step.unit_id,
        )
    elif _begins_to_hold(incident, dossier, now, mode):
        incident.holds = True
        incident.save(update_fields=["holds"])
    else:
        return None
    dossier.is_held = holding
    record(
        dossier,
        EventKind.INCIDENT_DETECTED,
        now=now,
        data={
            "incident": incident.pk,
            "step": step.number,
            "officer": step.officer_id,
            "due": step.due_at.isoformat(),
            "holds": holding,
        },
    )
    return incident


def settle(
    dossier: Dossier, incidents: Iterable[LateIncident], *, now: dt.datetime, actor: User | None
) -> None:
    """Close those of these incidents for which nothing is left to do; the caller saves the dossier.

    A dossier that ended without a result asks for no letter any more, but still for the explanation.
    """
    mode = None
    for incident in incidents:
        mode = mode or DossierSettings.chosen().gate_mode
        is_overridden = incident.overridden_at is not None
        wanted = incident.holds or gate.demands_letter(mode, now, dossier.due_at)
        is_owed_words = incident.holds and incident.explained_at is None and not is_overridden
        if incident.state == IncidentState.CLOSED or is_owed_words:
            continue
        if gate.is_settled(
            incident.state,
            step_done=dossier.state in ENDED or incident.step.state == StepState.DONE,
            is_overridden=is_overridden,
            wants_letter=wanted and dossier.state not in ENDED_WITHOUT_RESULT,
        ):
            incident.state, incident.closed_at = IncidentState.CLOSED, now
            incident.save(update_fields=["state", "closed_at"])
            record(dossier, EventKind.INCIDENT_CLOSED, now=now, actor=actor, data={"incident": incident.pk})
