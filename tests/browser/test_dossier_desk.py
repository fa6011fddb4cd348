"""A dossier from the counter to the applicant's hands, late on the way: real people, a real clock, two widths.

Buttons are found by what they send, so that the words may change.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser_support.measuring import page_width

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-writing")]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WIDTHS = (1280, 390)
RECEIVED = re.compile(r"/ho-so/([^/]+)/da-ghi/")
RECEPTION = "/lam-viec/ho-so/tiep-nhan/"
axe = Axe()


@pytest.fixture
def look():
    """At both widths: axe finds nothing, nobody scrolls sideways."""

    def at_both(page):
        before, faults = page.viewport_size, []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            needed = page_width(page)
            if needed > width:
                faults.append(f"{page.url} at {width}: {needed} px wide")
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            faults += [f"{page.url} at {width}: {each['id']} {each['nodes'][0]['target']}" for each in found]
        page.set_viewport_size(before)
        assert faults == []

    return at_both


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def receive(page, words="ket hon", name="Nguyễn Văn An"):
    """Receive by keyboard alone, as a practised officer does; gives the code and how many keys it took."""
    keys = 0

    def press(*names):
        nonlocal keys
        for each in names:
            page.keyboard.press(each)
            keys += 1

    page.goto(RECEPTION)
    page.keyboard.type(words)
    keys += len(words)
    press("Enter")
    page.wait_for_url(re.compile(r"/tiep-nhan/\d+/"))
    if page.locator("input[name=case_code]").count():
        page.locator("input[name=case_code]").first.focus()
        press("Space")
        page.locator("#phan-han time").wait_for()
    page.locator("[data-tick-all]").first.focus()
    press("Enter")
    page.locator("input[name=applicant_name]").focus()
    page.keyboard.type(name)
    keys += len(name)
    press("Enter")
    page.wait_for_url(RECEIVED)
    return RECEIVED.search(page.url).group(1), keys


def act(page, code, rest):
    page.goto(f"/lam-viec/ho-so/{code}/{rest}")


def send(page):
    """Press the button of an act's form."""
    page.locator("form.act-form button.btn").first.click()
    page.wait_for_url(re.compile(r"/ho-so/[^/]+/$"))


def test_received_in_a_minute_processed_late_explained_signed_and_handed_over(
    fresh_live_site, signed_in, look
):
    site = fresh_live_site
    site.move_clock(moment("2026-11-20T09:15"))
    counter = signed_in(site, "motcua")
    counter.goto(RECEPTION)
    look(counter)
    code, keys = receive(counter)
    assert keys < 60  # at 3 keys a second less than twenty seconds of typing
    expect(counter.locator(".big-code").first).to_have_text(code)
    look(counter)
    counter.locator("form[data-once] button.primary").last.click()
    counter.wait_for_url(re.compile(rf"/ho-so/{code}/$"))

    ((username,),) = site.rows(
        "SELECT username FROM organisation_user JOIN dossiers_dossierstep AS step ON step.officer_id ="
        " organisation_user.id JOIN dossiers_dossier AS d ON d.current_step_id = step.id WHERE d.code = ?",
        code,
    )
    site.move_clock(moment("2026-11-27T10:00"))
    site.manage("detect_late_steps")
    worker = signed_in(site, username)
    act(worker, code, "")
    expect(worker.locator(".gate .locked")).to_be_visible()
    look(worker)
    worker.locator(".gate .btn.primary").click()
    worker.locator("form.act-form button.btn").first.click()
    expect(worker.get_by_role("alert")).to_be_focused()
    look(worker)
    worker.locator("input[name=cause]").first.check()
    worker.locator("textarea[name=explanation]").fill("Nhiều hồ sơ cùng lúc trong tuần.")
    send(worker)
    worker.locator(".gate .btn.primary").click()
    expect(worker.locator("textarea[name=reason]")).to_have_value(re.compile("Nhiều hồ sơ cùng lúc"))
    look(worker)
    send(worker)

    leader = signed_in(site, "lanhdao")
    leader.goto("/lam-viec/")
    look(leader)
    leader.locator(f".jobs a[href*='{code}'][href*='ky-thu']").first.click()
    look(leader)
    send(leader)
    worker.reload()
    worker.locator(".act-now button.primary").click()
    worker.wait_for_load_state()
    assert site.rows("SELECT is_held FROM dossiers_dossier WHERE code = ?", code) == [(0,)]
    hand_on_to_the_counter(site, signed_in, code)
    act(counter, code, "")
    counter.locator(".gate .btn.primary").click()
    send(counter)
    counter.locator(".act-now button.primary").click()
    counter.wait_for_load_state()
    assert site.rows("SELECT state FROM dossiers_dossier WHERE code = ?", code) == [("returned",)]
    look(counter)


