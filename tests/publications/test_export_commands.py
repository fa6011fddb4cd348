"""manage.py export_…: real files by the real writers, and errors that say what to do."""

import hashlib
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from publications.models import Artefact
from tests.factories.documents import (
    at,
    issue,
    issue_procedure,
    make_process_page,
    make_unit,
    rewrite,
    withdraw,
)
from tests.publications.quick_writer import use_quick_writer

FIRST_BYTES = {"pdf": b"%PDF-", "docx": b"PK", "html": b"<!DOCTYPE html>", "epub": b"PK", "odt": b"PK"}


@pytest.fixture(autouse=True)
def _now(frozen_now, db):
    """21/11/2026."""


@pytest.fixture
def procedure():
    return issue_procedure(now=at("2026-10-01 08:00"))


@pytest.fixture
def process():
    page = make_process_page(audience="staff")
    issue(page, now=at("2026-10-01 08:00"))
    return page


def run(*arguments, **options):
    said, progress = io.StringIO(), io.StringIO()
    call_command(*(str(one) for one in arguments), stdout=said, stderr=progress, **options)
    return said.getvalue(), progress.getvalue()


def refusal(*arguments):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


@pytest.mark.parametrize("suffix", list(FIRST_BYTES))
def test_a_document_in_every_format(procedure, tmp_path, suffix):
    out = tmp_path / f"tai-lieu.{suffix}"
    said, _progress = run("export_document", "qt-tp-01", out)
    content = out.read_bytes()
    assert content.startswith(FIRST_BYTES[suffix])
    assert hashlib.sha256(content).hexdigest() in said and str(out) in said
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.stat().st_mode & 0o444 == 0o444
    run("export_document", "QT-TP-01", out)
    assert out.read_bytes() == content and Artefact.objects.count() == 1


def test_notices_on_one_large_sheet(procedure, tmp_path):
    said, _progress = run("export_notice", "QT-TP-01", tmp_path / "a0.pdf", "--size", "A0")
    assert "1 trang" in said
    assert "Khổ A0 chỉ có ở định dạng .pdf" in refusal(
        "export_notice", "QT-TP-01", tmp_path / "a0.docx", "--size", "A0"
    )


def test_the_version_of_a_day_says_when_it_no_longer_holds(procedure, tmp_path, monkeypatch):
    writer = use_quick_writer(monkeypatch)
    rewrite(procedure, short_title="Tên mới")
    issue(procedure, now=at("2026-11-01 08:00"))
    run("export_notice", "QT-TP-01", tmp_path / "n.pdf", "--at", "2026-10-15")
    assert writer.written[-1].layout.watermark == "HẾT HIỆU LỰC"
    assert writer.written[-1].info.number == "1.0"
    run("export_notice", "QT-TP-01", tmp_path / "n.pdf", "--at", "01/11/2026")
    assert writer.written[-1].layout.watermark == ""
    assert writer.written[-1].info.number == "1.1"


def test_a_handbook_as_one_file_and_as_volumes(process, tmp_path):
    said, progress = run("export_handbook", tmp_path / "so-tay.pdf", "--at", "2026-11-01")
    assert "trang" in said and "Xong" in progress
    run("export_handbook", tmp_path / "so-tay.zip", "--unit", process.unit.slug)
    with zipfile.ZipFile(tmp_path / "so-tay.zip") as archive:
        assert archive.namelist() == ["tap-01.pdf"]
        assert archive.read("tap-01.pdf").startswith(b"%PDF-")


def test_what_cannot_be_exported_is_said(procedure, process, tmp_path):
    out = tmp_path / "x.pdf"
    assert "Không có tài liệu đã ban hành mang mã “QT-XX-99”" in refusal("export_document", "QT-XX-99", out)
    assert "Không biết định dạng “x.txt”" in refusal("export_document", "QT-TP-01", tmp_path / "x.txt")
    assert ".zip" in refusal("export_handbook", tmp_path / "x")
    assert "Không hiểu ngày “mai”" in refusal("export_document", "QT-TP-01", out, "--at", "mai")
    assert "ngày 01/01/2020" in refusal("export_document", "QT-TP-01", out, "--at", "2020-01-01")
    assert "Không có đơn vị “khong-co”" in refusal("export_document", "QT-TP-01", out, "--unit", "khong-co")
    assert "không phải thủ tục" in refusal("export_notice", process.document.code, out)
    assert "Không có sổ tay “x”" in refusal("export_handbook", out, "--handbook", "x")
    assert refusal("export_handbook", out, "--at", "2020-01-01")
    withdraw(procedure, now=at("2026-11-10 08:00"))
    assert "không có bản nào có hiệu lực ngày 21/11/2026" in refusal("export_notice", "QT-TP-01", out)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused_before_the_work(procedure, tmp_path, monkeypatch):
    writer = use_quick_writer(monkeypatch)
    assert "Không ghi được" in refusal("export_document", "QT-TP-01", tmp_path / "khong-co" / "x.pdf")
    (tmp_path / "x.pdf").mkdir()
    assert writer.written == []
    assert "Không ghi được" in refusal("export_document", "QT-TP-01", tmp_path / "x.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_a_code_that_two_units_use_needs_the_unit(procedure, tmp_path, monkeypatch):
    use_quick_writer(monkeypatch)
    other = make_unit("phuong-khac", "Phường khác")
    issue_procedure(now=at("2026-10-01 08:00"), unit=other, slug="ban-khac", short_title="Bản khác")
    said = refusal("export_document", "QT-TP-01", tmp_path / "x.pdf")
    assert "--unit" in said and "phuong-khac" in said and procedure.unit.slug in said
    run("export_document", "QT-TP-01", tmp_path / "x.pdf", "--unit", "phuong-khac")
    assert "Bản khác" in (tmp_path / "x.pdf").read_text(encoding="utf-8").encode().decode("unicode_escape")
