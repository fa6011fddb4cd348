"""Files become drafts: every key placed, the same file twice is nothing new, and a dry run leaves no trace."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection

from document_control.enums import LegalActKind
from document_control.models import ControlledDocument, IssuedVersion, LegalAct
from organisation.models import Role
from procedures.models import (
    FormTemplate,
    ImportItem,
    InternalProcessPage,
    ProcedureField,
    ProcedurePage,
    ProcessPage,
    Subject,
)

from .conftest import DATA

PROCEDURES, PROCESSES = DATA / "thu_tuc.yaml", DATA / "quy_trinh.yaml"
SAMPLE = Path(__file__).parents[2] / "iso_docs" / "sample_data"


def draft(code):
    return ProcessPage.objects.get(code=code).specific.get_latest_revision_as_object()


def messages(report, severity):
    return [f"{f['line']} {f['key']} {f['message']}" for f in report["findings"] if f["severity"] == severity]


@pytest.fixture
def imported(run_import):
    code, report = run_import(PROCEDURES, PROCESSES)
    assert code == 0, report["findings"]
    return report


def test_counts(imported):
    assert imported["applied"] is True
    assert imported["totals"] == {"created": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert (ProcedurePage.objects.count(), InternalProcessPage.objects.count()) == (2, 1)
    assert ControlledDocument.objects.count() == 3


def test_nothing_is_published(imported):
    assert not ProcessPage.objects.filter(live=True).exists()
    assert not IssuedVersion.objects.exists()


def test_every_part_of_a_procedure_is_placed(imported):
    snapshot = draft("QT-TV-01").build_snapshot()
    assert snapshot["title"] == "Thủ tục cấp thẻ thư viện phường"
    assert (snapshot["short_title"], snapshot["national_code"]) == ("Cấp thẻ thư viện", "1.999901")
    assert (snapshot["local_code"], snapshot["legacy_codes"]) == ("TV-01", ["B-TV-001"])
    assert snapshot["summary"] == "Cấp thẻ mượn sách cho người cư trú tại phường."
    assert snapshot["field"] == {"code": "van_hoa", "name": "Văn hóa"}
    assert snapshot["level"]["code"] == "ward"
    assert {s["name"] for s in snapshot["subjects"]} == {"Cá nhân", "Học sinh của phường"}
    assert snapshot["agencies"] == {
        "promulgating": "Cơ quan mẫu",
        "deciding": "Ủy ban nhân dân phường",
        "executing": "Ủy ban nhân dân phường",
        "authorised": "Thư viện phường",
        "coordinating": ["Trường học trên địa bàn"],
    }
    assert snapshot["channels"] == [
        {"channel": "direct", "note": ""},
        {"channel": "online", "note": "Chỉ với người đã có tài khoản."},
    ]
    assert (snapshot["online_level"]["code"], snapshot["legacy_online_level"]["code"]) == ("partial", "2")
    assert (snapshot["online_url"], snapshot["sets"]) == ("https://dichvu.example/the-thu-vien", 2)
    assert snapshot["not_needed"] == "Ảnh thẻ."
    assert snapshot["results"] == [
        {"name": "Thẻ thư viện", "note": ""},
        {"name": "Nội quy", "note": "kèm theo"},
    ]
    assert snapshot["records"] == [{"name": "Sổ cấp thẻ", "holder": "Thư viện phường", "retention": "05 năm"}]
    assert [(f["code"], f["name"]) for f in snapshot["forms"]] == [
        ("MC-01", "MC-01"),
        ("TV-01", "Phiếu đăng ký thẻ thư viện"),
    ]
    assert [(c["number"], c["clause"], c["issued_on"]) for c in snapshot["citations"]] == [
        ("46/2019/QH14", "Điều 42", "2019-11-21"),
        ("01/2026/QĐ-UBND", "", None),
    ]


def test_plain_texts_become_paragraphs(imported):
    snapshot = draft("QT-TV-01").build_snapshot()
    assert (
        snapshot["public_steps"]
        == "<p>Ông, bà nộp phiếu tại thư viện.</p><p>Sau 02 ngày ông, bà đến lấy thẻ.</p>"
    )
    assert snapshot["chapters"]["purpose"] == "<p>Ai cũng mượn được sách.</p>"
    assert snapshot["chapters"]["scope"] == "<p>Người cư trú tại phường.</p>"
    assert snapshot["chapters"]["definitions"] == "<p>TV: thư viện.</p>"
    assert snapshot["chapters"]["references"] == "<p>Nội quy thư viện.</p>"
    assert snapshot["conditions"] == "<p>Cư trú tại phường.</p>"


def test_time_limit_cases_and_fees(imported):
    snapshot = draft("QT-TV-01").build_snapshot()
    assert snapshot["time_limit"] == {
        "value": 2,
        "unit": "working_day",
        "cutoff": "",
        "text": "02 ngày làm việc",
        "extension": "Thêm 01 ngày khi phải in lại thẻ",
        "supplement_rule": "pause",
        "minutes": 960,
    }
    assert [(c["code"], c["condition"], (c["time_limit"] or {}).get("value")) for c in snapshot["cases"]] == [
        ("01", "", None),
        ("02", "Mất hoặc hỏng thẻ", 1),
    ]
    fee, charge = snapshot["fees"]
    assert (fee["kind"], fee["amount"], fee["channel"]) == ("fee", 0, "all")
    assert (charge["kind"], charge["amount"], charge["channel"]) == ("charge", 15000, "direct")
    assert (charge["valid_from"], charge["valid_to"], charge["cases"]) == ("2026-01-01", "2026-12-31", ["02"])
    assert (charge["exemption"], charge["basis"]) == ("Hộ nghèo", "01/2026/QĐ-UBND")
    same_day = draft("QT-TV-02").build_snapshot()["time_limit"]
    assert (same_day["unit"], same_day["cutoff"]) == ("same_day", "15:00")


def test_papers_and_steps(imported):
    snapshot = draft("QT-TV-01").build_snapshot()
    papers = [(c["name"], c["kind"], c["original"], c["copy"], c["form"]) for c in snapshot["components"]]
    assert papers == [
        ("Phiếu đăng ký", "submit", 1, 0, "TV-01"),
        ("Căn cước", "present", 1, 0, ""),
        ("Thẻ học sinh", "present", 0, 1, ""),
    ]
    assert [c["alternative_group"] for c in snapshot["components"]] == ["", "giay-to", "giay-to"]
    first, second, third, fourth = snapshot["steps"]
    assert (first["role"]["code"], first["duration"]) == ("citizen", None)
    assert second["duration"] == {"value": "0.5", "unit": "working_day", "minutes": 240}
    assert (second["input"], second["phase"], second["form"]) == ("Phiếu", "Tiếp nhận", "MC-01")
    assert second["description"] == "Xem phiếu đủ chữ ký."
    assert (third["waits_outside"], third["waits_reason"]) == (True, "In ở nơi khác")
    assert fourth["duration"]["minutes"] == 720


def test_versions_become_earlier_issues_and_the_number_of_the_text(imported):
    page = draft("QT-TV-01")
    earlier = [(e["edition"], e["revision"], e["change"]) for e in page.build_snapshot()["earlier_issues"]]
    assert earlier == [(1, 0, "Ban hành lần đầu"), (2, 0, "Thêm nộp trực tuyến")]
    assert str(page.document.first_number) == "2.1"
    assert (page.change_reason, page.change_basis) == ("Sửa phí cấp lại", "01/2026/QĐ-UBND")
    assert str(draft("QT-TV-02").document.first_number) == "1.0"


def test_an_internal_process_with_its_occasions(imported):
    snapshot = draft("QT-NB-TV").build_snapshot()
    assert (snapshot["kind"], snapshot["audience"]) == ("internal_process", "staff")
    assert (snapshot["trigger"], snapshot["deadline"]) == ("Khi đến tháng kiểm kê", "Xong trước 31/12")
    assert snapshot["owner_unit_name"] == "Thư viện phường"
    assert [(o["frequency"], o["label"]) for o in snapshot["occasions"]] == [
        ("annual", "Xong trước 31/12"),
        ("on_demand", "Xong trước 31/12"),
    ]
    assert [c["number"] for c in snapshot["citations"]] == ["46/2019/QH14", "Nội quy thư viện phường"]
    assert [r["name"] for r in snapshot["records"]] == ["Danh mục sách", "Biên bản"]
    assert snapshot["steps"][1]["duration"] == {"value": "15", "unit": "calendar_day", "minutes": None}


def test_missing_rows_are_created_once_and_told(imported):
    created = imported["created_rows"]
    assert created["field"] == ["van_hoa: Văn hóa"]
    assert created["subject"] == ["Cá nhân", "Học sinh của phường"]
    assert created["role"] == ["citizen: Người yêu cầu", "librarian: Cán bộ thư viện"]
    assert created["form"] == ["TV-01: Phiếu đăng ký thẻ thư viện", "BM-TV-01: Danh mục sách", "MC-01: MC-01"]
    assert created["legal_act"] == ["46/2019/QH14", "01/2026/QĐ-UBND", "Nội quy thư viện phường"]
    assert LegalAct.objects.get(number="46/2019/QH14").kind == LegalActKind.LAW
    assert Role.objects.get(code="citizen").is_external
    assert (
        ProcedureField.objects.count() == 1
        and Subject.objects.count() == 2
        and FormTemplate.objects.count() == 3
    )


def test_keys_without_a_place_are_listed(imported):
    listed = {f["key"] for f in imported["findings"] if f["severity"] == "info"}
    assert {"code_confidence", "confidence", "notes", "order", "origin"} <= listed


def test_the_same_files_again_change_nothing(imported, run_import, row_counts):
    before = row_counts()
    code, report = run_import(PROCEDURES, PROCESSES)
    assert (code, report["totals"]["unchanged"], report["totals"]["changed"]) == (0, 3, 0)
    assert report["created_rows"] == {}
    assert row_counts() == before


def test_a_changed_file_becomes_a_new_draft_of_the_same_page(imported, run_import, tmp_path):
    page_id = draft("QT-TV-02").pk
    changed = tmp_path / "moi.yaml"
    changed.write_text(
        PROCEDURES.read_text("utf-8").replace("value: 30, unit: minute", "value: 45, unit: minute"), "utf-8"
    )
    code, report = run_import(changed)
    assert (code, report["totals"]["changed"], report["totals"]["unchanged"]) == (0, 1, 1)
    page = draft("QT-TV-02")
    assert page.pk == page_id and page.revisions.count() == 2
    assert [s["duration"]["minutes"] for s in page.build_snapshot()["steps"]] == [45]
    assert any("Thay bản thảo" in m for m in messages(report, "info"))


def test_a_dry_run_leaves_every_table_as_it_was(run_import, row_counts):
    before = row_counts()
    code, report = run_import(PROCEDURES, PROCESSES, dry_run=True)
    assert (code, report["applied"], report["totals"]["created"]) == (0, False, 3)
    assert report["created_rows"]["field"] == ["van_hoa: Văn hóa"]
    assert row_counts() == before


def test_one_bad_file_keeps_the_good_one_out(run_import, row_counts, tmp_path):
    bad = tmp_path / "hong.yaml"
    bad.write_text("- iso_code: QT-X\n  name: Thử\n  trigger: Khi thử\n  steps: chữ\n", "utf-8")
    before = row_counts()
    code, report = run_import(PROCEDURES, bad)
    assert code == 1
    assert [f["name"] for f in report["files"] if f["refused"]] == ["hong.yaml"]
    assert messages(report, "error") == [
        "4 steps Chỗ này phải là một danh sách (mỗi mục một dấu gạch), tệp lại ghi một giá trị."
    ]
    assert row_counts() == before


def test_a_code_or_address_twice_is_refused(run_import, row_counts, tmp_path):
    twin = tmp_path / "trung.yaml"
    twin.write_text(PROCEDURES.read_text("utf-8"), "utf-8")
    before = row_counts()
    code, report = run_import(PROCEDURES, twin)
    assert code == 1 and row_counts() == before
    assert any("Mã tài liệu này đã dùng ở thu_tuc.yaml, dòng 2" in m for m in messages(report, "error"))


def test_an_unknown_level_is_a_slip_and_never_a_new_row(run_import, row_counts, tmp_path):
    path = tmp_path / "cap.yaml"
    path.write_text(PROCEDURES.read_text("utf-8").replace("level: ward", "level: wrad", 1), "utf-8")
    before = row_counts()
    code, report = run_import(path)
    assert code == 1 and row_counts() == before
    assert "Không có cấp “wrad”" in messages(report, "error")[0]


def test_a_code_of_another_kind_is_refused(imported, run_import, tmp_path):
    path = tmp_path / "khac.yaml"
    path.write_text(PROCESSES.read_text("utf-8").replace("QT-NB-TV", "QT-TV-02"), "utf-8")
    code, report = run_import(path)
    assert code == 1 and "tài liệu loại khác" in messages(report, "error")[0]


def test_submitting_sends_complete_drafts_to_review(run_import, specialist):
    code, report = run_import(PROCEDURES, PROCESSES, submit=True, username=specialist.username)
    assert code == 0, report["findings"]
    sent = {r["code"]: r["submitted"] for r in report["records"]}
    assert sent["QT-TV-01"] is True and sent["QT-TV-02"] is False  # the second has no public steps
    page = ProcessPage.objects.get(code="QT-TV-01").specific
    assert page.workflow_in_progress and page.current_workflow_task.name == "Xem xét"
    assert page.current_workflow_state.requested_by == specialist
    assert page.latest_revision.user == specialist


def test_a_text_under_review_is_not_overwritten(run_import, specialist, tmp_path):
    run_import(PROCEDURES, submit=True, username=specialist.username)
    changed = tmp_path / "moi.yaml"
    changed.write_text(PROCEDURES.read_text("utf-8").replace("sets: 2", "sets: 1"), "utf-8")
    code, report = run_import(changed)
    assert code == 1 and any("đang chờ duyệt" in m for m in messages(report, "error"))
    assert draft("QT-TV-01").sets == 2


def test_somebody_without_the_right_to_write_imports_nothing(run_import, row_counts, django_user_model):
    django_user_model.objects.create_user("khach", password="x")
    before = row_counts()
    code, _report = run_import(PROCEDURES, username="khach")
    assert code == 1 and row_counts() == before


@pytest.mark.parametrize("options", [{"submit": True}, {"username": "khong-co"}, {"unit": "khong-co"}])
def test_wrong_options_are_refused_before_reading(site_parts, options):
    with pytest.raises(CommandError):
        call_command("import_procedures", str(PROCEDURES), **options)


def test_a_page_that_carries_a_paper_history_is_issued_under_the_next_number(imported, specialist):
    """The number of the text is the last version of the file: 2.1, not 1.0."""
    document = ControlledDocument.objects.get(code="QT-TV-01")
    assert (document.first_edition, document.first_revision) == (2, 1)
    assert document.chain_length == 0


@pytest.mark.parametrize(
    ("folder", "count"), [("procedures", 13), ("procedures_moved", 4), ("processes", 15)]
)
def test_the_sample_files_come_in_whole(run_import, folder, count):
    paths = sorted((SAMPLE / folder).glob("*.yaml"))
    code, report = run_import(*paths)
    assert code == 0, messages(report, "error")
    assert report["totals"]["created"] == count
    code, report = run_import(*paths)
    assert (code, report["totals"]["unchanged"]) == (0, count)
    for path in paths:
        for row in yaml.safe_load(path.read_text("utf-8")):
            snapshot = draft(row["iso_code"]).build_snapshot()
            assert snapshot["title"] == row["name"]
            assert [s["title"] for s in snapshot["steps"]] == [s["title"] for s in row["steps"]]
            assert len(snapshot["citations"]) == len(row["legal_bases"])
            assert len(snapshot["records"]) == len(row["records"])
            assert [len(snapshot.get(k, [])) for k in ("fees", "components", "cases", "results")] == [
                len(row.get(k, [])) for k in ("fees", "components", "cases", "results")
            ]


def test_nfd_text_comes_in_as_nfc(run_import, tmp_path):
    path = tmp_path / "nfd.yaml"
    path.write_text(unicodedata.normalize("NFD", PROCESSES.read_text("utf-8")), "utf-8")
    code, report = run_import(path)
    assert code == 0
    title = draft("QT-NB-TV").title
    assert title == unicodedata.normalize("NFC", title) == "Quy trình kiểm kê sách hằng năm"
    assert any("NFC" in m for m in messages(report, "info"))


def test_markup_stays_visible_text(run_import, tmp_path):
    path = tmp_path / "the.yaml"
    text = PROCESSES.read_text("utf-8").replace(
        "Biết sách nào còn", "<script>alert(1)</script> Biết & giữ sách nào còn"
    )
    path.write_text(text, "utf-8")
    code, report = run_import(path)
    assert code == 0 and any("HTML" in m for m in messages(report, "warning"))
    purpose = draft("QT-NB-TV").build_snapshot()["chapters"]["purpose"]
    assert purpose.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt; Biết &amp; giữ sách nào còn")


def test_dates_without_quotes_and_numbers_as_codes_are_read_as_written(run_import, tmp_path):
    path = tmp_path / "tran.yaml"
    text = (
        PROCEDURES.read_text("utf-8").replace("'1.999901'", "1.999900").replace("'2019-11-21'", "2019-11-21")
    )
    path.write_text(text.replace("'15:00'", "15:00"), "utf-8")
    code, _report = run_import(path)
    assert code == 0
    assert draft("QT-TV-01").national_code == "1.999900"
    assert LegalAct.objects.get(number="46/2019/QH14").issued_on == dt.date(2019, 11, 21)
    assert draft("QT-TV-02").cutoff_time == dt.time(15)


def test_files_are_read_before_the_database_is_locked(run_import, monkeypatch):
    """On SQLite nobody else can write while the import does; reading a folder may take minutes."""
    from procedures.import_desk import at_once

    outside, depths, reader = len(connection.savepoint_ids), [], at_once.read_file

    def read_file(*args):
        depths.append(len(connection.savepoint_ids))
        return reader(*args)

    monkeypatch.setattr(at_once, "read_file", read_file)
    code, _report = run_import(PROCEDURES, PROCESSES)
    assert code == 0 and ImportItem.objects.count() == 3
    assert depths == [outside] * 2, "once for each file"
    assert all(item.passages or item.file.format == "yaml" for item in ImportItem.objects.all())


def test_the_report_for_people(site_parts, capsys):
    call_command("import_procedures", str(PROCEDURES), dry_run=True)
    out = capsys.readouterr().out
    assert "QT-TV-01  Thủ tục cấp thẻ thư viện phường: bản thảo mới" in out
    assert "Chạy thử, chưa ghi gì: 2 bản thảo mới, 0 có thay đổi, 0 không đổi." in out
    assert "Ghi chú: thu_tuc.yaml, dòng 4 [code_confidence]" in out


def test_what_the_command_brought_in_is_kept_with_what_was_said(imported):
    item = ImportItem.objects.get(code="QT-TV-01")
    assert item.written_at and item.page.code == "QT-TV-01"
    with item.file.content.open() as kept:
        assert kept.read() == PROCEDURES.read_bytes()
    assert item.warnings == sum(found["severity"] == "warning" for found in item.open_findings)
    assert item.open_findings
