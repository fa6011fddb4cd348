"""Existing dossiers come in from a table: real files, through the page and the command."""

import io
import json
import zipfile
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from dossiers.importing import services
from dossiers.importing.columns import COLUMNS, key_of
from dossiers.importing.reading import parse_when
from dossiers.importing.tables import UnreadableError, read_table
from dossiers.integrity import verify
from dossiers.models import Dossier, DossierImport
from dossiers.statistics.keeping import deviations
from organisation.models import User
from tests.factories.office import at

NOW = at("2026-11-21 09:00")
HEADINGS = [
    "Mã hồ sơ",
    "Mã thủ tục",
    "Họ và tên",
    "Hình thức nộp",
    "Ngày nhận",
    "Hẹn trả",
    "Ngày hoàn thành",
    "Ngày trả",
]
DONE = [
    *("H26.65-250702-0001", "QT-TP-01", "Nguyễn Văn An", "Trực tiếp"),
    *("02/07/2025 08:30", "02/07/2025", "02/07/2025", "03/07/2025"),
]
LATE = [
    "H26.65-250703-0001",
    "QT-TP-08",
    "Trần Thị Bình",
    "Trực tuyến",
    "2025-07-03",
    "08/07/2025",
    "09/07/2025",
    "10/07/2025",
]
OPEN = ["H26.65-261120-0001", "QT-TP-08", "Lê Thị Chi", "Trực tiếp", "20/11/2026 09:00", "25/11/2026", "", ""]
READY = ["H26.65-261119-0001", "QT-TP-01", "Phạm Văn Dũng", "", "19/11/2026", "", "19/11/2026", ""]


def as_xlsx(*rows, headings=HEADINGS):
    book = Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(*rows, headings=HEADINGS, delimiter=";", encoding="utf-8-sig"):
    return "\r\n".join(delimiter.join(row) for row in [headings, *rows]).encode(encoding)


def officer():
    return User.objects.get(username="motcua")


def bring_in(data, name="ho-so.xlsx", write=True):
    source = services.take_in(officer(), data, name, NOW)
    if write and not source.errors:
        source = services.start_writing(officer(), source.pk, NOW, in_this_process=True)
    return source


def test_headings_of_other_systems_are_understood():
    assert [key_of(name) for name in HEADINGS] == [
        *("code", "procedure", "applicant", "channel", "received", "due", "closed", "returned"),
    ]
    assert key_of("SỐ HỒ SƠ ") == "code"
    assert key_of("Ghi chú nội bộ khác") is None
    assert len({key_of(column.heading) for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("02/07/2025", "02/07/2025"),
        ("2.7.2025 8h05", "02/07/2025 08:05"),
        ("2025-07-02T08:30:00", "02/07/2025 08:30"),
        ("2025-07-02 08:30", "02/07/2025 08:30"),
    ],
)
def test_days_are_read(text, read):
    assert str(parse_when(text)) == read


@pytest.mark.parametrize(
    "text", ["31/02/2025", "07/2025", "hôm qua", "45000", "02/07/0025", "2/7/25", "99/99/9999"]
)
def test_what_is_no_day_is_refused(text):
    assert parse_when(text) is None


def test_a_file_becomes_dossiers(sample_ward):
    source = bring_in(as_xlsx(DONE, LATE, OPEN, READY))
    assert (source.errors, source.written, source.trouble) == (0, 4, "")
    done, late, in_hand, ready = (Dossier.objects.get(code=row[0]) for row in (DONE, LATE, OPEN, READY))
    assert (done.state, done.outcome, done.steps.count()) == ("returned", "on_time", 0)
    assert done.received_at == at("2025-07-02 08:30")
    assert (late.channel, late.outcome) == ("online", "overdue")
    assert in_hand.state == "in_progress"
    assert in_hand.current_step.kind == "work"
    assert in_hand.current_step.officer is not None
    assert in_hand.current_step.due_at > NOW, "nobody here is late with a step that came in just now"
    assert (ready.state, ready.current_step.kind, ready.outcome) == ("ready", "handover", "on_time")
    for dossier in (done, late, in_hand, ready):
        event = dossier.events.get(sequence=1)
        assert (event.kind, event.data["file"], event.actor) == ("imported", source.sha256, officer())
        assert list(verify(dossier.code)) == []
    assert deviations() == []


