"""Questions about pending and overdue dossiers never read the whole table."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.statistics.answers import figures_of
from dossiers.statistics.drill import CONDITIONS, dossiers_behind
from dossiers.statistics.from_counters import figures_from_counters
from dossiers.statistics.from_rows import figures_from_rows
from dossiers.statistics.periods import named_period
from dossiers.statistics.questions import Dimension, Question
from tests.factories.documents import at

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plans of SQLite")


def plans(queries):
    """The plan of each captured question about dossiers or counters."""
    found = []
    for query in queries:
        if query["sql"].startswith("SELECT") and (
            "dossiers_dossier" in query["sql"] or "monthcounter" in query["sql"]
        ):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                found.append(" | ".join(row[3] for row in cursor.fetchall()))
    return found


@pytest.fixture
def question(office):
    for number in range(30):
        closed = None if number % 3 else f"2026-09-{number % 20 + 3:02} 09:00"
        office.save("2026-09-02 09:00", closed=closed, outcome="early" if closed else "")
    return Question(now=at("2026-10-15 09:15"), unit_ids=frozenset({office.justice.pk, office.ward.pk}))


def assert_indexed(queries):
    found = plans(queries)
    assert found
    for plan in found:
        assert "SCAN dossiers" not in plan, plan


@pytest.mark.parametrize("measure", sorted(CONDITIONS))
def test_lists_behind_numbers(question, measure):
    for name in ("2026-09", "2026-10", "2026-Q3"):
        with CaptureQueriesContext(connection) as captured:
            dossiers_behind(measure, question, named_period(name)).count()
        assert_indexed(captured.captured_queries)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_figures_from_rows_take_three_questions(question, dimension):
    with CaptureQueriesContext(connection) as captured:
        figures_from_rows(question, [named_period("2026-09"), named_period("2026-08")], dimension)
    assert len(captured) == 3
    assert_indexed(captured.captured_queries)


def test_figures_of_finished_months_take_one(question):
    with CaptureQueriesContext(connection) as captured:
        figures_from_counters(
            question, [named_period("2026-08"), named_period("2026-09"), named_period("2026-Q3")]
        )
    assert len(captured) == 1
    assert_indexed(captured.captured_queries)


def test_a_running_month_takes_one_more_that_reads_only_what_is_past_due(question):
    with CaptureQueriesContext(connection) as captured:
        figures_of(question, [named_period("2026-10"), named_period("2026-09")])
    assert len(captured) == 2
    past_due = plans(captured.captured_queries)[-1]
    assert "dossier_open_due" in past_due or "dossier_unit_closed" in past_due
