"""Who may do what with dossiers: the one place that answers (DOMAIN section 9).

Rights come from the posts held on a day and from the steps of the dossier itself. The administrator has none: the
technical role never sees, receives, signs or moves a dossier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from document_control.policies import DocumentPolicy
from dossiers.enums import DossierState, StepKind, StepState
from dossiers.models import Dossier, DossierStep, LateIncident
from dossiers.rules.states import ENDED, ENDED_WITHOUT_RESULT, WAITING, WORKING
from organisation.enums import PermissionRole
from organisation.selectors import UnitTree, units_under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from organisation.models import User

ONE_STOP = PermissionRole.ONE_STOP_OFFICER.value
SPECIALIST = PermissionRole.SPECIALIST.value
HEAD = PermissionRole.HEAD_OF_UNIT.value
LEADER = PermissionRole.LEADER.value
SECRETARY = PermissionRole.ISO_SECRETARY.value
CLERK = PermissionRole.CLERK.value
AUDITOR = PermissionRole.INTERNAL_AUDITOR.value
WORKERS = frozenset({ONE_STOP, SPECIALIST, HEAD, LEADER, CLERK})
"""Roles that do steps."""


def has_processed(user_id: int | None, dossier_id: int) -> bool:
    """Did the person do a step of processing of this dossier?"""
    done = DossierStep.objects.filter(dossier=dossier_id, kind=StepKind.WORK, state=StepState.DONE)
    return done.filter(officer=user_id).exists()


SampledDossiers = Callable[[DocumentPolicy], "QuerySet[Dossier] | None"]
_samples: list[SampledDossiers] = []


def register_sampled_dossiers(source: SampledDossiers) -> SampledDossiers:
    """Let an app above open sampled dossiers to auditors (read only); call it from `AppConfig.ready()`."""
    if source not in _samples:
        _samples.append(source)
    return source


class DossierPolicy:
    """The rights of one person over dossiers on one day.

    Args:
        user: the person, or an anonymous visitor (who has none; the tracking page asks for code and secret).
        day: the day whose posts count; today when left out.
    """

    def __init__(self, user: User | AnonymousUser, day: dt.date | None = None) -> None:
        self.user = user
        self.documents = DocumentPolicy(user, day)
        self.day = self.documents.day

    @cached_property
    def roles(self) -> frozenset[str]:
        """The permission roles held; none for the technical role, whatever other posts its holder has."""
        if self.documents.is_administrator:
            return frozenset()
        return self.documents.roles

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
        """The whole office: every unit above the posts held, and everything below those that are not above it."""
        return units_under(self.documents.unit_ids, self.tree)

    @cached_property
    def counter_ids(self) -> frozenset[int]:
        """Where the person receives: units of his posts at a counter and those below; of no other post of his."""
        return self._units_of(ONE_STOP)

    @cached_property
    def headed_ids(self) -> frozenset[int]:
        """Units that the person heads, and those below; of no other post: a stand-in heads what he stands in for."""
        return self._units_of(HEAD)

    @cached_property
    def led_ids(self) -> frozenset[int]:
        """The office of the posts by which the person is a leader."""
        parents = {child: parent for parent, children in self.tree.items() for child in children}
        found = set(self._posts_of(LEADER))
        for unit_id in tuple(found):
            while (unit_id := parents.get(unit_id, 0)) and unit_id not in found:
                found.add(unit_id)
        return units_under(found, self.tree)

    def _posts_of(self, role: str) -> set[int]:
        """Units of the posts of one role."""
        held = self.documents.assignments if role in self.roles else ()
        return {row.post.unit_id for row in held if row.post.role.code == role}

    def _units_of(self, role: str) -> frozenset[int]:
        return units_under(self._posts_of(role), self.tree)

    # --- reading -------------------------------------------------------------------------------------------

    @property
    def may_enter(self) -> bool:
        """Has the person anything to do with dossiers at all?"""
        return bool(self.roles & (WORKERS | {SECRETARY, AUDITOR}))

    @property
    def sees_whole_office(self) -> bool:
        """Leaders and the ISO secretary read every dossier of their office."""
        return bool(self.roles & {LEADER, SECRETARY})

    def readable(self, dossiers: QuerySet[Dossier] | None = None) -> QuerySet[Dossier]:
        """Those of `dossiers` (all when left out) that the person may read."""
        rows = Dossier.objects.all() if dossiers is None else dossiers
        if not self.may_enter:
            return rows.none()
        reading = self._by_work()
        if AUDITOR in self.roles:
            for source in _samples:
                if (sampled := source(self.documents)) is not None:
                    reading |= Q(pk__in=sampled.values("pk"))
        return rows.filter(reading)

    def _by_work(self) -> Q:
        """Dossiers that the person reads because of his posts and steps, not because they were sampled."""
        reading = Q(Exists(DossierStep.objects.filter(dossier=OuterRef("pk"), officer=self.user.pk)))
        reading |= Q(handler=self.user.pk) | Q(receiver=self.user.pk)
        if self.sees_whole_office:
            reading |= Q(competent_unit__in=self.office_ids) | Q(received_by__in=self.office_ids)
        if HEAD in self.roles:
            reading |= Q(competent_unit__in=self.headed_ids) | Q(
                Exists(DossierStep.objects.filter(dossier=OuterRef("pk"), unit__in=self.headed_ids))
            )
        if ONE_STOP in self.roles:
            reading |= Q(received_by__in=self.counter_ids) | Q(assisted_at__in=self.counter_ids)
        return reading

    def can_read(self, dossier: Dossier) -> bool:
        """May the person read this dossier?"""
        return self.readable(Dossier.objects.filter(pk=dossier.pk)).exists()

    def _works_near(self, dossier: Dossier) -> bool:
        """Does the person read it by his work? A sampled dossier is read only, whatever else its auditor is."""
        return self.may_enter and Dossier.objects.filter(pk=dossier.pk).filter(self._by_work()).exists()

    @property
    def sees_statistics(self) -> bool:
        """Counts carry no personal data: everybody who works with dossiers or watches over them sees them."""
        return self.may_enter

    # --- reception -----------------------------------------------------------------------------------------

    @property
    def may_receive(self) -> bool:
        """Receives dossiers at the counter."""
        return ONE_STOP in self.roles

    def may_accept(self, dossier: Dossier) -> bool:
        """May the person accept, send back or refuse what was handed in here?"""
        return self.may_receive and dossier.state == DossierState.SUBMITTED and self.is_at_counter_of(dossier)

    def is_at_counter_of(self, dossier: Dossier) -> bool:
        """Does the person receive where this dossier is received?"""
        return self.may_receive and dossier.received_by_id in self.counter_ids

    @property
    def may_import(self) -> bool:
        """Brings in existing dossiers from a table.

        The counter answers for what its register holds, and the ISO secretary moves an office from its old system;
        a leader or head would bring in dossiers that they later judge.
        """
        return bool(self.roles & {ONE_STOP, SECRETARY})

    # --- steps ---------------------------------------------------------------------------------------------

    def does_step(self, dossier: Dossier) -> bool:
        """Is the person the one whose step is in hand? Any officer of the counter may hand a result over.

        An approval is done by a leader only, whoever was named for it: a post that ended meanwhile approves nothing.
        """
        step = dossier.current_step
        if step is None or not self.roles & WORKERS:
            return False
        if step.kind == StepKind.APPROVAL and not self._may_approve(dossier):
            return False
        if step.officer_id == self.user.pk:
            return True
        return step.kind == StepKind.HANDOVER and self.is_at_counter_of(dossier)

    def _may_approve(self, dossier: Dossier) -> bool:
        """A leader; one who only stands in for a leader never approves what he processed himself."""
        if LEADER not in self.roles:
            return False
        return not (self.leads_as_stand_in and has_processed(self.user.pk, dossier.pk))

    @cached_property
    def leads_as_stand_in(self) -> bool:
        """Is the person a leader only in the place of another?"""
        held = [row for row in self.documents.assignments if row.post.role.code == LEADER]
        return bool(held) and all(row.acting_for_id for row in held)

    def may_work(self, dossier: Dossier) -> bool:
        """May the person complete the step in hand, give it back, or stop its clock?"""
        return dossier.state not in ENDED and self.does_step(dossier)

    def may_comment(self, dossier: Dossier) -> bool:
        """May the person leave a remark or a file? Everybody who works on the dossier or leads those who do."""
        return bool(self.roles & WORKERS) and self._works_near(dossier)

    def may_resume(self, dossier: Dossier) -> bool:
        """May the person say that what was waited for has come? The counter takes supplements in."""
        if dossier.state not in WAITING:
            return False
        return self.is_at_counter_of(dossier) or self.does_step(dossier)

    def leads(self, dossier: Dossier) -> bool:
        """Is the person a leader over the dossier?"""
        return LEADER in self.roles and dossier.competent_unit_id in self.led_ids

    def heads(self, step: DossierStep) -> bool:
        """Is the person the head of the unit that has the step?"""
        return HEAD in self.roles and step.unit_id in self.headed_ids

    def may_reassign(self, dossier: Dossier, step: DossierStep) -> bool:
        """May the person name another officer for a step that is not done?"""
        if dossier.state in ENDED or step.state == StepState.DONE:
            return False
        return self.leads(dossier) or self.heads(step)

    def may_end(self, dossier: Dossier) -> bool:
        """May the person refuse, stop, or record the withdrawal? Refusing and stopping is the leader's."""
        return dossier.state not in ENDED and dossier.state != DossierState.READY and self.leads(dossier)

    def may_record_withdrawal(self, dossier: Dossier) -> bool:
        """The counter records that the applicant withdraws."""
        if dossier.state not in WORKING | WAITING | {DossierState.SUBMITTED}:
            return False
        return self.may_end(dossier) or self.is_at_counter_of(dossier)

    # --- lateness ------------------------------------------------------------------------------------------

    def may_explain(self, incident: LateIncident) -> bool:
        """Only the responsible person explains."""
        return bool(self.roles & WORKERS) and incident.responsible_id == self.user.pk

    def may_draft_letter(self, incident: LateIncident) -> bool:
        """The head of the responsible unit drafts, or the responsible person, or a leader; after the result too."""
        if incident.dossier.state in ENDED_WITHOUT_RESULT:
            return False
        in_own_unit = HEAD in self.roles and incident.unit_id in self.headed_ids
        return in_own_unit or self.may_explain(incident) or self.leads(incident.dossier)

    def may_sign_letter(self, incident: LateIncident) -> bool:
        """A leader signs; never whoever drafted the letter, never whoever was late."""
        letter = getattr(incident, "letter", None)
        if not self.leads(incident.dossier) or incident.responsible_id == self.user.pk:
            return False
        return letter is None or letter.drafted_by_id != self.user.pk

    def may_send_letter(self, dossier: Dossier) -> bool:
        """The counter, the clerk or the leader sends a signed letter."""
        return (
            self.is_at_counter_of(dossier)
            or self.leads(dossier)
            or (CLERK in self.roles and self._works_near(dossier))
        )

    def may_override_gate(self, incident: LateIncident) -> bool:
        """A leader who was not late himself."""
        return self.leads(incident.dossier) and incident.responsible_id != self.user.pk

    # --- schedules -----------------------------------------------------------------------------------------

    @property
    def sees_all_schedules(self) -> bool:
        """The leader looks up the schedule of every specialist (seed S1)."""
        return LEADER in self.roles
