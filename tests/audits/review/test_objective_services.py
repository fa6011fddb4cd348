"""Objectives through their services: who, when, what is refused, and that the database refuses it too."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from audits.enums import (
    Measure,
    MeasuredEvery,
    MeasurementSource,
    MeasureUnit,
    ObjectiveState,
    TargetOperator,
)
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.forms.objectives import ValueForm
from audits.measures import register_measure
from audits.models import ObjectiveMeasurement, QualityObjective
from audits.rules.objectives import Verdict
from audits.selectors.measure_sources import names_post_and_time
from audits.selectors.objectives import cards
from audits.services import measuring, objectives
from document_control.append_only import AppendOnlyError
from dossiers.services.lateness import detect_late_steps
from dossiers.statistics.periods import named_period
from tests.audits.review.office import (
    NOW,
    approved,
    drawn_up,
    entered,
    fresh,
    make_review_office,
    objective_details,
    resolved,
    submitted,
)
from tests.dossiers.factories import at, issued_version, receive

pytestmark = pytest.mark.django_db


def test_an_objective_goes_from_draft_to_approved_to_closed():
    office = make_review_office()
    objective = drawn_up()
    assert (objective.code, objective.state) == ("MT-2026-01", ObjectiveState.DRAFT)
    assert drawn_up().code == "MT-2026-02"
    objective = fresh(approved(objective))
    assert objective.state == ObjectiveState.APPROVED
    assert objective.signatory["name"] == office.leader.get_full_name()
    closed = objectives.close_objective(
        office.secretary, objective.pk, objective.lock_version, "Hết năm", NOW
    )
    assert closed.state == ObjectiveState.CLOSED
    assert [row.state for row in closed.history.all()][::-1] == ["draft", "submitted", "approved", "closed"]


def test_who_drew_an_objective_up_does_not_approve_it():
    office = make_review_office()
    objective = fresh(submitted())
    QualityObjective.objects.filter(pk=objective.pk).update(drawn_up_by=office.leader)
    with pytest.raises(NotAllowedError):
        objectives.approve_objective(office.leader, objective.pk, objective.lock_version, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityObjective.objects.filter(pk=objective.pk).update(approved_by=office.leader)


def test_an_objective_sent_back_says_why_and_can_be_changed():
    office = make_review_office()
    objective = fresh(submitted())
    with pytest.raises(AuditError, match="cần sửa"):
        objectives.send_back_objective(office.leader, objective.pk, objective.lock_version, " ", NOW)
    objectives.send_back_objective(office.leader, objective.pk, objective.lock_version, "Nâng chỉ tiêu", NOW)
    objective = fresh(objective)
    assert (objective.state, objective.return_reason) == (ObjectiveState.DRAFT, "Nâng chỉ tiêu")
    objectives.change_objective(
        office.secretary, objective.pk, objective.lock_version, objective_details(target=Decimal(95)), NOW
    )
    assert fresh(objective).target == 95


@pytest.mark.parametrize("who", ["worker", "head", "auditor", "leader"])
def test_only_the_secretary_draws_objectives_up(who):
    office = make_review_office()
    with pytest.raises(NotAllowedError):
        objectives.draw_up_objective(getattr(office, who), office.desk.ward, 2026, objective_details(), NOW)


def test_an_approved_objective_is_not_changed():
    office = make_review_office()
    objective = fresh(approved())
    with pytest.raises(NotAllowedError):
        objectives.change_objective(
            office.secretary, objective.pk, objective.lock_version, objective_details(), NOW
        )
    with pytest.raises(StaleError):
        objectives.close_objective(office.secretary, objective.pk, objective.lock_version - 1, "Hết năm", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"target": Decimal("100.01")},
        {"target": Decimal(-1)},
        {"unit_of_measure": MeasureUnit.DAYS},
        {"source_note": " "},
    ],
)
def test_details_that_do_not_fit_are_refused(changes):
    with pytest.raises(AuditError):
        drawn_up(**changes)
    assert not QualityObjective.objects.exists()


# --- Entered values -----------------------------------------------------------------------------------------------
def test_a_share_is_worked_out_from_its_answers():
    objective = approved()
    row = entered(objective, value=None, numerator=899, denominator=1000)
    assert (row.value, row.source) == (Decimal("89.90"), MeasurementSource.ENTERED)
    (card,) = cards([objective], NOW)
    assert card.verdict == Verdict.NOT_MET
    assert [value.period.name for value in card.missing] == ["2026-Q2", "2026-Q3"]


def test_a_share_is_typed_with_its_thousands():
    objective = QualityObjective(unit_of_measure=MeasureUnit.PERCENT)
    form = ValueForm(objective, 0, {"seen": "0", "numerator": "1.899", "denominator": "2 000"})
    assert form.is_valid(), form.errors
    assert (form.entered().numerator, form.entered().denominator) == (1899, 2000)
    for doubtful in ("1,5", "1.00"):
        assert not ValueForm(
            objective, 0, {"seen": "0", "numerator": doubtful, "denominator": "9"}
        ).is_valid()


def test_a_correction_is_a_further_row_and_says_why():
    objective = approved()
    first = entered(objective, value="89.99")
    with pytest.raises(StaleError):
        entered(objective, value="90", note="Nhập nhầm")
    with pytest.raises(AuditError):
        entered(objective, value="90", seen=1)
    second = entered(objective, value="90", seen=1, note="Đếm thiếu phiếu")
    assert (first.number, second.number) == (1, 2)
    (card,) = cards([objective], NOW)
    assert (card.latest.value, card.verdict) == (Decimal(90), Verdict.MET)
    with pytest.raises(AppendOnlyError):
        first.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectiveMeasurement.objects.create(
            objective=objective,
            period_from=first.period_from,
            period_to=first.period_to,
            number=2,
            value=1,
            source="automatic",
            note="x",
            at=NOW,
        )


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        ("101", {}),
        ("-1", {}),
        (None, {}),
        (None, {"numerator": 3}),
        (None, {"numerator": 3, "denominator": 2}),
        (None, {"numerator": 0, "denominator": 0}),
    ],
)
def test_values_that_cannot_be_are_refused(value, changes):
    objective = approved()
    with pytest.raises(AuditError):
        entered(objective, value=value, **changes)


@pytest.mark.parametrize("name", ["2027-Q1", "2026-H1", "2026-10"])
def test_only_periods_of_the_objective_that_have_begun_are_measured(name):
    with pytest.raises(AuditError):
        entered(approved(), name)


def test_values_are_entered_by_the_owner_and_the_secretary():
    office = make_review_office()
    objective = approved()
    for person in (office.head, office.leader, office.auditor, office.colleague):
        with pytest.raises(NotAllowedError):
            entered(objective, actor=person)
    entered(objective, actor=office.secretary)
    with pytest.raises(NotAllowedError):
        entered(fresh(drawn_up()), actor=office.worker)


# --- Counted values -----------------------------------------------------------------------------------------------
def on_time(**changes):
    values = {
        "measure": Measure.ON_TIME_RATE,
        "frequency": MeasuredEvery.MONTH,
        "source_note": "",
        "target": Decimal(98),
    }
    return approved(drawn_up(**values | changes))


def test_finished_periods_are_counted_once_and_again_when_the_figures_change():
    objective = on_time()
    resolved("2026-10-06")
    (row,) = measuring.count_objectives([objective], NOW)
    assert (row.value, row.numerator, row.denominator, row.source) == (100, 1, 1, "automatic")
    assert measuring.count_objectives([objective], NOW) == []
    resolved("2026-10-30", "overdue")
    (again,) = measuring.count_objectives([objective], NOW)
    assert (again.number, again.value, again.denominator) == (2, 50, 2)


def test_counting_never_writes_over_what_somebody_entered():
    objective = on_time()
    resolved("2026-10-06")
    entered(objective, "2026-10", "97", note="Theo sổ")
    assert measuring.count_objectives([objective], NOW) == []
    (card,) = cards([objective], NOW)
    assert (card.latest.value, card.verdict) == (97, Verdict.NOT_MET)


def test_a_running_period_is_shown_as_it_stands_and_not_recorded():
    objective = on_time()
    resolved("2026-11-17")
    assert measuring.count_objectives([objective], NOW) == []
    (card,) = cards([objective], NOW)
    assert (card.latest.source, card.latest.is_over, card.verdict) == ("live", False, Verdict.MET)
    assert not card.missing


def measured_now(measure, unit=MeasureUnit.PERCENT, **changes):
    objective = approved(drawn_up(measure=measure, unit_of_measure=unit, frequency="year", **changes))
    (card,) = cards([objective], NOW)
    return card.values[-1]


def test_every_measure_of_the_system_counts():
    receive(now=at("2026-11-16 08:30"), channel="online")
    resolved("2026-11-03")
    overdue = receive(now=at("2026-11-09 08:30"))
    detect_late_steps(NOW)
    assert overdue.state == "received"
    early = measured_now(Measure.EARLY_RATE)
    assert (early.numerator, early.denominator) == (1, 1)
    online = measured_now(Measure.ONLINE_SHARE)
    assert (online.numerator, online.denominator) == (1, 3)
    count = measured_now(
        Measure.OVERDUE_COUNT, MeasureUnit.DOSSIERS, operator=TargetOperator.EXACTLY, target=Decimal(0)
    )
    assert (count.numerator, count.denominator, count.verdict) == (2, 3, Verdict.NOT_MET)
    late = measured_now(Measure.LATE_STEPS, MeasureUnit.STEPS, operator="le", target=Decimal(1))
    assert late.numerator == 2
    letters = measured_now(Measure.LETTERS_SENT_RATE)
    assert (letters.numerator, letters.denominator) == (0, 2)


def test_procedures_whose_every_step_names_post_and_time():
    version = issued_version()
    assert names_post_and_time(version.snapshot["steps"])
    measured = measured_now(Measure.NAMED_PERSON)
    assert (measured.numerator, measured.denominator) == (1, 1)
    steps = [dict(step) for step in version.snapshot["steps"]]
    steps[-1]["position"] = ""
    assert not names_post_and_time(steps)
    assert not names_post_and_time([{"role": {"code": "citizen"}}])
    issued_version(code="QT-XD-09", title="Một thủ tục khác", steps=steps)
    measured = measured_now(Measure.NAMED_PERSON)
    assert (measured.numerator, measured.denominator, measured.verdict) == (1, 2, Verdict.NOT_MET)


def test_a_measure_has_one_source():
    with pytest.raises(ValueError, match="on_time_rate"):
        register_measure(Measure.ON_TIME_RATE, lambda scope, periods: [])
    with pytest.raises(ValueError, match="manual"):
        register_measure(Measure.MANUAL, lambda scope, periods: [])


def test_values_cost_the_same_however_many_objectives_there_are(django_assert_max_num_queries):
    many = [on_time(frequency=frequency) for frequency in ("month", "quarter", "year") * 2]
    with django_assert_max_num_queries(8):
        found = cards(many, NOW)
    assert len(found) == 6
    assert found[0].values[0].period == named_period("2026-01")
    assert dt.date(2026, 11, 1) == found[0].values[-1].period.first
