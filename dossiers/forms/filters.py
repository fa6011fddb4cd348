"""The filters of the lists: what cannot be read is left out and said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from document_control.models import ControlledDocument
from dossiers.enums import DossierState
from dossiers.policies import DossierPolicy
from dossiers.selectors.lists import CLOSED, OPEN, Wanted, officers_of
from organisation.day_fields import DayField
from organisation.models import Unit
from organisation.vietnamese_format import vietnamese_sort_key

EVERYTHING = "moi-trang-thai"


class FilterForm(forms.Form):
    """GET form over a list; names of the fields are those of the address."""

    q = forms.CharField(label=_("Code or applicant"), required=False, max_length=100)
    tt = forms.ChoiceField(label=_("State"), required=False)
    tthc = forms.ChoiceField(label=_("Procedure"), required=False)
    dv = forms.ChoiceField(label=_("Competent unit"), required=False)
    cb = forms.ChoiceField(label=_("Officer"), required=False)
    qua_han = forms.BooleanField(label=_("Only overdue"), required=False)
    giu = forms.BooleanField(label=_("Only held by the apology gate"), required=False)
    tu = DayField(_("Received from"))
    den = DayField(_("Received until"))

    def __init__(self, data: Any, policy: DossierPolicy, default_state: str) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.default_state = default_state
        choices = {
            "tt": [
                *([] if default_state else [("", _("All"))]),
                (OPEN, _("Being dealt with")),
                (CLOSED, _("Done or ended")),
                *DossierState.choices,
                *([(EVERYTHING, _("All"))] if default_state else []),
            ],
            "tthc": [("", _("All")), *_procedures()],
            "dv": [("", _("All")), *_units(policy)],
            "cb": [("", _("All")), *((user.pk, str(user)) for user in officers_of(policy))],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        self.fields["tt"].initial = default_state

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("tu"), values.get("den")
        if since and until and until < since:
            self.add_error("den", _("The last day lies before the first."))
        return values

    def wanted(self) -> Wanted:
        """What is asked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        state = values.get("tt") or self.default_state
        return Wanted(
            state="" if state == EVERYTHING else state,
            procedure=_key(values.get("tthc")),
            unit=_key(values.get("dv")),
            officer=_key(values.get("cb")),
            is_overdue=bool(values.get("qua_han")),
            is_held=bool(values.get("giu")),
            since=values.get("tu"),
            until=values.get("den"),
            words=" ".join((values.get("q") or "").split()),
        )

    def chosen(self) -> list[tuple[str, str]]:
        """(name, words) of every filter that narrows the list."""
        found = []
        for name, value in self.cleaned_data.items():
            if not value or (name == "tt" and value == self.default_state):
                continue
            found.append((name, self._words(name, value)))
        return found

    def _words(self, name: str, value: Any) -> str:
        label = str(self.fields[name].label)
        if name in ("qua_han", "giu"):
            return label
        if name in ("tu", "den"):
            return f"{label} {value:%d/%m/%Y}"
        if name == "q":
            return f"“{value}”"
        options = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        return next((str(words) for key, words in options.items() if str(key) == value), value)


def _key(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() else None


def _procedures() -> list[tuple[int, str]]:
    rows = ControlledDocument.objects.filter(kind="procedure", chain_length__gt=0).values_list(
        "pk", "code", "title"
    )
    return sorted(
        ((pk, f"{title} ({code})") for pk, code, title in rows), key=lambda row: vietnamese_sort_key(row[1])
    )


def _units(policy: DossierPolicy) -> list[tuple[int, str]]:
    units = Unit.objects.filter(pk__in=policy.office_ids).order_by("pk")
    return [(unit.pk, unit.short_name or unit.name) for unit in units]
