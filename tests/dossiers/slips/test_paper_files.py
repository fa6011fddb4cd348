"""Papers as files: what they say, what their square codes open, who gets them."""

import io
import re
import time

import pytest
from docx import Document as Docx
from wagtail.models import Site

from dossiers.enums import DossierState, PauseKind, SlipKind
from dossiers.models import DossierSettings, Slip
from dossiers.one_stop_forms import seed_one_stop_forms
from dossiers.paper_files import slip_document
from dossiers.selectors.papers import control_slip, printed_slip
from dossiers.services import ending, intake, pausing
from tests.dossiers.factories import at, complete, fresh, make_desk, receive, run_to, submit
from tests.dossiers.slips.letters import LATE, drafted_letter, late_dossier, sent_letter, signed_letter
from tests.publications.pdf_tools import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at("2026-11-23 14:00"), tick=False)
    seed_one_stop_forms()


def text_of(content):
    return re.sub(r"\s+", " ", run("pdftotext", "-raw", "-", "-", data=content).decode())


def codes_of(content, tmp_path, pages=1):
    (tmp_path / "paper.pdf").write_bytes(content)
    run("pdftoppm", "-r", "200", "-png", "-l", pages, tmp_path / "paper.pdf", tmp_path / "page")
    pictures = sorted(tmp_path.glob("page*.png"))
    return run("zbarimg", "--quiet", "--raw", *pictures).decode().split()


def get(client, dossier, name):
    return client.get(f"/lam-viec/ho-so/{dossier.code}/giay/{name}")


@pytest.fixture
def officer(client):
    client.force_login(make_desk().officer)
    return client


# --- MC-01 --------------------------------------------------------------------------------------------------
def test_the_receipt_says_what_the_form_demands(officer, tmp_path):
    dossier = receive(fee_amount=100_000)
    answer = get(officer, dossier, "MC-01.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    text = text_of(answer.content)
    slip = Slip.objects.get(dossier=dossier, kind=SlipKind.RECEIPT)
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {dossier.code}",
        f"Mã bí mật: {dossier.secret}",
        "Nguyễn Văn An",
        "08 giờ 30 phút, ngày 16/11/2026",
        "17 giờ 00 phút, ngày 19/11/2026",
        "3 ngày làm việc",
        "100.000 đồng",
        f"Số: {slip.number}",
        "Mẫu số 01, Thông tư 03/2025/TT-VPCP",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ):
        assert words in text, words
    assert f"Mã kiểm tra {slip.check_code.upper()[:4]}" in text
    for paper in slip.content["components"]:
        assert paper["name"].split(",")[0][:20] in text


def test_the_code_on_the_receipt_opens_the_tracking_page_without_telling_the_server(
    officer, settings, tmp_path
):
    settings.SITE_BASE_URL = "https://an-hoa.example"
    dossier = receive()
    (address,) = codes_of(get(officer, dossier, "MC-01.pdf").content, tmp_path)
    assert address == f"https://an-hoa.example/ho-so/#{dossier.code}/{dossier.secret}"


def test_a_receipt_is_a5_and_two_copies_say_whose_they_are(officer, tmp_path):
    dossier = receive()
    both = get(officer, dossier, "MC-01.pdf?lien=2").content
    (tmp_path / "both.pdf").write_bytes(both)
    info = run("pdfinfo", "-f", "1", "-l", "2", tmp_path / "both.pdf").decode()
    assert "Pages: 2" in re.sub(r" +", " ", info)
    assert re.findall(r"size: +419\.5\d* x 595\.2\d*", info)
    text = text_of(both)
    assert "Liên 1: giao người nộp hồ sơ" in text and "Liên 2: lưu tại Bộ phận Một cửa" in text
    assert text.count("Trang 1/1") == 2


def test_printing_again_prints_the_same_file_whatever_changed_since(officer):
    dossier = receive()
    first = get(officer, dossier, "MC-01.pdf").content
    complete(dossier, at("2026-11-16 10:00"))
    type(dossier).objects.filter(pk=dossier.pk).update(applicant_name="Người Khác")
    make_desk().reception.__class__.objects.filter(pk=make_desk().reception.pk).update(name="Tên mới")
    assert get(officer, dossier, "MC-01.pdf").content == first
    assert get(officer, dossier, f"{Slip.objects.get(dossier=dossier).pk}.pdf").content == first


