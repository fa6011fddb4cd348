"""Putting up, replacing and taking down: checks, both halves or none, two people at once."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Site

from document_control.append_only import AppendOnlyError
from publications.boards.selectors import posting_register
from publications.enums import BoardSize
from publications.errors import PostingRefusedError
from publications.models import PaperSettings, Posting, TakeDown
from publications.services.posting import post_notice, replace_notice, take_down
from tests.factories.documents import at, cancel, issue, rewrite, withdraw

NOW = at("2026-11-20 09:15")
POSTERS = {"iso_secretary", "one_stop_officer", "clerk"}
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


def version_of(page, number="1.0"):
    return next(v for v in page.document.issuedversions.all() if str(v.number) == number)


def new_version(page, now="2026-10-01 08:00", effective_from=None):
    rewrite(page, summary=f"Tóm tắt {now}")
    return issue(page, now=at(now), effective_from=effective_from and at(effective_from))


def put_up(board, version, by, when="2026-11-20 09:00", now=NOW, **more):
    return post_notice(board, version, posted_at=at(when), by=by, now=now, **more)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_who_records(board_ward, role):
    page = board_ward.procedure()
    board = board_ward.board("sanh", page)
    if role in POSTERS:
        posting = put_up(board, version_of(page), board_ward.user(role))
        assert posting.recorded_by["user_id"] == board_ward.user(role).pk
    else:
        with pytest.raises(PostingRefusedError):
            put_up(board, version_of(page), board_ward.user(role))


@pytest.mark.django_db
def test_a_head_records_on_the_boards_of_his_unit_only(board_ward):
    page = board_ward.procedure()
    own = board_ward.board("own", page, unit=board_ward.office.ward)
    assert put_up(own, version_of(page), board_ward.user("head_of_unit")).pk


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["2026-11-20 09:16", "2025-12-31 08:00"])
def test_neither_in_the_future_nor_before_the_version_holds(board_ward, when):
    page = board_ward.procedure()
    with pytest.raises(PostingRefusedError):
        put_up(board_ward.board("sanh", page), version_of(page), board_ward.user("clerk"), when)
    assert not Posting.objects.exists()


@pytest.mark.django_db
def test_only_the_version_in_force_at_that_moment_may_hang(board_ward):
    page = board_ward.procedure()
    board, clerk = board_ward.board("sanh", page), board_ward.user("clerk")
    new_version(page)
    future = new_version(page, "2026-11-01 08:00", "2099-01-01 00:00")
    for version in (version_of(page), future):
        with pytest.raises(PostingRefusedError):
            put_up(board, version, clerk)
    cancel(page, future, now=at("2026-11-02 08:00"))
    future.refresh_from_db()
    with pytest.raises(PostingRefusedError):
        put_up(board, future, clerk)
    assert put_up(board, version_of(page), clerk, "2026-05-01 08:00").pk, "then it was the right one"


@pytest.mark.django_db
def test_a_withdrawn_document_is_not_posted(board_ward):
    page = board_ward.procedure()
    board = board_ward.board("sanh", page)
    withdraw(page, now=at("2026-11-10 08:00"))
    with pytest.raises(PostingRefusedError):
        put_up(board, version_of(page), board_ward.user("clerk"))


@pytest.mark.django_db
def test_boards_that_take_no_paper_are_closed_or_know_the_document_not(board_ward):
    page, other = board_ward.procedure(), board_ward.procedure("QT-TP-02")
    clerk = board_ward.user("clerk")
    screen = board_ward.board("man-hinh", page, size=BoardSize.SCREEN)
    closed = board_ward.board("cu", page, valid_to=dt.date(2026, 11, 1))
    board = board_ward.board("sanh", page)
    for wrong, document in ((screen, page), (closed, page), (board, other)):
        with pytest.raises(PostingRefusedError):
            put_up(wrong, version_of(document), clerk)


@pytest.mark.django_db
def test_the_same_document_does_not_hang_twice(board_ward):
    page = board_ward.procedure()
    board, clerk = board_ward.board("sanh", page), board_ward.user("clerk")
    first = put_up(board, version_of(page), clerk, "2026-11-20 08:00")
    with pytest.raises(PostingRefusedError):
        put_up(board, version_of(page), clerk)
    take_down(first, taken_down_at=at("2026-11-20 08:30"), by=clerk, now=NOW)
    with pytest.raises(PostingRefusedError):
        put_up(board, version_of(page), clerk, "2026-11-20 08:15")
    assert put_up(board, version_of(page), clerk).pk


@pytest.mark.django_db
def test_a_replacement_is_both_halves_or_none(board_ward):
    page = board_ward.procedure()
    board, clerk = board_ward.board("sanh", page), board_ward.user("clerk")
    old = put_up(board, version_of(page), clerk, "2026-05-01 08:00")
    new = new_version(page)
    with pytest.raises(PostingRefusedError):
        replace_notice(old, new, posted_at=at("2026-09-01 08:00"), by=clerk, now=NOW)
    assert not TakeDown.objects.exists()
    posting = replace_notice(old, new, posted_at=at("2026-11-20 09:00"), by=clerk, now=NOW)
    assert posting.version == new and old.take_down.taken_down_at == posting.posted_at
    register = posting_register(NOW)
    assert register.tasks() == [] and next(iter(register.compliance().values())).share == "100,00%"


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "due"), [(5, dt.date(2026, 10, 8)), (2, dt.date(2026, 10, 5))])
def test_the_office_says_how_many_working_days_a_replacement_may_take(board_ward, days, due):
    """Version 1.1 takes effect on Thursday, 1/10/2026."""
    chosen = PaperSettings.for_site(Site.objects.get(is_default_site=True))
    chosen.posting_days = days
    chosen.save()
    page = board_ward.procedure()
    put_up(board_ward.board("sanh", page), version_of(page), board_ward.user("clerk"), "2026-05-01 08:00")
    new_version(page)
    assert [task.due_on for task in posting_register(NOW).tasks()] == [due]


@pytest.mark.django_db
def test_the_record_is_only_added_to(board_ward):
    page = board_ward.procedure()
    clerk = board_ward.user("clerk")
    posting = put_up(board_ward.board("sanh", page), version_of(page), clerk)
    down = take_down(posting, taken_down_at=NOW, by=clerk, now=NOW)
    for row in (posting, down):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE publications_posting SET note = 'khác'")
    with pytest.raises(PostingRefusedError):
        take_down(posting, taken_down_at=NOW, by=clerk, now=NOW)


@pytest.mark.django_db
def test_due_days_are_working_days_of_the_unit(board_ward):
    page = board_ward.procedure(now="2026-11-20 08:00")  # a Friday
    board_ward.board("sanh", page)
    (task,) = posting_register(NOW).tasks()
    assert task.due_on == dt.date(2026, 11, 27)


@pytest.mark.django_db
def test_queries_do_not_grow_with_boards_and_documents(board_ward, django_assert_max_num_queries):
    pages = [board_ward.procedure(f"QT-TP-0{n}") for n in range(1, 4)]
    clerk = board_ward.user("clerk")
    for n in range(4):
        board = board_ward.board(f"bang-{n}", *pages)
        put_up(board, version_of(pages[0]), clerk)
    posting_register(NOW).tasks()  # the calendar of the unit is kept
    with django_assert_max_num_queries(9):
        register = posting_register(NOW)
        assert len(register.tasks()) == 8
        register.compliance(), register.upcoming()
