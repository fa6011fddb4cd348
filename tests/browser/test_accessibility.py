"""Every kind of page at four widths and three text sizes: axe finds nothing, and nobody scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser_support.addresses import HEAD_OF_DIVISION, PUBLIC, STAFF, on_site
from tests.browser_support.measuring import page_width

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-accessibility")]

WIDTHS = (320, 390, 768, 1280)
AXE_WIDTHS = (390, 1280)
TEXT_SIZES = ("100", "115", "130")
SAMPLES_OF_LANDMARKS = "/lam-viec/thanh-phan/"
"""The page of components repeats landmarks on purpose, so that rule says nothing there."""

axe = Axe()


@pytest.fixture
def citizen(new_browser_page, live_site):
    return new_browser_page(WIDTHS[0], 800, base_url=live_site.url)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page(citizen, address):
    citizen.goto(address)
    assert faults_of(citizen) == []


@pytest.mark.parametrize("address", STAFF)
def test_staff_page(live_site, signed_in, address):
    page = signed_in(live_site, "thukyiso", WIDTHS[0], 800)
    response = page.goto(on_site(live_site, address))
    assert response.status == 200
    rules = {"landmark-unique": {"enabled": False}} if address == SAMPLES_OF_LANDMARKS else {}
    assert faults_of(page, rules) == []


@pytest.mark.parametrize("address", HEAD_OF_DIVISION)
def test_page_of_the_head_of_a_division(live_site, signed_in, address):
    page = signed_in(live_site, "truongphong", WIDTHS[0], 800)
    response = page.goto(on_site(live_site, address))
    assert response.status == 200
    assert faults_of(page) == []


@pytest.mark.parametrize("username", ["lanhdao", "chuyenvien", "motcua", "danhgia", "quantri"])
def test_first_page_of_each_role(live_site, signed_in, username):
    page = signed_in(live_site, username, WIDTHS[0], 800)
    page.goto("/lam-viec/")
    assert faults_of(page) == []


def test_refused_forms_too(live_site, signed_in):
    page = signed_in(live_site, "thukyiso", WIDTHS[0], 800)
    page.goto(on_site(live_site, "/lam-viec/tai-lieu/{document:QT-TP-01}/rut/"))
    page.locator("main form button.stop").click()
    page.get_by_role("alert").wait_for()
    assert faults_of(page) == []


def faults_of(page, rules=None):
    """What is wrong with the page shown: with axe, and in its width."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for size in TEXT_SIZES:
            page.evaluate("size => { document.documentElement.dataset.textSize = size; }", size)
            if (needed := page_width(page)) > width:
                faults.append(f"{width} px at {size} %: {needed} px wide")
        page.evaluate("document.documentElement.dataset.textSize = '100'")
        if width in AXE_WIDTHS:
            faults += violations(page, width, rules or {})
    return faults


def violations(page, width, rules):
    page.wait_for_load_state("load")
    found = axe.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    return [
        f"{width} px: {violation['id']} ({violation['impact']}): {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
