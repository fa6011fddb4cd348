"""The tables of a report: the same words and numbers on screen, in files and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from document_control.enums import DocumentKind
from document_control.models import ControlledDocument
from dossiers.statistics.answers import figures_by, figures_of, rolled_up
from dossiers.statistics.charts import LEAST_RANKED
from dossiers.statistics.figures import Figures
from dossiers.statistics.forms import Asked
from dossiers.statistics.questions import NO_FIELD, NOBODY, Dimension, Group
from organisation.models import Unit, User
from organisation.vietnamese_format import format_number, upper_first, vietnamese_sort_key
from procedures.enums import Channel
from procedures.models import ProcedureField

MONTH = "month"
"""Broken down by month: no dimension of the dossiers but of the period."""

COLUMNS = ("received", "resolved", "early", "on_time", "overdue", "pending", "without_result")
"""Measures of the table, in its order; the rate comes last."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        changes: what its links change in the address of the report ({"don-vi": "12"}).
    """

    label: str
    figures: Figures
    changes: dict[str, str] = field(default_factory=dict)

    def cells(self) -> list[str]:
        """The line as text: label, counts, rate with numerator and denominator."""
        counts = [format_number(getattr(self.figures, name)) for name in COLUMNS]
        return [self.label, *counts, rate_words(self.figures)]


def rate_words(figures: Figures) -> str:
    """The on-time rate beside its numerator and denominator: "97,50% (117/120)"."""
    rate = figures.on_time_rate
    if not rate.whole:
        return "–"
    return f"{rate} ({format_number(rate.part)}/{format_number(rate.whole)})"


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of one kind with their sum."""

    first_column: str
    lines: list[Line]
    total: Line

    def head(self) -> list[str]:
        """The words above the columns."""
        return [
            self.first_column,
            _("Carried over + new"),
            _("Resolved"),
            _("Early"),
            _("On time"),
            _("Overdue"),
            _("Pending"),
            _("Without a result"),
            _("On-time rate"),
        ]

    def rows(self) -> list[list[str]]:
        """All lines and the sum as text."""
        return [line.cells() for line in [*self.lines, self.total]]


def table_of(kind: str, asked: Asked, total: Figures) -> Table:
    """The table by a dimension or by `MONTH`; `total` are the figures of the whole question."""
    sum_line = Line(_("Total"), total)
    if kind == MONTH:
        return Table(_("Month"), _month_lines(asked), sum_line)
    dimension = Dimension(kind)
    by_group = figures_by(dimension, asked.question, asked.period)
    if dimension == Dimension.UNIT:
        return Table(_("Unit"), _unit_lines(asked, by_group), sum_line)
    words, parameter, labels = _SOURCES[dimension]()
    lines = [
        Line(labels.get(group, _unknown(dimension, group)), figures, {parameter: _address(dimension, group)})
        for group, figures in by_group.items()
    ]
    return Table(words, _in_order(lines), sum_line)


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: vietnamese_sort_key(line.label))


def _month_lines(asked: Asked) -> list[Line]:
    months = list(asked.period.months())
    figures = figures_of(asked.question, months)
    lines = []
    for month, found in zip(months, figures, strict=True):
        days = {"tu": f"{month.first:%d/%m/%Y}", "den": f"{month.last:%d/%m/%Y}", "ky": "khac"}
        changes = {"ky": month.name, "tu": "", "den": ""} if month.name else days
        lines.append(Line(month.words, found, changes))
    return lines


def _unit_lines(asked: Asked, by_group: Mapping[Group, Figures]) -> list[Line]:
    """Units directly below the chosen one, each with all below it; the chosen unit's own dossiers first."""
    root = asked.root
    if root is None or asked.own_only:
        shares = {int(str(group)): figures for group, figures in by_group.items() if group is not None}
    else:
        shares = rolled_up(dict(by_group), root.pk, asked.tree)
    names = dict(Unit.objects.filter(pk__in=shares).values_list("pk", "short_name"))
    lines = []
    for unit_id, figures in shares.items():
        is_root = root is not None and unit_id == root.pk
        label = upper_first(names[unit_id])
        if is_root and len(shares) > 1:
            label = _("%(unit)s (its own)") % {"unit": label}
        lines.append(Line(label, figures, {"don-vi": str(unit_id), "rieng": "1" if is_root else ""}))
    return _in_order(lines)


# --- What groups are called ---------------------------------------------------------------------------------------
Named = tuple[str, str, dict[Any, str]]  # word of the column, parameter of the address, labels by group


def _fields() -> Named:
    return _("Field"), "linh-vuc", dict(ProcedureField.objects.values_list("code", "name"))


def _procedures() -> Named:
    rows = ControlledDocument.objects.filter(kind=DocumentKind.PROCEDURE).values_list("pk", "code", "title")
    return _("Procedure"), "thu-tuc", {pk: f"{code} {title}" for pk, code, title in rows}


def _officers() -> Named:
    rows = User.objects.values_list("pk", "last_name", "first_name", "username")
    return (
        _("Officer"),
        "can-bo",
        {pk: f"{last} {first}".strip() or username for pk, last, first, username in rows},
    )


def _channels() -> Named:
    return (
        _("Way of handing in"),
        "kenh",
        {value: str(label) for value, label in Channel.choices},
    )


_SOURCES = {
    Dimension.FIELD: _fields,
    Dimension.PROCEDURE: _procedures,
    Dimension.OFFICER: _officers,
    Dimension.CHANNEL: _channels,
}


def _unknown(dimension: Dimension, group: Group) -> str:
    if group in (None, ""):
        return {Dimension.OFFICER: _("Nobody yet"), Dimension.FIELD: _("Without a field")}[dimension]
    return str(group)


def _address(dimension: Dimension, group: Group) -> str:
    if dimension == Dimension.OFFICER and group is None:
        return str(NOBODY)
    return NO_FIELD if group == "" else str(group)


def finding(table: Table, target_words: str, below: Sequence[str]) -> str:
    """What the picture says in one sentence: who misses the target."""
    if not any(line.figures.resolved for line in table.lines):
        return _("Nothing was resolved in this period")
    if not any(line.figures.resolved >= LEAST_RANKED for line in table.lines):
        return _("Too few dossiers to be held against the target of %(target)s") % {"target": target_words}
    if not below:
        return _("All reach the target of %(target)s") % {"target": target_words}
    if len(below) == 1:
        return _("%(name)s does not reach the target of %(target)s") % {
            "name": below[0],
            "target": target_words,
        }
    return _("%(count)s lines do not reach the target of %(target)s") % {
        "count": len(below),
        "target": target_words,
    }
