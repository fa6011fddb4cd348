"""Template tags of the design system: icons, states, the parts drawn from a snapshot, Vietnamese formats.

What every tag takes is listed in docs/design-system.md; all of them are shown at /lam-viec/thanh-phan/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import unquote

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from iso_docs import snapshot_display
from organisation import vietnamese_format
from procedures.public import presentation

register = template.Library()

STATES: Mapping[str, tuple[str, str, Any]] = {
    # state: (tone, icon, words), DESIGN section "States and icons"
    "in_force": ("ok", "okc", _("In force")),
    "future": ("info", "cal", _("Coming into force")),
    "superseded": ("warn", "history", _("No longer in force")),
    "withdrawn": ("mute", "minus", _("Abolished")),
    "cancelled": ("mute", "x", _("Cancelled before taking effect")),
    "draft": ("mute", "edit", _("Draft")),
    "in_review": ("info", "user", _("Under review")),
    "in_approval": ("info", "stamp", _("Waiting for approval")),
    "returned": ("warn", "swap", _("Returned")),
    "in_time": ("ok", "okc", _("In time")),
    "today": ("warn", "clock", _("Due today")),
    "late": ("bad", "warn", _("Overdue")),
    "early": ("ok", "check", _("Before time")),
    "on_time": ("ok", "okc", _("On time")),
    "waiting": ("info", "pause", _("Waiting")),
    "blocked": ("bad", "lock", _("Held")),
    "conform": ("ok", "okc", _("Conforms")),
    "observation": ("warn", "flag", _("Observation")),
    "nonconformity": ("bad", "xc", _("Does not conform")),
    "not_applicable": ("mute", "minus", _("Not applicable")),
    "not_asked": ("mute", "clock", _("Not asked yet")),
}
MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "bad"}
NOTICE_ICONS = {"info": "info", "ok": "okc", "warn": "warn", "bad": "warn", "mute": "info"}
DEADLINES = {"late": ("bad", "warn"), "today": ("warn", "clock"), "later": ("ok", "cal")}
STEP_STATES = {
    "done": _("done"),
    "now": _("in progress"),
    "late": _("late"),
    "waits": _("waiting"),
    "todo": _("waiting"),
}
TEXT_SIZES = (
    ("100", "a1", _("Normal text size")),
    ("115", "a2", _("Larger text")),
    ("130", "a3", _("Largest text")),
)
CHANNELS = {"direct": _("In person"), "postal": _("By post"), "online": _("Online")}
FACT_LABELS = {
    "time": _("How long"),
    "fee": _("How much"),
    "place": _("Where to hand in"),
    "result": _("What you get"),
    "online": _("Online"),
}
"""Of a procedure: the labels are ours; what they stand for is the official text and stays Vietnamese."""
FEE_KINDS = {"charge": _("Charge"), "fee": _("Fee")}


# --- Icons and states -----------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of `static/icons.svg`; always decorative, so words must stand beside it."""
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/state_pill.html")
def state_pill(state: str, label: str = "") -> dict[str, Any]:
    """Show a state by icon and words; `label` replaces the words ("Hết hiệu lực từ 01/10/2026")."""
    tone, name, words = STATES.get(state, ("mute", "info", state))
    return {"tone": tone, "icon_name": name, "label": label or words}


@register.filter
def state_tone(state: str) -> str:
    """The tone of a state: ok, info, warn, bad or mute."""
    return STATES.get(state, ("mute", "", ""))[0]


@register.filter
def state_icon(state: str) -> str:
    """The icon name of a state."""
    return STATES.get(state, ("", "info", ""))[1]


@register.filter
def state_words(state: str) -> str:
    """The words of a state."""
    return str(STATES[state][2]) if state in STATES else state


@register.filter
def notice_icon(kind: str) -> str:
    """The icon of a notice block of this kind."""
    return NOTICE_ICONS.get(kind, "info")


@register.filter
def message_kind(tag: str) -> str:
    """The kind of notice block for a level of Django's messages."""
    return MESSAGE_KINDS.get(tag, "info")


@register.filter
def deadline_tone(urgency: str) -> str:
    """The tone of a job row: late, today or later."""
    return DEADLINES.get(urgency, ("mute", ""))[0]


@register.filter
def deadline_icon(urgency: str) -> str:
    """The icon of a job row: late, today or later."""
    return DEADLINES.get(urgency, ("", "cal"))[1]


@register.filter
def step_state_words(state: str) -> str:
    """The words behind the colour of a step, for those who hear the page."""
    return str(STEP_STATES.get(state, ""))


@register.filter
def channel_words(channel: str) -> str:
    """The words of a channel of submission: direct, postal or online."""
    return str(CHANNELS.get(channel, channel))


@register.filter
def fee_kind_words(kind: str) -> str:
    """The words of a kind of fee: charge (phí) or fee (lệ phí)."""
    return str(FEE_KINDS.get(kind, kind))


@register.simple_tag
def text_sizes(current: str = "100") -> list[dict[str, Any]]:
    """The choices of the text size control."""
    return [
        {"value": value, "css": css, "label": label, "current": value == (current or "100")}
        for value, css, label in TEXT_SIZES
    ]


