"""From the record to sources: what is read as of the issue, and with how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from document_control.enums import IssueKind
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from organisation.models import UnitParent
from organisation.models.site import OfficeSettings
from publications.compose.handbook import compose_handbook
from publications.compose.lists import compose_list
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.sources import Recipient
from publications.enums import FileFormat, ListKind, Medium, PaperKind, SheetSize
from publications.errors import TooSmallError
from publications.files import sources
from publications.files.list_sources import master_list_source
from publications.files.recipes import Recipe
from publications.files.rendering import render
from publications.models import Distribution, HandbookEntry, PaperSettings
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_office,
    make_people,
    make_procedure_page,
    make_process_page,
    make_unit,
    rewrite,
    withdraw,
)
from tests.publications.papers import issue_edition, make_handbook
from tests.publications.trees import assert_sound, words

pytestmark = pytest.mark.django_db


def stored(version):
    return IssuedVersion.objects.select_related("document__unit").get(pk=version.pk)


def papers(version):
    source = sources.procedure_source(stored(version))
    return compose_notice(source), compose_procedure(source)


@pytest.fixture
def office(frozen_now):
    frozen_now.move_to(at("2026-01-05 08:00"))
    made = make_office()
    make_people()
    return made


def rename(unit, **values):
    for name, value in values.items():
        setattr(unit, name, value)
    unit.save()


# --- As of the issue ----------------------------------------------------------------------------------------
def test_renaming_units_leaves_old_papers_as_they_were(office, frozen_now):
    """DOMAIN case B4: the paper names the agency of its day; a version issued later names the new one."""
    page = make_procedure_page()
    old = issue(page, now=at("2026-02-01 08:00"))
    before = papers(old)
    frozen_now.move_to(at("2026-03-01 08:00"))
    rename(
        office.ward, name="Ủy ban nhân dân phường Hòa Mới", short_name="phường Hòa Mới", place_name="Hòa Mới"
    )
    rename(UnitParent.objects.get(unit=office.ward).parent, name="Thành phố Mới")
    other = make_unit("tinh-khac", "Tỉnh Khác")
    UnitParent.objects.filter(unit=office.ward).update(valid_to=dt.date(2026, 2, 28))
    UnitParent.objects.create(unit=office.ward, parent=other, valid_from=dt.date(2026, 3, 1))
    assert [one.fingerprint() for one in papers(old)] == [one.fingerprint() for one in before]
    assert {"THÀNH PHỐ HÀ NỘI", "PHƯỜNG AN HÒA"} <= set(words(before[1]))

    rewrite(page, sets=2)
    new = issue(page, now=at("2026-03-02 08:00"))
    said = words(papers(new)[1])
    assert {"TỈNH KHÁC", "PHƯỜNG HÒA MỚI"} <= set(said)
    assert papers(new)[1].info.unit == "Ủy ban nhân dân phường Hòa Mới"
    assert [one.fingerprint() for one in papers(old)] == [one.fingerprint() for one in before]


def test_the_letterhead_of_a_unit_wins_over_its_names(office):
    rename(office.ward, letterhead_parent="ỦY BAN NHÂN DÂN", letterhead_name="PHƯỜNG AN HÒA")
    head = sources.letterhead_of(office.ward, at("2026-06-01 08:00"))
    assert (head.superior, head.body, head.unit_name) == (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG AN HÒA",
        "Ủy ban nhân dân phường An Hòa",
    )


def test_before_the_first_record_a_unit_is_as_first_recorded(office, frozen_now):
    frozen_now.move_to(at("2026-03-01 08:00"))
    rename(office.ward, name="Phường khác")
    assert sources.letterhead_of(office.ward, at("2020-01-01 08:00")).body == "Ủy ban nhân dân phường An Hòa"


# --- Amendments ---------------------------------------------------------------------------------------------
def numbers(version):
    return [row.number for row in sources.amendments_until(stored(version))]


def test_amendments_end_with_the_version_itself(office):
    page = issue_procedure(now=at("2026-02-01 08:00"))
    first = IssuedVersion.objects.get()
    rewrite(page, sets=2)
    second = issue(page, now=at("2026-03-01 08:00"), reason="Hai bộ.", decision_number="12/QĐ-UBND")
    rewrite(page, sets=3)
    third = issue(page, now=at("2026-04-01 08:00"), kind=IssueKind.EDITION)
    assert numbers(first) == ["1.0", "1.0"]
    assert numbers(third) == ["1.0", "1.0", str(second.number), str(third.number)]
    paper_issue, own_first, change, _last = sources.amendments_until(stored(third))
    assert (paper_issue.issued_on, paper_issue.description) == (dt.date(2016, 1, 20), "Ban hành lần đầu")
    assert own_first.sections == "Toàn bộ"
    assert (change.description, change.request) == ("Hai bộ.", "12/QĐ-UBND")
    assert change.sections == ", ".join(second.affected_sections) != ""


def test_only_a_cancellation_known_at_the_issue_leaves_the_table(office):
    page = issue_procedure(now=at("2026-02-01 08:00"))
    rewrite(page, sets=2)
    cancelled = issue(page, now=at("2026-03-01 08:00"), effective_from=at("2026-09-01 00:00"))
    before = [paper.fingerprint() for paper in papers(cancelled)]
    cancel(page, cancelled, now=at("2026-03-02 08:00"))
    rewrite(page, sets=3)
    later = issue(page, now=at("2026-04-01 08:00"))
    assert str(cancelled.number) not in numbers(later)
    assert [paper.fingerprint() for paper in papers(cancelled)] == before


def test_a_draft_lists_what_was_issued_and_has_no_number(office):
    page = issue_procedure(now=at("2026-02-01 08:00"))
    rewrite(page, sets=2)
    page.save_revision()
    draft = page.get_latest_revision_as_object()
    source = sources.draft_source(draft, at("2026-05-01 08:00"))
    assert [row.number for row in source.amendments] == ["1.0", "1.0"]
    assert source.snapshot["sets"] == 2
    assert source.issue.number == source.issue.check_url == ""
    assert_sound(compose_procedure(source))


# --- The rest of a version ----------------------------------------------------------------------------------
def test_a_version_brings_its_numbers_signatures_and_address(office, settings):
    settings.SITE_BASE_URL = "https://an-hoa.example/"
    page = make_procedure_page()
    version = issue(
        page, now=at("2026-02-01 08:00"), effective_from=at("2026-03-01 00:00"), decision_number="9/QĐ-UBND"
    )
    source = sources.procedure_source(stored(version))
    assert source.issue.check_url == f"https://an-hoa.example/kiem-tra/{version.check_code}/"
    assert source.day == source.issue.effective_on == dt.date(2026, 3, 1)
    assert [(one.duty, one.on) for one in source.issue.signatures] == [
        ("drafted", dt.date(2026, 1, 30)),
        ("reviewed", dt.date(2026, 1, 31)),
        ("approved", dt.date(2026, 2, 1)),
    ]
    assert source.reception.startswith("Điểm phục vụ hành chính công")
    assert source.feedback == OfficeSettings.objects.get().feedback_note


def test_order_of_section_5_and_recipients_are_those_of_the_office(office):
    page = issue_procedure(now=at("2026-02-01 08:00"))
    papers_settings = PaperSettings.for_site(office.site)
    papers_settings.section_5 = "legal, conditions, components, sets, time, place, fees, flow, steps"
    papers_settings.save()
    Distribution.objects.create(document=page.document, outsider="Công an phường", medium=Medium.PAPER)
    Distribution.objects.create(document=page.document, unit=office.reception)
    source = sources.procedure_source(stored(IssuedVersion.objects.get()))
    assert source.section_5[0] == "legal"
    assert [row.name for row in source.distribution] == ["Công an phường", office.reception.name]
    assert isinstance(source.distribution[0], Recipient)


def test_a_poster_below_the_size_the_office_calls_readable_is_refused(office):
    version = issue_procedure(now=at("2026-02-01 08:00")).document.issuedversions.get()
    poster = Recipe(PaperKind.NOTICE, FileFormat.PDF, version_id=version.pk, sheet=SheetSize.A3)
    assert render(poster, dt.date(2026, 2, 1)).pages == 1
    chosen = PaperSettings.for_site(office.site)
    chosen.smallest_poster_scale = "1.70"
    chosen.save()
    with pytest.raises(TooSmallError, match="A3"):
        render(poster, dt.date(2026, 2, 1))


# --- Handbooks ----------------------------------------------------------------------------------------------
@pytest.fixture
def processes(office):
    """Three internal processes, one of the reception point, and a procedure for citizens."""
    made = [
        make_process_page(code=f"QT-NB-{n:02d}", title=f"Việc {n}", short_title=f"Việc {n}") for n in (10, 2)
    ]
    made.append(
        make_process_page(code="QT-NB-03", title="Việc 3", short_title="Việc 3", unit=office.reception)
    )
    for page in made:
        issue(page, now=at("2026-02-01 08:00"))
    issue_procedure(now=at("2026-02-01 08:00"))
    return made


def codes(source):
    return [chapter.issue.code for chapter in source.chapters]


def test_processes_in_force_are_chapters_in_the_order_of_their_codes(office, processes):
    assert codes(sources.processes_source(office.ward, at("2026-03-01 08:00"))) == [
        "QT-NB-02", "QT-NB-03", "QT-NB-10",
    ]  # fmt: skip
    own = sources.processes_source(office.reception, at("2026-03-01 08:00"), only_unit=True)
    assert codes(own) == ["QT-NB-03"]
    assert codes(sources.processes_source(office.ward, at("2026-01-31 08:00"))) == []


def test_a_handbook_as_of_a_day_has_what_held_then(office, processes):
    withdraw(processes[0], now=at("2026-04-01 08:00"))
    handbook = make_handbook()
    before = sources.handbook_source_as_of(handbook, at("2026-03-01 08:00"))
    after = sources.handbook_source_as_of(handbook, at("2026-04-02 08:00"))
    assert codes(before) == ["QT-NB-02", "QT-NB-03", "QT-NB-10"]
    assert codes(after) == ["QT-NB-02", "QT-NB-03"]
    assert "02/04/2026" in after.subtitle
    assert (after.issue.number, after.issue.check_code) == ("", "")
    assert_sound(compose_handbook(after))


def test_an_edition_keeps_its_versions_in_its_order(office, processes):
    edition = issue_edition("abcd1234")
    chosen = IssuedVersion.objects.filter(document__kind="internal_process").order_by("-document__code")
    for position, version in enumerate(chosen, start=1):
        HandbookEntry.objects.create(edition=edition, position=position, version=version)
    rewrite(processes[0], title="Tên khác", short_title="Tên khác")
    issue(processes[0], now=at("2026-11-02 08:00"))
    source = sources.handbook_edition_source(edition)
    assert codes(source) == ["QT-NB-10", "QT-NB-03", "QT-NB-02"]
    assert source.chapters[0].snapshot["title"] == "Việc 10"
    assert source.issue.check_url.endswith("/kiem-tra/abcd1234/")


# --- Lists --------------------------------------------------------------------------------------------------
def listed(kind, moment="2026-06-01 08:00", role="iso_secretary"):
    policy = DocumentPolicy(make_people().by_role[role])
    source = master_list_source(kind, policy, at(moment))
    assert_sound(compose_list(source))
    assert [row[0] for row in source.rows] == [str(n) for n in range(1, len(source.rows) + 1)]
    return [dict(zip([name for name, _width in source.columns], row, strict=True)) for row in source.rows]


def test_the_master_list_says_how_each_document_stood_on_the_day(office, processes):
    withdraw(processes[0], now=at("2026-04-01 08:00"))
    rows = listed(ListKind.DOCUMENTS)
    assert [row["Mã hiệu"] for row in rows] == ["QT-NB-02", "QT-NB-03", "QT-NB-10", "QT-TP-01"]
    assert rows[2]["Tình trạng"] == "Đã bãi bỏ từ 01/04/2026"
    assert rows[3] | {"TT": ""} == {
        "TT": "",
        "Mã hiệu": "QT-TP-01",
        "Tên tài liệu": "Thủ tục đăng ký khai sinh",
        "Loại": rows[3]["Loại"],
        "Bản": "1.0",
        "Ngày ban hành": "01/02/2026",
        "Ngày hiệu lực": "01/02/2026",
        "Đơn vị": "Phường An Hòa",
        "Tình trạng": "Đang có hiệu lực",
        "Xem xét tiếp": "01/02/2027",
    }
    assert listed(ListKind.DOCUMENTS, "2026-01-31 08:00") == []


def test_forms_say_which_documents_use_them_and_how(office, processes):
    rows = {row["Mã hiệu"]: row for row in listed(ListKind.FORMS)}
    assert rows["TP-HT-KS"]["Cách dùng"] == "Giấy tờ của hồ sơ"
    assert rows["TP-HT-KS"]["Tệp"].endswith(".docx")
    assert rows["BM-NB07-01"]["Thuộc tài liệu"] == "QT-NB-02, QT-NB-03, QT-NB-10"
    assert rows["BM-NB07-01"]["Cách dùng"] == "Dùng khi giải quyết"


def test_records_and_legal_acts_are_listed(office, processes):
    records = listed(ListKind.RECORDS)
    assert {row["Mã hiệu"] for row in records} == {"QT-NB-02", "QT-NB-03", "QT-NB-10", "QT-TP-01"}
    assert records[0]["Thời gian lưu"] == "20 năm"
    acts = {row["Số, ký hiệu"]: row for row in listed(ListKind.LEGAL_ACTS)}
    assert acts["61/2018/NĐ-CP"]["Số tài liệu viện dẫn"] == "3"
    assert acts["60/2014/QH13"]["Ngày ban hành"] == "20/11/2014"


def test_lists_hold_only_what_the_reader_may_read(office):
    issue_procedure(now=at("2026-02-01 08:00"), audience="restricted")
    for kind in (ListKind.DOCUMENTS, ListKind.FORMS, ListKind.RECORDS):
        assert listed(kind)
        assert listed(kind, role="one_stop_officer") == []


# --- Queries ------------------------------------------------------------------------------------------------
def queries_of(action):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


def test_sources_take_a_fixed_number_of_queries(office, processes):
    version = stored(IssuedVersion.objects.filter(document__code="QT-TP-01").get())
    assert queries_of(lambda: sources.procedure_source(version)) <= 10
    edition = issue_edition("abcd1234")
    for position, one in enumerate(IssuedVersion.objects.filter(document__kind="internal_process"), start=1):
        HandbookEntry.objects.create(edition=edition, position=position, version=one)
    moment = at("2026-11-10 08:00")
    policy = DocumentPolicy(make_people().reviewer)
    actions = [
        lambda: sources.handbook_edition_source(edition),
        lambda: sources.processes_source(office.ward, moment),
        *(lambda kind=kind: master_list_source(kind, policy, moment) for kind in ListKind),
    ]
    few = [queries_of(action) for action in actions]
    assert max(few) <= 15
    for n in range(20, 26):
        page = make_process_page(code=f"QT-NB-{n}", title=f"Việc {n}", short_title=f"Việc {n}")
        one = issue(page, now=at("2026-02-01 08:00"))
        HandbookEntry.objects.create(edition=edition, position=n, version=one)
    many = [queries_of(action) for action in actions]
    assert all(now <= before for now, before in zip(many, few, strict=True))
