"""What every public page shares: weight, text size, maps for machines, no script and no style in the page."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests.factories.documents import at, issue, issue_procedure, make_office, rewrite, withdraw
from tests.factories.snapshots import citation, component, duration, fee, step

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
NOW = at("2026-11-20 09:15")
URL = "/thu-tuc/dang-ky-khai-sinh/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def weight(data):
    return len(gzip.compress(data, 6))


@pytest.fixture
def full_site():
    """A busy office: a long procedure among thirty."""
    page = issue_procedure(
        now=at("2026-01-05 08:00"),
        steps=[
            step(i, f"Bước thứ {i} của quy trình", "clerk", duration(1), output="Kết quả")
            for i in range(1, 16)
        ],
        components=[component(f"Giấy tờ thứ {i} phải nộp", source="Cơ quan cấp") for i in range(15)],
        citations=[citation(f"{i}/2025/NĐ-CP", f"Nghị định số {i} quy định chi tiết") for i in range(15)],
    )
    issue(rewrite(page, fees=[fee(1), fee(2, channel="online")]), now=at("2026-11-02 08:00"))
    for number in range(25):
        issue_procedure(
            now=at("2026-02-05 08:00"),
            code=f"QT-{number}",
            short_title=f"Thủ tục hành chính thứ {number}",
            field={"code": f"f{number % 8}", "name": f"Lĩnh vực {number % 8}"},
        )


def test_a_first_visit_is_light(client, full_site):
    shared = [
        ROOT / "static" / name
        for name in (
            "css/site.css",
            "css/search.css",
            "js/site.js",
            "icons.svg",
            "favicon.svg",
        )
    ]
    frame = sum(weight(path.read_bytes()) for path in shared)
    for url in ("/", "/thu-tuc/", URL, f"{URL}lan-ban-hanh/1.0/", "/thay-doi/", "/tim/?q=thu+tuc"):
        page = client.get(url).content
        assert weight(page) <= 14 * 1024, url
        assert weight(page) + frame <= 100 * 1024, url
        named = set(re.findall(rb'(?:href|src)="/static/([^"#]+)"', page))
        known = {str(path.relative_to(ROOT / "static")).encode() for path in shared}
        assert {name for name in named if not name.startswith(b"fonts/")} <= known, url


def test_pages_need_no_script_and_no_style(client, full_site):
    for url in (
        "/",
        "/thu-tuc/",
        URL,
        f"{URL}lan-ban-hanh/",
        f"{URL}so-sanh/1.0/1.1/",
        "/thay-doi/",
        "/lien-he/",
    ):
        response = client.get(url)
        page = BeautifulSoup(response.content, "html.parser")
        assert not page.select("[style], style, [onclick]"), url
        inline = {script.get("type") for script in page.select("script:not([src])")}
        assert inline <= {"application/ld+json"}, url
        assert len(page.select("h1")) == 1, url
        assert "default-src 'self'" in response["Content-Security-Policy"]
        levels = [int(h.name[1]) for h in page.select("h1, h2, h3, h4")]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (url, levels)
        ids = [element["id"] for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), url


def test_no_link_of_the_frame_is_dead(client, full_site):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    links = {a["href"] for a in page.select("a[href^='/']")}
    for link in sorted(links):
        assert client.get(link).status_code in (200, 302), link


# --- Text size ------------------------------------------------------------------------------------------
def test_the_text_size_is_kept_and_comes_back_to_the_same_place(client):
    make_office()
    response = client.post("/co-chu/", {"size": "130", "next": "/thu-tuc/?q=a"})
    assert (response.status_code, response["Location"]) == (302, "/thu-tuc/?q=a")
    page = BeautifulSoup(client.get("/thu-tuc/").content, "html.parser")
    assert page.html["data-text-size"] == "130"
    assert page.select_one(".topbar [aria-pressed=true]")["value"] == "130"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\x00", ""]
)
def test_the_text_size_leads_nowhere_else(client, target):
    assert client.post("/co-chu/", {"size": "115", "next": target})["Location"] == "/"


@pytest.mark.parametrize("size", ["", "1000", '"><script>', "\x00"])
def test_other_text_sizes_are_ignored(client, size):
    make_office()
    assert "co_chu" not in client.post("/co-chu/", {"size": size}).cookies
    client.cookies["co_chu"] = '"><script>'
    assert BeautifulSoup(client.get("/thu-tuc/").content, "html.parser").html["data-text-size"] == "100"


# --- For machines ---------------------------------------------------------------------------------------
def test_the_sitemap_names_what_is_in_force(client):
    issue_procedure(now=at("2026-01-05 08:00"))
    gone = issue_procedure(now=at("2026-01-05 08:00"), code="QT-2", short_title="Bỏ rồi")
    withdraw(gone, now=at("2026-02-01 08:00"))
    issue_procedure(now=NOW, effective_from=at("2027-01-01"), code="QT-3", short_title="Chưa tới")
    text = client.get("/sitemap.xml").content.decode()
    assert f"{URL}</loc><lastmod>2026-01-05</lastmod>" in text
    assert "bo-roi" not in text and "chua-toi" not in text
    for page in ("/thu-tuc/", "/thay-doi/", "/lien-he/"):
        assert f"{page}</loc>" in text


def test_robots_are_kept_out_of_the_office(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /lam-viec/" in text and "Disallow: /quan-tri/" in text
    assert "/sitemap.xml" in text


def test_an_unknown_address_helps_to_search(client):
    make_office()
    response = client.get("/thu-tuc/dang-ky-khai-tu-cu/")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert page.select_one("main input[name=q]")["value"] == "dang ky khai tu cu"
    assert page.select_one("main form")["action"] == "/tim/"
