"""Some days after the verification: the figures say whether it held, a person judges, and the figures are kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import CheckState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import CorrectiveAction, EffectivenessCheck
from audits.policies import AuditPolicy
from audits.rules.action_states import ActionMove
from audits.selectors.effectiveness import comparison_of
from audits.services.actions import begin_again
from audits.services.claiming import claim
from audits.services.findings import reopen
from organisation.models import User


@transaction.atomic
def judge(
    actor: User,
    check_id: int,
    *,
    held: bool,
    note: str,
    now: dt.datetime,
    due_on: dt.date | None = None,
) -> EffectivenessCheck:
    """Judge one check. What did not hold begins again, and its closed finding is open again.

    Args:
        due_on: the new due date of an action that did not hold.

    Raises:
        NotAllowedError: the owner, or somebody of the unit that acts.
        AuditError: too early, no words, or no new date.
        StaleError: it was judged meanwhile.
    """
    check = EffectivenessCheck.objects.select_related("action").get(pk=check_id)
    action = claim(CorrectiveAction, check.action_id, None)
    check.refresh_from_db()
    if check.state != CheckState.DUE:
        raise StaleError(_("Somebody else judged this check meanwhile."))
    if not AuditPolicy(actor, localdate(now)).may_judge(action):
        raise NotAllowedError(
            _("An action is verified by an auditor or the ISO secretary: never by its owner or its unit.")
        )
    if localdate(now) < check.due_on:
        raise AuditError(
            _("The figures can be judged from %(day)s on.") % {"day": f"{check.due_on:%d/%m/%Y}"}
        )
    if not note.strip():
        raise AuditError(_("Write what the figures show."))
    check.action = action
    _keep_figures(check, now)
    check.state = CheckState.HELD if held else CheckState.FAILED
    check.note, check.checked_at, check.checked_by = note.strip(), now, actor
    check.save()
    if not held:
        begin_again(action, ActionMove.FAIL, due_on, now)
        if action.finding_id is not None:
            reopen(action.finding_id)
    return check


def _keep_figures(check: EffectivenessCheck, now: dt.datetime) -> None:
    """What was judged, as it was counted then: figures of the past may be corrected later."""
    comparison = comparison_of(check, now)
    periods = comparison.periods
    check.before_from, check.before_to = periods.before_from, periods.before_to
    check.after_from, check.after_to = periods.after_from, periods.counted_to or periods.after_to
    check.figures = comparison.as_json()
