"""The apology letter (MC-04): drafted from the explanation, signed by a leader, sent (DOMAIN 3.9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text, normalise, sha256_of
from document_control.check_codes import free_check_code
from document_control.stored_files import sha256_of_stream
from dossiers.enums import EventKind, IncidentState, LetterChannel, SignatureKind, SlipKind
from dossiers.errors import DossierError, NotAllowedError
from dossiers.models import ApologyLetter, Dossier, LateIncident
from dossiers.policies import LEADER, DossierPolicy
from dossiers.rules import gate
from dossiers.selectors.clock import office_moment
from dossiers.selectors.office import OfficeMap
from dossiers.selectors.one_stop_forms import form_of
from dossiers.services.incidents import dossier_of, incident_in, require_open
from dossiers.services.lateness import settle
from dossiers.services.letter_words import apology_for, reason_for
from dossiers.services.recording import changing, record
from dossiers.services.slips import moment_text, official_number
from organisation.models import User
from organisation.selectors import signature_of
from organisation.vietnamese_format import format_datetime

FARTHEST_PROMISE = dt.timedelta(days=366)
"""Nobody is asked to wait longer for what is late already: such a year is a slip of the finger."""


def draft_letter(
    actor: User,
    incident_id: int,
    lock_version: int,
    now: dt.datetime,
    reason: str = "",
    apology: str = "",
    new_due_at: dt.datetime | None = None,
    second_promise_reason: str = "",
) -> ApologyLetter:
    """Write the letter, or write it anew until it is signed; empty words become those made from the explanation.

    Args:
        new_due_at: the new promise; must be given when the date that holds now is missed.
        second_promise_reason: why a second new date, which only a leader's signature over this reason allows.

    Raises:
        DossierError: not explained yet, signed already, or the new date is missing or lies in the past.
        NotAllowedError, StaleDossierError.
    """
    now = now.replace(microsecond=0)
    with changing(dossier_of(incident_id), lock_version) as dossier:
        incident = incident_in(dossier, incident_id)
        if not DossierPolicy(actor).may_draft_letter(incident):
            raise NotAllowedError(
                _("Only the head of the responsible unit, %(person)s, or a leader drafts this letter.")
                % {"person": incident.responsible}
            )
        require_open(incident)
        if incident.state == IncidentState.DETECTED:
            raise DossierError(
                _("%(person)s must explain the delay first; the letter is written from it.")
                % {"person": incident.responsible}
            )
        if incident.state not in gate.UNSIGNED:
            raise DossierError(_("The letter is signed already and stands as it is."))
        second = clean_text(second_promise_reason).strip()
        _check_promise(dossier, new_due_at, second, now)
        letter = getattr(incident, "letter", None) or ApologyLetter(incident=incident, dossier=dossier)
        letter.reason = clean_text(reason).strip() or reason_for(incident)
        letter.apology = clean_text(apology).strip() or apology_for(dossier)
        letter.new_due_at = new_due_at.replace(second=0, microsecond=0) if new_due_at else None
        letter.second_promise_reason = second if new_due_at and dossier.reappointed_due_at else ""
        letter.drafted_at, letter.drafted_by = now, actor
        letter.save()
        incident.state = IncidentState.LETTER_DRAFTED
        incident.save(update_fields=["state"])
        data = {"incident": incident.pk, "new_due": moment_text(letter.new_due_at)}
        record(dossier, EventKind.LETTER_DRAFTED, now=now, actor=actor, data=data)
    return letter


def _check_promise(dossier: Dossier, new_due_at: dt.datetime | None, second: str, now: dt.datetime) -> None:
    """Does the new date fit what was promised before, and the working calendar of the unit?

    At most one new date; a second only with a reason (rule 4).
    """
    field = "new_due_at"
    if new_due_at is None:
        if gate.needs_new_date(now, dossier.due_at, dossier.reappointed_due_at):
            message = _("The promised date is missed: write the new date for the applicant.")
            raise DossierError(message, {field: message})
        return
    if new_due_at <= now or (dossier.due_at is not None and new_due_at <= dossier.due_at):
        message = _("The new date must lie after today and after the date promised first.")
        raise DossierError(message, {field: message})
    if new_due_at - now > FARTHEST_PROMISE:
        message = _("The new date lies more than a year ahead. Look at its year again.")
        raise DossierError(message, {field: message})
    if (proposed := office_moment(dossier.competent_unit, new_due_at)) != new_due_at:
        message = _("Nobody works at %(moment)s. The next working moment is %(proposed)s.") % {
            "moment": format_datetime(new_due_at),
            "proposed": format_datetime(proposed),
        }
        raise DossierError(message, {field: message})
    if dossier.reappointed_due_at is not None and not second:
        message = _(
            "A new date was promised once already. Write why a second one is needed; the leader decides on it."
        )
        raise DossierError(message, {"second_promise_reason": message})


def sign_letter(
    actor: User,
    incident_id: int,
    lock_version: int,
    now: dt.datetime,
    kind: SignatureKind | str = SignatureKind.PAPER,
    file: UploadedFile | None = None,
) -> ApologyLetter:
    """A leader signs: the letter is numbered and frozen, the gate opens, a new date holds from now on.

    Args:
        file: the scan of the letter signed on paper, or the digitally signed file.

    Raises:
        DossierError: no draft, or its new date has passed meanwhile.
        NotAllowedError: not a leader, or the one who drafted it or was late.
        StaleDossierError.
    """
    now, day = now.replace(microsecond=0), localdate(now)
    with changing(dossier_of(incident_id), lock_version) as dossier:
        incident = incident_in(dossier, incident_id)
        if not DossierPolicy(actor).may_sign_letter(incident):
            raise NotAllowedError(
                _(
                    "Only a leader signs the letter, and neither who drafted it nor who was late with the step."
                )
            )
        require_open(incident)
        if incident.state != IncidentState.LETTER_DRAFTED:
            raise DossierError(_("There is no drafted letter to sign."))
        letter = incident.letter
        _check_promise(dossier, letter.new_due_at, letter.second_promise_reason, now)
        _freeze(letter, dossier, incident, actor, now)
        letter.signature_kind = SignatureKind(kind)
        if file is not None:
            letter.signed_file_sha256 = sha256_of_stream(file)
            file.seek(0)
            letter.signed_file.save(f"{letter.check_code}.{_ending(file)}", file, save=False)
        letter.save()
        incident.state = IncidentState.LETTER_SIGNED
        incident.save(update_fields=["state"])
        if dossier.current_step_id == incident.step_id:
            dossier.is_held = False
        data = {"incident": incident.pk, "number": letter.number, "content_hash": letter.content_hash}
        if letter.signed_file_sha256:
            data["file_sha256"] = letter.signed_file_sha256
        record(dossier, EventKind.LETTER_SIGNED, now=now, actor=actor, data=data)
        _promise(dossier, letter, now, actor, day)
    return letter


def _promise(dossier: Dossier, letter: ApologyLetter, now: dt.datetime, actor: User, day: dt.date) -> None:
    if letter.new_due_at is None:
        return
    before, dossier.reappointed_due_at = dossier.reappointed_due_at, letter.new_due_at
    record(
        dossier,
        EventKind.REAPPOINTED,
        now=now,
        actor=actor,
        note=letter.second_promise_reason,
        data={"from": moment_text(before or dossier.due_at), "to": moment_text(letter.new_due_at)},
    )


def _freeze(
    letter: ApologyLetter, dossier: Dossier, incident: LateIncident, actor: User, now: dt.datetime
) -> None:
    """Number, content, hash and check code of a letter at its signing."""
    day = localdate(now)
    identifier = OfficeMap(day).identifier(dossier.competent_unit_id, dossier.received_by_id)
    letter.number = official_number("letter", identifier, day, "XL")
    letter.signed_at, letter.signed_by = now, actor
    letter.signatory = dict(signature_of(actor, day, (LEADER,)))
    letter.content = normalise(letter_content(letter, dossier, incident))
    letter.content_hash = sha256_of({"letter": letter.number, "content": letter.content})
    letter.check_code = free_check_code(letter.content_hash)


def letter_content(letter: ApologyLetter, dossier: Dossier, incident: LateIncident) -> dict[str, Any]:
    """Everything the printed letter says, as plain data (fields of form MC-04)."""
    form = form_of(SlipKind.APOLOGY, localdate(dossier.received_at) if dossier.received_at else localdate())
    return {
        "form_set": form.form_set,
        "form_number": form.number,
        "form_title": form.name,
        "issuing_agency": dossier.competent_unit.name,
        "number": letter.number,
        "dossier_code": dossier.code,
        "applicant_name": dossier.applicant_name,
        "applicant_address": dossier.applicant_address,
        "request": dossier.version.snapshot["title"],
        "received_at": moment_text(dossier.received_at),
        "original_due_at": moment_text(dossier.due_at),
        "reason": letter.reason,
        "apology": letter.apology,
        "late_step": incident.step.title,
        "step_due_at": moment_text(incident.step_due_at),
        "responsible": str(incident.responsible),
        "responsible_unit": incident.unit.name if incident.unit else "",
        "new_due_at": moment_text(letter.new_due_at),
        "signatory": dict(letter.signatory),
        "signed_at": moment_text(letter.signed_at),
    }


def _ending(file: UploadedFile) -> str:
    """The ending of a file's name, or "bin": the name itself comes from outside and is not kept."""
    ending = (file.name or "").rpartition(".")[2].lower()
    return ending if ending.isalnum() and len(ending) <= 5 else "bin"


