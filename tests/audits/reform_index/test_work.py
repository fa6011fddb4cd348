"""Figures that the system counts itself, and what of the index waits for a person."""

import datetime as dt

from django.utils import timezone

from audits.inbox.reform_index import index_jobs
from audits.models import Assessment
from audits.reform_index.measures import measured
from audits.services import index_rounds
from document_control.policies import DocumentPolicy
from dossiers.enums import DossierState
from organisation.selectors import unit_tree
from tests.audits.reform_index.office import (
    NOW,
    YEAR,
    explaining,
    final,
    give_post,
    make_set,
    opened,
    submitted,
)
from tests.dossiers.factories import at, fresh, receive, run_to

KEYS = ("on_time_rate", "online_share", "letters_present", "")


# --- Own figures --------------------------------------------------------------------------------------------
def assessment_of(office, unit):
    (made,) = index_rounds.open_round(
        office.secretary,
        index_set=make_set(),
        office=office.desk.ward,
        year=YEAR,
        units=[unit],
        has_survey=False,
        self_score_by=dt.date(2026, 12, 20),
        now=NOW,
    )
    return made


def test_a_division_is_asked_by_the_dossiers_of_its_handlers(office):
    dossier = receive(now=at("2026-11-09 08:30"))
    run_to(dossier, DossierState.RETURNED, now=at("2026-11-09 09:00"))
    give_post(fresh(dossier).handler, "unit_self_assessor", office.desk.division)
    found = measured(assessment_of(office, office.desk.division), KEYS, unit_tree(NOW.date()), timezone.now())
    assert found["on_time_rate"].as_json() == {
        "measure": "on_time_rate",
        "question": found["on_time_rate"].question,
        "numerator": 1,
        "denominator": 1,
        "percent": "100.00",
    }
    assert office.desk.division.short_name in found["on_time_rate"].question
    assert found["online_share"].rate.whole == 1


def test_nothing_to_count_is_no_zero(office):
    run_to(receive(now=at("2026-11-09 08:30")), DossierState.RETURNED, now=at("2026-11-09 09:00"))
    assert measured(opened(office), KEYS, unit_tree(NOW.date()), timezone.now()) == {}


# --- My work ------------------------------------------------------------------------------------------------
def waiting(user):
    return [(job.title, job.urgency) for job in index_jobs(DocumentPolicy(user), timezone.now())]


def test_who_has_something_to_do_at_each_stage(office):
    assessment = submitted(office)
    Assessment.objects.exclude(pk=assessment.pk).update(self_score_by=dt.date(2026, 11, 1))
    assert len(waiting(office.secretary)) == len(waiting(office.appraiser)) == 1
    assert waiting(office.head) == waiting(office.leader) == waiting(office.colleague) == []
    assert [urgency for _title, urgency in waiting(office.other_head)] == ["late"]
    assert waiting(office.administrator) == []


def test_the_unit_explains_then_a_leader_publishes(office):
    explaining(office)
    assert len(waiting(office.head)) == len(waiting(office.assessor)) == 1
    assert waiting(office.leader) == []


def test_a_final_result_waits_for_a_leader(office):
    final(office)
    assert len(waiting(office.leader)) == 1
    assert waiting(office.secretary) == []


def test_the_rows_take_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    opened(office)
    with django_assert_max_num_queries(12):
        index_jobs(DocumentPolicy(office.secretary), timezone.now())


def test_components_without_a_measure_cost_nothing(office, django_assert_num_queries):
    assessment = opened(office)
    with django_assert_num_queries(0):
        assert measured(assessment, [""], {}, timezone.now()) == {}
