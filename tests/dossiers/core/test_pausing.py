"""The clock stands still, runs on, or begins anew; a dossier ends without a result (DOMAIN 3.8, 11)."""

import datetime as dt

import pytest

from dossiers.enums import DossierState, EventKind, Outcome, PauseKind, SlipKind, StepState
from dossiers.errors import DossierError, IllegalMoveError, NotAllowedError
from dossiers.integrity import verify
from dossiers.models import LateIncident
from dossiers.selectors.clock import explain_due, time_left
from dossiers.services import ending, gate, pausing
from tests.dossiers import factories as make
from tests.dossiers.factories import at
from tests.factories.snapshots import duration, step, time_limit

pytestmark = pytest.mark.django_db


def with_the_specialist(**version_changes):
    """Received on Monday 16/11 at 8:30; 3 working days end on Thursday 19/11; the specialist has 2 of them."""
    version = make.issued_version(**version_changes) if version_changes else None
    return make.complete(make.receive(version=version), at("2026-11-16 09:00"))


def pause(dossier, now, kind=PauseKind.FINANCE, actor=None, **details):
    actor = actor or dossier.current_step.officer
    if kind == PauseKind.SUPPLEMENT:
        details.setdefault("items", ["Bản sao hợp đồng"])
    details.setdefault("reason", "Chờ nộp tiền")
    return make.fresh(pausing.pause(actor, dossier.pk, dossier.lock_version, now, kind, **details))


def resume(dossier, now, actor=None, note="Đã nộp đủ"):
    actor = actor or make.make_desk().officer
    return make.fresh(pausing.resume(actor, dossier.pk, dossier.lock_version, now, note))


def test_shifts_by_exactly_the_paused_working_time():
    dossier = pause(with_the_specialist(), at("2026-11-17 10:00"))
    assert dossier.state == DossierState.WAITING_FINANCE
    with pytest.raises(IllegalMoveError):
        make.complete(dossier, at("2026-11-17 11:00"))
    dossier = resume(dossier, at("2026-11-18 14:30"))
    paused = (2 + 4 + 4 + 1.5) * 60
    assert paused == 690, "17/11: 10-12, 13-17; 18/11: 8-12, 13-14:30; eleven and a half hours"
    assert dossier.due_at == at("2026-11-23 11:30"), "from 19/11 17:00: all of 20/11, then 3.5 hours"
    assert dossier.current_step.due_at == at("2026-11-20 11:30"), (
        "from 18/11 17:00: all of 19/11, then 3.5 hours"
    )
    told = dossier.events.get(kind=EventKind.RESUMED).data
    assert told["due_before"].startswith("2026-11-19T17:00")
    explanation = explain_due(dossier)
    assert explanation.due_at == dossier.due_at
    assert any("tạm dừng" in day.text for day in explanation.days)


def test_a_pause_over_the_weekend_costs_nothing():
    dossier = pause(with_the_specialist(time_limit=time_limit(10), code="QT-KT-21"), at("2026-11-18 17:00"))
    due = dossier.due_at
    assert resume(dossier, at("2026-11-19 08:00")).due_at == due


def test_a_supplement_begins_the_clock_anew_where_the_procedure_says_so():
    dossier = pause(with_the_specialist(), at("2026-11-17 10:00"), PauseKind.SUPPLEMENT)
    assert dossier.state == DossierState.WAITING_SUPPLEMENT
    slip = dossier.slips.get(kind=SlipKind.SUPPLEMENT)
    assert (slip.content["items"], slip.content["stage"]) == (["Bản sao hợp đồng"], "appraisal")
    dossier = resume(dossier, at("2026-11-24 09:00"))
    assert dossier.due_at == at("2026-11-27 17:00")
    assert dossier.current_step.due_at == at("2026-11-26 17:00")
    assert dossier.due_basis["is_restarted"]
    assert dossier.events.filter(kind=EventKind.RESTARTED).exists()
    explanation = explain_due(dossier)
    assert explanation.due_at == dossier.due_at
    assert explanation.summary.startswith(
        "Nhận 08:30, 16/11/2026. Đủ bổ sung lúc 09:00, 24/11/2026, thời hạn tính lại từ đầu, 3 ngày làm việc:"
    )
    assert "ngày đủ bổ sung" in explanation.days[0].text and "tiếp nhận" not in explanation.days[0].text
    with pytest.raises(DossierError):
        pause(dossier, at("2026-11-24 10:00"), PauseKind.SUPPLEMENT)


def test_a_supplement_only_pauses_where_the_procedure_says_that():
    limit = time_limit(3, supplement_rule="pause")
    dossier = pause(
        with_the_specialist(time_limit=limit, code="QT-KT-22"), at("2026-11-17 08:00"), PauseKind.SUPPLEMENT
    )
    assert resume(dossier, at("2026-11-18 08:00")).due_at == at("2026-11-20 17:00")


def test_another_agency_only_where_the_step_waits_outside():
    with pytest.raises(DossierError):
        pause(with_the_specialist(), at("2026-11-17 10:00"), PauseKind.EXTERNAL)
    rows = [
        step(1, "Tiếp nhận", "one_stop_officer", duration(2)),
        step(2, "Xác minh", "specialist", duration(2), waits_outside=True, waits_reason="Công an trả lời"),
        step(3, "Ký", "leader", duration(2)),
    ]
    dossier = pause(
        with_the_specialist(steps=rows, code="QT-KT-23"), at("2026-11-16 10:00"), PauseKind.EXTERNAL
    )
    dossier = resume(dossier, at("2026-11-16 16:00"))
    assert dossier.current_step.due_at == at("2026-11-16 17:00"), (
        "one hour was left at ten, one is left at four"
    )


