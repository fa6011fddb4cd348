"""Whatever was typed into a dossier, its papers are made: signs that no font has are spelled out."""

import io
import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from docx import Document as Docx
from openpyxl import load_workbook
from pypdf import PdfReader

from dossiers.enums import SlipKind
from dossiers.models import ApologyLetter, Dossier, Slip
from dossiers.one_stop_forms import seed_one_stop_forms
from dossiers.services import intake
from dossiers.services.intake import Applicant
from tests.dossiers.factories import at, complete, make_desk, receive, submit
from tests.dossiers.slips.letters import late_dossier, sent_letter

pytestmark = pytest.mark.django_db
REGISTER = "/lam-viec/so-theo-doi/so-theo-doi"
LETTERS = "/lam-viec/thu-xin-loi/thu-xin-loi"
TYPED = "😀\ufe0f\u202e\x07\ud800中\ue000\u061c\u200d🏴\U000e0067"
"""An emoji with its variation, a turned direction, a bell, half a letter, a Chinese, a private and hidden signs."""
PRINTED = "[U+1F600][U+4E2D][U+E000][U+1F3F4]"
MISSING_RIGHT = (
    "If the page belongs to your work, ask the ISO secretary to add the role. If you have two accounts, sign in with "
    "the other one."
)
NAME = f"Nguyễn {TYPED} An"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at("2026-11-23 14:00"), tick=False)
    seed_one_stop_forms()


@pytest.fixture
def officer(client):
    client.force_login(make_desk().officer)
    return client


def typed_applicant():
    return Applicant(NAME, address=f"12 phố {TYPED}", phone=f"0900 {TYPED}")


def squeezed(words):
    return re.sub(r"\s", "", words)


def words_of(answer):
    assert answer.status_code == 200, answer.content.decode()[:3000]
    data = io.BytesIO(answer.content)
    if answer["Content-Type"] == "application/pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(data).pages))
    return squeezed("".join(Docx(data).element.body.itertext()))


def papers_of(client, dossier, name):
    for ending in ("pdf", "docx"):
        yield words_of(client.get(f"/lam-viec/ho-so/{dossier.code}/giay/{name}.{ending}"))


def test_receipt_and_control_slip_are_made_whatever_was_typed(officer):
    dossier = receive(applicant=typed_applicant(), note=f"Ghi chú {TYPED}")
    dossier = complete(dossier, at("2026-11-16 09:00"), note=f"Đã xem {TYPED}")
    for words in papers_of(officer, dossier, "MC-01"):
        assert f"Nguyễn{PRINTED}An" in words and f"0900{PRINTED}" in words
    for words in papers_of(officer, dossier, "MC-06"):
        assert f"Nguyễn{PRINTED}An" in words


def test_what_is_missing_is_asked_for_whatever_was_typed(officer):
    dossier = submit(applicant=typed_applicant())
    intake.ask_before_reception(
        make_desk().officer,
        dossier.pk,
        dossier.lock_version,
        at("2026-11-16 10:00"),
        [f"Bản sao {TYPED}"],
        f"Thiếu {TYPED}",
    )
    for words in papers_of(officer, dossier, "MC-02"):
        assert f"Bảnsao{PRINTED}" in words and f"Thiếu{PRINTED}" in words


def test_a_signed_letter_is_made_and_the_letter_stays_as_it_was_typed(officer):
    letter = sent_letter(late_dossier(applicant=typed_applicant()), reason=f"Quá tải {TYPED}")
    for words in papers_of(officer, letter.dossier, "MC-04"):
        assert f"Quátải{PRINTED}" in words and f"Nguyễn{PRINTED}An" in words
    kept = ApologyLetter.objects.get(pk=letter.pk)
    assert "😀" in kept.reason and kept.check_code == letter.check_code
    assert words_of(officer.get(f"{LETTERS}.pdf"))


def test_one_sign_closes_the_register_for_nobody(officer):
    receive(applicant=typed_applicant(), note=f"Ghi chú {TYPED}")
    receive(request_key=uuid.uuid4())
    for ending in ("pdf", "docx"):
        words = words_of(officer.get(f"{REGISTER}.{ending}"))
        assert f"Nguyễn{PRINTED}An" in words and "Cộng:2hồsơ" in words
    book = load_workbook(io.BytesIO(officer.get(f"{REGISTER}.xlsx").content))
    assert any("😀" in str(cell.value) for row in book.active.iter_rows() for cell in row)


def test_what_is_kept_stays_as_it_was_typed(officer):
    dossier = receive(applicant=typed_applicant())
    slip = Slip.objects.get(dossier=dossier, kind=SlipKind.RECEIPT)
    before = slip.check_code
    list(papers_of(officer, dossier, "MC-01"))
    assert "😀" in Dossier.objects.get(pk=dossier.pk).applicant_name
    assert Slip.objects.get(pk=slip.pk).check_code == before


# --- What is really refused says so truthfully ------------------------------------------------------------------
@pytest.mark.parametrize("limits", [{"pdf": 1, "docx": 1, "xlsx": 1}])
def test_a_register_too_long_is_no_missing_right(officer, monkeypatch, limits):
    monkeypatch.setattr("dossiers.views.registers.MOST_ROWS", limits)
    receive()
    receive(request_key=uuid.uuid4())
    answer = officer.get(f"{REGISTER}.pdf")
    incomplete = officer.get(f"{REGISTER}.pdf?tu=x")
    assert (answer.status_code, incomplete.status_code) == (422, 400)
    with translation.override("vi"):
        assert_headed(answer, translation.gettext("This file was not made"))
        assert_headed(incomplete, translation.gettext("Something is still to be chosen"))


def assert_headed(answer, words):
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.h1.get_text() == words and words in page.title.get_text()
    said = page.main.get_text()
    with translation.override("vi"):
        for wrong in ("This page is not open to this account", MISSING_RIGHT):
            assert translation.gettext(wrong) not in said
