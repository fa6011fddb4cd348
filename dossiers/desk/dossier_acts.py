"""Acts on the dossier as a whole: its clock, its end, what is added to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers.desk.acts import Act, Subject
from dossiers.enums import DossierState
from dossiers.forms.acts import ActForm
from dossiers.forms.dossier import (
    CommentForm,
    CorrectForm,
    EndForm,
    FileForm,
    PauseForm,
    ResumeForm,
    TakeBackFileForm,
    WithdrawForm,
)
from dossiers.models import DossierFile
from dossiers.rules.states import ENDED
from dossiers.services import ending, pausing, remarks

CORRECTED = ("applicant_name", "applicant_phone", "applicant_email", "applicant_address")


# --- Clock ----------------------------------------------------------------------------------------------


def _pause(subject: Subject, data: Mapping[str, Any]) -> object:
    return pausing.pause(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["kind"],
        data["reason"],
        items=data["items"],
        basis=data["basis"],
        expected_until=data["expected_until"],
    )


def _resume(subject: Subject, data: Mapping[str, Any]) -> object:
    return pausing.resume(
        subject.actor, subject.dossier.pk, subject.lock_version, subject.now, note=data["note"]
    )


# --- End ------------------------------------------------------------------------------------------------


def _may_end(subject: Subject) -> bool:
    was_received = subject.dossier.state != DossierState.SUBMITTED
    return was_received and subject.policy.may_end(subject.dossier)


def _refuse(subject: Subject, data: Mapping[str, Any]) -> object:
    return ending.refuse(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["reason"],
        data["legal_basis"],
    )


def _stop(subject: Subject, data: Mapping[str, Any]) -> object:
    return ending.stop(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["reason"],
        data["legal_basis"],
    )


def _withdraw(subject: Subject, data: Mapping[str, Any]) -> object:
    return ending.withdraw(
        subject.actor, subject.dossier.pk, subject.lock_version, subject.now, data["reason"]
    )


# --- Additions ------------------------------------------------------------------------------------------


def _comment(subject: Subject, data: Mapping[str, Any]) -> object:
    return remarks.comment(subject.actor, subject.dossier.pk, data["text"], subject.now)


def _add_file(subject: Subject, data: Mapping[str, Any]) -> object:
    return remarks.add_file(
        subject.actor,
        subject.dossier.pk,
        data["file"],
        subject.now,
        title=data["title"],
        is_result=data["is_result"],
    )


def _own_files(subject: Subject) -> list[DossierFile]:
    """Files the reader may take back: his own, for a leader everybody's."""
    leads = subject.policy.leads(subject.dossier)
    return [
        file
        for file in subject.detail.files
        if file.taken_back_at is None and (leads or file.added_by_id == subject.actor.pk)
    ]


def _offer_files(form: ActForm, subject: Subject) -> None:
    if isinstance(form, TakeBackFileForm):
        form.offer([(file.pk, file.title or file.name) for file in _own_files(subject)])


def _take_back_file(subject: Subject, data: Mapping[str, Any]) -> object:
    return remarks.take_back_file(
        subject.actor, subject.dossier.pk, data["file_id"], subject.now, data["reason"]
    )


def _may_correct(subject: Subject) -> bool:
    dossier, policy = subject.dossier, subject.policy
    if dossier.state in ENDED:
        return False
    at_counter = policy.is_at_counter_of(dossier)
    return at_counter or policy.does_step(dossier) or policy.leads(dossier)


def _correct(subject: Subject, data: Mapping[str, Any]) -> object:
    changes = {name: data[name] for name in CORRECTED if getattr(subject.dossier, name) != data[name]}
    return remarks.correct_particulars(
        subject.actor, subject.dossier.pk, subject.lock_version, subject.now, changes, data["reason"]
    )


PAUSE = Act(
    "tam-dung",
    _("Stop the clock, ask for supplements"),
    "pause",
    PauseForm,
    lambda subject: (
        subject.dossier.state == DossierState.IN_PROGRESS and subject.policy.may_work(subject.dossier)
    ),
    _pause,
    _("The clock stands still. The slip for the applicant is ready to print."),
    help=_("The time limit waits until what is missing has come."),
)
RESUME = Act(
    "tiep-tuc",
    _("Let the clock run again"),
    "arrow",
    ResumeForm,
    lambda subject: subject.policy.may_resume(subject.dossier),
    _resume,
    _("The clock runs again."),
    tone="primary",
    help=_("Say what came in; add files on the page of the dossier."),
)
REFUSE = Act(
    "tu-choi",
    _("Refuse the dossier"),
    "xc",
    EndForm,
    _may_end,
    _refuse,
    _("Refused. The slip for the applicant is ready to print."),
    tone="stop",
    help=_("The dossier ends without a result. This cannot be taken back."),
)
STOP = Act(
    "dung",
    _("Stop the dossier"),
    "minus",
    EndForm,
    _may_end,
    _stop,
    _("Stopped. The notice is ready to print."),
    tone="stop",
    help=_("The dossier ends without a result. This cannot be taken back."),
)
WITHDRAW = Act(
    "rut",
    _("Record that the applicant withdraws"),
    "swap",
    WithdrawForm,
    lambda subject: subject.policy.may_record_withdrawal(subject.dossier),
    _withdraw,
    _("Recorded: the applicant has withdrawn."),
    tone="stop",
    help=_("The dossier ends without a result. This cannot be taken back."),
)
COMMENT = Act(
    "nhan-xet",
    _("Leave a remark"),
    "edit",
    CommentForm,
    lambda subject: subject.policy.may_comment(subject.dossier),
    _comment,
    _("The remark stands in the log."),
)
ADD_FILE = Act(
    "them-tep",
    _("Add a file"),
    "clip",
    FileForm,
    lambda subject: subject.policy.may_comment(subject.dossier),
    _add_file,
    _("The file is with the dossier."),
)
TAKE_BACK_FILE = Act(
    "go-tep",
    _("Take a file back"),
    "minus",
    TakeBackFileForm,
    lambda subject: bool(_own_files(subject)),
    _take_back_file,
    _("Taken back. The file is kept, but no longer shown."),
    fit=_offer_files,
)
CORRECT = Act(
    "sua-thong-tin",
    _("Correct the particulars"),
    "id",
    CorrectForm,
    _may_correct,
    _correct,
    _("Corrected. The log names what was corrected, not what stood there."),
    initial=lambda subject: {name: getattr(subject.dossier, name) for name in CORRECTED},
)
CLOCK_ACTS = (RESUME, PAUSE)
END_ACTS = (REFUSE, STOP, WITHDRAW)
ADDITIONS = (COMMENT, ADD_FILE, TAKE_BACK_FILE, CORRECT)
