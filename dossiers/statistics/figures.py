"""The figures of one period and their rates (DOMAIN 3.10). Pure.

    received = carried over + new (direct, postal, online)
    resolved = early + on time + overdue
    pending = within due + past due
    carried over + new = resolved + pending + closed without a result

The decision moment is when the result lay ready. Overdue is judged against the original due date. What is pending is
outside the denominator of the on-time rate.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from organisation.vietnamese_format import format_percent

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its numerator and denominator."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Two decimals, rounded half up; None of nothing."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 100 / Decimal(self.whole)).quantize(_CENT, ROUND_HALF_UP)

    def __str__(self) -> str:
        """ "99,57%"; "–" of nothing."""
        return "–" if self.percent is None else format_percent(self.percent)

    def as_json(self) -> dict[str, Any]:
        """Numerator, denominator and percent ("99.57", null of nothing)."""
        percent = self.percent
        return {
            "numerator": self.part,
            "denominator": self.whole,
            "percent": None if percent is None else str(percent),
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in one period, and how it stood at its end. All are counts of dossiers.

    Attributes:
        carried_over: received before the period and open when it began.
        overdue_with_new_date: of the overdue, those with a new date promised by an apology letter;
        overdue_after_apology: of these, those that missed the new date, too.
        past_due: pending, and the due date is over; dossiers whose clock stands still are within it.
    """

    carried_over: int = 0
    direct: int = 0
    postal: int = 0
    online: int = 0
    early: int = 0
    on_time: int = 0
    overdue: int = 0
    overdue_with_new_date: int = 0
    overdue_after_apology: int = 0
    without_result: int = 0
    within_due: int = 0
    past_due: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            *(
                mine + theirs
                for mine, theirs in zip(dataclasses.astuple(self), dataclasses.astuple(other), strict=True)
            )
        )

    @property
    def new(self) -> int:
        """Received within the period."""
        return self.direct + self.postal + self.online

    @property
    def received(self) -> int:
        """All there was to do: carried over and new."""
        return self.carried_over + self.new

    @property
    def kept(self) -> int:
        """Resolved early or on time."""
        return self.early + self.on_time

    @property
    def resolved(self) -> int:
        return self.kept + self.overdue

    @property
    def pending(self) -> int:
        return self.within_due + self.past_due

    @property
    def is_balanced(self) -> bool:
        """Does everything that was to do appear on the other side?"""
        return self.received == self.resolved + self.pending + self.without_result

    @property
    def on_time_rate(self) -> Rate:
        return Rate(self.kept, self.resolved)

    @property
    def early_rate(self) -> Rate:
        return Rate(self.early, self.resolved)

    @property
    def overdue_rate(self) -> Rate:
        return Rate(self.overdue, self.resolved)

    @property
    def online_rate(self) -> Rate:
        """Handed in online, of the new ones."""
        return Rate(self.online, self.new)