def test_lateness_before_the_pause_stays_and_holds():
    dossier = with_the_specialist()
    now = at("2026-11-19 09:00")
    dossier = pause(dossier, now, PauseKind.SUPPLEMENT)
    assert LateIncident.objects.get().holds
    dossier = resume(dossier, at("2026-11-20 09:00"))
    assert dossier.is_held, "a new clock does not forgive what was late before"
    with pytest.raises(DossierError):
        make.complete(dossier, at("2026-11-20 09:30"))


def test_only_who_has_the_step_stops_the_clock():
    dossier = with_the_specialist()
    for person in (make.make_desk().officer, make.make_desk().by_role["administrator"]):
        with pytest.raises(NotAllowedError):
            pause(dossier, at("2026-11-17 10:00"), actor=person)


@pytest.mark.parametrize(
    ("kind", "details"), [(PauseKind.FINANCE, {"reason": " "}), (PauseKind.SUPPLEMENT, {"items": [" "]})]
)
def test_needs_words(kind, details):
    with pytest.raises(DossierError):
        pause(with_the_specialist(), at("2026-11-17 10:00"), kind, **details)


def test_the_day_it_is_expected_until_lies_ahead():
    dossier, now = with_the_specialist(), at("2026-11-17 10:00")
    with pytest.raises(DossierError) as caught:
        pause(dossier, now, expected_until=dt.date(2020, 1, 1))
    assert "expected_until" in caught.value.fields
    assert pause(dossier, now, expected_until=dt.date(2026, 11, 17)).state == DossierState.WAITING_FINANCE


def test_what_a_supplement_brought_is_told_and_a_payment_needs_no_words():
    dossier = pause(with_the_specialist(), at("2026-11-17 10:00"), PauseKind.SUPPLEMENT)
    with pytest.raises(DossierError) as caught:
        resume(dossier, at("2026-11-18 10:00"), note=" ")
    assert "note" in caught.value.fields
    dossier = resume(dossier, at("2026-11-18 10:00"))
    assert dossier.events.get(kind=EventKind.RESTARTED).note == "Đã nộp đủ"
    dossier = pause(dossier, at("2026-11-18 11:00"))
    assert resume(dossier, at("2026-11-18 14:00"), note="").state == DossierState.IN_PROGRESS


def test_a_running_clock_is_not_resumed():
    with pytest.raises(IllegalMoveError):
        resume(with_the_specialist(), at("2026-11-17 10:00"))


def test_time_left_in_words():
    dossier = with_the_specialist()
    assert time_left(dossier, at("2026-11-18 14:00")) == "Còn 1 ngày 3 giờ"
    assert time_left(dossier, at("2026-11-24 12:00")) == "Quá 2 ngày 4 giờ"


class TestEnding:
    @pytest.mark.parametrize(
        ("verb", "state", "slip"),
        [
            (ending.refuse, DossierState.REFUSED, SlipKind.REFUSAL),
            (ending.stop, DossierState.STOPPED, SlipKind.STOP),
        ],
    )
    def test_by_a_leader(self, verb, state, slip):
        desk, now = make.make_desk(), at("2026-11-17 10:00")
        dossier = with_the_specialist()
        with pytest.raises(NotAllowedError):
            verb(desk.specialist, dossier.pk, dossier.lock_version, now, "Không đủ điều kiện")
        with pytest.raises(DossierError):
            verb(desk.leader, dossier.pk, dossier.lock_version, now, " ")
        verb(desk.leader, dossier.pk, dossier.lock_version, now, "Không đủ điều kiện", "Điều 5")
        dossier = make.fresh(dossier)
        assert (dossier.state, dossier.outcome, dossier.closed_month) == (
            state,
            Outcome.WITHOUT_RESULT,
            202611,
        )
        assert dossier.current_step is None
        assert not dossier.steps.filter(state=StepState.ACTIVE).exists()
        assert dossier.slips.get(kind=slip).content["reason"] == "Không đủ điều kiện"
        with pytest.raises((IllegalMoveError, NotAllowedError)):
            verb(desk.leader, dossier.pk, dossier.lock_version, now, "Lần nữa")

    def test_withdrawn_at_the_counter_while_waiting(self):
        dossier = pause(with_the_specialist(), at("2026-11-17 10:00"))
        ending.withdraw(
            make.make_desk().officer, dossier.pk, dossier.lock_version, at("2026-11-18 10:00"), "Đổi ý"
        )
        dossier = make.fresh(dossier)
        assert dossier.state == DossierState.WITHDRAWN
        assert dossier.pauses.get().ended_at == at("2026-11-18 10:00")

    def test_settles_what_was_late(self):
        dossier = with_the_specialist()
        now = at("2026-11-19 09:00")
        ending.withdraw(make.make_desk().officer, dossier.pk, dossier.lock_version, now, "Đổi ý")
        incident = LateIncident.objects.get()
        assert incident.closed_at is None, "no letter any more, but the explanation is still owed"
        dossier = make.fresh(dossier)
        assert not dossier.is_held
        gate.explain(incident.responsible, incident.pk, dossier.lock_version, now, "workload", "Nhiều việc.")
        incident.refresh_from_db()
        assert incident.closed_at == now
        assert not list(verify())

    def test_not_once_the_result_lies_ready(self):
        dossier = make.run_to(make.receive(), DossierState.READY, at("2026-11-16 09:00"))
        with pytest.raises(NotAllowedError):
            ending.stop(
                make.make_desk().leader, dossier.pk, dossier.lock_version, at("2026-11-16 10:00"), "Sai"
            )
