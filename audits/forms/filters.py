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

    def query(self) -> str:
        """What the address of another page of the list repeats."""
        pairs: dict[str, Any] = {
            key: getattr(value, "pk", value) for key, value in self.cleaned_data.items() if value
        }
        return urlencode(pairs)
