"""On paper: what no longer holds says so on every sheet, what holds does not, and nothing of the screen is left."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NO_LONGER = "HẾT HIỆU LỰC"


@pytest.fixture
def printed(new_browser_page, live_site, tmp_path):
    """Prints a page and asks pdftotext for the text, or with `-bbox` for every word with its place."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine: install the package poppler-utils")
    page = new_browser_page(base_url=live_site.url)

    def print_page(address, *options):
        page.goto(address)
        page.pdf(path=tmp_path / "page.pdf", format="A4")
        command = ["pdftotext", *options, tmp_path / "page.pdf", "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return print_page


def large_letters(sheet):
    """The letters across a sheet, from left to right: each is a tall word of its own, since the line slopes."""
    words = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.+?)</word>', sheet
    )
    tall = sorted((float(left), text) for left, top, bottom, text in words if float(bottom) - float(top) > 40)
    return "".join(text for _, text in tall)


@pytest.mark.parametrize(
    "address",
    ["/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/3.0/", "/thu-tuc/khai-sinh-ket-hop-nhan-cha-me-con/"],
)
def test_every_sheet_of_an_old_version_says_so(printed, address):
    sheets = printed(address, "-bbox").split("<page ")[1:]
    assert len(sheets) > 1
    assert [large_letters(sheet) for sheet in sheets] == [NO_LONGER.replace(" ", "")] * len(sheets)


def test_a_version_in_force_prints_all_its_parts_and_no_warning(printed):
    assert large_letters(printed("/thu-tuc/dang-ky-khai-sinh/", "-bbox")) == ""
    text = printed("/thu-tuc/dang-ky-khai-sinh/", "-layout")
    for part in ("Đăng ký khai sinh", "3.1", "QT-TP-01", "Căn cứ pháp lý", "60/2014/QH13", "Biểu mẫu"):
        assert part in text
    for button in ("Cỡ chữ", "In trang này", "Cán bộ đăng nhập"):
        assert button not in text


def test_the_warning_is_for_paper_only(new_browser_page, live_site):
    page = new_browser_page(base_url=live_site.url)
    page.goto("/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/3.0/")
    warning = page.locator(".old-print")
    expect(warning).to_be_hidden()
    page.emulate_media(media="print")
    expect(warning).to_be_visible()
    expect(warning).to_have_text(NO_LONGER)
    expect(page.locator(".topbar form")).to_be_hidden()


def test_a_page_is_printed_by_its_button(new_browser_page, live_site):
    page = new_browser_page(base_url=live_site.url)
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto("/thu-tuc/dang-ky-khai-sinh/")
    page.get_by_role("button", name="In trang này").click()
    expect(page).to_have_title("printed")
