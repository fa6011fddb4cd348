"""The corrective plan of an index: actions given for points lost (DOMAIN 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from audits.enums import FindingSource
from audits.errors import AuditError, NotAllowedError
from audits.models import Assessment, CorrectiveAction
from audits.services.actions import give_action
from audits.services.index_claims import index_policy
from organisation.models import User


@transaction.atomic
def plan_action_for(
    actor: User,
    assessment_id: int,
    score_ids: Sequence[int],
    *,
    title: str,
    owner: User,
    due_on: dt.date,
    now: dt.datetime,
) -> CorrectiveAction:
    """Name who wins back the points lost in these components, and until when.

    Raises:
        NotAllowedError: neither head of the unit nor ISO secretary, or the result is not final.
        AuditError: no component that lost points; what `give_action` refuses.
    """
    assessment = Assessment.objects.select_related("unit").get(pk=assessment_id)
    if not index_policy(actor, now).may_plan_actions(assessment):
        raise NotAllowedError(
            _("The head of the unit and the ISO secretary draw up the plan, once the result is final.")
        )
    scores = list(assessment.scores.filter(pk__in=score_ids))
    if not scores or len(scores) != len(set(score_ids)):
        raise AuditError(_("Choose at least one component that lost points."))
    action = give_action(
        actor,
        title=title,
        owner=owner,
        unit=assessment.unit,
        due_on=due_on,
        now=now,
        source=FindingSource.INDEX,
    )
    for score in scores:
        score.actions.add(action)
    return action
