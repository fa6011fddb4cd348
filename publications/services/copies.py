"""Numbered controlled copies ("BẢN KIỂM SOÁT – BẢN SỐ n"; ISO 9001:2015 7.5.3, DOMAIN 1.5).

The number is printed on the file, and the hash of the file stands in the record, so the file comes first: it is made
with the next number outside any transaction, and recorded while the register row is locked, if that number is still the
next one. Whoever lost the race renders again. When rendering fails, nothing is recorded and no number is used up.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import DocumentKind, VersionState
from document_control.models import ControlledDocument, IssuedVersion
from document_control.selectors import history_of
from organisation.models import User
from organisation.selectors import signature_of
from publications.enums import FileFormat, PaperKind, SheetSize
from publications.errors import PublicationError
from publications.files.recipes import Recipe
from publications.models import Artefact, ControlledCopy, CopyReturn, NoticeBoard
from publications.policies import PublicationPolicy
from publications.services.artefacts import make_file

MOST_ATTEMPTS = 5
SIGNING_ROLES = ("iso_secretary", "clerk")
PRINTABLE = (VersionState.IN_FORCE, VersionState.FUTURE)


class CopyRefusedError(PublicationError):
    """No numbered copy can be handed out; the message says why."""


def make_controlled_copy(
    version: IssuedVersion,
    *,
    holder: str,
    format: FileFormat,
    by: User,
    now: dt.datetime,
    board: NoticeBoard | None = None,
    kind: PaperKind | None = None,
    sheet: SheetSize = SheetSize.A4,
) -> tuple[ControlledCopy, Artefact]:
    """Make and record the next numbered copy of a version's document. Call it outside any transaction.

    Args:
        version: in force, or issued and waiting for its day.
        holder: who gets it, as printed in the list; the board's name and place when left empty.
        board: the board on which it will hang; then the copy is a notice unless `kind` says otherwise.
        kind: notice or ISO document; the latter when left out.

    Raises:
        CopyRefusedError: no right, an old version, no holder, or others take every number first.
        PublicationError: the text cannot be printed; nothing is recorded.
    """
    if not holder.strip() and board is not None:
        holder = f"{board.name}, {board.place}"
    _require(version, holder, by, now)
    if kind is None:
        kind = PaperKind.NOTICE if board is not None else PaperKind.PROCEDURE
    if kind == PaperKind.NOTICE and version.document.kind != DocumentKind.PROCEDURE:
        raise CopyRefusedError(_("Only administrative procedures have notices."))
    for _attempt in range(MOST_ATTEMPTS):
        number = _last_number(version.document_id) + 1
        recipe = Recipe(kind, format, version_id=version.pk, sheet=sheet, copy_number=number)
        artefact = make_file(recipe, localdate(now))
        copy = _record(version, number, holder.strip(), artefact, by, now)
        if copy is not None:
            return copy, artefact
        _discard(artefact)
    raise CopyRefusedError(_("Others are making copies of this document right now. Try again."))


def _require(version: IssuedVersion, holder: str, by: User, now: dt.datetime) -> None:
    if not PublicationPolicy(by).may_make_controlled_copy(version.document):
        raise CopyRefusedError(_("Numbered copies are handed out by the ISO secretary and the clerk."))
    if not holder.strip():
        raise CopyRefusedError(_("Say who gets the copy."))
    if history_of(version.document).standing(version, now).state not in PRINTABLE:
        raise CopyRefusedError(
            _("Version %(number)s does not hold any more; hand out copies of the version in force.")
            % {"number": version.number}
        )


def _last_number(document_id: int) -> int:
    return ControlledCopy.objects.filter(document=document_id).aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def _record(
    version: IssuedVersion, number: int, holder: str, artefact: Artefact, by: User, now: dt.datetime
) -> ControlledCopy | None:
    """Write the copy down while the register row is locked; None when its number was given away meanwhile."""
    document = ControlledDocument.objects.select_for_update().get(pk=version.document_id)
    if _last_number(document.pk) != number - 1:
        return None
    return ControlledCopy.objects.create(
        document=document,
        version=version,
        number=number,
        holder=holder,
        format=artefact.format,
        sha256=artefact.sha256,
        made_at=now,
        made_by=signature_of(by, localdate(now), SIGNING_ROLES),
    )


def _discard(artefact: Artefact) -> None:
    """Forget a file that was numbered in vain, unless the winner of the race handed out the very same bytes."""
    if not ControlledCopy.objects.filter(sha256=artefact.sha256).exists():
        artefact.delete()


@transaction.atomic
def record_return(copy: ControlledCopy, *, by: User, now: dt.datetime) -> CopyReturn:
    """Record that a copy came back or was destroyed. A second record is the first one: nothing happens twice.

    Raises:
        CopyRefusedError: no right.
    """
    if not PublicationPolicy(by).may_make_controlled_copy(copy.document):
        raise CopyRefusedError(_("Numbered copies are handed out by the ISO secretary and the clerk."))
    signature = signature_of(by, localdate(now), SIGNING_ROLES)
    row, _created = CopyReturn.objects.get_or_create(
        copy=copy, defaults={"recorded_at": now, "recorded_by": signature}
    )
    return row


def file_of(copy: ControlledCopy) -> Artefact | None:
    """The stored file of a copy; None when it was lost."""
    return Artefact.objects.filter(sha256=copy.sha256).first()
