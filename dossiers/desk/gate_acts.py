"""Acts at the apology gate: explain, draft, sign, send, let through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from dossiers.desk.acts import Act, Subject
from dossiers.enums import IncidentState
from dossiers.forms.gate import DraftLetterForm, ExplainForm, OverrideForm, SendLetterForm, SignLetterForm
from dossiers.models import LateIncident
from dossiers.rules import gate
from dossiers.selectors.clock import add_office_minutes
from dossiers.selectors.gate_times import letter_of
from dossiers.services import gate as services
from dossiers.services.gate_words import who_signs
from dossiers.services.letter_words import apology_for, reason_for

NEW_PROMISE_MINUTES = 16 * 60
"""Two working days: what the form proposes where the promised date is missed. The drafter changes it."""


def _incident(subject: Subject) -> LateIncident:
    if subject.incident is None:
        raise LookupError("an act of the gate needs a late step")
    return subject.incident


def _is_open(subject: Subject) -> bool:
    incident = subject.incident
    return incident is not None and incident.state != IncidentState.CLOSED


def _is_unsigned(subject: Subject) -> bool:
    return _is_open(subject) and subject.incident is not None and subject.incident.state in gate.UNSIGNED


# --- Explain --------------------------------------------------------------------------------------------


def _explain(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.explain(
        subject.actor,
        _incident(subject).pk,
        subject.lock_version,
        subject.now,
        data["cause"],
        data["explanation"],
    )


def _explained(subject: Subject) -> dict[str, Any]:
    incident = _incident(subject)
    return {"cause": incident.cause, "explanation": incident.explanation}


# --- Letter ---------------------------------------------------------------------------------------------


def _may_draft(subject: Subject) -> bool:
    incident = subject.incident
    return (
        _is_unsigned(subject)
        and incident is not None
        and incident.state != IncidentState.DETECTED
        and subject.policy.may_draft_letter(incident)
    )


def _letter_words(subject: Subject) -> dict[str, Any]:
    incident, dossier = _incident(subject), subject.dossier
    if letter := letter_of(incident):
        return {
            "reason": letter.reason,
            "apology": letter.apology,
            "new_due_at": localtime(letter.new_due_at) if letter.new_due_at else None,
            "second_promise_reason": letter.second_promise_reason,
        }
    words: dict[str, Any] = {"reason": reason_for(incident), "apology": apology_for(dossier)}
    if gate.needs_new_date(subject.now, dossier.due_at, dossier.reappointed_due_at):
        proposed = add_office_minutes(dossier.competent_unit, subject.now, NEW_PROMISE_MINUTES)
        words["new_due_at"] = localtime(proposed).replace(second=0, microsecond=0)
    return words


def _draft(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.draft_letter(
        subject.actor,
        _incident(subject).pk,
        subject.lock_version,
        subject.now,
        reason=data["reason"],
        apology=data["apology"],
        new_due_at=data["new_due_at"],
        second_promise_reason=data["second_promise_reason"],
    )


def _may_sign(subject: Subject) -> bool:
    incident = subject.incident
    return (
        incident is not None
        and incident.state == IncidentState.LETTER_DRAFTED
        and subject.policy.may_sign_letter(incident)
    )


def _sign(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.sign_letter(
        subject.actor,
        _incident(subject).pk,
        subject.lock_version,
        subject.now,
        kind=data["kind"],
        file=data["file"],
    )


def _who_signs(subject: Subject) -> str:
    incident = subject.incident
    return who_signs(incident, subject.actor, localdate(subject.now)) if incident is not None else ""


def _may_send(subject: Subject) -> bool:
    incident = subject.incident
    return (
        incident is not None
        and incident.state == IncidentState.LETTER_SIGNED
        and subject.policy.may_send_letter(subject.dossier)
    )


def _send(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.send_letter(
        subject.actor, _incident(subject).pk, subject.lock_version, subject.now, channel=data["channel"]
    )


# --- Letting through ------------------------------------------------------------------------------------


def _may_override(subject: Subject) -> bool:
    incident = subject.incident
    return (
        incident is not None
        and gate.keeps_closed(
            incident.state, does_hold=incident.holds, is_overridden=incident.overridden_at is not None
        )
        and subject.policy.may_override_gate(incident)
    )


def _override(subject: Subject, data: Mapping[str, Any]) -> object:
    return services.override_gate(
        subject.actor, _incident(subject).pk, subject.lock_version, subject.now, data["reason"]
    )


EXPLAIN = Act(
    "giai-trinh",
    _("Explain the delay"),
    "edit",
    ExplainForm,
    lambda subject: _is_unsigned(subject) and subject.policy.may_explain(_incident(subject)),
    _explain,
    _("Explained. Next the apology letter is drafted."),
    tone="primary",
    initial=_explained,
    template="dossiers/_act_incident.html",
    again=_("Change the explanation"),
    was_done=lambda subject: _incident(subject).state != IncidentState.DETECTED,
)
DRAFT = Act(
    "soan-thu",
    _("Draft the apology letter"),
    "letter",
    DraftLetterForm,
    _may_draft,
    _draft,
    _("Drafted. A leader signs it now; whoever drafted it does not."),
    tone="primary",
    initial=_letter_words,
    help=_("The words come from the explanation. Change what the applicant should read differently."),
    template="dossiers/_act_incident.html",
    again=_("Change the apology letter"),
    was_done=lambda subject: _incident(subject).state == IncidentState.LETTER_DRAFTED,
)
SIGN = Act(
    "ky-thu",
    _("Sign the apology letter"),
    "stamp",
    SignLetterForm,
    _may_sign,
    _sign,
    _("Signed. The dossier may go on; the letter goes to the applicant now."),
    tone="primary",
    help=_("With the signature the letter gets its number, and its words are fixed."),
    template="dossiers/_act_letter.html",
    refusal=_who_signs,
)
SEND = Act(
    "gui-thu",
    _("Send the apology letter"),
    "mail",
    SendLetterForm,
    _may_send,
    _send,
    _("Recorded: the letter is on its way to the applicant."),
    tone="primary",
    template="dossiers/_act_letter.html",
)
OVERRIDE = Act(
    "cho-qua",
    _("Let it through without a letter"),
    "lock",
    OverrideForm,
    _may_override,
    _override,
    _("Let through. The reason stands in the log."),
    tone="stop",
    help=_("For emergencies only. The reason stands in the log and in the monthly report."),
    template="dossiers/_act_incident.html",
)
GATE_ACTS = (EXPLAIN, DRAFT, SIGN, SEND, OVERRIDE)
