"""The way of an assessment: opened, submitted, sent back, explained, made final, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from audits.enums import AssessmentState, IndexSetState, IndexTarget
from audits.errors import AuditError, NotAllowedError
from audits.models import Assessment, IndexComponent, IndexSet, Score
from audits.reform_index.tree import AssessmentTree, content_of, tree_of
from audits.reform_index_policy import IndexPolicy
from audits.services.index_claims import claim, index_policy, move
from document_control.canonical import sha256_of
from organisation.enums import PermissionRole, UnitKind
from organisation.models import Unit, User
from organisation.selectors import signature_of

KINDS: dict[str, frozenset[str]] = {
    IndexTarget.DISTRICT: frozenset({UnitKind.URBAN_DISTRICT.value, UnitKind.RURAL_DISTRICT.value}),
    IndexTarget.WARD: frozenset({UnitKind.WARD.value, UnitKind.COMMUNE.value}),
    IndexTarget.DIVISION: frozenset(
        {
            UnitKind.DIVISION.value,
            UnitKind.OFFICE.value,
            UnitKind.ONE_STOP.value,
            UnitKind.SERVICE_POINT.value,
        }
    ),
}
"""Kinds of units that a set of each target scores."""
MOST_NAMED = 10


# --- Opening --------------------------------------------------------------------------------------------------
@transaction.atomic
def open_round(
    actor: User,
    *,
    index_set: IndexSet,
    office: Unit,
    year: int,
    units: Sequence[Unit],
    has_survey: bool,
    self_score_by: dt.date,
    now: dt.datetime,
) -> list[Assessment]:
    """Open the scoring of a year for units; those already opened are left as they are.

    Returns:
        The assessments that are new.

    Raises:
        NotAllowedError: not the ISO secretary, or units of another office.
        AuditError: no unit, a unit of a kind that the set does not score, or a year it does not cover.
    """
    policy = index_policy(actor, now)
    if not policy.opens_rounds or not {office.pk, *(unit.pk for unit in units)} <= policy.audits.office_ids:
        raise NotAllowedError(_("The ISO secretary opens the scoring for units of the office."))
    _require_fitting(index_set, year, units)
    scored = Assessment.objects.filter(index_set=index_set, year=year).values_list("unit_id", flat=True)
    new_units = [unit for unit in units if unit.pk not in set(scored)]
    components = list(IndexComponent.objects.filter(criterion__domain__index_set=index_set))
    opened = []
    for unit in new_units:
        assessment = Assessment.objects.create(
            unit=unit,
            office=office,
            year=year,
            index_set=index_set,
            has_survey=has_survey,
            self_score_by=self_score_by,
            opened_at=now,
            opened_by=actor,
        )
        _make_scores(assessment, components)
        opened.append(assessment)
    if index_set.state != IndexSetState.IN_USE:
        index_set.state = IndexSetState.IN_USE
        index_set.save(update_fields=["state"])
    return opened


def _require_fitting(index_set: IndexSet, year: int, units: Sequence[Unit]) -> None:
    if not units:
        raise AuditError(_("Choose at least one unit."))
    if not index_set.covers(year):
        raise AuditError(_("This index set does not score the year %(year)s.") % {"year": year})
    strange = [unit.short_name for unit in units if unit.kind not in KINDS[index_set.target_kind]]
    if strange:
        raise AuditError(_("This index set does not score: %(units)s.") % {"units": ", ".join(strange)})


def _make_scores(assessment: Assessment, components: Sequence[IndexComponent]) -> None:
    bulk_create_with_history(
        [
            Score(
                assessment=assessment,
                component=component,
                max_points=component.max_points,
                is_survey=component.is_survey,
            )
            for component in components
        ],
        Score,
    )


# --- The way --------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(actor: User, assessment_id: int, lock_version: int, *, now: dt.datetime) -> Assessment:
    """The head hands the self-assessment in.

    Raises:
        NotAllowedError, StaleError: not the head of the unit; somebody was faster.
        AuditError: components are not scored; the sentence names them.
    """
    refusal = _("The head of the unit submits its self-assessment.")
    assessment = claim(assessment_id, lock_version, actor, IndexPolicy.may_submit, refusal, now)
    missing = assessment.scores.filter(is_survey=False, self_points__isnull=True)
    _require_none_missing(missing.values_list("component__code", flat=True), _("Not scored yet"))
    move(assessment, AssessmentState.SUBMITTED)
    assessment.submitted_at, assessment.submitted_by, assessment.return_reason = now, actor, ""
    assessment.save()
    return assessment


def _require_none_missing(codes: Iterable[str], words: str) -> None:
    codes = list(codes)
    if codes:
        named = ", ".join(sorted(codes)[:MOST_NAMED]) + ("…" if len(codes) > MOST_NAMED else "")
        raise AuditError(f"{words} ({len(codes)}): {named}.")


@transaction.atomic
def send_back(
    actor: User, assessment_id: int, lock_version: int, *, reason: str, now: dt.datetime
) -> Assessment:
    """An appraiser sends the self-assessment back to be completed; appraised points are kept.

    Raises:
        NotAllowedError, StaleError, AuditError: no right; somebody was faster; no reason.
    """
    refusal = _("Appraisers who do not belong to the unit send its self-assessment back.")
    assessment = claim(assessment_id, lock_version, actor, IndexPolicy.may_return, refusal, now)
    if not reason.strip():
        raise AuditError(_("Write what the unit has to complete."))
    move(assessment, AssessmentState.SELF_SCORING)
    assessment.return_reason = reason.strip()
    assessment.save()
    return assessment


@transaction.atomic
def ask_for_explanation(
    actor: User, assessment_id: int, lock_version: int, *, now: dt.datetime
) -> Assessment:
    """The provisional result goes to the unit.

    Raises:
        NotAllowedError, StaleError, AuditError: no right; somebody was faster; components are not appraised.
    """
    refusal = _("Appraisers who do not belong to the unit send it the provisional result.")
    assessment = claim(assessment_id, lock_version, actor, IndexPolicy.may_ask_for_explanation, refusal, now)
    _require_appraised(assessment)
    move(assessment, AssessmentState.EXPLAINING)
    assessment.save()
    return assessment


def _require_appraised(assessment: Assessment) -> None:
    missing = assessment.scores.filter(is_survey=False, appraised_points__isnull=True)
    _require_none_missing(missing.values_list("component__code", flat=True), _("Not appraised yet"))


@transaction.atomic
def finalise(actor: User, assessment_id: int, lock_version: int, *, now: dt.datetime) -> Assessment:
    """Freeze the result: every component with its points, the index, and the hash of both.

    Raises:
        NotAllowedError, StaleError: no right; somebody was faster.
        AuditError: an explanation waits for its answer, or points are missing.
    """
    refusal = _("Appraisers who do not belong to the unit make its result final.")
    assessment = claim(assessment_id, lock_version, actor, IndexPolicy.may_decide, refusal, now)
    tree = tree_of(assessment)
    _require_complete(tree)
    move(assessment, AssessmentState.FINAL)
    assessment.finalised_at, assessment.finalised_by = now, actor
    assessment.index = tree.outcome.percent
    assessment.result = content_of(tree)
    assessment.result_sha256 = sha256_of(assessment.result)
    assessment.save()
    return assessment


def _require_complete(tree: AssessmentTree) -> None:
    _require_appraised(tree.assessment)
    waiting = [line.component.code for line in tree.lines() if line.waits_for_decision]
    _require_none_missing(waiting, _("Explanations without an answer"))
    missing = [line.component.code for line in tree.lines() if line.points is None]
    _require_none_missing(missing, _("Points of the survey are missing"))


@transaction.atomic
def publish(actor: User, assessment_id: int, lock_version: int, *, now: dt.datetime) -> Assessment:
    """A leader publishes a final result.

    Raises:
        NotAllowedError, StaleError: not a leader, or the one who made it final; somebody was faster.
    """
    refusal = _("A leader who did not make the result final publishes it.")
    assessment = claim(assessment_id, lock_version, actor, IndexPolicy.may_publish, refusal, now)
    move(assessment, AssessmentState.PUBLISHED)
    assessment.published_at, assessment.published_by = now, actor
    assessment.signatory = dict(signature_of(actor, localdate(now), [PermissionRole.LEADER.value]))
    assessment.save()
    return assessment
