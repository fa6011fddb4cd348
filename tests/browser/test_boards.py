"""The screen in the lobby turns its pages by itself and goes on without a network; a notice is recorded on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser_support.measuring import page_width

pytestmark = pytest.mark.browser

SCREEN = "/niem-yet/man-hinh/man-hinh-sanh/"


def kept_for_offline(page):
    expect(page.locator("html")).to_have_attribute("data-offline-ready", "true")


def test_the_screen_turns_by_itself_and_by_hand(live_site, new_browser_page):
    page = new_browser_page(1920, 1080, base_url=live_site.url)
    page.goto(SCREEN)
    main = page.locator("[data-kiosk]")
    expect(main).to_have_attribute("data-at", "0.0")
    shown = page.locator("[data-notice].now")
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("heading", level=2)).to_have_text("Đăng ký khai sinh")
    page.keyboard.press("ArrowRight")
    expect(main).to_have_attribute("data-at", "0.1")
    page.get_by_role("button").nth(0).click()
    expect(main).to_have_attribute("data-at", "0.0")
    page.evaluate("document.querySelector('[data-kiosk]').dataset.seconds = '0.2'")
    pause = page.locator("[data-pause]")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(600)
    expect(main).to_have_attribute("data-at", "0.0")
    pause.click()
    expect(main).to_have_attribute("data-at", re.compile(r"^[1-3]\."), timeout=10_000)


def test_every_word_of_a_notice_comes_into_view(live_site, new_browser_page):
    page = new_browser_page(1280, 720, base_url=live_site.url)
    page.goto(SCREEN)
    expect(page.locator("[data-kiosk]")).to_have_attribute("data-at", "0.0")
    last = page.locator("[data-notice]").nth(0).locator("section").last
    for _ in range(12):
        box, flow = last.bounding_box(), page.locator("[data-notice].now [data-flow]").bounding_box()
        inside = box["x"] >= flow["x"] - 1 and box["x"] + box["width"] <= flow["x"] + flow["width"] + 1
        if inside and box["y"] + box["height"] <= flow["y"] + flow["height"] + 1:
            return
        page.keyboard.press("ArrowRight")
    pytest.fail("the last section of the first notice never came into view")


def test_the_screen_goes_on_without_a_network_also_after_a_reload(live_site, new_browser_page):
    page = new_browser_page(1920, 1080, base_url=live_site.url)
    page.goto(SCREEN)
    kept_for_offline(page)
    page.context.set_offline(True)
    expect(page.locator("[data-net]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-kiosk]")).to_have_attribute("data-at", "0.0")
    expect(page.locator("[data-net]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.notice-qr svg')).display") == "block"
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-kiosk]")).to_have_attribute("data-at", "0.1")
    page.evaluate("document.querySelector('[data-notice].now').dataset.until = '2026-01-01T00:00:00+07:00'")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("[data-notice].now [data-maybe-old]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-net]")).to_be_hidden()


def test_a_small_screen_reads_the_notices_below_each_other(live_site, new_browser_page):
    page = new_browser_page(390, 844, base_url=live_site.url)
    page.goto(SCREEN)
    expect(page.locator("[data-notice]").last).to_be_visible()
    assert page_width(page) <= 390
    expect(page.locator("[data-buttons]")).to_be_hidden()


def test_an_officer_records_a_posting_on_the_phone(fresh_live_site, signed_in):
    page = signed_in(fresh_live_site, "vanthu", width=390, height=844)
    page.goto("/lam-viec/niem-yet/")
    page.get_by_role("link", name="Bảng tin tổ dân phố số 3", exact=True).click()
    page.locator("li", has_text="QT-TP-10").get_by_role("link").first.click()
    expect(page.locator("input[type=file]")).to_have_attribute("capture", "environment")
    page.locator("button.primary").click()
    page.wait_for_url("**/lam-viec/niem-yet/*/")
    assert page_width(page) <= 390
    ((count,),) = fresh_live_site.rows(
        "SELECT COUNT(*) FROM publications_posting p JOIN document_control_issuedversion v ON v.id = p.version_id"
        " JOIN document_control_controlleddocument d ON d.id = v.document_id WHERE d.code = 'QT-TP-10'"
    )
    assert count == 3
