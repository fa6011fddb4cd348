"""Whatever somebody types: an answer, soon, and nothing of it runs."""

import random
import string
import time

import pytest
import time_machine

from tests.factories.documents import at, issue_procedure

pytestmark = pytest.mark.django_db

NOW = at("2026-11-20 09:15")
SLOWEST = 1.0
"""Seconds of this process for one page."""

CRAFTED = [
    "a" * 1_000_000,
    "khai " * 200_000,
    "\x00\x01\x02khai\x7f\x9f",
    "\u202ehnis iahk\u202c \u200f\u200e\ufeff",
    "'; DROP TABLE search_querylog; --",
    "1' OR '1'='1",
    "UNION SELECT * FROM auth_user",
    "title:khai AND (body:sinh OR *:*)",
    "khai~9 sinh^1000 [a TO z] {a TO z}",
    "*a* ?b? a*b*c* *",
    '"""""" "khai',
    "NEAR(khai sinh, 5)",
    "{title body} : khai",
    "khai:sinh -title:x +y !z && || ()",
    "- - - -- ---",
    "so: tu: so:: so:\u0000 tu:99999 tu:-1",
    "so:" + "1/" * 5000,
    "%s %d %(x)s {0} {{ x }} {% x %}",
    "<img src=x onerror=alert(1)>",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 100,
    "ﬁ ㎏ Ⅷ ½ ＫＨＡＩ",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L" * 50,
    "\u0301" * 1000,
    "١٢٣ ٤٥٦/٢٠١٨",
    "\\" * 500,
    "a\r\nSet-Cookie: x=1",
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def invented(seed):
    """A query of random pieces that engines and databases give meaning to."""
    pick = random.Random(seed)
    pieces = [
        "khai",
        "sinh",
        "*",
        "?",
        "~",
        '"',
        "'",
        "-",
        "so:",
        "tu:",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "\x00",
        "%",
        "_",
    ]
    pieces += [
        "đ",
        "\u0301",
        "\u202e",
        "😀",
        "61/2018",
        "\\",
        ":",
        "^",
        "{",
        "}",
        "[",
        "]",
        " ",
        "NEAR",
        "<",
        ">",
        "&",
    ]
    pieces += [pick.choice(string.printable) for _ in range(5)]
    return "".join(pick.choice(pieces) + pick.choice(["", " "]) for _ in range(pick.randrange(1, 40)))


def check(client, query):
    for url in ("/tim/", "/tim/goi-y/"):
        began = time.process_time()
        response = client.get(url, {"q": query, "trang": "-1", "loai": query[:50], "nam": "x", "nhu-go": "1"})
        assert response.status_code == 200, (url, query[:80])
        assert time.process_time() - began < SLOWEST, (url, query[:80])
        assert b"<img" not in response.content


@pytest.mark.parametrize("query", CRAFTED, ids=lambda query: ascii(query[:20]))
def test_crafted_queries(client, query):
    issue_procedure(now=at("2026-10-01 08:00"))
    check(client, query)


def test_invented_queries(client):
    issue_procedure(now=at("2026-10-01 08:00"))
    for seed in range(60):
        check(client, invented(seed))


def test_suggestions_have_a_brake(client, monkeypatch):
    monkeypatch.setattr("search.suggestions.MOST_A_MINUTE", 3)
    statuses = [client.get("/tim/goi-y/?q=khai", REMOTE_ADDR="203.0.113.9").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert client.get("/tim/goi-y/?q=khai", REMOTE_ADDR="203.0.113.10").status_code == 200


def test_suggestions_go_on_as_typed(client):
    issue_procedure(now=at("2026-10-01 08:00"))
    for typed in ("khai s", "Đăng ký kh", "dang ky", "QT-TP"):
        items = client.get("/tim/goi-y/", {"q": typed}).json()["items"]
        assert items[0] == {"text": "Đăng ký khai sinh", "kind": "Thủ tục hành chính"}, typed
    assert client.get("/tim/goi-y/", {"q": "k"}).json() == {"items": []}
    assert client.get("/tim/goi-y/").json() == {"items": []}
    response = client.get("/tim/goi-y/", {"q": "khai s"})
    assert "max-age=60" in response["Cache-Control"]


def test_suggestions_need_few_queries(client, django_assert_max_num_queries):
    for number in range(10):
        issue_procedure(now=at("2026-10-01 08:00"), code=f"QT-{number}", short_title=f"Thủ tục số {number}")
    with django_assert_max_num_queries(12):
        client.get("/tim/goi-y/?q=thu+tuc")
    with django_assert_max_num_queries(0):
        client.get("/tim/goi-y/?q=thu+tuc")
