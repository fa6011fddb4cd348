"""Points of the reform index: the unit scores itself, appraisers answer, the unit explains, they decide.

Each verb takes several components of one assessment and saves all of them or none. What did not change is left alone,
so that two people work on different components at the same time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from audits.enums import AssessmentState, ScoringKind
from audits.models import Assessment, Score
from audits.reform_index_policy import IndexPolicy
from audits.rules.scoring import points_for
from audits.services.index_claims import ScoreErrors, claim_score, hold, move, stale_words
from organisation.models import User

HUNDRED = Decimal(100)
MOST_VALUE = Decimal("9999999.99")
PERCENT_KINDS = (ScoringKind.RATIO, ScoringKind.SURVEY)


class ScoreEntry(Protocol):
    """What was typed for one component, and the state of the row that the person saw."""

    @property
    def score_id(self) -> int: ...
    @property
    def lock_version(self) -> int: ...


Entry = TypeVar("Entry", bound=ScoreEntry)


@dataclass(frozen=True, slots=True)
class SelfScore:
    """`value`: per cent, a count, 0 or 1, as the rule of the component wants; None takes the points back.

    Attributes:
        measured: the figure that the system proposed; kept when the value is the one proposed.
    """

    score_id: int
    lock_version: int
    value: Decimal | None
    note: str = ""
    measured: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """`points`: what the appraisers give; None takes them back."""

    score_id: int
    lock_version: int
    points: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The unit's answer to the points given."""

    score_id: int
    lock_version: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The appraisers' answer to an explanation, with the points that stand after it."""

    score_id: int
    lock_version: int
    points: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class SurveyPoints:
    """What a survey found; None takes it back."""

    score_id: int
    lock_version: int
    points: Decimal | None


def _save_each(
    assessment: Assessment, entries: Iterable[Entry], write: Callable[[Score, Entry], str | None]
) -> int:
    """Write the entries, each into its score; how many changed something.

    Args:
        write: puts an entry into a score and returns "" when that may be saved, a sentence when it may not, None when
            nothing changed.
    """
    errors: dict[int, str] = {}
    stale: set[int] = set()
    changed = 0
    known = assessment.scores.select_related("component").in_bulk([entry.score_id for entry in entries])
    for entry in entries:
        if entry.score_id not in known or write(known[entry.score_id], entry) is None:
            continue
        score = claim_score(assessment, entry.score_id, entry.lock_version)
        if score is None:
            if not _was_left_alone(known[entry.score_id], entry, write):
                errors[entry.score_id] = stale_words(known[entry.score_id].component.code)
                stale.add(entry.score_id)
        elif sentence := write(score, entry):
            errors[entry.score_id] = f"{score.component.code}: {sentence}"
        else:
            score.save()
            changed += 1
    if errors:
        raise ScoreErrors(errors, frozenset(stale))
    return changed


def _was_left_alone(score: Score, entry: Entry, write: Callable[[Score, Entry], str | None]) -> bool:
    """Says the entry only what stood there when the person opened the page? Then the other's change stands."""
    seen = score.history.filter(lock_version=entry.lock_version).first()
    return seen is not None and write(seen.instance, entry) is None


# --- The unit -------------------------------------------------------------------------------------------------
@transaction.atomic
def self_score(actor: User, assessment_id: int, entries: Sequence[SelfScore], *, now: dt.datetime) -> int:
    """The unit enters what it reached; the rule of each component turns that into points.

    Returns:
        How many components changed.

    Raises:
        NotAllowedError: neither head nor self-assessor of the unit, or it was submitted already.
        ScoreErrors: a value that the rule cannot score, or somebody else was faster; nothing is saved.
    """
    refusal = _("The unit scores itself: its head or its self-assessor, until it is submitted.")
    assessment = hold(assessment_id, actor, IndexPolicy.may_self_score, refusal, now)

    def write(score: Score, entry: SelfScore) -> str | None:
        if (score.self_value, score.self_note) == (entry.value, entry.note):
            return None
        return _write_self_score(score, entry, actor)

    changed = _save_each(assessment, entries, write)
    if changed and assessment.state == AssessmentState.OPEN:
        move(assessment, AssessmentState.SELF_SCORING)
        assessment.save()
    return changed


def _write_self_score(score: Score, entry: SelfScore, actor: User) -> str:
    component = score.component
    if score.is_survey:
        return _("this component is scored by the survey.")
    if entry.value is not None and (problem := value_problem(component.scoring, entry.value)):
        return problem
    score.self_value, score.self_note, score.self_scored_by = entry.value, entry.note, actor
    points = None
    if entry.value is not None:
        points = points_for(component.scoring, component.rule, score.max_points, entry.value)
    if points != score.self_points:  # sent back and scored anew: what was appraised no longer answers it
        score.appraised_points, score.appraiser, score.reason = None, None, ""
    score.self_points = points
    proposed = entry.measured or {}
    is_taken_over = entry.value is not None and proposed.get("percent") == f"{entry.value:.2f}"
    score.measured = dict(proposed) if is_taken_over else {}
    return ""


def value_problem(scoring: str, value: Decimal) -> str:
    """What is wrong with a value for this kind of rule; empty when nothing is."""
    if scoring in PERCENT_KINDS and not 0 <= value <= HUNDRED:
        return _("write a rate between 0 and 100.")
    if scoring == ScoringKind.YES_NO and value not in (0, 1):
        return _("choose yes or no.")
    if not 0 <= value <= MOST_VALUE:
        return _("write a number of 0 or more.")
    return ""


