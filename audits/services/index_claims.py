"""Rows of the reform index are claimed before they are read, so that two people never decide about the same state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import AssessmentState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import Assessment, Score
from audits.policies import AuditPolicy
from audits.reform_index_policy import IndexPolicy
from audits.rules.index_states import can_move
from organisation.models import User

Right = Callable[[IndexPolicy, Assessment], bool]


class ScoreErrors(AuditError):
    """Some components cannot be saved: a sentence for each, by the key of its score; nothing was saved.

    Attributes:
        stale: those of them that somebody else changed since the page was opened.
    """

    def __init__(self, by_score: dict[int, str], stale: frozenset[int] = frozenset()) -> None:
        super().__init__(" ".join(by_score.values()))
        self.by_score = by_score
        self.stale = stale


def index_policy(actor: User, now: dt.datetime) -> IndexPolicy:
    """The rights of a person on the day of `now`."""
    return IndexPolicy(AuditPolicy(actor, localdate(now)))


def hold(assessment_id: int, actor: User, right: Right, refusal: str, now: dt.datetime) -> Assessment:
    """The assessment, held until the caller's transaction ends, for somebody who may do this to it.

    Raises:
        NotAllowedError: with the sentence `refusal`.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "index_set")
    assessment = rows.get(pk=assessment_id)
    if not right(index_policy(actor, now), assessment):
        raise NotAllowedError(refusal)
    return assessment


def claim(
    assessment_id: int, lock_version: int, actor: User, right: Right, refusal: str, now: dt.datetime
) -> Assessment:
    """The same, for a step that must not follow anything the person has not seen.

    Raises:
        NotAllowedError, StaleError: no right; somebody moved it on since the page was opened.
    """
    assessment = hold(assessment_id, actor, right, refusal, now)
    seen = Assessment.objects.filter(pk=assessment_id, lock_version=lock_version)
    if not seen.update(lock_version=F("lock_version") + 1):
        raise StaleError(_("Somebody else changed this since the page was opened. Look again, then decide."))
    assessment.lock_version = lock_version + 1
    return assessment


def claim_score(assessment: Assessment, score_id: int, lock_version: int) -> Score | None:
    """One score of the assessment as it is now; None when somebody changed it since.

    Raises:
        Score.DoesNotExist: it is not of this assessment.
    """
    rows = Score.objects.filter(assessment=assessment, pk=score_id)
    if not rows.filter(lock_version=lock_version).update(lock_version=F("lock_version") + 1):
        if not rows.exists():
            raise Score.DoesNotExist
        return None
    return rows.select_related("component").get()


def move(assessment: Assessment, state: AssessmentState) -> None:
    """Take the next step of the table of moves; the caller saves.

    Raises:
        AuditError: the table has no such step.
    """
    if not can_move(assessment.state, state):
        raise AuditError(_("The assessment has moved on since. Look again, then decide."))
    assessment.state = state


def stale_words(code: str) -> str:
    """What is said of a component that somebody else changed."""
    return _("%(code)s: somebody else changed it since the page was opened. Compare, then save again.") % {
        "code": code
    }
