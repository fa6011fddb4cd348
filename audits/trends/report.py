"""The trends of the findings that a person may read, as asked for in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audits.enums import FindingSource, FindingState, Grade
from audits.forms.trends import NO_CLAUSE, TrendsForm
from audits.models import Finding, StandardClause
from audits.rules.report_content import clause_key, standard_clause
from audits.trends.figures import CLOSED, GRADE_COLUMNS, OPEN, TOTAL, Column, Table, Tally, table_of
from organisation.models import Unit
from organisation.vietnamese_format import vietnamese_sort_key

CLAUSE, UNIT, GRADE, SOURCE, YEAR = "dieu-khoan", "don-vi", "muc-do", "nguon", "nam"
KINDS = (CLAUSE, UNIT, GRADE, SOURCE, YEAR)
"""Values of `xem`: what the table is broken down by."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What findings are counted by.

    Attributes:
        value: the expression of a finding.
        parameter: the filter that narrows to one value.
        label, order: of a value; `order` also gets the total.
    """

    first_column: str
    value: Any
    parameter: str
    label: Callable[[Any], str]
    order: Callable[[Any, int], Any]


ENDED = Q(state=FindingState.CLOSED)


class Trends:
    """Table and pictures of one address.

    Args:
        data: the GET parameters.
        readable: findings the person may read; those taken back are never counted.
    """

    def __init__(self, data: Mapping[str, Any], readable: QuerySet[Finding]) -> None:
        kept = readable.exclude(state=FindingState.CANCELLED).order_by()
        self.readable = Finding.objects.filter(pk__in=kept.values("pk")).order_by()
        asked = data.get("xem", "")
        self.kind = asked if asked in KINDS else CLAUSE
        self.titles: dict[str, str] = dict(StandardClause.objects.values_list("number", "title"))
        self.form = TrendsForm(
            data, years=self._years(), units=sorted(self.units.items(), key=_by_name), clauses=self._clauses()
        )
        self.filters = self.form.chosen()

    # --- What can be chosen -------------------------------------------------------------------------------------
    @cached_property
    def units(self) -> dict[int, str]:
        """Names of the units that have findings."""
        rows = Unit.objects.filter(pk__in=self.readable.values("unit"))
        return {unit.pk: unit.short_name or unit.name for unit in rows}

    @cached_property
    def _raw_clauses(self) -> list[str]:
        return list(self.readable.values_list("clause", flat=True).distinct())

    def _years(self) -> list[int]:
        years = self.readable.annotate(year=ExtractYear("raised_at")).values_list("year", flat=True)
        return sorted(set(years.distinct()), reverse=True)

    def _clauses(self) -> list[tuple[str, str]]:
        numbers = {standard_clause(raw, self.titles) for raw in self._raw_clauses if raw}
        return [(number, self.clause_label(number)) for number in sorted(numbers, key=clause_key)]

    # --- The findings -------------------------------------------------------------------------------------------
    def findings(self, *, without: str = "") -> QuerySet[Finding]:
        """Those behind the page, all filters applied but the one named `without`."""
        found = self.readable
        for name, value in self.filters.items():
            if name != without:
                found = found.filter(self._condition(name, value))
        return found

    def _condition(self, name: str, value: str) -> Q:
        conditions: dict[str, Callable[[], Q]] = {
            "nam": lambda: Q(raised_at__year=int(value)),
            "don-vi": lambda: Q(unit=int(value)),
            "nguon": lambda: Q(source=value),
            "muc": lambda: Q(grade=value),
            "con": lambda: ENDED if value == CLOSED else ~ENDED,
            "dieu-khoan": lambda: Q(clause__in=self._clauses_under(value)),
        }
        return conditions[name]()

    def _clauses_under(self, number: str) -> list[str]:
        """The clauses as written in findings that count under one number."""
        if number == NO_CLAUSE:
            return [""]
        return [raw for raw in self._raw_clauses if raw and standard_clause(raw, self.titles) == number]

    # --- Tables -------------------------------------------------------------------------------------------------
    @cached_property
    def table(self) -> Table:
        """The table of the chosen kind."""
        return self._table(self.kind, self.findings())

    @cached_property
    def years(self) -> Table:
        """The table of years, whatever year is chosen."""
        return self._table(YEAR, self.findings(without="nam"))

    def _table(self, kind: str, findings: QuerySet[Finding]) -> Table:
        dimension = self._dimension(kind)
        rows = (
            findings.annotate(value=dimension.value)
            .values_list("value", "grade")
            .annotate(all=Count("pk"), ended=Count("pk", filter=ENDED))
        )
        tallies = []
        for value, grade, count, ended in rows:
            key = standard_clause(value, self.titles) if kind == CLAUSE else value
            tallies += [Tally(key, grade, False, ended), Tally(key, grade, True, count - ended)]

        def line(value: Any) -> tuple[str, dict[str, str]]:
            return dimension.label(value), {dimension.parameter: str(value) or NO_CLAUSE}

        sum_label = pgettext("findings", "Sum")
        return table_of(tallies, dimension.first_column, _columns(kind), sum_label, line, dimension.order)

    def _dimension(self, kind: str) -> Dimension:
        return {
            CLAUSE: Dimension(
                pgettext("standard", "Clause"),
                F("clause"),
                "dieu-khoan",
                self.clause_label,
                lambda value, total: (not value, clause_key(value)),
            ),
            UNIT: Dimension(
                _("Unit"),
                F("unit"),
                "don-vi",
                lambda value: self.units[value],
                lambda value, total: (-total, vietnamese_sort_key(self.units[value])),
            ),
            GRADE: Dimension(
                _("Grade"),
                F("grade"),
                "muc",
                lambda value: str(Grade(value).label),
                lambda value, total: GRADE_COLUMNS.index(Grade(value)),
            ),
            SOURCE: Dimension(
                _("Source"),
                F("source"),
                "nguon",
                lambda value: str(FindingSource(value).label),
                lambda value, total: (-total, value),
            ),
            YEAR: Dimension(_("Year"), ExtractYear("raised_at"), "nam", str, lambda value, total: value),
        }[kind]

    def clause_label(self, number: str) -> str:
        """ "7.5 Thông tin dạng văn bản"."""
        return f"{number} {self.titles.get(number, '')}".strip() or _("No clause named")

    def _order(self, kind: str) -> Any:
        match kind:
            case "dieu-khoan":
                return lambda value, total: (not value, clause_key(value))
            case "muc-do":
                return lambda value, total: GRADE_COLUMNS.index(Grade(value))
            case "nam":
                return lambda value, total: value
            case "don-vi":
                return lambda value, total: (-total, vietnamese_sort_key(self.units[value]))
            case _:
                return lambda value, total: (-total, value)

    # --- Words --------------------------------------------------------------------------------------------------
    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        lines = self.table.lines
        if not lines:
            return ""
        top = max(lines, key=lambda line: line.total)
        return _("Most findings: %(label)s, %(count)s of %(total)s") % {
            "label": top.label,
            "count": top.total,
            "total": self.table.total.total,
        }

    @property
    def caption(self) -> str:
        """The head of a file: what is counted, and the filters that hold."""
        words = [f"{label}: {value}" for label, value in self.form.words()]
        return " · ".join(
            [_("Findings by %(kind)s") % {"kind": self._dimension(self.kind).first_column.lower()}, *words]
        )


def _by_name(pair: tuple[int, str]) -> Any:
    return vietnamese_sort_key(pair[1])


def _columns(kind: str) -> Sequence[Column]:
    open_column = Column(OPEN, _("Not closed"), {"con": OPEN}, is_part=kind == GRADE)
    total = Column(TOTAL, pgettext("findings", "In all"), is_part=False)
    if kind == GRADE:
        return [open_column, Column(CLOSED, pgettext("finding", "Closed"), {"con": CLOSED}), total]
    grades = [Column(grade.value, str(grade.label), {"muc": grade.value}) for grade in GRADE_COLUMNS]
    return [*grades, total, open_column]
