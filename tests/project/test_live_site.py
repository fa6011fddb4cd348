"""The sample ward on a real server, seen by a real browser: no fault of the content policy, phone or desktop."""

import json
import urllib.request

import pytest

pytestmark = pytest.mark.browser

PAGES = ["/", "/thu-tuc/", "/khong-co-trang-nay/", "/quan-tri/"]


def test_site_is_healthy(live_site):
    with urllib.request.urlopen(f"{live_site.url}/healthz") as response:
        assert json.load(response)["status"] == "ok"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_blocked_by_our_own_policy(live_site, browser_page, address):
    complaints = []
    browser_page.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )
    browser_page.goto(f"{live_site.url}{address}", wait_until="networkidle")
    blocked = [text for text in complaints if "Content Security Policy" in text]
    assert blocked == []


def test_administration_works_under_its_policy(live_site, browser_page):
    blocked = []
    browser_page.on(
        "console",
        lambda message: blocked.append(message.text) if "Content Security" in message.text else None,
    )
    browser_page.goto(f"{live_site.url}/quan-tri/")
    browser_page.locator("input[name=username]").fill("quantri")
    browser_page.locator("input[name=password]").fill(live_site.password)
    browser_page.locator("input[name=password]").press("Enter")
    browser_page.wait_for_load_state("networkidle")
    browser_page.goto(f"{live_site.url}/quan-tri/", wait_until="networkidle")
    assert browser_page.locator("[data-side-panel], #wagtail-sidebar").count() > 0
    assert blocked == []
