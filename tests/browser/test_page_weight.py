"""A first visit with a slow phone: few requests, few bytes, nothing from elsewhere."""

import gzip

import pytest

from tests.browser_support.watching import Weight

pytestmark = pytest.mark.browser

KB = 1000


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/thu-tuc/",
        "/thu-tuc/dang-ky-khai-sinh/",
        "/thu-tuc/dang-ky-khai-sinh/so-sanh/1.0/3.1/",
        "/tim/?q=khai+sinh",
        "/lien-he/",
    ],
)
def test_first_visit(new_browser_page, live_site, address):
    page = new_browser_page(390, 844, base_url=live_site.url)
    with Weight(page) as weight:
        page.goto(address, wait_until="networkidle")
    assert len(weight.parts) <= 8
    assert len(weight.fonts) <= 3
    assert sum(weight.parts.values()) <= 100 * KB


def test_later_pages_fetch_their_text_only(new_browser_page, live_site):
    page = new_browser_page(390, 844, base_url=live_site.url)
    page.goto("/", wait_until="networkidle")
    with Weight(page) as weight:
        page.goto("/lien-he/", wait_until="networkidle")
    assert {path for path in weight.parts if not path.startswith("/static/")} == {"/lien-he/"}


def test_the_text_appears_before_scripts_and_fonts(new_browser_page, live_site):
    """Nothing in the head stops the page from being drawn but its one style sheet, and nothing moves afterwards."""
    page = new_browser_page(390, 844, base_url=live_site.url)
    page.route("**/*.js", lambda route: route.abort())
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { window.moved += e.value; }))
            .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto("/thu-tuc/dang-ky-khai-sinh/", wait_until="networkidle")
    assert page.locator("h1").inner_text() == "Đăng ký khai sinh"
    assert page.evaluate("window.moved") <= 0.02
    blocking = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').length"
    )
    assert blocking <= 1


def test_texts_shrink_when_the_server_in_front_packs_them(live_site, new_browser_page):
    page = new_browser_page(base_url=live_site.url)
    html = page.request.get("/thu-tuc/dang-ky-khai-sinh/").body()
    assert len(gzip.compress(html)) <= 14 * KB
