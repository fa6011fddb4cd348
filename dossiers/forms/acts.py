"""Small forms of what is done with a dossier: one per act, every one with the sentence that says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.enums import StepKind, StepState
from dossiers.models import DossierStep
from dossiers.selectors.details import DossierDetail
from organisation.models import User


class ReasonField(forms.CharField):
    """A reason in own words.

    Args:
        needed_when: in words, when it must be filled in though not always; stands beside the label.
    """

    def __init__(self, label: Any, *, rows: int = 3, needed_when: Any = "", **options: Any) -> None:
        self.needed_when = needed_when
        options.setdefault("max_length", 4000)
        options.setdefault("error_messages", {"required": _("Write the reason. One sentence will do.")})
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ActForm(forms.Form):
    """A form about one dossier; `setup` may fit its fields to it."""

    def __init__(self, detail: DossierDetail, *args: Any, **options: Any) -> None:
        self.detail = detail
        super().__init__(*args, **options)
        self.setup()

    def setup(self) -> None:
        """Fit the fields to the dossier."""


class OfficerField(forms.ModelChoiceField):
    """A person by name."""

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault(
            "error_messages",
            {
                "required": _("Choose a person."),
                "invalid_choice": _("This person cannot take the step today. Choose another."),
            },
        )
        super().__init__(User.objects.none(), label=label, **options)

    def offer(self, people: Sequence[User], chosen: User | None = None) -> None:
        """Set who can be chosen."""
        self.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by(
            "last_name", "first_name", "pk"
        )
        if chosen is not None:
            self.initial = chosen.pk


class CompleteForm(ActForm):
    """Finish the step in hand and hand the dossier on."""

    next_officer = OfficerField(
        _("Who does the next step"), required=False, empty_label=_("Whoever holds the post")
    )
    result_number = forms.CharField(
        label=_("Number of the result"),
        required=False,
        max_length=60,
        help_text=_("As in the book of the office, when this step gives it one."),
    )
    note = ReasonField(_("Note for the next person"), required=False, rows=2)

    def setup(self) -> None:
        step = self.detail.current
        if step is None or step.kind not in (StepKind.APPROVAL, StepKind.ISSUING):
            del self.fields["result_number"]
        if self.detail.following() is None:
            del self.fields["next_officer"]


class GiveBackForm(ActForm):
    """Give the dossier back to an earlier step."""

    to_number = forms.TypedChoiceField(
        label=_("Back to which step"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the step that must be done again.")},
    )
    reason = ReasonField(_("What must be done differently"))

    def setup(self) -> None:
        earlier = earlier_steps(self.detail)
        self.fields["to_number"].choices = [  # type: ignore[attr-defined]
            (step.number, f"{step.number}. {step.title}") for step in earlier
        ]
        if earlier:
            self.fields["to_number"].initial = earlier[-1].number


def earlier_steps(detail: DossierDetail) -> list[DossierStep]:
    """Office steps before the one in hand."""
    current = detail.current
    return [
        step
        for step in detail.steps
        if current and step.number < current.number and step.kind != StepKind.SUBMISSION
    ]


class ReassignForm(ActForm):
    """Give a step that is not done to somebody else."""

    step_number = forms.TypedChoiceField(
        label=_("Which step"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the step.")},
    )
    officer = OfficerField(_("To whom"))
    reason = ReasonField(_("Why"))

    def offer_steps(self, steps: Sequence[DossierStep]) -> None:
        """Set which steps can be given away."""
        self.fields["step_number"].choices = [  # type: ignore[attr-defined]
            (step.number, f"{step.number}. {step.title}") for step in steps
        ]
        if steps:
            current = next((step for step in steps if step.state == StepState.ACTIVE), steps[0])
            self.fields["step_number"].initial = current.number