def test_a_second_run_changes_nothing(sample_ward):
    bring_in(as_xlsx(DONE, OPEN))
    before = list(Dossier.objects.order_by("pk").values())
    again = bring_in(as_xlsx(DONE, OPEN))
    assert (again.new, again.known, again.written) == (0, 2, 0)
    assert list(Dossier.objects.order_by("pk").values()) == before


def test_the_code_of_the_portal_alone_is_enough_to_know_a_dossier_again(sample_ward):
    headings = ["Mã DVCQG", *HEADINGS[1:]]
    rows = [["G01-250702-7", *DONE[1:]]]
    bring_in(as_xlsx(*rows, headings=headings))
    assert Dossier.objects.get().code == "H26.65-250702-0001"
    assert bring_in(as_xlsx(*rows, headings=headings)).known == 1
    assert Dossier.objects.count() == 1


def test_all_or_nothing_and_every_line_says_what_to_do(sample_ward):
    wrong = [
        ["H26.65-250702-0009", "QT-KHONG-CO", "Ai đó", "", "02/07/2025", "", "", ""],
        ["H26.65-250702-0010", "QT-TP-01", "", "bồ câu", "31/02/2025", "", "", ""],
        ["H26.65-250702-0001", "QT-TP-01", "Trùng mã", "", "02/07/2025", "", "", ""],
        ["H26.65-250702-0011", "QT-TP-01", "Ngược ngày", "", "02/07/2025", "", "01/07/2025", ""],
        ["", "QT-TP-01", "Không mã", "", "02/07/2025", "", "", ""],
    ]
    source = bring_in(as_xlsx(DONE, *wrong))
    assert source.errors >= 7
    assert not Dossier.objects.exists()
    said = services.problem_lines(source)
    for words in (
        "Dòng 3, cột Mã thủ tục: “QT-KHONG-CO” không có trong danh mục đã ban hành; sửa thành",
        "Dòng 4, cột Người nộp: để trống; điền",
        "Dòng 4, cột Ngày tiếp nhận: “31/02/2025” không phải ngày; sửa thành dạng",
        "Dòng 4, cột Cách nộp: “bồ câu” không rõ; sửa thành",
        "Dòng 5, cột Mã hồ sơ: trùng mã với dòng 2",
        "Dòng 6, cột Ngày có kết quả: 01/07/2025 trước ngày tiếp nhận",
        "Dòng 7, cột Mã hồ sơ: thiếu mã; điền",
    ):
        assert any(line.startswith(words) for line in said), (words, said)


@pytest.mark.parametrize(
    "data",
    [
        as_csv(DONE),
        as_csv(DONE, delimiter=",", encoding="utf-8"),
        as_csv(DONE, delimiter="\t", encoding="utf-16"),
        as_csv(["Sổ hồ sơ một cửa"], DONE, headings=HEADINGS),
        as_csv(HEADINGS, DONE, headings=["Sổ theo dõi hồ sơ năm 2025"]),
    ],
)
def test_csv_as_vietnamese_excel_writes_it(sample_ward, data):
    rows = read_table(data, "so.csv").rows
    assert any("Nguyễn Văn An" in cells for _number, cells in rows)


def test_old_windows_code_page(sample_ward):
    text = "Mã hồ sơ;Người nộp".encode("cp1258", errors="replace")
    assert read_table(text + b"\r\nA-1;B", "so.csv").rows[1] == (2, ["A-1", "B"])


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 130_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04 broken",
        b"%PDF-1.7",
        "tiêu đề lạ;khác\r\n1;2".encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
        as_csv(*[[f"A-{n}", *DONE[1:]] for n in range(20_001)]),
        pytest.param("bomb", id="bomb"),
    ],
)
def test_what_is_no_table_gets_a_sentence_and_is_not_kept(sample_ward, client, data):
    client.force_login(officer())
    sent = SimpleUploadedFile("tep.xlsx", bomb() if data == "bomb" else data)
    answer = client.post(reverse("dossier-imports"), {"tep": sent})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not DossierImport.objects.exists()


