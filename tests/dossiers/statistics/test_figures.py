"""Rates and sums; the figures of the seeds as rows in the tables."""

import datetime as dt
from decimal import Decimal

import pytest

from dossiers.models import Dossier
from dossiers.statistics.answers import figures_by, figures_of, rolled_up
from dossiers.statistics.figures import Figures, Rate
from dossiers.statistics.from_counters import figures_from_counters
from dossiers.statistics.from_rows import figures_from_rows
from dossiers.statistics.keeping import deviations, rebuild_counters
from dossiers.statistics.periods import named_period
from dossiers.statistics.questions import Dimension, Question
from organisation.selectors import unit_tree
from tests.factories.documents import at


@pytest.mark.parametrize(
    ("part", "whole", "percent", "words"),
    [
        (438_108, 440_000, "99.57", "99,57%"),
        (93_906, 94_000, "99.90", "99,90%"),
        (1212, 4655, "26.04", "26,04%"),
        (4624, 4624, "100.00", "100,00%"),
        (1, 800, "0.13", "0,13%"),  # 0.125 exactly: half goes up
        (412, 418, "98.56", "98,56%"),
    ],
)
def test_a_rate_has_two_decimals_half_up(part, whole, percent, words):
    rate = Rate(part, whole)
    assert rate.percent == Decimal(percent) and str(rate) == words
    assert rate.as_json() == {"numerator": part, "denominator": whole, "percent": percent}


def test_a_rate_of_nothing_says_so():
    assert Rate(0, 0).percent is None and str(Rate(0, 0)) == "–"


def test_the_quarter_of_a_ward(office):
    """A1: 3,443 direct and 1,212 online; 4,624 resolved, none late; 31 in hand."""
    rows = []
    for number in range(4655):
        channel = "direct" if number < 3443 else "online"
        received = at("2025-07-01 08:00") + dt.timedelta(minutes=25 * number)
        is_open = number >= 4624
        closed = None if is_open else received + dt.timedelta(hours=20)
        outcome = "" if is_open else ("early" if number % 3 else "on_time")
        rows.append(office.row(received, received + dt.timedelta(days=20), closed, outcome, channel=channel))
    Dossier.objects.bulk_create(rows)
    rebuild_counters()
    question = Question(now=at("2025-10-01 00:00"), unit_ids=frozenset({office.justice.pk}))
    for source in (figures_from_counters, figures_from_rows):
        (figures,) = source(question, [named_period("2025-Q3")])[None]
        assert (figures.direct, figures.online, figures.postal) == (3443, 1212, 0)
        assert (figures.received, figures.carried_over) == (4655, 0)
        assert (figures.resolved, figures.overdue, figures.pending) == (4624, 0, 31)
        assert figures.is_balanced
        assert str(figures.online_rate) == "26,04%"
        assert str(figures.on_time_rate) == "100,00%" and figures.on_time_rate.whole == 4624


@pytest.mark.parametrize(
    ("total", "late", "words"), [(94_000, 94, "99,90%"), (44_000, 189, "99,57%"), (4_400, 19, "99,57%")]
)
def test_published_rates_follow_from_whole_counts(total, late, words):
    """A5 and A6, as counts: the rate of a district is that of its late dossiers."""
    assert str(Figures(early=total - late, overdue=late).on_time_rate) == words


def test_every_measure_of_a_small_office(office):
    office.save("2026-08-10 09:00", "2026-08-13 17:00", "2026-09-02 10:00", "overdue",
                reappointed_due_at="2026-08-30 17:00")  # fmt: skip
    office.save("2026-08-20 09:00", "2026-09-10 17:00")
    office.save("2026-09-01 00:00", "2026-09-04 17:00", "2026-09-30 23:59", "overdue",
                reappointed_due_at="2026-09-30 23:59", channel="postal")  # fmt: skip
    office.save("2026-09-05 09:00", "2026-09-08 17:00", "2026-09-08 16:00", "on_time", channel="online")
    office.save("2026-09-05 09:00", "2026-09-08 17:00", "2026-09-07 16:00", "early")
    office.save("2026-09-05 09:00", "2026-09-08 17:00", "2026-09-06 16:00", "without_result")
    office.save("2026-09-30 16:59", "2026-10-03 17:00", "2026-10-02 10:00", "early")
    office.save("2026-09-06 16:59", "2026-09-09 17:00", state="waiting_supplement")
    office.save("2026-10-01 00:00", "2026-10-04 17:00")
    office.save(None)
    question = Question(now=at("2026-10-02 08:00"), unit_ids=frozenset({office.justice.pk}))
    expected = Figures(
        carried_over=2, direct=4, postal=1, online=1, early=1, on_time=1, overdue=2, overdue_with_new_date=2,
        overdue_after_apology=1, without_result=1, within_due=2, past_due=1,
    )  # fmt: skip
    period = named_period("2026-09")
    assert figures_of(question, [period]) == [expected]
    assert figures_from_rows(question, [period])[None] == [expected]
    assert expected.is_balanced
    assert deviations() == []


def test_pending_of_a_running_month_is_judged_now(office):
    office.save("2026-10-01 09:00", "2026-10-05 17:00")
    office.save("2026-10-01 09:00", "2026-10-25 17:00")
    period = named_period("2026-10")
    for now, past_due in (("2026-10-05 17:00", 0), ("2026-10-05 17:01", 1), ("2026-11-01 08:00", 2)):
        question = Question(now=at(now), unit_ids=frozenset({office.justice.pk}))
        for source in (figures_from_counters, figures_from_rows):
            (figures,) = source(question, [period])[None]
            assert (figures.past_due, figures.within_due) == (past_due, 2 - past_due), (now, source)


def test_a_ward_includes_its_divisions(office):
    for unit, count in ((office.justice, 3), (office.building, 2), (office.ward, 1)):
        for _number in range(count):
            office.save("2026-09-05 09:00", closed="2026-09-06 09:00", outcome="early", competent_unit=unit)
    tree = unit_tree(dt.date(2026, 9, 30))
    units = frozenset({office.ward.pk, office.justice.pk, office.building.pk})
    question = Question(now=at("2026-10-02 08:00"), unit_ids=units)
    by_unit = figures_by(Dimension.UNIT, question, named_period("2026-09"))
    shares = rolled_up(by_unit, office.ward.pk, tree)
    assert {pk: figures.resolved for pk, figures in shares.items()} == {
        office.ward.pk: 1,
        office.justice.pk: 3,
        office.building.pk: 2,
    }
    assert sum(shares.values(), Figures()).resolved == 6
