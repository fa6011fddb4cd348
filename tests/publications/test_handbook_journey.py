"""A new edition in a real browser: prepared, approved, read without a network, confirmed; the list shrinks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser_support.measuring import page_width

pytestmark = pytest.mark.browser
HANDBOOK = "/lam-viec/so-tay/quy-trinh-noi-bo/"


@pytest.fixture
def signed_in(new_browser_page, fresh_live_site):
    """Opens a browser of its own for a person: `signed_in("thukyiso", width=390)`."""

    def open_page(username, width=1280, **options):
        page = new_browser_page(width, 844, base_url=fresh_live_site.url, **options)
        page.goto("/lam-viec/dang-nhap/")
        sign_in(page, username, fresh_live_site.password)
        return page

    return open_page


def prepare_and_approve(signed_in):
    secretary = signed_in("thukyiso")
    secretary.goto("/lam-viec/so-tay/")
    row = secretary.locator(".handbooks > li", has_text="ST-NB-01")
    row.get_by_role("link", name="Chuẩn bị lần ban hành tiếp theo").click()
    expect(secretary.locator(".told .code")).to_have_text(["QT-NB-04"])
    secretary.get_by_label("Lần ban hành này có gì mới").fill("Cập nhật quy trình đánh giá hằng tháng.")
    secretary.get_by_role("button", name="Chuẩn bị để trình duyệt").click()
    secretary.wait_for_url(re.compile(r"/so-tay/de-nghi/\d+/"))

    leader = signed_in("lanhdao")
    leader.get_by_role("link", name="Phê duyệt: Sổ tay quy trình nội bộ").first.click()
    expect(leader.locator(".told")).to_contain_text("trước ngày 05 của tháng sau")
    leader.get_by_role("button", name="Phê duyệt lần ban hành 3").click()
    leader.wait_for_url(f"**{HANDBOOK}")
    leader.get_by_text("Đã ban hành: Sổ tay quy trình nội bộ, lần ban hành 3").wait_for()
    return secretary


def test_from_the_secretary_to_a_phone_without_a_network(signed_in, fresh_live_site):
    secretary = prepare_and_approve(signed_in)
    secretary.goto(f"{HANDBOOK}lan/3/nguoi-doc/")
    before = secretary.locator("table").first.locator("tbody tr").count()

    officer = signed_in("chuyenvien", width=390, is_mobile=True, has_touch=True)
    officer.get_by_role("link", name="Đọc và xác nhận: Sổ tay quy trình nội bộ, lần ban hành 3").first.click()
    officer.wait_for_url(f"**{HANDBOOK}")
    officer.wait_for_selector('html[data-offline-ready="true"]', state="attached")
    assert officer.locator("[data-saved-copy]").is_hidden()

    officer.context.set_offline(True)
    officer.reload()
    expect(officer.locator(".handbook-chapter")).to_have_count(15)
    expect(officer.locator("[data-saved-copy]")).to_contain_text("Đang xem bản đã lưu lúc")
    expect(officer.get_by_role("button", name="Xác nhận đã đọc")).to_be_disabled()
    styled = officer.locator(".handbook-chapter").first.evaluate(
        "box => getComputedStyle(box).borderTopWidth"
    )
    assert styled == "3px"
    assert page_width(officer) == 390

    officer.context.set_offline(False)
    officer.reload()
    officer.get_by_role("button", name="Xác nhận đã đọc").click()
    officer.get_by_text("Đã ghi nhận việc đọc lần ban hành 3").wait_for()
    expect(officer.locator("#xac-nhan")).to_have_count(0)

    secretary.reload()
    names = secretary.locator("table").first.locator("tbody tr")
    expect(names).to_have_count(before - 1)
    assert "Nguyễn Thị Hạnh" not in names.all_inner_texts()


def test_after_signing_out_nothing_is_kept(signed_in):
    officer = signed_in("chuyenvien")
    officer.goto(HANDBOOK)
    officer.wait_for_selector('html[data-offline-ready="true"]', state="attached")
    officer.locator(".account summary").click()
    officer.get_by_role("button", name="Đăng xuất").click()
    officer.wait_for_url(re.compile("dang-nhap|/$"))
    assert officer.evaluate("caches.keys()") == []
