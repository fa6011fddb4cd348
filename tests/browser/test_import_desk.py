"""Files become drafts in a real browser: many files up, one corrected, the chosen written; axe on both main screens."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import faults_of
from tests.workspace.import_files import portal_data, record

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path):
    """Two records of the portal, a table row with a step that nobody does, a packed file and a picture."""
    for code in ("1.999001", "1.999002"):
        (tmp_path / f"{code}.json").write_bytes(portal_data(code))
    faulty = record("QT-NHAP-01", steps=[{"title": "Ai làm bước này?"}])
    (tmp_path / "thu-tuc.json").write_text(json.dumps([faulty], ensure_ascii=False))
    (tmp_path / "tat-ca.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "anh.png").write_bytes(b"\x89PNG")
    return tmp_path


def send(page, folder, names):
    page.goto("/lam-viec/nhap/")
    page.locator(".page-head form button").click()
    page.wait_for_url(re.compile(r"/nhap/\d+/$"))
    with page.expect_response(re.compile(r"/tep/$")):
        page.set_input_files("#import-files", [folder / name for name in names])


def test_from_files_to_drafts(fresh_live_site, signed_in, folder):
    page = signed_in(fresh_live_site, "chuyenvien")
    send(page, folder, ["1.999001.json", "1.999002.json", "thu-tuc.json", "tat-ca.zip", "anh.png"])
    failed = page.locator("[data-failed] li")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("tat-ca.zip")
    # The list is not open yet, but the head counts what was taken in
    expect(page.locator(".page-head .meta")).to_contain_text("3 tệp")
    page.locator("[data-failed] a").click()
    rows = page.locator(".import-table tbody tr")
    expect(rows).to_have_count(3)

    # One is corrected beside its source
    rows.filter(has_text="QT-NHAP-01").locator("th a").click()
    page.locator("#phan-buoc .part-tools a").click()
    page.locator('[name="hang-0-role"]').select_option("specialist")
    page.wait_for_load_state("load")
    before = page.locator("form[data-import-part] [data-row]").count()
    page.locator("[data-add-row]").click()
    expect(page.locator("form[data-import-part] [data-row]")).to_have_count(before + 1)
    page.locator(".part-save button").click()
    expect(page.locator("#k-steps-1-role")).to_be_visible()
    expect(page.locator(".edition-line .pill.t-ok")).to_be_visible()

    # A passage lights the value that it became
    page.goto(page.url.split("#")[0])
    page.locator(".crumbs a").last.click()
    rows.filter(has_text="TTHC-1.999001").locator("th a").click()
    passage = page.locator(".passage[data-target]").first
    passage.hover()
    expect(page.locator(f"#{passage.get_attribute('data-target')}")).to_have_class(re.compile("is-lit"))
    page.locator(".crumbs a").last.click()

    # The chosen become drafts, in a process of their own
    expect(page.locator("[data-chosen]")).to_contain_text("3")
    rows.filter(has_text="TTHC-1.999002").locator("input[name=chon]").uncheck()
    expect(page.locator("[data-chosen]")).to_contain_text("2")
    page.locator(".import-write button").click()
    page.wait_for_url(re.compile("loc=da-ghi"), timeout=60_000)
    expect(rows).to_have_count(2)
    rows.first.locator(".look a").first.click()
    expect(page.locator(".import-sources")).to_be_visible()


def test_both_screens_are_accessible_and_narrow(fresh_live_site, signed_in, folder):
    page = signed_in(fresh_live_site, "chuyenvien")
    page.goto("/lam-viec/nhap/")
    assert faults_of(page) == []
    send(page, folder, ["1.999001.json", "thu-tuc.json"])
    page.locator(".import-table").wait_for()
    assert faults_of(page) == []
    page.locator(".import-table tbody th a").first.click()
    page.locator(".sheet-cols").wait_for()
    assert faults_of(page) == []
    page.locator(".part-tools a").first.click()
    page.locator("form[data-import-part]").wait_for()
    assert faults_of(page) == []


def test_it_all_works_without_scripts(fresh_live_site, signed_in, folder):
    page = signed_in(fresh_live_site, "chuyenvien", java_script_enabled=False)
    page.goto("/lam-viec/nhap/")
    page.locator(".page-head form button").click()
    page.set_input_files("#import-files", [folder / "1.999001.json", folder / "thu-tuc.json"])
    page.locator(".drop form button.no-js").click()
    expect(page.locator(".import-table tbody tr")).to_have_count(2)
    page.locator(".import-write button").click()
    page.wait_for_url(re.compile("loc=da-ghi"), timeout=60_000)
    expect(page.locator(".import-table tbody tr")).to_have_count(1)
