"""A form that is sent after the session ended is kept through the sign-in, and sent again by hand; nothing else is."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dossiers.models import ScheduleEntry
from organisation import resending
from tests.dossiers.factories import make_desk

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-2026"
AS_A_BROWSER = {"accept": "text/html,*/*;q=0.8", "origin": "http://testserver"}
LONG_NOTE = 'Họp tổ "một cửa" <b>\r\nvà hai\r\n\r\n'


@pytest.fixture
def desk():
    desk = make_desk()
    desk.specialist.set_password(PASSWORD)
    desk.specialist.save()
    return desk


@pytest.fixture
def typed(desk):
    return {
        "person": str(desk.specialist.pk),
        "title": "Họp tổ & dân",
        "day": "24/11/2026",
        "starts": "14:00",
        "ends": "15:00",
        "place": "Phòng 2",
        "note": LONG_NOTE,
        "visibility": "own",
    }


@pytest.fixture
def browser():
    """A browser whose session is over and whose token is still good."""
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("staff-login"))
    return browser


def send(browser, address, data, **headers):
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    return browser.post(address, data | {"csrfmiddlewaretoken": token}, headers=AS_A_BROWSER | headers)


def form_of(response, button):
    """Address and fields of the form with this button, as a browser would send them."""
    page = BeautifulSoup(response.content, "html.parser")
    form = next(found for found in page.select("form[method=post]") if button in found.get_text())
    return form["action"], {field["name"]: field.get("value", "") for field in form.select("input")}


def sign_in(browser, page, desk, password=PASSWORD):
    address, fields = form_of(page, "Đăng nhập")
    filled = fields | {"username": desk.specialist.username, "password": password}
    return browser.post(address, filled, headers=AS_A_BROWSER)


def test_what_was_typed_is_sent_again_after_the_sign_in(desk, typed, browser):
    address = reverse("schedule-new") + "?ngay=2026-11-24"
    page = send(browser, address, typed)
    assert page.status_code == 403 and "no-store" in page["Cache-Control"]
    assert "Những gì vừa nhập được giữ lại" in page.content.decode()

    page = sign_in(browser, page, desk, "sai")
    assert page.status_code == 422, "a wrong password loses nothing"
    page = sign_in(browser, page, desk)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert not ScheduleEntry.objects.exists(), "never sent by itself"

    target, fields = form_of(page, "Gửi lại")
    assert target == address
    assert {name: fields[name] for name in typed} == typed
    assert desk.specialist.get_full_name() in page.content.decode()
    assert browser.post(target, fields, headers=AS_A_BROWSER).status_code == 302
    made = ScheduleEntry.objects.get()
    assert (made.title, made.created_by) == ("Họp tổ & dân", desk.specialist)


def test_a_form_opened_before_a_sign_in_in_another_tab_is_sent_again_too(desk, typed, browser):
    opened = browser.cookies["csrftoken"].value
    browser.force_login(desk.specialist)
    browser.cookies["csrftoken"] = "a" * 32
    old = typed | {"csrfmiddlewaretoken": opened}
    foreign = browser.post(
        reverse("schedule-new"), old, headers=AS_A_BROWSER | {"origin": "https://xau.example"}
    )
    assert foreign.status_code == 403 and "Họp tổ" not in foreign.content.decode()
    page = browser.post(reverse("schedule-new"), old, headers=AS_A_BROWSER)
    assert page.status_code == 403
    target, fields = form_of(page, "Gửi lại")
    assert browser.post(target, fields, headers=AS_A_BROWSER).status_code == 302
    assert ScheduleEntry.objects.count() == 1


def test_files_are_asked_for_again(typed, desk, browser):
    page = send(browser, reverse("schedule-new"), typed | {"file": SimpleUploadedFile("a.txt", b"a")})
    assert "Tệp không giữ được" in sign_in(browser, page, desk).content.decode()


def test_what_cannot_be_carried_leads_to_the_sign_in_alone(typed, browser):
    address = reverse("schedule-new")
    too_much = typed | {"note": "x" * (resending.MOST_CHARACTERS + 1)}
    secret = {"old_password": "cu", "new_password1": "moi"}
    assert send(browser, address, too_much).status_code == 302
    assert send(browser, reverse("staff-password"), secret).status_code == 302
    assert send(browser, address, typed, accept="application/json").status_code == 302
    assert send(browser, address, typed, accept="*/*").status_code == 302, "a script"


@pytest.mark.parametrize("made_up", ["", "abc", "x" * 5000, "eyJhIjoxfQ:1abc:sai"])
def test_only_what_we_kept_is_offered(desk, browser, made_up):
    page = browser.get(reverse("staff-login"))
    address, fields = form_of(page, "Đăng nhập")
    filled = fields | {"username": desk.specialist.username, "password": PASSWORD, resending.FIELD: made_up}
    assert browser.post(address, filled, headers=AS_A_BROWSER).status_code == 302


def test_what_is_packed_comes_out_as_it_was():
    unsent = resending.Unsent("/lam-viec/?a=1", (("a", "1"), ("a", "2\r\n"), ("ô", "")), True)
    assert resending.unpack(resending.pack(unsent)) == unsent
