"""Two people, two tabs, two clicks: one decision is recorded, and everybody else reads why his was not."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser_support.editor import ISSUE, Editor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-writing")]

CODE = "QT-TP-04"
BEFORE, AFTER = ["1.0", "2.0"], ["1.0", "2.0", "2.1"]


@pytest.fixture
def address(fresh_live_site):
    return f"/lam-viec/soan-va-duyet/{fresh_live_site.page_id(CODE)}/"


def approve(page):
    page.get_by_role("button", name="Phê duyệt bản 2.1").click()


def expect_told(page, name):
    """Nothing was recorded, and the page says who decided."""
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile(rf"{name} đã quyết định bước này lúc .+ Quyết định vừa gửi không được ghi")
    )


def test_the_second_of_two_approvers_is_told(fresh_live_site, signed_in, address):
    first, second = signed_in(fresh_live_site, "lanhdao"), signed_in(fresh_live_site, "chutich")
    first.goto(address)
    second.goto(address)
    approve(first)
    expect(first.get_by_role("heading", level=1)).to_contain_text("Đã ban hành bản 2.1")
    approve(second)
    expect_told(second, "Lê Thu Hà")
    assert fresh_live_site.issued_numbers(CODE) == AFTER


def test_two_approvers_in_the_same_instant_issue_one_version(fresh_live_site, signed_in, address):
    pages = [signed_in(fresh_live_site, name) for name in ("lanhdao", "chutich")]
    for page in pages:
        page.goto(address)
    for page in pages:
        # Sent by a script, which does not wait for the answer as Playwright's own click does.
        page.evaluate("setTimeout(() => document.querySelector('button[value=approve]').click(), 300)")
    told = 0
    for page in pages:
        outcome = page.locator("[role=alert], [role=status].notice").first
        expect(outcome).to_contain_text(re.compile("đã quyết định bước này|tự có hiệu lực"))
        told += "đã quyết định" in outcome.inner_text()
    assert told == 1
    assert fresh_live_site.issued_numbers(CODE) == AFTER


def test_returning_in_a_second_tab_after_approving_in_the_first(fresh_live_site, signed_in, address):
    tab = signed_in(fresh_live_site, "lanhdao")
    tab.goto(address)
    other_tab = tab.context.new_page()
    other_tab.goto(address)
    approve(tab)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Đã ban hành bản 2.1")
    other_tab.get_by_label("Lý do").fill("Đổi ý, xem lại.")
    other_tab.get_by_role("button", name="Trả lại người soạn").click()
    expect_told(other_tab, "Lê Thu Hà")
    assert fresh_live_site.issued_numbers(CODE) == AFTER


def test_a_double_click_and_the_back_button_issue_one_version(fresh_live_site, signed_in, address):
    page = signed_in(fresh_live_site, "lanhdao")
    page.goto(address)
    page.get_by_role("button", name="Phê duyệt bản 2.1").dblclick()
    outcome = page.locator("[role=alert], [role=status].notice").first
    expect(outcome).to_contain_text(re.compile("đã quyết định bước này|tự có hiệu lực"))
    page.go_back()
    button = page.get_by_role("button", name="Phê duyệt bản 2.1")
    if button.count():  # a page that the browser kept as it was
        button.click()
        expect_told(page, "Lê Thu Hà")
    assert fresh_live_site.issued_numbers(CODE) == AFTER


def test_a_text_changed_while_it_is_read_is_not_approved(fresh_live_site, signed_in, address):
    leader, author = signed_in(fresh_live_site, "lanhdao"), signed_in(fresh_live_site, "chuyenvien")
    leader.goto(address)
    editor = Editor(author).open(fresh_live_site.page_id(CODE))
    editor.tab(ISSUE)
    editor.fill("change_basis", "Căn cứ viết thêm trong lúc lãnh đạo đang đọc (mẫu)")
    editor.save()
    approve(leader)
    expect(leader.get_by_role("alert")).to_contain_text(
        re.compile("đã (được )?(sửa|thay đổi)|vừa (được )?sửa")
    )
    expect(leader.get_by_role("button", name="Phê duyệt bản 2.1")).to_have_count(0)
    assert fresh_live_site.issued_numbers(CODE) == BEFORE


def test_two_editors_do_not_overwrite_each_other(fresh_live_site, signed_in):
    """The second save is refused, says who was first, and keeps what was typed."""
    page_id = fresh_live_site.page_id("QT-TP-12")
    first, second = (Editor(signed_in(fresh_live_site, name)) for name in ("chuyenvien", "kinhdoanh"))
    for editor in (first, second):
        editor.open(page_id)
        editor.tab(ISSUE)
    first.fill("change_basis", "Bản của người thứ nhất")
    first.save()
    second.fill("change_basis", "Bản của người thứ hai")
    second.settle()
    second.page.get_by_role("button", name="Lưu bản nháp").click()
    # Wagtail asks first when its own check was quicker than the click; the server refuses in either case.
    overwrite = second.page.get_by_role("dialog").get_by_role("button", name="Lưu bản nháp")
    expect(overwrite.or_(second.messages.locator("li")).first).to_be_visible()
    if overwrite.is_visible():
        overwrite.click()
    expect(second.messages.first).to_contain_text("Chưa lưu: Nguyễn Thị Hạnh")
    expect(second.field("change_basis")).to_have_value("Bản của người thứ hai")
    first.page.reload()
    expect(first.field("change_basis")).to_have_value("Bản của người thứ nhất")


def test_the_editor_is_closed_to_who_may_not_write(fresh_live_site, signed_in):
    """He is told so in the workspace, and not sent in a circle."""
    officer = signed_in(fresh_live_site, "motcua")
    officer.goto("/quan-tri/")
    expect(officer).to_have_url(re.compile("/lam-viec/$"))
    expect(officer.locator("#main")).to_contain_text("không có quyền vào trang quản trị")
