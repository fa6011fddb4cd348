"""What is done with a dossier, through its real forms: refusals keep what was typed, and only one of two wins."""

import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers.enums import DossierState, IncidentState, SlipKind, StepKind
from dossiers.models import Dossier, DossierFile
from dossiers.services.gate import detect_late_steps
from tests.dossiers.desk.conftest import FRIDAY
from tests.dossiers.factories import at, fresh, receive, run_to, run_to_kind, submit
from tests.factories.admin import soup

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def page(browse, user, dossier, rest=""):
    return browse(user).get(f"/lam-viec/ho-so/{dossier.code}/{rest}")


# --- Steps ----------------------------------------------------------------------------------------------
def test_the_page_offers_the_next_person_and_one_button_hands_over(browse, act, in_work):
    officer = in_work.current_step.officer
    shown = page(browse, officer, in_work)
    field = shown.context["complete_form"]["next_officer"]
    assert shown.status_code == 200 and field.initial in [user.pk for user in field.field.queryset]
    done = act(officer, in_work, "chuyen-buoc", note="Đã đối chiếu bản chính.", next_officer=field.initial)
    after = fresh(in_work)
    assert done.status_code == 302 and after.current_step.number > in_work.current_step.number
    assert after.current_step.officer_id == field.initial
    assert "Đã đối chiếu bản chính." in page(browse, officer, in_work).content.decode()


def test_giving_back_needs_a_reason_and_keeps_the_step_chosen(act, in_work):
    officer, first = in_work.current_step.officer, in_work.steps.exclude(kind=StepKind.SUBMISSION).first()
    refused = act(officer, in_work, "tra-lai", to_number=first.number, reason=" ")
    assert refused.status_code == 422
    assert refused.context["form"]["to_number"].value() == str(first.number)
    assert act(officer, in_work, "tra-lai", to_number=first.number, reason="Thiếu chữ ký.").status_code == 302
    assert fresh(in_work).current_step.number == first.number


def test_the_head_gives_a_step_to_somebody_else(desk, act, in_work):
    number = in_work.current_step.number
    done = act(
        desk.leader,
        in_work,
        "giao-lai",
        step_number=number,
        officer=desk.second_specialist.pk,
        reason="Nghỉ ốm.",
    )
    assert done.status_code == 302 and fresh(in_work).current_step.officer == desk.second_specialist
    assert act(desk.specialist, in_work, "giao-lai", step_number=number).status_code in (403, 404)


# --- Two at once ----------------------------------------------------------------------------------------
def test_the_second_of_two_is_told_what_happened_and_keeps_what_was_typed(desk, act, in_work):
    seen, officer = Dossier.objects.get(pk=in_work.pk), in_work.current_step.officer
    act(officer, in_work, "sua-thong-tin", applicant_name="Nguyễn Văn Anh", reason="Sai tên.")
    late = act(officer, in_work, "chuyen-buoc", seen=seen, note="Ghi chú đã gõ")
    assert late.status_code == 409 and late.context["was_overtaken"] and not late.context["is_over"]
    assert [line.who for line in late.context["changes"]] == [str(officer)]
    text = late.content.decode()
    assert "Ghi chú đã gõ" in text and f'value="{fresh(in_work).lock_version}"' in text
    assert act(officer, in_work, "chuyen-buoc", note="Ghi chú đã gõ").status_code == 302


def test_a_form_that_comes_back_for_correction_overwrites_nobody(desk, act, in_work):
    """What others changed between opening a form and correcting it is told, not written over."""
    seen, officer = Dossier.objects.get(pk=in_work.pk), in_work.current_step.officer
    act(desk.officer, in_work, "sua-thong-tin", applicant_name="Nguyễn Văn Anh", reason="Sai tên.")
    mine = {"applicant_name": "Nguyễn Văn Ánh", "applicant_address": "Số 2"}
    back = act(officer, in_work, "sua-thong-tin", seen=seen, reason="", **mine)
    form = BeautifulSoup(back.content, "html.parser").select_one("form.act-form")
    assert back.status_code == 422
    assert form.select_one("[name=phien]")["value"] == str(seen.lock_version)
    assert form.select_one("[name=su-kien]")["value"] == str(seen.event_count)
    again = act(officer, in_work, "sua-thong-tin", seen=seen, reason="Sai dấu.", **mine)
    assert again.status_code == 409 and again.context["was_overtaken"]
    assert fresh(in_work).applicant_name == "Nguyễn Văn Anh"
    told = BeautifulSoup(again.content, "html.parser").select_one("form.act-form")
    assert told.select_one("[name=phien]")["value"] == str(fresh(in_work).lock_version)


