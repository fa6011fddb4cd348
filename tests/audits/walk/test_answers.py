"""Answers: one row per sending, merged, settled, only by the team while the audit runs."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from audits.enums import AnswerOutcome, AuditState, Grade
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import Audit, ItemAnswer
from audits.services.answers import LONGEST_NOTE, answer, choose
from document_control.append_only import AppendOnlyError
from tests.audits.walk.field import at

NOW = at("2026-11-20 10:00")


def give(field, actor, grade=Grade.CONFORM, note="", *, based_on=0, minute=0, uid=None, number=1, now=NOW):
    return answer(
        actor,
        field.item(number).pk,
        uid=uid or uuid.uuid4(),
        grade=grade,
        note=note,
        based_on=based_on,
        answered_at=at("2026-11-20 09:00") + dt.timedelta(minutes=minute),
        now=now,
    )


def test_an_answer_is_taken_and_shown(field):
    row = give(field, field.lead, Grade.OBSERVATION, "  Bảng mờ\r\nkhó đọc ")
    item = field.item()
    assert row.outcome == AnswerOutcome.APPLIED
    assert (item.grade, item.note) == (Grade.OBSERVATION, "Bảng mờ\nkhó đọc")
    assert (item.answered_by, item.answered_at, item.item_version) == (field.lead, at("2026-11-20 09:00"), 1)


def test_the_same_sending_again_is_one_row(field):
    uid = uuid.uuid4()
    first = give(field, field.lead, uid=uid)
    again = give(field, field.lead, Grade.MAJOR_NC, "khác", uid=uid, now=NOW + dt.timedelta(hours=1))
    assert again == first and again.grade == Grade.CONFORM
    assert ItemAnswer.objects.count() == 1 and field.item().item_version == 1


def test_two_who_did_not_see_each_other_are_a_conflict_and_nobody_is_lost(field):
    give(field, field.lead, Grade.CONFORM)
    row = give(field, field.member, Grade.MINOR_NC, "Thiếu chữ ký", minute=5)
    item = field.item()
    assert row.outcome == AnswerOutcome.CONFLICT and item.has_conflict
    assert (item.grade, item.answered_by) == (Grade.CONFORM, field.lead)
    assert {answer.grade for answer in item.answers.all()} == {Grade.CONFORM, Grade.MINOR_NC}


def test_saying_the_same_or_having_seen_it_is_none(field):
    give(field, field.lead, Grade.CONFORM)
    assert give(field, field.member, Grade.CONFORM).outcome == AnswerOutcome.SAME
    assert give(field, field.member, Grade.MINOR_NC, "x", based_on=1).outcome == AnswerOutcome.APPLIED
    assert not field.item().has_conflict and field.item().item_version == 2


def test_a_person_corrects_himself_without_a_network(field):
    for minute, grade in enumerate((Grade.CONFORM, Grade.MINOR_NC, Grade.NOT_CHECKED)):
        assert give(field, field.lead, grade, minute=minute).outcome == AnswerOutcome.APPLIED
    assert field.item().grade == Grade.NOT_CHECKED and ItemAnswer.objects.count() == 3


def test_his_older_answer_from_another_phone_comes_too_late(field):
    give(field, field.lead, Grade.MINOR_NC, "x", minute=30)
    assert give(field, field.lead, Grade.CONFORM, minute=0).outcome == AnswerOutcome.DROPPED
    assert field.item().grade == Grade.MINOR_NC and ItemAnswer.objects.count() == 2


def test_a_clock_that_runs_ahead_counts_as_now(field):
    give(field, field.lead, minute=60 * 24 * 365)
    assert field.item().answered_at == NOW


def test_choosing_settles_a_conflict_once(field):
    give(field, field.lead, Grade.CONFORM)
    other = give(field, field.member, Grade.MINOR_NC, "Thiếu chữ ký")
    row = choose(field.lead, other.item_id, other.pk, NOW, based_on=2)
    again = choose(field.lead, other.item_id, other.pk, NOW, based_on=2)
    item = field.item()
    assert row == again and row.outcome == AnswerOutcome.CHOSEN and ItemAnswer.objects.count() == 3
    assert (item.grade, item.note, item.has_conflict) == (Grade.MINOR_NC, "Thiếu chữ ký", False)
    assert item.answered_by == field.lead and item.item_version == 3


def test_choosing_what_one_has_not_seen_whole_is_refused(field):
    first = give(field, field.lead, Grade.CONFORM)
    give(field, field.member, Grade.MINOR_NC, "a")
    give(field, field.member, Grade.MAJOR_NC, "b", minute=1)
    with pytest.raises(StaleError):
        choose(field.lead, first.item_id, first.pk, NOW, based_on=2)
    assert field.item().has_conflict
    with pytest.raises(AuditError):
        choose(field.lead, first.item_id, give(field, field.lead, number=2).pk, NOW)
    choose(field.lead, first.item_id, first.pk, NOW)
    with pytest.raises(StaleError):
        choose(field.lead, first.item_id, first.pk, NOW)


def test_an_answer_that_comes_in_after_the_choice_is_a_conflict_again(field):
    give(field, field.lead, Grade.CONFORM)
    other = give(field, field.member, Grade.MINOR_NC, "a")
    choose(field.lead, other.item_id, other.pk, NOW)
    third = give(field, field.member, Grade.MAJOR_NC, "b", minute=1)
    assert third.outcome == AnswerOutcome.CONFLICT and field.item().has_conflict


@pytest.mark.parametrize("who", ["observer", "secretary", "head", "leader", "outsider"])
def test_only_the_team_answers(field, who):
    with pytest.raises(NotAllowedError):
        give(field, getattr(field, who))
    assert not ItemAnswer.objects.exists()


@pytest.mark.parametrize("state", [AuditState.APPROVED, AuditState.REPORTED, AuditState.CLOSED])
def test_only_while_the_audit_runs(field, state):
    Audit.objects.filter(pk=field.audit.pk).update(state=state, reported_at=NOW, report_hash="x")
    with pytest.raises(NotAllowedError):
        give(field, field.lead)


def test_what_a_phone_may_send_wrong(field):
    with pytest.raises(AuditError):
        give(field, field.lead, "splendid")
    with pytest.raises(AuditError):
        give(field, field.lead, note="x" * (LONGEST_NOTE + 1))
    uid = uuid.uuid4()
    give(field, field.lead, uid=uid)
    with pytest.raises(AuditError):
        give(field, field.lead, uid=uid, number=2)
    with pytest.raises(AuditError):
        give(field, field.member, uid=uid)
    assert ItemAnswer.objects.count() == 1


def test_no_database_refuses_a_note(field):
    give(field, field.lead, note="a\x00b\ud800c\x07")
    assert field.item().note == "ab?c"


def test_answers_are_never_changed(field):
    row = give(field, field.lead)
    row.note = "anders"
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audits_itemanswer SET note = 'anders'")