def test_word_files_hold_the_same_words(officer):
    dossier = receive()
    answer = get(officer, dossier, "MC-01.docx")
    assert "attachment" in answer["Content-Disposition"]
    document = Docx(io.BytesIO(answer.content))
    words = "\n".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    assert "17 giờ 00 phút, ngày 19/11/2026" in words and dossier.secret in words


# --- The others -----------------------------------------------------------------------------------------------
def test_what_is_missing_before_reception_stands_on_mc_02(officer, tmp_path):
    dossier = submit()
    intake.ask_before_reception(
        make_desk().officer,
        dossier.pk,
        dossier.lock_version,
        at("2026-11-16 10:00"),
        ["Bản sao hợp đồng"],
        "Thiếu",
    )
    text = text_of(get(officer, dossier, "MC-02.pdf").content)
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in text
    assert "1. Bản sao hợp đồng" in text and "Khi tiếp nhận" in text


def test_what_is_missing_after_appraisal_says_its_stage(officer):
    dossier = complete(receive(), at("2026-11-16 09:00"))
    actor = dossier.current_step.officer
    pausing.pause(
        actor, dossier.pk, dossier.lock_version, at("2026-11-16 10:00"), PauseKind.SUPPLEMENT, "Thiếu chữ ký",
        items=["Tờ khai có chữ ký"],
    )  # fmt: skip
    assert "Khi thẩm định" in text_of(get(officer, dossier, "MC-02.pdf").content)


def test_a_refusal_gives_the_legal_reason(officer):
    dossier = submit()
    intake.refuse_reception(
        make_desk().officer, dossier.pk, dossier.lock_version, at("2026-11-16 10:00"), "Không thuộc thẩm quyền",
        "Điều 87 Nghị định 01/2021/NĐ-CP",
    )  # fmt: skip
    text = text_of(get(officer, dossier, "MC-03.pdf").content)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "Không thuộc thẩm quyền" in text and "Điều 87 Nghị định 01/2021/NĐ-CP" in text


def test_a_stop_notice_is_signed_by_the_leader(officer):
    dossier = receive()
    ending.stop(
        make_desk().leader, dossier.pk, dossier.lock_version, at("2026-11-16 10:00"), "Người nộp đề nghị"
    )
    text = text_of(get(officer, dossier, "MC-05.pdf").content)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in text and make_desk().leader.get_full_name() in text


def test_the_control_slip_grows_with_the_dossier(officer):
    dossier = run_to(receive(), DossierState.READY, at("2026-11-16 09:00"))
    slip = control_slip(dossier, at("2026-11-16 15:00"))
    assert len(slip.legs) >= 3 and all(leg.receiver.name for leg in slip.legs[:-1])
    assert {leg.punctuality for leg in slip.legs} >= {"early"}
    text = text_of(get(officer, dossier, "MC-06.pdf").content)
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in text and "Trước hạn" in text


