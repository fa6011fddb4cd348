"""What the screens of the posting register show: view models over `board_selectors.PostingRegister`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.models import ControlledDocument
from organisation.models import Unit
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import days_words
from publications.boards.inbox import task_url, task_words
from publications.boards.rules import Compliance, PostingTask, TaskKind
from publications.boards.selectors import KnownVersion, PostingRegister
from publications.enums import BoardSize
from publications.models import NoticeBoard, Posting

TONES = {True: ("bad", "warn"), False: ("warn", "clock")}
"""Late or not: tone and icon."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One notice that hangs, or one that must.

    Attributes:
        state: correct, missing, replace or take_down.
        verb, url: the one thing to do; empty when all is well.
    """

    document: ControlledDocument
    posting: Posting | None
    current: KnownVersion | None
    state: str
    words: str
    tone: str
    icon: str
    due: str
    due_words: str
    verb: str
    url: str


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A board in the overview."""

    board: NoticeBoard
    is_screen: bool
    correct: int
    required: int
    late: int
    tasks: int
    documents: int


@dataclass(frozen=True, slots=True)
class UpcomingRow:
    """What a known future day asks for at a board."""

    board: NoticeBoard
    document: ControlledDocument
    moment: dt.datetime
    words: str
    due: dt.date
    is_repeal: bool


def is_screen(board: NoticeBoard) -> bool:
    """Does the board show the versions in force by itself?"""
    return board.size == BoardSize.SCREEN.value


def board_cards(register: PostingRegister) -> list[BoardCard]:
    """Every board with its counts, those with late work first."""
    today = localdate(register.now)
    tasks: dict[int, list[PostingTask]] = {}
    for task in register.tasks():
        tasks.setdefault(task.board_id, []).append(task)
    cards = [_card(register, board, tasks.get(board.pk, []), today) for board in register.boards.values()]
    return sorted(cards, key=lambda card: (-card.late, -card.tasks, card.is_screen, card.board.name))


def summary_of(register: PostingRegister, board: NoticeBoard) -> BoardCard:
    """The counts of one board."""
    return _card(register, board, register.tasks(), localdate(register.now))


def _card(
    register: PostingRegister, board: NoticeBoard, tasks: list[PostingTask], today: dt.date
) -> BoardCard:
    needed = register.document_ids.get(board.pk, ())
    required = [pk for pk in needed if register.in_force(pk)] if board.is_valid_on(today) else []
    unmet = sum(task.kind in (TaskKind.MISSING, TaskKind.REPLACE) for task in tasks)
    unmet += len(_beside_the_right_one(register, board, tasks, required))
    return BoardCard(
        board,
        is_screen(board),
        correct=len(required) - unmet,
        required=len(required),
        late=sum(task.is_late(today) for task in tasks),
        tasks=len(tasks),
        documents=len(required),
    )


def _beside_the_right_one(
    register: PostingRegister, board: NoticeBoard, tasks: list[PostingTask], required: list[int]
) -> set[int]:
    """Documents whose right version hangs, with an old one beside it."""
    waiting = {task.document_id for task in tasks if task.kind == TaskKind.REPLACE}
    down = {task.document_id for task in tasks if task.kind == TaskKind.TAKE_DOWN}
    return (down & set(required)) - waiting


def compliance_stats(register: PostingRegister) -> list[dict[str, Any]]:
    """One tile per unit: the rate, with what it is made of."""
    rows: list[tuple[Unit, Compliance]] = sorted(
        register.compliance().items(), key=lambda pair: pair[0].short_name
    )
    return [
        {
            "label": unit.short_name,
            "value": count.share,
            "note": _("%(correct)s of %(required)s notices hang in the version in force")
            % {"correct": count.correct, "required": count.required},
            "tone": "ok" if count.correct == count.required else "warn",
        }
        for unit, count in rows
    ]


def board_lines(register: PostingRegister, board: NoticeBoard) -> list[BoardLine]:
    """The notices of a board: what must be done first, then what is right."""
    today = localdate(register.now)
    tasks = register.tasks()
    lines = [_task_line(register, task, today) for task in tasks]
    busy = {task.posting_id for task in tasks}
    for posting in register.postings.values():
        if posting.pk not in busy:
            lines.append(_right_line(register, posting))
    return lines


def _task_line(register: PostingRegister, task: PostingTask, today: dt.date) -> BoardLine:
    verbs = {
        TaskKind.MISSING: _("Record the posting"),
        TaskKind.REPLACE: _("Record the replacement"),
        TaskKind.TAKE_DOWN: _("Record the taking down"),
    }
    labels = {
        TaskKind.MISSING: _("Missing"),
        TaskKind.REPLACE: _("Must be replaced"),
        TaskKind.TAKE_DOWN: _("Must come down"),
    }
    tone, icon = TONES[task.is_late(today)]
    return BoardLine(
        document=register.documents[task.document_id],
        posting=register.postings.get(task.posting_id) if task.posting_id else None,
        current=register.versions.get(task.version_id) if task.version_id else None,
        state=labels[task.kind],
        words=task_words(task, register),
        tone=tone,
        icon=icon,
        due=format_date(task.due_on),
        due_words=days_words((task.due_on - today).days),
        verb=verbs[task.kind],
        url=task_url(task),
    )


def _right_line(register: PostingRegister, posting: Posting) -> BoardLine:
    return BoardLine(
        document=register.documents[posting.version.document_id],
        posting=posting,
        current=register.versions[posting.version_id],
        state=_("Right"),
        words="",
        tone="ok",
        icon="okc",
        due="",
        due_words="",
        verb="",
        url="",
    )


def upcoming_rows(register: PostingRegister) -> list[UpcomingRow]:
    """What is due on known future days, earliest first."""
    rows = []
    for row in register.upcoming():
        if row.version_id is None:
            words = _("The document is repealed: its notice comes down on that day.")
        else:
            words = _("Version %(number)s takes effect: its notice must hang by %(day)s.") % {
                "number": register.versions[row.version_id].number,
                "day": format_date(row.due_on),
            }
        board, document = register.boards[row.board_id], register.documents[row.document_id]
        rows.append(UpcomingRow(board, document, row.moment, words, row.due_on, row.version_id is None))
    return rows


def print_boards(register: PostingRegister) -> list[dict[str, Any]]:
    """Of each board that takes paper: the documents with the version that must hang and the one that does."""
    hanging: dict[tuple[int, int], list[str]] = {}
    for posting in register.postings.values():
        key = (posting.board_id, posting.version.document_id)
        hanging.setdefault(key, []).append(str(posting.version.number))
    listed = []
    for board in sorted(register.boards.values(), key=lambda row: row.name):
        if is_screen(board) or not board.is_valid_on(localdate(register.now)):
            continue
        rows = [
            {
                "document": register.documents[pk],
                "version": version,
                "check_code": _grouped(version.check_code),
                "hangs": ", ".join(hanging.get((board.pk, pk), [])),
            }
            for pk in register.document_ids.get(board.pk, ())
            if (version := register.in_force(pk))
        ]
        listed.append({"board": board, "rows": rows})
    return listed


def _grouped(code: str) -> str:
    """A check code as printed: groups of four, upper case."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4)).upper()
