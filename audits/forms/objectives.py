"""Forms of quality objectives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import Measure, MeasuredEvery, MeasureUnit, TargetOperator
from audits.forms.parts import PersonField, SeenField, SeenForm, UnitField, text_field
from audits.measures import UNITS
from audits.models import QualityObjective
from audits.selectors.review_people import people_of_office, units_of_office
from audits.services.measuring import EnteredValue
from audits.services.objectives import ObjectiveDetails
from organisation.models import Unit, User
from organisation.number_fields import DecimalNumberField, WholeNumberField

_WORDS = {"invalid": _("Write a number like 90 or 89,95."), "required": _("Write a number like 90 or 89,95.")}


class AmountField(DecimalNumberField):
    """A number as it is written here: "89,95", "1.250", also "89.95"."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=Decimal(0), max_digits=11, decimal_places=2, error_messages=_WORDS, **more)


class ObjectiveForm(forms.Form):
    """What is to be reached, how it is measured, who answers for it."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    statement = text_field(_("Objective"), max_length=1000)
    measure = forms.ChoiceField(label=_("What is measured"), choices=Measure)
    operator = forms.ChoiceField(label=_("Comparison"), choices=TargetOperator)
    target = AmountField(label=_("Target"), help_text=_("Shares in percent, for example 90 or 97,5."))
    unit_of_measure = forms.ChoiceField(label=_("Unit of measure"), choices=MeasureUnit)
    frequency = forms.ChoiceField(label=_("Measured every"), choices=MeasuredEvery)
    source_note = forms.CharField(
        label=_("Where the value comes from"),
        max_length=255,
        required=False,
        help_text=_("Needed for values that are entered, for example the survey at the counter."),
    )
    owner = PersonField(label=_("Answers for it"), queryset=User.objects.none())
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        help_text=_("Its dossiers are counted, with those of the units below it."),
    )
    means = text_field(_("Means and resources"), max_length=2000, required=False)

    def __init__(
        self,
        office: Unit,
        day: dt.date,
        data: Any = None,
        *,
        objective: QualityObjective | None = None,
    ) -> None:
        names = [name for name in self.base_fields if name != "year"]
        initial: dict[str, Any] = {"year": day.year, "unit": office, "operator": TargetOperator.AT_LEAST}
        if objective is not None:
            initial |= {name: getattr(objective, name) for name in names}
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = people_of_office(office, day)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units_of_office(office, day)
        if objective is not None:
            del self.fields["year"]
            self.fields["seen"] = SeenField(initial=objective.lock_version)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit = UNITS.get(data.get("measure", ""))
        if unit is not None and data.get("unit_of_measure") not in (None, "", unit):
            words = _("This measure is counted in %(unit)s. Choose that unit.")
            self.add_error("unit_of_measure", words % {"unit": MeasureUnit(unit).label})
        return data

    def details(self) -> ObjectiveDetails:
        """What was entered; only after `is_valid()`."""
        value = self.cleaned_data
        return ObjectiveDetails(
            statement=value["statement"],
            measure=Measure(value["measure"]),
            operator=TargetOperator(value["operator"]),
            target=value["target"],
            unit_of_measure=MeasureUnit(value["unit_of_measure"]),
            frequency=MeasuredEvery(value["frequency"]),
            owner=value["owner"],
            unit=value["unit"],
            means=value["means"],
            source_note=value["source_note"],
        )


class ValueForm(SeenForm):
    """The value of a period; a share by its two numbers, or as a percentage."""

    numerator = WholeNumberField(
        label=_("Satisfied or reached"), min_value=0, max_value=10**9, required=False
    )
    denominator = WholeNumberField(label=_("Of all valid"), min_value=0, max_value=10**9, required=False)
    value = AmountField(label=_("Value"), required=False)
    note = text_field(_("Note"), rows=2, max_length=1000, required=False)

    def __init__(self, objective: QualityObjective, seen: int, data: Any = None) -> None:
        super().__init__(data, initial={"seen": seen})
        if objective.unit_of_measure == MeasureUnit.PERCENT:
            self.fields["value"].help_text = _("Only when the two numbers are not known.")
        else:
            del self.fields["numerator"], self.fields["denominator"]
        if seen:
            self.fields["note"].label = _("Why it is corrected")
            self.fields["note"].required = True

    def entered(self) -> EnteredValue:
        """What was entered; only after `is_valid()`."""
        data = self.cleaned_data
        return EnteredValue(data["value"], data.get("numerator"), data.get("denominator"), data["note"])


class ReturnForm(SeenForm):
    """Why an objective goes back."""

    reason = text_field(_("What is to be changed"), max_length=1000)


class CloseForm(SeenForm):
    """Why an objective ends."""

    note = text_field(_("Why it is closed"), rows=2, max_length=1000)
