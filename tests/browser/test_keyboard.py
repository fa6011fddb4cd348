"""Without a mouse: every page begins with a way past its head, the focus is always seen, and the main things work."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const box = (element.labels?.[0] ?? element).getBoundingClientRect();
    const shown = element.type === "radio" ? element.closest("label") ?? element : element;
    const isRing = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
    const seen = [style, getComputedStyle(shown)].some(isRing);
    return {name: element.tagName, text: (element.innerText || element.getAttribute("aria-label") || "").trim(),
            seen, top: box.top, bottom: box.bottom, height: innerHeight};
}"""


@pytest.fixture
def page(new_browser_page, live_site):
    return new_browser_page(1280, 900, base_url=live_site.url)


def tab_through(page, most=200):
    """Press Tab until the focus leaves the page; yields what has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["name"] == "BODY":
            return
        yield focused


def tab_to(page, text, most=60):
    for focused in tab_through(page, most):
        if focused["text"] == text:
            return
    pytest.fail(f"{most} times Tab do not lead to “{text}”")


@pytest.mark.parametrize("address", ["/", "/thu-tuc/", "/thu-tuc/dang-ky-khai-sinh/", "/lien-he/"])
def test_the_skip_link_comes_first_and_works(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến phần nội dung")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/thu-tuc/dang-ky-khai-sinh/",
        "/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/3.0/",
        "/tim/?q=khai+sinh",
    ],
)
def test_the_focus_is_always_seen_and_never_hidden(page, address):
    page.goto(address)
    stops = list(tab_through(page))
    assert len(stops) > 10
    unseen = [stop for stop in stops if not stop["seen"]]
    hidden = [stop for stop in stops if stop["bottom"] <= 0 or stop["top"] >= stop["height"]]
    assert (unseen, hidden) == ([], [])


def test_the_focus_is_seen_in_the_workspace(live_site, signed_in):
    page = signed_in(live_site, "lanhdao")
    page.goto(f"/lam-viec/soan-va-duyet/{live_site.page_id('QT-TP-04')}/")
    stops = list(tab_through(page))
    texts = [stop["text"] for stop in stops]
    assert [stop for stop in stops if not stop["seen"]] == []
    assert texts.index("Phê duyệt bản 2.1") < texts.index("Trả lại người soạn")


def test_searching_and_reading_by_keyboard(page):
    page.goto("/")
    tab_to(page, "Đến phần nội dung")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main input[type=search]")).to_be_focused()
    page.keyboard.type("ket hon")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tim/"))
    tab_to(page, "Đăng ký kết hôn")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/thu-tuc/dang-ky-ket-hon/"))


def test_suggestions_by_keyboard(page):
    page.goto("/thu-tuc/dang-ky-khai-sinh/")
    page.goto("/tim/?q=x")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("khai si")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Đăng ký khai sinh")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Đăng ký khai sinh")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile("q=x"))  # chosen, not sent
    page.keyboard.type(" l")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("khai"))


def test_a_word_that_every_javascript_object_knows_is_asked_for_too(page):
    page.goto("/")
    page.locator("main input[type=search]").focus()
    with page.expect_response(lambda response: "q=constructor" in response.url):
        page.keyboard.type("constructor")
    expect(page.get_by_role("status").filter(has_text="Không có gợi ý")).to_have_count(1)


def test_escape_closes_the_suggestions_and_keeps_the_text(page):
    page.goto("/")
    page.locator("main input[type=search]").focus()
    page.keyboard.type("khai")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("khai")


def test_choosing_a_case_by_keyboard(page):
    page.goto("/thu-tuc/dang-ky-khai-sinh/")
    page.get_by_label("Có giấy chứng sinh", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Trẻ bị bỏ rơi")).to_be_checked()
    expect(page.get_by_label("Trẻ bị bỏ rơi")).to_be_focused()
    assert page.evaluate(FOCUSED)["seen"]
    expect(page.get_by_text("Giấy chứng sinh", exact=True).locator("visible=true")).to_have_count(0)
    expect(page).to_have_url(re.compile("truong-hop=03"))


def test_folds_open_by_keyboard(page):
    page.goto("/thu-tuc/dang-ky-khai-sinh/")
    fold = page.locator("details.fold").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("open", "")


def test_escape_closes_the_menu_of_a_phone_and_gives_the_focus_back(new_browser_page, live_site):
    page = new_browser_page(390, 844, base_url=live_site.url)
    page.goto("/")
    summary = page.locator("details.menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.menu")).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
