"""An assessment from its opening to its publication: who may, what is refused, what is frozen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from audits.enums import AssessmentState, FindingSource, IndexSetState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import Assessment, IndexComponent, Score, ScoreEvidence
from audits.reform_index.reading import read_index_set
from audits.reform_index.tables import rounds_of
from audits.services import index_rounds, index_scores
from audits.services.index_actions import plan_action_for
from audits.services.index_claims import ScoreErrors
from audits.services.index_evidence import add_evidence, remove_evidence
from audits.services.index_scores import Appraisal, Decision, Explanation, SelfScore
from audits.services.index_sets import save_index_set
from document_control.canonical import sha256_of
from organisation.models import Unit
from tests.audits.reform_index.office import (
    NOW,
    YEAR,
    again,
    appraise,
    appraised,
    enter_survey,
    explaining,
    final,
    make_set,
    opened,
    published,
    score,
    self_scored,
    set_data,
    submitted,
)

D = Decimal


def self_score(actor, assessment, code, value, *, lock=None, note=""):
    row = score(assessment, code)
    version = row.lock_version if lock is None else lock
    entry = SelfScore(row.pk, version, None if value is None else D(value), note)
    return index_scores.self_score(actor, assessment.pk, [entry], now=NOW)


# --- Sets and rounds ----------------------------------------------------------------------------------------
def test_a_set_in_use_never_changes(office):
    assessment = opened(office)
    assert assessment.index_set.state == IndexSetState.IN_USE
    with pytest.raises(AuditError, match=r"in use|đang dùng"):
        save_index_set(read_index_set(set_data(title="Tên khác")))
    assert save_index_set(read_index_set(set_data(version=2))).version == 2


def test_a_draft_is_replaced_by_its_next_file(office):
    first = make_set()
    second = make_set(title="Tên khác")
    assert (second.pk, second.title) == (first.pk, "Tên khác")
    assert IndexComponent.objects.filter(criterion__domain__index_set=second).count() == 5


def test_a_round_is_opened_once_for_units_that_the_set_scores(office):
    index_set = make_set(first_year=2026, last_year=2026)
    options = {
        "index_set": index_set,
        "office": office.desk.ward,
        "has_survey": True,
        "self_score_by": dt.date(2026, 12, 20),
        "now": NOW,
    }
    first = index_rounds.open_round(office.secretary, year=YEAR, units=[office.unit], **options)
    rest = index_rounds.open_round(office.secretary, year=YEAR, units=[office.unit, office.other], **options)
    assert [row.unit for row in first + rest] == [office.unit, office.other]
    assert first[0].scores.filter(self_points__isnull=True, appraised_points__isnull=True).count() == 5
    with pytest.raises(AuditError):
        index_rounds.open_round(office.secretary, year=2027, units=[office.unit], **options)
    with pytest.raises(AuditError):
        index_rounds.open_round(office.secretary, year=YEAR, units=[office.desk.ward], **options)
    with pytest.raises(AuditError):
        index_rounds.open_round(office.secretary, year=YEAR, units=[], **options)
    elsewhere = Unit.objects.create(
        slug="noi-khac", name="Phòng khác", short_name="Phòng khác", kind="division"
    )
    for actor, units in ((office.head, [office.unit]), (office.leader, [office.unit])):
        with pytest.raises(NotAllowedError):
            index_rounds.open_round(actor, year=YEAR, units=units, **options)
    with pytest.raises(NotAllowedError):
        index_rounds.open_round(office.secretary, year=YEAR, units=[elsewhere], **options)


# --- The unit -----------------------------------------------------------------------------------------------
def test_the_rule_turns_values_into_points_and_empty_takes_them_back(office):
    assessment = opened(office)
    self_score(office.assessor, assessment, "1.1.2", "75", note="Ba việc xong")
    row = score(assessment, "1.1.2")
    assert (row.self_points, row.self_scored_by) == (D("3.00"), office.assessor)
    assert again(assessment).state == AssessmentState.SELF_SCORING
    self_score(office.head, assessment, "1.1.2", None)
    assert score(assessment, "1.1.2").self_points is None
    assert self_score(office.head, assessment, "1.1.2", None) == 0


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1.1.2", "101"),
        ("1.1.2", "-1"),
        ("1.1.1", "2"),
        ("2.1.1", "-3"),
        ("2.1.1", "99999999"),
        ("1.2.1", "50"),
    ],
)
def test_values_that_no_rule_can_score_are_refused_and_nothing_is_saved(office, code, value):
    assessment = opened(office)
    good, bad = score(assessment, "2.1.2"), score(assessment, code)
    entries = [SelfScore(good.pk, 0, D(50)), SelfScore(bad.pk, 0, D(value))]
    with pytest.raises(ScoreErrors) as refused:
        index_scores.self_score(office.head, assessment.pk, entries, now=NOW)
    assert list(refused.value.by_score) == [bad.pk]
    assert score(assessment, "2.1.2").self_points is None


def test_only_head_and_self_assessor_of_the_unit_score_it(office):
    assessment = opened(office)
    others = (office.colleague, office.other_head, office.secretary, office.leader, office.auditor)
    for actor in (*others, office.administrator):
        with pytest.raises(NotAllowedError):
            self_score(actor, assessment, "1.1.1", "1")
    assert not Score.objects.filter(self_points__isnull=False).exists()


def test_the_self_assessor_scores_but_the_head_submits(office):
    assessment = self_scored(office, by=office.assessor)
    with pytest.raises(NotAllowedError):
        index_rounds.submit(office.assessor, assessment.pk, assessment.lock_version, now=NOW)
    index_rounds.submit(office.head, assessment.pk, assessment.lock_version, now=NOW)
    with pytest.raises(NotAllowedError):
        self_score(office.head, assessment, "1.1.1", "0")


def test_nothing_is_submitted_with_components_not_scored(office):
    assessment = self_scored(office, values={"1.1.1": "0"})
    with pytest.raises(AuditError, match=r"1\.1\.2, 2\.1\.1, 2\.1\.2"):
        index_rounds.submit(office.head, assessment.pk, assessment.lock_version, now=NOW)


# --- Two people at once -------------------------------------------------------------------------------------
def test_two_people_on_different_components_do_not_disturb_each_other(office):
    assessment = opened(office)
    for code, value in (("1.1.1", "1"), ("1.1.2", "50")):
        self_score(office.assessor, assessment, code, value)
    # the head opened the page before: first component as it was then, the second one changed by her
    rows = [score(assessment, "1.1.1"), score(assessment, "2.1.1")]
    entries = [SelfScore(rows[0].pk, 0, None), SelfScore(rows[1].pk, 0, D(1))]
    assert index_scores.self_score(office.head, assessment.pk, entries, now=NOW) == 1
    assert score(assessment, "1.1.1").self_points == 2


def test_two_people_on_one_component_are_told(office):
    assessment = opened(office)
    self_score(office.assessor, assessment, "1.1.2", "75")
    with pytest.raises(ScoreErrors) as refused:
        self_score(office.head, assessment, "1.1.2", "50", lock=0)
    assert refused.value.stale == {score(assessment, "1.1.2").pk}
    assert score(assessment, "1.1.2").self_points == 3


def test_a_step_after_somebody_elses_is_refused(office):
    assessment = self_scored(office)
    index_rounds.submit(office.head, assessment.pk, assessment.lock_version, now=NOW)
    found = again(assessment)
    index_rounds.send_back(office.secretary, found.pk, found.lock_version, reason="Thiếu.", now=NOW)
    with pytest.raises(StaleError):
        index_rounds.submit(office.head, assessment.pk, found.lock_version, now=NOW)


# --- The appraisers -----------------------------------------------------------------------------------------
def test_appraisers_are_of_other_units(office):
    assessment = submitted(office)
    for actor in (office.head, office.assessor, office.leader, office.auditor, office.other_head):
        with pytest.raises(NotAllowedError):
            appraise(office, assessment, {"1.1.1": "2"}, by=actor)
    assert appraise(office, assessment, {"1.1.1": "2"}, by=office.appraiser) == 1
    assert again(assessment).state == AssessmentState.APPRAISING
    own = Assessment.objects.get(unit=office.third)
    Assessment.objects.filter(pk=own.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=NOW, submitted_by=office.head
    )
    with pytest.raises(NotAllowedError):
        appraise(office, own, {"1.1.1": "2"}, by=office.secretary)


def test_other_points_need_a_reason(office):
    assessment = submitted(office)
    with pytest.raises(ScoreErrors):
        appraise(office, assessment, {"1.1.2": "2"})
    appraise(office, assessment, {"1.1.2": "2"}, reason="Hai việc chưa xong.")
    assert score(assessment, "1.1.2").appraised_points == 2
    with pytest.raises(ScoreErrors):
        appraise(office, assessment, {"1.1.1": "2.01"}, reason="Thưởng.")


def test_without_evidence_the_points_are_zero_unless_the_appraisers_say_why(office):
    assessment = submitted(office, evidence=False)
    with pytest.raises(ScoreErrors):
        appraise(office, assessment, {"1.1.1": "2"})
    appraise(office, assessment, {"1.1.1": "0"})
    assert score(assessment, "1.1.1").reason == index_scores.no_evidence_words()
    appraise(office, assessment, {"1.1.2": "3"}, reason="Đã xem bản gốc tại đơn vị.")
    assert score(assessment, "1.1.2").appraised_points == 3


def test_a_figure_counted_by_the_system_is_evidence(office):
    assessment = opened(office)
    row = score(assessment, "2.1.2")
    measured = {
        "measure": "on_time_rate",
        "question": "…",
        "numerator": 9,
        "denominator": 10,
        "percent": "90.00",
    }
    entry = SelfScore(row.pk, 0, D(90), "", measured)
    index_scores.self_score(office.head, assessment.pk, [entry], now=NOW)
    assert score(assessment, "2.1.2").measured == measured
    for code, value in (("1.1.1", "0"), ("1.1.2", "0"), ("2.1.1", "0")):
        self_score(office.head, assessment, code, value)
    index_rounds.submit(office.head, assessment.pk, 0, now=NOW)
    assert appraise(office, assessment, {"2.1.2": "1.8"}) == 1


def test_a_figure_that_was_typed_over_is_no_evidence(office):
    assessment = opened(office)
    row = score(assessment, "2.1.2")
    entry = SelfScore(row.pk, 0, D(95), "", {"percent": "90.00"})
    index_scores.self_score(office.head, assessment.pk, [entry], now=NOW)
    assert score(assessment, "2.1.2").measured == {}


def test_a_self_assessment_is_sent_back_with_what_is_missing(office):
    assessment = submitted(office)
    with pytest.raises(AuditError):
        index_rounds.send_back(office.secretary, assessment.pk, assessment.lock_version, reason=" ", now=NOW)
    index_rounds.send_back(office.secretary, assessment.pk, 1, reason="Thiếu biên bản.", now=NOW)
    found = again(assessment)
    assert (found.state, found.return_reason) == (AssessmentState.SELF_SCORING, "Thiếu biên bản.")
    self_score(office.assessor, assessment, "1.1.2", "80")


def test_what_is_scored_anew_is_appraised_anew(office):
    assessment = submitted(office)
    appraise(office, assessment, {"1.1.1": "2", "2.1.1": "2"})
    index_rounds.send_back(office.secretary, assessment.pk, 1, reason="Thiếu biên bản.", now=NOW)
    self_score(office.assessor, assessment, "1.1.1", "0")
    assert score(assessment, "1.1.1").appraised_points is None
    assert score(assessment, "2.1.1").appraised_points == 2
    self_score(office.assessor, assessment, "2.1.1", None)
    assert score(assessment, "2.1.1").appraised_points is None


# --- Explaining, surveys, the end ---------------------------------------------------------------------------
def explain(office, assessment, code, words, *, by=None):
    row = score(assessment, code)
    return index_scores.explain(
        by or office.head, assessment.pk, [Explanation(row.pk, row.lock_version, words)], now=NOW
    )


def decide(office, assessment, code, points, words, *, by=None):
    row = score(assessment, code)
    entry = Decision(row.pk, row.lock_version, D(points), words)
    return index_scores.decide(by or office.secretary, assessment.pk, [entry], now=NOW)


def test_provisional_results_wait_for_every_component(office):
    assessment = submitted(office)
    appraise(office, assessment, {"1.1.1": "2"})
    with pytest.raises(AuditError, match=r"1\.1\.2"):
        index_rounds.ask_for_explanation(office.secretary, assessment.pk, 1, now=NOW)


def test_the_unit_explains_and_the_appraisers_decide(office):
    assessment = explaining(office)
    for actor in (office.colleague, office.secretary, office.leader):
        with pytest.raises(NotAllowedError):
            explain(office, assessment, "1.1.2", "Đã xong trong tháng 12.", by=actor)
    explain(office, assessment, "1.1.2", "Đã xong trong tháng 12.")
    with pytest.raises(AuditError, match=r"1\.1\.2"):
        index_rounds.finalise(office.secretary, assessment.pk, assessment.lock_version, now=NOW)
    with pytest.raises(NotAllowedError):
        decide(office, assessment, "1.1.2", "3", "Đúng.", by=office.head)
    with pytest.raises(ScoreErrors):
        decide(office, assessment, "1.1.1", "1", "Không ai hỏi.")
    decide(office, assessment, "1.1.2", "3", "Đã xem biên bản, chấp nhận.")
    with pytest.raises(ScoreErrors):
        explain(office, assessment, "1.1.2", "Thêm nữa.")
    found = index_rounds.finalise(office.secretary, assessment.pk, again(assessment).lock_version, now=NOW)
    assert found.index == D("88.00")


def test_without_a_survey_its_components_leave_the_maximum(office):
    assert final(office).index == D("78.00")  # 7.8 of 10; the survey's 2 points do not count


def test_with_a_survey_its_points_are_needed(office):
    assessment = explaining(office, has_survey=True)
    with pytest.raises(AuditError, match=r"1\.2\.1"):
        index_rounds.finalise(office.secretary, assessment.pk, assessment.lock_version, now=NOW)
    for actor in (office.head, office.leader, office.appraiser):
        with pytest.raises(NotAllowedError):
            enter_survey(office, assessment, "1.5", by=actor)
    with pytest.raises(ScoreErrors):
        enter_survey(office, assessment, "2.5")
    enter_survey(office, assessment, "1.5")
    found = index_rounds.finalise(office.secretary, assessment.pk, assessment.lock_version, now=NOW)
    assert found.index == D("77.50")  # 9.3 of 12


def test_a_final_result_is_frozen_with_its_hash(office):
    assessment = final(office)
    assert sha256_of(assessment.result) == assessment.result_sha256
    assert assessment.result["index"] == "78.00"
    lost = {row["code"]: row for domain in assessment.result["domains"] for row in domain["components"]}
    assert lost["1.1.2"]["points"] == "2.00"
    assert lost["1.1.2"]["reason"] == "Hai việc chưa xong."
    assert lost["1.1.1"]["evidence"][0]["title"] == "Minh chứng 1.1.1"
    for change in (
        lambda: self_score(office.head, assessment, "1.1.1", "0"),
        lambda: appraise(office, assessment, {"1.1.1": "0"}, reason="Đổi."),
        lambda: explain(office, assessment, "1.1.2", "Muộn."),
        lambda: add_evidence(office.head, score(assessment, "1.1.1").pk, title="Muộn", now=NOW),
        lambda: index_rounds.finalise(office.secretary, assessment.pk, assessment.lock_version, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_a_leader_publishes_what_others_made_final(office):
    assessment = final(office)
    for actor in (office.head, office.secretary, office.auditor, office.administrator):
        with pytest.raises(NotAllowedError):
            index_rounds.publish(actor, assessment.pk, assessment.lock_version, now=NOW)
    found = index_rounds.publish(office.leader, assessment.pk, assessment.lock_version, now=NOW)
    assert found.state == AssessmentState.PUBLISHED
    assert found.signatory["username"] == office.leader.username


def test_a_round_ranks_what_is_final_and_leaves_the_rest_without_a_rank(office):
    published(office)
    (round_,) = rounds_of(Assessment.objects.all())
    assert [(line.assessment.unit, line.rank, line.index) for line in round_.lines] == [
        (office.unit, 1, D("78.00")),
        (office.other, None, None),
        (office.third, None, None),
    ]
    assert round_.rows()[1][0] == "–"
    assert "0" not in round_.rows()[1][4]


# --- Constraints --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"self_points": D("2.01")},
        {"self_points": D("-0.01")},
        {"appraised_points": D("3")},
        {"survey_points": D("1")},
        {"appraised_points": D("1"), "reason": ""},
        {"decision": "Không có giải trình."},
    ],
)
def test_the_database_refuses_impossible_points(office, values):
    row = score(opened(office), "1.1.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": AssessmentState.FINAL},
        {"state": AssessmentState.PUBLISHED},
        {"state": AssessmentState.SUBMITTED},
        {"index": D("50")},
    ],
)
def test_the_database_refuses_half_states(office, values):
    assessment = opened(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(**values)


def test_whoever_made_it_final_does_not_publish_it(office):
    assessment = final(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(
            state=AssessmentState.PUBLISHED, published_at=NOW, published_by=assessment.finalised_by
        )


# --- Evidence and actions -----------------------------------------------------------------------------------
def test_evidence_is_added_once_and_taken_back(office):
    assessment = opened(office)
    row = score(assessment, "1.1.1")
    file = ContentFile(b"%PDF-1.7 ke hoach", name="ke-hoach.pdf")
    kept = add_evidence(office.assessor, row.pk, title="Kế hoạch", file=file, now=NOW)
    assert kept.size == 17
    with pytest.raises(AuditError):
        add_evidence(
            office.head, row.pk, title="Lại", file=ContentFile(b"%PDF-1.7 ke hoach", name="b.pdf"), now=NOW
        )
    with pytest.raises(AuditError):
        add_evidence(office.head, row.pk, title=" ", now=NOW)
    with pytest.raises(AuditError):
        add_evidence(office.head, score(assessment, "1.2.1").pk, title="Phiếu", now=NOW)
    with pytest.raises(NotAllowedError):
        add_evidence(office.secretary, row.pk, title="Của tôi", now=NOW)
    remove_evidence(office.head, kept.pk, now=NOW)
    assert ScoreEvidence.objects.get(pk=kept.pk).removed_at == NOW


def test_points_lost_become_corrective_actions(office):
    assessment = final(office)
    lost = score(assessment, "1.1.2")
    details = {
        "title": "Làm xong hai việc còn lại",
        "owner": office.colleague,
        "due_on": dt.date(2026, 12, 20),
        "now": NOW,
    }
    for actor in (office.colleague, office.leader, office.other_head, office.administrator):
        with pytest.raises(NotAllowedError):
            plan_action_for(actor, assessment.pk, [lost.pk], **details)
    with pytest.raises(AuditError):
        plan_action_for(office.head, assessment.pk, [], **details)
    with pytest.raises(AuditError):
        plan_action_for(office.head, assessment.pk, [lost.pk, 10**9], **details)
    action = plan_action_for(office.head, assessment.pk, [lost.pk], **details)
    assert (action.source, action.unit) == (FindingSource.INDEX, office.unit)
    assert list(lost.actions.all()) == [action]


def test_no_action_before_the_result_is_final(office):
    assessment = appraised(office)
    with pytest.raises(NotAllowedError):
        plan_action_for(
            office.head,
            assessment.pk,
            [score(assessment, "1.1.2").pk],
            title="Sớm",
            owner=office.colleague,
            due_on=dt.date(2026, 12, 20),
            now=NOW,
        )


def test_an_appraisal_entry_of_another_assessment_changes_nothing(office):
    assessment = submitted(office)
    strange = Score.objects.filter(assessment__unit=office.other).first()
    assert (
        index_scores.appraise(office.secretary, assessment.pk, [Appraisal(strange.pk, 0, D(1), "x")], now=NOW)
        == 0
    )
    strange.refresh_from_db()
    assert strange.appraised_points is None
