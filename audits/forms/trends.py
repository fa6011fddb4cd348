"""The filters of the trends page: whatever comes in the address gives a page; what is not understood is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import FindingSource
from audits.trends.figures import CLOSED, GRADE_COLUMNS, OPEN

NO_CLAUSE = "khong"
"""Findings that name no clause."""


class TrendsForm(forms.Form):
    """A GET form; names of the fields are those of the address."""

    nam = forms.ChoiceField(label=_("Year"), required=False)
    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    nguon = forms.ChoiceField(label=_("Source"), required=False)
    muc = forms.ChoiceField(label=_("Grade"), required=False)
    dieu_khoan = forms.ChoiceField(label=pgettext_lazy("standard", "Clause"), required=False)
    con = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        years: Iterable[int],
        units: Iterable[tuple[int, str]],
        clauses: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        offered: dict[str, list[tuple[str, Any]]] = {
            "nam": [(str(year), str(year)) for year in years],
            "don_vi": [(str(key), name) for key, name in units],
            "nguon": list(FindingSource.choices),
            "muc": [(grade.value, grade.label) for grade in GRADE_COLUMNS],
            "dieu_khoan": [*clauses, (NO_CLAUSE, _("No clause named"))],
            "con": [(OPEN, _("Not closed")), (CLOSED, pgettext_lazy("finding", "Closed"))],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """Addresses are written with hyphens: don-vi."""
        return super().add_prefix(field_name).replace("_", "-")

    def chosen(self) -> dict[str, str]:
        """The filters that hold, by their names in the address."""
        self.is_valid()
        return {self.add_prefix(name): value for name, value in self.cleaned_data.items() if value}

    def misunderstood(self) -> list[str]:
        """Labels of the filters that say something unknown; they do not count."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

    def words(self) -> list[tuple[str, str]]:
        """Label and value of each filter that holds."""
        chosen = self.chosen()
        return [
            (str(field.label), str(dict(field.choices)[chosen[self.add_prefix(name)]]))  # type: ignore[attr-defined]
            for name, field in self.fields.items()
            if self.add_prefix(name) in chosen
        ]
