"""Rows of objectives for the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audits.enums import MeasureUnit, ObjectiveState
from audits.rules.objective_trend import ObjectiveTrend, Reading, objective_trend
from audits.rules.objectives import Verdict
from audits.selectors.objectives import LIVE, ObjectiveCard, PeriodValue
from audits.wording import amount_words, fraction_words, target_words
from dossiers.statistics.periods import ROMAN, Period

TONES = {
    Verdict.MET: ("ok", "okc"),
    Verdict.NOT_MET: ("bad", "warn"),
    Verdict.NOT_MEASURED: ("mute", "clock"),
}
"""Tone and icon of each verdict."""
KNOWN = frozenset({ObjectiveState.APPROVED.value, ObjectiveState.CLOSED.value})
"""States in which an objective is measured and judged."""
STATE_TONES = {
    ObjectiveState.DRAFT: ("mute", "edit"),
    ObjectiveState.SUBMITTED: ("warn", "clock"),
    ObjectiveState.APPROVED: ("ok", "okc"),
    ObjectiveState.CLOSED: ("mute", "lock"),
}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One period as a line: `name` stands in addresses, `of` is the fraction behind a share."""

    name: str
    label: str
    value: str
    of: str
    verdict: Verdict
    verdict_words: str
    tone: str
    icon: str
    source: str
    is_recorded: bool
    is_missing: bool
    note: str


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective for the list and for its page.

    Attributes:
        verdict: of the latest value; `as_it_stands` when that period still runs.
        running: how the running period stands, beside a final value; empty otherwise.
    """

    card: ObjectiveCard
    target: str
    value: str
    of: str
    period: str
    verdict: str
    verdict_words: str
    tone: str
    icon: str
    as_it_stands: bool
    running: str
    state_tone: str
    state_icon: str
    is_known: bool
    lines: tuple[ValueLine, ...]


def verdict_label(verdict: Verdict) -> str:
    """Met, not met or not measured yet, in the language of the screen."""
    return {
        Verdict.MET: _("Met"),
        Verdict.NOT_MET: _("Not met"),
        Verdict.NOT_MEASURED: _("Not measured yet"),
    }[verdict]


def source_label(value: PeriodValue) -> str:
    """Where a value comes from."""
    return {
        "automatic": _("Counted by the system"),
        "entered": _("Entered"),
        LIVE: _("Counted until now, not recorded yet"),
    }.get(value.source, "")


def objective_row(card: ObjectiveCard) -> ObjectiveRow:
    """The row of an objective."""
    objective, latest = card.objective, card.latest
    tone, icon = TONES[card.verdict]
    state_tone, state_icon = STATE_TONES[ObjectiveState(objective.state)]
    unit = objective.unit_of_measure
    running = card.running
    return ObjectiveRow(
        card=card,
        target=target_words(objective),
        value=amount_words(latest.value, unit) if latest and latest.value is not None else "–",
        of=fraction_words(latest) if latest else "",
        period=latest.period.words if latest else "",
        verdict=str(card.verdict),
        verdict_words=verdict_label(card.verdict),
        tone=tone,
        icon=icon,
        as_it_stands=bool(latest and not latest.is_over),
        running=_running_words(running, unit) if running else "",
        state_tone=state_tone,
        state_icon=state_icon,
        is_known=objective.state in KNOWN,
        lines=tuple(_line(card, value) for value in reversed(card.values)),
    )


def _running_words(value: PeriodValue, unit: str) -> str:
    if value.value is None:
        return ""
    words = {"period": value.period.words, "value": amount_words(value.value, unit)}
    return _("%(period)s until now: %(value)s") % words


def _line(card: ObjectiveCard, value: PeriodValue) -> ValueLine:
    tone, icon = TONES[value.verdict]
    unit = card.objective.unit_of_measure
    return ValueLine(
        name=value.period.name,
        label=value.period.words,
        value="–" if value.value is None else amount_words(value.value, unit),
        of=fraction_words(value),
        verdict=value.verdict,
        verdict_words=verdict_label(value.verdict),
        tone=tone,
        icon=icon,
        source=source_label(value),
        is_recorded=value.number > 0,
        is_missing=value in card.missing,
        note=value.note,
    )


def short_period(period: Period) -> str:
    """How a period stands under a picture: "10", "Q3" (as "III"), "2026"."""
    _year, _dash, part = period.name.partition("-")
    if not part:
        return period.name
    return ROMAN[int(part[1]) - 1] if part.startswith("Q") else str(int(part))


def picture_of(card: ObjectiveCard) -> ObjectiveTrend | None:
    """The picture of the values; None where fewer than two were measured, because a dot is no trend."""
    if sum(value.value is not None for value in card.values) < 2:
        return None
    readings = [
        Reading(short_period(value.period), value.value, value.verdict, value.is_over)
        for value in card.values
    ]
    is_share = card.objective.unit_of_measure == MeasureUnit.PERCENT
    return objective_trend(readings, card.objective.target, is_share=is_share)


def year_tabs(years: Sequence[int], chosen: int) -> list[dict[str, Any]]:
    """A tab for each year with objectives, the latest first; none where there is one year only."""
    if len(years) < 2:
        return []
    return [
        {"label": str(year), "url": f"?nam={year}", "current": year == chosen, "count": None}
        for year in years
    ]
