"""The screens of the reform index: who gets in where, what is typed is kept, what is shown to whom."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audits.models import Assessment, CorrectiveAction, PublishedStanding, Score, ScoreEvidence
from audits.services import index_rounds
from organisation.models import Unit
from tests.audits.reform_index.office import (
    NOW,
    again,
    appraise,
    explaining,
    final,
    make_set,
    opened,
    published,
    score,
    self_scored,
    submitted,
)

pytestmark = pytest.mark.usefixtures("site")
ROLES = (
    "head",
    "assessor",
    "colleague",
    "other_head",
    "secretary",
    "appraiser",
    "surveyor",
    "leader",
    "auditor",
    "administrator",
)


def address(name, *args):
    return reverse(f"reform-index-{name}", args=args)


def answers(office, client, url, *, post=False):
    """The status that each role gets, in the order of ROLES."""
    found = []
    for role in ROLES:
        client.force_login(getattr(office, role))
        response = client.post(url, {}) if post else client.get(url)
        found.append(response.status_code)
    return found


# --- Role × address × verb ----------------------------------------------------------------------------------
#  head assessor colleague other_head secretary appraiser surveyor leader auditor administrator
EVERYONE_TAKING_PART = [200, 200, 403, 200, 200, 200, 200, 200, 200, 403]
READERS_OF_ONE = [200, 200, 403, 404, 200, 200, 200, 200, 200, 403]


def test_who_gets_in_while_the_unit_scores_itself(office, client):
    assessment = self_scored(office, has_survey=True)
    row = score(assessment, "1.1.1")
    expected = {
        address("overview"): EVERYONE_TAKING_PART,
        address("years"): EVERYONE_TAKING_PART,
        address("open"): [403, 403, 403, 403, 200, 403, 403, 403, 403, 403],
        address("assessment", assessment.pk): READERS_OF_ONE,
        address("what-if", assessment.pk): READERS_OF_ONE,
        address("plan", assessment.pk): READERS_OF_ONE,
        address("evidence", row.pk): READERS_OF_ONE,
        address("history", assessment.pk): [403, 403, 403, 404, 200, 200, 200, 200, 200, 403],
        address("self-score", assessment.pk, "1"): [200, 200, 403, 404, 403, 403, 403, 403, 403, 403],
        address("appraise", assessment.pk, "1"): [403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
        address("explain", assessment.pk): [403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
        address("survey", assessment.pk): [403, 403, 403, 404, 200, 403, 200, 403, 403, 403],
        address("return", assessment.pk): [403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
    }
    assert {url: answers(office, client, url) for url in expected} == expected
    client.logout()
    for url in expected:
        assert client.get(url).status_code == 302


def test_who_acts_while_it_is_appraised(office, client):
    assessment = submitted(office)
    appraise(office, assessment, {"1.1.1": "2"})
    expected = {
        address("self-score", assessment.pk, "1"): [403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
        address("appraise", assessment.pk, "1"): [403, 403, 403, 404, 200, 200, 403, 403, 403, 403],
        address("return", assessment.pk): [403, 403, 403, 404, 200, 200, 403, 403, 403, 403],
        address("decide", assessment.pk): [403, 403, 403, 404, 403, 403, 403, 403, 403, 403],
    }
    assert {url: answers(office, client, url) for url in expected} == expected


def test_who_takes_which_step(office, client):
    """Posts without what was seen: a right is asked for first, then the state (302 with a sentence)."""
    assessment = self_scored(office)
    step = address("step", assessment.pk, "nop")
    assert answers(office, client, step, post=True) == [302, 403, 403, 404, 403, 403, 403, 403, 403, 403]
    assert again(assessment).state == "self_scoring"
    client.force_login(office.head)
    assert client.get(step).status_code == 405
    assert client.post(address("step", assessment.pk, "bay-len")).status_code == 404
    client.post(step, {"lock_version": assessment.lock_version})
    assert again(assessment).state == "submitted"


def test_who_publishes(office, client):
    assessment = final(office)
    url = address("publish", assessment.index_set_id, assessment.year)
    others = [403, 403, 403, 403, 403, 403, 403, 403, 403]
    roles = [role for role in ROLES if role != "leader"]
    got = []
    for role in roles:
        client.force_login(getattr(office, role))
        got.append(client.post(url).status_code)
    assert got == others
    client.force_login(office.leader)
    page = client.get(address("overview")).content.decode()
    assert url in page
    assert client.post(url).status_code == 302
    assert again(assessment).state == "published"


def test_evidence_is_taken_and_given_only_where_it_may(office, client):
    assessment = self_scored(office, values={"1.1.2": "75"})
    url = address("evidence", score(assessment, "1.1.1").pk)
    client.force_login(office.head)
    pdf = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.7 bao cao")
    assert client.post(url, {"title": "Báo cáo", "file": pdf}).status_code == 302
    kept = ScoreEvidence.objects.get(title="Báo cáo")
    wrong = SimpleUploadedFile("bao-cao.pdf", b"<script>alert(1)</script>")
    page = client.post(url, {"title": "Trang web", "file": wrong})
    assert page.status_code == 200
    assert "Trang web" in page.content.decode()
    assert client.post(url, {"title": "Có", "url": "javascript:alert(1)"}).status_code == 200
    file_url, remove_url = address("evidence-file", kept.pk), address("evidence-remove", kept.pk)
    assert answers(office, client, file_url) == READERS_OF_ONE
    for role in ("secretary", "appraiser", "auditor"):
        client.force_login(getattr(office, role))
        assert client.post(remove_url).status_code == 403
    client.force_login(office.head)
    assert client.get(remove_url).status_code == 405
    assert client.post(remove_url).status_code == 302
    assert client.get(file_url).status_code == 404


# --- Forms --------------------------------------------------------------------------------------------------
def fields(page):
    """What a browser would send back of the form with the points."""
    found = dict(re.findall(r'name="(lock_\d+)" value="(-?\d+)"', page))
    found |= dict(re.findall(r'name="((?:value|points)_\d+)" value="([^"]*)"', page))
    return found


def test_a_domain_is_scored_with_vietnamese_numbers(office, browse):
    assessment = opened(office)
    url = address("self-score", assessment.pk, "1")
    client = browse(office.assessor)
    page = client.get(url).content.decode()
    one, two = score(assessment, "1.1.1"), score(assessment, "1.1.2")
    data = fields(page) | {f"value_{one.pk}": "1", f"value_{two.pk}": "97,5", f"note_{two.pk}": "Đủ"}
    response = client.post(url, data)
    assert response.headers["Location"] == address("self-score", assessment.pk, "2")
    assert score(assessment, "1.1.2").self_points == Decimal("3.90")
    page = client.get(url).content.decode()
    assert f'name="value_{two.pk}" value="97,50"' in page


def test_thousands_are_read_as_they_are_written_here(office, browse):
    """The number of faults may be large; "1.000" of a share is out of bounds, and never one."""
    assessment = opened(office)
    url = address("self-score", assessment.pk, "2")
    client = browse(office.assessor)
    faults, share = score(assessment, "2.1.1"), score(assessment, "2.1.2")
    page = client.get(url).content.decode()
    answer = client.post(url, fields(page) | {f"value_{faults.pk}": "1.000", f"value_{share.pk}": "97.5"})
    assert answer.status_code == 302
    assert score(assessment, "2.1.1").self_value == 1000
    assert score(assessment, "2.1.2").self_value == Decimal("97.5")
    page = client.get(url).content.decode()
    refused = client.post(url, fields(page) | {f"value_{share.pk}": "1.000"})
    assert refused.status_code == 200
    assert score(assessment, "2.1.2").self_value == Decimal("97.5")


def test_what_was_typed_stays_when_something_is_wrong(office, browse):
    assessment = opened(office)
    url = address("self-score", assessment.pk, "1")
    client = browse(office.head)
    one, two = score(assessment, "1.1.1"), score(assessment, "1.1.2")
    data = {
        f"lock_{one.pk}": "0",
        f"lock_{two.pk}": "0",
        f"value_{one.pk}": "1",
        f"note_{one.pk}": "Giữ lời này",
    }
    for bad in ("nhiều", "101", "-1", "1e9", "NaN", "9" * 400, "12,345"):
        page = client.post(url, data | {f"value_{two.pk}": bad})
        assert page.status_code == 200
        assert "Giữ lời này" in page.content.decode()
    assert not Score.objects.filter(self_points__isnull=False).exists()
    for lock in ("", "abc", "-1", "9" * 30, "²"):
        page = client.post(url, data | {f"lock_{one.pk}": lock, f"value_{two.pk}": "50"})
        assert page.status_code == 200
    assert not Score.objects.filter(self_points__isnull=False).exists()


def test_a_collision_shows_both_and_the_next_try_saves(office, browse):
    assessment = opened(office)
    url = address("self-score", assessment.pk, "1")
    client = browse(office.assessor)
    two = score(assessment, "1.1.2")
    before = fields(client.get(url).content.decode())
    client.post(url, before | {f"value_{two.pk}": "50"})
    client = browse(office.head)
    page = client.post(url, before | {f"value_{two.pk}": "75"}).content.decode()
    assert 'value="75"' in page
    assert score(assessment, "1.1.2").self_points == 2
    assert client.post(url, fields(page) | {f"value_{two.pk}": "75"}).status_code == 302
    assert score(assessment, "1.1.2").self_points == 3


def test_the_figure_of_the_system_stands_in_the_form(office, browse, monkeypatch):
    from audits.reform_index import measures
    from dossiers.statistics.figures import Figures

    monkeypatch.setattr(measures, "_figures", lambda *_args: Figures(early=5, on_time=4, overdue=1))
    assessment = opened(office)
    row = score(assessment, "2.1.2")
    url = address("self-score", assessment.pk, "2")
    client = browse(office.head)
    page = client.get(url).content.decode()
    assert fields(page)[f"value_{row.pk}"] == "90,00"
    assert "9/10" in page
    client.post(url, fields(page))
    saved = score(assessment, "2.1.2")
    assert (saved.self_points, saved.measured["numerator"]) == (Decimal("1.80"), 9)


def test_appraisal_proposes_zero_where_nothing_shows_the_points(office, browse):
    assessment = submitted(office, evidence=False)
    url = address("appraise", assessment.pk, "1")
    client = browse(office.secretary)
    page = client.get(url).content.decode()
    row = score(assessment, "1.1.2")
    assert fields(page)[f"points_{row.pk}"] == "0"
    refused = client.post(url, fields(page) | {f"points_{row.pk}": "3", f"reason_{row.pk}": ""})
    assert refused.status_code == 200
    words = {f"points_{row.pk}": "3", f"reason_{row.pk}": "Đã xem bản gốc."}
    assert client.post(url, fields(page) | words).status_code == 302
    assert score(assessment, "1.1.2").appraised_points == 3


def test_explanations_and_answers_on_screen(office, browse):
    assessment = explaining(office)
    row = score(assessment, "1.1.2")
    client = browse(office.head)
    page = client.get(address("explain", assessment.pk)).content.decode()
    client.post(address("explain", assessment.pk), fields(page) | {f"text_{row.pk}": "Đã xong tháng 12."})
    client = browse(office.secretary)
    url = address("decide", assessment.pk)
    page = client.get(url).content.decode()
    assert "Đã xong tháng 12." in page
    kept = client.post(url, fields(page) | {f"points_{row.pk}": "", f"text_{row.pk}": "Chấp nhận."})
    assert kept.status_code == 200
    assert "Chấp nhận." in kept.content.decode()
    client.post(url, fields(page) | {f"points_{row.pk}": "3", f"text_{row.pk}": "Chấp nhận."})
    client.post(address("step", assessment.pk, "chot"), {"lock_version": again(assessment).lock_version})
    assert again(assessment).index == Decimal("88.00")


def test_a_unit_does_not_see_what_is_being_appraised(office, browse):
    assessment = submitted(office)
    appraise(office, assessment, {"1.1.2": "0.37"}, reason="Lý do kín.")
    for user, is_shown in ((office.head, False), (office.secretary, True)):
        page = browse(user).get(address("assessment", assessment.pk)).content.decode()
        assert ("0,37" in page) is is_shown
        assert ("Lý do kín." in page) is is_shown
    assert "0,37" not in browse(office.head).get(address("what-if", assessment.pk)).content.decode()


def test_the_simulator_needs_no_script(office, browse):
    assessment = published(office)
    client = browse(office.head)
    page = client.get(address("what-if", assessment.pk)).content.decode()
    assert "78,00%" in page
    page = client.get(
        address("what-if", assessment.pk), {"sua": ["1.1.2", "khong-co", "<script>"]}
    ).content.decode()
    assert "98,00%" in page
    assert "<script>alert" not in page
    assert again(assessment).index == Decimal("78.00")


def test_a_plan_from_points_lost(office, browse):
    assessment = final(office)
    lost = score(assessment, "1.1.2")
    url = address("plan", assessment.pk)
    client = browse(office.head)
    data = {"scores": [lost.pk], "title": "Làm nốt hai việc", "owner": office.colleague.pk}
    page = client.post(url, data | {"due_on": "hôm sau"})
    assert page.status_code == 200
    assert "Làm nốt hai việc" in page.content.decode()
    assert client.post(url, data | {"due_on": "01/01/2020"}).status_code == 200
    assert client.post(url, data | {"due_on": "20/12/2026", "scores": ["x"]}).status_code == 200
    assert client.post(url, data | {"due_on": "20/12/2026"}).status_code == 302
    action = CorrectiveAction.objects.get()
    assert action.code in client.get(url).content.decode()
    assert browse(office.auditor).post(url, data).status_code == 403


def test_a_round_is_opened_on_screen(office, browse):
    make_set()
    client = browse(office.secretary)
    index_set = client.get(address("open")).context["form"].fields["index_set"].queryset.get()
    data = {
        "index_set": index_set.pk,
        "year": "2026",
        "units": [office.unit.pk],
        "self_score_by": "20/12/2026",
    }
    for bad in ({"year": "26"}, {"units": []}, {"self_score_by": "mai"}, {"units": [office.desk.ward.pk]}):
        assert client.post(address("open"), data | bad).status_code == 200
    assert not Assessment.objects.exists()
    assert client.post(address("open"), data).status_code == 302
    assert Assessment.objects.get().unit == office.unit


# --- Tables, files, the years -------------------------------------------------------------------------------
def test_the_ranking_as_a_file_is_safe_to_open(office, browse):
    assessment = published(office)
    Unit.objects.filter(pk=office.unit.pk).update(name='=HYPERLINK("http://x")')
    client = browse(office.secretary)
    key = f"{assessment.index_set_id}-{assessment.year}"
    table = client.get(address("overview"), {"tai": "csv", "bo": key})
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[2][1].startswith("'=HYPERLINK")
    assert rows[2][4] == "78,00%"
    assert rows[3][0] == "–"
    book = client.get(address("overview"), {"tai": "xlsx", "bo": key})
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet["B3"].data_type == "s" and sheet.title == f"Xếp hạng năm {assessment.year}"
    figures = [sheet[place] for place in ("A3", "C3", "D3", "E3")]
    assert {cell.data_type for cell in figures} == {"n"}
    assert (sheet["E3"].value, sheet["E3"].number_format) == (0.78, "0.00%")
    assert sheet["A4"].value == "–" and sheet["A4"].data_type == "s"
    for bad in ("", "1", "x-y", "9" * 60):
        assert client.get(address("overview"), {"tai": "csv", "bo": bad}).status_code == 404


def test_hostile_addresses(office, browse):
    opened(office)
    client = browse(office.secretary)
    for query in ("nam=abcd", "nam=٢٠٢٦", "nam=99999999999", "loai=x", "tai=exe", "don-vi=%00"):
        assert client.get(f"{address('overview')}?{query}").status_code == 200
        assert client.get(f"{address('years')}?{query}").status_code == 200
        assert client.get(f"{reverse('reform-index-results')}?{query}").status_code == 200
    huge = 10**30
    for name in ("assessment", "what-if", "plan", "history", "explain", "survey"):
        assert client.get(address(name, huge)).status_code == 404
    assert client.get(address("evidence", huge)).status_code == 404
    assert client.get(address("evidence-file", huge)).status_code == 404
    assert client.post(address("publish", huge, huge)).status_code in (403, 404)
    assessment = Assessment.objects.get(unit=office.unit)
    assert browse(office.head).get(address("self-score", assessment.pk, "99")).status_code == 404


def test_the_history_names_components_and_people(office, browse):
    assessment = explaining(office)
    page = browse(office.secretary).get(address("history", assessment.pk)).content.decode()
    assert "1.1.2" in page
    assert "Hai việc chưa xong." in page
    one = browse(office.secretary).get(address("history", assessment.pk), {"tieu-chi": "1.1.1"})
    assert "Hai việc chưa xong." not in one.content.decode()


def test_the_public_page_shows_published_results_only(office, client):
    assessment = final(office)
    page = client.get(reverse("reform-index-results")).content.decode()
    assert "78,00%" not in page
    index_rounds.publish(office.leader, assessment.pk, assessment.lock_version, now=NOW)
    page = client.get(reverse("reform-index-results")).content.decode()
    assert "78,00%" in page
    assert office.other.name not in page
    assert "Hai việc chưa xong." not in page


# --- Queries ------------------------------------------------------------------------------------------------
def test_no_page_asks_per_component_or_unit(office, browse, django_assert_max_num_queries):
    assessment = published(office)
    for number in range(12):
        PublishedStanding.objects.create(
            year=2010 + number,
            target_kind="ward",
            group="14 phường",
            of=14,
            unit_words="Phường A",
            source="Bài",
        )
    client = browse(office.secretary)
    ceilings = {
        address("overview"): 36,
        address("years"): 36,
        address("assessment", assessment.pk): 40,
        address("what-if", assessment.pk): 40,
        address("plan", assessment.pk): 44,
        address("history", assessment.pk): 44,
        reverse("reform-index-results"): 26,
    }
    for url, most in ceilings.items():
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)
