"""An applicant follows a dossier: by the square code of the receipt, by typing, with and without scripts."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import faults_of
from tests.browser_support.tracked_dossiers import APPLICANT, MAKE

pytestmark = pytest.mark.browser
SHOWN = "/ho-so/dang-xem/"


@pytest.fixture
def dossiers(fresh_live_site):
    printed = fresh_live_site.manage("shell", "--no-imports", "-c", MAKE)
    return json.loads(printed.strip().splitlines()[-1])


def test_following_a_dossier(fresh_live_site, new_browser_page, dossiers):
    phone = new_browser_page(390, 844, base_url=fresh_live_site.url, is_mobile=True, has_touch=True)
    for situation, (code, secret) in dossiers.items():
        phone.goto("about:blank")
        phone.goto(f"/ho-so/#{code}/{secret}")
        expect(phone).to_have_url(f"{fresh_live_site.url}{SHOWN}")
        expect(phone.locator(".code")).to_have_text(code)
        content = phone.content()
        assert APPLICANT not in content and secret not in content
        assert faults_of(phone) == [], situation
        phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(SHOWN)
    phone.get_by_text("Tờ khai có chữ ký").wait_for()
    expect(phone.locator(".crumbs a").last).to_be_visible()

    # Scripts off: both codes are typed, a wrong one keeps what was typed, the dossier is closed at the end.
    plain = new_browser_page(390, 844, base_url=fresh_live_site.url, java_script_enabled=False)
    code, secret = dossiers["late"]
    plain.goto("/ho-so/")
    plain.locator("#id_code").fill(code.lower())
    plain.locator("#id_secret").fill("AAAAAA")
    plain.locator("main form .primary").click()
    expect(plain.get_by_role("alert")).to_be_visible()
    expect(plain.locator("#id_code")).to_have_value(code.lower())
    plain.locator("#id_secret").fill(secret)
    plain.locator("main form .primary").click()
    expect(plain.locator(".tracked-letter")).to_be_visible()
    letter = plain.context.request.get(plain.locator(".tracked-letter a").get_attribute("href"))
    assert letter.body().startswith(b"%PDF") and "no-store" in letter.headers["cache-control"]
    plain.locator(".side form button").click()
    plain.goto(SHOWN)
    expect(plain.locator("#id_code")).to_be_visible()