def test_formulas_stay_text(sample_ward):
    row = [*DONE]
    row[2] = "=HYPERLINK(1)"
    source = bring_in(as_csv(row), "so.csv")
    assert source.written == 1
    assert Dossier.objects.get().applicant_name == "=HYPERLINK(1)"


def test_through_the_pages(sample_ward, client):
    client.force_login(officer())
    template = client.get(reverse("dossier-import-template"))
    sheet = load_workbook(io.BytesIO(template.content)).active
    assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS]

    answer = client.post(
        reverse("dossier-imports"), {"tep": SimpleUploadedFile("sổ.xlsx", template.content)}, follow=True
    )
    assert answer.status_code == 200
    source = DossierImport.objects.get()
    assert (source.errors, source.new) == (0, 1), source.problems
    answer = client.post(reverse("dossier-import-write", args=[source.pk]), follow=True)
    assert answer.status_code == 200
    assert Dossier.objects.get().code == "H26.65-250702-0001"
    kept = client.get(reverse("dossier-import-file", args=[source.pk]))
    assert b"".join(kept.streaming_content) == template.content
    refused = client.post(reverse("dossier-import-write", args=[source.pk]))
    assert refused.status_code == 409


@pytest.mark.parametrize("username", ["chuyenvien", "truongphong", "lanhdao", "danhgia", "quantri"])
def test_others_are_told_who_brings_dossiers_in(sample_ward, client, username):
    client.force_login(User.objects.get(username=username))
    for name in ("dossier-imports", "dossier-import-template"):
        assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("dossier-import", args=[1])).status_code == 403


def test_the_list_asks_no_query_per_import(sample_ward, client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("dossier-imports")).status_code == 200
        return len(asked)

    client.force_login(officer())
    bring_in(as_csv(["A-0", *DONE[1:]]), "so.csv", write=False)
    queries()
    one = queries()
    for number in range(1, 6):
        bring_in(as_csv([f"A-{number}", *DONE[1:]]), "so.csv", write=False)
    assert queries() == one


def test_command(sample_ward, tmp_path):
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(as_xlsx(DONE, LATE))
    out = StringIO()
    call_command("import_dossiers", path, "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["new"] == 2
    assert not Dossier.objects.exists()
    call_command("import_dossiers", path, "--as", "motcua", stdout=StringIO())
    assert Dossier.objects.count() == 2
    call_command("import_dossiers", path, "--as", "thukyiso", stdout=StringIO())
    assert Dossier.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("import_dossiers", path, "--as", "lanhdao", stdout=StringIO())
    path.write_bytes(as_xlsx([*DONE[:4], "sai ngày", *DONE[5:]]))
    with pytest.raises(CommandError):
        call_command("import_dossiers", path, "--as", "motcua", stdout=StringIO())


@pytest.mark.parametrize(
    "data",
    [as_xlsx(DONE)[:-400], b"\x00" + as_xlsx(DONE)[1:], as_xlsx(DONE)[2:]],
    ids=["cut", "first", "head"],
)
def test_a_broken_workbook_is_called_so(sample_ward, client, data):
    client.force_login(officer())
    answer = client.post(reverse("dossier-imports"), {"tep": SimpleUploadedFile("ho-so.xlsx", data)})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Tệp Excel bị hỏng" in page and ".xlsx (hoặc .csv)" in page
    assert "tệp văn bản" not in page


def test_telephone_and_address_of_a_line_are_checked(sample_ward, client):
    client.force_login(officer())
    headings = [*HEADINGS, "Điện thoại", "Email"]
    rows = [[*DONE, "abc 09x😀", "not-mail"], [*LATE, "0912.345.678", "binh@example.vn"]]
    sent = SimpleUploadedFile("ho-so.xlsx", as_xlsx(*rows, headings=headings))
    page = client.post(reverse("dossier-imports"), {"tep": sent}, follow=True).content.decode()
    source = DossierImport.objects.get()
    assert source.errors == 2
    for words in ("“abc 09x😀” không phải một số điện thoại", "“not-mail” không phải thư điện tử"):
        assert words in page
    assert [problem["line"] for problem in source.problems] == [2, 2]


def test_unreadable_is_said_by_the_reader():
    with pytest.raises(UnreadableError, match="Không tìm thấy cột"):
        services.examine(b"a;b\r\n1;2", "x.csv", NOW)
