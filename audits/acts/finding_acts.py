"""Acts on findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.acts.acts import Act, Subject, always
from audits.enums import NONCONFORMITIES, ActionState, FindingState
from audits.forms.actions import ACCEPTS, STANDS, AnswerForm, CloseForm, GiveForm, SettleForm, TakeBackForm
from audits.models import Finding
from audits.rules.finding_states import OPEN, obstacle_to_closing
from audits.services import actions as action_services
from audits.services import findings as services

FindingSubject = Subject[Finding]


def _answer(subject: FindingSubject, data: Mapping[str, Any]) -> object:
    return services.answer(
        subject.actor,
        subject.row.pk,
        subject.lock_version,
        accepts=data["decision"] == ACCEPTS,
        words=data["words"],
        now=subject.now,
    )


def _answer_blocked(subject: FindingSubject) -> str:
    if subject.row.state != FindingState.RAISED or subject.policy.may_answer(subject.row):
        return ""
    if subject.row.raised_by_id == subject.actor.pk:
        return _("Whoever raised a finding does not answer it.")
    return _("The head of the unit answers: %(unit)s.") % {"unit": subject.row.unit}


def _settle(subject: FindingSubject, data: Mapping[str, Any]) -> object:
    return services.settle_dispute(
        subject.actor,
        subject.row.pk,
        subject.lock_version,
        stands=data["decision"] == STANDS,
        words=data["words"],
        now=subject.now,
    )


def _settle_blocked(subject: FindingSubject) -> str:
    if subject.row.state != FindingState.DISPUTED or subject.policy.may_settle(subject.row):
        return ""
    return _("A dispute is decided by a leader or the ISO secretary, who is not of the unit.")


def _give(subject: FindingSubject, data: Mapping[str, Any]) -> object:
    return action_services.give_action(
        subject.actor,
        title=data["title"],
        owner=data["owner"],
        unit=data["unit"],
        due_on=data["due_on"],
        now=subject.now,
        finding=subject.row,
    )


def _needs_an_action(subject: FindingSubject) -> bool:
    """A nonconformity that the unit accepted and nobody works on; observations may do without."""
    finding = subject.row
    is_given = any(one.state != ActionState.CANCELLED for one in subject.actions)
    return finding.grade in NONCONFORMITIES and finding.state == FindingState.ACCEPTED and not is_given


def _take_back(subject: FindingSubject, data: Mapping[str, Any]) -> object:
    return services.take_back(
        subject.actor, subject.row.pk, subject.lock_version, reason=data["reason"], now=subject.now
    )


def _close(subject: FindingSubject, data: Mapping[str, Any]) -> object:
    return services.close(
        subject.actor, subject.row.pk, subject.lock_version, note=data["note"], now=subject.now
    )


def _close_blocked(subject: FindingSubject) -> str:
    """Those who raise findings learn what is missing; whoever is of the unit, why it is not for them."""
    finding = subject.row
    if finding.state not in OPEN or not subject.policy.may_raise:
        return ""
    if not subject.policy.may_close_finding(finding):
        return _("Nobody closes a finding of the own unit.")
    obstacle = obstacle_to_closing(finding.grade, finding.state, [one.state for one in subject.actions])
    return services.obstacle_words(obstacle) if obstacle else ""


FINDING_ACTS: dict[str, Act[Finding]] = {
    act.slug: act
    for act in (
        Act(
            "tra-loi",
            gettext_lazy("Answer the finding"),
            "edit",
            AnswerForm,
            lambda subject: subject.policy.may_answer(subject.row),
            _answer,
            gettext_lazy("The answer is recorded."),
            blocked=_answer_blocked,
            is_next=lambda subject: subject.row.state == FindingState.RAISED,
        ),
        Act(
            "giai-quyet",
            gettext_lazy("Decide about the dispute"),
            "stamp",
            SettleForm,
            lambda subject: subject.policy.may_settle(subject.row),
            _settle,
            gettext_lazy("The decision is recorded."),
            blocked=_settle_blocked,
            is_next=always,
        ),
        Act(
            "giao-viec",
            gettext_lazy("Give an action"),
            "plus",
            GiveForm,
            lambda subject: subject.policy.may_give_action(subject.row),
            _give,
            gettext_lazy("The action is given; its owner finds it under “My work”."),
            is_next=_needs_an_action,
        ),
        Act(
            "dong",
            gettext_lazy("Close the finding"),
            "okc",
            CloseForm,
            lambda subject: subject.policy.may_close_finding(subject.row),
            _close,
            gettext_lazy("The finding is closed."),
            blocked=_close_blocked,
            is_next=lambda subject: subject.row.state == FindingState.ACCEPTED,
        ),
        Act(
            "thu-hoi",
            gettext_lazy("Take the finding back"),
            "x",
            TakeBackForm,
            lambda subject: subject.policy.may_take_back(subject.row),
            _take_back,
            gettext_lazy("The finding is taken back; its number stays used."),
            is_stop=True,
        ),
    )
}
