"""One receipt, several procedures, each with its own clock; due with the last of them (DOMAIN 3.11)."""

import uuid

import pytest

from dossiers.enums import DossierState, EventKind, Outcome, SlipKind
from dossiers.errors import DossierError, IntakeError
from dossiers.integrity import verify
from dossiers.models import Dossier
from dossiers.services import ending
from dossiers.services.interlinked import receive_interlinked
from dossiers.statistics.drill import dossiers_behind
from dossiers.statistics.from_counters import figures_from_counters
from dossiers.statistics.from_rows import figures_from_rows
from dossiers.statistics.keeping import deviations, rebuild_counters
from dossiers.statistics.periods import named_period
from dossiers.statistics.questions import Question
from organisation.models import Unit
from tests.dossiers import factories as make
from tests.dossiers.factories import at
from tests.factories.snapshots import time_limit

pytestmark = pytest.mark.django_db

NOW = at("2026-11-16 08:30")


@pytest.fixture
def family():
    """A parent with a child due on 19/11 and one due on 23/11."""
    key = uuid.uuid4()
    parts = [
        make.intake_of(make.issued_version(code="QT-KT-31")),
        make.intake_of(make.issued_version(code="QT-KT-32", time_limit=time_limit(5))),
    ]
    parent = make.intake_of(make.issued_version(code="QT-KT-30"), request_key=key)
    officer = make.make_desk().officer
    made = receive_interlinked(officer, parent, parts, NOW)
    assert receive_interlinked(officer, parent, parts, NOW) == made
    return make.fresh(made), *made.children.order_by("pk")


def test_one_receipt_and_own_clocks(family):
    parent, first, second = family
    assert Dossier.objects.count() == 3
    assert [first.code, second.code] == [f"{parent.code}-A", f"{parent.code}-B"]
    assert [first.due_at, second.due_at] == [at("2026-11-19 17:00"), at("2026-11-23 17:00")]
    assert parent.due_at == second.due_at
    assert parent.state == DossierState.IN_PROGRESS
    assert parent.slips.get().kind == SlipKind.RECEIPT
    assert not first.slips.exists()


def test_ready_when_the_last_child_is_and_handed_over_at_once(family):
    parent, first, second = family
    make.run_to(first, DossierState.READY, at("2026-11-16 09:00"))
    assert make.fresh(parent).state == DossierState.IN_PROGRESS
    make.run_to(second, DossierState.READY, at("2026-11-16 10:00"))
    parent = make.fresh(parent)
    assert (parent.state, parent.outcome) == (DossierState.READY, Outcome.EARLY)
    make.complete(parent, at("2026-11-17 09:00"), actor=make.make_desk().officer)
    assert {make.fresh(each).state for each in family} == {DossierState.RETURNED}
    assert not list(verify())


def assert_counted_once(expected_new, resolved):
    """Counters, a recount, the rows themselves and the list behind the number say the same."""
    units = frozenset(Unit.objects.values_list("pk", flat=True))
    question = Question(now=at("2026-11-30 09:00"), unit_ids=units)
    month = named_period("2026-11")
    assert deviations() == []
    by_counters = figures_from_counters(question, [month])[None][0]
    by_rows = figures_from_rows(question, [month])[None][0]
    assert by_counters == by_rows
    assert (by_rows.new, by_rows.resolved, by_rows.is_balanced) == (expected_new, resolved, True)
    assert dossiers_behind("new", question, month).count() == expected_new
    assert not dossiers_behind("received", question, month).filter(is_group=True).exists()


def test_the_receipt_counts_nowhere_and_what_it_joins_counts(family):
    """One family is not three procedures: the parent is a receipt and would be counted beside its own children."""
    parent, first, second = family
    assert (parent.is_group, first.is_group, second.is_group) == (True, False, False)
    assert_counted_once(2, 0)
    make.run_to(first, DossierState.READY, at("2026-11-16 09:00"))
    make.run_to(second, DossierState.READY, at("2026-11-16 10:00"))
    assert_counted_once(2, 2)
    make.complete(make.fresh(parent), at("2026-11-17 09:00"), actor=make.make_desk().officer)
    assert_counted_once(2, 2)
    rebuild_counters()
    assert_counted_once(2, 2)


def test_without_any_result_it_ends_as_the_last_child(family):
    parent, first, second = family
    leader, officer = make.make_desk().leader, make.make_desk().officer
    with pytest.raises(DossierError):
        ending.withdraw(officer, parent.pk, parent.lock_version, NOW, "Đổi ý")
    ending.withdraw(officer, first.pk, first.lock_version, at("2026-11-16 09:00"), "Đổi ý")
    ending.refuse(leader, second.pk, second.lock_version, at("2026-11-16 10:00"), "Không đủ điều kiện")
    parent = make.fresh(parent)
    assert (parent.state, parent.outcome) == (DossierState.REFUSED, Outcome.WITHOUT_RESULT)
    assert parent.events.get(kind=EventKind.REFUSED)
    assert not list(verify())


def test_needs_children():
    with pytest.raises(IntakeError):
        receive_interlinked(make.make_desk().officer, make.intake_of(), [], NOW)


def test_all_or_nothing():
    bad = make.intake_of(make.issued_version(code="QT-KT-31"), papers=())
    with pytest.raises(IntakeError):
        receive_interlinked(make.make_desk().officer, make.intake_of(), [make.intake_of(), bad], NOW)
    assert not Dossier.objects.exists()
