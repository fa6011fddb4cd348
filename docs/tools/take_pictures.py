"""Take the pictures of docs/images anew from a running site with the sample ward.

Start a site with fresh data, then run this; it only reads, so it can run again and again:

    ISO_DOCS_VAR_DIR=$(mktemp -d) make run PORT=8010
    .venv/bin/python docs/tools/take_pictures.py http://localhost:8010 [NAME…]

Needs Chromium (Debian: the package chromium, or CHROMIUM_PATH). Pictures are reduced to a palette so that all of them
together stay below 1.5 MB; the script fails when they do not.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "images"
MOST_BYTES = 1_500_000
COLOURS = 64
PASSWORD = "an-hoa-2026"  # noqa: S105  (the sample accounts' public password)
WIDE, PHONE = 1280, 390
YEAR = dt.date.today().year
"""The sample's audits carry the year of its loading."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: where, seen by whom, how large.

    Attributes:
        name: file name without ".png".
        address: path on the site.
        user: sample account, "" for a citizen.
        height: CSS pixels that are shown, from the top.
        before: what a person does on the page first.
    """

    name: str
    address: str
    user: str = ""
    width: int = WIDE
    height: int = 860
    before: Callable[[Page], None] | None = None


def open_text(code: str) -> Callable[[Page], None]:
    """From the texts in work to the screen of one of them."""

    def click(page: Page) -> None:
        page.locator(".texts li", has_text=code).locator("a.title").click()
        page.wait_for_url("**/soan-va-duyet/*/")

    return click


def open_steps_in_editor(page: Page) -> None:
    """The editor at the tab with the time limit and the steps."""
    open_text("QT-TP-12")(page)
    page.locator("a[href*='/quan-tri/pages/']").first.click()
    page.wait_for_url("**/edit/**")
    page.locator("[role=tab]").nth(2).click()
    page.get_by_text("Tổng các bước").wait_for()


def open_issue_in_editor(page: Page) -> None:
    """The editor at the tab that says what the next issue is."""
    open_text("QT-TP-12")(page)
    page.locator("a[href*='/quan-tri/pages/']").first.click()
    page.wait_for_url("**/edit/**")
    page.locator("[role=tab]").nth(6).click()


def open_first_office_hours(page: Page) -> None:
    page.locator("main td a").first.click()
    page.wait_for_url("**/edit/**")


def check_the_birth_notice(page: Page) -> None:
    """The answer about the printed notice of version 3.0, which was replaced."""
    page.goto(f"{page.url.split('/kiem-tra/')[0]}{BIRTH}lan-ban-hanh/3.0/")
    code = page.locator("text=/[0-9A-F]{4} [0-9A-F]{4}/").first.inner_text()
    page.goto(f"{page.url.split('/thu-tuc/')[0]}/kiem-tra/{code.replace(' ', '').lower()}/")


def open_dossier_of(applicant: str) -> Callable[[Page], None]:
    """From a list of dossiers to the page of one; codes carry the day of loading, applicants are always the same."""

    def click(page: Page) -> None:
        page.locator(".dossier-rows li", has_text=applicant).locator("a").first.click()
        page.wait_for_url("**/lam-viec/ho-so/*-*/")

    return click


def receive_first_procedure(page: Page) -> None:
    """From the choice of a procedure to the form of a reception."""
    page.locator("main a[href*='/ho-so/tiep-nhan/']").first.click()
    page.wait_for_url("**/ho-so/tiep-nhan/*/**")


def follow_the_known_dossier(page: Page) -> None:
    """The answer to code and secret of the dossier that every sample has."""
    page.fill("input[name=code]", KNOWN_DOSSIER)
    page.fill("input[name=secret]", KNOWN_SECRET)
    page.press("input[name=secret]", "Enter")
    page.wait_for_url("**/ho-so/dang-xem/")


KNOWN_DOSSIER, KNOWN_SECRET = "H26.65-MAU-0001", "AN2026"
BIRTH = "/thu-tuc/dang-ky-khai-sinh/"
TEXTS = "/lam-viec/soan-va-duyet/"
PICTURES = (
    Picture("trang-chu-1280", "/"),
    Picture("trang-chu-390", "/", width=PHONE, height=844),
    Picture("tim-kiem-390", "/tim/?q=khai+sinh", width=PHONE, height=844),
    Picture("thu-tuc-1280", BIRTH, height=1300),
    Picture("thu-tuc-390", BIRTH, width=PHONE, height=1500),
    Picture("theo-ngay-390", f"{BIRTH}?ngay=2026-08-01", width=PHONE, height=844),
    Picture("ban-cu-1280", f"{BIRTH}lan-ban-hanh/2.0/"),
    Picture("so-sanh-1280", f"{BIRTH}so-sanh/3.0/3.1/", height=1100),
    Picture("dang-nhap-390", "/lam-viec/dang-nhap/", width=PHONE, height=700),
    Picture("viec-cua-toi-1280", "/lam-viec/", user="thukyiso", height=720),
    Picture("toi-phai-lam-gi-1280", "/lam-viec/quy-trinh/toi-phai-lam-gi/", user="motcua"),
    Picture(
        "toi-phai-lam-gi-390", "/lam-viec/quy-trinh/toi-phai-lam-gi/", user="motcua", width=PHONE, height=844
    ),
    Picture("lich-1280", "/lam-viec/quy-trinh/lich/", user="motcua", height=720),
    Picture("bieu-mau-1280", "/lam-viec/quy-trinh/bieu-mau/", user="motcua", height=600),
    Picture("danh-muc-1280", "/lam-viec/tai-lieu/", user="thukyiso"),
    Picture("tai-ve-1280", f"{BIRTH}tai-ve/", height=900),
    Picture("kiem-tra-390", "/kiem-tra/", width=PHONE, height=844, before=check_the_birth_notice),
    Picture("niem-yet-1280", "/lam-viec/niem-yet/", user="thukyiso", height=720),
    Picture("man-hinh-1280", "/niem-yet/man-hinh/man-hinh-sanh/", height=720),
    Picture("so-tay-390", "/lam-viec/so-tay/quy-trinh-noi-bo/", user="motcua", width=PHONE, height=844),
    Picture("soan-thao-1280", TEXTS, user="chuyenvien", before=open_steps_in_editor, height=900),
    Picture("the-ban-hanh-1280", TEXTS, user="chuyenvien", before=open_issue_in_editor, height=900),
    Picture("ban-thao-1280", TEXTS, user="chuyenvien", before=open_text("QT-TP-12"), height=1240),
    Picture("bi-tra-lai-1280", TEXTS, user="vanthu", before=open_text("QT-NB-08"), height=800),
    Picture("phe-duyet-1280", TEXTS, user="lanhdao", before=open_text("QT-TP-04"), height=900),
    Picture("phe-duyet-390", TEXTS, user="lanhdao", before=open_text("QT-TP-04"), width=PHONE, height=844),
    Picture("viec-ho-so-1280", "/lam-viec/", user="chuyenvien", height=720),
    Picture("tiep-nhan-1280", "/lam-viec/ho-so/tiep-nhan/", user="motcua", before=receive_first_procedure),
    Picture(
        "ho-so-giu-1280",
        "/lam-viec/ho-so/?xem=tat-ca&giu=on",
        user="lanhdao",
        before=open_dossier_of("Mai Thị Huệ"),
        height=900,
    ),
    Picture("tra-cuu-ho-so-390", "/ho-so/", width=PHONE, height=1200, before=follow_the_known_dossier),
    Picture("bao-cao-1280", "/lam-viec/bao-cao/", user="lanhdao", height=1000),
    Picture(
        "tim-trong-tep-1280",
        "/lam-viec/tim/?q=dang+ky+ho+kinh+doanh&loai=form",
        user="chuyenvien",
        height=720,
    ),
    Picture(
        "danh-gia-cau-hoi-390",
        f"/lam-viec/danh-gia/ĐG-{YEAR}-02/phieu/2/#cau-5",
        user="danhgia",
        width=PHONE,
        height=844,
    ),
    Picture("phat-hien-1280", f"/lam-viec/khong-phu-hop/KPH-{YEAR}-001/", user="danhgia", height=960),
    Picture("phan-cong-1280", "/quan-tri/assignment/", user="quantri", height=720),
    Picture("gio-lam-viec-1280", "/quan-tri/officehours/", user="quantri", before=open_first_office_hours),
)


def chromium() -> str:
    """The path of the installed browser."""
    names = (os.environ.get("CHROMIUM_PATH"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        sys.exit("No Chromium found: install the package chromium, or set CHROMIUM_PATH.")
    return found


def signed_in(browser: Browser, base: str, picture: Picture) -> Page:
    """A page of its own for one picture."""
    phone = picture.width == PHONE
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    if picture.user:
        page.goto(f"{base}/lam-viec/dang-nhap/")
        page.fill("input[name=username]", picture.user)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/lam-viec/")
    return page


def take(browser: Browser, base: str, picture: Picture) -> int:
    """Take one picture; returns its size in bytes."""
    page = signed_in(browser, base, picture)
    response = page.goto(base + picture.address)
    if response is None or not response.ok:
        sys.exit(f"{picture.address}: {response and response.status}")
    if picture.before:
        picture.before(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    page.context.close()
    reduced = image.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    path = IMAGES / f"{picture.name}.png"
    reduced.save(path, optimize=True)
    return path.stat().st_size


def main() -> None:
    """Take all pictures, or those named."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    base, names = sys.argv[1].rstrip("/"), set(sys.argv[2:])
    if unknown := names - {picture.name for picture in PICTURES}:
        sys.exit(f"No such picture: {', '.join(sorted(unknown))}")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture in PICTURES:
            if not names or picture.name in names:
                sys.stdout.write(f"{picture.name}: {take(browser, base, picture) // 1024} kB\n")
        browser.close()
    total = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    sys.stdout.write(f"All pictures: {total / 1e6:.2f} MB\n")
    if total > MOST_BYTES:
        sys.exit("Too large: take fewer or smaller pictures.")


if __name__ == "__main__":
    main()
