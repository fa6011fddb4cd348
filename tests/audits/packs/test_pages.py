"""Who gets which paper, pack and page; exports; the check of printed reports."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from audits.enums import AuditState, FindingProgress, FindingSource, FindingState
from audits.evidence.service import make_pack
from audits.models import Audit, EvidencePack, Finding
from audits.services.findings import answer, settle_dispute, take_back
from tests.audits.packs.making import issue_report, make_finding
from tests.dossiers.factories import at, make_worker

pytestmark = pytest.mark.django_db
NOW = at("2026-11-21 09:00")


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def people(made):
    """By what they are to the audit; everybody of the division may read it once it is approved."""
    return {
        "lead": made.auditor,
        "secretary": made.desk.by_role["iso_secretary"],
        "leader": made.leader,
        "head": made.head,
        "other_head": made.outsider,
        "officer": make_worker("counter", "one_stop_officer", made.desk.reception),
        "administrator": made.desk.by_role["administrator"],
        "visitor": None,
    }


def statuses(client, people, url, method="get"):
    found = {}
    for name, user in people.items():
        client.logout()
        if user is not None:
            client.force_login(user)
        found[name] = getattr(client, method)(url).status_code
    return found


INSIDERS = {"lead": 200, "secretary": 200, "leader": 200}
OUTSIDE = {"other_head": 404, "officer": 404, "administrator": 403, "visitor": 302}
HEADS_TOO = INSIDERS | {"head": 200}


@pytest.mark.parametrize(
    ("name", "arguments", "before", "after"),
    [
        ("audit-report-file", ["ĐG-2026-02", "pdf"], INSIDERS | {"head": 404} | OUTSIDE, HEADS_TOO | OUTSIDE),
        ("audit-plan-file", ["ĐG-2026-02", "pdf"], HEADS_TOO | OUTSIDE, HEADS_TOO | OUTSIDE),
        (
            "audit-checklist-file",
            ["ĐG-2026-02", 1, "pdf"],
            INSIDERS | {"head": 404} | OUTSIDE,
            HEADS_TOO | OUTSIDE,
        ),
        ("audit-evidence", ["ĐG-2026-02"], HEADS_TOO | OUTSIDE, HEADS_TOO | OUTSIDE),
        ("finding-file", ["KPH-2026-002", "docx"], HEADS_TOO | OUTSIDE, HEADS_TOO | OUTSIDE),
        (
            "audit-programme-file",
            [2026, "pdf"],
            HEADS_TOO | OUTSIDE | {"other_head": 200},
            HEADS_TOO | OUTSIDE | {"other_head": 200},
        ),
        (
            "action-register-file",
            ["pdf"],
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 200},
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 200},
        ),
        (
            "audit-trends",
            [],
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 403},
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 403},
        ),
        (
            "audit-trends-findings",
            [],
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 403},
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 403},
        ),
        (
            "audit-verifier",
            [],
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 200},
            HEADS_TOO | OUTSIDE | {"other_head": 200, "officer": 200},
        ),
    ],
)
def test_who_reads_what(client, made, people, name, arguments, before, after):
    url = reverse(name, args=arguments)
    assert statuses(client, people, url) == before
    issue_report(made)
    assert statuses(client, people, url) == after


def test_reading_addresses_take_no_post(client, made):
    client.force_login(made.auditor)
    for name, arguments in (
        ("audit-report-file", ["ĐG-2026-02", "pdf"]),
        ("action-register-file", ["pdf"]),
        ("audit-trends", []),
    ):
        assert client.post(reverse(name, args=arguments)).status_code == 405


def test_unknown_formats_and_codes_are_404(client, made):
    client.force_login(made.auditor)
    for name, arguments in (
        ("audit-report-file", ["ĐG-2026-02", "exe"]),
        ("audit-report-file", ["ĐG-2026-99", "pdf"]),
        ("audit-checklist-file", ["ĐG-2026-02", 9, "pdf"]),
        ("audit-programme-file", [1999, "pdf"]),
        ("finding-file", ["KPH-0", "pdf"]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 404


# --- Packs --------------------------------------------------------------------------------------------------
def test_packs_are_made_by_insiders_and_taken_away_by_the_head_too(client, made, people):
    url = reverse("audit-evidence", args=["ĐG-2026-02"])
    assert statuses(client, people, url, "post")["lead"] == 403
    issue_report(made)
    made_by = statuses(client, people, url, "post")
    assert made_by == dict.fromkeys(["lead", "secretary", "leader"], 302) | {"head": 403} | OUTSIDE
    assert EvidencePack.objects.count() == 3
    pack = EvidencePack.objects.first()
    file_url = reverse("audit-evidence-file", args=["ĐG-2026-02", pack.uid])
    assert statuses(client, people, file_url) == HEADS_TOO | OUTSIDE
    client.force_login(made.auditor)
    answer = client.get(file_url)
    assert answer["Content-Type"] == "application/zip" and "DG-2026-02" in answer["Content-Disposition"]
    page = client.get(url).content.decode()
    assert pack.sha256 in page and "verify.py" in page


def test_a_pack_is_found_at_its_own_audit_only(client, made):
    issue_report(made)
    pack = make_pack(made.auditor, made.audit, NOW)
    other = Audit.objects.get(pk=made.audit.pk)
    other.pk, other.code, other.state = None, "ĐG-2026-03", AuditState.CLOSED
    other.save()
    client.force_login(made.auditor)
    assert client.get(reverse("audit-evidence-file", args=["ĐG-2026-03", pack.uid])).status_code == 404


def test_the_evidence_page_asks_little(client, made, django_assert_max_num_queries):
    issue_report(made)
    for _ in range(3):
        make_pack(made.auditor, made.audit, NOW)
    client.force_login(made.auditor)
    with django_assert_max_num_queries(40):
        assert client.get(reverse("audit-evidence", args=["ĐG-2026-02"])).status_code == 200


# --- Papers -------------------------------------------------------------------------------------------------
def text_of(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_report_says_what_was_found_and_is_the_same_for_ever(client, made):
    client.force_login(made.auditor)
    url = reverse("audit-report-file", args=["ĐG-2026-02", "pdf"])
    draft = text_of(client.get(url))
    assert "DỰ THẢO" in draft and "BÁO CÁO ĐÁNH GIÁ NỘI BỘ" in draft
    audit = issue_report(made)
    first = client.get(url)
    text = text_of(first)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐG-2026-02", "KPH-2026-003", "20261118-7f3a", "5/6"):
        assert words in text
    assert audit.report_hash[:16] in text and "DỰ THẢO" not in text
    Finding.objects.update(title="Sửa sau")
    made.head.first_name = "Đổi tên"
    made.head.save()
    assert client.get(url).content == first.content


def test_signs_without_a_letter_in_the_fonts_are_spelled_out(client, made):
    item = made.audit.checklists.get().items.get(number=1)
    item.note = "Bảng niêm yết \U0001f600\ufe0f <b>中</b>"
    item.save()
    client.force_login(made.auditor)
    answer = client.get(reverse("audit-checklist-file", args=["ĐG-2026-02", 1, "pdf"]))
    assert answer.status_code == 200 and "[U+1F600] <b>[U+4E2D]</b>" in text_of(answer)
    issue_report(made)
    assert make_pack(made.auditor, made.audit, NOW).file_count > 15


def test_the_nonconformity_paper_tells_the_whole_story(client, made):
    client.force_login(made.auditor)
    text = text_of(client.get(reverse("finding-file", args=["KPH-2026-002", "pdf"])))
    for words in (
        "PHIẾU BÁO CÁO SỰ KHÔNG PHÙ HỢP",
        "Không phù hợp nhẹ",
        "Đồng ý với phát hiện",
        "Vì sao bản cũ còn treo?",
        "Chưa phân công người kiểm tra bảng niêm yết",
        "HĐ-2026-001",
        "15/12/2026",
        "Có hiệu lực",
    ):
        assert words in text, words
    observation = text_of(client.get(reverse("finding-file", args=["LY-2026-004", "pdf"])))
    assert "PHIẾU GHI NHẬN PHÁT HIỆN" in observation and "Chưa giao hành động" in observation


@pytest.mark.parametrize(("stands", "outcome"), [(True, "giữ nguyên phát hiện"), (False, "rút phát hiện")])
def test_the_nonconformity_paper_tells_the_disagreement_and_its_ruling(client, made, people, stands, outcome):
    finding = make_finding(made.audit, "KPH-2026-090", made.auditor, **unanswered())

    def paper():
        client.force_login(people["secretary"])
        return text_of(client.get(reverse("finding-file", args=[finding.code, "pdf"])))

    assert "không đồng ý" not in paper()
    answer(made.head, finding.pk, 0, accepts=False, words="Hai hồ sơ đó đã trả đúng hẹn.", now=NOW)
    disputed = paper()
    assert "Đơn vị không đồng ý" in disputed and "Hai hồ sơ đó đã trả đúng hẹn." in disputed
    assert "chưa được giải quyết" in disputed and "Quyết định về ý kiến" not in disputed
    words = "Đã xem lại sổ trả kết quả."
    settle_dispute(people["leader"], finding.pk, 1, stands=stands, words=words, now=NOW)
    ruled = paper()
    for told in ("Hai hồ sơ đó đã trả đúng hẹn.", outcome, words, made.leader.get_full_name()):
        assert told in ruled, told
    assert "chưa được giải quyết" not in ruled


def test_a_finding_that_was_upheld_and_later_taken_back_keeps_its_ruling(client, made, people):
    finding = make_finding(made.audit, "KPH-2026-090", made.auditor, **unanswered())
    answer(made.head, finding.pk, 0, accepts=False, words="Không đúng.", now=NOW)
    settle_dispute(people["leader"], finding.pk, 1, stands=True, words="Giữ.", now=NOW)
    later = at("2026-11-23 09:00")
    take_back(people["secretary"], finding.pk, 2, reason="Nêu nhầm đơn vị.", now=later)
    client.force_login(people["secretary"])
    text = text_of(client.get(reverse("finding-file", args=[finding.code, "pdf"])))
    assert "giữ nguyên phát hiện" in text and "Nêu nhầm đơn vị." in text


def unanswered():
    return {"state": FindingState.RAISED, "answer": "", "answered_at": None, "answered_by": None}


def test_a_printed_report_is_recognised_by_its_code(client, made):
    audit = issue_report(made)
    page = client.get(f"/kiem-tra/{audit.report_hash[:12]}/").content.decode()
    assert "ĐG-2026-02" in page and "Báo cáo đánh giá nội bộ" in page
    assert "KPH" not in page
    wrong = "0" * 12
    assert "ĐG-2026-02" not in client.get(f"/kiem-tra/{wrong}/").content.decode()


# --- Trends -------------------------------------------------------------------------------------------------
@pytest.fixture
def many(made):
    """Five minor nonconformities of the last hour of 2025 besides, and one that was taken back."""
    for number in range(5):
        make_finding(
            made.audit,
            f"KPH-2025-00{number}",
            made.auditor,
            clause="7.5.3",
            source=FindingSource.LATE_INCIDENT,
            raised_at=at("2025-12-31 23:30"),
        )
    ended = {"state": FindingState.CANCELLED, "closed_at": NOW, "closed_by": made.auditor}
    make_finding(made.audit, "KPH-2025-009", made.auditor, **ended)
    return made


def rows_of(client, **query):
    answer = client.get(reverse("audit-trends"), query | {"tai": "csv"})
    (caption, *_), _head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    return caption, rows


def test_findings_are_counted_by_clause_with_their_grades(client, many):
    client.force_login(many.auditor)
    _caption, rows = rows_of(client)
    counted = {row[0]: row[1:] for row in rows}
    assert counted["7.5 Thông tin dạng văn bản"] == ["0", "6", "0", "0", "6", "6"]
    assert rows[-1][1:] == ["1", "6", "1", "0", "8", "8"]
    assert [row[0].split()[0] for row in rows[:3]] == ["7.5", "8.5", "9.1"]


@pytest.mark.parametrize("kind", ["don-vi", "muc-do", "nguon", "nam", "dieu-khoan", "la"])
def test_every_view_sums_to_the_same(client, many, kind):
    client.force_login(many.auditor)
    _caption, rows = rows_of(client, xem=kind)
    place = -1 if kind == "muc-do" else 5
    assert rows[-1][place] == "8" == str(sum(int(row[place]) for row in rows[:-1]))
    assert client.get(reverse("audit-trends"), {"xem": kind}).status_code == 200


def test_years_are_those_of_the_office(client, many):
    client.force_login(many.auditor)
    _caption, rows = rows_of(client, xem="nam")
    assert [(row[0], row[5]) for row in rows[:-1]] == [("2025", "5"), ("2026", "3")]


def test_every_number_leads_to_exactly_its_findings(client, many):
    client.force_login(many.auditor)
    for kind in ("dieu-khoan", "don-vi", "muc-do", "nguon", "nam"):
        page = client.get(reverse("audit-trends"), {"xem": kind}).content.decode()
        links = re.findall(r'href="([^"]*xu-huong/phat-hien/[^"]*)" aria-label="(\d+),', page)
        assert links
        for address, count in links:
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.context["page"].paginator.count == int(count), address


def test_filters_narrow_and_what_is_not_understood_is_told(client, many):
    client.force_login(many.auditor)
    caption, rows = rows_of(client, nguon="late_incident", nam="2025", xem="don-vi")
    assert "2025" in caption and rows[-1][5] == "5"
    page = client.get(reverse("audit-trends"), {"don-vi": "999999", "nam": "x" * 5000, "con": "'"})
    assert (page.status_code == 200 and "Đơn vị" in page.content.decode()) or "Unit" in page.content.decode()
    assert page.context["shown"].table.total.total == 8


def test_a_head_counts_the_own_unit_only(client, many):
    client.force_login(many.outsider)
    assert client.get(reverse("audit-trends")).context["shown"].table.total.total == 0


def test_files_say_what_the_screen_says_and_hold_no_formula(client, many):
    unit = many.audit.unit
    type(unit).objects.filter(pk=unit.pk).update(short_name='=HYPERLINK("x")')
    client.force_login(many.auditor)
    shown = client.get(reverse("audit-trends"), {"xem": "don-vi"}).context["shown"]
    answer = client.get(reverse("audit-trends"), {"xem": "don-vi", "tai": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    table = [[str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert table == [shown.table.head(), *shown.table.rows()]
    kinds = [[cell.data_type for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert all(kind == ["s", *["n"] * (len(kind) - 1)] for kind in kinds)
    assert sheet.title == "Phát hiện theo đơn vị"
    assert "'=HYPERLINK" in client.get(
        reverse("audit-trends"), {"xem": "don-vi", "tai": "csv"}
    ).content.decode("utf-8-sig")


def test_the_findings_behind_a_number_show_where_they_are(client, many):
    client.force_login(many.auditor)
    page = client.get(reverse("audit-trends-findings")).content.decode()
    row = page[page.index("KPH-2026-002") :].partition("</tr>")[0]
    assert str(FindingProgress.VERIFIED.label) in row


def test_the_page_asks_little_however_many_findings(client, many, django_assert_max_num_queries):
    client.force_login(many.auditor)
    with django_assert_max_num_queries(40):
        client.get(reverse("audit-trends"))
    with django_assert_max_num_queries(40):
        client.get(reverse("audit-trends-findings"))
