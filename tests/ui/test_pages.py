"""Whole pages: the frame, the error pages, the component page, and no sideways scrolling in a browser."""

import mimetypes
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from iso_docs import component_samples as samples
from iso_docs.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]
OFFICE = {
    "name": "Ủy ban nhân dân phường An Hòa",
    "short_name": "phường An Hòa",
    "parent_name": "Thành phố Hà Nội",
    "phone": "024 0000 0000",
}
FRAME = {
    "office": OFFICE,
    "is_sample_data": True,
    "public_nav": [
        {"label": "Thủ tục", "url": "/thu-tuc/", "current": True},
        {"label": "Liên hệ", "url": "/x/"},
    ],
    "staff_nav": [
        {
            "label": "Quy trình",
            "entries": [
                {
                    "label": "Danh mục tài liệu",
                    "url": "/a/",
                    "icon": "list",
                    "count": 2,
                    "current": True,
                    "bar": True,
                }
            ],
        }
    ],
    "staff_identity": {"name": "Nguyễn Thị Hạnh", "post": "Công chức Tư pháp - Hộ tịch", "initials": "NH"},
}


def html(name, **context):
    with translation.override("vi"):
        return render_to_string(name, {**FRAME, **context})


def gallery(**context):
    return html(
        "components/gallery.html",
        **samples.gallery_context(),
        colours=["paper"],
        icons=["clock"],
        states=list(ui.STATES),
        **context,
    )


def test_the_frame_of_a_public_page():
    page = BeautifulSoup(html("404.html", request_path="/thu-tuc/khai-sinh/", text_size="115"), "html.parser")
    assert (page.html["lang"], page.html["data-text-size"]) == ("vi", "115")
    assert page.select_one("a.skip")["href"] == "#main"
    assert page.find(id="main").name == "main"
    assert page.select_one(".mainnav [aria-current=page]").get_text() == "Thủ tục"
    assert "Dữ liệu mẫu" in page.get_text()
    assert len(page.find_all("h1")) == 1


def test_an_office_without_data_still_has_a_page():
    with translation.override("vi"):
        page = BeautifulSoup(render_to_string("404.html", {"request_path": "/x"}), "html.parser")
    assert "Dữ liệu mẫu" not in page.get_text()
    assert "Ủy ban nhân dân" in page.select_one(".brand").get_text()


def test_404_searches_with_the_words_of_the_address():
    page = BeautifulSoup(html("404.html", request_path="/thu-tuc/dang-ky-khai-sinh-2/"), "html.parser")
    assert page.select_one("main input[type=search]")["value"] == "dang ky khai sinh"


def test_403_is_kind():
    text = BeautifulSoup(html("403.html"), "html.parser").main.get_text()
    assert "thư ký ISO" in text
    assert "từ chối" not in text


@pytest.mark.parametrize(("name", "given"), [("500.html", ["incident_code"]), ("403_csrf.html", [])])
def test_pages_for_bad_days_need_nothing(name, given):
    """No tag, no context processor, no database: at most what their view gives them."""
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert "{%" not in text and re.findall(r"{{ *(.*?) *}}", text) == given
    assert BeautifulSoup(text, "html.parser").h1


def test_the_staff_frame():
    page = BeautifulSoup(gallery(), "html.parser")
    assert page.body["class"] == ["staff"]
    assert "Nguyễn Thị Hạnh" in page.select_one(".staff-bar").get_text()
    assert page.select_one(".rail [aria-current=page] .count").get_text().startswith("2")
    assert page.select_one(".bottom-bar > a")["href"] == "/a/"
    assert not page.select("[style], style, script:not([src])")


def open_page(context, pages):
    """A browser tab that gets these pages by name and everything else from the file system."""

    def serve(route):
        name = route.request.url.split("://ui.test/", 1)[1].split("?")[0].split("#")[0]
        if name in pages:
            route.fulfill(body=pages[name], content_type="text/html; charset=utf-8")
        elif (ROOT / name).is_file():
            route.fulfill(body=(ROOT / name).read_bytes(), content_type=mimetypes.guess_type(name)[0])
        else:
            route.fulfill(status=404, body="")

    page = context.new_page()
    page.route("http://ui.test/**", serve)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("size", ["100", "130"])
def test_nothing_scrolls_sideways(browser, width, size):
    pages = {"gallery": gallery(text_size=size), "404": html("404.html", request_path="/a", text_size=size)}
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = open_page(context, pages)
    for name in pages:
        page.goto(f"http://ui.test/{name}")
        styled = page.evaluate("getComputedStyle(document.body).display")
        assert styled == "flex", "the style sheet did not load, the test would prove nothing"
        needed = page.evaluate("document.fonts.ready.then(() => document.documentElement.scrollWidth)")
        assert needed <= width, name
    context.close()


@pytest.mark.browser
def test_choosing_a_case_works_without_scripts(browser):
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, {"p": gallery()})
    page.goto("http://ui.test/p")
    assert page.locator(".case-list:visible").count() == 1
    page.get_by_label("Không có giấy chứng sinh").check()
    assert "Văn bản của người làm chứng" in page.locator(".case-list:visible").inner_text()
    context.close()
