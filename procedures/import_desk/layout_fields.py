"""Form fields over values of a layout: each shows what the layout has and gives back what the layout takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from organisation.day_fields import require_sensible_year
from procedures.importers.layout_parts import CASE

BLANK = ("", "–")


def plain(value: Any) -> str:
    """Any value of a layout as text; a layout that came from a file may have anything anywhere."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(filter(None, map(plain, value)))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {plain(item)}" for key, item in value.items())
    return str(value)


class LineField(forms.CharField):
    """One line."""

    def prepare_value(self, value: Any) -> str:
        return plain(value)


class TextField(LineField):
    """Paragraphs; a list in the layout is shown as paragraphs too."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> str:
        return "\n\n".join(map(plain, value)) if isinstance(value, list) else plain(value)


class RichField(TextField):
    """A text that may have lists and bold words; shown and written as plain paragraphs."""

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, dict) and isinstance(value.get("html"), str):
            return get_text_for_indexing(value["html"])
        return super().prepare_value(value)


class LinesField(TextField):
    """A list of short texts, one a line."""

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> str:
        return plain(value)


class TableField(TextField):
    """A table, row by row; it is not edited here."""

    def prepare_value(self, value: Any) -> str:
        if not isinstance(value, dict):
            return plain(value)
        rows = [value.get("columns"), *(value.get("rows") or [])]
        return "\n".join(" | ".join(map(plain, row)) for row in rows if isinstance(row, list))


class CasesField(LineField):
    """Numbers of cases: "01, 03"."""

    def prepare_value(self, value: Any) -> str:
        return ", ".join(map(plain, value)) if isinstance(value, list) else plain(value)

    def clean(self, value: Any) -> list[str]:
        codes = [code for code in re.split(r"[\s,;]+", super().clean(value)) if code]
        for code in codes:
            if not CASE.fullmatch(code):
                raise forms.ValidationError(
                    _("Write the numbers of the cases with two digits, like 01, 02."), code="invalid"
                )
        return codes


class WholeField(LineField):
    """A whole number; 2.000 and 2 000 are 2000."""

    def __init__(self, *, least: int = 0, most: int = 999_999_999, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | str | None:
        text = re.sub(r"[\s.]", "", super().clean(value))
        if not text:
            return None
        if not re.fullmatch(r"\d{1,9}", text) or not self.least <= int(text) <= self.most:
            raise forms.ValidationError(
                _("Write a whole number from %(least)s to %(most)s, in digits."),
                code="invalid",
                params={"least": self.least, "most": f"{self.most:,}".replace(",", ".")},
            )
        return int(text)


class AmountField(WholeField):
    """A length of time: whole or with a comma, as people write it here."""

    def prepare_value(self, value: Any) -> str:
        return plain(value).replace(".", ",")

    def clean(self, value: Any) -> int | str | None:
        text = forms.CharField.clean(self, value).replace(",", ".").strip()
        if not text:
            return None
        if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?", text) or not Decimal(text):
            raise forms.ValidationError(_("Write a number like 2 or 0,5."), code="invalid")
        number = Decimal(text)
        return int(number) if number == int(number) else str(number)


class DayField(LineField):
    """A day as dd/mm/yyyy; ISO text in the layout."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "class": "short"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> str:
        try:
            return f"{dt.date.fromisoformat(plain(value)):%d/%m/%Y}"
        except ValueError:
            return plain(value)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                day = dt.datetime.strptime(text, form).date()
            except ValueError:
                continue
            require_sensible_year(day)
            return day.isoformat()
        if text:
            raise forms.ValidationError(_("Write the day like 15/12/2026."), code="invalid")
        return ""


class HourField(LineField):
    """A time of day as HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"placeholder": "15:00", "class": "short"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        found = re.fullmatch(r"(\d{1,2})[:hg](\d{2})?", text.strip())
        if text and (not found or int(found[1]) > 23 or int(found[2] or 0) > 59):
            raise forms.ValidationError(_("Write the time like 15:00."), code="invalid")
        return f"{int(found[1]):02}:{found[2] or '00'}" if found else ""


class CodeField(forms.ChoiceField):
    """A choice that is filled from the office's lists; what the file says stays choosable even if it is not in them.

    Args:
        source: the name of the list in `PartOptions`; else fixed `choices`.
    """

    def __init__(self, *, source: str = "", choices: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.pairs = [BLANK, *choices]
        super().__init__(choices=self.pairs, **kwargs)
        self.source = source

    def prepare_value(self, value: Any) -> str:
        return plain(value)

    def valid_value(self, value: Any) -> bool:
        return (
            True  # the check of the layout says what is wrong with it, as for a value that came from the file
        )

    def offer(self, pairs: Iterable[tuple[str, Any]], value: Any) -> None:
        """Offer these as well, and `value` in any case."""
        self.pairs = [*self.pairs, *pairs]
        text = plain(value)
        if text and all(text != str(code) for code, _label in self.pairs):
            self.pairs.append((text, text))
        self.choices = self.pairs

    def words(self, value: Any) -> str:
        """The label of a code; the code where it is not known."""
        text = plain(value)
        return next((str(label) for code, label in self.pairs if str(code) == text and text), text)


class TickField(forms.BooleanField):
    """Yes or no; left out of the layout when no."""

    def prepare_value(self, value: Any) -> bool:
        return plain(value).strip().lower() in ("true", "on", "yes", "có", "1")
