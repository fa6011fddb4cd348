"""The notices of a board as they are shown on a screen, and what is posted where for everybody to read."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from document_control.enums import Audience
from document_control.models import IssuedVersion, Withdrawal
from publications.compose.notice import compose_notice
from publications.models import BoardDocument, NoticeBoard, Posting
from publications.sources import notice_sources
from publications.writers.fragment import fragment_version, html_fragment

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice on a screen."""

    version: IssuedVersion
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Screen:
    """What a board's screen shows at a moment.

    Attributes:
        etag: changes whenever anything shown does.
        until: the next known moment at which something shown will no longer hold; None when none is known.
    """

    board: NoticeBoard
    notices: tuple[ShownNotice, ...]
    etag: str
    until: dt.datetime | None


def screen_of(board: NoticeBoard, now: dt.datetime) -> Screen:
    """The notices in force of the documents that belong on the board, in their order."""
    keys = list(
        BoardDocument.objects.filter(board=board, document__audience=Audience.PUBLIC)
        .order_by("sort_order", "document__code", "pk")
        .values_list("document_id", flat=True)
    )
    in_force = (
        IssuedVersion.objects.in_force_at(now).filter(document__in=keys).select_related("document__unit")
    )
    versions = sorted(in_force, key=lambda version: keys.index(version.document_id))
    notices = tuple(
        ShownNotice(
            source_version,
            source.snapshot.get("short_title") or source_version.title,
            _html(source_version, source),
        )
        for source_version, source in notice_sources(versions)
    )
    digest = hashlib.sha256(fragment_version().encode())
    for notice in notices:
        digest.update(notice.html.encode())
    return Screen(board, notices, digest.hexdigest()[:16], _next_change(keys, now))


def _html(version: IssuedVersion, source: object) -> SafeString:
    """The body of a notice; made once per text and tool."""
    document = compose_notice(source)  # type: ignore[arg-type]
    key = f"notice-{document.fingerprint()}-{fragment_version()}"
    made = cache.get(key)
    if made is None:
        made = html_fragment(document, f"n{version.pk}-")
        cache.set(key, made, KEPT_SECONDS)
    return mark_safe(made)  # noqa: S308  (pandoc escaped every word; see html_fragment)


def _next_change(document_ids: list[int], now: dt.datetime) -> dt.datetime | None:
    later = IssuedVersion.objects.upcoming_at(now).filter(document__in=document_ids)
    ends = Withdrawal.objects.filter(
        document__in=document_ids, cancelled_version__isnull=True, effective_from__gt=now
    )
    moments = [
        *later.order_by("effective_from").values_list("effective_from", flat=True)[:1],
        *ends.order_by("effective_from").values_list("effective_from", flat=True)[:1],
    ]
    return min(moments, default=None)


@dataclass(frozen=True, slots=True)
class PostedBoard:
    """A board with what hangs on it; only public documents, and no names."""

    board: NoticeBoard
    postings: tuple[Posting, ...]


def posted_boards(now: dt.datetime) -> list[PostedBoard]:
    """Every board in use with the notices that hang there; two queries."""
    boards = NoticeBoard.objects.valid_on(localdate(now)).select_related("unit").order_by("name", "pk")
    postings = (
        Posting.objects.filter(
            board__in=boards, take_down__isnull=True, version__document__audience=Audience.PUBLIC
        )
        .select_related("version__document__processpage")
        .defer("version__snapshot", "version__approvals", "recorded_by")
        .order_by("version__document__code", "pk")
    )
    by_board: dict[int, list[Posting]] = {}
    for posting in postings:
        by_board.setdefault(posting.board_id, []).append(posting)
    return [PostedBoard(board, tuple(by_board.get(board.pk, ()))) for board in boards]
