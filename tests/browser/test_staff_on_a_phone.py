"""An officer with a phone: signs in, asks what he must do, looks for a day, a form, a document."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser_support.measuring import page_width

pytestmark = pytest.mark.browser


def menu(page):
    """The rest of the menu, behind the last entry of the bar."""
    page.locator(".bottom-bar summary").click()
    return page.locator(".bottom-bar .sheet")


def test_signs_in_after_a_typing_error_and_arrives_where_he_wanted(phone, live_site):
    phone.goto("/lam-viec/quy-trinh/lich/")
    expect(phone).to_have_url(re.compile("/lam-viec/dang-nhap/"))
    phone.get_by_label("Tên đăng nhập").fill("motcua")
    phone.get_by_label("Mật khẩu").fill("nhầm mật khẩu")
    phone.get_by_role("button", name="Đăng nhập").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_label("Tên đăng nhập")).to_have_value("motcua")
    sign_in(phone, "motcua", live_site.password)
    expect(phone).to_have_url(re.compile("/lam-viec/quy-trinh/lich/$"))


@pytest.fixture
def officer(live_site, signed_in):
    page = signed_in(live_site, "motcua", 390, 844, is_mobile=True, has_touch=True)
    page.goto("/lam-viec/")
    return page


def test_what_must_i_do(officer):
    menu(officer).get_by_role("link", name="Tôi phải làm gì?").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Tôi phải làm gì?")
    situations = officer.locator(".situations")
    expect(situations.first).to_contain_text("Khi một bước của hồ sơ bị trễ")
    officer.get_by_label("Vai trò").select_option(label="Văn thư")
    officer.get_by_role("button", name="Xem các bước").click()
    expect(officer).to_have_url(re.compile(r"\?"))
    expect(officer.locator(".situations").first).to_contain_text("QT-NB-11")


def test_the_calendar_of_the_year(officer):
    menu(officer).get_by_role("link", name="Lịch việc định kỳ").click()
    expect(officer.locator("#main")).to_contain_text("Hôm nay là thứ Sáu 20/11/2026")
    officer.get_by_role("link", name="Hoàn thành kê khai").first.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("kê khai tài sản")


def test_finds_a_form_by_its_code(officer):
    officer.goto("/lam-viec/quy-trinh/")
    officer.locator("#main").get_by_role("link", name="Biểu mẫu", exact=True).click()
    officer.get_by_label("Mã hoặc tên biểu mẫu").fill("bm-nb03-02")
    officer.get_by_role("button", name="Tìm biểu mẫu").click()
    expect(officer.locator("#main")).to_contain_text("Bản kiểm điểm")
    expect(officer.locator("#main")).not_to_contain_text("BM-NB01-01")


def test_the_master_list_fits_the_phone(live_site, signed_in):
    page = signed_in(live_site, "thukyiso", 390, 844, is_mobile=True, has_touch=True)
    page.goto("/lam-viec/")
    menu(page).get_by_role("link", name="Danh mục tài liệu").click()
    rows = page.locator("table.register tbody tr")
    ((in_register,),) = live_site.rows("SELECT count(*) FROM document_control_controlleddocument")
    expect(rows).to_have_count(in_register)
    expect(rows.filter(has_text="QT-TP-01")).to_contain_text("Đang có hiệu lực")
    assert page_width(page) == 390


def test_touch_targets_are_large_enough(officer):
    for address in ("/lam-viec/", "/lam-viec/quy-trinh/toi-phai-lam-gi/", "/lam-viec/quy-trinh/"):
        officer.goto(address)
        small = officer.evaluate(
            """() => [...document.querySelectorAll("button, .btn, summary, select, .bottom-bar a")]
                .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
                .map(e => e.textContent.trim() + " " + e.getBoundingClientRect().height)"""
        )
        assert small == []


def test_signs_out(phone, live_site):
    """In a session of its own: the others stay signed in."""
    phone.goto("/lam-viec/dang-nhap/")
    sign_in(phone, "motcua2", live_site.password)
    phone.locator("details.account > summary").click()
    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone).to_have_url(re.compile(r":\d+/$"))
    phone.goto("/lam-viec/")
    expect(phone).to_have_url(re.compile("/lam-viec/dang-nhap/"))
