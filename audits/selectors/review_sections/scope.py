"""What a pack is about, and what several of its sections need; each thing is read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.timezone import localdate

from audits.enums import ActionState
from audits.measures import Scope
from audits.models import CorrectiveAction, ManagementReview
from audits.rules.review_inputs import Fact, Grid
from dossiers.models import LateIncident
from dossiers.statistics.figures import Figures
from dossiers.statistics.incidents import CauseLine, by_cause, incidents_of
from dossiers.statistics.periods import Period
from organisation.models import Unit
from organisation.selectors import unit_tree, units_under
from organisation.vietnamese_format import format_date, format_number, format_percent, lower_first

MOST_ROWS = 40
"""Rows of one table of the pack; a meeting reads no longer list, and the lists themselves are a click away."""

OPEN_ACTIONS = (ActionState.OPEN, ActionState.PLANNED, ActionState.DONE)


class PackScope:
    """The office, the period and the moment of a pack.

    Args:
        review: the review that is prepared.
        now: figures are of this moment.
    """

    def __init__(self, review: ManagementReview, now: dt.datetime) -> None:
        self.review, self.now = review, now
        self.office: Unit = review.office
        self.period = Period(review.period_from, review.period_to)
        self.today = localdate(now)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """The office and every unit below it on the last day of the period, or today while it runs."""
        return units_under([self.office.pk], unit_tree(min(self.period.last, self.today)))

    @cached_property
    def counted(self) -> Scope:
        return Scope(self.unit_ids, self.now, [self.period, self.period.previous])

    @cached_property
    def figures(self) -> tuple[Figures, Figures]:
        """Of the period, and of the one before."""
        now, before = self.counted.figures([self.period, self.period.previous])
        return now, before

    @cached_property
    def incidents(self) -> QuerySet[LateIncident]:
        return incidents_of(self.counted.question, self.period)

    @cached_property
    def causes(self) -> list[CauseLine]:
        return by_cause(self.incidents)

    @cached_property
    def earlier_actions(self) -> list[CorrectiveAction]:
        """Actions given up to the end of the period, with what a table of actions says; one query."""
        rows = CorrectiveAction.objects.filter(unit__in=self.unit_ids, created_at__lt=self.period.end)
        return list(rows.select_related("owner", "unit", "review_decision__review"))

    def is_open(self, action: CorrectiveAction) -> bool:
        """Was the action still open when the period ended (or is it now)?"""
        return action.state in OPEN_ACTIONS or (
            action.ended_at is not None and action.ended_at >= self.period.end
        )

    def is_late(self, action: CorrectiveAction) -> bool:
        """Open, and due before the period ended (or before today)."""
        return (
            self.is_open(action)
            and action.due_on <= min(self.period.last, self.today)
            and (action.due_on < self.today)
        )

    @property
    def before_words(self) -> str:
        """ "quý II/2026"."""
        return lower_first(self.period.previous.words)


def count_fact(label: str, count: int, note: str = "", *, bad: bool = False) -> Fact:
    """A number of cases; `bad` ones are marked when there are any."""
    return Fact(label, format_number(count), note, "warn" if bad and count else "")


def change_words(now: Decimal | None, before: Decimal | None) -> str:
    """ "+1,20 điểm %" against the period before; empty when one of both is unknown."""
    if now is None or before is None:
        return ""
    change = now - before
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{format_percent(abs(change)).rstrip('%')} điểm %"


def grid(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """A table of at most `MOST_ROWS` rows, which says how many more there are."""
    shown = tuple(tuple(row) for row in rows[:MOST_ROWS])
    left = len(rows) - len(shown)
    return Grid(
        caption, tuple(head), shown, f"Còn {format_number(left)} dòng khác trong hệ thống." if left else ""
    )


def action_rows(scope: PackScope, actions: Sequence[CorrectiveAction]) -> list[list[str]]:
    """Code, what, who, until when, how far."""
    return [
        [
            action.code,
            action.title,
            f"{action.owner.get_full_name()}, {action.unit.short_name}",
            format_date(action.due_on),
            f"{action.get_state_display()}{' (quá hạn)' if scope.is_late(action) else ''}",
        ]
        for action in actions
    ]


ACTION_HEAD = ("Mã", "Việc phải làm", "Người thực hiện", "Hạn", "Tình trạng")
