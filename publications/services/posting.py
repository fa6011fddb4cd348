"""What happens at a board, as it happened: a notice is posted, replaced, taken down. Nothing is ever changed."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import Audience, VersionState
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.selectors import history_of
from organisation.models import User
from organisation.selectors import signature_of
from organisation.vietnamese_format import format_date, format_datetime
from publications.enums import BoardSize
from publications.errors import PublicationError
from publications.models import NoticeBoard, Posting, TakeDown
from publications.posting_policy import PostingPolicy


class PostingRefusedError(PublicationError):
    """What was reported cannot have happened, or must not stand in the record."""


@transaction.atomic
def post_notice(
    board: NoticeBoard,
    version: IssuedVersion,
    *,
    posted_at: dt.datetime,
    by: User,
    now: dt.datetime,
    photo: ContentFile | None = None,
    note: str = "",
) -> Posting:
    """Record that `version` hangs on `board` since `posted_at`; an older notice of the document came down with it.

    Raises:
        PermissionDenied: somebody who is not in charge of the board.
        PostingRefusedError: the version did not hold then, hangs already, or the moment does not fit the record.
    """
    board = _locked(board, by)
    if board.size == BoardSize.SCREEN:
        raise PostingRefusedError(_("A screen shows the versions in force by itself; nothing is recorded."))
    _require_moment(posted_at, now)
    _require_board_open(board, localdate(posted_at))
    _require_in_force(version, posted_at)
    before = (
        Posting.objects.filter(board=board, version__document=version.document_id, take_down__isnull=True)
        .select_related("version")
        .first()
    )
    if before is not None:
        _require_replaceable(before, version, posted_at)
        _record_take_down(
            before, posted_at, by, now, _("Replaced by version %(number)s") % {"number": version.number}
        )
    posting = Posting(
        board=board,
        version=version,
        posted_at=posted_at,
        recorded_at=now,
        recorded_by=signature_of(by, localdate(now)),
        note=note.strip(),
    )
    if photo is not None:
        posting.photo.save(photo.name or "bang.jpg", photo, save=False)
    posting.save()
    return posting


@transaction.atomic
def take_down(
    posting: Posting, *, taken_down_at: dt.datetime, by: User, now: dt.datetime, reason: str = ""
) -> TakeDown:
    """Record that a notice came down.

    Raises:
        PermissionDenied: somebody who is not in charge of the board.
        PostingRefusedError: it came down already, or before it was posted.
    """
    _locked(posting.board, by)
    _require_moment(taken_down_at, now)
    if TakeDown.objects.filter(posting=posting).exists():
        raise PostingRefusedError(_("Somebody has recorded already that this notice came down."))
    if taken_down_at < posting.posted_at:
        raise PostingRefusedError(
            _("The notice was posted at %(moment)s; it cannot come down before.")
            % {"moment": format_datetime(posting.posted_at)}
        )
    return _record_take_down(posting, taken_down_at, by, now, reason)


# --- Checks -----------------------------------------------------------------------------------------------
def _locked(board: NoticeBoard, by: User) -> NoticeBoard:
    """The board's row, held so that two officers at the same board write one after the other."""
    board = NoticeBoard.objects.select_for_update().select_related("unit").get(pk=board.pk)
    if not PostingPolicy(DocumentPolicy(by)).may_post(board):
        raise PermissionDenied(_("Only those in charge of this board record what hangs on it."))
    return board


def _require_moment(moment: dt.datetime, now: dt.datetime) -> None:
    if moment > now:
        raise PostingRefusedError(
            _("This moment has not come yet. Record what has happened, not what is planned.")
        )


def _require_board_open(board: NoticeBoard, day: dt.date) -> None:
    if not NoticeBoard.objects.valid_on(day).filter(pk=board.pk).exists():
        raise PostingRefusedError(
            _("The board %(board)s was not in use on %(day)s.")
            % {"board": board.name, "day": format_date(day)}
        )


def _require_in_force(version: IssuedVersion, moment: dt.datetime) -> None:
    if version.document.audience != Audience.PUBLIC:
        raise PostingRefusedError(_("Only public documents hang on notice boards."))
    standing = history_of(version.document).standing(version, moment)
    if standing.state == VersionState.FUTURE:
        raise PostingRefusedError(
            _("Version %(number)s takes effect on %(day)s; until then the old notice hangs.")
            % {"number": version.number, "day": format_date(version.effective_from)}
        )
    if standing.state != VersionState.IN_FORCE:
        raise PostingRefusedError(
            _("Version %(number)s was no longer in force then. Print the version in force.")
            % {"number": version.number}
        )


def _require_replaceable(before: Posting, version: IssuedVersion, posted_at: dt.datetime) -> None:
    if before.version_id == version.pk:
        raise PostingRefusedError(
            _("Version %(number)s hangs there since %(moment)s already.")
            % {"number": version.number, "moment": format_datetime(before.posted_at)}
        )
    if posted_at < before.posted_at:
        raise PostingRefusedError(
            _("The notice that hangs there was posted at %(moment)s; a new one cannot have come before it.")
            % {"moment": format_datetime(before.posted_at)}
        )


def _record_take_down(
    posting: Posting, moment: dt.datetime, by: User, now: dt.datetime, reason: str
) -> TakeDown:
    row = TakeDown(
        posting=posting,
        taken_down_at=moment,
        recorded_at=now,
        recorded_by=signature_of(by, localdate(now)),
        reason=reason.strip(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise PostingRefusedError(_("Somebody has recorded already that this notice came down.")) from error
    return row
