"""Reads of the public pages about notices: what hangs where, and what a screen shows.

Only public documents and only versions in force; no names of people, no photos.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from document_control.enums import Audience
from document_control.models import IssuedVersion
from document_control.standing import in_force_id
from procedures.models import ProcessPage, VersionCard
from publications.boards.rules import local_day
from publications.boards.selectors import KnownVersion, PostingRegister, lives_of, posting_register
from publications.enums import BoardSize
from publications.models import BoardDocument, NoticeBoard


@dataclass(frozen=True, slots=True)
class PlaceOfNotice:
    """Where a notice hangs; `since` is None on a screen."""

    board: NoticeBoard
    since: dt.datetime | None

    @property
    def is_screen(self) -> bool:
        return self.since is None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A public document whose version in force hangs somewhere."""

    card: VersionCard
    slug: str
    version: KnownVersion
    places: tuple[PlaceOfNotice, ...]

    @property
    def field(self) -> tuple[str, str]:
        return self.card.field_code, self.card.field_name


def public_notices(now: dt.datetime) -> list[PublicNotice]:
    """Everything that hangs in the version in force, in Vietnamese alphabetical order."""
    register = posting_register(now)
    places = _places(register)
    documents = [
        register.documents[pk] for pk in places if register.documents[pk].audience == Audience.PUBLIC
    ]
    current = {d.pk: version for d in documents if (version := register.in_force(d.pk))}
    cards = VersionCard.objects.filter(version__in=[v.pk for v in current.values()])
    by_version = {card.version_id: card for card in cards.defer("search_text")}
    slugs = dict(ProcessPage.objects.filter(document__in=current).values_list("document_id", "slug"))
    found = [
        PublicNotice(by_version[version.pk], slugs.get(pk, ""), version, tuple(places[pk]))
        for pk, version in current.items()
        if version.pk in by_version
    ]
    return sorted(found, key=lambda notice: (notice.card.sort_key, notice.version.pk))


def _places(register: PostingRegister) -> dict[int, list[PlaceOfNotice]]:
    """Boards by document: papers that hang in the version in force, and screens."""
    day = local_day(register.now)
    found: dict[int, list[PlaceOfNotice]] = {}
    for posting in register.postings.values():
        document_id = posting.version.document_id
        current = register.in_force(document_id)
        board = register.boards[posting.board_id]
        if current and current.pk == posting.version_id and board.is_valid_on(day):
            found.setdefault(document_id, []).append(PlaceOfNotice(board, posting.posted_at))
    for board in register.boards.values():
        if board.size == BoardSize.SCREEN.value and board.is_valid_on(day):
            for document_id in register.document_ids.get(board.pk, ()):
                found.setdefault(document_id, []).append(PlaceOfNotice(board, None))
    return found


@dataclass(frozen=True, slots=True)
class ScreenNotice:
    """A notice on a screen.

    Attributes:
        until: known moment at which something else takes its place; None when none is known.
    """

    version: IssuedVersion
    until: dt.datetime | None

    @property
    def snapshot(self) -> dict[str, Any]:
        text: dict[str, Any] = self.version.snapshot
        return text


@dataclass(frozen=True, slots=True)
class ScreenState:
    """What a screen must show at a moment, without the texts.

    Attributes:
        version_ids: in the order of the board.
        ends: by document, the next known moment that changes what it shows.
        fingerprint: differs whenever the screen must be drawn anew; fees may change with the day.
    """

    board: NoticeBoard
    version_ids: tuple[int, ...]
    ends: dict[int, dt.datetime] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def next_change(self) -> dt.datetime | None:
        """The first known moment at which the screen must be drawn anew."""
        return min(self.ends.values(), default=None)


def screen_state(board: NoticeBoard, now: dt.datetime) -> ScreenState:
    """What the screen of a board must show at `now`; three queries."""
    listed = BoardDocument.objects.filter(board=board, document__audience=Audience.PUBLIC)
    documents = list(listed.order_by("sort_order", "pk").values_list("document_id", flat=True))
    _versions, lives = lives_of(documents)
    current = [in_force_id(lives.get(pk, ()), now) for pk in documents]
    ends: dict[int, dt.datetime] = {}
    for pk in documents:
        coming = [e.effective_from for e in lives.get(pk, ()) if not e.cancelled and e.effective_from > now]
        if coming:
            ends[pk] = min(coming)
    ids = tuple(pk for pk in current if pk is not None)
    return ScreenState(board, ids, ends, _fingerprint(board, ids, local_day(now)))


def _fingerprint(board: NoticeBoard, version_ids: Sequence[int], day: dt.date) -> str:
    text = f"{board.pk} {board.name} {list(version_ids)} {day.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def screen_notices(state: ScreenState) -> list[ScreenNotice]:
    """The notices of a screen with their texts, in order; one query."""
    versions = IssuedVersion.objects.select_related("document").in_bulk(state.version_ids)
    return [ScreenNotice(versions[pk], state.ends.get(versions[pk].document_id)) for pk in state.version_ids]
