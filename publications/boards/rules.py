"""What must happen to the notices on the boards. Pure: plain data, `now` and the calendar are passed in.

A board that takes paper must show, of each of its documents, exactly the version in force (DOMAIN 2.6). What differs
is a task; tasks are derived whenever somebody looks, nothing is stored. Screens show the version in force by
themselves, so they have no tasks and are not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from document_control.standing import ChainEvent, in_force_id
from organisation.vietnamese_format import VIETNAM, format_share

DueDay = Callable[[int, dt.date], dt.date]
"""(unit, day on which the time begins to run) → last day for the work, by the calendar of the unit."""


class TaskKind(StrEnum):
    MISSING = "missing"
    REPLACE = "replace"
    TAKE_DOWN = "take_down"


@dataclass(frozen=True, slots=True)
class BoardNeed:
    """A board that takes paper, and the documents that belong on it.

    Attributes:
        opens, closes: first and last day; None is an open end.
    """

    board_id: int
    unit_id: int
    document_ids: tuple[int, ...]
    opens: dt.date | None = None
    closes: dt.date | None = None

    def is_open(self, day: dt.date) -> bool:
        """Is the board in use on `day`?"""
        return (self.opens is None or self.opens <= day) and (self.closes is None or day <= self.closes)


@dataclass(frozen=True, slots=True)
class Hanging:
    """A notice that hangs on a board."""

    posting_id: int
    board_id: int
    document_id: int
    version_id: int


@dataclass(frozen=True, slots=True)
class PostingTask:
    """One thing to do at a board.

    Attributes:
        version_id: the version to put up; None when the notice only comes down.
        posting_id: the notice that must come down; None when nothing hangs yet.
        due_on: last day on which it is done in time.
    """

    kind: TaskKind
    board_id: int
    unit_id: int
    document_id: int
    version_id: int | None
    posting_id: int | None
    due_on: dt.date

    def is_late(self, today: dt.date) -> bool:
        """Has the last day passed?"""
        return self.due_on < today


@dataclass(frozen=True, slots=True)
class Compliance:
    """How many of the notices that must hang do hang in the version in force."""

    correct: int
    required: int

    @property
    def share(self) -> str:
        """The rate as printed: "99,57%"; "–" when nothing has to hang."""
        return format_share(self.correct, self.required)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What a known future day will ask for at a board.

    Attributes:
        version_id: the version that takes effect then; None for the repeal of the document.
        due_on: last day for the work; for a repeal the day itself.
    """

    board_id: int
    document_id: int
    version_id: int | None
    moment: dt.datetime
    due_on: dt.date


Lives = Mapping[int, Sequence[ChainEvent]]
"""Document → everything that happened to it (see `document_control.standing`)."""


def local_day(moment: dt.datetime) -> dt.date:
    """The day of a moment on the office's clock."""
    return moment.astimezone(VIETNAM).date()


def posting_tasks(
    boards: Iterable[BoardNeed], hanging: Iterable[Hanging], lives: Lives, now: dt.datetime, due_day: DueDay
) -> list[PostingTask]:
    """What must be done at `now`, most urgent first."""
    by_board = _by_board(hanging)
    tasks: list[PostingTask] = []
    for board in boards:
        notices = by_board.get(board.board_id, {})
        tasks += _tasks_of(board, notices, lives, now, due_day)
    return sorted(
        tasks, key=lambda task: (task.due_on, task.board_id, task.document_id, task.posting_id or 0)
    )


def compliance_by_unit(
    boards: Iterable[BoardNeed], hanging: Iterable[Hanging], lives: Lives, now: dt.datetime
) -> dict[int, Compliance]:
    """Numerator and denominator per unit, over its boards in use on the day of `now`."""
    by_board = _by_board(hanging)
    counts: dict[int, Compliance] = {}
    for board in boards:
        if not board.is_open(local_day(now)):
            continue
        notices = by_board.get(board.board_id, {})
        required = [(d, current) for d in board.document_ids if (current := _current(lives, d, now))]
        correct = sum([n.version_id for n in notices.get(d, ())] == [current] for d, current in required)
        before = counts.get(board.unit_id, Compliance(0, 0))
        counts[board.unit_id] = Compliance(before.correct + correct, before.required + len(required))
    return counts


