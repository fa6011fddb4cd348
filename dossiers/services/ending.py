"""A dossier ends without a result: refused, withdrawn by the applicant, or stopped (DOMAIN section 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import DossierState, EventKind, SlipKind, StepState
from dossiers.errors import DossierError, NotAllowedError
from dossiers.models import Dossier, LateIncident
from dossiers.policies import DossierPolicy
from dossiers.services.interlinked import follow_child, require_no_open_children
from dossiers.services.lateness import note_lateness, settle
from dossiers.services.moves import close, move_to
from dossiers.services.recording import changing, record
from dossiers.services.slips import issue_slip
from organisation.models import User


def refuse(
    actor: User, dossier_id: int, lock_version: int, now: dt.datetime, reason: str, legal_basis: str = ""
) -> Dossier:
    """A leader refuses what was asked for (MC-03 with the reason).

    Raises:
        DossierError: no reason. IllegalMoveError: the result exists or the dossier is over.
        NotAllowedError, StaleDossierError.
    """
    return _end(actor, dossier_id, lock_version, now, DossierState.REFUSED, reason, legal_basis)


def withdraw(actor: User, dossier_id: int, lock_version: int, now: dt.datetime, reason: str) -> Dossier:
    """The applicant withdraws; the counter or a leader records it. Also what was handed in and not accepted yet.

    Raises:
        DossierError: no reason. IllegalMoveError: the result exists or the dossier is over.
        NotAllowedError, StaleDossierError.
    """
    return _end(actor, dossier_id, lock_version, now, DossierState.WITHDRAWN, reason)


def stop(
    actor: User, dossier_id: int, lock_version: int, now: dt.datetime, reason: str, legal_basis: str = ""
) -> Dossier:
    """A leader stops the dossier (MC-05).

    Raises:
        DossierError: no reason. IllegalMoveError: the result lies ready or the dossier is over.
        NotAllowedError, StaleDossierError.
    """
    return _end(actor, dossier_id, lock_version, now, DossierState.STOPPED, reason, legal_basis)


EVENT_OF = {
    DossierState.REFUSED: EventKind.REFUSED,
    DossierState.WITHDRAWN: EventKind.WITHDRAWN,
    DossierState.STOPPED: EventKind.STOPPED,
}
SLIP_OF = {DossierState.REFUSED: SlipKind.REFUSAL, DossierState.STOPPED: SlipKind.STOP}


def _end(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    state: DossierState,
    reason: str,
    legal_basis: str = "",
) -> Dossier:
    now, reason, basis = (
        now.replace(microsecond=0),
        clean_text(reason).strip(),
        clean_text(legal_basis).strip(),
    )
    if not reason:
        message = _("Write why, so that the applicant can be told.")
        raise DossierError(message, {"reason": message})
    lock_version = note_lateness(dossier_id, lock_version, now)
    with changing(dossier_id, lock_version) as dossier:
        _require_right(actor, dossier, state)
        require_no_open_children(dossier)
        before = move_to(dossier, state)
        _lay_down(dossier, now)
        close(dossier, now)
        data: dict[str, Any] = {"legal_basis": basis}
        record(dossier, EVENT_OF[state], now=now, actor=actor, from_state=before, note=reason, data=data)
        late = LateIncident.objects.filter(dossier=dossier).select_related("step")
        settle(dossier, late, now=now, actor=actor)
        if state in SLIP_OF:
            details = {"reason": reason, "legal_basis": basis}
            issue_slip(dossier, SLIP_OF[state], actor=actor, now=now, details=details)
        follow_child(dossier, now=now, actor=actor)
    return dossier


def _require_right(actor: User, dossier: Dossier, state: DossierState) -> None:
    policy = DossierPolicy(actor)
    if state == DossierState.WITHDRAWN:
        if not policy.may_record_withdrawal(dossier):
            raise NotAllowedError(
                _("Only the counter or a leader records a withdrawal, and only before there is a result.")
            )
    elif not policy.may_end(dossier):
        raise NotAllowedError(_("Only a leader ends a dossier, and only before its result lies ready."))


def _lay_down(dossier: Dossier, now: dt.datetime) -> None:
    """Nothing is in hand any more: the step and the pause of a dossier that ends."""
    step = dossier.current_step
    if step is not None:
        step.state = StepState.WAITING
        step.save(update_fields=["state"])
    dossier.current_step, dossier.is_held = None, False
    dossier.pauses.filter(ended_at__isnull=True).update(ended_at=now)
