"""The registers on a desk: names can be read, nothing is cut off."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(live_site, new_browser_page):
    page = new_browser_page(width=1280)
    page.goto(f"{live_site.url}/lam-viec/dang-nhap/")
    page.fill("input[name=username]", "thukyiso")
    page.fill("input[name=password]", live_site.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/lam-viec/")
    return page


@pytest.mark.parametrize("address", ["/lam-viec/tai-lieu/", "/lam-viec/tai-lieu/van-ban/"])
def test_a_register_fits_the_screen(live_site, secretary, address):
    secretary.goto(live_site.url + address)
    assert secretary.locator(".scroll").evaluate("box => box.scrollWidth - box.clientWidth") <= 1


def test_the_name_has_the_widest_column_of_the_master_list(live_site, secretary):
    secretary.goto(f"{live_site.url}/lam-viec/tai-lieu/")
    widths = secretary.locator(".register thead th").evaluate_all(
        "cells => cells.map(cell => cell.offsetWidth)"
    )
    assert widths.index(max(widths)) == 2, widths
    assert widths[2] >= 240, widths
