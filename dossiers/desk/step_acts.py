"""Acts on steps: done, given back, given to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dossiers.desk.acts import Act, Subject
from dossiers.desk.next_officer import expected_officer
from dossiers.enums import StepKind
from dossiers.forms.acts import (
    ActForm,
    CompleteForm,
    GiveBackForm,
    OfficerField,
    ReassignForm,
    earlier_steps,
)
from dossiers.models import DossierStep
from dossiers.policies import LEADER
from dossiers.rules.states import WAITING
from dossiers.selectors.officers import possible_officers
from dossiers.services import steps as services
from organisation.models import User


def _may_work(subject: Subject) -> bool:
    return subject.policy.may_work(subject.dossier) and subject.dossier.state not in WAITING


def people_for(subject: Subject, step: DossierStep) -> list[User]:
    """Whom a step may be given to."""
    units = (subject.dossier.competent_unit_id, subject.dossier.received_by_id)
    role = LEADER if step.kind == StepKind.APPROVAL else ""
    return possible_officers(units, localdate(subject.now), role)


def _offer_next(form: ActForm, subject: Subject) -> None:
    field = form.fields.get("next_officer")
    following = subject.detail.following()
    if isinstance(field, OfficerField) and following is not None:
        expected = expected_officer(subject.detail, following, subject.actor, subject.now)
        field.offer(people_for(subject, following), expected)


def _complete(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.complete_step(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        note=data.get("note", ""),
        next_officer=data.get("next_officer"),
        result_number=data.get("result_number", ""),
    )


def _may_give_back(subject: Subject) -> bool:
    step = subject.detail.current
    return (
        _may_work(subject)
        and step is not None
        and step.kind != StepKind.HANDOVER
        and bool(earlier_steps(subject.detail))
    )


def _give_back(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.give_back(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["to_number"],
        data["reason"],
    )


def _reassignable(subject: Subject) -> list[DossierStep]:
    return [
        step
        for step in subject.detail.steps
        if step.kind != StepKind.SUBMISSION and subject.policy.may_reassign(subject.dossier, step)
    ]


def _offer_steps(form: ActForm, subject: Subject) -> None:
    if isinstance(form, ReassignForm):
        steps = _reassignable(subject)
        form.offer_steps(steps)
        officer = form.fields["officer"]
        if isinstance(officer, OfficerField) and steps:
            officer.offer(people_for(subject, steps[0]))


def _reassign(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.reassign(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["step_number"],
        data["officer"],
        data["reason"],
    )


COMPLETE = Act(
    "chuyen-buoc",
    _("Finish the step, hand over"),
    "arrow",
    CompleteForm,
    _may_work,
    _complete,
    _("Done. The dossier went on."),
    tone="primary",
    fit=_offer_next,
)
GIVE_BACK = Act(
    "tra-lai",
    _("Give back to an earlier step"),
    "swap",
    GiveBackForm,
    _may_give_back,
    _give_back,
    _("Given back. The date promised to the applicant stays."),
    tone="stop",
    help=_("That step and those after it are done again. The date promised to the applicant does not move."),
)
REASSIGN = Act(
    "giao-lai",
    _("Give the step to somebody else"),
    "people",
    ReassignForm,
    lambda subject: bool(_reassignable(subject)),
    _reassign,
    _("Given to another person. The time limit of the step stays."),
    help=_("The time limit of the step stays."),
    fit=_offer_steps,
)
STEP_ACTS = (COMPLETE, GIVE_BACK, REASSIGN)
