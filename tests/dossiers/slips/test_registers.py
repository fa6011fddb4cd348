"""The register MC-07 and the register of apology letters."""

import io
import re

import pytest
from openpyxl import load_workbook

from dossiers.enums import DossierState
from dossiers.models import ApologyLetter
from dossiers.one_stop_forms import seed_one_stop_forms
from dossiers.selectors.papers import register_entry
from dossiers.services.intake import Applicant
from tests.dossiers.factories import at, make_desk, make_worker, receive, run_to
from tests.dossiers.slips.letters import drafted_letter, late_dossier, sent_letter
from tests.publications.pdf_tools import run

pytestmark = pytest.mark.django_db
LETTERS = "/lam-viec/thu-xin-loi/"
REGISTER = "/lam-viec/so-theo-doi/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at("2026-11-23 14:00"), tick=False)
    seed_one_stop_forms()


@pytest.fixture
def officer(client):
    client.force_login(make_desk().officer)
    return client


def text_of(content):
    return re.sub(r"\s+", " ", run("pdftotext", "-layout", "-", "-", data=content).decode())


# --- MC-07 --------------------------------------------------------------------------------------------------
def test_the_register_lists_what_a_counter_received_in_a_period(officer):
    inside = run_to(receive(), DossierState.READY, at("2026-11-16 09:00"))
    before = receive(now=at("2026-10-30 09:00"))
    page = officer.get(REGISTER).content.decode()
    assert inside.code in page and before.code not in page
    page = officer.get(REGISTER, {"tu": "01/10/2026", "den": "2026-10-31"}).content.decode()
    assert before.code in page and inside.code not in page


def test_the_register_is_a_landscape_page_in_the_columns_of_the_form(officer, tmp_path):
    dossier = run_to(receive(), DossierState.READY, at("2026-11-16 09:00"))
    content = officer.get(f"{REGISTER}so-theo-doi.pdf").content
    (tmp_path / "r.pdf").write_bytes(content)
    assert re.search(r"Page size: +841\.\d+ x 595", run("pdfinfo", tmp_path / "r.pdf").decode())
    text = text_of(content)
    for words in (
        "SỔ THEO DÕI HỒ SƠ",
        "Mẫu số 07, Thông tư 03/2025/TT-VPCP",
        "từ ngày 01/11/2026",
        "Trả kết quả",
    ):
        assert words in text, words
    assert dossier.code.split("-")[-1] in text and "16/11/2026" in text
    assert register_entry(dossier).competent_unit[0].isupper()


def test_the_table_is_safe_to_open_in_a_spreadsheet(officer):
    receive(applicant=Applicant("=1+1"))
    book = load_workbook(io.BytesIO(officer.get(f"{REGISTER}so-theo-doi.xlsx").content))
    (cell,) = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s" and book.sheetnames == ["Sổ theo dõi hồ sơ"]
    assert book.active["A3"].value == 1
    assert (book.active["D3"].value, book.active["D3"].number_format) == (1, "00")


@pytest.mark.parametrize(
    "query",
    [
        {"tu": "31/02/2026"},
        {"tu": "0001-01-01"},
        {"tu": "01/12/2026", "den": "01/11/2026"},
        {"tu": "01/01/2020"},
        {"don_vi": "999999"},
        {"don_vi": "x'"},
        {"trang": "x"},
        {"tu": "\x00"},
    ],
)
def test_bad_choices_get_a_sentence_and_no_fault(officer, query):
    receive()
    assert officer.get(REGISTER, query).status_code == 200
    assert officer.get(f"{REGISTER}so-theo-doi.pdf", query).status_code in (200, 400)


def test_the_register_is_the_counters_and_the_leaders(client):
    receive()
    for person, status in (
        (make_desk().officer, 200),
        (make_desk().leader, 200),
        (make_desk().specialist, 403),
        (make_worker("admin-1", "administrator", make_desk().ward), 403),
    ):
        client.force_login(person)
        assert client.get(REGISTER).status_code == status, person
        assert client.get(f"{REGISTER}so-theo-doi.pdf").status_code == status, person


def test_the_register_asks_no_question_per_row(officer, django_assert_max_num_queries):
    for number in range(4):
        receive(now=at(f"2026-11-16 09:0{number}"))
    officer.get(REGISTER)
    with django_assert_max_num_queries(30):
        officer.get(REGISTER)


# --- Letters --------------------------------------------------------------------------------------------------
def test_the_register_of_letters_shows_who_was_late_and_leads_to_the_letter(officer):
    letter = sent_letter(late_dossier())
    page = officer.get(LETTERS).content.decode()
    assert letter.dossier.code in page and str(letter.incident.responsible) in page and letter.number in page
    url = re.search(r'href="(/lam-viec/ho-so/[^"]+/thu/\d+\.pdf)"', page)[1]
    assert officer.get(url).content.startswith(b"%PDF")


def test_letters_are_narrowed_by_unit_month_and_state(officer):
    letter = drafted_letter(late_dossier())
    unit = letter.incident.unit_id
    code = letter.dossier.code

    def shows(**query):
        return code in officer.get(LETTERS, query).content.decode()

    assert shows(tinh_trang="drafted") and not shows(tinh_trang="sent") and not shows(tinh_trang="signed")
    assert shows(thang="2026-11") and shows(don_vi=unit)
    assert shows(thang="nonsense", don_vi="x", tinh_trang="'")


def test_the_files_hold_what_the_filters_show(officer):
    letter = sent_letter(late_dossier())
    book = load_workbook(io.BytesIO(officer.get(f"{LETTERS}thu-xin-loi.xlsx").content))
    assert book.sheetnames == ["Sổ theo dõi thư xin lỗi"]
    assert letter.number in [cell.value for row in book.active.iter_rows() for cell in row]
    empty = load_workbook(io.BytesIO(officer.get(f"{LETTERS}thu-xin-loi.xlsx?tinh_trang=drafted").content))
    assert empty.active.max_row == 2
    assert "SỔ THEO DÕI THƯ XIN LỖI" in text_of(officer.get(f"{LETTERS}thu-xin-loi.pdf").content)
    assert officer.get(f"{LETTERS}thu-xin-loi.exe").status_code == 404


def test_letters_of_others_are_not_shown(client):
    letter = sent_letter(late_dossier())
    stranger = make_worker("specialist-9", "specialist", make_desk().division)
    client.force_login(stranger)
    assert letter.dossier.code not in client.get(LETTERS).content.decode()
    client.force_login(make_worker("admin-1", "administrator", make_desk().ward))
    assert client.get(LETTERS).status_code == 403


def test_the_register_of_letters_asks_no_question_per_letter(officer, django_assert_max_num_queries):
    sent_letter(late_dossier())
    officer.get(LETTERS)
    with django_assert_max_num_queries(30):
        officer.get(LETTERS)
    assert ApologyLetter.objects.count() == 1


def test_the_menu_offers_only_what_opens(client):
    for person, is_offered in ((make_desk().officer, True), (make_desk().specialist, False)):
        client.force_login(person)
        page = client.get(LETTERS).content.decode()
        assert f'href="{LETTERS}"' in page
        assert (f'href="{REGISTER}"' in page) is is_offered
