"""The year at a glance: the matrix of units and months, what is left out, what is done; a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from audits.models import Audit, AuditProgramme, ProgrammeEntry, StandardClause
from audits.policies import AuditPolicy
from audits.rules.coverage import Cell, Coverage, Held, Slot, cells, coverage
from audits.selectors.office import units_of_year
from organisation.models import Unit
from organisation.selectors import unit_tree, units_under

MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A unit with its twelve months; an empty month is None."""

    unit: Unit
    months: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class YearOverview:
    """The programme of a year and what became of it.

    Attributes:
        programme: None when nobody began one.
        entries: by month, with their clauses; `audits`: those the person may read, by first day.
        coverage: of the whole office; None for whoever sees only his own units.
    """

    year: int
    programme: AuditProgramme | None
    rows: tuple[MatrixRow, ...]
    entries: tuple[ProgrammeEntry, ...]
    audits: tuple[Audit, ...]
    coverage: Coverage | None
    units: dict[int, Unit]
    clauses: dict[str, StandardClause]

    @property
    def units_left_out(self) -> list[Unit]:
        """Units that nobody audits this year."""
        return [self.units[key] for key in self.coverage.units_left_out] if self.coverage else []

    @property
    def clauses_left_out(self) -> list[StandardClause]:
        """Clauses that nobody covers this year."""
        return [self.clauses[key] for key in self.coverage.clauses_left_out] if self.coverage else []

    @property
    def units_waiting(self) -> list[Unit]:
        """Units that are planned, but not reported on yet."""
        return [self.units[key] for key in self.coverage.units_waiting] if self.coverage else []

    @property
    def clauses_waiting(self) -> list[StandardClause]:
        """Clauses that are planned, but no report has reached yet."""
        return [self.clauses[key] for key in self.coverage.clauses_waiting] if self.coverage else []


def programme_of(office: Unit, year: int) -> AuditProgramme | None:
    """The programme of a year."""
    rows = AuditProgramme.objects.select_related("office", "drawn_up_by", "approved_by")
    return rows.filter(office=office, year=year).first()


def year_overview(policy: AuditPolicy, office: Unit, year: int, today: dt.date) -> YearOverview:
    """Everything that the page of a year shows to a person."""
    programme = programme_of(office, year)
    units = units_of_year(office, year)
    entries = list(_entries(programme)) if programme else []
    every = list(audits_of_year(office, year))
    slots = [_slot(entry) for entry in entries]
    held = [_held(audit) for audit in every]
    clauses = {row.number: row for row in StandardClause.objects.filter(is_audited=True)}
    shown = units if policy.oversees else [unit for unit in units if unit.pk in policy.unit_ids]
    keys = {unit.pk for unit in shown}
    matrix = cells(slots, held, year, today)
    return YearOverview(
        year=year,
        programme=programme,
        rows=tuple(MatrixRow(u, tuple(matrix.get((u.pk, month)) for month in MONTHS)) for u in shown),
        entries=tuple(entry for entry in entries if entry.unit_id in keys),
        audits=tuple(policy.readable(audits_of_year(office, year))),
        coverage=_coverage(units, list(clauses), slots, held, year, today) if policy.oversees else None,
        units={unit.pk: unit for unit in units},
        clauses=clauses,
    )


def audits_of_year(office: Unit, year: int) -> QuerySet[Audit]:
    """The audits of an office in a year, with what lists show, by first day."""
    rows = Audit.objects.filter(office=office, year=year).select_related("unit", "entry")
    return rows.prefetch_related("clauses", "team__user").order_by("starts_on", "pk")


def _entries(programme: AuditProgramme) -> QuerySet[ProgrammeEntry]:
    rows = programme.entries.select_related("unit").prefetch_related("clauses", "audits")
    return rows.order_by("month", "unit__name", "pk")


def _coverage(
    units: list[Unit], clauses: list[str], slots: list[Slot], held: list[Held], year: int, today: dt.date
) -> Coverage:
    tree = unit_tree(today)
    below = {unit.pk: units_under([unit.pk], tree) for unit in units}
    return coverage([unit.pk for unit in units], clauses, slots, held, year, today, below)


def _slot(entry: ProgrammeEntry) -> Slot:
    return Slot(entry.pk, entry.unit_id, entry.month, frozenset(row.number for row in entry.clauses.all()))


def _held(audit: Audit) -> Held:
    numbers = frozenset(row.number for row in audit.clauses.all())
    return Held(audit.code, audit.entry_id, audit.unit_id, audit.starts_on.month, audit.state, numbers)
