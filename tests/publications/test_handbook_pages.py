"""Pages of handbooks for every role: what answers, what is shown, what stays hidden, how many queries it takes."""

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from organisation.models import Post, User
from organisation.services import sync_all_roles
from procedures.workspace.inbox import inbox_of
from publications.handbooks import presentation as handbook_presentation
from publications.models import HandbookEdition, HandbookProposal, ReadReceipt
from publications.services.handbooks import acknowledge, return_proposal
from tests.factories.documents import at, make_unit, make_user
from tests.publications.handbook_office import TODAY, Shelf

pytestmark = pytest.mark.django_db
SECRETARY, LEADER, AUDITOR, HEAD, ADMIN = (
    "iso_secretary",
    "leader",
    "internal_auditor",
    "head_of_unit",
    "administrator",
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at("2026-11-21 09:00"), tick=False), translation.override("en"):
        yield


@pytest.fixture
def shelf():
    return Shelf()


def as_user(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def main(response):
    return BeautifulSoup(response.content, "html.parser").find(id="main")


def text_of(response):
    return " ".join(main(response).get_text(" ").split())


def url(name, *args):
    return reverse(name, args=["so-tay", *args])


# --- Role × address × verb ------------------------------------------------------------------------------
ALL = set(PermissionRole.values)
OPEN = {
    "list": ALL,
    "edition in force": ALL,
    "chapter": ALL,
    "changes": ALL,
    "old edition": {SECRETARY, LEADER, AUDITOR, HEAD},
    "readers": {SECRETARY, LEADER, AUDITOR, HEAD},
    "prepare": {SECRETARY},
    "proposal": {SECRETARY, LEADER, AUDITOR},
}


def addresses(shelf, proposal, second):
    version = second.entries.first().version_id
    return {
        "list": reverse("handbook-list"),
        "edition in force": url("handbook"),
        "chapter": url("handbook-chapter", 2, version),
        "changes": url("handbook-changes", 2),
        "old edition": url("handbook-edition", 1),
        "readers": url("handbook-readers", 2),
        "prepare": url("handbook-prepare"),
        "proposal": reverse("handbook-proposal", args=[proposal.pk]),
    }


@pytest.fixture
def two_editions(shelf):
    shelf.edition()
    shelf.change("QT-NB-01", now="2026-03-01 08:00")
    second = shelf.edition("2026-03-02 09:00", reason="Cập nhật QT-NB-01.")
    shelf.change("QT-NB-02", now="2026-04-01 08:00")
    return second


@pytest.mark.parametrize("role", PermissionRole.values)
def test_who_opens_what(shelf, two_editions, role):
    found = addresses(shelf, shelf.prepare("2026-04-02 09:00"), two_editions)
    client = as_user(role)
    answers = {name: client.get(address).status_code for name, address in found.items()}
    assert answers == {name: 200 if role in OPEN[name] else 403 for name in OPEN}


def test_nobody_reads_without_signing_in(shelf, two_editions):
    found = addresses(shelf, shelf.prepare("2026-04-02 09:00"), two_editions)
    assert {Client().get(address).status_code for address in found.values()} == {302}


@pytest.mark.parametrize("role", PermissionRole.values)
def test_who_may_decide_by_post(shelf, role):
    proposal = shelf.prepare("2026-11-20 09:00")
    address = reverse("handbook-proposal", args=[proposal.pk])
    answer = as_user(role).post(address, {"action": "approve"}).status_code
    expected = {LEADER: 302, SECRETARY: 409, AUDITOR: 409}.get(role, 403)
    assert (answer, HandbookEdition.objects.count()) == (expected, int(role == LEADER))


@pytest.mark.parametrize("role", PermissionRole.values)
def test_who_may_prepare_by_post(shelf, role):
    answer = as_user(role).post(url("handbook-prepare"), {"reason": "Ban hành lần đầu."}).status_code
    assert (answer, HandbookProposal.objects.count()) == ((302, 1) if role == SECRETARY else (403, 0))


@pytest.mark.parametrize("name", ["handbook-list", "handbook"])
def test_reading_pages_take_no_post(shelf, name):
    address = url(name) if name == "handbook" else reverse(name)
    assert as_user("clerk").post(address).status_code == 405
    shelf.edition()
    assert as_user("clerk").get(url("handbook-acknowledge", 1)).status_code == 405


@pytest.mark.parametrize(
    "address", ["khong-co/", "so-tay/lan/9/", "so-tay/lan/1/chuong/999999/", "de-nghi/9/"]
)
def test_what_does_not_exist_is_not_found(shelf, address):
    shelf.edition()
    assert as_user(SECRETARY).get(f"/lam-viec/so-tay/{address}").status_code == 404


def test_a_handbook_without_an_edition_says_so(shelf):
    answer = as_user(SECRETARY).get(url("handbook"))
    assert answer.status_code == 200 and main(answer).find("a", href=url("handbook-prepare"))
    assert main(as_user("clerk").get(url("handbook"))).find("a", href=url("handbook-prepare")) is None


# --- Reading --------------------------------------------------------------------------------------------
def test_an_edition_is_one_page_with_contents_steps_and_index(shelf, two_editions):
    page = main(as_user("clerk").get(url("handbook")))
    lines = page.select(".contents > li")
    assert [line.find(class_="code").text for line in lines] == ["QT-NB-01", "QT-NB-02", "QT-NB-10"]
    for line in lines:
        chapter = page.find(id=line.a["href"].removeprefix("#"))
        assert chapter.h2 and len(chapter.select("ol.steps > li")) >= 3
    assert len({tag["id"] for tag in page.select("[id]")}) == len(page.select("[id]"))
    assert "version 1.1 is in force by now" in lines[1].get_text(" ")
    assert page.find(id="tra-cuu").find_all("a")


def test_the_edition_in_force_has_one_address(shelf, two_editions):
    assert as_user(SECRETARY).get(url("handbook-edition", 2))["Location"] == url("handbook")
    old = as_user(SECRETARY).get(url("handbook-edition", 1))
    banner = BeautifulSoup(old.content, "html.parser").select_one(".banner")
    assert "Edition 1 is no longer in force" in banner.get_text(" ")
    assert banner.a["href"] == url("handbook")
    assert main(old).find(id="xac-nhan") is None


def test_chapters_lead_to_the_next(shelf, two_editions):
    ids = list(two_editions.entries.values_list("version_id", flat=True))
    page = main(as_user("clerk").get(url("handbook-chapter", 2, ids[1])))
    steps = [a["href"] for a in page.select(".chapter-steps a")]
    assert steps == [
        url("handbook-chapter", 2, ids[0]),
        url("handbook") + "#muc-luc",
        url("handbook-chapter", 2, ids[2]),
    ]


def test_the_comparison_tells_changes_in_sentences(shelf, two_editions):
    page = main(as_user("clerk").get(url("handbook-changes", 2)))
    told = page.select(".told")
    assert [section.find(class_="code").text for section in told] == ["QT-NB-01", "QT-NB-02"]
    assert all("Trong 2 ngày làm việc" in section.get_text(" ") for section in told)
    assert page.find(id="moi-hon").select(".told")


def test_parts_by_unit(shelf):
    shelf.process("QT-NB-30", owner_unit_name="Phòng Kinh tế")
    shelf.edition()
    client = as_user("clerk")
    tabs = main(client.get(url("handbook"))).select(".tabs a")
    assert len(tabs) == 3
    part = main(client.get(url("handbook") + "?nhom=Phòng Kinh tế"))
    assert [line.find(class_="code").text for line in part.select(".contents > li")] == ["QT-NB-30"]
    assert len(main(client.get(url("handbook") + "?nhom=bậy")).select(".contents > li")) == 4


# --- Closed chapters ------------------------------------------------------------------------------------
def test_closed_chapters_leave_no_trace(shelf):
    shelf.process("QT-NB-05", audience="restricted", short_title="Chuyện kín")
    edition = shelf.edition()
    closed = edition.entries.get(version__document__code="QT-NB-05").version_id
    open_ids = [pk for pk in edition.entries.values_list("version_id", flat=True) if pk != closed]
    shelf.pages["QT-NB-05"] = shelf.process(
        "QT-NB-06", audience="restricted", short_title="Kín nữa", now="2026-02-05 08:00"
    )
    client = as_user("clerk")
    for address in (
        reverse("handbook-list"),
        url("handbook"),
        url("handbook-changes", 1),
        *(url("handbook-chapter", 1, pk) for pk in open_ids),
    ):
        text = client.get(address).content.decode()
        assert "QT-NB-05" not in text and "QT-NB-06" not in text and "kín" not in text.lower()
    assert client.get(url("handbook-chapter", 1, closed)).status_code == 404
    page = main(client.get(url("handbook")))
    assert [n.text for n in page.select(".contents .n")] == ["1", "2", "3"]
    assert "newer than this handbook" not in page.get_text(" ")
    assert "3 chapters" in text_of(client.get(reverse("handbook-list")))
    assert "4 chapters" in text_of(as_user(SECRETARY).get(reverse("handbook-list")))


# --- Confirming -----------------------------------------------------------------------------------------
def test_reading_and_confirming(shelf):
    edition = shelf.edition()
    client = as_user("clerk")
    page = main(client.get(url("handbook")))
    form = page.find(id="xac-nhan").form
    assert "edition 1 of “Sổ tay quy trình nội bộ”" in page.find(id="xac-nhan").get_text(" ")
    answer = client.post(form["action"], follow=True)
    assert "Confirmed" in text_of(answer)
    assert main(answer).find(id="xac-nhan") is None
    client.post(form["action"])
    assert ReadReceipt.objects.filter(edition=edition).count() == 1


def test_an_edition_replaced_while_reading_is_not_confirmed(shelf, two_editions):
    answer = as_user("clerk").post(url("handbook-acknowledge", 1))
    assert answer.status_code == 409 and "Another edition is in force" in text_of(answer)
    assert not ReadReceipt.objects.exists()


def test_who_has_not_read_by_name_and_post(shelf):
    edition = shelf.edition()
    acknowledge(edition, by=shelf.user("clerk"), now=at("2026-11-20 09:00"))
    page = as_user(SECRETARY).get(url("handbook-readers", 1))
    text = text_of(page)
    assert "1 of 8 people have confirmed (12,50%)" in text
    tables = main(page).find_all("table")
    assert len(tables[0].select("tbody tr")) == 7 and len(tables[1].select("tbody tr")) == 1
    assert shelf.user("clerk").get_full_name() not in tables[0].get_text(" ")
    assert shelf.user(ADMIN).get_full_name() not in tables[0].get_text(" ")
    reminder = main(page).find(id="reminder").text
    assert "http://testserver/en/lam-viec/so-tay/so-tay/" in reminder
    assert shelf.user("specialist").get_full_name() in reminder


def test_heads_see_their_own_people_only(shelf):
    division = make_unit("phong", "Phòng")
    head = make_user("truong", "head_of_unit", division)
    make_user("vien", "specialist", division, family="Mai")
    sync_all_roles(TODAY)
    shelf.edition()
    text = text_of(as_user(head.username).get(url("handbook-readers", 1)))
    assert "0 of 2 people" in text and "Mai Văn Vien" in text
    assert shelf.user("clerk").get_full_name() not in text


def test_people_who_left_are_not_counted(shelf):
    edition = shelf.edition()
    acknowledge(edition, by=shelf.user("clerk"), now=at("2026-11-01 09:00"))
    Post.objects.filter(assignments__user__username="clerk").update(valid_to=dt.date(2026, 11, 20))
    User.objects.filter(username="specialist").update(is_active=False)
    assert "0 of 6 people" in text_of(as_user(SECRETARY).get(url("handbook-readers", 1)))


# --- Issuing --------------------------------------------------------------------------------------------
def test_bad_input_says_what_to_do_and_keeps_the_words(shelf):
    bad = {
        "reason": "",
        "decision_number": "118/QĐ-UBND",
        "decision_date": "32/13/2026",
        "effective_on": "01/01/2020",
    }
    answer = as_user(SECRETARY).post(url("handbook-prepare"), bad)
    text = text_of(answer)
    assert answer.status_code == 422
    for sentence in ("Write what is new", "Write the day like 15/12/2026", "This day is past"):
        assert sentence in text
    assert main(answer).find(attrs={"name": "decision_number"})["value"] == "118/QĐ-UBND"
    assert not HandbookProposal.objects.exists()


def test_the_leader_reads_what_changes_and_approves(shelf, two_editions):
    proposal = shelf.prepare("2026-11-20 09:00", reason="Cập nhật QT-NB-02.")
    client, address = as_user(LEADER), reverse("handbook-proposal", args=[proposal.pk])
    page = main(client.get(address))
    assert [s.find(class_="code").text for s in page.select(".told")] == ["QT-NB-02"]
    answer = client.post(address, {"action": "approve"}, follow=True)
    assert "Issued: Sổ tay quy trình nội bộ, edition 3" in text_of(answer)
    again = client.post(address, {"action": "approve"})
    assert again.status_code == 409 and "already approved" in text_of(again)
    late = as_user("deputy").post(address, {"action": "return", "comment": "Sai."})
    assert late.status_code == 409 and shelf.user(LEADER).get_full_name() in text_of(late)
    assert HandbookEdition.objects.count() == 3


def test_a_return_needs_a_reason_and_reaches_the_secretary(shelf):
    proposal = shelf.prepare("2026-11-20 09:00")
    address = reverse("handbook-proposal", args=[proposal.pk])
    client = as_user(LEADER)
    assert client.post(address, {"action": "return"}).status_code == 422
    assert client.post(address, {"action": "bậy"}).status_code == 422
    assert client.post(address, {"action": "return", "comment": "Thiếu quy trình."}).status_code == 302
    assert "Thiếu quy trình." in text_of(as_user(SECRETARY).get(url("handbook-prepare")))


def test_a_moved_process_closes_the_approval(shelf):
    proposal = shelf.prepare("2026-11-20 09:00")
    shelf.change("QT-NB-02", now="2026-11-20 15:00")
    address = reverse("handbook-proposal", args=[proposal.pk])
    page = as_user(LEADER).get(address)
    assert main(page).find("button", value="approve") is None
    answer = as_user(LEADER).post(address, {"action": "approve"})
    assert answer.status_code == 409 and "QT-NB-02 has version 1.1" in text_of(answer)


# --- My work --------------------------------------------------------------------------------------------
def jobs(user):
    policy = DocumentPolicy(User.objects.get(username=user))
    return [
        (job.kind, job.title)
        for job in inbox_of(policy, at("2026-11-21 09:00")).jobs
        if "handbook" in job.url or "so-tay" in job.url
    ]


def test_what_waits_for_whom(shelf):
    proposal = shelf.prepare("2026-11-20 09:00")
    assert [kind for kind, _ in jobs(LEADER)] == ["duyet"] == [kind for kind, _ in jobs("deputy")]
    assert jobs("clerk") == jobs(SECRETARY) == jobs(ADMIN) == []
    return_proposal(proposal, reason="Thiếu.", by=shelf.deputy, now=at("2026-11-20 10:00"))
    assert [kind for kind, _ in jobs(SECRETARY)] == ["soan"] and jobs(LEADER) == []
    edition = shelf.edition("2026-11-20 11:00")
    assert [kind for kind, _ in jobs(SECRETARY)] == ["doc"]
    assert [kind for kind, _ in jobs("clerk")] == ["doc"] and jobs(ADMIN) == []
    acknowledge(edition, by=shelf.user("clerk"), now=at("2026-11-20 14:00"))
    assert jobs("clerk") == []


def test_a_handbook_of_a_unit_waits_for_its_people_only(shelf):
    division = make_unit("phong", "Phòng")
    make_user("vien", "specialist", division)
    sync_all_roles(TODAY)
    shelf.handbook.only_unit = division
    shelf.handbook.save()
    shelf.process("QT-NB-40", unit=division)
    shelf.edition()
    assert [kind for kind, _ in jobs("vien")] == ["doc"] and jobs("clerk") == []
    assert "0 of 1 people" in text_of(as_user(SECRETARY).get(url("handbook-readers", 1)))


# --- Scale ----------------------------------------------------------------------------------------------
def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_more_chapters_and_handbooks_take_no_more_queries(shelf):
    from publications.models import Handbook

    shelf.edition()
    client = as_user(SECRETARY)
    before = {
        a: queries(client, a) for a in (reverse("handbook-list"), url("handbook"), url("handbook-readers", 1))
    }
    for number in range(50, 55):
        shelf.process(f"QT-NB-{number}")
    shelf.edition("2026-03-01 09:00")
    for number in range(3):
        more = Handbook.objects.create(
            slug=f"them-{number}", code=f"ST-{number}", title=f"Sổ tay {number}", unit=shelf.office.ward
        )
        shelf.approve(shelf.prepare("2026-04-01 09:00", handbook=more), "2026-04-02 09:00")
    after = [
        queries(client, a) for a in (reverse("handbook-list"), url("handbook"), url("handbook-readers", 2))
    ]
    assert after == list(before.values())


def test_a_large_handbook_loads_no_texts_for_its_contents(shelf, monkeypatch):
    edition = shelf.edition()
    client = as_user("clerk")
    with CaptureQueriesContext(connection) as captured:
        client.get(url("handbook"))
    assert any('"snapshot" FROM' in query["sql"] for query in captured.captured_queries)
    monkeypatch.setattr(handbook_presentation, "MOST_IN_ONE_BOOK", 2)
    with CaptureQueriesContext(connection) as captured:
        page = main(client.get(url("handbook")))
    assert not any('"snapshot" FROM' in query["sql"] for query in captured.captured_queries)
    assert page.select(".handbook-chapter") == []
    ids = list(edition.entries.values_list("version_id", flat=True))
    assert [a["href"] for a in page.select(".contents a")] == [url("handbook-chapter", 1, pk) for pk in ids]
    assert page.find(id="bieu-mau") is not None
