"""Forms of the apology gate: explain, draft, sign, send, let through."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.enums import CauseCategory, LetterChannel, SignatureKind
from dossiers.forms.acts import ActForm, ReasonField
from dossiers.forms.uploads import UploadField
from organisation.day_fields import MomentField


class ExplainForm(ActForm):
    """Why a step was late."""

    cause = forms.ChoiceField(
        label=_("Main cause"),
        choices=CauseCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the cause that fits best.")},
    )
    explanation = ReasonField(
        _("In own words"),
        rows=5,
        help_text=_("What happened, and since when. The letter to the applicant is written from it."),
        error_messages={"required": _("Nothing is written yet. One sentence will do.")},
    )


class DraftLetterForm(ActForm):
    """The apology letter, ready to be signed."""

    reason = ReasonField(_("Reason given to the applicant"), rows=4)
    apology = ReasonField(
        _("Words of apology"),
        rows=4,
        error_messages={"required": _("Write the apology to the applicant. One sentence will do.")},
    )
    new_due_at = MomentField(_("New date promised"))
    second_promise_reason = ReasonField(
        _("Why a second new date"),
        required=False,
        rows=2,
        help_text=_("Only when a new date was promised before. The leader decides on it."),
    )


class SignLetterForm(ActForm):
    """The leader's signature."""

    kind = forms.ChoiceField(
        label=_("How it is signed"),
        choices=SignatureKind.choices,
        widget=forms.RadioSelect,
        initial=SignatureKind.PAPER,
        error_messages={"required": _("Choose how the letter is signed.")},
    )
    file = UploadField(
        label=_("Signed letter as a file"),
        required=False,
        help_text=_("A scan of the signed paper, or the digitally signed file."),
    )


class SendLetterForm(ActForm):
    """How the letter went to the applicant."""

    channel = forms.ChoiceField(
        label=_("How it goes to the applicant"),
        choices=LetterChannel.choices,
        widget=forms.RadioSelect,
        initial=LetterChannel.IN_PERSON,
        error_messages={"required": _("Choose how the letter is sent.")},
    )


class OverrideForm(ActForm):
    """The leader lets a held dossier go on."""

    reason = ReasonField(_("Why it may go on without a letter"))