def hand_on_to_the_counter(site, signed_in, code):
    """Everybody in between does their step at once."""
    for _step in range(6):
        ((state, username),) = site.rows(
            "SELECT d.state, username FROM organisation_user JOIN dossiers_dossierstep AS step ON step.officer_id ="
            " organisation_user.id JOIN dossiers_dossier AS d ON d.current_step_id = step.id WHERE d.code = ?",
            code,
        )
        if state == "ready":
            return
        page = signed_in(site, username)
        act(page, code, "")
        page.locator(".act-now button.primary").click()
        page.wait_for_load_state()
    raise AssertionError("the dossier never came to the counter")


def test_two_tabs_and_a_double_click_make_one_dossier(fresh_live_site, signed_in):
    ((before,),) = fresh_live_site.rows("SELECT count(*) FROM dossiers_dossier")
    page = signed_in(fresh_live_site, "motcua")
    page.goto(RECEPTION)
    page.locator(".choices a").first.click()
    page.wait_for_url(re.compile("khoa="))
    form, tab = page.url, page.context.new_page()
    for each in (tab, page):
        each.goto(form)
        if each.locator("input[name=case_code]").count():
            each.locator("input[name=case_code]").first.check()
            each.locator("#phan-han time").wait_for()
        each.locator("[data-tick-all]").first.click()
        each.locator("input[name=applicant_name]").fill("Nguyễn Văn An")
    page.locator("button[value=nhan]").dblclick()
    page.wait_for_url(RECEIVED)
    tab.locator("button[value=nhan]").click()
    tab.wait_for_url(RECEIVED)
    page.go_back()
    page.wait_for_url(RECEIVED)
    assert tab.url == page.url
    assert fresh_live_site.rows("SELECT count(*) FROM dossiers_dossier") == [(before + 1,)]


def test_the_list_by_keyboard_and_the_form_without_scripts(
    fresh_live_site, signed_in, new_browser_page, sessions
):
    site = fresh_live_site
    page = signed_in(site, "motcua")
    for name in ("Trần Thị Bích", "Lê Quang Dũng"):
        receive(page, name=name)
    page.goto("/lam-viec/ho-so/")
    links = page.locator(".dossier-rows .what a")
    links.first.focus()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/ho-so/H26"))
    plain = new_browser_page(
        390, 844, base_url=site.url, storage_state=sessions[site.url, "motcua"], java_script_enabled=False
    )
    plain.goto(RECEPTION)
    plain.locator("main input[name=q]").fill("khai sinh")
    plain.locator("main form[role=search] button").click()
    plain.locator(".choices a").filter(has_text="QT-TP-01").click()
    plain.locator("input[name=case_code]").first.check()
    plain.locator("noscript button, button[value=lam-moi]").first.click()
    expect(plain.locator("#phan-han time")).to_be_visible()
    for box in plain.locator("[data-required] input[name^=giay_]").all():
        box.check()
    plain.locator("input[name=applicant_name]").fill("Phạm Thu Hường")
    plain.locator("button[value=nhan]").click()
    plain.wait_for_url(RECEIVED)
