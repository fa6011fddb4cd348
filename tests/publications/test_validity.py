"""The check of printed papers: right answers by the clock, and nothing about papers that are closed to the reader."""

import secrets

import pytest
import time_machine
from django.urls import reverse

from document_control.models import IssuedVersion
from procedures.setup.site_setup import ensure_site
from publications.models import NoticeBoard, Posting
from publications.validity import read_code
from tests.factories.admin import soup
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_office,
    make_people,
    make_process_page,
    make_unit,
    rewrite,
    withdraw,
)
from tests.factories.snapshots import fee
from tests.publications.papers import issue_edition, make_handbook

pytestmark = pytest.mark.django_db

SECRET = "Quy trình xử lý tố cáo"


def check(client, code, moment="2026-11-21 09:00", **query):
    with time_machine.travel(at(moment), tick=False):
        return client.get(reverse("paper-check", args=[code]), query)


def answer(response):
    page = soup(response)
    return page.find("main").get_text(" ", strip=True)


def tone(response):
    return next(css for css in soup(response).select_one(".paper-verdict")["class"] if css.startswith("t-"))


@pytest.fixture
def two_versions(db):
    page = issue_procedure(now=at("2026-10-01 08:00"))
    rewrite(page, fees=[fee(12000)])
    issue(page, now=at("2026-11-01 08:00"), effective_from=at("2026-12-01 00:00"))
    return page, *IssuedVersion.objects.order_by("pk")


def test_a_paper_by_the_clock(client, two_versions):
    page, old, new = two_versions
    first = check(client, old.check_code)
    assert (first.status_code, tone(first)) == (200, "t-ok")
    said = answer(first)
    for words in ("QT-TP-01", "1.0", "01/10/2026", old.check_code_display):
        assert words in said
    coming = check(client, new.check_code)
    assert tone(coming) == "t-info" and "01/12/2026" in answer(coming) and "12.000" in answer(coming)
    later = "2026-12-01 00:00"
    replaced = check(client, old.check_code, later)
    assert tone(replaced) == "t-warn" and "12.000" in answer(replaced)
    compare = reverse("procedure-compare", args=[page.slug, "1.0", "1.1"])
    assert compare in {a["href"] for a in soup(replaced).select("main a")}
    assert tone(check(client, new.check_code, later)) == "t-ok"
    withdraw(page, now=at("2026-12-10 08:00"), decision_number="15/QĐ-UBND")
    ended = check(client, new.check_code, "2026-12-10 09:00")
    assert tone(ended) == "t-bad" and "15/QĐ-UBND" in answer(ended) and "10/12/2026" in answer(ended)
    assert "15/QĐ-UBND" in answer(check(client, old.check_code, "2026-12-10 09:00"))


def test_a_cancelled_paper(client, two_versions):
    page, _old, new = two_versions
    cancel(page, new, now=at("2026-11-20 08:00"), reason="Hoãn thực hiện.")
    response = check(client, new.check_code)
    assert tone(response) == "t-bad" and "20/11/2026" in answer(response) and "Hoãn" in answer(response)


def test_another_day_cannot_be_asked_for(client, two_versions):
    _page, old, _new = two_versions
    assert tone(check(client, old.check_code, "2026-12-02 09:00", ngay="2026-11-01")) == "t-warn"


def test_where_it_hangs(client, two_versions):
    _page, old, _new = two_versions
    board = NoticeBoard.objects.create(
        slug="bang-1", name="Bảng 1", place="sảnh tiếp dân", unit=make_office().ward
    )
    moment = at("2026-10-02 08:00")
    Posting.objects.create(board=board, version=old, posted_at=moment, recorded_at=moment, recorded_by={})
    assert "Bảng 1, sảnh tiếp dân" in answer(check(client, old.check_code))


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}  {1} ", "{0}.{1}"])
def test_the_code_as_people_type_it(client, two_versions, typed):
    _page, old, _new = two_versions
    printed = typed.format(old.check_code[:4].upper(), old.check_code[4:].upper()).replace("0", "O")
    response = client.get(reverse("paper-check-form"), {"ma": printed})
    assert response["Location"] == reverse("paper-check", args=[old.check_code])
    assert check(client, printed).status_code == 200


def test_what_is_no_code_stays_in_the_form(client):
    response = client.get(reverse("paper-check-form"), {"ma": "<b>xyz"})
    field = soup(response).select_one("#check-code")
    assert (response.status_code, field["value"], field["aria-invalid"]) == (200, "<b>xyz", "true")


