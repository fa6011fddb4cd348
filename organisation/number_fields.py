"""Numbers and amounts of money in forms, read as they are written in Vietnam: "5.000" is five thousand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organisation.number_reading import read_decimal, read_money, read_whole_number
from organisation.vietnamese_format import format_number


def _limit(sentence: Any, limit: Any) -> Any:
    return format_lazy(sentence, limit=format_number(limit))


class WholeNumberField(forms.IntegerField):
    """A whole number. Django's own field cuts ".000" off and reads five instead of five thousand.

    A text box unless another widget is given: a number box of a browser sends nothing at all for "5 000".
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a whole number, for example 1.000 or 1000.")}
    reading: Callable[[str], int | None] = staticmethod(read_whole_number)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Django's own sentences write a limit without the dots of thousands
        for validator in self.validators:
            if isinstance(validator, MaxValueValidator):
                validator.message = _limit(_("Write {limit} or less."), validator.limit_value)
            elif isinstance(validator, MinValueValidator):
                validator.message = _limit(_("Write {limit} or more."), validator.limit_value)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int) or value in self.empty_values:
            return None if value in self.empty_values else value
        if not str(value).strip():
            return None
        found = self.reading(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", **super().widget_attrs(widget)}


class MoneyField(WholeNumberField):
    """An amount in đồng, with or without the word."""

    default_error_messages = {"invalid": _("Write the amount in whole đồng, for example 5.000 or 5000.")}
    reading = staticmethod(read_money)


class DecimalNumberField(forms.DecimalField):
    """A number that may have decimals, with or without "%". Django's own field reads "1.000" as one."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a number like 97,5.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal | int):
            return Decimal(value)
        words = str(value if value is not None else "").strip().removesuffix("%").strip()
        if not words:
            return None
        found = read_decimal(words)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and not self.localize:
            return format_number(value).replace(".", "")
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", **super().widget_attrs(widget)}
