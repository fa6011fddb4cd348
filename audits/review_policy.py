"""Who may do what with quality objectives and management reviews (DOMAIN section 9): the one place that answers.

Objectives are known to everybody who works here (ISO 9001 6.2.1 f). A review is read by leaders, ISO secretary and
internal auditors, and by heads of unit, who give their unit's input. The technical role sees neither.
"""

from __future__ import annotations

from audits.enums import ReviewPart
from audits.models import ManagementReview, QualityObjective
from audits.policies import HEAD, LEADER, SECRETARY, AuditPolicy
from audits.rules import objectives, review_states
from audits.rules.objectives import ObjectiveMove
from audits.rules.review_states import ReviewMove


class ReviewPolicy:
    """The rights of one person over objectives and reviews; `audits` are the person's rights over audits."""

    def __init__(self, audits: AuditPolicy) -> None:
        self.audits = audits
        self.user = audits.user

    def _has(self, role: str, office_id: int) -> bool:
        return role in self.audits.roles and office_id in self.audits.office_ids

    # --- objectives ----------------------------------------------------------------------------------------

    @property
    def sees_objectives(self) -> bool:
        """Everybody who works here, the technical role excepted."""
        return self.audits.may_enter

    @property
    def keeps_objectives(self) -> bool:
        """Draws objectives up: the ISO secretary."""
        return SECRETARY in self.audits.roles

    def can_read_objective(self, objective: QualityObjective) -> bool:
        """Approved ones everybody of the office; those on the way who keeps, approves or owns them."""
        if objective.office_id not in self.audits.office_ids or not self.sees_objectives:
            return False
        is_known = objective.state not in ("draft", "submitted")
        return is_known or self.sees_drafts or objective.owner_id == self.user.pk

    @property
    def sees_drafts(self) -> bool:
        """Overseers and heads see objectives before they are approved."""
        return self.audits.oversees or HEAD in self.audits.roles

    def _may(self, objective: QualityObjective, move: ObjectiveMove, role: str) -> bool:
        return objectives.may_move(objective.state, move) and self._has(role, objective.office_id)

    def may_change(self, objective: QualityObjective) -> bool:
        """The ISO secretary, while it is being drawn up; the same right sends it for approval."""
        return self._may(objective, ObjectiveMove.CHANGE, SECRETARY)

    def may_approve(self, objective: QualityObjective) -> bool:
        """A leader who did not draw it up; the same right sends it back."""
        drew_up = objective.drawn_up_by_id == self.user.pk
        return self._may(objective, ObjectiveMove.APPROVE, LEADER) and not drew_up

    def may_enter_value(self, objective: QualityObjective) -> bool:
        """The owner, and the ISO secretary."""
        is_approved = objectives.may_move(objective.state, ObjectiveMove.MEASURE)
        is_owner = self.audits.may_enter and objective.owner_id == self.user.pk
        return is_approved and (is_owner or self._has(SECRETARY, objective.office_id))

    def may_close(self, objective: QualityObjective) -> bool:
        """The ISO secretary, at the end of the year or when a new objective takes its place."""
        return self._may(objective, ObjectiveMove.CLOSE, SECRETARY)

    # --- reviews -------------------------------------------------------------------------------------------

    @property
    def sees_reviews(self) -> bool:
        """Overseers, and heads of unit."""
        return self.audits.oversees or HEAD in self.audits.roles

    @property
    def keeps_reviews(self) -> bool:
        """Calls a review: the ISO secretary."""
        return SECRETARY in self.audits.roles

    def can_read(self, review: ManagementReview) -> bool:
        """May the person read the review?"""
        return self.sees_reviews and review.office_id in self.audits.office_ids

    def _at(self, review: ManagementReview, move: ReviewMove, role: str) -> bool:
        return review_states.may_move(review.state, move) and self._has(role, review.office_id)

    def may_prepare(self, review: ManagementReview) -> bool:
        """The ISO secretary changes day, period and people while it is being prepared."""
        return self._at(review, ReviewMove.PREPARE, SECRETARY)

    def input_unit_ids(self, review: ManagementReview) -> frozenset[int]:
        """For which units the person may write now: the secretary for the office, a head for the own units."""
        if not review_states.may_move(review.state, ReviewMove.PREPARE) or not self.can_read(review):
            return frozenset()
        units: set[int] = set()
        if SECRETARY in self.audits.roles:
            units.add(review.office_id)
        if HEAD in self.audits.roles:
            units |= self.audits.documents.own_unit_ids
        return frozenset(units)

    def may_give_input(self, review: ManagementReview, part: str, unit_id: int) -> bool:
        """May the person write what this unit says about this input?"""
        return part in ReviewPart.values and unit_id in self.input_unit_ids(review)

    def may_hold(self, review: ManagementReview) -> bool:
        """The ISO secretary records that the meeting took place; inputs are frozen then."""
        return self._at(review, ReviewMove.HOLD, SECRETARY)

    def may_write_minutes(self, review: ManagementReview) -> bool:
        """The ISO secretary writes minutes and decisions until they are signed."""
        return self._at(review, ReviewMove.WRITE_MINUTES, SECRETARY)

    def may_sign(self, review: ManagementReview) -> bool:
        """A leader who did not keep the minutes: the chair, or another leader in the chair's place."""
        return self._at(review, ReviewMove.SIGN, LEADER) and review.secretary_id != self.user.pk
