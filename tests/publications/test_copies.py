"""Numbered controlled copies and the distribution page: numbers, races, failures, recall."""

import hashlib

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from procedures.setup.site_setup import ensure_site
from procedures.workspace.inbox import RECALL, inbox_of
from publications.enums import FileFormat
from publications.errors import WriterError
from publications.models import (
    Artefact,
    ControlledCopy,
    CopyReturn,
    Distribution,
    NoticeBoard,
    Posting,
    TakeDown,
)
from publications.models.boards import BoardDocument
from publications.recall import recall_jobs
from publications.services import copies
from publications.services.copies import CopyRefusedError, make_controlled_copy
from tests.factories.admin import soup
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_office,
    make_people,
    rewrite,
    withdraw,
)

pytestmark = pytest.mark.django_db

NOW = at("2026-11-21 09:00")


@pytest.fixture
def people():
    made = make_people()
    ensure_site()
    return made


@pytest.fixture
def page(people):
    return issue_procedure(now=at("2026-10-01 08:00"))


@pytest.fixture
def version(page):
    return IssuedVersion.objects.get(document=page.document)


def make(version, people, holder="Văn phòng", **more):
    return make_controlled_copy(
        version, holder=holder, format=FileFormat.PDF, by=people.reviewer, now=NOW, **more
    )


def make_board(document):
    board = NoticeBoard.objects.create(
        slug="bang-1", name="Bảng 1", place="sảnh tiếp dân", unit=make_office().ward
    )
    BoardDocument.objects.create(board=board, document=document)
    return board


def main_text(response):
    return soup(response).find("main").get_text(" ", strip=True)


# --- The service --------------------------------------------------------------------------------------------
def test_copies_are_numbered_per_document(people, version):
    made = [make(version, people, holder) for holder in ("Văn phòng", "Bộ phận Một cửa")]
    assert [copy.number for copy, _file in made] == [1, 2]
    for copy, artefact in made:
        data = artefact.file.read()
        assert hashlib.sha256(data).hexdigest() == copy.sha256 == artefact.sha256
    assert made[0][0].made_by["username"] == "iso_secretary"
    assert made[0][0].sha256 != made[1][0].sha256


def test_the_paper_carries_its_number_and_no_words_across(people, version):
    _copy, artefact = make(version, people)
    assert (artefact.recipe["copy_number"], artefact.recipe["marking"]) == (1, "none")


def test_who_loses_the_race_renders_again(people, version, monkeypatch):
    real, calls = copies.make_file, []

    def slow(recipe, today):
        calls.append(recipe.copy_number)
        if len(calls) == 1:
            make(version, people, "Người nhanh hơn")
        return real(recipe, today)

    monkeypatch.setattr(copies, "make_file", slow)
    copy, artefact = make(version, people, "Người chậm hơn")
    assert calls == [1, 1, 2]
    assert (copy.number, copy.sha256) == (2, artefact.sha256)
    assert ControlledCopy.objects.get(number=1).holder == "Người nhanh hơn"
    assert Artefact.objects.count() == 2


def test_a_file_that_cannot_be_made_uses_up_no_number(people, version, monkeypatch):
    def broken(recipe, today):
        raise WriterError("pdf", "broken")

    with monkeypatch.context() as patched:
        patched.setattr(copies, "make_file", broken)
        with pytest.raises(WriterError):
            make(version, people)
    assert not ControlledCopy.objects.exists() and not Artefact.objects.exists()
    assert make(version, people)[0].number == 1


def test_the_database_refuses_a_number_twice(people, version):
    copy, _file = make(version, people)
    copy.pk = None
    copy._state.adding = True
    with pytest.raises(IntegrityError):
        copy.save(force_insert=True)


def test_refusals(people, page, version):
    with pytest.raises(CopyRefusedError):
        make(version, people, holder=" ")
    with pytest.raises(CopyRefusedError):
        make_controlled_copy(version, holder="X", format=FileFormat.PDF, by=people.author, now=NOW)
    rewrite(page, title="Thủ tục mới")
    issue(page, now=at("2026-11-10 08:00"))
    with pytest.raises(CopyRefusedError):
        make(version, people)
    assert not ControlledCopy.objects.exists()


# --- The page -----------------------------------------------------------------------------------------------
@pytest.fixture
def browse(client, page):
    """Pages of the distribution as somebody sees them at a moment."""

    def visit(who, name="document-distribution", data=None, moment=NOW, args=()):
        client.force_login(who)
        url = reverse(name, args=[page.document.pk, *args])
        with time_machine.travel(moment, tick=False):
            return client.get(url) if data is None else client.post(url, data)

    return visit


