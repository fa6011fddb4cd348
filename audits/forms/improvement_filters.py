"""Filters of findings and actions: what cannot be read is left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import RAISED, ActionState, FindingSource, FindingState, Grade
from audits.policies import AuditPolicy
from audits.selectors import actions, findings
from audits.selectors.people import office_units

EVERYTHING = "moi-trang-thai"
GRADES = [(value, label) for value, label in Grade.choices if value in RAISED]


class ListFilter(forms.Form):
    """A GET form over a list; names of the fields are those of the address.

    Without a state in the address the open ones are shown.
    """

    dv = forms.ChoiceField(label=_("Unit"), required=False)
    tt = forms.ChoiceField(label=_("State"), required=False)
    nguon = forms.ChoiceField(label=_("Source"), required=False)
    nam = forms.ChoiceField(label=_("Year"), required=False)
    states: list[tuple[str, Any]]

    def __init__(self, data: Any, policy: AuditPolicy, years: list[int]) -> None:
        super().__init__(data, auto_id="loc_%s")
        self._offer("dv", [(unit.pk, unit.short_name or unit.name) for unit in office_units(policy)])
        self._offer("nguon", FindingSource.choices)
        self._offer("nam", [(year, str(year)) for year in years])
        self.fields["tt"].choices = self.states  # type: ignore[attr-defined]
        self.is_valid()

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def default_state(self) -> str:
        return str(self.states[0][0])

    @property
    def state(self) -> str:
        """The state asked for; empty for every state."""
        chosen = self.cleaned_data.get("tt") or self.default_state
        return "" if chosen == EVERYTHING else chosen

    def number(self, name: str) -> int | None:
        """A key or a year, if one was chosen."""
        value = self.cleaned_data.get(name) or ""
        return int(value) if value else None

    def words(self, name: str) -> str:
        """A choice, if one was made."""
        return str(self.cleaned_data.get(name) or "")

    def chosen(self) -> list[tuple[str, str]]:
        """(name, words) of every filter that narrows the list."""
        found = []
        for name, value in self.cleaned_data.items():
            if not value or (name == "tt" and value == self.default_state):
                continue
            field = self.fields[name]
            options = dict(getattr(field, "choices", []))
            words = next((str(label) for key, label in options.items() if str(key) == str(value)), "")
            found.append((name, f"{field.label}: {words}" if words else str(field.label)))
        return found


class FindingFilter(ListFilter):
    """Filters of findings."""

    muc = forms.ChoiceField(label=_("Grade"), required=False, choices=[("", _("All")), *GRADES])
    states = [
        (findings.OPEN_ONES, _("Open")),
        (FindingState.RAISED, FindingState.RAISED.label),
        (FindingState.DISPUTED, FindingState.DISPUTED.label),
        (FindingState.ACCEPTED, _("Accepted, being worked on")),
        (FindingState.CLOSED, FindingState.CLOSED.label),
        (FindingState.CANCELLED, FindingState.CANCELLED.label),
        (EVERYTHING, _("All")),
    ]
    field_order = ("tt", "dv", "muc", "nguon", "nam")

    def wanted(self) -> findings.WantedFindings:
        """What is asked for."""
        return findings.WantedFindings(
            unit=self.number("dv"),
            grade=self.words("muc"),
            source=self.words("nguon"),
            state=self.state,
            year=self.number("nam"),
        )


class ActionFilter(ListFilter):
    """Filters of the register of actions."""

    toi = forms.BooleanField(label=_("Only mine"), required=False)
    states = [
        (actions.OPEN_ONES, _("Open")),
        (actions.OVERDUE, _("Overdue")),
        *ActionState.choices,
        (EVERYTHING, _("All")),
    ]
    field_order = ("tt", "dv", "nguon", "nam", "toi")

    def wanted(self) -> actions.WantedActions:
        """What is asked for."""
        return actions.WantedActions(
            unit=self.number("dv"),
            source=self.words("nguon"),
            state=self.state,
            is_own=bool(self.cleaned_data.get("toi")),
            year=self.number("nam"),
        )
