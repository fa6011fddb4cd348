"""An unknown address under /lam-viec/ is answered inside the workspace, for those who may enter it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

ADDRESSES = ["/lam-viec/khong-co/khai-sinh/", "/lam-viec/danh-gia/DG-0000/", "/en/lam-viec/khong-co/"]


def page(response):
    assert response.status_code == 404
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_stay_in_the_workspace(ward, browse, address):
    seen = page(browse(ward.user("specialist")).get(address))
    assert seen.select_one("nav.rail a") and seen.select_one("details.account")
    form = seen.select_one("#main form.big-search")
    assert form["action"].endswith(reverse("staff-search")[1:])
    assert seen.select_one("#main a.btn.primary")["href"].endswith("/lam-viec/")


def test_the_search_begins_with_the_words_of_the_address(ward, browse):
    seen = page(browse(ward.user("specialist")).get(ADDRESSES[0]))
    assert seen.select_one("#main input[name=q]")["value"] == "khai sinh"


def test_everybody_else_gets_the_page_of_the_public_site(ward, client):
    assert page(client.get(ADDRESSES[0])).select_one(".big-search")["action"] == "/tim/"


def test_citizens_addresses_stay_the_citizens(ward, browse):
    seen = page(browse(ward.user("specialist")).get("/thu-tuc/khong-co/"))
    assert seen.select_one("nav.rail") is None


@pytest.mark.parametrize("number", ["9" * 23, "9223372036854775808"])
@pytest.mark.parametrize(
    "address",
    [
        "soan-va-duyet/{}/",
        "soan-va-duyet/{}/xem-truoc/",
        "soan-va-duyet/{}/ket-qua/",
        "soan-va-duyet/{}/in-thu/quy-trinh/",
        "soan-va-duyet/phieu-hoi/{}/",
        "quy-trinh/bieu-mau/{}/0123abcd/",
        "tai-lieu/{}/ra-soat/",
        "tai-lieu/{}/phan-phoi/",
        "tai-lieu/van-ban/{}/",
        "niem-yet/{}/",
        "so-tay/de-nghi/{}/",
        "nhap/{}/",
    ],
)
def test_a_number_that_no_row_can_have_names_nothing(ward, browse, address, number):
    response = browse(ward.user("iso_secretary")).get(f"/lam-viec/{address.format(number)}")
    assert response.status_code == 404


def test_such_a_number_in_a_posted_address_or_form_is_refused_as_well(ward, browse):
    client = browse(ward.user("iso_secretary"))
    far = "9" * 23
    assert client.post(f"/lam-viec/soan-va-duyet/{far}/gui-duyet/").status_code == 404
    page = ward.procedure()
    forged = {"action": "approve", "task_state": far, "revision": far}
    assert client.post(f"/lam-viec/soan-va-duyet/{page.pk}/", forged).status_code in (409, 422)
