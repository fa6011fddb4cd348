"""Reads of the posting register: what should hang where, what does, and the work that follows.

The number of queries does not depend on how many boards, documents or notices there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from document_control.models import ControlledDocument, IssuedVersion, Withdrawal
from document_control.numbering import VersionNumber
from document_control.standing import ChainEvent, in_force_id
from organisation.calendars import calendar_for
from organisation.models import Unit
from organisation.worktime import CalendarRangeError, TimeLimit, due_at
from publications.boards.rules import (
    BoardNeed,
    Compliance,
    Hanging,
    PostingTask,
    Upcoming,
    compliance_by_unit,
    local_day,
    posting_tasks,
    upcoming_work,
)
from publications.enums import BoardSize
from publications.models import POSTABLE, BoardDocument, NoticeBoard, PaperSettings, Posting


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version as lists name it, without its text."""

    pk: int
    number: VersionNumber
    effective_from: dt.datetime
    check_code: str


@dataclass(frozen=True, slots=True)
class PostingRegister:
    """The boards in use, what belongs on them and what hangs, read at one moment."""

    now: dt.datetime
    boards: dict[int, NoticeBoard]
    document_ids: dict[int, tuple[int, ...]]
    documents: dict[int, ControlledDocument]
    versions: dict[int, KnownVersion]
    lives: dict[int, list[ChainEvent]]
    postings: dict[int, Posting]
    posting_days: int

    def needs(self) -> list[BoardNeed]:
        """The boards that take paper, as the rules read them."""
        return [
            BoardNeed(
                board.pk, board.unit_id, self.document_ids.get(board.pk, ()), board.valid_from, board.valid_to
            )
            for board in self.boards.values()
            if board.size != BoardSize.SCREEN
        ]

    def hanging(self) -> list[Hanging]:
        """The notices that hang, as the rules read them."""
        return [
            Hanging(posting.pk, posting.board_id, posting.version.document_id, posting.version_id)
            for posting in self.postings.values()
        ]

    def in_force(self, document_id: int) -> KnownVersion | None:
        """The version in force of a document."""
        version_id = in_force_id(self.lives.get(document_id, ()), self.now)
        return self.versions[version_id] if version_id else None

    def due_day(self, unit_id: int, begins: dt.date) -> dt.date:
        """The last of the working days within which a new version must hang, by the calendar of the unit."""
        unit = next(board.unit for board in self.boards.values() if board.unit_id == unit_id)
        return working_days_after(unit, begins, self.posting_days)

    def tasks(self) -> list[PostingTask]:
        """What must be done, most urgent first."""
        return posting_tasks(self.needs(), self.hanging(), self.lives, self.now, self.due_day)

    def compliance(self) -> dict[Unit, Compliance]:
        """Correct and required notices per unit."""
        units = {board.unit_id: board.unit for board in self.boards.values()}
        counts = compliance_by_unit(self.needs(), self.hanging(), self.lives, self.now)
        return {units[unit_id]: count for unit_id, count in counts.items()}

    def upcoming(self) -> list[Upcoming]:
        """What known future days will ask for."""
        return upcoming_work(self.needs(), self.hanging(), self.lives, self.now, self.due_day)


def working_days_after(unit: Unit, begins: dt.date, days: int) -> dt.date:
    """The `days`-th working day after `begins`; without a calendar for that time, as many days by date."""
    first, last = begins - dt.timedelta(days=7), begins + dt.timedelta(days=7 + 3 * days)
    noon = dt.datetime.combine(begins, dt.time(12)).astimezone()
    if not days:
        return begins
    try:
        return local_day(due_at(noon, TimeLimit(days, "working_day"), calendar_for(unit, first, last)))
    except CalendarRangeError:
        return begins + dt.timedelta(days=days)


def posting_register(now: dt.datetime, board_ids: Collection[int] | None = None) -> PostingRegister:
    """The register at `now`: boards in use and those where something still hangs.

    Args:
        board_ids: only these boards; all when left out.
    """
    postings = hanging_postings()
    boards = NoticeBoard.objects.select_related("unit")
    if board_ids is not None:
        postings, boards = postings.filter(board__in=board_ids), boards.filter(pk__in=board_ids)
    register = _bare_register(now, boards, postings)
    return replace(
        register,
        documents=ControlledDocument.objects.in_bulk(_named(register.document_ids, register.postings)),
        posting_days=PaperSettings.chosen().posting_days,
    )


