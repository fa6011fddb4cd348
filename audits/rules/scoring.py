"""Points of the reform index (DOMAIN 5.2): from a value to points, from points to an index. Pure.

A component without points is "not scored yet": it is never counted as 0, and an index that lacks one is not known.
Where no survey was held, the components of the survey are outside the maximum, so that the rest fills the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from audits.enums import ScoringKind

CENT = Decimal("0.01")
ZERO, HUNDRED = Decimal(0), Decimal(100)
Rule = Mapping[str, Any]


class RuleError(ValueError):
    """The parameters of a scoring rule do not say how to score."""


def rounded(value: Decimal) -> Decimal:
    """Two decimals, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


# --- From a value to points -------------------------------------------------------------------------------------------
def points_for(scoring: str, rule: Rule, max_points: Decimal, value: Decimal) -> Decimal:
    """The points that a value earns, between 0 and the maximum, rounded half up to two decimals.

    Args:
        scoring: a `ScoringKind`.
        rule: its parameters, numbers as text.
            yes_no: none; any value but 0 means yes.
            ratio, survey: `full_at` (per cent that earns everything, 100 when left out), `floor` (below it nothing).
            step: `steps`, pairs of a least value and its points; the highest one reached counts.
            deduction: `per`, points taken off for each fault; the value counts faults.
        value: what was measured: per cent, a count, or 0 and 1.

    Raises:
        RuleError: the parameters do not fit the kind.
    """
    earned = _RULES[ScoringKind(scoring)](rule, max_points, value)
    return rounded(min(max(earned, ZERO), max_points))


def _number(rule: Rule, name: str, default: str | None = None) -> Decimal:
    text = rule.get(name, default)
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise RuleError(name)
    return number


def _yes_no(rule: Rule, max_points: Decimal, value: Decimal) -> Decimal:
    return max_points if value else ZERO


def _ratio(rule: Rule, max_points: Decimal, value: Decimal) -> Decimal:
    full_at, floor = _number(rule, "full_at", "100"), _number(rule, "floor", "0")
    if not full_at:
        raise RuleError("full_at")
    if value < floor:
        return ZERO
    return max_points if value >= full_at else max_points * value / full_at


def _step(rule: Rule, max_points: Decimal, value: Decimal) -> Decimal:
    return max((points for least, points in steps_of(rule) if value >= least), default=ZERO)


def _deduction(rule: Rule, max_points: Decimal, value: Decimal) -> Decimal:
    return max_points - _number(rule, "per") * value


_RULES: dict[ScoringKind, Callable[[Rule, Decimal, Decimal], Decimal]] = {
    ScoringKind.YES_NO: _yes_no,
    ScoringKind.RATIO: _ratio,
    ScoringKind.STEP: _step,
    ScoringKind.DEDUCTION: _deduction,
    ScoringKind.SURVEY: _ratio,
}


PARAMETERS: Mapping[ScoringKind, tuple[str, ...]] = {
    ScoringKind.YES_NO: (),
    ScoringKind.RATIO: ("full_at", "floor"),
    ScoringKind.STEP: ("steps",),
    ScoringKind.DEDUCTION: ("per",),
    ScoringKind.SURVEY: ("full_at", "floor"),
}
"""Which parameters the rule of each kind has; any other says nothing."""


def steps_of(rule: Rule) -> list[tuple[Decimal, Decimal]]:
    """The least values and points of a `step` rule, the lowest first.

    Raises:
        RuleError: there are none, or one of them is no pair of numbers.
    """
    pairs = rule.get("steps")
    if not isinstance(pairs, Sequence) or isinstance(pairs, str) or not pairs:
        raise RuleError("steps")
    found = []
    for pair in pairs:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise RuleError("steps")
        named = {"least": pair[0], "points": pair[1]}
        found.append((_number(named, "least"), _number(named, "points")))
    return sorted(found)


# --- From points to an index ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Part:
    """One component of an assessment; `points` is None while it is not scored."""

    key: str
    domain: str
    max_points: Decimal
    points: Decimal | None = None
    is_survey: bool = False

    @property
    def lost(self) -> Decimal | None:
        """Points below the maximum; None while it is not scored."""
        return None if self.points is None else self.max_points - self.points


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some components add up to.

    Attributes:
        points: of those that are scored; scored_maximum: what these could have earned.
        maximum: what all that count could earn.
        missing: how many are not scored.
    """

    points: Decimal = ZERO
    scored_maximum: Decimal = ZERO
    maximum: Decimal = ZERO
    missing: int = 0

    @property
    def percent(self) -> Decimal | None:
        """The index: points per hundred of the maximum; None while a component is missing, or when none counts."""
        if self.missing or not self.maximum:
            return None
        return rounded(self.points * HUNDRED / self.maximum)

    @property
    def lost(self) -> Decimal:
        """Points below the maximum of what is scored."""
        return self.scored_maximum - self.points


def counted(parts: Iterable[Part], *, has_survey: bool) -> list[Part]:
    """The parts that count: without a survey its components are left out."""
    return [part for part in parts if has_survey or not part.is_survey]


def outcome_of(parts: Iterable[Part], *, has_survey: bool) -> Outcome:
    """What the parts add up to."""
    points = scored = maximum = ZERO
    missing = 0
    for part in counted(parts, has_survey=has_survey):
        maximum += part.max_points
        if part.points is None:
            missing += 1
        else:
            points += part.points
            scored += part.max_points
    return Outcome(points, scored, maximum, missing)


def outcomes_by_domain(parts: Sequence[Part], *, has_survey: bool) -> dict[str, Outcome]:
    """The same for each domain, in the order of the parts."""
    domains = dict.fromkeys(part.domain for part in parts)
    return {
        domain: outcome_of((part for part in parts if part.domain == domain), has_survey=has_survey)
        for domain in domains
    }


def losses(parts: Iterable[Part], *, has_survey: bool) -> list[Part]:
    """Scored parts below their maximum, the largest loss first; parts of equal loss keep their order."""
    lacking = [part for part in counted(parts, has_survey=has_survey) if part.lost]
    return sorted(lacking, key=lambda part: part.lost or ZERO, reverse=True)


def what_if(parts: Sequence[Part], fixed: Iterable[str], *, has_survey: bool) -> Outcome:
    """What it would come to if the components named earned everything; those not scored may be among them."""
    keys = frozenset(fixed)
    better = [replace(part, points=part.max_points) if part.key in keys else part for part in parts]
    return outcome_of(better, has_survey=has_survey)