def test_the_list_and_its_history(browse, people, page):
    office = make_office().ward
    added = browse(people.reviewer, "document-distribution-add", {"unit": office.pk, "medium": "paper"})
    assert added.status_code == 302
    line = Distribution.objects.get()
    twice = browse(people.reviewer, "document-distribution-add", {"unit": office.pk, "medium": "paper"})
    assert twice.status_code == 422 and Distribution.objects.count() == 1
    browse(people.reviewer, "document-distribution-remove", {}, args=[line.pk])
    assert not Distribution.objects.exists()
    said = soup(browse(people.author)).select_one("[aria-labelledby=changes]").get_text(" ", strip=True)
    assert said.count(office.name) == 2 and str(people.reviewer) in said


@pytest.mark.parametrize("data", [{}, {"unit": "x"}, {"outsider": "A", "person": "0"}, {"medium": "stone"}])
def test_bad_recipients_lose_nothing(browse, people, data):
    response = browse(people.reviewer, "document-distribution-add", {"medium": "paper", **data})
    assert response.status_code == 422 and not Distribution.objects.exists()


def test_both_a_unit_and_an_outsider_is_refused(browse, people):
    data = {"unit": make_office().ward.pk, "outsider": "Công an phường", "medium": "paper"}
    response = browse(people.reviewer, "document-distribution-add", data)
    assert response.status_code == 422
    assert soup(response).select_one("input[name=outsider]")["value"] == "Công an phường"


@pytest.mark.parametrize("role", ["specialist", "clerk", "leader", "one_stop_officer", "head_of_unit"])
def test_only_the_secretary_changes_the_list(browse, people, role):
    user = people.by_role[role]
    response = browse(user, "document-distribution-add", {"outsider": "Công an phường", "medium": "paper"})
    assert response.status_code == 403 and not Distribution.objects.exists()
    assert browse(user).status_code == 200


def test_a_copy_for_a_board_and_its_recall(browse, people, page, version):
    board = make_board(page.document)
    data = {"paper": "notice-A4", "recipient": f"board-{board.pk}", "other": ""}
    assert browse(people.by_role["clerk"], "document-copy", data).status_code == 302
    copy = ControlledCopy.objects.get()
    assert copy.holder == "Bảng 1, sảnh tiếp dân"
    file = browse(people.by_role["clerk"], "document-copy-file", args=[1])
    assert hashlib.sha256(b"".join(file.streaming_content)).hexdigest() == copy.sha256
    assert browse(people.author, "document-copy-file", args=[1]).status_code == 403
    assert "Bảng 1" in main_text(browse(people.author))
    rewrite(page, title="Thủ tục mới")
    issue(page, now=at("2026-12-01 08:00"))
    later = at("2026-12-01 09:00")
    recall = soup(browse(people.reviewer, moment=later)).select_one(".notice.t-warn")
    assert "Bảng 1, sảnh tiếp dân" in recall.get_text()
    posting = Posting.objects.create(
        board=board, version=version, copy=copy, posted_at=NOW, recorded_at=NOW, recorded_by={}
    )
    TakeDown.objects.create(posting=posting, taken_down_at=later, recorded_at=later, recorded_by={})
    assert soup(browse(people.reviewer, moment=later)).select_one(".notice.t-warn") is None


def test_a_copy_that_came_back_is_no_longer_looked_for(browse, people, page, version):
    """Recorded once, by those who hand copies out; it stays on record as every copy does."""
    make(version, people, holder="Công an phường")
    rewrite(page, title="Thủ tục mới")
    issue(page, now=at("2026-12-01 08:00"))
    later = at("2026-12-01 09:00")
    assert browse(people.author, "document-copy-returned", {}, args=[1], moment=later).status_code == 403
    assert (
        "Công an phường"
        in soup(browse(people.reviewer, moment=later)).select_one(".notice.t-warn").get_text()
    )
    for _click in range(2):
        assert (
            browse(people.reviewer, "document-copy-returned", {}, args=[1], moment=later).status_code == 302
        )
    assert CopyReturn.objects.get().recorded_by["name"] == people.reviewer.get_full_name()
    shown = browse(people.reviewer, moment=later)
    assert soup(shown).select_one(".notice.t-warn") is None
    assert "Công an phường" in main_text(shown)


@pytest.mark.parametrize(
    "data",
    [{}, {"paper": "notice-A5", "recipient": "other"}, {"paper": "procedure-A4", "recipient": "board-999"}],
)
def test_bad_orders_of_copies(browse, people, data):
    assert browse(people.reviewer, "document-copy", data).status_code == 422
    assert not ControlledCopy.objects.exists()


