"""The door to the figures: counters where they know the answer, rows everywhere else. Both say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dossiers.statistics.figures import Figures
from dossiers.statistics.from_counters import can_answer, figures_from_counters
from dossiers.statistics.from_rows import figures_from_rows
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Answer, Dimension, Group, Question
from organisation.selectors import UnitTree, unit_tree, units_under

__all__ = ["figures_by", "figures_by_in", "figures_of", "rolled_up", "units_of"]


def figures_of(question: Question, periods: Sequence[Period]) -> list[Figures]:
    """The figures of each period; two queries for whole months of competent units, else three.

    A period cut by its days does not force the others onto the rows.
    """
    known = [period for period in periods if can_answer(question, [period])]
    rest = [period for period in periods if period not in known]
    found = dict(zip(known, _total(figures_from_counters(question, known)), strict=False)) if known else {}
    if rest:
        found |= dict(zip(rest, _total(figures_from_rows(question, rest)), strict=False))
    return [found.get(period, Figures()) for period in periods]


def _total(answer: Answer) -> list[Figures]:
    return answer.get(None, [])


def figures_by(dimension: Dimension, question: Question, period: Period) -> dict[Group, Figures]:
    """The figures of one period by unit, field, procedure, officer or channel; groups with nothing are left out."""
    answer = figures_by_in(dimension, question, [period])
    return {group: lines[0] for group, lines in answer.items() if lines[0] != Figures()}


def figures_by_in(dimension: Dimension, question: Question, periods: Sequence[Period]) -> Answer:
    """The figures of several periods by group; three queries at most."""
    source = figures_from_counters if can_answer(question, periods) else figures_from_rows
    return source(question, periods, dimension)


# --- Units --------------------------------------------------------------------------------------------------------
def units_of(root_ids: Iterable[int], day: dt.date) -> frozenset[int]:
    """These units with all below them on `day`: a ward includes its divisions."""
    return units_under(root_ids, unit_tree(day))


def rolled_up(by_unit: dict[Group, Figures], root_id: int, tree: UnitTree) -> dict[int, Figures]:
    """Figures of single units summed into the units directly below `root_id`; what is the root's own stays its own."""
    shares: dict[int, Figures] = {}
    for child_id in (root_id, *tree.get(root_id, [])):
        ids = {root_id} if child_id == root_id else units_under([child_id], tree)
        mine = [figures for unit_id, figures in by_unit.items() if unit_id in ids]
        if mine:
            shares[child_id] = sum(mine, Figures())
    return shares
