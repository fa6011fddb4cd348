"""When an objective is met, which periods it is measured in, and what may happen to it. Pure.

A value is judged as it is recorded and shown: rounded half up to two decimals. So nothing on paper reads "90,00 %, not
met" against a target of 90 %, and whoever checks with a pocket calculator comes to the same answer (89,99 % is not
met; 17 999 of 20 000 is 90,00 % and is). A count of zero cases is no value: an objective without cases is "not
measured yet", neither met nor missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from audits.enums import MeasuredEvery, ObjectiveState, TargetOperator
from dossiers.statistics.periods import Period, named_period

_CENT = Decimal("0.01")
_MONTHS = {MeasuredEvery.MONTH: 1, MeasuredEvery.QUARTER: 3, MeasuredEvery.YEAR: 12}


class Verdict(StrEnum):
    """What can be said about an objective in a period."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted in one period.

    Attributes:
        value: in the unit of measure; None where there was nothing to count.
        numerator, denominator: what the value is made of; None where it was only told.
    """

    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None

    @classmethod
    def share(cls, part: int, whole: int) -> Measured:
        """A percentage; no value of nothing."""
        value = rounded(Decimal(part) * 100 / Decimal(whole)) if whole else None
        return cls(value, part, whole)

    @classmethod
    def count(cls, number: int, of: int | None = None) -> Measured:
        """A number of cases, which is known even when it is zero."""
        return cls(rounded(Decimal(number)), number, of)


def rounded(value: Decimal) -> Decimal:
    """Two decimals, half up: how values are recorded, shown and judged."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def is_met(value: Decimal, operator: TargetOperator | str, target: Decimal) -> bool:
    """Does the value, as shown, reach the target?"""
    shown, goal = rounded(value), rounded(target)
    match TargetOperator(operator):
        case TargetOperator.AT_LEAST:
            return shown >= goal
        case TargetOperator.AT_MOST:
            return shown <= goal
        case _:
            return shown == goal


def verdict(value: Decimal | None, operator: TargetOperator | str, target: Decimal) -> Verdict:
    """Met, not met, or not measured yet."""
    if value is None:
        return Verdict.NOT_MEASURED
    return Verdict.MET if is_met(value, operator, target) else Verdict.NOT_MET


# --- Periods ------------------------------------------------------------------------------------------------------
def periods_of(year: int, frequency: MeasuredEvery | str) -> list[Period]:
    """The periods of a year that are measured, the earliest first."""
    months = _MONTHS[MeasuredEvery(frequency)]
    whole = named_period(f"{year}")
    if whole is None:
        raise ValueError(f"No report covers the year {year}.")
    every = list(whole.months())
    return [
        Period(every[first].first, every[first + months - 1].last) for first in range(0, len(every), months)
    ]


def finished(periods: Sequence[Period], today: dt.date) -> list[Period]:
    """Those that are over."""
    return [period for period in periods if period.last < today]


def begun(periods: Sequence[Period], today: dt.date) -> list[Period]:
    """Those that have begun, the one that runs included."""
    return [period for period in periods if period.first <= today]


# --- Moves --------------------------------------------------------------------------------------------------------
class ObjectiveMove(StrEnum):
    """What may happen to an objective."""

    CHANGE = "change"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    MEASURE = "measure"
    CLOSE = "close"


MOVES: Mapping[ObjectiveMove, tuple[frozenset[str], str]] = {
    ObjectiveMove.CHANGE: (frozenset({ObjectiveState.DRAFT}), ObjectiveState.DRAFT),
    ObjectiveMove.SUBMIT: (frozenset({ObjectiveState.DRAFT}), ObjectiveState.SUBMITTED),
    ObjectiveMove.SEND_BACK: (frozenset({ObjectiveState.SUBMITTED}), ObjectiveState.DRAFT),
    ObjectiveMove.APPROVE: (frozenset({ObjectiveState.SUBMITTED}), ObjectiveState.APPROVED),
    ObjectiveMove.MEASURE: (frozenset({ObjectiveState.APPROVED}), ObjectiveState.APPROVED),
    ObjectiveMove.CLOSE: (frozenset({ObjectiveState.APPROVED}), ObjectiveState.CLOSED),
}
"""From which states a move starts, and where it ends. What is approved is changed by a new objective."""


def may_move(state: str, move: ObjectiveMove) -> bool:
    """Can the move start from this state?"""
    return state in MOVES[move][0]
