"""Acts on what was handed in and is not received yet: accept, ask for supplements, refuse the reception."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from document_control.selectors import in_force
from dossiers.desk.acts import Act, Subject
from dossiers.forms.acts import ActForm
from dossiers.forms.dossier import AskForm, EndForm
from dossiers.forms.money import FeeField
from dossiers.forms.papers import ChecklistForm
from dossiers.services import intake


class AcceptForm(ActForm, ChecklistForm):
    """The papers as the officer finds them, and the fees taken."""

    fee_amount = FeeField()

    def setup(self) -> None:
        dossier = self.detail.dossier
        self.fields["fee_amount"].initial = dossier.fee_amount

    def fit(self, subject: Subject) -> None:
        """Add the checklist of the version in force now."""
        dossier = self.detail.dossier
        version = in_force(dossier.document, subject.now) or dossier.version
        self.use_components(version.snapshot, dossier.case_code, dossier.papers)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return {**values, "papers": self.papers()}


def _fit(form: ActForm, subject: Subject) -> None:
    if isinstance(form, AcceptForm):
        form.fit(subject)


def _may_accept(subject: Subject) -> bool:
    return subject.policy.may_accept(subject.dossier)


def _accept(subject: Subject, data: Mapping[str, Any]) -> object:
    return intake.accept(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        papers=data["papers"],
        fee_amount=data["fee_amount"],
    )


def _ask(subject: Subject, data: Mapping[str, Any]) -> object:
    return intake.ask_before_reception(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["items"],
        data["reason"],
    )


def _refuse(subject: Subject, data: Mapping[str, Any]) -> object:
    return intake.refuse_reception(
        subject.actor,
        subject.dossier.pk,
        subject.lock_version,
        subject.now,
        data["reason"],
        data["legal_basis"],
    )


ACCEPT = Act(
    "tiep-nhan",
    _("Receive the dossier"),
    "okc",
    AcceptForm,
    _may_accept,
    _accept,
    _("Received. The receipt is ready to print."),
    tone="primary",
    help=_("Tick what is there. The clock begins with the reception, by the version in force now."),
    fit=_fit,
)
ASK = Act(
    "yeu-cau-bo-sung",
    _("Ask for supplements"),
    "doc",
    AskForm,
    _may_accept,
    _ask,
    _("Asked for. The slip for the applicant is ready to print; the dossier is not received yet."),
)
REFUSE_RECEPTION = Act(
    "tu-choi-tiep-nhan",
    _("Refuse the reception"),
    "xc",
    EndForm,
    _may_accept,
    _refuse,
    _("Refused. The slip for the applicant is ready to print."),
    tone="stop",
    help=_("The dossier is not received and counts in no figure. This cannot be taken back."),
)
RECEPTION_ACTS = (ACCEPT, ASK, REFUSE_RECEPTION)
