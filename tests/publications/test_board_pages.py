"""The pages of the posting register: role × address × verb, forms, photos, public pages, the screen."""

import datetime as dt
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from document_control.policies import DocumentPolicy
from publications.boards.inbox import posting_jobs
from publications.enums import BoardSize
from publications.models import NoticeBoard, Posting, TakeDown
from publications.services.posting import post_notice
from tests.factories.documents import at, issue, rewrite, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

ROLES = (
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    "leader",
    "iso_secretary",
    "internal_auditor",
    "clerk",
    "administrator",
)
POSTERS = {"iso_secretary", "one_stop_officer", "clerk"}
NOW = at("2026-11-21 09:00")
FILLED = {"done_on": "20/11/2026", "done_at": "08:30", "note": "Dán bên trái", "reason": ""}


@pytest.fixture
def wall(board_ward):
    """A board with one right notice and one that is missing."""
    board_ward.page, board_ward.missing = board_ward.procedure(), board_ward.procedure("QT-TP-02")
    board_ward.wall = board_ward.board("sanh", board_ward.page, board_ward.missing)
    board_ward.posting = post_notice(
        board_ward.wall,
        board_ward.page.document.issuedversions.get(),
        posted_at=at("2026-06-01 08:00"),
        by=board_ward.user("clerk"),
        now=at("2026-06-01 08:00"),
    )
    return board_ward


def signed_in(client, user):
    client.force_login(user)
    return client


def post_url(ward, page=None):
    return reverse("board-post", args=[ward.wall.pk, (page or ward.missing).document_id])


def picture(width=3000, height=2000, kind="JPEG", **more):
    target = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(target, kind, **more)
    return SimpleUploadedFile("anh.jpg", target.getvalue(), content_type="image/jpeg")


def words_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("role", [*ROLES, None])
def test_role_by_address_by_verb(client, wall, role):
    reads = ["board-list", "board-print"]
    one = [("board", wall.wall.pk), ("board-history", wall.wall.pk)]
    records = [
        post_url(wall),
        reverse("board-replace", args=[wall.posting.pk]),
        reverse("board-take-down", args=[wall.posting.pk]),
    ]
    if role:
        client.force_login(wall.user(role))
    refused = 302 if role is None else 403
    for address in [reverse(name) for name in reads] + [reverse(name, args=[pk]) for name, pk in one]:
        assert client.get(address).status_code == (refused if role in (None, "administrator") else 200)
        assert client.post(address).status_code == 405
    for address in records:
        assert client.get(address).status_code == (200 if role in POSTERS else refused)
        assert client.post(address, {}).status_code == (422 if role in POSTERS else refused)
    assert Posting.objects.count() == 1 and not TakeDown.objects.exists()


def test_a_posting_with_a_photo_from_the_phone(client, wall):
    signed_in(client, wall.user("one_stop_officer"))
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 42.0)}
    exif[0x010F] = "Máy của ông A"
    response = client.post(post_url(wall), {**FILLED, "photo": picture(exif=exif)})
    assert response.status_code == 302
    posting = Posting.objects.latest("pk")
    assert posting.posted_at == at("2026-11-20 08:30") and posting.note == "Dán bên trái"
    with Image.open(posting.photo) as saved:
        assert saved.size == (1600, 1067) and not saved.getexif() and "exif" not in saved.info
    photo = reverse("posting-photo", args=[posting.pk])
    assert client.get(photo)["Content-Type"] == "image/jpeg"
    assert signed_in(client, wall.user("administrator")).get(photo).status_code == 403
    client.logout()
    assert client.get(photo).status_code == 302
    assert client.get(f"/media/{posting.photo.name}").status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.jpg", b"khong phai anh"),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("a.jpg", picture().read()[:400]),
        SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_files_that_are_no_photo_are_refused_and_nothing_typed_is_lost(client, wall, upload):
    upload.seek(0)
    response = signed_in(client, wall.user("clerk")).post(post_url(wall), {**FILLED, "photo": upload})
    assert response.status_code == 422 and Posting.objects.count() == 1
    assert 'value="Dán bên trái"' in response.content.decode()


def test_a_picture_that_unfolds_to_too_many_pixels_is_refused(client, wall, monkeypatch):
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 1000)
    response = signed_in(client, wall.user("clerk")).post(
        post_url(wall), {**FILLED, "photo": picture(200, 200)}
    )
    assert response.status_code == 422 and Posting.objects.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"done_on": "31/02/2026"},
        {"done_at": "25:99"},
        {"done_on": "01/01/0001"},
        {"done_on": "01/01/9999"},
        {"done_on": "21/11/2026", "done_at": "09:01"},
        {"done_on": "01/01/2026"},
        {"note": "x" * 300},
        {"note": "a\x00b"},
    ],
)
def test_bad_input_gets_a_sentence(client, wall, bad):
    response = signed_in(client, wall.user("clerk")).post(post_url(wall), FILLED | bad)
    assert response.status_code == 422 and Posting.objects.count() == 1
    assert BeautifulSoup(response.content, "html.parser").select(".errors")


