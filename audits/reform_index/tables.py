"""Rankings of a year: what is computed here, and beside it what was published; the same on screen and in files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audits.enums import AssessmentState, IndexTarget
from audits.models import Assessment, IndexSet, PublishedStanding
from audits.reform_index.tree import points_by_assessment
from audits.rules.index_states import FROZEN
from audits.rules.ranking import Spread, is_target_met, ranked, spread_of, years_in_top
from audits.rules.scoring import Outcome, outcome_of
from organisation.vietnamese_format import format_number, format_percent, vietnamese_sort_key

STATE_PILLS = {
    AssessmentState.OPEN: "draft",
    AssessmentState.SELF_SCORING: "draft",
    AssessmentState.SUBMITTED: "waiting",
    AssessmentState.APPRAISING: "in_review",
    AssessmentState.EXPLAINING: "in_review",
    AssessmentState.FINAL: "in_approval",
    AssessmentState.PUBLISHED: "in_force",
}
"""How a state looks."""


@dataclass(frozen=True, slots=True)
class RankedLine:
    """One unit in the ranking of a round.

    Attributes:
        index, rank: None until the result is final: "not scored yet", never 0.
        outcome: what is there so far.
    """

    assessment: Assessment
    index: Decimal | None
    rank: int | None
    outcome: Outcome

    @property
    def state_label(self) -> str:
        """How far it is, in words."""
        return str(AssessmentState(self.assessment.state).label)

    @property
    def state_pill(self) -> str:
        """How far it is, as a sign."""
        return STATE_PILLS[AssessmentState(self.assessment.state)]


@dataclass(frozen=True, slots=True)
class Round:
    """All units scored by one set in one year, in order of their rank."""

    index_set: IndexSet
    year: int
    lines: list[RankedLine]

    @property
    def spread(self) -> Spread:
        """Highest and lowest index."""
        return spread_of(line.index for line in self.lines)

    @property
    def heading(self) -> str:
        """Its name within a page, and in the address of its files."""
        return f"{self.index_set.pk}-{self.year}"

    @property
    def kind_words(self) -> str:
        """Which units are compared."""
        return str(IndexTarget(self.index_set.target_kind).label)

    def head(self) -> list[str]:
        """The words above the columns."""
        return [_("Rank"), _("Unit"), _("Points"), _("At most"), _("Index"), _("State")]

    def rows(self) -> list[list[str]]:
        """The table as text; the same words as on screen."""
        return [
            [
                str(line.rank) if line.rank else "–",
                line.assessment.unit.name,
                format_number(line.outcome.points, 2) if line.index is not None else "–",
                format_number(line.outcome.maximum, 2),
                index_words(line.index),
                line.state_label,
            ]
            for line in self.lines
        ]


def index_words(index: Decimal | None) -> str:
    """ "93,01%", or that it is not scored yet."""
    return _("not scored yet") if index is None else format_percent(index)


def rounds_of(assessments: QuerySet[Assessment], *, only_published: bool = False) -> list[Round]:
    """The rounds of these assessments, the newest first; two queries however many there are.

    Args:
        only_published: rank published results only, for people who do not see all the others.
    """
    rows = sorted(
        assessments.select_related("unit", "index_set"),
        key=lambda row: vietnamese_sort_key(row.unit.short_name),
    )
    parts = points_by_assessment(rows)
    by_round: dict[tuple[int, int], list[Assessment]] = {}
    for row in rows:
        by_round.setdefault((row.year, row.index_set_id), []).append(row)
    outcomes = {row.pk: outcome_of(parts[row.pk], has_survey=row.has_survey) for row in rows}
    keys = sorted(by_round, key=lambda key: (-key[0], key[1]))
    ranking = (AssessmentState.PUBLISHED,) if only_published else FROZEN
    return [_round(by_round[key], outcomes, ranking) for key in keys]


def _round(
    rows: Sequence[Assessment], outcomes: dict[int, Outcome], ranking: Sequence[AssessmentState]
) -> Round:
    by_key = {row.pk: row for row in rows}
    places = ranked({row.pk: row.index if row.state in ranking else None for row in rows})
    lines = [
        RankedLine(by_key[place.key], by_key[place.key].index, place.rank, outcomes[place.key])
        for place in places
    ]
    return Round(rows[0].index_set, rows[0].year, lines)


# --- Published standings ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class StandingLine:
    """One published place.

    Attributes:
        target_met: None where no target was set.
        years: how many years in a row, up to this one, among the first that the target names.
    """

    standing: PublishedStanding
    target_met: bool | None
    years: int

    @property
    def is_known(self) -> bool:
        """Was its index or its place published?"""
        return self.standing.index is not None or self.standing.reached_top is not None

    @property
    def index_words(self) -> str:
        """The index as it was published; that it was not is no 0."""
        if self.standing.index is None:
            return _("not published")
        words = format_percent(self.standing.index)
        return _("about %(index)s") % {"index": words} if self.standing.is_approximate else words

    @property
    def rank_words(self) -> str:
        """ "3/30", "top 3 of 30", or a dash."""
        standing = self.standing
        if standing.rank is not None:
            return f"{standing.rank}/{standing.of}"
        if standing.within_top is not None:
            return _("among the first %(top)s of %(of)s") % {"top": standing.within_top, "of": standing.of}
        return "–"


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """A published ranking of a year, as far as it is known."""

    year: int
    group: str
    kind: str
    of: int
    lines: list[StandingLine]
    commended: int | None

    @property
    def spread(self) -> Spread:
        """Highest, lowest and how many indexes were not published."""
        return spread_of(line.standing.index for line in self.lines)

    @property
    def heading(self) -> str:
        """Its name within a page."""
        return slugify(f"{self.year} {self.group.replace('đ', 'd')}")

    @property
    def kind_words(self) -> str:
        """Which units are compared."""
        return str(IndexTarget(self.kind).label)

    @property
    def known(self) -> list[StandingLine]:
        """Units of which the index or the place was published."""
        return [line for line in self.lines if line.is_known]

    @property
    def unknown(self) -> list[StandingLine]:
        """Units of which neither was published."""
        return [line for line in self.lines if not line.is_known]

    @property
    def sources(self) -> list[str]:
        """Where the figures stand."""
        return list(dict.fromkeys(line.standing.source for line in self.lines))


def standings_of(rows: Iterable[PublishedStanding]) -> list[StandingGroup]:
    """The published rankings, the newest first, each in order of rank and index, unknown ones last."""
    found = list(rows)
    reached: dict[tuple[str, str], dict[int, int | None]] = {}
    for row in found:
        reached.setdefault((row.target_kind, row.name), {})[row.year] = row.reached_top
    groups: dict[tuple[int, str], list[PublishedStanding]] = {}
    for row in found:
        groups.setdefault((row.year, row.group), []).append(row)
    return [
        _group(year, group, groups[year, group], reached)
        for year, group in sorted(groups, key=lambda key: (-key[0], key[1]))
    ]


def _group(
    year: int,
    group: str,
    rows: list[PublishedStanding],
    reached: dict[tuple[str, str], dict[int, int | None]],
) -> StandingGroup:
    rows = sorted(rows, key=_standing_order)
    lines = []
    for row in rows:
        top = row.target_top or row.within_top
        years = years_in_top(reached[row.target_kind, row.name], top, year) if top else 0
        lines.append(StandingLine(row, is_target_met(row.reached_top, row.target_top), years))
    commended = [row.commended for row in rows if row.commended is not None]
    return StandingGroup(year, group, rows[0].target_kind, rows[0].of, lines, max(commended, default=None))


def _standing_order(row: PublishedStanding) -> tuple[bool, int, bool, Decimal, object]:
    return (
        row.rank is None,
        row.rank or 0,
        row.index is None,
        -(row.index or Decimal(0)),
        vietnamese_sort_key(row.name),
    )
