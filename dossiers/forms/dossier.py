"""Forms that stop the clock, end a dossier, add to it, or correct it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.enums import PauseKind
from dossiers.forms.acts import ActForm, ReasonField
from dossiers.forms.telephone import TelephoneField
from dossiers.forms.uploads import UploadField
from organisation.day_fields import DayField


class LinesField(forms.CharField):
    """Several things, one per line; cleans to a list without empty lines.

    Args:
        needed_when: in words, when it must be filled in though not always; stands beside the label.
    """

    def __init__(self, label: Any, *, needed_when: Any = "", **options: Any) -> None:
        self.needed_when = needed_when
        super().__init__(label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}), **options)

    def clean(self, value: Any) -> list[str]:
        """The lines with something in them."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class PauseForm(ActForm):
    """Stop the clock."""

    kind = forms.ChoiceField(
        label=_("What is waited for"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is waited for.")},
    )
    items = LinesField(
        _("What the applicant must bring"),
        required=False,
        needed_when=_("needed when asking for supplements"),
        help_text=_("One thing per line, everything at once: it can be asked for only once."),
    )
    reason = ReasonField(_("Why"))
    basis = forms.CharField(label=_("Legal basis"), required=False, max_length=255)
    expected_until = DayField(_("Expected until"))

    def setup(self) -> None:
        step = self.detail.current
        kinds = [
            kind
            for kind in PauseKind
            if kind != PauseKind.EXTERNAL or (step is not None and step.waits_outside)
        ]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = PauseKind.SUPPLEMENT

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == PauseKind.SUPPLEMENT and not values.get("items"):
            self.add_error("items", _("Write what is missing, one thing per line."))
        return values


class ResumeForm(ActForm):
    """Let the clock run again."""

    note = ReasonField(
        _("What came in"),
        required=False,
        rows=2,
        error_messages={"required": _("Write what the applicant brought. One line will do.")},
    )

    def setup(self) -> None:
        pause = self.detail.open_pause
        self.fields["note"].required = pause is not None and pause.kind == PauseKind.SUPPLEMENT


class EndForm(ActForm):
    """End a dossier without a result."""

    reason = ReasonField(_("Reason"))
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=255)


class WithdrawForm(ActForm):
    """The applicant takes the dossier back."""

    reason = ReasonField(_("What the applicant says"))


class AskForm(ActForm):
    """What is missing before a dossier can be received (MC-02)."""

    items = LinesField(
        _("What is missing"),
        help_text=_("One thing per line, everything at once."),
        error_messages={"required": _("Write what is missing, one thing per line.")},
    )
    reason = ReasonField(_("Why it is needed"), required=False, rows=2)


class CommentForm(ActForm):
    """A remark for colleagues."""

    text = ReasonField(
        _("Remark for colleagues"),
        help_text=_("The applicant does not see it. No personal data: a remark cannot be deleted."),
        error_messages={"required": _("Nothing is written yet. One sentence will do.")},
    )


class FileForm(ActForm):
    """A file for the dossier."""

    file = UploadField(label=_("File"), help_text=_("PDF, picture, Word, Excel or ODT, up to 20 MB."))
    title = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=255,
        help_text=_("For example: verification letter 88/UBND."),
    )
    is_result = forms.BooleanField(label=_("This is the result itself"), required=False)


class TakeBackFileForm(ActForm):
    """A file that was added by mistake."""

    file_id = forms.TypedChoiceField(
        label=_("Which file"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the file.")},
    )
    reason = ReasonField(_("Why it is taken back"))

    def offer(self, files: list[tuple[int, str]]) -> None:
        """Set which files can be taken back."""
        self.fields["file_id"].choices = files  # type: ignore[attr-defined]


class CorrectForm(ActForm):
    """Correct what was written about the applicant."""

    applicant_name = forms.CharField(
        label=_("Name of the applicant"),
        max_length=200,
        error_messages={"required": _("Write the name as it stands in the papers.")},
    )
    applicant_phone = TelephoneField()
    applicant_email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Write it like ten@example.vn.")}
    )
    applicant_address = forms.CharField(label=_("Address"), required=False, max_length=255)
    reason = ReasonField(_("Why it is corrected"), rows=2)
