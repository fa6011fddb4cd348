"""A citizen with a phone finds out what to bring to register a birth, and what changed; also without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PROCEDURE = "/thu-tuc/dang-ky-khai-sinh/"


@pytest.fixture(params=["with scripts", "without scripts"])
def citizen(request, new_browser_page, live_site):
    return new_browser_page(
        *(390, 844),
        base_url=live_site.url,
        java_script_enabled=request.param == "with scripts",
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
    )


@pytest.mark.parametrize("words", ["khai sinh", "dang ky khai sinh", "Đăng ký khai sinh"])
def test_finds_the_procedure_with_and_without_marks(citizen, words):
    citizen.goto("/")
    citizen.get_by_role("searchbox").fill(words)
    citizen.get_by_role("button", name="Tìm").click()
    expect(citizen).to_have_url(re.compile(r"/tim/\?q="))
    found = citizen.locator("main .results a.title")
    expect(found.first).to_have_text("Đăng ký khai sinh")
    found.first.click()
    expect(citizen).to_have_url(re.compile(re.escape(PROCEDURE) + "$"))
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")


def test_reads_what_to_bring_how_long_how_much_and_the_steps(citizen):
    citizen.goto(PROCEDURE)
    facts = citizen.locator(".facts")
    for answer in ("Trong ngày", "0 đồng", "Điểm phục vụ hành chính công", "Giấy khai sinh (01 bản chính)"):
        expect(facts).to_contain_text(answer)
    expect(citizen.locator(".edition-line")).to_contain_text("Đang có hiệu lực")
    expect(citizen.locator(".crumbs a").last).to_be_visible()
    expect(citizen.locator(".crumbs [aria-current]")).to_be_hidden()

    paper_of_birth = citizen.get_by_text("Giấy chứng sinh", exact=True).locator("visible=true")
    expect(paper_of_birth).to_have_count(1)
    choose_case(citizen, "Trẻ bị bỏ rơi")
    expect(paper_of_birth).to_have_count(0)
    expect(
        citizen.get_by_text(re.compile("^Biên bản về việc trẻ bị bỏ rơi")).locator("visible=true")
    ).to_have_count(1)

    steps = citizen.locator("#steps ~ ol.steps > li")
    expect(steps).to_have_count(6)
    expect(steps.nth(2)).to_contain_text("Công chức Tư pháp - Hộ tịch")
    expect(steps.nth(2)).to_contain_text("3 giờ")
    expect(citizen.locator("section[aria-labelledby=fees]")).to_contain_text("5.000 đồng")


def choose_case(page, name):
    """Scripts and style sheets change the list at once; the button does the same on every browser."""
    page.locator("fieldset").get_by_text(name, exact=True).click()
    button = page.get_by_role("button", name="Xem giấy tờ của trường hợp này")
    if button.is_visible():
        button.click()


def test_a_case_has_an_address_of_its_own(citizen):
    citizen.goto(f"{PROCEDURE}?truong-hop=03")
    expect(citizen.get_by_label("Trẻ bị bỏ rơi")).to_be_checked()
    expect(citizen.get_by_text("Giấy chứng sinh", exact=True).locator("visible=true")).to_have_count(0)


def test_compares_two_editions_and_finds_back_from_an_old_one(citizen):
    citizen.goto(PROCEDURE)
    citizen.get_by_role("link", name="xem các lần ban hành").click()
    expect(citizen.get_by_role("heading", level=1)).to_contain_text("các lần ban hành")
    citizen.get_by_role("radio", name="Cũ: bản 2.0").check()
    citizen.get_by_role("radio", name="Mới: bản 3.0").check()
    citizen.get_by_role("button", name="So hai bản").click()
    expect(citizen).to_have_url(re.compile("/so-sanh/2.0/3.0/$"))
    expect(citizen.locator(".changes > li").first).to_be_visible()
    expect(citizen.locator("table.diff ins").first).to_be_visible()
    expect(citizen.locator("table.diff del").first).to_be_visible()

    citizen.locator(".picker").get_by_role("link", name="01/03/2019").click()
    banner = citizen.get_by_role("status", name="Tình trạng bản")
    expect(banner).to_contain_text("Bản này đã hết hiệu lực từ 01/07/2025")
    expect(banner).to_contain_text("lần ban hành 2.0")
    banner.get_by_role("link", name="Xem bản đang có hiệu lực (3.1)").click()
    expect(citizen).to_have_url(re.compile(re.escape(PROCEDURE) + "$"))
    expect(citizen.get_by_role("status", name="Tình trạng bản")).to_have_count(0)


def test_filters_the_catalogue_and_can_send_the_address_to_somebody(citizen):
    citizen.goto("/thu-tuc/")
    citizen.locator("details.filters > summary").click()
    citizen.get_by_label(re.compile("^Chứng thực")).check()
    citizen.get_by_role("button", name="Lọc").click()
    expect(citizen).to_have_url(re.compile(r"linh-vuc="))
    titles = citizen.locator("main .results a.title")
    expect(titles).to_have_count(3)
    shown = titles.all_inner_texts()
    citizen.goto(citizen.url)
    assert citizen.locator("main .results a.title").all_inner_texts() == shown


def test_the_chosen_text_size_stays_on_the_next_page(citizen):
    citizen.goto(PROCEDURE)
    heading = citizen.get_by_role("heading", level=1)
    before = heading.evaluate("title => parseFloat(getComputedStyle(title).fontSize)")
    citizen.locator(".topbar button[name=size][value='130']").click()
    # The address stays the same, and the new page is there before its styles are.
    expect(citizen.locator("html")).to_have_attribute("data-text-size", "130")
    expect(heading).to_have_css("font-size", f"{before * 1.3:g}px")
    citizen.goto("/lien-he/")
    expect(citizen.locator("html")).to_have_attribute("data-text-size", "130")


def test_a_withdrawn_procedure_says_so_instead_of_vanishing(citizen):
    citizen.goto("/thu-tuc/khai-sinh-ket-hop-nhan-cha-me-con/")
    expect(citizen.get_by_role("status", name="Tình trạng bản")).to_contain_text("bãi bỏ")


def test_a_future_version_waits_for_its_day(citizen):
    citizen.goto("/thu-tuc/dang-ky-lai-khai-sinh/lan-ban-hanh/3.1/")
    expect(citizen.get_by_role("status", name="Tình trạng bản")).to_contain_text("có hiệu lực từ 01/12/2026")
    citizen.goto("/thu-tuc/dang-ky-lai-khai-sinh/?ngay=2026-12-01")
    expect(citizen.locator(".facts")).to_contain_text("4 ngày làm việc")
    citizen.goto("/thu-tuc/dang-ky-lai-khai-sinh/")
    expect(citizen.locator(".facts")).to_contain_text("5 ngày làm việc")
