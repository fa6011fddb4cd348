"""Who may do what with audits, findings and actions: the one place that answers (DOMAIN section 9).

Rights come from the posts held on a day, from the team of an audit, and from being the owner of an action. The
administrator has none: the technical role plans, judges and signs nothing.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from audits.enums import ActionState, AuditState, FindingState, ProgrammeState, TeamRole
from audits.models import Audit, AuditChecklist, AuditProgramme, CorrectiveAction, Finding
from audits.rules.action_states import ENDED, is_independent
from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from organisation.models import OfficeSettings
from organisation.selectors import UnitTree, units_under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from organisation.models import User

HEAD = PermissionRole.HEAD_OF_UNIT.value
LEADER = PermissionRole.LEADER.value
SECRETARY = PermissionRole.ISO_SECRETARY.value
AUDITOR = PermissionRole.INTERNAL_AUDITOR.value
OVERSEERS = frozenset({LEADER, SECRETARY, AUDITOR})
SHOWN_TO_THE_UNIT = (AuditState.APPROVED, AuditState.RUNNING, AuditState.REPORTED, AuditState.CLOSED)
PLANNABLE = (AuditState.PLANNING, AuditState.SUBMITTED)


class AuditPolicy:
    """The rights of one person over audits on one day.

    Args:
        user: the person, or an anonymous visitor (who has none).
        day: the day whose posts count; today when left out.
    """

    def __init__(self, user: User | AnonymousUser, day: dt.date | None = None) -> None:
        self.user = user
        self.documents = DocumentPolicy(user, day)
        self.day = self.documents.day

    @classmethod
    def of(cls, documents: DocumentPolicy) -> AuditPolicy:
        """The one policy that goes with a document policy: what it has found out is not asked for again."""
        known: AuditPolicy | None = vars(documents).get("_audits")
        if known is None:
            known = cls(documents.user, documents.day)
            known.documents = documents
            vars(documents)["_audits"] = known
        return known

    @cached_property
    def roles(self) -> frozenset[str]:
        """The permission roles held; none for the technical role, whatever other posts its holder has."""
        return frozenset() if self.documents.is_administrator else self.documents.roles

    @property
    def tree(self) -> UnitTree:
        """Which unit stands directly below which on the day."""
        return self.documents.tree

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Units of the posts held and every unit below them."""
        return units_under(self.documents.own_unit_ids, self.tree)

    @cached_property
    def office_ids(self) -> frozenset[int]:
        """The whole office: every unit above the posts held, and everything below those."""
        return units_under(self.documents.unit_ids, self.tree)

    @cached_property
    def answered_ids(self) -> frozenset[int]:
        """Units the person answers for: headed ones with those below them, and the office itself for its leaders."""
        if not self.roles & {HEAD, LEADER}:
            return frozenset()
        held = [(row.post.role.code, row.post.unit_id) for row in self.documents.assignments]
        headed = units_under([unit_id for role, unit_id in held if role == HEAD], self.tree)
        return headed | {unit_id for role, unit_id in held if role == LEADER}

    @property
    def may_enter(self) -> bool:
        """Everybody who works here may be given an action; the technical role may not."""
        return bool(self.roles)

    @property
    def oversees(self) -> bool:
        """Leader, ISO secretary and internal auditors read everything of the office."""
        return bool(self.roles & OVERSEERS)

    # --- programme -----------------------------------------------------------------------------------------

    @property
    def sees_programme(self) -> bool:
        """Overseers, and heads, who see what concerns their own unit."""
        return self.oversees or HEAD in self.roles

    @property
    def keeps_programme(self) -> bool:
        """Draws up the programme of a year and the plans."""
        return SECRETARY in self.roles

    def may_change_programme(self, programme: AuditProgramme) -> bool:
        """May the person change it? Once approved it stands; audits outside it are planned one by one."""
        return (
            self.keeps_programme
            and programme.state == ProgrammeState.DRAFT
            and programme.office_id in self.office_ids
        )

    def may_approve_programme(self, programme: AuditProgramme) -> bool:
        """A leader who did not draw it up."""
        return (
            LEADER in self.roles
            and programme.state == ProgrammeState.SUBMITTED
            and programme.office_id in self.office_ids
            and programme.drawn_up_by_id != self.user.pk
        )

    def may_submit_programme(self, programme: AuditProgramme) -> bool:
        """The ISO secretary hands a draft to the leaders."""
        return self.may_change_programme(programme)

    # --- audits --------------------------------------------------------------------------------------------

    @property
    def plans(self) -> bool:
        """Draws up plans: the ISO secretary, and an internal auditor for an audit that he leads."""
        return bool(self.roles & {SECRETARY, AUDITOR})

    def readable(self, audits: QuerySet[Audit] | None = None) -> QuerySet[Audit]:
        """Those of `audits` (all when left out) that the person may read."""
        rows = Audit.objects.all() if audits is None else audits
        if not self.may_enter:
            return rows.none()
        reading = Q(team__user=self.user.pk)
        if self.oversees:
            reading |= Q(office__in=self.office_ids)
        reading |= Q(unit__in=self.unit_ids, state__in=SHOWN_TO_THE_UNIT)
        return rows.filter(reading).distinct()

    def can_read(self, audit: Audit) -> bool:
        """May the person read this audit?"""
        return self.readable(Audit.objects.filter(pk=audit.pk)).exists()

    def is_in_team(self, audit: Audit) -> bool:
        """Is the person one of those who audit (observers only look on)?"""
        return audit.team.filter(user=self.user.pk).exclude(role=TeamRole.OBSERVER).exists()

    def is_lead(self, audit: Audit) -> bool:
        """Is the person the lead auditor?"""
        return audit.team.filter(user=self.user.pk, role=TeamRole.LEAD).exists()

    def may_plan(self, audit: Audit) -> bool:
        """May the person change the plan? The ISO secretary and the lead auditor, until it is approved."""
        if audit.state not in PLANNABLE or not self.roles & {SECRETARY, AUDITOR}:
            return False
        return (SECRETARY in self.roles and audit.office_id in self.office_ids) or self.is_lead(audit)

    def may_approve_plan(self, audit: Audit) -> bool:
        """A leader who neither drew the plan up nor audits."""
        return (
            LEADER in self.roles
            and audit.state == AuditState.SUBMITTED
            and audit.office_id in self.office_ids
            and audit.drawn_up_by_id != self.user.pk
            and not self.is_in_team(audit)
        )

    def may_submit_plan(self, audit: Audit) -> bool:
        """Whoever may change the plan hands it to the leaders."""
        return audit.state == AuditState.PLANNING and self.may_plan(audit)

    def may_revise_plan(self, audit: Audit) -> bool:
        """Take an approved plan back, so that it is changed and approved anew."""
        return audit.state == AuditState.APPROVED and self._manages(audit)

    def may_start(self, audit: Audit) -> bool:
        """The lead auditor opens the audit."""
        return (
            audit.state == AuditState.APPROVED
            and bool(self.roles & {AUDITOR, SECRETARY})
            and self.is_lead(audit)
        )

    def may_close(self, audit: Audit) -> bool:
        """The lead auditor or the ISO secretary, once the report is out."""
        return audit.state == AuditState.REPORTED and self._manages(audit)

    def may_cancel(self, audit: Audit) -> bool:
        """The ISO secretary, with a reason, until the report is out."""
        return (
            SECRETARY in self.roles
            and audit.office_id in self.office_ids
            and audit.state in (*PLANNABLE, AuditState.APPROVED, AuditState.RUNNING)
        )

    def _manages(self, audit: Audit) -> bool:
        if SECRETARY in self.roles and audit.office_id in self.office_ids:
            return True
        return AUDITOR in self.roles and self.is_lead(audit)

    def may_acknowledge(self, audit: Audit) -> bool:
        """The head of the unit says that the plan was seen."""
        return (
            HEAD in self.roles
            and audit.state == AuditState.APPROVED
            and audit.acknowledged_at is None
            and audit.unit_id in self.unit_ids
        )

    def may_audit(self, audit: Audit) -> bool:
        """May the person answer questions now? In the team, and not of the unit audited, whatever the team says."""
        audited = units_under([audit.unit_id], self.tree)
        return (
            audit.state == AuditState.RUNNING
            and bool(self.roles & {AUDITOR, SECRETARY})
            and not self.documents.own_unit_ids & audited
            and self.is_in_team(audit)
        )

    def may_prepare(self, audit: Audit) -> bool:
        """May the person choose checklists and draw samples? The team and the ISO secretary."""
        if audit.state not in (*PLANNABLE, AuditState.APPROVED, AuditState.RUNNING):
            return False
        if not self.roles & {SECRETARY, AUDITOR} or self.documents.own_unit_ids & units_under(
            [audit.unit_id], self.tree
        ):
            return False
        return SECRETARY in self.roles or self.is_in_team(audit)

    def may_report(self, audit: Audit) -> bool:
        """The lead auditor issues the report."""
        return audit.state == AuditState.RUNNING and self.is_lead(audit) and self.may_audit(audit)

    def sees_answers(self, checklist: AuditChecklist) -> bool:
        """The team and the overseers see answers at any time, the unit once the report is out."""
        audit = checklist.audit
        if self.oversees or self.is_in_team(audit):
            return True
        return audit.state in (AuditState.REPORTED, AuditState.CLOSED) and self.can_read(audit)

    # --- findings and actions ------------------------------------------------------------------------------

    def readable_findings(self, findings: QuerySet[Finding] | None = None) -> QuerySet[Finding]:
        """Overseers all of the office, heads those of their units, owners those they act on."""
        rows = Finding.objects.all() if findings is None else findings
        if not self.may_enter:
            return rows.none()
        reading = Q(actions__owner=self.user.pk)
        if self.oversees:
            reading |= Q(unit__in=self.office_ids)
        if self.answered_ids:
            reading |= Q(unit__in=self.answered_ids)
        return rows.filter(reading).distinct()

    def readable_actions(
        self, actions: QuerySet[CorrectiveAction] | None = None
    ) -> QuerySet[CorrectiveAction]:
        """Overseers all of the office, heads those of their units, owners their own."""
        rows = CorrectiveAction.objects.all() if actions is None else actions
        if not self.may_enter:
            return rows.none()
        reading = Q(owner=self.user.pk)
        if self.oversees:
            reading |= Q(unit__in=self.office_ids)
        if self.answered_ids:
            reading |= Q(unit__in=self.answered_ids)
        return rows.filter(reading)

    @property
    def may_raise(self) -> bool:
        """Raises findings that come from elsewhere than an audit: the ISO secretary and internal auditors."""
        return bool(self.roles & {SECRETARY, AUDITOR})

    def may_raise_from(self, audit: Audit) -> bool:
        """The team turns what it found into findings, while the audit runs and until it is closed."""
        return (
            audit.state in (AuditState.RUNNING, AuditState.REPORTED)
            and bool(self.roles & {AUDITOR, SECRETARY})
            and not self.documents.own_unit_ids & units_under([audit.unit_id], self.tree)
            and self.is_in_team(audit)
        )

    def may_answer(self, finding: Finding) -> bool:
        """The head of the unit accepts a finding or disputes it; never who raised it."""
        return (
            finding.state in (FindingState.RAISED, FindingState.DISPUTED)
            and finding.unit_id in self.answered_ids
            and finding.raised_by_id != self.user.pk
        )

    def may_settle(self, finding: Finding) -> bool:
        """A leader or the ISO secretary decides about a dispute; never who disputed, nor somebody of the unit."""
        return (
            bool(self.roles & {LEADER, SECRETARY})
            and finding.state == FindingState.DISPUTED
            and finding.unit_id in self.office_ids
            and finding.answered_by_id != self.user.pk
            and self.is_outside(finding.unit_id)
        )

    def may_take_back(self, finding: Finding) -> bool:
        """Who raised it, or the ISO secretary of the office, while it is not closed."""
        if finding.state in (FindingState.CLOSED, FindingState.CANCELLED):
            return False
        is_own = finding.raised_by_id == self.user.pk and self.may_raise
        return is_own or (SECRETARY in self.roles and finding.unit_id in self.office_ids)

    def may_close_finding(self, finding: Finding) -> bool:
        """An auditor or the ISO secretary, not of the unit; whether it can be closed yet is another question."""
        return (
            bool(self.roles & {AUDITOR, SECRETARY})
            and finding.state not in (FindingState.CLOSED, FindingState.CANCELLED)
            and finding.unit_id in self.office_ids
            and self.is_outside(finding.unit_id)
        )

    def may_give_action(self, finding: Finding) -> bool:
        """The ISO secretary, and the head of the unit, name who acts until when."""
        if finding.state in (FindingState.CLOSED, FindingState.CANCELLED):
            return False
        if SECRETARY in self.roles:
            return finding.unit_id in self.office_ids
        return finding.unit_id in self.answered_ids

    def may_give_action_to(self, unit_id: int) -> bool:
        """Actions without a finding (index, management review): leader and ISO secretary, heads to their own."""
        if self.roles & {LEADER, SECRETARY}:
            return unit_id in self.office_ids
        return unit_id in self.answered_ids

    def may_carry_out(self, action: CorrectiveAction) -> bool:
        """The owner plans it, carries it out and reports it."""
        return (
            self.may_enter
            and action.owner_id == self.user.pk
            and action.state in (ActionState.OPEN, ActionState.PLANNED)
        )

    def may_extend(self, action: CorrectiveAction) -> bool:
        """Who may give actions to the unit moves the due date; never the owner."""
        return (
            action.state in (ActionState.OPEN, ActionState.PLANNED)
            and action.owner_id != self.user.pk
            and self.may_give_action_to(action.unit_id)
        )

    @cached_property
    def office_id(self) -> int | None:
        """The office as a whole, as the settings of the site name it."""
        chosen = OfficeSettings.objects.filter(site__is_default_site=True)
        return chosen.values_list("office_id", flat=True).first()

    def acting_units(self, unit_id: int) -> frozenset[int]:
        """The unit that acts, with those below it.

        When the whole office acts, only posts directly in it count: otherwise nobody could verify.
        """
        return frozenset([unit_id]) if unit_id == self.office_id else units_under([unit_id], self.tree)

    def is_outside(self, unit_id: int) -> bool:
        """Does the person hold no post in this unit or below it?"""
        return not self.documents.own_unit_ids & self.acting_units(unit_id)

    def is_independent(self, action: CorrectiveAction) -> bool:
        """An auditor (or the ISO secretary) who neither owns the action nor belongs to the unit that acts."""
        return (
            bool(self.roles & {AUDITOR, SECRETARY})
            and action.unit_id in self.office_ids
            and is_independent(
                self.user.pk,
                action.owner_id,
                self.documents.own_unit_ids,
                self.acting_units(action.unit_id),
            )
        )

    def may_verify(self, action: CorrectiveAction) -> bool:
        """Somebody independent, once the owner has reported it as done."""
        return action.state == ActionState.DONE and self.is_independent(action)

    def may_judge(self, action: CorrectiveAction) -> bool:
        """Whether the figures held is judged by somebody independent, too."""
        return action.state == ActionState.VERIFIED and self.is_independent(action)

    def may_cancel_action(self, action: CorrectiveAction) -> bool:
        """The ISO secretary, with a reason, before it is verified; never an action of his own."""
        return (
            SECRETARY in self.roles
            and action.unit_id in self.office_ids
            and action.owner_id != self.user.pk
            and action.state not in ENDED
        )
