"""`verify_publications` names every stored file that is gone, has other bytes, or that no row knows."""

import hashlib
import json
import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, models

from document_control import stored_files as checking
from document_control.models import FrozenFile, IssuedVersion
from document_control.stored_files import Progress, stored_files, wrong_files
from dossiers.models import DossierFile
from dossiers.services import remarks
from publications.enums import FileFormat, PaperKind
from publications.files.recipes import Recipe
from publications.models import Artefact, NoticeBoard, Posting
from publications.models.boards import BoardDocument
from publications.services.artefacts import make_file
from publications.services.copies import make_controlled_copy
from publications.services.posting import post_notice
from tests.dossiers import factories as make_dossier
from tests.factories.documents import at, issue_procedure

pytestmark = pytest.mark.django_db

NOW = at("2026-11-21 09:00")


@pytest.fixture
def office(settings, tmp_path):
    """A ward with one file of every common sort, in a storage of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    desk = make_dossier.make_desk()
    dossier = make_dossier.receive()
    issue_procedure(now=at("2026-01-06 08:00"), code="QT-TP-02", short_title="Khai tử", title="Khai tử")
    version = IssuedVersion.objects.get(pk=dossier.version_id)
    upload = SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4 bien ban")
    remarks.add_file(desk.officer, dossier.pk, upload, NOW)
    by = desk.by_role["iso_secretary"]
    make_controlled_copy(version, holder="Văn phòng", format=FileFormat.PDF, by=by, now=NOW)
    make_file(Recipe(PaperKind.PROCEDURE, FileFormat.HTML, version_id=version.pk), NOW.date())
    board = NoticeBoard.objects.create(slug="sanh", name="Bảng sảnh", place="Tầng 1", unit=desk.ward)
    BoardDocument.objects.create(board=board, document=version.document)
    post_notice(board, version, posted_at=NOW, by=by, now=NOW, photo=ContentFile(b"anh", "photo.jpg"))
    for path in files_below(""):
        os.utime(path, (time.time() - 7200,) * 2)
    return dossier


def files_below(folder):
    return [path for path in (Path(django_settings.MEDIA_ROOT) / folder).rglob("*") if path.is_file()]


def run(**options):
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_publications", stdout=out, stderr=err, no_color=True, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def faults():
    code, text = run(json=True)
    found = json.loads(text)["faults"]
    assert code == (1 if found else 0)
    return [(fault["fault"], fault["kind"], fault["file"]) for fault in found]


def test_every_untouched_file_passes(office):
    code, text = run()
    assert code == 0
    kept = FrozenFile.objects.count() + Artefact.objects.count() + 2
    assert text == f"Đã kiểm tra {kept} tệp: nguyên vẹn.\n"


@pytest.mark.parametrize(
    ("model", "field", "kind"),
    [
        (FrozenFile, "file", "tệp đính kèm văn bản đã ban hành"),
        (DossierFile, "content", "tệp của hồ sơ"),
        (Posting, "photo", "ảnh niêm yết"),
        (Artefact, "file", "văn bản đã kết xuất"),
    ],
)
def test_what_is_altered_or_gone_is_named(office, model, field, kind):
    rows = model.objects.filter(format="pdf") if model is Artefact else model.objects.all()
    file = getattr(rows.first(), field)
    path = Path(file.path)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert faults() == [("altered", kind, file.name)]
    path.unlink()
    assert faults() == [("missing", kind, file.name)]
    code, text = run()
    assert code == 1
    first, last = text.splitlines()
    assert first.startswith("✗ Thiếu: ") and file.name in first
    assert last.endswith(": 1 tệp sai.")


def test_a_made_file_that_nobody_was_handed_need_not_be_there(office):
    """Backups leave such files out; they are made again when somebody asks. Other bytes are still a fault."""
    file = Artefact.objects.get(format="html").file
    Path(file.path).write_bytes(b"khac")
    assert faults() == [("altered", "văn bản đã kết xuất", file.name)]
    Path(file.path).unlink()
    code, text = run()
    assert code == 0
    assert "1 tệp không lưu, sẽ được tạo lại khi cần" in text


@pytest.mark.parametrize("folder", ["issued/aa", "dossiers/1", "audits/2026/11", "letters", "imports/zz"])
def test_a_file_that_no_row_knows_is_named_once_it_is_no_longer_being_written(office, folder):
    path = Path(django_settings.MEDIA_ROOT) / folder / "la"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert faults() == []
    os.utime(path, (time.time() - 7200,) * 2)
    assert faults() == [("unknown", f"{folder.partition('/')[0]}/", f"{folder}/la")]


def test_a_row_whose_hash_was_changed_is_found(office):
    """The photo's hash is frozen with its posting; a dossier file's stands in the chain of events, too."""
    DossierFile.objects.update(sha256="0" * 64)
    assert [fault[:2] for fault in faults()] == [("altered", "tệp của hồ sơ")]


def test_a_name_that_leaves_the_storage_is_not_followed(office):
    DossierFile.objects.update(content="../../../etc/passwd")
    assert ("missing", "tệp của hồ sơ", "../../../etc/passwd") in faults()


def test_a_photo_has_its_hash(office):
    posting = Posting.objects.get()
    assert posting.photo_sha256 == hashlib.sha256(b"anh").hexdigest()
    facts = {"posted_at": NOW, "recorded_at": NOW, "recorded_by": {}, "photo": "postings/khac.jpg"}
    with pytest.raises(IntegrityError):
        Posting.objects.create(board=posting.board, version=posting.version, **facts)


def test_every_file_of_every_model_is_checked():
    """Whoever adds a model with a file registers it. The library (`organisation`) is no record."""
    own = ("document_control", "procedures", "publications", "dossiers", "audits", "search")
    with_file = {
        (model.__name__, field.name)
        for label in own
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.fields
        if isinstance(field, models.FileField)
    }
    assert {(files.rows().model.__name__, files.field) for files in stored_files()} == with_file


def test_rows_come_in_batches(office, monkeypatch, django_assert_num_queries):
    files = next(files for files in stored_files() if files.folder == "issued")
    count = FrozenFile.objects.count()
    monkeypatch.setattr(checking, "BATCH", 1)
    seen = []
    progress = Progress(lambda p: seen.append((p.kind, p.checked)))
    with django_assert_num_queries(count + 1):
        assert list(wrong_files(files, progress)) == []
    assert seen == [(files.kind, number) for number in range(1, count + 1)]


def test_signs_of_life_do_not_mix_with_the_report(office, monkeypatch):
    monkeypatch.setattr("publications.management.commands.verify_publications.SECONDS_BETWEEN_SIGNS", -1)
    out, err = StringIO(), StringIO()
    call_command("verify_publications", json=True, stdout=out, stderr=err, no_color=True)
    assert json.loads(out.getvalue())["faults"] == []
    assert "… tệp của hồ sơ: đã kiểm tra" in err.getvalue()
    call_command("verify_publications", verbosity=0, stdout=out, stderr=(quiet := StringIO()), no_color=True)
    assert quiet.getvalue() == ""
