"""Acts on corrective actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.acts.acts import Act, Subject, always
from audits.enums import ActionState, VerificationOutcome
from audits.forms.actions import (
    HELD,
    CancelForm,
    DoneForm,
    EvidenceForm,
    ExtendForm,
    JudgeForm,
    PlanForm,
    VerifyForm,
)
from audits.models import CorrectiveAction, EffectivenessCheck
from audits.selectors.actions import open_check
from audits.selectors.effectiveness import comparison_of
from audits.services import actions as services
from audits.services import effectiveness

ActionSubject = Subject[CorrectiveAction]


def _values(subject: ActionSubject) -> tuple[Any, int, int]:
    return subject.actor, subject.row.pk, subject.lock_version


def _may_carry_out(subject: ActionSubject) -> bool:
    return subject.policy.may_carry_out(subject.row)


def _plan(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.plan_action(
        *_values(subject),
        correction=data["correction"],
        whys=data["whys"],
        root_cause=data["root_cause"],
        plan=data["plan"],
        now=subject.now,
    )


def _plan_initial(subject: ActionSubject) -> dict[str, Any]:
    row = subject.row
    return {"correction": row.correction, "root_cause": row.root_cause, "plan": row.plan}


def _plan_label(subject: ActionSubject) -> str:
    return _("Correct the cause and the plan") if subject.row.state == ActionState.PLANNED else ""


def _add_evidence(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.add_evidence(*_values(subject), title=data["title"], file=data["file"], now=subject.now)


def _report(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.report_done(*_values(subject), note=data["note"], now=subject.now)


def _report_blocked(subject: ActionSubject) -> str:
    if subject.row.state == ActionState.OPEN and _may_carry_out(subject):
        return _("Write the cause and the plan first; then report what was done.")
    return ""


def _verify(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.verify(
        *_values(subject),
        outcome=VerificationOutcome(data["decision"]),
        note=data["note"],
        due_on=data["due_on"],
        now=subject.now,
    )


def _verify_blocked(subject: ActionSubject) -> str:
    if subject.row.state != ActionState.DONE or subject.policy.may_verify(subject.row):
        return ""
    return _dependence(subject)


def _dependence(subject: ActionSubject) -> str:
    """Why the person is not independent of the action."""
    if subject.row.owner_id == subject.actor.pk:
        return _("You carried it out, so somebody else looks whether it worked.")
    if subject.policy.may_raise:
        return _("You belong to the unit that acts, so somebody of another unit looks whether it worked.")
    return _("An auditor of another unit or the ISO secretary looks whether it worked.")


def _check(subject: ActionSubject) -> EffectivenessCheck | None:
    return open_check(subject.row) if subject.row.state == ActionState.VERIFIED else None


def _may_judge(subject: ActionSubject) -> bool:
    return subject.policy.may_judge(subject.row) and _check(subject) is not None


def _judge(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    check = _check(subject)
    if check is None:
        raise CorrectiveAction.DoesNotExist
    return effectiveness.judge(
        subject.actor,
        check.pk,
        held=data["decision"] == HELD,
        note=data["note"],
        due_on=data["due_on"],
        now=subject.now,
    )


def _judge_blocked(subject: ActionSubject) -> str:
    check = _check(subject)
    if check is None:
        return ""
    if not subject.policy.may_judge(subject.row):
        return _dependence(subject)
    if localdate(subject.now) < check.due_on:
        return _("The figures can be judged from %(day)s on.") % {"day": f"{check.due_on:%d/%m/%Y}"}
    return ""


def _judge_context(subject: ActionSubject) -> dict[str, Any]:
    check = _check(subject)
    return {"comparison": comparison_of(check, subject.now) if check else None}


def _extend(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.extend(*_values(subject), due_on=data["due_on"], reason=data["reason"], now=subject.now)


def _extend_blocked(subject: ActionSubject) -> str:
    if _may_carry_out(subject) and not subject.policy.may_extend(subject.row):
        return _("More time is given by the head of the unit or the ISO secretary, not by the owner.")
    return ""


def _cancel(subject: ActionSubject, data: Mapping[str, Any]) -> object:
    return services.cancel(*_values(subject), reason=data["reason"], now=subject.now)


ACTION_ACTS: dict[str, Act[CorrectiveAction]] = {
    act.slug: act
    for act in (
        Act(
            "ke-hoach",
            gettext_lazy("Write the cause and the plan"),
            "edit",
            PlanForm,
            _may_carry_out,
            _plan,
            gettext_lazy("Cause and plan are recorded."),
            is_next=lambda subject: subject.row.state == ActionState.OPEN,
            other_label=_plan_label,
            initial=_plan_initial,
            template="audits/_whys.html",
        ),
        Act(
            "minh-chung",
            gettext_lazy("Add evidence"),
            "clip",
            EvidenceForm,
            _may_carry_out,
            _add_evidence,
            gettext_lazy("The file is added."),
        ),
        Act(
            "bao-xong",
            gettext_lazy("Report it as done"),
            "check",
            DoneForm,
            _may_carry_out,
            _report,
            gettext_lazy("Reported. Somebody of another unit now looks whether it worked."),
            blocked=_report_blocked,
            is_next=lambda subject: subject.row.state == ActionState.PLANNED,
        ),
        Act(
            "kiem-chung",
            gettext_lazy("Verify the action"),
            "shield",
            VerifyForm,
            lambda subject: subject.policy.may_verify(subject.row),
            _verify,
            gettext_lazy("The verification is recorded."),
            blocked=_verify_blocked,
            is_next=always,
            template="audits/_what_was_done.html",
        ),
        Act(
            "hieu-qua",
            gettext_lazy("Judge whether it held"),
            "chart",
            JudgeForm,
            _may_judge,
            _judge,
            gettext_lazy("The judgement is recorded with its figures."),
            blocked=_judge_blocked,
            is_next=always,
            template="audits/_comparison.html",
            context=_judge_context,
        ),
        Act(
            "gia-han",
            gettext_lazy("Give more time"),
            "cal",
            ExtendForm,
            lambda subject: subject.policy.may_extend(subject.row),
            _extend,
            gettext_lazy("The new due date is recorded."),
            blocked=_extend_blocked,
        ),
        Act(
            "huy",
            gettext_lazy("Cancel the action"),
            "x",
            CancelForm,
            lambda subject: subject.policy.may_cancel_action(subject.row),
            _cancel,
            gettext_lazy("The action is cancelled."),
            is_stop=True,
        ),
    )
}