def upcoming_work(
    boards: Iterable[BoardNeed], hanging: Iterable[Hanging], lives: Lives, now: dt.datetime, due_day: DueDay
) -> list[Upcoming]:
    """What the future moments that are known already will ask for, earliest first."""
    by_board = _by_board(hanging)
    found: list[Upcoming] = []
    for board in boards:
        if not board.is_open(local_day(now)):
            continue
        notices = by_board.get(board.board_id, {})
        for document_id in {*board.document_ids, *notices}:
            for event in _future(lives.get(document_id, ()), now):
                day = local_day(event.effective_from)
                is_repeal = event.version_id is None
                if is_repeal and document_id not in notices:
                    continue
                due = day if is_repeal else due_day(board.unit_id, day)
                found.append(
                    Upcoming(board.board_id, document_id, event.version_id, event.effective_from, due)
                )
    return sorted(found, key=lambda row: (row.moment, row.board_id, row.document_id))


def _by_board(hanging: Iterable[Hanging]) -> dict[int, dict[int, list[Hanging]]]:
    """Notices by board and document."""
    found: dict[int, dict[int, list[Hanging]]] = {}
    for notice in hanging:
        found.setdefault(notice.board_id, {}).setdefault(notice.document_id, []).append(notice)
    return found


def _current(lives: Lives, document_id: int, now: dt.datetime) -> int | None:
    return in_force_id(lives.get(document_id, ()), now)


def _future(events: Sequence[ChainEvent], now: dt.datetime) -> list[ChainEvent]:
    return [event for event in events if not event.cancelled and event.effective_from > now]


def _tasks_of(
    board: BoardNeed,
    notices: Mapping[int, Sequence[Hanging]],
    lives: Lives,
    now: dt.datetime,
    due_day: DueDay,
) -> list[PostingTask]:
    if not board.is_open(local_day(now)):
        closed_on = board.closes or local_day(now)
        return [_down(board, notice, closed_on) for rows in notices.values() for notice in rows]
    tasks: list[PostingTask] = []
    for document_id in {*board.document_ids, *notices}:
        rows = notices.get(document_id, ())
        events = lives.get(document_id, ())
        current = in_force_id(events, now)
        if current is None:
            ended = _ended_on(events, now)
            tasks += [_down(board, notice, ended) for notice in rows]
        elif document_id in board.document_ids:
            tasks += _tasks_of_needed(board, document_id, rows, current, events, due_day)
        else:
            tasks += [_down(board, n, _began_on(events, current)) for n in rows if n.version_id != current]
    return tasks


def _tasks_of_needed(
    board: BoardNeed,
    document_id: int,
    rows: Sequence[Hanging],
    current: int,
    events: Sequence[ChainEvent],
    due_day: DueDay,
) -> list[PostingTask]:
    begins = _began_on(events, current)
    old = [notice for notice in rows if notice.version_id != current]
    if not rows:
        begins = max(begins, board.opens) if board.opens else begins
        due = due_day(board.unit_id, begins)
        return [PostingTask(TaskKind.MISSING, board.board_id, board.unit_id, document_id, current, None, due)]
    if len(old) < len(rows):
        return [_down(board, notice, begins) for notice in old]  # the right one hangs beside it
    due = due_day(board.unit_id, begins)
    first, *others = old
    replace = PostingTask(
        TaskKind.REPLACE, board.board_id, board.unit_id, document_id, current, first.posting_id, due
    )
    return [replace, *(_down(board, notice, begins) for notice in others)]


def _down(board: BoardNeed, notice: Hanging, due_on: dt.date) -> PostingTask:
    return PostingTask(
        TaskKind.TAKE_DOWN,
        board.board_id,
        board.unit_id,
        notice.document_id,
        None,
        notice.posting_id,
        due_on,
    )


def _began_on(events: Sequence[ChainEvent], version_id: int) -> dt.date:
    return next(local_day(event.effective_from) for event in events if event.version_id == version_id)


def _ended_on(events: Sequence[ChainEvent], now: dt.datetime) -> dt.date:
    """The day from which nothing of the document holds."""
    past = [event for event in events if not event.cancelled and event.effective_from <= now]
    last = max(past, key=lambda event: event.index, default=None)
    return local_day(last.effective_from if last else now)
