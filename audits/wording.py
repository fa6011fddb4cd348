"""Official Vietnamese words about objectives, for the pack, the minutes and the pictures. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from audits.enums import MeasureUnit, TargetOperator
from audits.rules.objectives import Verdict
from organisation.vietnamese_format import format_number

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Không đạt",
    Verdict.NOT_MEASURED: "Chưa đo",
}
UNITS: Mapping[str, str] = {
    MeasureUnit.PERCENT: "%",
    MeasureUnit.DOSSIERS: " hồ sơ",
    MeasureUnit.STEPS: " bước",
    MeasureUnit.DAYS: " ngày",
    MeasureUnit.POINTS: " điểm",
    MeasureUnit.TIMES: " lần",
}
OPERATORS: Mapping[str, str] = {
    TargetOperator.AT_LEAST: "≥",
    TargetOperator.AT_MOST: "≤",
    TargetOperator.EXACTLY: "=",
}


class HasTarget(Protocol):
    """An objective."""

    operator: str
    target: Decimal
    unit_of_measure: str


class HasValue(Protocol):
    """A measured value."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...


def amount_words(value: Decimal, unit: str) -> str:
    """ "99,57%", "0 hồ sơ": shares always with two decimals, counts with those they have."""
    places = 2 if unit == MeasureUnit.PERCENT else None
    return f"{format_number(value, places)}{UNITS[unit]}"


def target_words(objective: HasTarget) -> str:
    """ "≥ 90%", "= 0 hồ sơ"."""
    unit = objective.unit_of_measure
    return f"{OPERATORS[objective.operator]}\u00a0{format_number(objective.target)}{UNITS[unit]}"


def value_words(measured: HasValue, unit: str) -> str:
    """ "99,57% (4.620/4.640)"; "–" of nothing."""
    if measured.value is None:
        return "–"
    words = amount_words(measured.value, unit)
    return f"{words} ({fraction})" if (fraction := fraction_words(measured)) else words


def fraction_words(measured: HasValue) -> str:
    """ "4.620/4.640"; empty where the value was only told."""
    if measured.numerator is None or measured.denominator is None:
        return ""
    return f"{format_number(measured.numerator)}/{format_number(measured.denominator)}"