def test_a_lateness_noted_meanwhile_is_nobody_elses_change(desk, act, in_work):
    seen, officer = Dossier.objects.get(pk=in_work.pk), in_work.current_step.officer
    detect_late_steps(at("2026-12-20 09:00"))
    assert fresh(in_work).lock_version > seen.lock_version
    back = act(officer, in_work, "sua-thong-tin", seen=seen, applicant_name="Nguyễn Văn Anh", reason="")
    form = BeautifulSoup(back.content, "html.parser").select_one("form.act-form")
    assert form.select_one("[name=phien]")["value"] == str(fresh(in_work).lock_version)


def test_who_comes_after_the_step_went_on_can_copy_what_he_typed(act, in_work):
    seen, officer = Dossier.objects.get(pk=in_work.pk), in_work.current_step.officer
    act(officer, in_work, "chuyen-buoc")
    late = act(officer, in_work, "tra-lai", seen=seen, reason="Chữ đã gõ")
    assert late.status_code == 409 and late.context["is_over"]
    assert "Chữ đã gõ" in late.content.decode()


# --- Clock and end --------------------------------------------------------------------------------------
def test_asking_for_supplements_stops_the_clock_and_what_came_lets_it_run(desk, act, in_work, browse):
    officer = in_work.current_step.officer
    refused = act(officer, in_work, "tam-dung", kind="supplement", reason="Thiếu bản sao.", items=" \n")
    assert refused.status_code == 422 and "items" in refused.context["form"].errors
    act(officer, in_work, "tam-dung", kind="supplement", reason="Thiếu bản sao.", items="Bản sao\nẢnh")
    waiting = fresh(in_work)
    assert waiting.state == DossierState.WAITING_SUPPLEMENT
    assert waiting.pauses.get().items == ["Bản sao", "Ảnh"]
    assert page(browse, officer, waiting).context["detail"].open_pause is not None
    assert act(desk.officer, waiting, "tiep-tuc", note="Đã nộp đủ.").status_code == 302
    assert fresh(in_work).state == DossierState.IN_PROGRESS


@pytest.mark.parametrize(
    ("slug", "state"),
    [("tu-choi", DossierState.REFUSED), ("dung", DossierState.STOPPED), ("rut", DossierState.WITHDRAWN)],
)
def test_a_leader_ends_a_dossier_with_a_reason(desk, act, in_work, slug, state):
    assert act(desk.leader, in_work, slug, reason="").status_code == 422
    assert (
        act(desk.leader, in_work, slug, reason="Không đủ điều kiện.", legal_basis="Điều 5").status_code == 302
    )
    assert fresh(in_work).state == state


def test_a_submission_is_ticked_and_received_or_asked_about(desk, act, browse):
    dossier = submit(now=FRIDAY)
    shown = page(browse, desk.officer, dossier, "tiep-nhan/")
    rows = [row for panel in shown.context["form"].panels() for row in panel.rows]
    assert rows and all(row.tick.value() for row in rows)
    refused = act(desk.officer, dossier, "tiep-nhan")  # nothing is ticked
    assert refused.status_code == 409 and fresh(dossier).state == DossierState.SUBMITTED
    ticks = {row.tick.html_name: "on" for row in rows}
    assert act(desk.officer, dossier, "tiep-nhan", **ticks).status_code == 302
    assert fresh(dossier).state == DossierState.RECEIVED


# --- Gate -----------------------------------------------------------------------------------------------
def test_the_whole_way_through_the_gate(desk, act, browse, held, incident):
    officer, code = held.current_step.officer, held.code
    shown = page(browse, officer, held)
    assert shown.context["gate"].is_closed and shown.context["complete"] is None
    assert [step.state for step in shown.context["gate"].path] == ["now", "todo", "todo", "todo"]
    refused = act(officer, held, "chuyen-buoc", note="Xong rồi")
    assert (
        refused.status_code == 409
        and refused.context["gate_closed"]
        and "Xong rồi" in refused.content.decode()
    )

    assert act(officer, held, "giai-trinh", incident, cause="", explanation="Chờ").status_code == 422
    act(officer, held, "giai-trinh", incident, cause="other_agency", explanation="Chờ xã khác trả lời.")
    drafter = desk.head
    form = browse(drafter).get(f"/lam-viec/ho-so/{code}/tre-han/{incident.pk}/soan-thu/").context["form"]
    words = {name: form[name].value() or "" for name in ("reason", "apology", "second_promise_reason")}
    assert "Chờ xã khác trả lời" in words["reason"]
    due = form["new_due_at"].value()
    act(drafter, held, "soan-thu", incident, new_due_at=f"{due:%Y-%m-%dT%H:%M}" if due else "", **words)
    incident.refresh_from_db()
    assert incident.state == IncidentState.LETTER_DRAFTED
    assert act(drafter, held, "ky-thu", incident, kind="paper").status_code == 403
    act(desk.leader, held, "ky-thu", incident, kind="paper")
    after = fresh(held)
    assert not after.is_held and after.letters.get().number
    assert act(officer, held, "chuyen-buoc").status_code == 302
    assert act(desk.officer, held, "gui-thu", incident, channel="post").status_code == 302
    incident.refresh_from_db()
    assert incident.state == IncidentState.CLOSED
    assert page(browse, desk.leader, held).context["gate"] is None


