"""Photos: upright, small, without the place; once per sending; taken back but not forgotten."""

import datetime as dt
import hashlib
import io
import uuid

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.models import Site

from audits.enums import AuditState
from audits.errors import AuditError, NotAllowedError
from audits.models import Audit, AuditSettings, ItemPhoto
from audits.services import photos
from audits.services.photos import add_photo, take_back_photo
from publications.errors import PhotoRefusedError
from tests.audits.walk.field import at
from tests.audits.walk.pictures import GPS_TAG, phone_photo, plain_photo

NOW = at("2026-11-20 10:00")


def add(field, file, actor=None, uid=None, number=1, size=None):
    return add_photo(
        actor or field.lead,
        field.item(number).pk,
        uid=uid or uuid.uuid4(),
        file=file,
        size=size or len(file.getvalue()),
        taken_at=at("2026-11-20 09:12"),
        now=NOW,
    )


def kept_files(folder="audits"):
    if not default_storage.exists(folder):
        return 0
    folders, files = default_storage.listdir(folder)
    return len(files) + sum(kept_files(f"{folder}/{name}") for name in folders)


def test_the_place_is_gone_and_the_picture_stands_upright(field):
    source = phone_photo()
    assert Image.open(source).getexif().get_ifd(GPS_TAG), "the photo of the test must name a place"
    source.seek(0)
    photo = add(field, source)
    content = photo.image.read()
    assert b"Exif" not in content and b"named person" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.format == "JPEG" and kept.size == (800, 1600) == (photo.width, photo.height)
        assert not kept.getexif() and "exif" not in kept.info
        top, bottom = kept.getpixel((400, 200)), kept.getpixel((400, 1400))
    assert top[0] > 200 > top[2] and bottom[2] > 200 > bottom[0]
    assert photo.size == len(content) and photo.sha256 == hashlib.sha256(content).hexdigest()


def test_the_longest_edge_is_chosen_by_the_office(field):
    chosen = AuditSettings.for_site(Site.objects.get(is_default_site=True))
    chosen.photo_edge = 900
    chosen.save()
    assert add(field, phone_photo()).height == 900


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(field, kind):
    with Image.open(add(field, plain_photo(kind=kind)).image) as kept:
        assert kept.format == "JPEG"


def test_the_same_sending_again_is_one_photo_and_one_file(field):
    uid, before = uuid.uuid4(), kept_files()
    first = add(field, plain_photo(), uid=uid)
    assert add(field, plain_photo(90, 90), uid=uid) == first
    assert ItemPhoto.objects.count() == 1 and kept_files() == before + 1
    with pytest.raises(AuditError):
        add(field, plain_photo(), uid=uid, number=2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"khong phai anh", "ảnh"),
        (b"", "ảnh"),
        (plain_photo().getvalue()[:300], "ảnh"),
        (b"GIF89a" + b"\x00" * 40, "ảnh"),
    ],
)
def test_what_is_no_photo_is_refused(field, content, words):
    with pytest.raises(PhotoRefusedError, match=words):
        add(field, io.BytesIO(content), size=max(len(content), 1))
    assert not ItemPhoto.objects.exists()


def test_heic_is_refused_with_what_to_do(field):
    content = io.BytesIO(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200)
    with pytest.raises(PhotoRefusedError, match="HEIC"):
        add(field, content)


def test_too_large_and_too_many_pixels(field, monkeypatch):
    with pytest.raises(PhotoRefusedError):
        add(field, plain_photo(), size=11 * 1024 * 1024)
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(PhotoRefusedError):
        add(field, plain_photo(200, 200))


def test_a_question_has_room_for_some(field, monkeypatch):
    monkeypatch.setattr(photos, "MOST_PHOTOS", 2)
    before = kept_files()
    first = add(field, plain_photo())
    add(field, plain_photo())
    with pytest.raises(AuditError):
        add(field, plain_photo())
    assert kept_files() == before + 2
    take_back_photo(field.lead, first.pk, NOW)
    add(field, plain_photo())


def test_taken_back_stays_recorded_with_the_first_moment(field):
    uid = uuid.uuid4()
    photo = add(field, plain_photo(), uid=uid)
    take_back_photo(field.member, photo.pk, NOW)
    again = take_back_photo(field.lead, photo.pk, NOW + dt.timedelta(hours=1))
    assert (again.removed_at, again.removed_by) == (NOW, field.member)
    assert add(field, plain_photo(), uid=uid).removed_at == NOW


def test_only_the_team_while_the_audit_runs(field):
    photo = add(field, plain_photo())
    for who in (field.observer, field.head, field.outsider):
        with pytest.raises(NotAllowedError):
            add(field, plain_photo(), actor=who)
        with pytest.raises(NotAllowedError):
            take_back_photo(who, photo.pk, NOW)
    Audit.objects.filter(pk=field.audit.pk).update(
        state=AuditState.REPORTED, reported_at=NOW, report_hash="x"
    )
    with pytest.raises(NotAllowedError):
        add(field, plain_photo())