@register.simple_tag
def bottom_bar_entries(groups: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """The three entries of the phone bar: those marked `bar`, otherwise the first of the rail."""
    entries = [entry for group in groups or [] for entry in group["entries"]]
    return list(islice((entry for entry in entries if entry.get("bar")), 3)) or entries[:3]


# --- Parts drawn from a snapshot ------------------------------------------------------------------------
OLD_STATES = ("superseded", "withdrawn", "cancelled")


@register.inclusion_tag("components/fact_strip.html")
def fact_strip(
    snapshot: Mapping[str, Any],
    on: date | None = None,
    state: str = "in_force",
    place: presentation.Place | None = None,
) -> dict[str, Any]:
    """The facts of a process as on a day (default today); grey with a watermark unless in force.

    With `place` the reception point of today stands where the text names its issuing unit.
    """
    cells = presentation.fact_cells(snapshot, on or timezone.localdate(), place)
    labels = {} if snapshot.get("kind") == "internal_process" else FACT_LABELS
    return {
        "facts": [replace(cell, label=str(labels.get(cell.key, cell.label))) for cell in cells],
        "old": state in OLD_STATES,
    }


@register.inclusion_tag("components/case_picker.html")
def case_picker(
    snapshot: Mapping[str, Any],
    chosen: str = "",
    state: str = "in_force",
    hidden: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Cases as large options and, for the chosen one, the papers to bring. `chosen` is `?truong-hop=`.

    `hidden` are pairs that the address keeps when another case is chosen.
    """
    cases = snapshot_display.case_lists(snapshot)
    codes = {case.code for case in cases}
    return {
        "cases": cases,
        "chosen": chosen if chosen in codes else cases[0].code,
        "not_needed": snapshot.get("not_needed", ""),
        "hidden": hidden,
        "old": state in OLD_STATES,
    }


@register.inclusion_tag("components/time_ruler.html")
def time_ruler(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The steps with a working time as a row of bars; a step may carry `state`: done, now, late, todo."""
    return {"ruler": snapshot_display.time_ruler(steps)}


@register.inclusion_tag("components/step_timeline.html")
def step_timeline(steps: Sequence[Mapping[str, Any]], level: int = 3) -> dict[str, Any]:
    """The steps as an ordered list; `level` is the heading level of a step's title (3 or 4)."""
    return {"steps": steps, "level": level}


# --- Forms and folds ------------------------------------------------------------------------------------
@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a form field is several inputs, which need a fieldset and a legend instead of a label."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """Whether a form field is one check box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False, anchor: str = "") -> SafeString:
    """A fold: `{% disclosure "Legal bases" %}…{% enddisclosure %}`."""
    return format_html(
        '<details class="fold"{}{}><summary>{}<span>{}</span></summary>'
        '<div class="fold-body">{}</div></details>',
        format_html(' id="{}"', anchor) if anchor else "",
        mark_safe(" open") if open else "",
        icon("chev"),
        title,
        content,
    )


# --- Vietnamese formats (thin wrappers) -----------------------------------------------------------------
@register.filter
def money(amount: int | None, per: str = "") -> str:
    """2000 → "2.000 đồng"; with an argument "2.000 đồng/trang"; None "Không quy định"."""
    return snapshot_display.money_words([] if amount is None else [amount], per)


@register.filter
def tel(number: str) -> str:
    """What a `tel:` address holds of a number as it is written: "(024) 3999.8888" → "02439998888", a plus stays."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    return f"+{digits}" if number.lstrip(" (").startswith("+") else digits


@register.filter
def number(value: vietnamese_format.Number) -> str:
    """1234567 → "1.234.567"."""
    return vietnamese_format.format_number(value)


@register.filter
def percent(value: vietnamese_format.Number) -> str:
    """Decimal("99.57") → "99,57%"."""
    return vietnamese_format.format_percent(value)


@register.filter
def share_of(part: int, whole: int) -> str:
    """{{ 412|share_of:418 }} → "98,56%"."""
    return vietnamese_format.format_share(part, whole)


@register.filter
def vn_date(value: date | datetime | str | None) -> str:
    """A date, an aware datetime or "2026-10-01" → "01/10/2026"; nothing gives nothing."""
    return vietnamese_format.format_date(value)


@register.filter
def iso_date(value: date | datetime | str | None) -> str:
    """The same as "2026-10-01", for `<time datetime>`."""
    return "-".join(reversed(vn_date(value).split("/"))) if value else ""


@register.filter
def day_month(value: date | datetime | str | None) -> str:
    """A day without the year: "2026-10-01" → "01/10"."""
    return vn_date(value)[:5]


@register.filter
def weekday_date(value: date | datetime | str | None) -> str:
    """A day with its weekday: "2026-11-27" → "thứ Sáu 27/11/2026"."""
    return vietnamese_format.format_weekday_date(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An aware datetime → "08:40, 22/09/2026" in local time."""
    return vietnamese_format.format_datetime(value) if value else ""


@register.filter
def duration(value: Mapping[str, Any] | None) -> str:
    """The duration of a step in a snapshot → "0,5 ngày làm việc"."""
    return snapshot_display.step_time_words(value)


@register.filter
def time_limit(value: Mapping[str, Any] | None) -> str:
    """The time limit in a snapshot → "3 ngày làm việc"."""
    return snapshot_display.time_limit_words(value)


@register.filter
def working_minutes(minutes: int) -> str:
    """Minutes of working time → "1 ngày 3 giờ"."""
    return vietnamese_format.format_working_minutes(minutes)


@register.filter
def file_size(size: int) -> str:
    """94208 → "92 kB"."""
    return snapshot_display.file_size_words(size)


@register.filter
def address_words(path: str) -> str:
    """The words of an unknown address, to search with: "/thu-tuc/khai-sinh-2/" → "khai sinh"."""
    segments = [segment for segment in unquote(path).split("/") if segment]
    words = re.split(r"[\W\d_]+", segments[-1]) if segments else []
    return " ".join(word for word in words if word)[:80]
