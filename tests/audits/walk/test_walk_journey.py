"""Auditors with phones and a bad network: nothing is lost, nothing arrives twice, nobody sends for another."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.audits.walk.pictures import phone_photo
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import faults_of

pytestmark = pytest.mark.browser
CHECKLIST = "/lam-viec/danh-gia/ĐG-2026-92/phieu/1/"
ANSWERS = (
    "SELECT item.number, answer.grade, answer.note, answer.outcome, person.username FROM audits_itemanswer AS answer"
    " JOIN audits_audititem AS item ON item.id = item_id JOIN organisation_user AS person"
    " ON person.id = answer.answered_by_id JOIN audits_auditchecklist AS list ON list.id = item.checklist_id"
    " JOIN audits_audit AS audit ON audit.id = list.audit_id WHERE audit.code = 'ĐG-2026-92' ORDER BY answer.id"
)
PHOTOS = "SELECT item.number, photo.image, photo.width, photo.height FROM audits_itemphoto AS photo JOIN" + (
    " audits_audititem AS item ON item.id = item_id WHERE removed_at IS NULL ORDER BY photo.id"
)


@pytest.fixture
def site(fresh_live_site):
    """A ward where an audit runs."""
    make = "from tests.audits.walk.field import make_sample_walk; make_sample_walk()"
    fresh_live_site.manage("shell", "-v0", "-c", make)
    return fresh_live_site


@pytest.fixture
def phone(new_browser_page, site):
    """Opens the checklist on a phone of its own: `phone("danhgia")`."""

    def open_page(username, **options):
        page = new_browser_page(
            390, 844, base_url=site.url, is_mobile=True, has_touch=True, device_scale_factor=2, **options
        )
        page.goto("/lam-viec/dang-nhap/")
        sign_in(page, username, site.password)
        return page

    return open_page


def open_checklist(page):
    page.goto(CHECKLIST)
    page.wait_for_selector('html[data-offline-ready="true"]', state="attached")
    wait_until(page, "sent")


def wait_until(page, saying):
    page.wait_for_selector(f'html[data-walk="{saying}"]', state="attached")


def choose(page, number, result):
    page.locator(f'#cau-{number} label:has(> [name="result"][value="{result}"])').click()


def write(page, number, text):
    page.locator(f"#cau-{number} textarea").fill(text)


def go_on(page, number):
    page.locator(f"#cau-{number} [data-next]").click()


def answers(site):
    return site.rows(ANSWERS)


def file_of_photo(tmp_path):
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(phone_photo().getvalue())
    return path


def test_three_questions_and_a_photo_without_a_network_arrive_once(phone, site, tmp_path):
    page = phone("danhgia")
    open_checklist(page)
    page.locator("[data-go-on]").click()
    page.context.set_offline(True)
    choose(page, 1, "conform")
    wait_until(page, "away")
    go_on(page, 1)
    choose(page, 2, "nonconform")
    expect(page.locator('#cau-2 [data-lack="evidence"]')).to_be_visible()
    write(page, 2, "Nhận 08:10, giao 11:25, tức 3 giờ 15 phút.")
    page.locator("#cau-2 [data-photo-input]").set_input_files(file_of_photo(tmp_path))
    page.locator("#cau-2 [data-photos] canvas").wait_for()
    expect(page.locator('#cau-2 [data-lack="evidence"]')).to_be_hidden()
    go_on(page, 2)
    choose(page, 3, "remark")
    write(page, 3, "Bảng mờ, khó đọc.")
    expect(page.locator('.walk-net [data-say="away"]')).to_have_text(re.compile(r"\b3\b"))

    page.reload()
    wait_until(page, "away")
    expect(page.locator("#cau-3 textarea")).to_have_value("Bảng mờ, khó đọc.")
    page.locator("#cau-3 .walk-steps a").click()
    expect(page.locator("#cau-2 [data-photos] canvas")).to_be_visible()
    expect(page.locator('#cau-2 [name="result"][value="nonconform"]')).to_be_checked()
    expect(page.locator("[data-progress]")).to_have_attribute("value", "3")
    assert answers(site) == []

    page.context.set_offline(False)
    wait_until(page, "sent")
    page.locator("#cau-2 [data-photos] img").wait_for()
    page.reload()
    wait_until(page, "sent")
    assert answers(site) == [
        (1, "conform", "", "applied", "danhgia"),
        (2, "minor_nc", "Nhận 08:10, giao 11:25, tức 3 giờ 15 phút.", "applied", "danhgia"),
        (3, "observation", "Bảng mờ, khó đọc.", "applied", "danhgia"),
    ]
    ((number, name, width, height),) = site.rows(PHOTOS)
    assert (number, width, height) == (2, 800, 1600)
    content = (site.var_dir / "media" / name).read_bytes()
    assert b"Exif" not in content and b"GPS" not in content and b"named person" not in content
    with Image.open(site.var_dir / "media" / name) as kept:
        assert not kept.getexif()


def test_an_answer_of_the_server_that_never_reached_the_phone_changes_nothing(phone, site, tmp_path):
    page = phone("danhgia")
    open_checklist(page)
    lost = []

    def lose_the_reply(route):
        if route.request.method != "POST" or len(lost) >= 2:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route(re.compile(r"/(gui|anh)/$"), lose_the_reply)
    page.goto(f"{CHECKLIST}#cau-1")
    choose(page, 1, "nonconform")
    page.locator("#cau-1 [data-photo-input]").set_input_files(file_of_photo(tmp_path))
    page.locator("#cau-1 [data-photos] canvas").wait_for()
    wait_until(page, "away")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#cau-1 [data-photos] canvas")).to_have_count(1)
    for _ in range(3):
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(800)
    wait_until(page, "sent")
    assert lost == [200, 200]
    assert [row[:2] for row in answers(site)] == [(1, "minor_nc")] and len(site.rows(PHOTOS)) == 1


def test_two_auditors_without_a_network_and_one_who_settles_it(phone, site):
    lead, secretary = phone("danhgia"), phone("thukyiso")
    for page, result, note in ((lead, "conform", ""), (secretary, "nonconform", "Thiếu chữ ký ở bước 3.")):
        open_checklist(page)
        page.goto(f"{CHECKLIST}#cau-1")
        page.context.set_offline(True)
        choose(page, 1, result)
        write(page, 1, note)
        go_on(page, 1)
        choose(page, 2, "not_applicable")
        wait_until(page, "away")
    for page in (lead, secretary):
        page.context.set_offline(False)
        wait_until(page, "sent")
    assert [row[3] for row in answers(site)] == ["applied", "applied", "conflict", "same"]

    secretary.goto(f"{CHECKLIST}#cau-1")
    rivals = secretary.locator("#cau-1 [data-rivals] li")
    expect(rivals).to_have_count(2)
    expect(rivals.nth(1)).to_contain_text("Thiếu chữ ký ở bước 3.")
    assert faults_of(secretary) == []
    secretary.set_viewport_size({"width": 390, "height": 844})
    choosing = secretary.locator("#cau-1 [data-conflict] a")
    later = secretary.locator("#cau-1 [data-conflict] [data-say=away]")
    expect(choosing).to_be_visible()
    secretary.context.set_offline(True)
    secretary.evaluate("window.dispatchEvent(new Event('online'))")  # it tries, and finds no network
    expect(later).to_be_visible()  # settling needs the server: the phone says so instead of leading nowhere
    expect(choosing).to_be_hidden()
    secretary.context.set_offline(False)
    expect(choosing).to_be_visible()
    expect(later).to_be_hidden()
    choosing.click()
    secretary.locator("#chon li", has_text="Thiếu chữ ký").get_by_role("button").click()
    secretary.wait_for_url(re.compile(r"/phieu/1/#cau-1$"))
    expect(secretary.locator("#cau-1 [data-conflict]")).to_be_hidden()
    assert answers(site)[-1] == (1, "minor_nc", "Thiếu chữ ký ở bước 3.", "chosen", "thukyiso")

    lead.goto(f"{CHECKLIST}#cau-3")
    lead.locator("#cau-3 textarea").focus()
    lead.evaluate("window.dispatchEvent(new Event('online'))")
    expect(lead.locator("#cau-1 textarea")).to_have_value(re.compile("^Thiếu chữ ký"))

    # What comes in while somebody has the words under his hands was not seen by him.
    secretary.goto(f"{CHECKLIST}#cau-3")
    write(secretary, 3, "Bảng ở sảnh còn mới.")
    go_on(secretary, 3)
    wait_until(secretary, "sent")
    lead.evaluate("window.dispatchEvent(new Event('online'))")
    lead.wait_for_function("document.querySelector('[data-jump=\"3\"] [data-flag=kept]').hidden")
    lead.wait_for_timeout(1500)
    write(lead, 3, "Bảng ở sảnh bị mờ.")
    go_on(lead, 3)
    wait_until(lead, "sent")
    assert [row[2:4] for row in answers(site)][-2:] == [
        ("Bảng ở sảnh còn mới.", "applied"),
        ("Bảng ở sảnh bị mờ.", "conflict"),
    ]


def test_a_session_that_ends_and_a_phone_that_is_shared(phone, site):
    page = phone("danhgia")
    open_checklist(page)
    page.goto(f"{CHECKLIST}#cau-1")
    page.context.clear_cookies(name="sessionid")
    choose(page, 1, "conform")
    go_on(page, 1)
    wait_until(page, "signin")
    assert answers(site) == []
    page.locator('[data-say="signin"] a').click()
    sign_in(page, "danhgia", site.password)
    wait_until(page, "sent")
    assert answers(site) == [(1, "conform", "", "applied", "danhgia")]

    page.route(re.compile(r"/gui/$"), lambda route: route.abort())
    page.goto(f"{CHECKLIST}#cau-2")
    choose(page, 2, "not_applicable")
    wait_until(page, "away")
    sign_out_keeping(page)
    page.unroute_all()
    sign_in(page, "thukyiso", site.password)
    open_checklist(page)
    assert page.locator('[data-jump="2"] [data-flag="kept"]:visible').count() == 0
    sign_out_keeping(page)
    assert len(answers(site)) == 1
    sign_in(page, "danhgia", site.password)
    page.goto(CHECKLIST)
    wait_until(page, "sent")
    assert answers(site)[1] == (2, "not_applicable", "", "applied", "danhgia")


def sign_out_keeping(page):
    page.goto("/lam-viec/")
    page.locator(".account summary").click()
    page.locator(".account form button").click()
    page.locator("form[data-keep-unsent] button").click()
    page.wait_for_url(lambda url: "dang-xuat" not in url)
    assert page.evaluate("caches.keys()") == []
    page.goto("/lam-viec/dang-nhap/")


def test_pages_for_everybody(phone, site, new_browser_page):
    page = phone("danhgia")
    open_checklist(page)
    assert faults_of(page) == []
    page.goto(f"{CHECKLIST}#cau-2")
    choose(page, 2, "nonconform")
    assert faults_of(page) == []
    heights = page.locator("#cau-2 .walk-result:not(.small)").evaluate_all(
        "boxes => boxes.map(box => box.getBoundingClientRect().height)"
    )
    assert min(heights) >= 68
    others = page.locator("#cau-2").locator(".btn, .option, .walk-camera, .walk-result.small")
    shown = (
        "boxes => boxes.filter(box => box.checkVisibility()).map(box => box.getBoundingClientRect().height)"
    )
    assert min(others.evaluate_all(shown)) >= 48

    plain = phone("lanhdao")
    plain.goto(f"{CHECKLIST}cau/2/")
    assert faults_of(plain) == []

    bare = new_browser_page(
        390,
        844,
        base_url=site.url,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    bare.goto(f"{CHECKLIST}cau/3/")
    bare.locator('label:has(> [value="conform"])').click()
    bare.locator("[data-next]").click()
    bare.wait_for_url(re.compile(r"/cau/4/$"))
    # Not the last one always: the other phone may still be sending question 2.
    assert (3, "conform", "", "applied", "danhgia") in answers(site)
