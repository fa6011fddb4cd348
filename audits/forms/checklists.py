"""Forms of the checklists of an audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.selectors.checklists import Choice
from audits.services.checklists import MOST_DRAWN
from organisation.number_fields import WholeNumberField


class AddChecklistForm(forms.Form):
    """Which version a checklist is made from.

    Args:
        choices: what the audit may choose from.
        clauses: numbers of the clauses of the plan; without any, all questions are taken.
    """

    version = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose what the checklist is made from."),
            "invalid_choice": _("This version can no longer be chosen. Choose another one."),
        },
    )
    only_plan = forms.BooleanField(label=_("Only the clauses of the plan"), required=False)

    def __init__(self, data: Any, *, choices: Iterable[Choice], clauses: Iterable[str]) -> None:
        super().__init__(data)
        self.clauses = frozenset(clauses)
        self.fields["version"].choices = [(choice.version.pk, choice.version.title) for choice in choices]  # type: ignore[attr-defined]

    @property
    def chosen_clauses(self) -> frozenset[str] | None:
        """The clauses to keep to; None for all."""
        return self.clauses if self.cleaned_data["only_plan"] and self.clauses else None


class SampleForm(forms.Form):
    """How many dossiers to draw, and by which seed when a known sample is drawn again."""

    size = WholeNumberField(
        label=_("Dossiers to draw"),
        min_value=1,
        max_value=MOST_DRAWN,
        error_messages={"required": _("Write how many dossiers to draw.")},
    )
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=40,
        help_text=_(
            "Leave it empty for a new draw. Write the seed of an earlier draw to get the same dossiers."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
