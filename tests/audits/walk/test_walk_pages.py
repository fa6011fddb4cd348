"""Pages of a checklist without scripts: who comes in, answering, photos, conflicts; and what a phone may send."""

import json
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.enums import AuditState, Grade
from audits.models import Audit, AuditItem, ItemAnswer, ItemPhoto
from audits.services.answers import LONGEST_NOTE
from tests.audits.walk.field import at
from tests.audits.walk.pictures import phone_photo, plain_photo
from tests.audits.walk.test_answers import give

START = "/lam-viec/danh-gia/ĐG-2026-02/phieu/1/"
NOW = at("2026-11-20 10:00")


def path(tail=""):
    return f"{START}{tail}"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def form_of(client, number=1):
    """The fields of the page as a browser would send them."""
    page = soup(client.get(path(f"cau/{number}/")))
    form = page.select_one(f"form#f-{number}")
    values = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    for field in form.select("input[type=radio][checked]"):
        values[field["name"]] = field["value"]
    return values | {"note": form.select_one("textarea").text}


def fill(client, number=1, **changes):
    return client.post(path(f"cau/{number}/"), form_of(client, number) | changes, follow=True)


def report(field):
    Audit.objects.filter(pk=field.audit.pk).update(
        state=AuditState.REPORTED, reported_at=NOW, report_hash="x"
    )


# --- Who --------------------------------------------------------------------------------------------------
def test_who_reads_who_answers(client, field):
    expected = {
        "lead": (200, True),
        "member": (200, True),
        "secretary": (200, False),
        "leader": (200, False),
        "outsider": (200, False),
        "observer": (404, False),
        "head": (404, False),
    }
    found = {}
    for who in expected:
        client.force_login(getattr(field, who))
        response = client.get(path("cau/1/"))
        found[who] = (response.status_code, bool(soup(response).select("form#f-1")))
        sent = client.post(path("cau/1/"), {"result": "conform", "uid": uuid.uuid4(), "based_on": 0})
        assert sent.status_code == {(200, True): 302, (200, False): 403, (404, False): 404}[found[who]], who
        assert client.get(path()).status_code == found[who][0]
        assert client.get(path("gui/")).status_code == found[who][0]
    assert found == expected
    assert set(ItemAnswer.objects.values_list("answered_by", flat=True)) == {field.lead.pk, field.member.pk}
    client.logout()
    for tail in ("", "cau/1/", f"anh/{uuid.uuid4()}/"):
        assert client.get(path(tail)).status_code == 302
    assert client.get(path("gui/")).status_code == 401 == client.post(path("anh/")).status_code


def test_the_unit_reads_once_the_report_is_out_and_nobody_answers_any_more(client, field):
    report(field)
    client.force_login(field.head)
    page = client.get(path())
    assert page.status_code == 200 and "walk-data" not in page.content.decode()
    client.force_login(field.lead)
    assert not soup(client.get(path("cau/1/"))).select("form#f-1")


def test_the_technical_role_and_wrong_addresses(client, field):
    client.force_login(field.lead)
    for tail in ("cau/99/", "cau/99999999999999999999/", f"anh/{uuid.uuid4()}/", "cau/0/"):
        assert client.get(path(tail)).status_code == 404, tail
    assert client.get(START.replace("phieu/1", "phieu/99999999999999999999")).status_code == 404
    assert client.get(START.replace("02", "%00")).status_code == 404
    assert client.get(path("cau/1/chon/")).status_code == 405 == client.get(path("anh/")).status_code


# --- Without scripts ----------------------------------------------------------------------------------------
def test_an_answer_goes_on_to_the_next_question_and_the_last_to_the_list(client, field):
    client.force_login(field.lead)
    response = fill(client, 1, result="conform")
    assert response.redirect_chain[-1][0] == soup(response).select_one("form")["action"]
    assert response.redirect_chain[-1][0].endswith("/cau/2/")
    assert field.item(1).grade == Grade.CONFORM
    assert fill(client, 5, result="remark", remark="opportunity").redirect_chain[-1][0].endswith("/phieu/1/")
    assert field.item(5).grade == Grade.OPPORTUNITY
    bar = soup(client.get(path())).select_one("progress")
    assert (bar["value"], bar["max"]) == ("2", "5")


