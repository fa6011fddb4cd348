"""Who may do what with the reform index (DOMAIN section 9, row "CCHC index"): the one place that answers.

A unit is scored by its head, or by whoever holds the post of its self-assessor, the delegation with its dates being
the assignment to that post. The ISO secretary, and holders of posts of the appraisal team, appraise units to which
they do not belong. The technical role sets up; it scores, appraises and publishes nothing.
"""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from audits.enums import AssessmentState
from audits.models import Assessment
from audits.policies import HEAD, LEADER, SECRETARY, AuditPolicy
from audits.rules.index_states import APPRAISED, FROZEN, SELF_SCORED
from organisation.selectors import units_under

SELF_ASSESSOR, APPRAISERS, SURVEYORS = "unit_self_assessor", "appraisal_team", "survey_team"
"""Codes of the roles of posts, as the internal process of the index names them."""
PUBLISHED_STATES = (AssessmentState.PUBLISHED,)


class IndexPolicy:
    """The rights of one person over the reform index on one day."""

    def __init__(self, audits: AuditPolicy) -> None:
        self.audits = audits
        self.user = audits.user

    @cached_property
    def _units_by_role(self) -> dict[str, frozenset[int]]:
        """Units of the posts held, by the role of the post; nothing for the technical role."""
        if not self.audits.may_enter:
            return {}
        found: dict[str, set[int]] = {}
        for held in self.audits.documents.assignments:
            found.setdefault(held.post.role.code, set()).add(held.post.unit_id)
        return {code: frozenset(ids) for code, ids in found.items()}

    def _units_as(self, role: str) -> frozenset[int]:
        return self._units_by_role.get(role, frozenset())

    @cached_property
    def own_unit_ids(self) -> frozenset[int]:
        """Units that the person heads, with those below them, and units whose self-assessor the person is."""
        return units_under(self._units_as(HEAD), self.audits.tree) | self._units_as(SELF_ASSESSOR)

    @cached_property
    def _all_unit_ids(self) -> frozenset[int]:
        return frozenset().union(*self._units_by_role.values())

    @property
    def appraises(self) -> bool:
        """Does the person appraise at all?"""
        return SECRETARY in self.audits.roles or bool(self._units_as(APPRAISERS))

    @property
    def enters_surveys(self) -> bool:
        """Does the person enter what a survey found?"""
        return SECRETARY in self.audits.roles or bool(self._units_as(SURVEYORS))

    @property
    def may_enter(self) -> bool:
        """Who takes part or oversees; results that are published are open to everybody, on the public page."""
        return self.audits.oversees or self.appraises or self.enters_surveys or bool(self.own_unit_ids)

    @property
    def sees_all(self) -> bool:
        """Reads assessments of the whole office at every stage."""
        return self.audits.oversees or self.appraises or self.enters_surveys

    def readable(self, assessments: QuerySet[Assessment] | None = None) -> QuerySet[Assessment]:
        """Those of `assessments` (all when left out) that the person may read: own ones, and what is published."""
        rows = Assessment.objects.all() if assessments is None else assessments
        if not self.may_enter:
            return rows.none()
        reading = Q(unit__in=self.own_unit_ids) | Q(
            office__in=self.audits.office_ids, state__in=PUBLISHED_STATES
        )
        if self.sees_all:
            reading |= Q(office__in=self.audits.office_ids)
        return rows.filter(reading)

    def sees_appraisal(self, assessment: Assessment) -> bool:
        """Appraisers and overseers see what is being appraised, the unit once the provisional result is sent."""
        return self.sees_all or assessment.state in (AssessmentState.EXPLAINING, *FROZEN)

    # --- a round ----------------------------------------------------------------------------------------------

    @property
    def opens_rounds(self) -> bool:
        """The ISO secretary opens the scoring of a year."""
        return SECRETARY in self.audits.roles

    # --- the unit ---------------------------------------------------------------------------------------------

    def may_self_score(self, assessment: Assessment) -> bool:
        """The head of the unit, or its self-assessor, until it is submitted."""
        return assessment.state in SELF_SCORED and assessment.unit_id in self.own_unit_ids

    def may_submit(self, assessment: Assessment) -> bool:
        """The head answers for it."""
        return assessment.state == AssessmentState.SELF_SCORING and self._heads(assessment)

    def may_explain(self, assessment: Assessment) -> bool:
        """The unit answers the provisional result."""
        return assessment.state == AssessmentState.EXPLAINING and assessment.unit_id in self.own_unit_ids

    def may_plan_actions(self, assessment: Assessment) -> bool:
        """The head of the unit and the ISO secretary, once the result is final."""
        if assessment.state not in FROZEN:
            return False
        return self._heads(assessment) or (SECRETARY in self.audits.roles and self._in_office(assessment))

    def _heads(self, assessment: Assessment) -> bool:
        return assessment.unit_id in units_under(self._units_as(HEAD), self.audits.tree)

    # --- the appraisers ---------------------------------------------------------------------------------------

    def _in_office(self, assessment: Assessment) -> bool:
        return assessment.office_id in self.audits.office_ids

    def is_independent(self, assessment: Assessment) -> bool:
        """Holds no post in the unit scored or below it."""
        return not self._all_unit_ids & units_under([assessment.unit_id], self.audits.tree)

    def _appraises(self, assessment: Assessment) -> bool:
        return self.appraises and self._in_office(assessment) and self.is_independent(assessment)

    def may_appraise(self, assessment: Assessment) -> bool:
        """An independent appraiser, once the unit has submitted."""
        return assessment.state in APPRAISED and self._appraises(assessment)

    def may_return(self, assessment: Assessment) -> bool:
        """The same may send the self-assessment back."""
        return self.may_appraise(assessment)

    def may_ask_for_explanation(self, assessment: Assessment) -> bool:
        """The same sends the provisional result to the unit."""
        return assessment.state == AssessmentState.APPRAISING and self._appraises(assessment)

    def may_decide(self, assessment: Assessment) -> bool:
        """The same decides on explanations, and makes the result final."""
        return assessment.state == AssessmentState.EXPLAINING and self._appraises(assessment)

    def may_enter_survey(self, assessment: Assessment) -> bool:
        """The survey team and the ISO secretary, of other units only, until the result is final."""
        return (
            assessment.has_survey
            and assessment.state not in FROZEN
            and self.enters_surveys
            and self._in_office(assessment)
            and self.is_independent(assessment)
        )

    # --- the leader -------------------------------------------------------------------------------------------

    def may_publish(self, assessment: Assessment) -> bool:
        """A leader who did not make it final."""
        return (
            LEADER in self.audits.roles
            and assessment.state == AssessmentState.FINAL
            and self._in_office(assessment)
            and assessment.finalised_by_id != self.user.pk
        )