# --- MC-04 ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "title"),
    [
        ("2026-11-16 08:30", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"),
        ("2025-09-12 08:30", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
    ],
)
def test_a_letter_has_the_name_of_the_form_set_at_reception(officer, received, title, time_machine):
    dossier = receive(now=at(received))
    letter = make_letter(dossier)
    text = text_of(officer.get(f"/lam-viec/ho-so/{dossier.code}/thu/{letter.pk}.pdf").content)
    assert title in text


def make_letter(dossier):
    from dossiers.services import gate
    from tests.dossiers.slips import letters

    complete(dossier, dossier.received_at + (at("2026-11-16 09:00") - at("2026-11-16 08:30")))
    gate.detect_late_steps(LATE, [dossier.pk])
    return letters.signed_letter(dossier)


def test_a_signed_letter_says_who_was_late_the_new_date_and_who_signed(officer, tmp_path, settings):
    settings.SITE_BASE_URL = "https://an-hoa.example"
    letter = signed_letter(late_dossier())
    content = officer.get(f"/lam-viec/ho-so/{letter.dossier.code}/thu/{letter.pk}.pdf").content
    text = text_of(content)
    for words in (
        "Kính gửi: Nguyễn Văn An",
        f"Số: {letter.number}",
        "17 giờ 00 phút, ngày 19/11/2026",
        "17 giờ 00 phút, ngày 25/11/2026",
        "Quá tải",
        make_desk().leader.get_full_name(),
        str(letter.incident.responsible),
    ):
        assert words in text, words
    assert codes_of(content, tmp_path) == [f"https://an-hoa.example/kiem-tra/{letter.check_code}/"]


def test_a_draft_is_marked_and_has_no_code(officer):
    letter = drafted_letter(late_dossier())
    text = text_of(officer.get(f"/lam-viec/ho-so/{letter.dossier.code}/thu/{letter.pk}.pdf").content)
    assert "DỰTHẢO" in text.replace(" ", "") and "Mã kiểm tra" not in text
    assert get(officer, letter.dossier, "MC-04.pdf").status_code == 404


# --- Rights ---------------------------------------------------------------------------------------------------
def test_papers_are_for_those_who_may_read_the_dossier(client):
    dossier = receive()
    assert get(client, dossier, "MC-01.pdf").status_code == 302
    client.force_login(make_desk().second_specialist)
    assert get(client, dossier, "MC-01.pdf").status_code == 404
    client.force_login(make_desk().officer)
    assert get(client, dossier, "MC-01.pdf").status_code == 200


@pytest.mark.parametrize(
    "name", ["MC-01.exe", "MC-09.pdf", "999999.pdf", "MC-05.pdf", "MC-01.xlsx", "..%2f.pdf"]
)
def test_what_does_not_exist_is_not_found(officer, name):
    assert get(officer, receive(), name).status_code == 404


# --- Check page -------------------------------------------------------------------------------------------------
def test_the_check_page_vouches_for_slips_and_names_no_applicant(client):
    dossier = receive()
    slip = Slip.objects.get(dossier=dossier)
    page = client.get(f"/kiem-tra/{slip.check_code}/").content.decode()
    assert slip.title in page and slip.number in page and "16/11/2026" in page
    assert make_desk().reception.name in page
    assert "Nguyễn" not in page.replace("Nguyễn Thị", "")


def test_a_replaced_slip_says_which_holds(client):
    dossier = submit()
    site = Site.objects.get(is_default_site=True)
    DossierSettings.objects.create(site=site, supplements_per_stage=2)
    for number in (1, 2):
        dossier = fresh(dossier)
        intake.ask_before_reception(
            make_desk().officer,
            dossier.pk,
            dossier.lock_version,
            at(f"2026-11-1{6 + number} 10:00"),
            ["A"],
            "Thiếu",
        )
    first, second = Slip.objects.filter(dossier=dossier).order_by("pk")
    assert second.number in client.get(f"/kiem-tra/{first.check_code}/").content.decode()
    assert client.get(f"/kiem-tra/{second.check_code}/").status_code == 200


def test_the_check_page_vouches_for_letters(client):
    letter = sent_letter(late_dossier())
    page = client.get(f"/kiem-tra/{letter.check_code}/").content.decode()
    assert letter.number in page and "Văn bản xin lỗi" in page and "Nguyễn Văn An" not in page


def test_codes_are_shared_with_no_other_paper():
    from document_control.check_codes import is_taken

    receive()
    assert is_taken(Slip.objects.get().check_code)
    assert is_taken(signed_letter(late_dossier()).check_code)


def test_a_slip_is_quick(officer):
    dossier = receive()
    get(officer, dossier, "MC-01.pdf")
    start = time.perf_counter()
    get(officer, dossier, "MC-01.pdf")
    assert time.perf_counter() - start < 1


def test_a_slip_composed_twice_is_the_same_document():
    slip = Slip.objects.select_related("dossier__received_by", "dossier__competent_unit").get(
        dossier=receive()
    )
    assert slip_document(slip).fingerprint() == slip_document(slip).fingerprint()
    assert printed_slip(slip).secret == slip.dossier.secret