@pytest.mark.parametrize(
    "typed", ["ffffffff", "x" * 300, "%00", "9f3c 71a8", "..", "\N{FULLWIDTH DIGIT NINE}" * 8]
)
def test_an_unknown_code_gets_advice_and_the_form(client, two_versions, typed):
    response = check(client, typed)
    assert response.status_code == 404
    assert soup(response).select_one("#check-code") is not None
    assert "no-store" in response["Cache-Control"]


def test_a_near_miss_is_no_hint(client, two_versions):
    _page, old, _new = two_versions
    last = "1" if old.check_code[-1] != "1" else "2"
    assert "QT-TP-01" not in answer(check(client, old.check_code[:-1] + last))
    assert check(client, old.check_code + "0000").status_code == 404


# --- Closed papers ------------------------------------------------------------------------------------------
@pytest.fixture
def closed(db):
    """One internal process per audience, of a division in which nobody of the matrix has a post."""
    people = make_people()
    ensure_site()
    division = make_unit("phong-khac", "Phòng khác")
    codes = {}
    for number, audience in enumerate(("staff", "unit", "restricted"), start=1):
        page = make_process_page(
            code=f"QT-NB-9{number}",
            title=f"{SECRET} {number}",
            short_title=f"{SECRET} {number}",
            audience=audience,
            unit=division,
        )
        codes[audience] = issue(page, now=at("2026-10-01 08:00"))
    return people, codes


ALL = (
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    "leader",
    "iso_secretary",
    "internal_auditor",
    "clerk",
)
OVERSIGHT = {"leader", "iso_secretary", "internal_auditor"}
MAY_KNOW = {"staff": {*ALL, "administrator"}, "unit": OVERSIGHT, "restricted": OVERSIGHT}


@pytest.mark.parametrize("role", [*ALL, "administrator", None])
def test_role_by_audience(client, closed, role):
    people, versions = closed
    if role:
        client.force_login(people.by_role[role])
    for audience, version in versions.items():
        said = check(client, version.check_code).content.decode()
        knows = role in MAY_KNOW[audience]
        facts = (SECRET, version.document.code, "01/10/2026", "Phòng khác", "/lam-viec/quy-trinh/")
        assert [fact in said for fact in facts[:3]] == [knows] * 3
        assert knows or not any(fact in said for fact in facts)


def main_of(response):
    return str(soup(response).find("main"))


def test_closed_papers_answer_alike(client, closed):
    """Whatever paper it is, and whatever code: the same words."""
    _people, versions = closed
    pages = {main_of(check(client, version.check_code)) for version in versions.values()}
    assert len(pages) == 1


def test_a_thousand_codes_tell_nothing(client, closed):
    """Guessing: known papers say only their state, everything else gets the same page."""
    _people, versions = closed
    codes = [secrets.token_hex(4) for _ in range(997)] + [version.check_code for version in versions.values()]
    answers = set()
    with time_machine.travel(at("2026-11-21 09:00"), tick=False):
        for code in codes:
            response = client.get(reverse("paper-check", args=[code]))
            page = response.content.decode()
            assert SECRET not in page and "QT-NB-9" not in page
            body = page[page.index("<main") : page.index("</main>")]
            answers.add((response.status_code, body.replace(code, "")))
    assert len(answers) == 2


# --- Handbooks ----------------------------------------------------------------------------------------------
def test_a_newer_edition_replaces_a_handbook(client, closed):
    people, _versions = closed
    handbook = make_handbook()
    issue_edition("0000aaaa", handbook=handbook)
    issue_edition("0000bbbb", number=2, handbook=handbook, effective_from=at("2026-12-01 00:00"))
    assert [tone(check(client, code)) for code in ("0000aaaa", "0000bbbb")] == ["t-ok", "t-info"]
    assert handbook.title not in answer(check(client, "0000aaaa"))
    client.force_login(people.author)
    later = check(client, "0000aaaa", "2026-12-02 09:00")
    assert tone(later) == "t-warn" and handbook.title in answer(later)


# --- Cost ---------------------------------------------------------------------------------------------------
def test_the_richest_answer_costs_ten_queries(client, two_versions, django_assert_max_num_queries):
    _page, old, _new = two_versions
    check(client, old.check_code, "2026-12-02 09:00")
    with django_assert_max_num_queries(8):
        check(client, old.check_code, "2026-12-02 09:00")


def test_an_unknown_code_costs_less(client, two_versions, django_assert_max_num_queries):
    check(client, "ffffffff")
    with django_assert_max_num_queries(8):
        check(client, "ffffffff")


def test_reading_codes():
    assert read_code(" 9F3C 71AB ") == "9f3c71ab"
    assert read_code("9f3c-7lab") == "9f3c71ab"
    assert read_code("OOOO 0000") == "00000000"
    assert [read_code(text) for text in ("", "9f3c 71a", "9f3c71ag", "9" * 17, "ă" * 8)] == [""] * 5