def send_letter(
    actor: User,
    incident_id: int,
    lock_version: int,
    now: dt.datetime,
    channel: LetterChannel | str = LetterChannel.IN_PERSON,
) -> ApologyLetter:
    """The signed letter is on its way to the applicant; when the step is done too, the incident is settled.

    Raises:
        DossierError: not signed, or sent already.
        NotAllowedError, StaleDossierError.
    """
    now = now.replace(microsecond=0)
    with changing(dossier_of(incident_id), lock_version) as dossier:
        if not DossierPolicy(actor).may_send_letter(dossier):
            raise NotAllowedError(_("Only the counter, the clerk or a leader sends the letter."))
        incident = incident_in(dossier, incident_id)
        require_open(incident)
        if incident.state != IncidentState.LETTER_SIGNED:
            raise DossierError(_("Only a signed letter that was not sent yet can be sent."))
        letter = incident.letter
        letter.sent_at, letter.sent_by, letter.sent_channel = now, actor, LetterChannel(channel)
        letter.save(update_fields=["sent_at", "sent_by", "sent_channel"])
        incident.state = IncidentState.LETTER_SENT
        incident.save(update_fields=["state"])
        data = {"incident": incident.pk, "number": letter.number, "channel": str(letter.sent_channel)}
        record(dossier, EventKind.LETTER_SENT, now=now, actor=actor, data=data)
        settle(dossier, [incident], now=now, actor=actor)
    return letter
