"""Photos that show what was found: added once, made small, without the place where they were taken; taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid as uuids
from typing import IO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from audits.errors import AuditError, NotAllowedError
from audits.models import AuditItem, AuditSettings, ItemPhoto
from audits.policies import AuditPolicy
from organisation.models import User
from publications.boards.photos import clean_photo

MOST_PHOTOS = 20
"""Of one question; nobody looks at more, and a phone that goes wrong must not fill the disk."""


def add_photo(
    actor: User,
    item_id: int,
    *,
    uid: uuids.UUID,
    file: IO[bytes],
    size: int,
    taken_at: dt.datetime,
    now: dt.datetime,
) -> ItemPhoto:
    """Keep a photo of a question.

    Args:
        uid: given by the phone; the same one again returns the first row, even when it was taken back since.
        file: JPEG, PNG or WebP, judged by its content.
        size: in bytes.
        taken_at: a clock that runs ahead counts as `now`.

    Raises:
        NotAllowedError: the person does not audit here, or not any more.
        PhotoRefusedError: too large, too many pixels, or not a picture that can be read.
        AuditError: the question has as many photos as it may have.
    """
    item = AuditItem.objects.select_related("checklist__audit").get(pk=item_id)
    _require_auditor(actor, item)
    known = _known(uid, item_id)
    if known is not None:
        return known
    content = clean_photo(file, size, AuditSettings.chosen().photo_edge)
    photo = _photo_of(item, actor, uid, content, min(taken_at, now), now)
    photo.image.save("photo.jpg", content, save=False)
    try:
        with transaction.atomic():
            AuditItem.objects.select_for_update().get(pk=item_id)
            _require_room(item)
            photo.save(force_insert=True)
    except (AuditError, IntegrityError):
        photo.image.delete(save=False)
        known = _known(uid, item_id)
        if known is None:
            raise
        return known
    return photo


def take_back_photo(actor: User, photo_id: int, now: dt.datetime) -> ItemPhoto:
    """Take a photo back: it is not shown and no evidence any more; that it was there stays recorded.

    Raises:
        NotAllowedError: the person does not audit here, or not any more.
    """
    photo = ItemPhoto.objects.select_related("item__checklist__audit").get(pk=photo_id)
    _require_auditor(actor, photo.item)
    ItemPhoto.objects.filter(pk=photo_id, removed_at__isnull=True).update(removed_at=now, removed_by=actor)
    photo.refresh_from_db()
    return photo


def _require_auditor(actor: User, item: AuditItem) -> None:
    if not AuditPolicy(actor).may_audit(item.checklist.audit):
        raise NotAllowedError(
            _("Photos are added and taken back by the auditors of the team while the audit is running.")
        )


def _require_room(item: AuditItem) -> None:
    if item.photos.filter(removed_at__isnull=True).count() >= MOST_PHOTOS:
        raise AuditError(
            _("A question has at most %(most)s photos. Take one back, then add this one.")
            % {"most": MOST_PHOTOS}
        )


def _known(uid: uuids.UUID, item_id: int) -> ItemPhoto | None:
    found = ItemPhoto.objects.filter(uid=uid).first()
    if found is not None and found.item_id != item_id:
        raise AuditError(_("This photo was sent before for another question. Take it again."))
    return found


def _photo_of(
    item: AuditItem,
    actor: User,
    uid: uuids.UUID,
    content: ContentFile,
    taken_at: dt.datetime,
    now: dt.datetime,
) -> ItemPhoto:
    data = content.read()
    content.seek(0)
    with Image.open(content) as picture:
        width, height = picture.size
    content.seek(0)
    return ItemPhoto(
        uid=uid,
        item=item,
        sha256=hashlib.sha256(data).hexdigest(),
        width=width,
        height=height,
        size=len(data),
        taken_at=taken_at,
        added_at=now,
        added_by=actor,
    )
