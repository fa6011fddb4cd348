"""What is asked all day long never reads whole tables, on SQLite and on PostgreSQL.

With few rows PostgreSQL would read the whole table because that is cheaper, so it is told not to where it can: a scan
that is left is one for which there is no index.
"""

import pytest
from django.db import connection

from bench.dossiers import QUESTIONS
from dossiers.models import Dossier
from tests.factories.office import at

NOW = at("2026-11-21 09:00")


def plan_of(rows):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def whole_tables(plan):
    """The lines of a plan that read a table of dossiers from end to end."""
    lines = [line.strip() for line in plan.splitlines()]
    if connection.vendor == "postgresql":
        return [line for line in lines if "Seq Scan on dossiers_" in line]
    return [line for line in lines if "SCAN dossiers_" in line and "USING" not in line]


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONS)
def test_no_whole_table_is_read(name):
    plan = plan_of(QUESTIONS[name](1, NOW))
    assert whole_tables(plan) == [], plan


@pytest.mark.django_db
def test_the_check_sees_a_scan():
    """A question without an index is caught, or the test above says nothing."""
    plan = plan_of(Dossier.objects.filter(note__contains="x").order_by())
    assert whole_tables(plan), plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("worklist", "dossier_step_worklist"),
        ("overdue", "dossier_open_due"),
        ("look-up", "code_key"),
        ("late steps", "dossier_step_open_due"),
    ],
)
def test_the_index_made_for_it_is_used(name, index):
    if connection.vendor == "postgresql":
        pytest.skip("with few rows PostgreSQL's choice between two indexes says nothing")
    plan = plan_of(QUESTIONS[name](1, NOW))
    assert index in plan, plan