def test_a_nonconformity_without_evidence_is_kept_and_says_what_is_missing(client, field):
    client.force_login(field.lead)
    response = fill(client, 1, result="nonconform", severity="major_nc")
    assert response.redirect_chain[-1][0].endswith("/cau/1/") and field.item(1).grade == Grade.MAJOR_NC
    page = soup(response)
    assert [line["data-lack"] for line in page.select("[data-lack]:not([hidden])")] == ["evidence", "note"]
    assert soup(client.get(path())).select(".walk-sums .t-bad")
    photo = SimpleUploadedFile("a.jpg", phone_photo().getvalue())
    response = fill(client, 1, note="Thiếu chữ ký", photos=[photo])
    page = soup(response)
    assert response.redirect_chain[-1][0].endswith("/cau/2/")
    assert not soup(client.get(path("cau/1/"))).select("[data-lack]:not([hidden])")
    image = soup(client.get(path("cau/1/"))).select_one(".walk-photos img")
    assert (image["width"], image["height"]) == ("800", "1600")
    served = client.get(image["src"])
    assert served["Content-Type"] == "image/jpeg" and served["X-Content-Type-Options"] == "nosniff"
    assert "private" in served["Cache-Control"] and b"Exif" not in served.getvalue()


def test_confirming_what_the_system_found_cites_the_dossier_and_is_complete(client, field):
    client.force_login(field.lead)
    assert field.dossier.code in soup(client.get(path("cau/2/"))).select_one(".walk-found").text
    fill(client, 2, confirm="1")
    item = field.item(2)
    assert (item.grade, item.note) == (Grade.MINOR_NC, item.suggested_note)
    assert not soup(client.get(path("cau/2/"))).select("[data-lack]:not([hidden])")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"result": "splendid"}, "Chọn một kết quả."),
        ({"result": ""}, "Chọn một kết quả."),
        ({"uid": "x", "result": "conform"}, "Hãy trả lời lại câu hỏi."),
        ({"based_on": "-1", "result": "conform"}, "Hãy trả lời lại câu hỏi."),
        ({"based_on": "9" * 30, "result": "conform"}, "Hãy trả lời lại câu hỏi."),
        ({"note": "x" * 5000, "result": "conform"}, "4000"),
        ({"note": "a\x00b", "result": "conform"}, "rỗng"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(client, field, bad, words):
    client.force_login(field.lead)
    response = fill(client, 1, **({"note": "Đã xem"} | bad))
    page = soup(response)
    assert response.status_code == 422 and not ItemAnswer.objects.exists()
    assert words in page.select_one(".errors").text
    if "\x00" not in bad.get("note", ""):
        assert page.select_one("textarea").text.strip() == bad.get("note", "Đã xem")


def test_a_note_as_long_as_the_page_lets_it_be_is_taken_however_many_lines_it_has(client, field):
    """Browsers count the end of a line as one sign and send two."""
    client.force_login(field.lead)
    note = "x\n" * (LONGEST_NOTE // 2 - 1) + "xx"
    fill(client, 1, result="conform", note=note.replace("\n", "\r\n"))
    assert field.item(1).note == note


def test_a_photo_that_cannot_be_read_does_not_lose_the_answer(client, field):
    client.force_login(field.lead)
    bad = SimpleUploadedFile("a.jpg", b"khong phai anh")
    response = fill(client, 1, result="nonconform", note="Thiếu chữ ký", photos=[bad])
    assert response.status_code == 422 and soup(response).select(".errors")
    assert field.item(1).note == "Thiếu chữ ký" and not ItemPhoto.objects.exists()


def test_pressing_twice_is_one_answer_and_going_back_to_change_is_another(client, field):
    client.force_login(field.lead)
    values = form_of(client, 1) | {"result": "conform"}
    for changes in ({}, {}, {"note": "Xem lại"}):
        client.post(path("cau/1/"), values | changes)
    assert ItemAnswer.objects.count() == 2 and field.item(1).note == "Xem lại"


def test_a_photo_is_taken_back(client, field):
    client.force_login(field.lead)
    fill(client, 1, result="conform", photos=[SimpleUploadedFile("a.jpg", plain_photo().getvalue())])
    photo = ItemPhoto.objects.get()
    address = path(f"anh/{photo.uid}/")
    assert client.get(address).status_code == 200
    client.post(path("cau/1/"), {"take-back": str(photo.uid)})
    client.post(path("cau/1/"), {"take-back": "x"})
    assert ItemPhoto.objects.get().removed_by == field.lead and client.get(address).status_code == 404
    client.force_login(field.head)
    assert client.get(address).status_code == 404


def test_a_conflict_shows_both_and_one_is_chosen(client, field):
    give(field, field.lead, Grade.CONFORM)
    client.force_login(field.member)
    response = fill(client, 1, result="nonconform", note="Thiếu chữ ký", based_on="0")
    assert response.redirect_chain[-1][0].endswith("/cau/1/")
    choices = soup(response).select(".walk-rivals form")
    assert (
        len(choices) == 2
        and len(soup(client.get(path())).select('[data-flag="conflict"]:not([hidden])')) == 2
    )
    values = {field["name"]: field["value"] for field in choices[1].select("input[name]")}
    for bad in ({"answer": "x"}, {"answer": ""}, {"answer": "9" * 30}, {"based_on": "1"}):
        assert client.post(choices[1]["action"], values | bad).status_code == 422, bad
    response = client.post(choices[1]["action"], values, follow=True)
    assert response.status_code == 200 and field.item(1).grade == Grade.MINOR_NC
    assert not field.item(1).has_conflict and ItemAnswer.objects.count() == 3
    assert client.post(choices[0]["action"], values | {"answer": "1"}).status_code == 422
    client.force_login(field.leader)
    assert client.post(choices[0]["action"], values).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_questions(client, field):
    client.force_login(field.lead)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path()).status_code == 200
        return len(queries)

    count()
    give(field, field.lead, Grade.CONFORM)
    give(field, field.member, Grade.MINOR_NC, "a")
    few = count()
    for number in range(6, 46):
        AuditItem.objects.create(checklist=field.checklist, number=number, clause="8.1", question="Câu?")
    for number in (2, 3, 4):
        give(field, field.lead, Grade.CONFORM, number=number)
        give(field, field.member, Grade.MINOR_NC, "a", number=number)
    assert count() == few <= 40


# --- Sending from a phone -----------------------------------------------------------------------------------
def send(client, body, **extra):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(path("gui/"), data, content_type="application/json", **extra)


def sent_answer(**changes):
    return {
        "number": 1,
        "uid": str(uuid.uuid4()),
        "grade": "conform",
        "note": "",
        "based_on": 0,
        "at": 1_795_143_600_000,
        **changes,
    }


def test_a_batch_is_taken_once_and_answers_with_the_state(client, field):
    client.force_login(field.lead)
    batch = {
        "user": field.lead.pk,
        "answers": [sent_answer(), sent_answer(number=2, grade="minor_nc", note="Xem\u0301")],
    }
    for _ in range(2):
        response = send(client, batch)
        reply = response.json()
        assert response.status_code == 200 and [one["outcome"] for one in reply["results"]] == ["applied"] * 2
    assert ItemAnswer.objects.count() == 2 and reply["state"]["items"]["2"]["grade"] == "minor_nc"
    assert reply["user"] == field.lead.pk and reply["mayAudit"] and reply["token"]


def test_one_bad_answer_does_not_hold_up_the_others(client, field):
    client.force_login(field.lead)
    rows = [
        None,
        [],
        "x",
        {},
        sent_answer(number=77),
        sent_answer(number="9" * 30),
        sent_answer(grade="splendid"),
        sent_answer(uid="x"),
        sent_answer(uid={"a": 1}),
        sent_answer(at=-5),
        sent_answer(at=10**40),
        sent_answer(at=float("nan")),
        sent_answer(based_on=-1),
        sent_answer(note=["a"] * 5000),
        sent_answer(note="x" * 4001),
        sent_answer(number=3),
    ]
    reply = send(client, {"user": field.lead.pk, "answers": rows}).json()
    assert [one["outcome"] for one in reply["results"]] == ["refused"] * 15 + ["applied"]
    assert all(one["sentence"] for one in reply["results"][:-1])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"[" * 200_000, 400),
        (b"1" * 10_000, 400),
        (b'{"answers": []}', 409),
        (b'{"user": 999999, "answers": [{}]}', 409),
        (b'{"user": ME, "answers": {}}', 400),
        (b'{"user": ME, "answers": 5}', 400),
        (b'{"user": ME, "answers": [' + b"0," * 200 + b"0]}", 413),
        (b'{"user": ME, "removals": [5, null, "x", {}]}', 200),
        (b'{"user": ME, "pad": "' + b"x" * 3_000_000 + b'"}', 413),
    ],
)
def test_what_is_no_batch_gets_a_sentence(client, field, body, status):
    client.force_login(field.lead)
    response = send(client, body.replace(b"ME", str(field.lead.pk).encode()))
    assert response.status_code == status and response["Content-Type"] == "application/json"
    assert status == 200 or response.json()["sentence"]
    assert not ItemAnswer.objects.exists()


