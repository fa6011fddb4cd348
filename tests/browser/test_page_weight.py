"""A first visit with a slow phone: few requests, few bytes, nothing from elsewhere."""

import gzip

import pytest

from tests.browser_support.watching import Weight

pytestmark = pytest.mark.browser

KB = 1000
DRAWN = "new Promise(seen => new PerformanceObserver(seen).observe({type: 'paint', buffered: true}))"
NEXT_FRAME = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))"
HAS_STAND_IN = """document.fonts.load('16px "Be Vietnam Fallback"')
    .then(found => found[0].status === "loaded", () => false)"""


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


def test_the_text_appears_without_scripts(new_browser_page, live_site):
    """Nothing in the head stops the page from being drawn but its one style sheet."""
    page = new_browser_page(390, 844, base_url=live_site.url)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/thu-tuc/dang-ky-khai-sinh/", wait_until="networkidle")
    assert page.locator("h1").inner_text() == "Đăng ký khai sinh"
    blocking = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').length"
    )
    assert blocking <= 1


@pytest.mark.parametrize(
    "order", [("400", "600", "700"), ("700", "600", "400")], ids=["regular first", "bold first"]
)
@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize(
    "address",
    ["/", "/thu-tuc/dang-ky-khai-sinh/", "/thu-tuc/cap-ban-sao-tu-so-goc/", "/tim/?q=khai+sinh", "/lien-he/"],
)
def test_the_text_stays_where_it_is_when_the_fonts_come_late(
    new_browser_page, live_site, address, width, order
):
    """The fonts come one by one when the page has been drawn; up to 0.1 of shift is "good" by Web Vitals (CLS)."""
    page = new_browser_page(width, 844, base_url=live_site.url)
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { window.moved += e.value; }))
            .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(DRAWN)
    if not page.evaluate(HAS_STAND_IN):
        pytest.skip("neither Arial nor Liberation Sans here: nothing that could stand in for the font")
    page.evaluate(NEXT_FRAME)
    for weight in order:
        font = next((font for font in held if f"-{weight}." in font.request.url), None)
        if font:
            assert not page.evaluate(
                "weight => document.fonts.check(`${weight} 16px 'Be Vietnam Pro'`)", weight
            )
            font.continue_()
            page.evaluate(
                "weight => document.fonts.load(`${weight} 16px 'Be Vietnam Pro'`).then(() => null)", weight
            )
            page.evaluate(NEXT_FRAME)
    assert len(held) > 1
    assert page.evaluate("window.moved") <= 0.1


def test_texts_shrink_when_the_server_in_front_packs_them(live_site, new_browser_page):
    page = new_browser_page(base_url=live_site.url)
    html = page.request.get("/thu-tuc/dang-ky-khai-sinh/").body()
    assert len(gzip.compress(html)) <= 14 * KB
