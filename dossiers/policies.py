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
            reading |= Q(competent_unit__in=self.unit_ids) | Q(
                Exists(DossierStep.objects.filter(dossier=OuterRef("pk"), unit__in=self.unit_ids))
            )
        if ONE_STOP in self.roles:
            reading |= Q(received_by__in=self.unit_ids) | Q(assisted_at__in=self.unit_ids)
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
        return (
            self.may_receive
            and dossier.state == DossierState.SUBMITTED
            and dossier.received_by_id in self.unit_ids
        )

    @property
    def may_import(self) -> bool:
        """Brings in existing dossiers from a table.

        The counter answers for what its register holds, and the ISO secretary moves an office from its old system;
        a leader or head would bring in dossiers that they later judge.
        """
        return bool(self.roles & {ONE_STOP, SECRETARY})

    # --- steps ---------------------------------------------------------------------------------------------

    def does_step(self, dossier: Dossier) -> bool:
        """Is the person the one whose step is in hand? Any officer of the counter may hand a result over."""
        step = dossier.current_step
        if step is None or not self.roles & WORKERS:
            return False
        if step.officer_id == self.user.pk:
            return True
        return step.kind == StepKind.HANDOVER and self.may_receive and dossier.received_by_id in self.unit_ids

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
        at_counter = self.may_receive and dossier.received_by_id in self.unit_ids
        return at_counter or self.does_step(dossier)

    def leads(self, dossier: Dossier) -> bool:
        """Is the person a leader over the dossier?"""
        return LEADER in self.roles and dossier.competent_unit_id in self.office_ids

    def heads(self, step: DossierStep) -> bool:
        """Is the person the head of the unit that has the step?"""
        return HEAD in self.roles and step.unit_id in self.unit_ids

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
        return self.may_end(dossier) or (self.may_receive and dossier.received_by_id in self.unit_ids)

    # --- lateness ------------------------------------------------------------------------------------------

    def may_explain(self, incident: LateIncident) -> bool:
        """Only the responsible person explains."""
        return bool(self.roles & WORKERS) and incident.responsible_id == self.user.pk

    def may_draft_letter(self, incident: LateIncident) -> bool:
        """The head of the responsible unit drafts, or the responsible person, or a leader; after the result too."""
        if incident.dossier.state in ENDED_WITHOUT_RESULT:
            return False
        in_own_unit = HEAD in self.roles and incident.unit_id in self.unit_ids
        return in_own_unit or self.may_explain(incident) or self.leads(incident.dossier)

    def may_sign_letter(self, incident: LateIncident) -> bool:
        """A leader signs; never whoever drafted the letter, never whoever was late."""
        letter = getattr(incident, "letter", None)
        if not self.leads(incident.dossier) or incident.responsible_id == self.user.pk:
            return False
        return letter is None or letter.drafted_by_id != self.user.pk

    def may_send_letter(self, dossier: Dossier) -> bool:
        """The counter, the clerk or the leader sends a signed letter."""
        at_counter = self.may_receive and dossier.received_by_id in self.unit_ids
        return at_counter or self.leads(dossier) or (CLERK in self.roles and self._works_near(dossier))

    def may_override_gate(self, incident: LateIncident) -> bool:
        """A leader who was not late himself."""
        return self.leads(incident.dossier) and incident.responsible_id != self.user.pk

    # --- schedules -----------------------------------------------------------------------------------------

    @property
    def sees_all_schedules(self) -> bool:
        """The leader looks up the schedule of every specialist (seed S1)."""
        return LEADER in self.roles
