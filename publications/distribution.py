"""Who holds which copy of a document, and which copies must come back: reads for the distribution page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from document_control.enums import VersionState
from document_control.models import ControlledDocument
from document_control.selectors import DocumentHistory
from publications.models import BoardDocument, ControlledCopy, Distribution, Posting

HISTORY_LINES = 30
GONE = (VersionState.SUPERSEDED, VersionState.WITHDRAWN, VersionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """A numbered copy: `must_return` when its version does not hold any more and nobody recorded its return."""

    copy: ControlledCopy
    number: str
    state: str
    taken_down_at: dt.datetime | None
    returned_at: dt.datetime | None
    must_return: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of the distribution list."""

    at: dt.datetime
    who: str
    what: str
    recipient: str


@dataclass(frozen=True, slots=True)
class BoardHolding:
    """A board that must show the document, and the number of the version that hangs there ("" for none)."""

    board: BoardDocument
    hangs: str


def held_copies(history: DocumentHistory, now: dt.datetime) -> list[HeldCopy]:
    """All numbered copies of a document, latest first; one query. A copy taken off its board has come back."""
    rows = ControlledCopy.objects.filter(document=history.document).select_related(
        "posting__take_down", "come_back"
    )
    states = {version.pk: history.standing(version, now).state for version in history.versions}
    numbers = {version.pk: str(version.number) for version in history.versions}
    found = []
    for row in rows.order_by("-number"):
        posting = getattr(row, "posting", None)
        take_down = getattr(posting, "take_down", None)
        state = states[row.version_id]
        down = take_down.taken_down_at if take_down else None
        come_back = getattr(row, "come_back", None)
        back = come_back.recorded_at if come_back else None
        is_out = down is None and back is None
        found.append(HeldCopy(row, numbers[row.version_id], str(state), down, back, state in GONE and is_out))
    return found


def boards_of(document: ControlledDocument) -> list[BoardHolding]:
    """Boards that must show the document; two queries."""
    hanging = {
        posting.board_id: str(posting.version.number)
        for posting in Posting.objects.filter(version__document=document, take_down=None)
        .select_related("version")
        .defer("version__snapshot", "version__approvals")
    }
    rows = BoardDocument.objects.filter(document=document).select_related("board").order_by("board__name")
    return [BoardHolding(row, hanging.get(row.board_id, "")) for row in rows]


def recipients_of(document: ControlledDocument) -> list[Distribution]:
    """The distribution list; one query."""
    return list(
        Distribution.objects.filter(document=document).select_related("unit", "person").order_by("pk")
    )


def history_lines(document: ControlledDocument) -> list[HistoryLine]:
    """The latest changes of the list, latest first; one query."""
    words = {"+": _("put on the list"), "~": _("changed"), "-": _("taken off the list")}
    rows = Distribution.history.filter(document=document).select_related("history_user", "unit", "person")
    return [
        HistoryLine(
            row.history_date,
            str(row.history_user or ""),
            words[row.history_type],
            str(row.person or row.unit or row.outsider),
        )
        for row in rows.order_by("-history_date", "-history_id")[:HISTORY_LINES]
    ]
