"""Small words and lists of the workspace templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from organisation import vietnamese_format
from procedures.enums import Frequency
from procedures.workspace.staff_presentation import process_facts as facts_of
from procedures.workspace.text_kinds import text_url as url_of_text

register = template.Library()


@register.filter
def clock(value: dt.datetime) -> str:
    """The time of day of a moment: "09:15"."""
    return vietnamese_format.format_time(value)


@register.filter
def month_words(value: dt.date) -> str:
    """The month of a day: "tháng 12/2026"."""
    return f"tháng {value.month}/{value.year}"


@register.filter
def weekday_word(value: dt.date) -> str:
    """The weekday of a day: "thứ Sáu"."""
    return vietnamese_format.WEEKDAY_WORDS[value.weekday()]


@register.filter
def frequency_words(value: str) -> str:
    """The words of a frequency: "weekly" → "Hằng tuần"."""
    return str(Frequency(value).label) if value in Frequency.values else value


@register.simple_tag
def crumb_list(*pairs: str) -> list[dict[str, str]]:
    """Crumbs from label, address, label, address …; the address of the last one is empty."""
    return [{"label": label, "url": url} for label, url in zip(pairs[::2], pairs[1::2], strict=True)]


@register.simple_tag
def empty_actions(*pairs: str) -> list[dict[str, str]]:
    """Buttons of an empty state from label, address, label, address …"""
    return crumb_list(*pairs)


@register.simple_tag
def text_url(name: str, content: Any) -> str:
    """The address of an approval screen of a controlled text, whatever its model."""
    return url_of_text(name, content)


@register.simple_tag
def process_facts(snapshot: Mapping[str, Any], day: dt.date) -> list[dict[str, Any]]:
    """The facts of an internal process with their icons."""
    return facts_of(snapshot, day)
