"""Boards with what hangs on them and what is to do; the number of queries does not grow with boards or documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.timezone import localdate, make_aware

from document_control.enums import Audience
from document_control.models import ControlledDocument, IssuedVersion, Withdrawal
from organisation.calendars import calendar_for
from organisation.models import OfficeSettings, Unit
from organisation.worktime import CalendarRangeError, TimeLimit, due_at
from publications.enums import BoardSize
from publications.models import BoardDocument, NoticeBoard, PaperSettings, Posting
from publications.posting_rules import (
    Compliance,
    DueDay,
    Hanging,
    InForce,
    Place,
    compliance,
    places_of_board,
    places_of_screen,
)

NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class BoardState:
    """One board as of a moment."""

    board: NoticeBoard
    places: tuple[Place, ...]

    @property
    def compliance(self) -> Compliance:
        return compliance(self.places)

    @property
    def tasks(self) -> list[Place]:
        """What is to do, the most urgent first."""
        open_places = [place for place in self.places if place.task]
        return sorted(open_places, key=lambda place: place.due_on or dt.date.min)


@dataclass(frozen=True, slots=True)
class ComingChange:
    """A notice that will have to be replaced (a later version) or taken down (a repeal) on a known day."""

    document_id: int
    on: dt.date
    number: str = ""


@dataclass(slots=True)
class BoardOverview:
    """All boards with the documents they name."""

    boards: list[BoardState]
    documents: dict[int, ControlledDocument]
    coming: list[ComingChange] = field(default_factory=list)

    def by_unit(self) -> list[tuple[Unit, Compliance]]:
        """Compliance per unit in charge, by name."""
        sums: dict[int, Compliance] = defaultdict(lambda: Compliance(0, 0))
        units = {state.board.unit_id: state.board.unit for state in self.boards}
        for state in self.boards:
            sums[state.board.unit_id] += state.compliance
        return [(units[key], sums[key]) for key in sorted(units, key=lambda key: units[key].name)]

    @property
    def compliance(self) -> Compliance:
        return sum((state.compliance for state in self.boards), Compliance(0, 0))


def boards_at(now: dt.datetime, slug: str = "") -> BoardOverview:
    """Every board in use (or the one with this slug, also when closed) at `now`; nine queries at most."""
    boards = list(_boards(localdate(now), slug))
    listed = _listed(boards)
    hanging = _hanging(boards)
    keys = {key for keys in listed.values() for key in keys}
    keys |= {one.document_id for rows in hanging.values() for one in rows}
    documents = ControlledDocument.objects.filter(audience=Audience.PUBLIC).in_bulk(keys)
    in_force = _in_force(documents, now)
    ended = _ended(documents, now)
    due_day = due_days(boards, in_force.values(), now)
    states = []
    for board in boards:
        keys_of_board = [key for key in listed[board.pk] if key in documents]
        if board.size == BoardSize.SCREEN:
            places = places_of_screen(keys_of_board, in_force)
        else:
            places = places_of_board(keys_of_board, hanging[board.pk], in_force, ended, due_day)
        states.append(BoardState(board, tuple(places)))
    return BoardOverview(states, documents, _coming(documents, now))


def _boards(day: dt.date, slug: str) -> Iterable[NoticeBoard]:
    boards = NoticeBoard.objects.select_related("unit").order_by("name", "pk")
    return boards.filter(slug=slug) if slug else boards.valid_on(day)


def _listed(boards: list[NoticeBoard]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = BoardDocument.objects.filter(board__in=boards).order_by("sort_order", "document__code", "pk")
    for board_id, document_id in rows.values_list("board_id", "document_id"):
        found[board_id].append(document_id)
    return found


def _hanging(boards: list[NoticeBoard]) -> dict[int, list[Hanging]]:
    rows = (
        Posting.objects.filter(board__in=boards, take_down__isnull=True)
        .select_related("version")
        .defer("version__snapshot", "version__approvals")
        .order_by("posted_at", "pk")
    )
    found: dict[int, list[Hanging]] = defaultdict(list)
    for row in rows:
        version = row.version
        found[row.board_id].append(
            Hanging(row.pk, version.document_id, version.pk, str(version.number), row.posted_at)
        )
    return found


def _in_force(documents: Iterable[int], now: dt.datetime) -> dict[int, InForce]:
    versions = IssuedVersion.objects.in_force_at(now).filter(document__in=list(documents))
    rows = versions.values_list("document_id", "pk", "edition", "revision", "effective_from")
    return {
        document_id: InForce(pk, f"{edition}.{revision}", localdate(effective_from))
        for document_id, pk, edition, revision, effective_from in rows
    }


def _ended(documents: Iterable[int], now: dt.datetime) -> dict[int, dt.date]:
    ends = Withdrawal.objects.filter(
        document__in=list(documents), cancelled_version__isnull=True, effective_from__lte=now
    )
    rows = ends.order_by("chain_index").values_list("document_id", "effective_from")
    return {document_id: localdate(moment) for document_id, moment in rows}


def _coming(documents: Iterable[int], now: dt.datetime) -> list[ComingChange]:
    keys = list(documents)
    later = IssuedVersion.objects.upcoming_at(now).filter(document__in=keys)
    changes = [
        ComingChange(document_id, localdate(moment), f"{edition}.{revision}")
        for document_id, moment, edition, revision in later.values_list(
            "document_id", "effective_from", "edition", "revision"
        )
    ]
    ends = Withdrawal.objects.filter(
        document__in=keys, cancelled_version__isnull=True, effective_from__gt=now
    )
    changes += [
        ComingChange(document_id, localdate(moment))
        for document_id, moment in ends.values_list("document_id", "effective_from")
    ]
    return sorted(changes, key=lambda change: (change.on, change.document_id))


def due_days(boards: list[NoticeBoard], wanted: Iterable[InForce], now: dt.datetime) -> DueDay:
    """The rule of the office: so many working days after the day a version took effect."""
    days = (PaperSettings.objects.first() or PaperSettings()).posting_days
    starts = [one.since for one in wanted]
    office = OfficeSettings.objects.select_related("office").first()
    unit = office.office if office and office.office else boards[0].unit if boards else None
    if unit is None or not starts:
        return lambda day: day
    calendar = calendar_for(unit, min(starts), max(localdate(now), max(starts)) + dt.timedelta(days=60))
    limit = TimeLimit(days, "working_day") if days else None
    cache: dict[dt.date, dt.date] = {}

    def due(day: dt.date) -> dt.date:
        if limit is None:
            return day
        if day not in cache:
            noon = make_aware(dt.datetime.combine(day, NOON))
            try:
                cache[day] = localdate(due_at(noon, limit, calendar))
            except CalendarRangeError:
                cache[day] = day + dt.timedelta(days=days)
        return cache[day]

    return due