def test_only_a_leader_lets_a_held_dossier_through(desk, act, held, incident):
    assert act(held.current_step.officer, held, "cho-qua", incident, reason="Gấp").status_code == 403
    assert act(desk.leader, held, "cho-qua", incident, reason="").status_code == 422
    assert act(desk.leader, held, "cho-qua", incident, reason="Dân cần đi viện.").status_code == 302
    assert not fresh(held).is_held


# --- Files ----------------------------------------------------------------------------------------------
def office_file(*names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("congvan.pdf", PDF, True),
        ("anh.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20, True),
        ("vanban.docx", office_file("word/document.xml"), True),
        ("congvan.pdf", b"<script>alert(1)</script>", False),
        ("trang.html", b"<html>", False),
        ("macro.docx", office_file("word/document.xml", "word/vbaProject.bin"), False),
        ("goi.docx", office_file("readme.txt"), False),
        ("hong.docx", b"PK\x03\x04 broken", False),
        ("rong.pdf", b"", False),
    ],
)
def test_files_are_told_by_their_content(act, in_work, name, content, is_taken):
    officer = in_work.current_step.officer
    sent = act(officer, in_work, "them-tep", file=SimpleUploadedFile(name, content), title="Công văn 88")
    assert sent.status_code == (302 if is_taken else 422)
    assert DossierFile.objects.count() == int(is_taken)
    if not is_taken:
        assert sent.context["form"]["title"].value() == "Công văn 88"