@transaction.atomic
def explain(actor: User, assessment_id: int, entries: Sequence[Explanation], *, now: dt.datetime) -> int:
    """The unit answers the provisional result, component by component, until the appraisers decided on it.

    Raises:
        NotAllowedError, ScoreErrors: as `self_score`.
    """
    refusal = _("The unit explains while the provisional result lies before it.")
    assessment = hold(assessment_id, actor, IndexPolicy.may_explain, refusal, now)

    def write(score: Score, entry: Explanation) -> str | None:
        if score.explanation == entry.text:
            return None
        if score.is_survey:
            return _("this component is scored by the survey.")
        if score.decision:
            return _("it was decided already; the explanation stays as it is.")
        score.explanation, score.explained_by = entry.text, actor
        return ""

    return _save_each(assessment, entries, write)


# --- The appraisers -------------------------------------------------------------------------------------------
@transaction.atomic
def appraise(actor: User, assessment_id: int, entries: Sequence[Appraisal], *, now: dt.datetime) -> int:
    """Independent appraisers confirm or change points; without evidence a component is worth 0 unless they say why.

    Raises:
        NotAllowedError: not an appraiser, or of the unit itself.
        ScoreErrors: points beyond the maximum, a change without its reason, or somebody else was faster.
    """
    refusal = _("Appraisers who do not belong to the unit appraise it, once it has submitted.")
    assessment = hold(assessment_id, actor, IndexPolicy.may_appraise, refusal, now)
    with_evidence = _with_evidence(assessment)

    def write(score: Score, entry: Appraisal) -> str | None:
        reason = entry.reason
        if not reason and entry.points == 0 and score.self_points and score.pk not in with_evidence:
            reason = no_evidence_words()
        if (score.appraised_points, score.reason) == (entry.points, reason):
            return None
        if problem := _appraisal_problem(score, entry.points, reason, score.pk in with_evidence):
            return problem
        score.appraised_points, score.reason, score.appraiser = entry.points, reason, actor
        return ""

    changed = _save_each(assessment, entries, write)
    if changed and assessment.state == AssessmentState.SUBMITTED:
        move(assessment, AssessmentState.APPRAISING)
        assessment.save()
    return changed


def no_evidence_words() -> str:
    """The reason for 0 points where nothing shows the self-assessment."""
    return _("No evidence was given.")


def _with_evidence(assessment: Assessment) -> set[int]:
    """Scores with a file, a link, or a figure that the system counted itself."""
    shown = assessment.scores.filter(evidence__removed_at__isnull=True, evidence__isnull=False)
    return {
        *shown.values_list("pk", flat=True),
        *assessment.scores.exclude(measured={}).values_list("pk", flat=True),
    }


def _appraisal_problem(score: Score, points: Decimal | None, reason: str, has_evidence: bool) -> str:
    if score.is_survey:
        return _("this component is scored by the survey.")
    if points is None:
        return ""
    if not 0 <= points <= score.max_points:
        return _("points lie between 0 and %(most)s.") % {"most": score.max_points}
    if reason:
        return ""
    if points != score.self_points:
        return _("say why the points differ from the self-assessment.")
    if points and not has_evidence:
        return _("no evidence was given: give 0 points, or say why they stand nevertheless.")
    return ""


@transaction.atomic
def decide(actor: User, assessment_id: int, entries: Sequence[Decision], *, now: dt.datetime) -> int:
    """The appraisers answer explanations: the points stand, or others take their place.

    Raises:
        NotAllowedError, ScoreErrors: as `appraise`; a decision without words, or about nothing.
    """
    refusal = _("Appraisers who do not belong to the unit decide on its explanations.")
    assessment = hold(assessment_id, actor, IndexPolicy.may_decide, refusal, now)

    def write(score: Score, entry: Decision) -> str | None:
        if (score.appraised_points, score.decision) == (entry.points, entry.text):
            return None
        if not score.explanation:
            return _("the unit explained nothing here.")
        if not entry.text:
            return _("write the answer to the explanation.")
        if not 0 <= entry.points <= score.max_points:
            return _("points lie between 0 and %(most)s.") % {"most": score.max_points}
        score.appraised_points, score.decision, score.appraiser = entry.points, entry.text, actor
        if entry.points != score.self_points and not score.reason:
            score.reason = entry.text
        return ""

    return _save_each(assessment, entries, write)


@transaction.atomic
def enter_survey(
    actor: User, assessment_id: int, entries: Sequence[SurveyPoints], *, now: dt.datetime
) -> int:
    """Enter what people answered, as points.

    Raises:
        NotAllowedError: not of the survey team, of the unit itself, no survey, or the result is final.
        ScoreErrors: points beyond the maximum, or somebody else was faster.
    """
    refusal = _("The survey team and the ISO secretary enter surveys of units to which they do not belong.")
    assessment = hold(assessment_id, actor, IndexPolicy.may_enter_survey, refusal, now)

    def write(score: Score, entry: SurveyPoints) -> str | None:
        if score.survey_points == entry.points:
            return None
        if not score.is_survey:
            return _("this component is not scored by the survey.")
        if entry.points is not None and not 0 <= entry.points <= score.max_points:
            return _("points lie between 0 and %(most)s.") % {"most": score.max_points}
        score.survey_points = entry.points
        return ""

    return _save_each(assessment, entries, write)
