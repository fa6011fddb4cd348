"""People paste addresses: a word longer than the screen breaks, instead of making the page wider than the window."""

import pytest

from tests.browser_support.measuring import page_width

pytestmark = pytest.mark.browser

LONG = "https://dichvucong.example.gov.vn/" + "a" * 150
PLACES = [
    ("/lam-viec/danh-gia/ĐG-2026-01/", "h1, .sessions .meta li"),
    ("/lam-viec/danh-gia/danh-sach/", "tbody th .sub"),
    ("/lam-viec/khong-phu-hop/KPH-2026-001/", "h1, .page-head .sub, dl.pairs dd, .story b, .stack p"),
    ("/lam-viec/khong-phu-hop/KPH-2026-001/lich-su/", ".page-head .sub"),
    ("/lam-viec/hanh-dong/HĐ-2026-001/", "h1, dl.pairs dd, .answered > span, .asked p"),
    ("/lam-viec/muc-tieu/MT-2026-01/", "h1"),
]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_audits_grows_with_a_word(live_site, signed_in, width):
    page = signed_in(live_site, "thukyiso", width)
    wide = []
    for address, places in PLACES:
        page.goto(address)
        page.wait_for_load_state("load")
        found = page.locator("main").locator(places)
        assert found.count(), address
        found.evaluate_all("(all, word) => all.forEach(one => { one.textContent = word; })", LONG)
        if (needed := page_width(page)) > width:
            wide.append((address, needed))
    assert wide == []