def count_tasks(now: dt.datetime, boards: Iterable[NoticeBoard]) -> int:
    """How many tasks the register of these boards has; until when each must be done is not asked."""
    chosen = list(boards)
    postings = hanging_postings().filter(board__in=[board.pk for board in chosen])
    return len(_bare_register(now, chosen, postings).tasks())


def _bare_register(
    now: dt.datetime, boards: Iterable[NoticeBoard], postings: Iterable[Posting]
) -> PostingRegister:
    """The register without names and without days to do things in: enough to know what must be done."""
    hanging = {posting.pk: posting for posting in postings}
    used = {posting.board_id for posting in hanging.values()}
    day = local_day(now)
    kept = {board.pk: board for board in boards if board.pk in used or _is_ahead(board, day)}
    document_ids: dict[int, tuple[int, ...]] = {}
    listed = BoardDocument.objects.filter(board__in=kept, document__audience__in=POSTABLE)
    for board_id, document_id in listed.order_by("sort_order", "pk").values_list("board_id", "document_id"):
        document_ids[board_id] = (*document_ids.get(board_id, ()), document_id)
    versions, lives = lives_of(_named(document_ids, hanging))
    return PostingRegister(
        now=now,
        boards=kept,
        document_ids=document_ids,
        documents={},
        versions=versions,
        lives=lives,
        postings=hanging,
        posting_days=0,
    )


def _named(document_ids: Mapping[int, tuple[int, ...]], postings: Mapping[int, Posting]) -> set[int]:
    """Documents that belong on a board or hang there."""
    listed = {pk for ids in document_ids.values() for pk in ids}
    return listed | {posting.version.document_id for posting in postings.values()}


def _is_ahead(board: NoticeBoard, day: dt.date) -> bool:
    return board.valid_to is None or board.valid_to >= day


def hanging_postings() -> QuerySet[Posting]:
    """Notices that nobody took down, without the texts of their versions."""
    return (
        Posting.objects.filter(take_down__isnull=True)
        .select_related("version", "board")
        .defer("version__snapshot", "version__approvals", "version__affected_sections")
        .order_by("posted_at", "pk")
    )


def lives_of(document_ids: Iterable[int]) -> tuple[dict[int, KnownVersion], dict[int, list[ChainEvent]]]:
    """Versions by key, and what happened to each document; two queries."""
    wanted = list(document_ids)
    versions: dict[int, KnownVersion] = {}
    lives: dict[int, list[ChainEvent]] = {}
    rows = (
        IssuedVersion.objects.filter(document__in=wanted)
        .order_by("document_id", "chain_index")
        .annotate(cancelled=F("cancellation__pk"))
        .values_list(
            "pk",
            "document_id",
            "chain_index",
            "effective_from",
            "edition",
            "revision",
            "check_code",
            "cancelled",
        )
    )
    for pk, document_id, index, moment, edition, revision, code, cancelled in rows:
        versions[pk] = KnownVersion(pk, VersionNumber(edition, revision), moment, code)
        event = ChainEvent(index, moment, pk, cancelled=cancelled is not None)
        lives.setdefault(document_id, []).append(event)
    ends = Withdrawal.objects.filter(document__in=wanted, cancelled_version__isnull=True).order_by()
    for document_id, index, moment in ends.values_list("document_id", "chain_index", "effective_from"):
        lives.setdefault(document_id, []).append(ChainEvent(index, moment, None))
    return versions, lives


def history_of_board(board: NoticeBoard) -> QuerySet[Posting]:
    """Everything that ever hung on a board, latest first, with who took it down."""
    return (
        Posting.objects.filter(board=board)
        .select_related("version__document", "take_down")
        .defer("version__snapshot", "version__approvals", "version__affected_sections")
        .order_by("-posted_at", "-pk")
    )
