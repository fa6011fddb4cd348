"""How the list of audits is narrowed; what cannot be read narrows nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from audits.enums import AuditState
from audits.forms.programme import UnitField
from audits.models import Audit
from organisation.models import Unit


class AuditFilter(forms.Form):
    """Year, unit and state of audits."""

    nam = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    dv = UnitField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units"))
    tt = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *AuditState.choices]
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        units = Audit.objects.order_by().values("unit")
        self.fields["dv"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]
        self.is_valid()

    def narrow(self, audits: QuerySet[Audit]) -> QuerySet[Audit]:
        """Those of `audits` that are asked for."""
        names = {"nam": "year", "dv": "unit", "tt": "state"}
        asked = {names[key]: value for key, value in self.cleaned_data.items() if value}
        return audits.filter(**asked)

    @property
    def is_narrowed(self) -> bool:
        """Is anything asked for?"""
        return any(self.cleaned_data.values())

<<<<<<< HEAD
    def query(self) -> str:
        """What the address of another page of the list repeats."""
        pairs: dict[str, Any] = {
            key: getattr(value, "pk", value) for key, value in self.cleaned_data.items() if value
        }
        return urlencode(pairs)
=======
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
    states = [(findings.OPEN_ONES, _("Open")), *FindingState.choices, (EVERYTHING, _("All"))]
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
>>>>>>> acts
