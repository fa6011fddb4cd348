"""Wagtail's editor, as somebody who writes a procedure uses it."""

import re

from playwright.sync_api import expect

STEPS, ISSUE = "Thời hạn, các bước", "Lần ban hành"
AUTOSAVE_STARTS = 1200
"""Milliseconds after the last key; Wagtail waits 500."""


class Editor:
    """The editor of one page, open in a browser."""

    def __init__(self, page):
        self.page = page

    def open(self, page_id):
        self.page.goto(f"/quan-tri/pages/{page_id}/edit/")
        expect(self.page.get_by_role("tab", name=STEPS)).to_be_visible()
        return self

    def tab(self, name):
        self.page.get_by_role("tab", name=name).click()

    def field(self, name):
        return self.page.locator(f"[name='{name}']")

    def fill(self, name, text):
        """Type into a field and leave it, as people do."""
        self.field(name).fill(text)
        self.field(name).press("Tab")

    @property
    def step_sum(self):
        return self.page.locator("[data-step-sum]")

    @property
    def messages(self):
        return self.page.locator(".messages")

    def settle(self):
        """Wait as long as somebody who looks up from typing: the automatic save starts and ends meanwhile."""
        self.page.wait_for_timeout(AUTOSAVE_STARTS)
        expect(self.page.locator("#w-autosave-indicator").get_by_text("Đang lưu…")).to_be_hidden()

    def save(self):
        self.settle()
        self.page.get_by_role("button", name="Lưu bản nháp").click()
        expect(self.messages).to_contain_text("Đã cập nhật trang")

    def submit(self):
        """Choose "submit" in the menu beside the save button."""
        self.settle()
        self.page.get_by_role("button", name="Thao tác khác").click()
        self.page.get_by_role("button", name=re.compile("^Gửi duyệt")).click()