def test_a_file_goes_out_as_an_attachment_to_readers_only(desk, act, browse, in_work):
    officer = in_work.current_step.officer
    act(officer, in_work, "them-tep", file=SimpleUploadedFile("Công văn.pdf", PDF))
    file = DossierFile.objects.get()
    answer = page(browse, officer, in_work, f"tep/{file.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream" and "no-store" in answer["Cache-Control"]
    assert page(browse, desk.by_role["internal_auditor"], in_work, f"tep/{file.pk}/").status_code == 404
    act(officer, in_work, "go-tep", file_id=file.pk, reason="Nhầm tệp.")
    assert page(browse, officer, in_work, f"tep/{file.pk}/").status_code == 404


# --- Page -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["fresh", "ready", "returned", "submitted"])
def test_every_state_has_a_page(desk, browse, kind, django_assert_max_num_queries):
    if kind == "submitted":
        dossier = submit(now=FRIDAY)
    else:
        dossier = receive(now=FRIDAY)
        if kind != "fresh":
            dossier = run_to(dossier, DossierState(kind), FRIDAY)
    with django_assert_max_num_queries(66):
        shown = page(browse, desk.leader, dossier)
    assert shown.status_code == 200 and dossier.code in shown.content.decode()
    assert page(browse, desk.leader, dossier, "vi-sao-ngay-nay/").status_code == 200


def test_the_counter_hands_the_result_over(desk, act, in_work):
    ready = run_to_kind(in_work, StepKind.HANDOVER, FRIDAY)
    assert act(desk.officer, ready, "chuyen-buoc").status_code == 302
    assert fresh(in_work).state == DossierState.RETURNED


def test_the_log_speaks_in_sentences(browse, act, held):
    officer = held.current_step.officer
    act(officer, held, "nhan-xet", text="Đã gọi xã An Lộc.")
    lines = page(browse, officer, held).context["log"]
    assert lines[0].note == "Đã gọi xã An Lộc." and lines[0].who == str(officer)
    assert all(line.what and "%(" not in line.what and "None" not in line.what for line in lines)


def test_wrong_addresses_are_not_found(desk, browse, in_work):
    client = browse(desk.leader)
    for rest in ("khong-co/", "tre-han/99/giai-trinh/", "tep/99/"):
        assert client.get(f"/lam-viec/ho-so/{in_work.code}/{rest}").status_code == 404
    assert client.get("/lam-viec/ho-so/H00-000000-0000/").status_code == 404
    assert client.get(f"/lam-viec/ho-so/{in_work.code.lower()}/").status_code == 200


def test_whoever_drafted_the_letter_is_told_who_signs_it(desk, act, browse, held, incident):
    act(incident.responsible, held, "giai-trinh", incident, cause="workload", explanation="Nhiều hồ sơ.")
    words = {"reason": "Nhiều hồ sơ.", "apology": "Xin lỗi.", "new_due_at": "2026-11-27T17:00"}
    act(desk.leader, held, "soan-thu", incident, **words)
    address = f"/lam-viec/ho-so/{held.code}/tre-han/{incident.pk}/ky-thu/"
    reason = browse(desk.leader).get(address)
    assert reason.status_code == 403
    words = reason.context["reason"]
    assert str(desk.second_leader) in words and str(held.current_step.officer) not in words
    assert str(desk.leader) in words.partition(".")[0]
    told = browse(desk.head).get(address).context["reason"]
    assert str(desk.second_leader) in told and str(desk.leader) not in told
    assert browse(desk.second_leader).get(address).status_code == 200


def test_nobody_is_told_that_a_step_is_with_himself(desk, browse, in_work):
    officer = in_work.current_step.officer
    refused = browse(officer).get(f"/lam-viec/ho-so/{in_work.code}/tiep-tuc/")
    assert refused.status_code == 403 and str(officer) not in refused.context["reason"]
    other = browse(desk.leader).get(f"/lam-viec/ho-so/{in_work.code}/tiep-tuc/")
    assert str(officer) in other.context["reason"]


def test_an_empty_apology_and_a_letter_for_the_night_say_what_is_wrong(desk, act, held, incident):
    act(incident.responsible, held, "giai-trinh", incident, cause="workload", explanation="Nhiều hồ sơ.")
    words = {"reason": "Nhiều hồ sơ.", "apology": "Xin lỗi."}
    form = act(desk.head, held, "soan-thu", incident, **words | {"apology": ""}).context["form"]
    assert form.errors["apology"] != form.fields["reason"].error_messages["required"]
    refused = act(desk.head, held, "soan-thu", incident, **words, new_due_at="2026-11-28T23:30")
    assert refused.status_code == 409 and "08:00, 30/11/2026" in refused.content.decode()


def test_a_pause_says_what_each_choice_needs(desk, act, browse, in_work):
    officer = in_work.current_step.officer
    address = f"/lam-viec/ho-so/{in_work.code}/tam-dung/"
    page = browse(officer).get(address)
    label = page.content.decode().split('for="id_items"')[1].partition("</label>")[0]
    assert str(page.context["form"].fields["items"].needed_when) in label and "không bắt buộc" not in label
    past = act(
        officer, in_work, "tam-dung", kind="finance", reason="Chờ nộp tiền.", expected_until="2020-01-01"
    )
    assert past.status_code == 409 and "expected_until" in past.context["form"].errors
    act(officer, in_work, "tam-dung", kind="supplement", reason="Thiếu.", items="Bản sao")
    stopped = soup(browse(officer).get(f"/lam-viec/ho-so/{in_work.code}/")).select_one(".notice.t-info")
    slip = in_work.slips.get(kind=SlipKind.SUPPLEMENT)
    assert stopped.a["href"] == reverse("dossier-slip", args=[in_work.code, slip.pk, "pdf"])
    silent = act(desk.officer, in_work, "tiep-tuc", note=" ")
    assert silent.status_code == 422 and "note" in silent.context["form"].errors


def test_steps_not_begun_say_so(browse, desk, in_work):
    steps = browse(desk.leader).get(f"/lam-viec/ho-so/{in_work.code}/").content.decode()
    hidden = re.findall(r'<span class="vh">Bước \d+([^<]*)</span>', steps)
    assert hidden and not [words for words in hidden if words.startswith(", :")]
    assert ", đang chờ: " in hidden


def test_what_is_explained_and_drafted_is_changed_not_made_again(desk, act, browse, held, incident):
    def labels():
        gate = soup(browse(incident.responsible).get(f"/lam-viec/ho-so/{held.code}/")).select_one(".gate")
        return [button.get_text(strip=True) for button in gate.select("a.btn")]

    assert labels() == ["Viết giải trình"]
    act(incident.responsible, held, "giai-trinh", incident, cause="workload", explanation="Nhiều hồ sơ.")
    address = f"/lam-viec/ho-so/{held.code}/tre-han/{incident.pk}/giai-trinh/"
    page = soup(browse(incident.responsible).get(address))
    assert "Viết giải trình" not in labels() and page.h1.get_text() in labels()
    words = {"reason": "Nhiều hồ sơ.", "apology": "Xin lỗi."}
    act(desk.head, held, "soan-thu", incident, **words, new_due_at="2026-12-01T17:00")
    incident.refresh_from_db()
    assert incident.state == IncidentState.LETTER_DRAFTED
    gate = soup(browse(desk.head).get(f"/lam-viec/ho-so/{held.code}/")).select_one(".gate")
    assert "Soạn thư xin lỗi" not in [button.get_text(strip=True) for button in gate.select("a.btn")]


def test_who_takes_the_next_step_if_nobody_is_chosen_is_said(browse, in_work):
    page = soup(browse(in_work.current_step.officer).get(f"/lam-viec/ho-so/{in_work.code}/"))
    assert "Không chọn" not in page.select_one("select[name=next_officer]").get_text()
