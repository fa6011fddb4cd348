"""Lists and the inbox: what stands where, in which order, with how many queries, by which index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from document_control.policies import DocumentPolicy
from dossiers.enums import DossierState, StepKind
from dossiers.inbox import dossier_jobs
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.selectors.lists import MINE, READY, SUBMITTED, Wanted, dossiers_in, in_order, narrowed
from dossiers.services.gate import detect_late_steps, draft_letter, explain
from procedures.workspace.inbox import inbox_of
from tests.dossiers.desk.conftest import FRIDAY, MONDAY
from tests.dossiers.factories import at, complete, fresh, receive, run_to_kind, submit

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/ho-so/"
NOW = at("2026-11-20 17:00")


def codes(response):
    return [row.dossier.code for row in response.context["rows"]]


@pytest.fixture
def several(desk):
    """In hand of the same person: one late since days, one in time; and one with the counter."""
    late = complete(receive(now=MONDAY), MONDAY)
    fine = complete(receive(now=FRIDAY), FRIDAY, next_officer=late.current_step.officer)
    counter = receive(now=FRIDAY)
    detect_late_steps(NOW)
    return fresh(late), fresh(fine), fresh(counter)


def test_mine_by_the_oldest_deadline_in_words(browse, several):
    late, fine, _counter = several
    response = browse(late.current_step.officer).get(LIST)
    assert codes(response) == [late.code, fine.code]
    first, second = response.context["rows"]
    assert first.deadline.urgency == "late" and first.deadline.words.startswith("Quá ")
    assert second.deadline.words.startswith("Còn ") and first.pill["icon"] == "lock"
    assert response.context["tabs"][0]["count"] == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {0, 1, 2}),
        ({"qua_han": "on"}, {0}),
        ({"giu": "on"}, {0}),
        ({"tt": "received"}, {2}),
        ({"tt": "da-xong"}, set()),
        ({"tu": "2026-11-20"}, {1, 2}),
        ({"den": "19/11/2026"}, {0}),
        ({"q": "văn an"}, {0, 1, 2}),
        ({"q": "không ai"}, set()),
        ({"tu": "hôm qua"}, {0, 1, 2}),
        ({"dv": "abc", "cb": "-1", "tthc": "9" * 30}, {0, 1, 2}),
    ],
)
def test_filters_narrow_and_what_cannot_be_read_narrows_nothing(desk, browse, several, query, found):
    response = browse(desk.leader).get(LIST, {"xem": "tat-ca", **query})
    assert response.status_code == 200
    assert set(codes(response)) == {several[place].code for place in found}


def test_a_whole_code_leads_to_its_dossier(desk, browse, several):
    answer = browse(desk.leader).get(LIST, {"q": several[0].code.lower()})
    assert answer.status_code == 302 and answer.url.endswith(f"{several[0].code}/")
    part = browse(desk.leader).get(LIST, {"xem": "tat-ca", "q": several[0].code[-11:]})
    assert codes(part) == [several[0].code]


def test_pages_and_odd_page_numbers(desk, browse, several):
    for number in ("2", "0", "-3", "x", "9" * 20):
        assert browse(desk.leader).get(LIST, {"xem": "tat-ca", "trang": number}).status_code == 200


def test_lists_and_inbox_ask_the_same_number_of_queries_for_more_rows(desk, browse, several):
    client = browse(desk.leader)
    client.get(LIST, {"xem": "tat-ca"})
    counts = []
    for address, more in (((LIST, {"xem": "tat-ca"}), False), ((LIST, {"xem": "tat-ca"}), True)):
        if more:
            for _time in range(3):
                complete(receive(now=FRIDAY), FRIDAY)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(*address)
        counts.append(len(captured))
    assert counts[0] == counts[1] and counts[0] <= 45


def test_the_inbox_of_each_role(desk, several):
    late = several[0]
    responsible, submitted = late.current_step.officer, submit(now=FRIDAY)
    incident = late.incidents.get()

    def jobs(user):
        return dossier_jobs(DocumentPolicy(user), NOW)

    mine = jobs(responsible)
    assert mine[0].url.endswith(f"/tre-han/{incident.pk}/giai-trinh/") and mine[0].code == late.code
    assert [job.code for job in mine].count(late.code) == 1  # not once more as a step
    assert [job.code for job in jobs(desk.officer) if job.url.endswith(f"{submitted.code}/")] == [
        submitted.code
    ]
    explain(responsible, incident.pk, late.lock_version, NOW, "workload", "Nhiều hồ sơ.")
    draft_letter(desk.head, incident.pk, fresh(late).lock_version, NOW, new_due_at=at("2026-11-27 17:00"))
    first = jobs(desk.leader)[0]
    assert first.kind == "thu-xin-loi" and first.url.endswith("/ky-thu/")
    assert not [job for job in jobs(desk.head) if job.url.endswith("/ky-thu/")]
    assert jobs(desk.by_role["administrator"]) == []
    assert jobs(desk.by_role["iso_secretary"]) == []


def test_results_wait_in_one_row(desk):
    for _time in range(2):
        run_to_kind(receive(now=FRIDAY), StepKind.HANDOVER, FRIDAY)
    results = [job for job in dossier_jobs(DocumentPolicy(desk.officer), NOW) if "cho-tra" in job.url]
    assert len(results) == 1 and "2" in results[0].title
    assert Dossier.objects.filter(state=DossierState.READY).count() == 2


def test_the_inbox_needs_a_bounded_number_of_queries(desk, several):
    policy = DocumentPolicy(several[0].current_step.officer)
    dossier_jobs(policy, NOW)
    with CaptureQueriesContext(connection) as captured:
        dossier_jobs(policy, NOW)
    before = len(captured)
    for _time in range(3):
        complete(receive(now=FRIDAY), FRIDAY, next_officer=several[0].current_step.officer)
    with CaptureQueriesContext(connection) as captured:
        dossier_jobs(policy, NOW)
    assert len(captured) == before <= 14


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are SQLite's; PostgreSQL's need many rows")
@pytest.mark.parametrize(
    ("name", "wanted", "index"),
    [
        (MINE, Wanted(), "dossier_step_worklist"),
        (READY, Wanted(), "dossier_to_hand_over"),
        (SUBMITTED, Wanted(), "dossier_to_accept"),
    ],
)
def test_lists_use_their_partial_index(desk, name, wanted, index):
    policy = DossierPolicy(desk.officer)
    plan = in_order(narrowed(dossiers_in(name, policy), wanted, NOW), name).values("pk").explain()
    assert index in plan and "SCAN dossiers_dossier\n" not in f"{plan}\n"


def set_due(dossier, whole, step):
    Dossier.objects.filter(pk=dossier.pk).update(received_at=at("2026-07-01 08:00"), due_at=whole)
    DossierStep.objects.filter(pk=dossier.current_step_id).update(due_at=step)


def test_a_dossier_past_its_promise_is_overdue_though_its_step_has_time(desk):
    dossier = complete(receive(now=FRIDAY), FRIDAY)
    set_due(dossier, at("2026-08-04 17:00"), at("2026-11-24 17:00"))
    (job,) = dossier_jobs(DocumentPolicy(dossier.current_step.officer), NOW)
    assert job.urgency == "late" and job.due == at("2026-08-04 17:00")
    assert "04/08" in job.exact and "17:00, 04/08" in job.context
    set_due(dossier, at("2026-11-20 17:30"), at("2026-11-24 17:00"))
    assert dossier_jobs(DocumentPolicy(dossier.current_step.officer), NOW)[0].urgency == "today"
    set_due(dossier, at("2026-11-19 17:00"), at("2026-11-18 17:00"))
    (job,) = dossier_jobs(DocumentPolicy(dossier.current_step.officer), NOW)
    assert job.due == at("2026-11-18 17:00") and "19/11" not in job.context


def test_a_promise_made_anew_is_the_one_that_counts(desk):
    dossier = complete(receive(now=FRIDAY), FRIDAY)
    set_due(dossier, at("2026-11-19 17:00"), at("2026-11-24 17:00"))
    Dossier.objects.filter(pk=dossier.pk).update(reappointed_due_at=at("2026-11-25 17:00"))
    (job,) = dossier_jobs(DocumentPolicy(dossier.current_step.officer), NOW)
    assert job.urgency == "later" and job.due == at("2026-11-24 17:00")


def test_what_is_overdue_stands_oldest_first_whatever_its_kind(desk):
    older = complete(receive(now=MONDAY), MONDAY)
    DossierStep.objects.filter(pk=older.current_step_id).update(due_at=at("2026-12-04 17:00"))
    incident = complete(receive(now=MONDAY), MONDAY, next_officer=older.current_step.officer)
    detect_late_steps(NOW)
    set_due(older, at("2026-11-12 17:00"), at("2026-11-11 17:00"))
    late = inbox_of(DocumentPolicy(older.current_step.officer), at("2026-11-27 17:00")).jobs
    late = [job for job in late if job.urgency == "late" and job.code]
    assert [job.code for job in late[:2]] == [older.code, incident.code]
    assert late[1].url.endswith("/giai-trinh/")


def test_what_stands_still_hides_nothing_that_runs(desk, monkeypatch):
    """The rows of an inbox are counted: a paused dossier with an old deadline takes no place of a late one."""
    monkeypatch.setattr("dossiers.selectors.waiting.MOST_ROWS", 1)
    paused = complete(receive(now=FRIDAY), FRIDAY)
    officer = paused.current_step.officer
    running = complete(receive(now=FRIDAY), FRIDAY, next_officer=officer)
    set_due(paused, at("2026-11-12 17:00"), at("2026-11-11 17:00"))
    set_due(running, at("2026-11-19 17:00"), at("2026-11-18 17:00"))
    Dossier.objects.filter(pk=paused.pk).update(state=DossierState.WAITING_SUPPLEMENT)
    jobs = dossier_jobs(DocumentPolicy(officer), NOW)
    assert [(job.code, job.urgency) for job in jobs if job.code] == [
        (running.code, "late"),
        (paused.code, "later"),
    ]
