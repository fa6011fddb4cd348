"""Before a leave: what is at risk goes to somebody else in one go (DOMAIN 11, "rõ người")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.enums import StepState
from dossiers.errors import DossierError, NotAllowedError, StaleDossierError
from dossiers.models import Absence, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.schedule_policy import SchedulePolicy
from dossiers.services.assignment import pass_on
from dossiers.services.recording import changing
from organisation.models import User


@transaction.atomic
def hand_over(
    actor: User, absence_id: int, step_ids: Sequence[int], officer: User, now: dt.datetime, reason: str = ""
) -> int:
    """Give steps in hand of an absent person to `officer`: all of them, or none.

    Args:
        step_ids: as chosen on the page; steps that meanwhile are done or belong to somebody else stop everything.
        reason: the absence in words when left out.

    Returns:
        How many dossiers went over.

    Raises:
        NotAllowedError: neither the absent person, nor the head of the unit, nor a leader.
        DossierError: nothing chosen, or the other person cannot do one of the steps.
        StaleDossierError: one of the steps moved on since the page was opened.
    """
    absence = Absence.objects.select_related("person").get(pk=absence_id)
    if not SchedulePolicy(DossierPolicy(actor)).may_hand_over(absence, localdate(now)):
        raise NotAllowedError(_("Steps are handed over by their owner, the head of the unit, or a leader."))
    if not step_ids:
        raise DossierError(_("Choose at least one dossier."), {"steps": _("Choose at least one dossier.")})
    if officer.pk == absence.person_id:
        raise DossierError(_("Choose another person."), {"officer": _("Choose another person.")})
    reason = reason.strip() or _("Leave of %(person)s") % {"person": absence.person.get_full_name()}
    steps = list(DossierStep.objects.filter(pk__in=step_ids).order_by("dossier_id"))
    moved = [s for s in steps if s.officer_id != absence.person_id or s.state != StepState.ACTIVE]
    if moved or len(steps) != len(set(step_ids)):
        raise StaleDossierError(
            ngettext(
                "%(count)s dossier moved on meanwhile. The list below is new; choose again.",
                "%(count)s dossiers moved on meanwhile. The list below is new; choose again.",
                len(moved) or 1,
            )
            % {"count": len(moved) or 1}
        )
    for step in steps:
        with changing(step.dossier_id) as dossier:
            pass_on(dossier, step, officer, actor=actor, now=now, reason=reason)
    return len(steps)
