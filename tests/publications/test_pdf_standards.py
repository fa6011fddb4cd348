"""PDF/A-2a and PDF/UA-1, fonts and tags, and the same bytes in every process."""

import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.writers.pdf import PdfWriter
from tests.publications.every_part import every_part
from tests.publications.pdf_tools import run, write
from tests.publications.sample_sources import procedure_source

FACES = r"LiberationSerif(-(Bold|Italic|BoldItalic))?|DejaVuSansMono(-\w+)?"


@pytest.fixture(params=["notice", "procedure", "every part"])
def pdf(request, tmp_path):
    documents = {
        "notice": lambda: compose_notice(procedure_source()),
        "procedure": lambda: compose_procedure(procedure_source()),
        "every part": lambda: every_part(20, watermark="DỰ THẢO", copy_line="BẢN SỐ 1"),
    }
    return write(documents[request.param](), tmp_path)


def test_every_font_is_embedded_in_part_and_maps_to_unicode(pdf):
    assert pdf.fonts()
    for name, *flags in pdf.fonts():
        assert re.fullmatch(FACES, name)
        assert flags == ["yes", "yes", "yes"]


def test_the_file_says_which_standards_it_keeps(pdf):
    assert re.search(r"Tagged: +yes", pdf.info())
    meta = pdf.info("-meta")
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", meta, re.DOTALL)
    assert "pdfuaid:part>1<" in meta
    assert "vi-VN" in meta or "<dc:language>" in meta
    assert run("qpdf", "--check", pdf.path).decode().count("No syntax or stream encoding errors") == 1


def test_the_dates_of_the_file_are_those_of_the_document(tmp_path):
    info = write(every_part(), tmp_path).info("-isodates")
    assert re.search(r"CreationDate: +2026-10-01T00:00:00", info)
    assert re.search(r"Title: +Sổ tay quy trình nội bộ", info)


def test_tags_tell_headings_tables_and_pictures(tmp_path):
    tags = write(every_part(), tmp_path).info("-struct")
    names = re.findall(r"^ *(\w+)", tags, re.MULTILINE)
    assert {"H1", "H2", "Table", "THead", "TH", "TD", "TFoot", "Figure", "L", "LI", "Link"} <= set(names)
    assert names.count("Figure") == 2
    # Cover: facts, signatures; list of forms; facts and steps of the first chapter; steps on their side.
    # Letterhead, facts beside the QR and signatories are no tables.
    assert names.count("Table") == 6


def test_pictures_carry_their_alternative_text(tmp_path):
    raw = run("qpdf", "--qdf", "--object-streams=disable", write(every_part(), tmp_path).path, "-")
    alternatives = [text_of(found) for found in re.findall(rb"/Alt (<[0-9a-f]+>|\([^)]*\))", raw)]
    assert "Mã QR kiểm tra bản in" in alternatives
    assert "Lưu đồ: nộp hồ sơ, tiếp nhận, trả kết quả" in alternatives


def text_of(found):
    data = bytes.fromhex(found[1:-1].decode()) if found.startswith(b"<") else found[1:-1]
    return data.decode("utf-16") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


# --- Determinism ------------------------------------------------------------------------------------------
SCRIPT = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from publications.writers.pdf import PdfWriter
from tests.publications.every_part import every_part
sys.stdout.write(PdfWriter().write(every_part()).sha256)
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Ho_Chi_Minh"), ("4242", "America/New_York")])
def test_another_process_seed_and_time_zone_make_the_same_bytes(seed, zone):
    env = os.environ | {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "DJANGO_SETTINGS_MODULE": "iso_docs.settings.test",
    }
    elsewhere = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert elsewhere == PdfWriter().write(every_part()).sha256


def test_one_changed_word_changes_the_bytes():
    one, other = procedure_source(), procedure_source(title="Đăng ký khai sinh (đã sửa)")
    other.snapshot["steps"][0]["title"] = "Nộp đủ hồ sơ"
    assert digest(one) != digest(other)


def digest(source):
    return hashlib.sha256(PdfWriter().write(compose_notice(source)).content).hexdigest()


def test_what_made_the_file_is_told():
    tools = PdfWriter().write(every_part()).tools
    assert tools["typst"]
    assert re.fullmatch("[0-9a-f]{12}", tools["template"])


def test_threads_make_the_same_bytes_at_the_same_time():
    with ThreadPoolExecutor(4) as pool:
        digests = list(
            pool.map(lambda rows: PdfWriter().write(every_part(rows)).sha256, [3, 4, 5, 3, 4, 5, 3, 4])
        )
    assert len(set(digests)) == 3
    assert digests[:3] == digests[3:6]
