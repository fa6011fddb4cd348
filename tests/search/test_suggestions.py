"""Suggestions come in the order of the index, each name once, and nothing is offered by chance."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from search.facets import KIND
from search.finding import Match
from search.office_synonyms import seed_synonyms
from search.suggestions import suggestions
from tests.factories.documents import at, issue_procedure

pytestmark = pytest.mark.django_db

ISSUED, NOW = at("2026-10-01 08:00"), at("2026-11-20 09:15")
NAMES = [
    "Chứng nhận quyền sở hữu",
    "Cấp giấy chứng nhận quyền sử dụng đất lần đầu cho hộ gia đình, cá nhân",
    "Đăng ký đất đai",
]


@pytest.fixture(autouse=True)
def clock(backend):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shelf(work):
    seed_synonyms()
    for number, name in enumerate(NAMES):
        issue_procedure(now=ISSUED, code=f"QT-{number}", title=name, short_title=name, components=[])
    work()


def offered(client, typed):
    return [item["text"] for item in client.get("/tim/goi-y/", {"q": typed}).json()["items"]]


@pytest.mark.parametrize("typed", ["chung nhan quyen su dung datt", "sổ đỏ"])
def test_the_best_answer_comes_first_not_the_shortest(client, shelf, typed):
    assert offered(client, typed)[0] == NAMES[1]


def test_a_name_stands_once_where_it_stands_best(monkeypatch):
    class Facts:
        def __init__(self, title):
            self.title, self.values = title, {KIND: ("", "Thủ tục")}

    matches = [Match(None, pk, Facts(title), 1.0) for pk, title in enumerate(["Tên A", "Tên B", "Tên A"])]
    monkeypatch.setattr("search.suggestions.complete", lambda typed, reader: matches)
    seen = type("Seen", (), {"day": NOW.date()})
    reader = type("Reader", (), {"seen": seen, "rights_key": "public"})
    assert [item["text"] for item in suggestions("tên", reader, "vi")] == ["Tên A", "Tên B"]


def test_nothing_by_chance(client, shelf):
    """Of "giấy phép lái xe" one word stands in the name of another paper: the page helps instead of showing that."""
    assert offered(client, "gplx") == []
    page = BeautifulSoup(client.get("/tim/?q=gplx").content, "html.parser")
    assert page.select(".results .title") == []
    assert page.select(".search-tips")
