"""The people of a year of audits, each with a phone of his own, and what they do on every page."""

import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import violations
from tests.browser_support.measuring import page_width

WIDTH, HEIGHT = 390, 844
PATIENCE = 60_000
"""Milliseconds: composing a report or a pack on a busy machine takes longer than a page."""


class Ward:
    """The people of the sample ward, by their usernames.

    Args:
        site: the running site; its clock is moved through `at`.
        new_browser_page: the fixture that opens pages and watches them.
    """

    def __init__(self, site, new_browser_page):
        self.site, self.new_browser_page, self.phones = site, new_browser_page, {}

    def at(self, moment):
        """It is `moment` from now on. A jump of weeks ends every session, so everybody signs in again."""
        self.site.move_clock(moment)

    def open(self, username, path):
        """The page at `path` on the phone of this person, signed in."""
        page = self.phones.get(username) or self._phone(username)
        page.goto(path)
        if "/dang-nhap/" in page.url:
            sign_in(page, username, self.site.password)
            page.goto(path)
        return page

    def _phone(self, username):
        page = self.new_browser_page(
            WIDTH, HEIGHT, base_url=self.site.url, is_mobile=True, has_touch=True, device_scale_factor=2
        )
        page.set_default_timeout(PATIENCE)
        self.phones[username] = page
        return page

    def code_of(self, table):
        """The code of the newest row of a table."""
        ((code,),) = self.site.rows(f"SELECT code FROM {table} ORDER BY id DESC LIMIT 1")
        return code


def look_at(page):
    """The page as it is on the phone: nothing for axe to say, nothing to scroll sideways at any size of text."""
    faults = []
    for size in ("130", "100"):
        page.evaluate("size => { document.documentElement.dataset.textSize = size; }", size)
        if (needed := page_width(page)) > WIDTH:
            faults.append(f"{page.url} at {size} %: {needed} px wide")
    assert faults + violations(page, WIDTH, {}) == []


def fill(page, words):
    """Write `words` (label of the field → text) into the form of the page."""
    for label, text in words.items():
        page.locator("#main").get_by_label(re.compile(f"^{re.escape(label)}")).fill(text)


def press(page, name):
    """Press the button with this name and wait for the page that answers."""
    page.locator("#main").get_by_role("button", name=name).click()


def do(page, name, words=None, choice="", says=""):
    """Follow the link to an act, fill in its form, press the button of the same name, and read what it says."""
    page.locator("#main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    if choice:
        page.get_by_role("radio", name=re.compile(f"^{choice}")).check()
    fill(page, words or {})
    look_at(page)
    press(page, name)
    expect(page.locator("#main")).to_contain_text(says, timeout=PATIENCE)


def checked_by_itself(program, pack, digest):
    """What the verifier `program` says about the file `pack`: (exit code, output)."""
    command = [sys.executable, "-I", str(program), str(pack), "--hash", digest]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr
