"""Following a dossier: from the receipt to the answer, and nothing for those who guess."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from document_control.enums import Audience
from dossiers.enums import DossierState, PauseKind, ReturnChannel
from dossiers.models import Dossier, DossierSettings, FailedLookup
from dossiers.rules.lookup_brake import MOST_ALTOGETHER, MOST_PER_ADDRESS, MOST_PER_CODE, WINDOW
from dossiers.services import ending, intake, pausing
from dossiers.tracking.lookup import PASS_COOKIE, PASS_SECONDS
from tests.dossiers.factories import at, complete, make_desk, receive, run_to, submit
from tests.dossiers.slips.letters import LATE, drafted_letter, late_dossier, signed_letter
from tests.publications.pdf_tools import run

pytestmark = pytest.mark.django_db
NOW = at("2026-11-16 14:00")
FORM = "/ho-so/"
PAGE = "/ho-so/dang-xem/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def dossier(clock):
    return receive()


def ask(client, code, secret, address="192.0.2.1"):
    return client.post(FORM, {"code": code, "secret": secret}, REMOTE_ADDR=address)


def follow(client, dossier):
    answer = ask(client, dossier.code, dossier.secret)
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# --- Form and answer ----------------------------------------------------------------------------------------
def test_code_and_secret_lead_from_the_form_to_the_dossier(client, dossier):
    page = plain(follow(client, dossier))
    for words in (dossier.code, "Nguyễn V. A.", "17:00, thứ Năm 19/11/2026", "T5", "ngày 3"):
        assert words in page, words


@pytest.mark.parametrize(
    "change", [str.lower, lambda text: text.replace("-", " "), lambda text: f"  {text} "]
)
def test_case_and_separators_do_not_count(client, dossier, change):
    assert ask(client, change(dossier.code), change(dossier.secret)).status_code == 303


def test_nothing_private_is_shown(client, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(note="Ghi chú nội bộ", applicant_email="an@example.vn")
    html = follow(client, dossier)
    for hidden in ("Nguyễn Văn An", "0900000000", "12 phố An Hòa", "Ghi chú nội bộ", "an@example.vn"):
        assert hidden not in html
    assert dossier.secret not in html


def test_codes_never_stand_in_an_address_and_nothing_is_kept(client, dossier):
    answer = ask(client, dossier.code, dossier.secret)
    assert urlsplit(answer["Location"]).path == PAGE and not urlsplit(answer["Location"]).query
    for response in (client.get(FORM), answer, client.get(PAGE), ask(client, "X", "Y")):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]
    cookie = client.cookies[PASS_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == PASS_SECONDS
    assert dossier.secret not in cookie.value and dossier.code not in cookie.value


def test_the_pass_runs_out_and_can_be_given_back(client, dossier, clock):
    follow(client, dossier)
    clock.move_to(NOW + dt.timedelta(seconds=PASS_SECONDS + 1), tick=False)
    ended = client.get(PAGE)
    assert ended.status_code == 302 and ended["Location"].startswith(FORM)
    clock.move_to(NOW, tick=False)
    assert client.get(PAGE).status_code == 200
    client.post(reverse("stop-tracking"))
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("value", ["", "1", "x:y:z", "eyJkIjoxfQ:1:abc"])
def test_a_forged_pass_opens_nothing(client, dossier, value):
    client.cookies[PASS_COOKIE] = value
    assert client.get(PAGE).status_code == 302


def test_the_form_is_protected_against_other_sites(dossier):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, {"code": dossier.code, "secret": dossier.secret}).status_code == 403
    page = strict.get(FORM)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.content.decode())[1]
    typed = {"code": dossier.code, "secret": dossier.secret, "csrfmiddlewaretoken": token}
    assert strict.post(FORM, typed).status_code == 303


@pytest.mark.parametrize(
    ("code", "secret"),
    [("", ""), ("", "ABC123"), ("H26.65-1", ""), ("x\x00y", "ABC123"), ("a" * 5000, "b" * 5000)],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(client, dossier, code, secret):
    answer = ask(client, code, secret)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    if code and "\x00" not in code:
        assert code in answer.content.decode()


# --- Guessing -----------------------------------------------------------------------------------------------
def cost_and_body(client, code, secret, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = ask(client, code, secret, address)
    body = TOKEN.sub("", answer.content.decode()).replace(code, "CODE").replace(secret, "SECRET")
    return answer.status_code, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries], body


def test_unknown_wrong_and_forbidden_are_one_answer_of_one_cost(client, dossier):
    closed = receive(now=at("2026-11-16 09:00"))
    type(closed.document).objects.filter(pk=closed.document_id).update(audience=Audience.STAFF)
    forbidden = cost_and_body(client, closed.code, closed.secret, "192.0.2.7")
    type(closed.document).objects.filter(pk=closed.document_id).update(audience=Audience.PUBLIC)
    unknown = cost_and_body(client, "H26.65-261116-9999", "ZZZZZZ", "192.0.2.8")
    wrong = cost_and_body(client, dossier.code, "ZZZZZZ", "192.0.2.9")
    Dossier.objects.filter(pk=dossier.pk).update(secret="")
    without = cost_and_body(client, dossier.code, "Y7Y7Y7", "192.0.2.10")
    assert forbidden[0] == 404
    assert forbidden == unknown == wrong == without


def test_a_thousand_guessed_codes_learn_nothing(client, dossier, clock):
    """Every guess gets the same body, whether the code exists or not; and after ten somebody waits."""
    codes = [f"H26.65-261116-{number:04d}" for number in range(1, 1001)]
    assert dossier.code in codes
    bodies = set()
    for number, code in enumerate(codes):
        clock.move_to(NOW + dt.timedelta(seconds=30 * number), tick=False)
        answer = ask(client, code, "GUESS1", f"198.51.{number % 200}.{number % 250}")
        bodies.add((answer.status_code, TOKEN.sub("", answer.content.decode()).replace(code, "CODE")))
    assert len(bodies) == 1
    assert PASS_COOKIE not in client.cookies


def test_ten_failures_from_one_address_are_enough(client, dossier):
    for number in range(MOST_PER_ADDRESS):
        assert ask(client, f"X-{number}", "ABCDEF").status_code == 404
    blocked = ask(client, dossier.code, dossier.secret)
    assert blocked.status_code == 429 and blocked["Retry-After"] == "600"
    assert PASS_COOKIE not in client.cookies
    assert ask(client, dossier.code, dossier.secret, "192.0.2.2").status_code == 303


def test_ten_failures_for_one_code_are_enough_wherever_they_come_from(client, dossier, clock):
    for number in range(MOST_PER_CODE):
        assert ask(client, dossier.code, "ABCDEF", f"203.0.113.{number}").status_code == 404
    assert ask(client, dossier.code, dossier.secret, "203.0.113.99").status_code == 429
    clock.move_to(NOW + WINDOW, tick=False)
    assert ask(client, dossier.code, dossier.secret, "203.0.113.99").status_code == 303
    assert not FailedLookup.objects.exists()


def test_an_ipv6_network_is_one_visitor(client, dossier):
    for number in range(MOST_PER_ADDRESS):
        ask(client, f"X-{number}", "ABCDEF", f"2001:db8:1:2::{number:x}")
    assert ask(client, "X", "ABCDEF", "2001:db8:1:2:ffff::1").status_code == 429
    assert ask(client, "X", "ABCDEF", "2001:db8:1:3::1").status_code == 404


def test_the_whole_office_brakes_when_everybody_guesses(client, dossier):
    rows = [FailedLookup(asked_from=f"a{n}", asked_for=f"c{n}", at=NOW) for n in range(MOST_ALTOGETHER)]
    FailedLookup.objects.bulk_create(rows)
    assert ask(client, dossier.code, dossier.secret).status_code == 429


def test_those_who_know_both_codes_are_never_braked(client, dossier):
    for _number in range(3 * MOST_PER_ADDRESS):
        assert ask(client, dossier.code, dossier.secret).status_code == 303
    assert not FailedLookup.objects.exists()


def test_waiting_is_not_made_longer_by_trying(client, dossier, clock):
    for number in range(MOST_PER_ADDRESS):
        ask(client, f"X-{number}", "ABCDEF")
    clock.move_to(NOW + dt.timedelta(minutes=9), tick=False)
    assert ask(client, "X", "ABCDEF")["Retry-After"] == "60"
    assert FailedLookup.objects.count() == MOST_PER_ADDRESS


def test_neither_address_nor_code_is_kept(client, dossier):
    ask(client, dossier.code, "ABCDEF", "203.0.113.5")
    row = FailedLookup.objects.get()
    assert "203.0.113.5" not in row.asked_from and dossier.code not in row.asked_for
    assert len(row.asked_from) == len(row.asked_for) == 64


# --- What the page says ---------------------------------------------------------------------------------------
def test_the_name_of_the_officer_is_a_choice_of_the_office(client, dossier):
    dossier = complete(dossier, at("2026-11-16 09:00"))
    name = dossier.current_step.officer.get_full_name()
    assert name in follow(client, dossier)
    site = make_desk_site()
    DossierSettings.objects.update_or_create(site=site, defaults={"shows_officer_name": False})
    page = follow(client, dossier)
    assert name not in page


def make_desk_site():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def test_a_late_dossier_says_so_with_the_first_date(client, dossier, clock):
    dossier = complete(dossier, at("2026-11-16 09:00"))
    clock.move_to(at("2026-11-23 10:00"), tick=False)
    page = plain(follow(client, dossier))
    assert "Trễ" in page or "Late" in page
    assert "19/11/2026" in page and "1 ngày 2 giờ" in page


def test_a_result_tells_where_it_lies(client, clock):
    ready = run_to(receive(), DossierState.READY, at("2026-11-16 10:00"))
    page = plain(follow(client, ready))
    assert "Điểm phục vụ hành chính công phường An Hòa" in page and "Số 1, đường Minh Họa" in page
    Dossier.objects.filter(pk=ready.pk).update(return_channel=ReturnChannel.POST)
    assert "Số 1, đường Minh Họa" not in plain(follow(client, ready)).split("Cần hỏi về hồ sơ này?")[0]


def test_what_was_handed_in_online_is_followed_before_it_is_received(client, clock):
    page = plain(follow(client, submit()))
    assert "Nguyễn V. A." in page


def test_the_link_leads_to_the_exact_version(client, dossier):
    html = follow(client, dossier)
    url = re.search(r'href="(/thu-tuc/[^"]+/lan-ban-hanh/[^"]+)"', html)
    assert url, html
    assert client.get(url[1]).status_code == 200


def test_the_page_asks_the_database_a_bounded_number_of_times(client, dossier, django_assert_max_num_queries):
    follow(client, dossier)
    with django_assert_max_num_queries(22):
        client.get(PAGE)


def test_header_and_home_lead_to_the_page(client, dossier):
    html = client.get("/").content.decode()
    assert html.count('href="/ho-so/"') >= 2


# --- Letters and requests -------------------------------------------------------------------------------------
def test_a_signed_letter_stands_on_the_page_with_its_new_date_and_its_file(client, clock):
    clock.move_to(LATE + dt.timedelta(hours=1), tick=False)
    letter = signed_letter(late_dossier(), apology="Phường xin lỗi ông Nguyễn Văn An.\nMong ông thông cảm.")
    html = follow(client, letter.dossier)
    page = plain(html)
    assert "25/11/2026" in page and "19/11/2026" in page
    assert "Phường xin lỗi ông Nguyễn V. A." in page and "Nguyễn Văn An" not in page
    url = re.search(r'href="([^"]+/thu/\d+\.pdf)"', html)[1]
    content = client.get(url).content
    text = re.sub(r"\s+", " ", run("pdftotext", "-raw", "-", "-", data=content).decode())
    assert "Nguyễn V. A." in text and "Nguyễn Văn An" not in text and letter.number in text


def test_letters_of_other_dossiers_are_closed(client, clock):
    letter = signed_letter(late_dossier())
    url = reverse("tracked-letter", args=[letter.pk])
    assert client.get(url).status_code == 404
    follow(client, receive(now=at("2026-11-16 13:00")))
    assert client.get(url).status_code == 404


def test_a_draft_is_nobodys_business(client, clock):
    letter = drafted_letter(late_dossier())
    html = follow(client, letter.dossier)
    assert letter.reason not in html
    assert client.get(reverse("tracked-letter", args=[letter.pk])).status_code == 404


def test_what_is_missing_is_listed_with_the_day(client, clock):
    dossier = complete(receive(), at("2026-11-16 09:00"))
    pausing.pause(
        dossier.current_step.officer, dossier.pk, dossier.lock_version, at("2026-11-16 10:00"), PauseKind.SUPPLEMENT,
        "Thiếu chữ ký", items=["Tờ khai có chữ ký", "Bản sao hợp đồng"], expected_until=dt.date(2026, 11, 27),
    )  # fmt: skip
    page = plain(follow(client, dossier))
    for words in ("Tờ khai có chữ ký", "Bản sao hợp đồng", "Thiếu chữ ký", "27/11/2026"):
        assert words in page


def test_what_is_missing_before_reception_is_listed(client, clock):
    dossier = submit()
    intake.ask_before_reception(
        make_desk().officer,
        dossier.pk,
        dossier.lock_version,
        at("2026-11-16 10:00"),
        ["Bản sao hợp đồng"],
        "Thiếu",
    )
    assert "Bản sao hợp đồng" in plain(follow(client, dossier))


@pytest.mark.parametrize("end", [ending.stop, ending.refuse])
def test_an_ended_dossier_says_so_without_the_reason(client, clock, end):
    dossier = receive()
    end(
        make_desk().leader,
        dossier.pk,
        dossier.lock_version,
        at("2026-11-16 10:00"),
        "Lý do chỉ ghi trong giấy",
    )
    assert "Lý do chỉ ghi trong giấy" not in follow(client, dossier)
