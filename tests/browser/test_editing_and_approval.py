"""A text goes from the editor over review and approval to the public page, at its moment and not before."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser_support.editor import ISSUE, STEPS, Editor
from tests.browser_support.live_site import VIETNAM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-writing")]

CODE = "QT-TP-12"
PUBLIC = "/thu-tuc/chung-thuc-chu-ky/"
STARTS = dt.datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
REASON = "Chia lại thời gian bước 3 và bước 4."
RETURNED_WHY = "Nêu rõ căn cứ của việc chia lại thời gian."


def test_from_the_editor_to_the_public_page(fresh_live_site, signed_in):
    site = fresh_live_site
    page_id = site.page_id(CODE)
    author, secretary, leader = (signed_in(site, name) for name in ("chuyenvien", "thukyiso", "lanhdao"))
    citizen = signed_in(site, "motcua")
    step_times = citizen.locator("#steps ~ ol.steps > li")

    write_and_submit(author, page_id)
    return_with_a_reason(secretary, page_id)
    read_the_reason_and_submit_again(author)
    pass_on(secretary, page_id)

    # Whoever wrote or reviewed the text sees why the button is locked, and who holds the key.
    expect_locked(author, page_id)
    expect_locked(secretary, page_id)

    leader.goto("/lam-viec/")
    leader.get_by_role("link", name=re.compile("^Đọc và phê duyệt.*chữ ký", re.IGNORECASE)).click()
    expect(leader.locator(".consequences")).to_contain_text(
        "bước 3 từ 3 giờ còn 2 giờ, bước 4 từ 2 giờ thành 3 giờ"
    )
    expect(leader.locator("#main")).to_contain_text("Tự có hiệu lực 08:00, 23/11/2026")
    leader.get_by_role("button", name="Phê duyệt bản 1.1").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Đã ban hành bản 1.1")
    assert site.issued_numbers(CODE) == ["1.0", "1.1"]

    for moment, number, time_of_step_3 in (
        (STARTS - dt.timedelta(minutes=1), "1.0", "3 giờ"),
        (STARTS + dt.timedelta(seconds=1), "1.1", "2 giờ"),
    ):
        site.move_clock(moment)
        citizen.goto(PUBLIC)
        expect(citizen.locator(".edition-line")).to_contain_text(f"Lần ban hành {number}")
        expect(step_times.nth(2)).to_contain_text(time_of_step_3)
    citizen.goto(f"{PUBLIC}lan-ban-hanh/1.0/")
    expect(citizen.get_by_role("status", name="Tình trạng bản")).to_contain_text("hết hiệu lực từ 23/11/2026")
    assert "nguyên vẹn" in site.manage("verify_issues")


def write_and_submit(author, page_id):
    """Change two steps so that they are too long, be refused, lose nothing, mend them, submit."""
    author.goto("/lam-viec/")
    author.get_by_role("link", name=re.compile("^Mở bản thảo")).click()
    author.get_by_role("link", name="Mở trong trình soạn thảo").click()
    editor = Editor(author)
    editor.tab(STEPS)
    expect(editor.step_sum).to_have_attribute("data-state", "ok")

    editor.fill("steps-2-duration_value", "2")
    expect(editor.step_sum).to_have_attribute("data-state", "warn")
    expect(editor.step_sum).to_contain_text("Tổng các bước: 7 giờ")
    editor.fill("steps-3-duration_value", "5")
    expect(editor.step_sum).to_have_attribute("data-state", "bad")
    expect(editor.step_sum).to_contain_text("Tổng các bước: 10 giờ")
    editor.fill("steps-3-output", "Kết quả đã ký số")
    editor.tab(ISSUE)
    editor.fill("change_reason", REASON)
    editor.submit()

    expect(editor.messages.first).to_contain_text("Các bước cộng lại 10 giờ")
    expect(editor.messages.first).to_contain_text("quá thời hạn")
    expect(editor.field("change_reason")).to_have_value(REASON)
    expect(editor.field("steps-2-duration_value")).to_have_value(re.compile(r"^2([.,]0+)?$"))
    expect(editor.field("steps-3-duration_value")).to_have_value(re.compile(r"^5([.,]0+)?$"))
    expect(editor.field("steps-3-output")).to_have_value("Kết quả đã ký số")

    editor.tab(STEPS)
    editor.fill("steps-3-duration_value", "3")
    expect(editor.step_sum).to_have_attribute("data-state", "ok")
    editor.tab(ISSUE)
    editor.fill("planned_effective_from", "23/11/2026 08:00")
    editor.submit()
    expect(editor.messages).to_contain_text("Đã gửi duyệt")
    author.goto(f"/lam-viec/soan-va-duyet/{page_id}/")
    expect(author.locator(".edition-line")).to_contain_text("Đang xem xét")


def return_with_a_reason(secretary, page_id):
    """Without a reason nothing happens; with one the text goes back."""
    secretary.goto("/lam-viec/")
    secretary.get_by_role("link", name=re.compile("^Đọc và xem xét.*chữ ký", re.IGNORECASE)).click()
    secretary.get_by_role("button", name="Trả lại người soạn").click()
    errors = secretary.get_by_role("alert")
    expect(errors).to_contain_text("lý do")
    expect(errors).to_be_focused()
    secretary.get_by_label("Lý do").fill(RETURNED_WHY)
    secretary.get_by_role("button", name="Trả lại người soạn").click()
    expect(secretary.locator("#main")).to_contain_text("Đã trả lại người soạn, kèm lý do")


def read_the_reason_and_submit_again(author):
    author.goto("/lam-viec/")
    expect(author.locator("#main")).to_contain_text(RETURNED_WHY)
    author.get_by_role("link", name=re.compile("^Mở bản thảo.*chữ ký", re.IGNORECASE)).click()
    expect(author.locator("#main")).to_contain_text(RETURNED_WHY)
    author.get_by_role("link", name="Mở trong trình soạn thảo").click()
    editor = Editor(author)
    editor.tab(ISSUE)
    expect(editor.field("change_reason")).to_have_value(REASON)
    editor.fill("change_basis", "Kết quả rà soát quý IV (mẫu)")
    editor.save()
    author.get_by_role("link", name="Xem thay đổi và trạng thái duyệt").first.click()
    author.get_by_role("button", name="Gửi duyệt").click()
    expect(author.locator("#main")).to_contain_text("Đã gửi duyệt")


def pass_on(secretary, page_id):
    secretary.goto(f"/lam-viec/soan-va-duyet/{page_id}/")
    expect(secretary.locator("#main")).to_contain_text("Kết quả rà soát quý IV (mẫu)")
    secretary.get_by_role("button", name="Xem xét xong, chuyển phê duyệt").click()
    expect(secretary.locator("#main")).to_contain_text("đã chuyển phê duyệt")


def expect_locked(page, page_id):
    page.goto(f"/lam-viec/soan-va-duyet/{page_id}/")
    locked = page.locator("#quyet-dinh [aria-disabled=true]")
    expect(locked).to_contain_text("Phê duyệt bản 1.1")
    expect(locked).to_have_attribute("aria-describedby", re.compile("."))
    expect(page.locator("#quyet-dinh")).to_contain_text("Lãnh đạo UBND phường")
    expect(page.locator("#quyet-dinh button[name=action]")).to_have_count(0)


def test_an_author_who_forges_the_form_still_cannot_approve(fresh_live_site, signed_in):
    """The locked button is not the lock: the server refuses too, and nothing is issued."""
    site = fresh_live_site
    page_id = site.page_id("QT-TP-04")
    ((step, revision),) = site.rows(
        "SELECT task.id, task.revision_id FROM wagtailcore_taskstate AS task JOIN wagtailcore_workflowstate AS flow"
        " ON flow.id = task.workflow_state_id WHERE flow.object_id = ? AND task.status = 'in_progress'",
        str(page_id),
    )
    author = signed_in(site, "chuyenvien")
    author.goto(f"/lam-viec/soan-va-duyet/{page_id}/")
    answer = author.evaluate(
        """async ({step, revision}) => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const fields = {csrfmiddlewaretoken: token, task_state: step, revision, action: "approve"};
            const body = new URLSearchParams(fields);
            const response = await fetch(location.href, {method: "POST", body});
            return {status: response.status, text: await response.text()};
        }""",
        {"step": step, "revision": revision},
    )
    assert answer["status"] == 409
    assert "phê duyệt" in answer["text"]
    assert site.issued_numbers("QT-TP-04") == ["1.0", "2.0"]