def test_two_officers_with_the_same_form_one_is_told_what_the_other_did(client, wall):
    signed_in(client, wall.user("clerk")).post(post_url(wall), FILLED)
    response = signed_in(client, wall.user("one_stop_officer")).post(post_url(wall), FILLED)
    assert response.status_code == 422 and Posting.objects.count() == 2
    assert wall.user("clerk").get_full_name() in words_of(response)
    down = reverse("board-take-down", args=[wall.posting.pk])
    assert client.post(down, FILLED).status_code == 302
    assert client.post(down, FILLED).status_code == 422
    assert TakeDown.objects.count() == 1


def test_replacing_from_the_inbox_job(client, wall):
    rewrite(wall.page, summary="Tóm tắt mới.")
    issue(wall.page, now=at("2026-11-02 08:00"))
    officer = wall.user("clerk")
    jobs = {job.code: job for job in posting_jobs(DocumentPolicy(officer, NOW.date()), NOW)}
    assert set(jobs) == set() or {job.kind for job in jobs.values()} == {"niem-yet"}
    secretary = posting_jobs(DocumentPolicy(wall.user("iso_secretary"), NOW.date()), NOW)
    by_code = {job.code: job for job in secretary}
    assert set(by_code) == {"QT-TP-01", "QT-TP-02"} and by_code["QT-TP-01"].urgency == "late"
    client.force_login(wall.user("iso_secretary"))
    assert "QT-TP-01" in words_of(client.get("/lam-viec/?viec=niem-yet"))
    assert client.post(by_code["QT-TP-01"].url, FILLED).status_code == 302
    assert [str(p.version.number) for p in Posting.objects.filter(take_down=None)] == ["1.1"]


def test_the_technical_role_has_no_jobs_at_boards(wall):
    assert posting_jobs(DocumentPolicy(wall.user("administrator"), NOW.date()), NOW) == []


def test_lists_take_the_same_number_of_queries_for_many_boards(client, wall, django_assert_num_queries):
    client.force_login(wall.user("iso_secretary"))
    client.get("/lam-viec/niem-yet/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/lam-viec/niem-yet/")
    for n in range(5):
        wall.board(f"them-{n}", wall.page, wall.missing)
    with django_assert_num_queries(len(few)):
        client.get("/lam-viec/niem-yet/")


# --- Public pages ---------------------------------------------------------------------------------------
def test_the_public_list_shows_what_hangs_rightly_and_no_names(client, wall):
    text = words_of(client.get("/niem-yet/"))
    assert "Đăng ký QT-TP-01" in text and "Đăng ký QT-TP-02" not in text
    assert wall.user("clerk").get_full_name() not in text
    assert "Đăng ký QT-TP-01" in words_of(client.get("/niem-yet/?q=dang+ky+qt-tp-01&noi=sanh"))
    assert "Đăng ký QT-TP-01" not in words_of(client.get("/niem-yet/?q=khongco"))
    rewrite(wall.page, summary="Tóm tắt mới.")
    issue(wall.page, now=at("2026-11-02 08:00"))
    assert "Đăng ký QT-TP-01" not in words_of(client.get("/niem-yet/"))


def test_what_citizens_may_not_read_is_on_no_public_page(client, wall):
    wall.board("man-hinh", wall.page, size=BoardSize.SCREEN)
    wall.page.document.audience = "staff"
    wall.page.document.save()
    assert "Đăng ký QT-TP-01" not in words_of(client.get("/niem-yet/"))
    assert "Đăng ký QT-TP-01" not in words_of(client.get("/niem-yet/man-hinh/man-hinh/"))


def test_the_screen_shows_the_version_in_force_and_says_when_it_must_change(client, wall):
    wall.board("man-hinh", wall.page, wall.missing, size=BoardSize.SCREEN)
    page = BeautifulSoup(client.get("/niem-yet/man-hinh/man-hinh/").content, "html.parser")
    version = wall.page.document.issuedversions.get()
    notice = page.select_one("[data-notice]")
    assert version.check_code_display in notice.get_text() and notice.select_one(".notice-qr svg path")
    address = "/niem-yet/man-hinh/man-hinh/trang-thai/"
    before = json.loads(client.get(address).content)
    assert before == {"fingerprint": page.main["data-fingerprint"], "next_change": None}
    withdraw(wall.missing, now=NOW, effective_from=at("2026-12-01"))
    coming = json.loads(client.get(address).content)
    assert coming["fingerprint"] == before["fingerprint"]
    assert dt.datetime.fromisoformat(coming["next_change"]) == at("2026-12-01")
    rewrite(wall.page, summary="Tóm tắt mới.")
    issue(wall.page, now=NOW)
    assert json.loads(client.get(address).content)["fingerprint"] != before["fingerprint"]


def test_no_screen_for_unknown_and_closed_boards(client, wall):
    NoticeBoard.objects.update(valid_to=dt.date(2026, 11, 20))
    for slug in ("sanh", "khong-co"):
        assert client.get(f"/niem-yet/man-hinh/{slug}/").status_code == 404
        assert client.get(f"/niem-yet/man-hinh/{slug}/trang-thai/").status_code == 404


# --- Pages without a network ----------------------------------------------------------------------------
def test_the_worker_is_served_at_the_root_and_signing_out_forgets_what_was_kept(client, wall):
    response = client.get("/offline-worker.js")
    assert response["Service-Worker-Allowed"] == "/" and response["Content-Type"].startswith(
        "text/javascript"
    )
    client.force_login(wall.user("clerk"))
    assert client.post("/lam-viec/dang-xuat/")["Clear-Site-Data"] == '"storage"'
