"""Days typed in the administration: what cannot be read stays as typed and is refused, never another day."""

import pytest
from playwright.sync_api import expect

from tests.browser_support.editor import ISSUE, Editor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-writing")]

UNREADABLE = ["rubbish", "31/02/2026"]
NO_SUCH_DAY = "Không có ngày này. Nhập ngày/tháng/năm, ví dụ 24/12/2026."
NO_SUCH_MOMENT = "Không có thời điểm này. Nhập ngày/tháng/năm giờ:phút, ví dụ 24/12/2026 08:00."
DAY_OFF = "Nghỉ theo thông báo của tỉnh"


def write_holiday(page, day):
    """Typed as people type: the calendar opens a tenth of a second after the field is entered."""
    page.locator("[name=date]").fill("")
    page.locator("[name=date]").press_sequentially(day, delay=40)
    page.locator("[name=date]").press("Tab")
    page.locator("[name=name]").fill(DAY_OFF)


def save(page):
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()


def saved_holidays(site):
    return site.rows("SELECT date FROM organisation_holiday WHERE name = ?", DAY_OFF)


def test_a_day_stays_as_typed_until_it_can_be_read(fresh_live_site, signed_in):
    page = signed_in(fresh_live_site, "quantri")
    page.goto("/quan-tri/holiday/new/")
    for typed in UNREADABLE:
        write_holiday(page, typed)
        expect(page.locator("[name=date]")).to_have_value(typed)
        expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
        save(page)
        expect(page.get_by_text(NO_SUCH_DAY)).to_be_visible()
        expect(page.locator("[name=date]")).to_have_value(typed)
    assert saved_holidays(fresh_live_site) == []

    write_holiday(page, "24/12/2026")
    save(page)
    assert saved_holidays(fresh_live_site) == [("2026-12-24",)]


def test_the_order_of_machines_is_the_same_day(fresh_live_site, signed_in):
    page = signed_in(fresh_live_site, "quantri")
    page.goto("/quan-tri/holiday/new/")
    write_holiday(page, "2026-12-24")
    expect(page.locator("[name=date]")).to_have_value("2026-12-24")
    save(page)
    assert saved_holidays(fresh_live_site) == [("2026-12-24",)]


def test_a_day_chosen_in_the_calendar_is_that_day(live_site, signed_in):
    page = signed_in(live_site, "quantri")
    page.goto("/quan-tri/holiday/new/")
    page.locator("[name=date]").fill("01/12/2026")
    page.locator(".xdsoft_datetimepicker:visible td[data-date='24'][data-month='11']").click()
    expect(page.locator("[name=date]")).to_have_value("24/12/2026")


@pytest.mark.parametrize("typed", [*UNREADABLE, "2026-12-24"])
def test_periods_of_posts_stay_as_typed(live_site, signed_in, typed):
    page = signed_in(live_site, "quantri")
    page.goto("/quan-tri/assignment/new/")
    for name in ("valid_from", "valid_to"):
        page.locator(f"[name={name}]").fill(typed)
        page.locator(f"[name={name}]").press("Tab")
        expect(page.locator(f"[name={name}]")).to_have_value(typed)
    save(page)
    for name in ("valid_from", "valid_to"):
        expect(page.locator(f"[name={name}]")).to_have_value(typed)


def test_the_moment_a_text_takes_effect_stays_as_typed(fresh_live_site, signed_in):
    page = signed_in(fresh_live_site, "chuyenvien")
    editor = Editor(page).open(fresh_live_site.page_id("QT-TP-12"))
    editor.tab(ISSUE)
    editor.fill("planned_effective_from", "31/02/2026 08:00")
    expect(editor.field("planned_effective_from")).to_have_value("31/02/2026 08:00")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text(NO_SUCH_MOMENT).first).to_be_attached()
    editor.tab(ISSUE)
    expect(page.get_by_text(NO_SUCH_MOMENT).first).to_be_visible()
    expect(editor.field("planned_effective_from")).to_have_value("31/02/2026 08:00")