def test_nothing_is_taken_in_somebody_elses_name(client, field):
    client.force_login(field.member)
    reply = send(client, {"user": field.lead.pk, "answers": [sent_answer()]})
    assert reply.status_code == 409 and not ItemAnswer.objects.exists()
    data = {"user": field.lead.pk, "number": 1, "uid": uuid.uuid4(), "at": 1, "photo": plain_photo()}
    assert client.post(path("anh/"), data).status_code == 409 and not ItemPhoto.objects.exists()


def test_after_the_report_answers_are_refused_one_by_one(client, field):
    report(field)
    client.force_login(field.lead)
    reply = send(client, {"user": field.lead.pk, "answers": [sent_answer()]}).json()
    assert reply["results"][0]["outcome"] == "refused" and not reply["mayAudit"]


def test_a_token_is_needed(field):
    client = Client(enforce_csrf_checks=True)
    client.force_login(field.lead)
    batch = {"user": field.lead.pk, "answers": [sent_answer()]}
    assert send(client, batch).status_code == 403
    token = client.get(path("gui/")).json()["token"]
    assert send(client, batch, headers={"X-CSRFToken": token}).status_code == 200


def test_photos_arrive_once_and_are_taken_back(client, field):
    client.force_login(field.lead)
    uid = str(uuid.uuid4())

    def upload(**changes):
        data = {
            "user": field.lead.pk,
            "number": 1,
            "uid": uid,
            "at": 1_795_143_600_000,
            "photo": plain_photo(),
        }
        return client.post(
            path("anh/"), {name: value for name, value in (data | changes).items() if value is not None}
        )

    assert upload().json()["outcome"] == "applied" == upload().json()["outcome"]
    assert ItemPhoto.objects.count() == 1
    bad = [
        {"photo": SimpleUploadedFile("a.jpg", b"x")},
        {"photo": None},
        {"number": "77"},
        {"uid": "x"},
        {"at": ""},
    ]
    for changes in bad:
        response = upload(**({"uid": str(uuid.uuid4())} | changes))
        assert response.status_code == 422 and response.json()["sentence"], changes
    for _ in range(2):
        reply = send(client, {"user": field.lead.pk, "removals": [uid]}).json()
        assert reply["results"] == [{"uid": uid, "outcome": "applied"}]
    assert reply["state"]["items"]["1"]["photos"] == []


