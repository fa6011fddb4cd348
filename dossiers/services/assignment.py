"""Every step has a named person before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.enums import EventKind, StepKind, StepState
from dossiers.errors import DossierError, NobodyForStepError
from dossiers.models import Dossier, DossierStep
from dossiers.policies import LEADER, ONE_STOP, DossierPolicy, has_processed
from dossiers.selectors.office import OfficeMap
from dossiers.selectors.officers import (
    absent_on,
    choose_holder,
    holders,
    is_outside_role,
    workers_among,
)
from dossiers.services.recording import record
from organisation.models import User


def name_officer(
    dossier: Dossier,
    step: DossierStep,
    steps: Sequence[DossierStep],
    *,
    now: dt.datetime,
    chosen: User | None = None,
    offering: User | None = None,
) -> None:
    """Give a step to somebody: the chosen person, whoever was named before, else the holder of its post.

    A step that waits for somebody outside the office stays with the person who hands it on: somebody must ask after it.

    Args:
        chosen: named by whoever hands over.
        offering: who hands over.

    Raises:
        NobodyForStepError: nobody holds the post.
        DossierError: the chosen person cannot do the step.
    """
    day = localdate(now)
    if chosen is not None:
        give_to(step, chosen, day)
        return
    if step.kind == StepKind.INTAKE and step.officer_id:
        return  # whoever receives is there, whatever an absence says
    wanted = _role_needed(step)
    if step.officer_id and _still_there(step.officer_id, day, wanted):
        return
    here = (dossier.received_by_id, dossier.competent_unit_id)
    first, second = here if step.role_code == ONE_STOP else here[::-1]
    office = OfficeMap(day)
    nearest, other = office.circles(first), office.circles(second)
    circles = {**{unit: distance + 100 for unit, distance in other.items()}, **nearest}
    found = holders(step.role_code, step.position, circles, day)
    avoiding = drafters(steps) if step.kind == StepKind.APPROVAL else set()
    preferred = dossier.receiver_id if step.kind == StepKind.HANDOVER else None
    holder = choose_holder(found, day, avoiding, preferred, wanted)
    if holder is not None:
        step.officer_id, step.unit_id = holder.user_id, holder.unit_id
    elif offering is not None and is_outside_role(step.role_code):
        step.officer, step.unit_id = offering, workers_among([offering.pk], day).get(offering.pk)
    else:
        raise NobodyForStepError(_nobody(step))


def _role_needed(step: DossierStep) -> str:
    """The role without which nobody does the step, whoever he stands in for; empty: any that does steps."""
    return LEADER if step.kind == StepKind.APPROVAL else ""


def _still_there(user_id: int, day: dt.date, role_code: str) -> bool:
    """Does a person who was named before hold a post that does the step, and is not away?"""
    return bool(workers_among([user_id], day, role_code)) and not absent_on([user_id], day)


def give_to(step: DossierStep, officer: User, day: dt.date) -> None:
    """Name a certain person for a step.

    Raises:
        DossierError: the person holds no post that does steps on that day, or, for an approval, is no leader, or
            would approve in the place of another what he processed himself.
    """
    wanted = _role_needed(step)
    unit_id = workers_among([officer.pk], day, wanted).get(officer.pk)
    if unit_id is None:
        message = (
            _("Only a leader approves. Choose a leader for the step “%(step)s”.")
            if wanted
            else _("This person holds no post that does steps. Choose another person for “%(step)s”.")
        ) % {"step": step.title}
        raise DossierError(message, {"officer": message})
    if (
        wanted
        and DossierPolicy(officer, day).leads_as_stand_in
        and has_processed(officer.pk, step.dossier_id)
    ):
        message = _(
            "%(person)s processed this dossier and only stands in for a leader: whoever processed does not approve in "
            "the place of another. Choose another leader."
        ) % {"person": officer}
        raise DossierError(message, {"officer": message})
    step.officer, step.unit_id = officer, unit_id


def pass_on(
    dossier: Dossier, step: DossierStep, officer: User, *, actor: User, now: dt.datetime, reason: str
) -> None:
    """Give a step that is not done to somebody else and tell it; its due moment stays. The caller saves the dossier.

    Raises:
        DossierError: the person cannot do the step.
    """
    before = step.officer_id
    give_to(step, officer, localdate(now))
    step.save(update_fields=["officer", "unit"])
    is_in_hand = step.pk == dossier.current_step_id
    if step.kind == StepKind.WORK and dossier.handler_id in (before, None) and is_in_hand:
        dossier.handler = officer
    record(
        dossier,
        EventKind.REASSIGNED,
        now=now,
        actor=actor,
        note=reason,
        data={"step": step.number, "from": before, "to": officer.pk},
    )


def drafters(steps: Sequence[DossierStep]) -> set[int]:
    """Who did the processing of a dossier so far."""
    return {
        step.officer_id
        for step in steps
        if step.kind == StepKind.WORK and step.state == StepState.DONE and step.officer_id
    }


def _nobody(step: DossierStep) -> str:
    return _(
        "Nobody can take the step “%(step)s” today: no one holds the post “%(post)s”, or all are away. "
        "Choose a person for it, or ask the administrator to enter who holds the post."
    ) % {"step": step.title, "post": step.position or step.role_code}
