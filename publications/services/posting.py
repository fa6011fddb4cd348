"""Writes of the posting register: a notice goes up, comes down, or is replaced. Rows are added, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import VersionState
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.selectors import history_of
from document_control.stored_files import sha256_of_stream
from organisation.enums import PermissionRole
from organisation.models import User
from organisation.selectors import Signature, signature_of
from organisation.vietnamese_format import format_date, format_datetime
from publications.boards.policy import BoardPolicy
from publications.enums import BoardSize
from publications.errors import PostingRefusedError
from publications.models import ControlledCopy, NoticeBoard, Posting, TakeDown

SIGNING_ROLES = (
    PermissionRole.ONE_STOP_OFFICER.value,
    PermissionRole.CLERK.value,
    PermissionRole.HEAD_OF_UNIT.value,
    PermissionRole.ISO_SECRETARY.value,
)


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
    copy: ControlledCopy | None = None,
) -> Posting:
    """Record that a notice was put on a board.

    Args:
        board: takes paper and is in use on that day; the version's document belongs to it.
        version: in force at `posted_at`.
        posted_at: when it was put up, not after `now`.
        photo: as `posting_photos.clean_photo` returns it.
        copy: the numbered copy that hangs.

    Raises:
        PostingRefusedError: the message says what is wrong and what to do.
    """
    board = _locked(board)
    _require_right(board, by, now)
    _require_past(posted_at, now)
    _require_room(board, version, posted_at)
    _require_in_force(version, posted_at)
    _require_copy(version, copy)
    _refuse_second(board, version, posted_at)
    posting = Posting(
        board=board,
        version=version,
        copy=copy,
        posted_at=posted_at,
        recorded_at=now,
        recorded_by=_signature(by, now),
        note=note.strip(),
    )
    if photo is not None:
        posting.photo_sha256 = sha256_of_stream(photo)
        photo.seek(0)
        posting.photo.save("photo.jpg", photo, save=False)
    posting.save()
    return posting


@transaction.atomic
def take_down(
    posting: Posting, *, taken_down_at: dt.datetime, by: User, now: dt.datetime, reason: str = ""
) -> TakeDown:
    """Record that a notice was taken off its board.

    Raises:
        PostingRefusedError: the message says what is wrong and what to do.
    """
    board = _locked(posting.board)
    _require_right(board, by, now)
    _require_past(taken_down_at, now)
    earlier = TakeDown.objects.filter(posting=posting).first()
    if earlier is not None:
        raise PostingRefusedError(
            _("%(name)s already recorded that this notice came down at %(moment)s.")
            % {"name": earlier.recorded_by["name"], "moment": format_datetime(earlier.taken_down_at)}
        )
    if taken_down_at < posting.posted_at:
        raise PostingRefusedError(
            _("This notice was put up at %(moment)s; it cannot come down before that.")
            % {"moment": format_datetime(posting.posted_at)}
        )
    return TakeDown.objects.create(
        posting=posting,
        taken_down_at=taken_down_at,
        recorded_at=now,
        recorded_by=_signature(by, now),
        reason=reason.strip(),
    )


@transaction.atomic
def replace_notice(
    posting: Posting,
    version: IssuedVersion,
    *,
    posted_at: dt.datetime,
    by: User,
    now: dt.datetime,
    photo: ContentFile | None = None,
    note: str = "",
    copy: ControlledCopy | None = None,
) -> Posting:
    """Record that a notice came down and the right version of the same document went up in its place.

    Raises:
        PostingRefusedError: then nothing is recorded, neither half of it.
    """
    if version.document_id != posting.version.document_id:
        raise PostingRefusedError(_("A notice is replaced by a version of the same document only."))
    reason = _("Replaced by version %(number)s.") % {"number": version.number}
    take_down(posting, taken_down_at=posted_at, by=by, now=now, reason=reason)
    return post_notice(
        posting.board, version, posted_at=posted_at, by=by, now=now, photo=photo, note=note, copy=copy
    )


def _locked(board: NoticeBoard) -> NoticeBoard:
    """The board, locked for this transaction, so that of two people at once the second one sees the first."""
    return NoticeBoard.objects.select_for_update().get(pk=board.pk)


def _signature(by: User, now: dt.datetime) -> Signature:
    roles: Iterable[str] = SIGNING_ROLES
    return signature_of(by, localdate(now), roles)


def _require_right(board: NoticeBoard, by: User, now: dt.datetime) -> None:
    if not BoardPolicy(DocumentPolicy(by, localdate(now))).can_record(board):
        raise PostingRefusedError(
            _(
                "Notices are recorded by the one-stop officers, the clerk, the ISO secretary, "
                "and the head of the unit in charge of the board."
            )
        )


def _require_past(moment: dt.datetime, now: dt.datetime) -> None:
    if moment > now:
        raise PostingRefusedError(
            _("This moment has not come yet. Record it when it is done; it is now %(now)s.")
            % {"now": format_datetime(now)}
        )


def _require_room(board: NoticeBoard, version: IssuedVersion, posted_at: dt.datetime) -> None:
    if board.size == BoardSize.SCREEN:
        raise PostingRefusedError(
            _("A screen shows the versions in force by itself; nothing is recorded for it.")
        )
    if not board.is_valid_on(localdate(posted_at)):
        raise PostingRefusedError(
            _("This board was not in use on %(day)s. Choose another day or another board.")
            % {"day": format_date(posted_at)}
        )
    if not board.documents.filter(document_id=version.document_id).exists():
        raise PostingRefusedError(
            _("%(code)s is not among the documents of this board. The ISO secretary adds it first.")
            % {"code": version.document.code}
        )


def _require_in_force(version: IssuedVersion, at: dt.datetime) -> None:
    history = history_of(version.document)
    found = history.standing(version, at)
    if found.state == VersionState.IN_FORCE:
        return
    words = {
        VersionState.FUTURE: _("Version %(number)s takes effect on %(day)s; it must not hang before that."),
        VersionState.CANCELLED: _("Version %(number)s was cancelled before it took effect; it never hangs."),
        VersionState.SUPERSEDED: _(
            "Version %(number)s was replaced on %(day)s. Put up the version in force instead."
        ),
        VersionState.WITHDRAWN: _("The document of version %(number)s was withdrawn on %(day)s."),
    }
    raise PostingRefusedError(
        words[found.state] % {"number": version.number, "day": format_date(found.since)}
    )


def _require_copy(version: IssuedVersion, copy: ControlledCopy | None) -> None:
    if copy is not None and copy.version_id != version.pk:
        raise PostingRefusedError(_("This numbered copy is one of another version."))
    if copy is not None and Posting.objects.filter(copy=copy).exists():
        raise PostingRefusedError(_("This numbered copy was posted before."))


def _refuse_second(board: NoticeBoard, version: IssuedVersion, posted_at: dt.datetime) -> None:
    same = Posting.objects.filter(board=board, version__document=version.document_id)
    for other in same.select_related("take_down", "version").defer("version__snapshot"):
        down = getattr(other, "take_down", None)
        if down is None:
            raise PostingRefusedError(
                _(
                    "Version %(number)s of this document hangs here since %(moment)s, recorded by %(name)s. "
                    "Replace it or take it down first."
                )
                % {
                    "number": other.version.number,
                    "moment": format_datetime(other.posted_at),
                    "name": other.recorded_by["name"],
                }
            )
        if down.taken_down_at > posted_at:
            raise PostingRefusedError(
                _("A notice of this document hung here until %(moment)s. Choose a later moment.")
                % {"moment": format_datetime(down.taken_down_at)}
            )
