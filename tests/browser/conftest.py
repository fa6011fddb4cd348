"""Visitors and staff of the journeys: people with a browser of a certain width, signed in or not."""

import re

import pytest

WIDTHS = {"phone": 390, "desktop": 1280}


@pytest.fixture
def phone(new_browser_page, live_site):
    """A citizen's phone, 390 px wide, on the site that nobody changes."""
    return new_browser_page(
        390, 844, device_scale_factor=2, is_mobile=True, has_touch=True, base_url=live_site.url
    )


@pytest.fixture(scope="session")
def sessions():
    """Cookies of everybody who signed in before: (site, username) → storage state."""
    return {}


@pytest.fixture
def signed_in(new_browser_page, sessions):
    """Opens a browser of its own for a person who is signed in: `signed_in(site, "chuyenvien", width=390)`.

    The first time somebody signs in, it is through the form; later his cookies are taken over.
    """

    def open_page(site, username, width=1280, height=900, **options):
        known = sessions.get((site.url, username))
        page = new_browser_page(width, height, base_url=site.url, storage_state=known, **options)
        if known is None:
            page.goto("/lam-viec/dang-nhap/")
            sign_in(page, username, site.password)
            sessions[site.url, username] = page.context.storage_state()
        return page

    return open_page


def sign_in(page, username, password):
    """Fill in the form for staff on the page that shows it."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile(r"/lam-viec/(?!dang-nhap)"))