def test_signing_out_asks_while_the_device_keeps_something(client, field):
    client.force_login(field.lead)
    client.cookies[f"unsent-{field.lead.pk}"] = "2"
    response = client.post("/lam-viec/dang-xuat/")
    assert response.status_code == 200 and "Clear-Site-Data" not in response
    # Pressed before its script was there, the button left on the device what it keeps to read.
    script = BeautifulSoup(response.content, "html.parser").head.select_one("script[src*='js/offline-leave']")
    assert not {"defer", "async"} & set(script.attrs)
    assert client.get("/lam-viec/").status_code == 200
    response = client.post("/lam-viec/dang-xuat/", {"keep": "1"})
    assert response.status_code == 302 and "Clear-Site-Data" not in response
    assert client.get("/lam-viec/").status_code == 302


def test_a_report_waits_for_questions_answered_differently_and_names_them(client, field):
    AuditItem.objects.filter(checklist=field.checklist, number__in=[2, 5]).update(has_conflict=True)
    client.force_login(field.lead)
    url = reverse("audit-act", args=[field.audit.code, "bao-cao"])
    assert client.get(url).status_code == 200
    response = client.post(
        url,
        {"seen": field.audit.lock_version, "strengths": "Tốt", "conclusion": "Đạt", "unassessed": "on"},
    )
    assert response.status_code == 409
    links = BeautifulSoup(response.content, "html.parser").select(".errors a")
    assert [link.get_text() for link in links] == ["câu 2 của phiếu 1", "câu 5 của phiếu 1"]
    assert all(client.get(link["href"]).status_code == 200 for link in links)