def test_the_page_costs_the_same_for_many_lines(browse, people, page, version, django_assert_max_num_queries):
    make_board(page.document)
    for number in range(1, 16):
        Distribution.objects.create(document=page.document, outsider=f"Nơi nhận {number}", medium="paper")
        ControlledCopy.objects.create(
            document=page.document,
            version=version,
            number=number,
            holder="X",
            format="pdf",
            sha256="0" * 64,
            made_at=NOW,
            made_by={"name": "A"},
        )
    browse(people.reviewer)
    with django_assert_max_num_queries(55):
        browse(people.reviewer)


# --- Work of those who bring copies back ----------------------------------------------------------------------
def recall_rows(user, moment):
    with translation.override("vi"):
        return inbox_of(DocumentPolicy(user, moment.date()), moment).of_kind(RECALL)


def issue_anew(page, moment):
    rewrite(page, title="Thủ tục mới")
    issue(page, now=at(moment))


def test_bringing_old_copies_back_is_work_with_a_due_date(browse, client, people, page, version):
    for holder in ("Công an phường", "Trạm Y tế", "Phòng Kinh tế", "Thư viện"):
        make(version, people, holder)
    assert recall_rows(people.reviewer, NOW) == [], "the version holds"
    issue_anew(page, "2026-12-01 08:00")
    later = at("2026-12-03 09:00")
    (job,) = recall_rows(people.reviewer, later)
    assert (job.urgency, job.code) == ("later", page.document.code)
    assert job.exact.endswith("08/12/2026"), "five working days after 01/12/2026"
    assert "Công an phường" in job.context and "Thư viện" not in job.context
    assert job.url == reverse("document-distribution", args=[page.document.pk])
    assert recall_rows(people.reviewer, at("2026-12-09 09:00"))[0].urgency == "late"
    assert len(recall_rows(people.by_role["clerk"], later)) == 1
    for role in ("specialist", "leader", "internal_auditor", "one_stop_officer", "administrator"):
        assert recall_rows(people.by_role[role], later) == [], role
    client.force_login(people.reviewer)
    with time_machine.travel(later, tick=False):
        shown = soup(client.get(reverse("workspace"), {"viec": RECALL}))
    assert page.document.code in shown.find("main").get_text()
    counts = [
        link.get_text(" ", strip=True) for link in shown.select(f'nav a[href="{reverse("master-list")}"]')
    ]
    assert counts and all("1" in words for words in counts)
    for number in range(1, 5):
        assert len(recall_rows(people.reviewer, later)) == 1
        browse(people.reviewer, "document-copy-returned", {}, args=[number], moment=later)
    assert recall_rows(people.reviewer, later) == []


def test_a_copy_on_a_board_is_the_work_of_the_board_alone(people, page, version):
    board = make_board(page.document)
    copy, _file = make(version, people, board=board)
    Posting.objects.create(
        board=board, version=version, copy=copy, posted_at=NOW, recorded_at=NOW, recorded_by={}
    )
    issue_anew(page, "2026-12-01 08:00")
    assert recall_rows(people.reviewer, at("2026-12-03 09:00")) == []


def test_copies_of_a_version_that_never_took_effect_come_back_from_the_day_it_was_cancelled(people, page):
    rewrite(page, title="Thủ tục mới")
    coming = issue(page, now=NOW, effective_from=at("2027-03-01 00:00"))
    make(coming, people)
    assert recall_rows(people.reviewer, NOW) == []
    cancel(page, coming, now=at("2026-12-01 08:00"))
    (job,) = recall_rows(people.reviewer, at("2026-12-03 09:00"))
    assert job.exact.endswith("08/12/2026")


def test_copies_of_a_withdrawn_document_come_back(people, page, version):
    make(version, people)
    withdraw(page, now=at("2026-12-01 08:00"))
    assert len(recall_rows(people.reviewer, at("2026-12-01 09:00"))) == 1


def test_many_old_copies_cost_no_more_queries(people, page, version, django_assert_max_num_queries):
    make(version, people)
    issue_anew(page, "2026-12-01 08:00")
    policy = DocumentPolicy(people.reviewer, at("2026-12-03").date())
    recall_jobs(policy, at("2026-12-03 09:00"))
    for number in range(2, 30):
        ControlledCopy.objects.create(
            document=page.document,
            version=version,
            number=number,
            holder="X",
            format="pdf",
            sha256="0" * 64,
            made_at=NOW,
            made_by={"name": "A"},
        )
    with django_assert_max_num_queries(8):
        recall_jobs(policy, at("2026-12-03 09:00"))
