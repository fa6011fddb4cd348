"""What must happen at the boards: pure rules over random lives of documents."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from document_control.standing import ChainEvent, in_force_id
from publications.boards.rules import (
    BoardNeed,
    Compliance,
    Hanging,
    TaskKind,
    compliance_by_unit,
    posting_tasks,
    upcoming_work,
)
from tests.factories.office import at

NOW = at("2026-11-20 09:15")


def due_day(unit_id, begins):
    return begins + dt.timedelta(days=5)


def life(*moments, withdrawn=None, first=10):
    events = [ChainEvent(n, at(moment), first + n) for n, moment in enumerate(moments, 1)]
    if withdrawn:
        events.append(ChainEvent(len(events) + 1, at(withdrawn), None))
    return events


def tasks(board, hanging, lives, now=NOW):
    return [
        (task.kind, task.document_id, task.version_id, task.posting_id, task.due_on)
        for task in posting_tasks([board], hanging, lives, now, due_day)
    ]


BOARD = BoardNeed(1, 7, (100,), dt.date(2025, 7, 1))


def test_a_document_in_force_that_nobody_posted_is_missing():
    assert tasks(BOARD, [], {100: life("2026-10-01")}) == [
        (TaskKind.MISSING, 100, 11, None, dt.date(2026, 10, 6))
    ]


def test_on_a_new_board_the_time_runs_from_its_first_day():
    board = BoardNeed(1, 7, (100,), dt.date(2026, 11, 18))
    assert tasks(board, [], {100: life("2026-10-01")})[0][-1] == dt.date(2026, 11, 23)


def test_an_old_version_is_replaced_within_the_days_of_the_new_one():
    lives = {100: life("2025-07-01", "2026-11-19")}
    hangs = [Hanging(5, 1, 100, 11)]
    assert tasks(BOARD, hangs, lives) == [(TaskKind.REPLACE, 100, 12, 5, dt.date(2026, 11, 24))]
    assert tasks(BOARD, hangs, lives, at("2026-11-18 23:59")) == []


def test_a_repealed_document_comes_down_on_the_repeal_date_itself():
    lives = {100: life("2025-07-01", withdrawn="2026-11-20")}
    hangs = [Hanging(5, 1, 100, 11)]
    assert tasks(BOARD, hangs, lives, at("2026-11-19 23:59")) == []
    assert tasks(BOARD, hangs, lives) == [(TaskKind.TAKE_DOWN, 100, None, 5, dt.date(2026, 11, 20))]
    assert tasks(BOARD, [], lives) == []


def test_everything_comes_down_from_a_closed_board():
    board = BoardNeed(1, 7, (100,), None, dt.date(2026, 11, 10))
    assert tasks(board, [Hanging(5, 1, 100, 11)], {100: life("2025-07-01")}) == [
        (TaskKind.TAKE_DOWN, 100, None, 5, dt.date(2026, 11, 10))
    ]
    assert compliance_by_unit([board], [], {100: life("2025-07-01")}, NOW) == {}


def test_the_rate_is_printed_with_a_comma_and_nothing_required_has_none():
    assert Compliance(230, 231).share == "99,57%"
    assert Compliance(0, 0).share == "–"


def test_known_future_days_say_what_they_will_ask_for():
    lives = {100: life("2025-07-01", "2026-12-01"), 200: life("2025-07-01", withdrawn="2026-12-15", first=20)}
    hangs = [Hanging(5, 1, 100, 11), Hanging(6, 1, 200, 21)]
    found = upcoming_work([BoardNeed(1, 7, (100, 200))], hangs, lives, NOW, due_day)
    assert [(row.document_id, row.version_id, row.due_on) for row in found] == [
        (100, 12, dt.date(2026, 12, 6)),
        (200, None, dt.date(2026, 12, 15)),
    ]


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@st.composite
def worlds(draw):
    """Boards, documents with random lives, and random notices of their versions."""
    lives, version = {}, 1000
    for document in range(1, draw(st.integers(1, 4)) + 1):
        events = []
        for index, day in enumerate(sorted(draw(st.lists(DAYS, min_size=1, max_size=4))), 1):
            moment = at(day.isoformat())
            if index > 1 and events[-1].version_id and draw(st.booleans()):
                events.append(ChainEvent(index, moment, None))
            else:
                version += 1
                events.append(ChainEvent(index, moment, version, cancelled=draw(st.booleans()) and index > 1))
        lives[document] = events
    boards = [
        BoardNeed(pk, draw(st.integers(1, 2)), tuple(draw(st.sets(st.sampled_from(sorted(lives))))))
        for pk in (1, 2)
    ]
    hanging = []
    for board in boards:
        for document, events in lives.items():
            versions = [e.version_id for e in events if e.version_id]
            for chosen in draw(st.lists(st.sampled_from(versions), max_size=2, unique=True)):
                hanging.append(Hanging(len(hanging) + 1, board.board_id, document, chosen))
    return boards, hanging, lives, at(draw(DAYS).isoformat()) + dt.timedelta(hours=9)


@given(worlds())
def test_doing_every_task_leaves_no_task_and_full_compliance(world):
    boards, hanging, lives, now = world
    for task in posting_tasks(boards, hanging, lives, now, due_day):
        hanging = [notice for notice in hanging if notice.posting_id != task.posting_id]
        if task.version_id:
            hanging.append(Hanging(1000 + len(hanging), task.board_id, task.document_id, task.version_id))
    assert posting_tasks(boards, hanging, lives, now, due_day) == []
    for count in compliance_by_unit(boards, hanging, lives, now).values():
        assert count.correct == count.required


@given(worlds())
def test_what_hangs_in_the_version_in_force_is_never_touched(world):
    boards, hanging, lives, now = world
    touched = {task.posting_id for task in posting_tasks(boards, hanging, lives, now, due_day)}
    for notice in hanging:
        is_current = in_force_id(lives[notice.document_id], now) == notice.version_id
        assert (notice.posting_id in touched) is (not is_current)


@given(worlds())
def test_required_notices_are_either_correct_or_a_task(world):
    boards, hanging, lives, now = world
    counts = compliance_by_unit(boards, hanging, lives, now)
    listed = {(board.board_id, pk) for board in boards for pk in board.document_ids}
    wrong = {
        (task.board_id, task.document_id)
        for task in posting_tasks(boards, hanging, lives, now, due_day)
        if (task.board_id, task.document_id) in listed and in_force_id(lives[task.document_id], now)
    }
    assert sum(count.required - count.correct for count in counts.values()) == len(wrong)
