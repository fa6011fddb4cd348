"""The register of corrective actions ("Sổ theo dõi hành động khắc phục"): the overdue ones first. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from audits.enums import ActionState
from audits.papers.parts import ACTION_STATES, SOURCES, Frame, audit_paper, day_words, note
from organisation.vietnamese_format import format_date
from publications.compose.document import Document
from publications.compose.papers import grid_table
from publications.compose.tree import para

TITLE = "Sổ theo dõi hành động khắc phục"
COLUMNS = (
    ("TT", 0.05),
    ("Mã", 0.12),
    ("Nguồn, phát hiện", 0.15),
    ("Hành động", 0.22),
    ("Đơn vị", 0.12),
    ("Người thực hiện", 0.11),
    ("Hạn", 0.1),
    ("Trạng thái", 0.13),
)
STILL_OPEN = frozenset({ActionState.OPEN.value, ActionState.PLANNED.value})
"""Who reported it as done has kept the day; the verification is somebody else's."""


@dataclass(frozen=True, slots=True)
class RegisteredAction:
    """One line."""

    code: str
    source: str
    finding: str
    title: str
    unit: str
    owner: str
    due_on: dt.date
    state: str

    def days_late(self, today: dt.date) -> int:
        """Days after the due day; 0 for what is in time or done."""
        return max(0, (today - self.due_on).days) if self.state in STILL_OPEN else 0


@dataclass(frozen=True, slots=True)
class ActionRegister:
    """The lines as of a day."""

    today: dt.date
    actions: Sequence[RegisteredAction]
    subtitle: str = ""


def in_order(actions: Sequence[RegisteredAction], today: dt.date) -> list[RegisteredAction]:
    """Overdue first, the longest late on top; then open ones by due day; ended ones last."""

    def place(action: RegisteredAction) -> tuple[int, dt.date, str]:
        ended = action.state in (ActionState.VERIFIED, ActionState.CANCELLED)
        return (0 if action.days_late(today) else 2 if ended else 1, action.due_on, action.code)

    return sorted(actions, key=place)


def compose_action_register(register: ActionRegister, frame: Frame) -> Document:
    """The register on its side."""
    actions = in_order(register.actions, register.today)
    rows = [[str(number), *_cells(action, register.today)] for number, action in enumerate(actions, start=1)]
    late = sum(bool(action.days_late(register.today)) for action in actions)
    blocks = [
        grid_table(COLUMNS, rows) if rows else para("Không có hành động nào."),
        note(f"Cộng: {len(actions)} hành động, {late} quá hạn. Hành động quá hạn đứng đầu."),
    ]
    subtitle = f"Đến ngày {format_date(register.today)}"
    if register.subtitle:
        subtitle = f"{register.subtitle}. {subtitle}"
    return audit_paper(frame, "action_register", TITLE, subtitle, blocks, landscape=True)


def _cells(action: RegisteredAction, today: dt.date) -> list[str]:
    late = action.days_late(today)
    return [
        action.code,
        "\n".join(words for words in (SOURCES[action.source], action.finding) if words),
        action.title,
        action.unit,
        action.owner,
        day_words(action.due_on.isoformat()),
        f"QUÁ HẠN {late} NGÀY\n{ACTION_STATES[action.state]}" if late else ACTION_STATES[action.state],
    ]
