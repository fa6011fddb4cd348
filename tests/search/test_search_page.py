"""The first search: words without marks over what is in force and readable."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from document_control.enums import Audience
from search.models import QueryLog
from tests.factories.documents import (
    at,
    issue,
    issue_procedure,
    make_people,
    make_process_page,
    rewrite,
    withdraw,
)

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")
STAFF = "/lam-viec/tim/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(client, query, address="/tim/", **more):
    response = client.get(address, {"q": query, **more})
    assert response.status_code == 200
    return [a.get_text() for a in BeautifulSoup(response.content, "html.parser").select(".results .title")]


@pytest.fixture
def two():
    issue_procedure(now=ISSUED)
    issue_procedure(
        now=ISSUED,
        code="QT-TP-11",
        title="Chứng thực bản sao",
        short_title="Chứng thực bản sao",
        components=[],
    )


@pytest.mark.parametrize(
    "query",
    [
        "khai sinh",
        "KHAI SINH",
        "khai sinh đăng ký",
        "đăng ký khai sinh?",
        "giay chung sinh",
        "QT-TP-01",
        "gi\u1ea5y ch\u1ee9ng sinh",
        "khai  \x00 sinh",
    ],
)
def test_words_find_without_marks_in_any_order(client, two, query):
    assert "Đăng ký khai sinh" in titles(client, query)


def test_part_of_a_word_is_found_when_nothing_else_is(client, two):
    issue_procedure(now=ISSUED, code="QT-3", title="Kiểm kê gỗ quý", short_title="Kiểm kê gỗ quý")
    assert titles(client, "kiem ke g") == ["Kiểm kê gỗ quý"]


def test_what_is_found_is_marked(client, two):
    page = BeautifulSoup(client.get("/tim/?q=chung+thuc").content, "html.parser")
    assert [mark.get_text() for mark in page.select(".title mark")] == ["Chứng thực"]


def test_only_versions_in_force(client, two):
    page = issue_procedure(
        now=ISSUED, code="QT-3", title="Tên xưa", short_title="Tên xưa", summary="Lạ lùng."
    )
    rewrite(page, short_title="Tên nay", title="Tên nay", summary="Quen thuộc.")
    issue(page, now=at("2026-11-10 08:00"))
    assert titles(client, "la lung") == []
    assert titles(client, "quen thuoc") == ["Tên nay"]
    assert titles(client, "la lung", ngay="2026-11-09") == ["Tên xưa"]
    page.refresh_from_db()
    withdraw(page, now=NOW)
    assert titles(client, "quen thuoc") == []


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.UNIT, Audience.RESTRICTED])
def test_citizens_find_public_documents_only(client, audience):
    issue_procedure(now=ISSUED, audience=audience)
    assert titles(client, "khai sinh") == []
    client.force_login(make_people().author)
    assert titles(client, "khai sinh") == []  # the public page is the public's, whoever looks at it
    found = titles(client, "khai sinh", STAFF)
    assert ("Đăng ký khai sinh" in found) == (audience != Audience.RESTRICTED)


def test_staff_find_internal_processes_too(client):
    issue(make_process_page(), now=ISSUED)
    assert titles(client, "thu xin loi") == []
    client.force_login(make_people().author)
    assert titles(client, "thu xin loi", STAFF) == ["Xử lý hồ sơ quá hạn"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "'",
        '"',
        "%",
        "_",
        "\\",
        "*",
        "a*",
        "AND",
        "OR NOT",
        "(",
        "NEAR(a b)",
        "khai:sinh",
        "-khai",
        "^khai",
        "{a}",
        "😀",
        "\x00",
        "a" * 5000,
        "khai " * 3000,
        "<script>",
        "';--",
        "٣",
        "ﬁ",
    ],
)
def test_no_query_breaks_the_page(client, two, query):
    client.force_login(make_people().author)
    for url in ("/tim/", STAFF, "/tim/goi-y/", "/thu-tuc/"):
        response = client.get(url, {"q": query, "trang": "9" * 30})
        assert response.status_code == 200
        assert b"<script>" not in response.content


@pytest.mark.parametrize("count", [3, 15])
def test_the_search_needs_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    for number in range(count):
        issue_procedure(now=ISSUED, code=f"QT-{number}", short_title=f"Thủ tục {number}")
    with django_assert_max_num_queries(24):
        client.get("/tim/?q=thu+tuc")
    client.force_login(make_people().author)
    with django_assert_max_num_queries(49):
        client.get(f"{STAFF}?q=thu+tuc")


# --- What the page says -----------------------------------------------------------------------------------
def page_of(client, address="/tim/", **asked):
    return BeautifulSoup(client.get(address, asked).content, "html.parser")


@pytest.fixture
def known_words(backend, two, work):
    """Marks are restored from what is public."""
    work()


@pytest.mark.parametrize("typed", ["dang ky khai sinh", "đăng kký khai sinh", "dawng kys khai sinh"])
def test_what_was_understood_is_said_with_the_way_back(client, known_words, typed):
    hint = page_of(client, q=typed).select_one("h1 + .hint")
    assert hint.b.get_text() == "đăng ký khai sinh"
    back = page_of(client, hint.a["href"])
    hint = back.select_one("h1 + .hint")
    assert hint.b is None and "nhu-go" not in hint.a["href"]
    assert page_of(client, hint.a["href"]).select_one("h1 + .hint b").get_text() == "đăng ký khai sinh"


def test_what_is_taken_as_typed_is_not_said_again(client, known_words):
    for typed in ("đăng ký khai sinh", "Đăng ký khai sinh", "QT-TP-01"):
        assert page_of(client, q=typed).select_one("h1 + .hint") is None, typed


@pytest.mark.parametrize("typed", ["61/2018", "so:61/2018", "Nghị định 61/2018/NĐ-CP"])
def test_an_unknown_number_is_named_and_helped_with(client, two, typed):
    main = page_of(client, q=typed).select_one("main")
    assert "61/2018" in main.select_one(".lead b").get_text()
    links = [a["href"] for a in main.select(".search-tips a")]
    assert ("/tim/?q=61/2018" in links) == ("CP" in typed)
    assert all(client.get(link).status_code == 200 for link in links)
    client.force_login(make_people().by_role["specialist"])
    links = [a["href"] for a in page_of(client, STAFF, q=typed).select(".search-tips a")]
    assert "/lam-viec/tai-lieu/van-ban/" in links
    assert all(client.get(link).status_code == 200 for link in links)


def test_results_that_only_look_like_a_number_are_said_to(own_index, client, two):
    main = page_of(client, q="khai sinh 61/2018/NĐ-CP").select_one("main")
    assert main.select(".results .title") and "61/2018/NĐ-CP" in main.select_one(".lead b").get_text()
    assert page_of(client, q="khai sinh QT-TP-01").select_one("main .lead b") is None


def test_a_number_in_words_that_are_not_found_shows_no_register_to_the_technical_role(client, two):
    client.force_login(make_people().by_role["administrator"])
    assert "van-ban" not in page_of(client, STAFF, q="61/2018").select_one("main").decode()


@pytest.mark.parametrize("query", ["a" * 300, "😀", "-", "\u0301"])
def test_what_holds_no_word_is_not_found_and_the_page_says_so(client, query):
    page = BeautifulSoup(client.get("/tim/", {"q": query}).content, "html.parser")
    assert page.h1.get_text().startswith("Không thấy “")
    assert page.select(".search-tips")


@pytest.mark.parametrize("more", [{}, {"nhu-go": "1"}])
def test_words_here_and_there_are_no_answer(own_index, client, two, more):
    """A birth certificate is not the best there is for who asks for a driving licence; yet it may be near."""
    page = page_of(client, q="giấy phép lái tàu", **more)
    assert page.h1.get_text() == "Không có nội dung khớp hẳn với “giấy phép lái tàu”"
    assert page.select(".results .title") and page.select(".search-tips")
    assert [log.found for log in QueryLog.objects.all()] == [0]
    page = page_of(client, q="giấy chứng sinh", **more)
    assert "kết quả cho" in page.h1.get_text() and page.select(".results .title")


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "\x00", "\ufffd"])
def test_nothing_typed_is_the_start_page(client, query):
    page = BeautifulSoup(client.get("/tim/", {"q": query}).content, "html.parser")
    assert "Không thấy" not in page.h1.get_text()
