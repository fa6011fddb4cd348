"""Counters equal a recount, whatever happens to the dossiers."""

import datetime as dt
import random

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.enums import DossierState, Outcome
from dossiers.models import Dossier, MonthCounter
from dossiers.services.recording import changing, create, save_changed
from dossiers.statistics.answers import figures_by
from dossiers.statistics.counting import CountedRow, count_all, difference, local_month
from dossiers.statistics.drill import CONDITIONS, dossiers_behind
from dossiers.statistics.from_counters import figures_from_counters
from dossiers.statistics.from_rows import figures_from_rows
from dossiers.statistics.keeping import apply_change, deviations, rebuild_counters, recount
from dossiers.statistics.periods import Period, named_period
from dossiers.statistics.questions import Dimension, Question
from tests.factories.documents import at

CHANNELS = ("direct", "postal", "online")


# --- Pure ---------------------------------------------------------------------------------------------------------
moments = st.datetimes(dt.datetime(2025, 11, 1), dt.datetime(2026, 3, 31)).map(
    lambda value: value.replace(tzinfo=dt.UTC)
)


@st.composite
def counted_rows(draw):
    received = draw(st.none() | moments)
    closed = draw(st.none() | moments) if received else None
    return CountedRow(
        draw(st.integers(1, 2)), draw(st.integers(1, 2)), draw(st.sampled_from(["", "dat-dai"])),
        draw(st.sampled_from(CHANNELS)), draw(st.none() | st.integers(1, 2)),
        draw(st.sampled_from(["in_progress", "waiting_supplement"])),
        draw(st.sampled_from(Outcome.values)) if closed else "",
        received, draw(moments) if received else None, draw(st.none() | moments), closed, draw(st.booleans()),
    )  # fmt: skip


def plus(counts, changes):
    total = {key: dict(amounts) for key, amounts in counts.items()}
    for key, amounts in changes.items():
        for measure, amount in amounts.items():
            row = total.setdefault(key, {})
            row[measure] = row.get(measure, 0) + amount
    return {
        key: {m: n for m, n in amounts.items() if n}
        for key, amounts in total.items()
        if any(amounts.values())
    }


@given(st.lists(counted_rows(), max_size=5), counted_rows())
def test_a_change_is_the_difference_of_two_counts(others, after):
    before = others[0] if others else None
    changed = plus(count_all(others), difference(before, after))
    assert changed == plus(count_all([*others[1:], after]), {})
    assert difference(after, after) == {}


def test_the_month_is_that_of_vietnam():
    assert local_month(dt.datetime(2026, 9, 30, 17, 0, tzinfo=dt.UTC)) == 202610
    assert local_month(dt.datetime(2026, 9, 30, 16, 59, tzinfo=dt.UTC)) == 202609


# --- Lives of dossiers --------------------------------------------------------------------------------------------
class Lives:
    """Random but legal lives of dossiers: received, handed to others, paused, closed, through the real writing."""

    def __init__(self, office, seed):
        self.office, self.random = office, random.Random(seed)
        self.now = at("2026-01-10 08:00")
        self.people = [None, office.user("specialist"), office.user("one_stop_officer")]
        self.dossiers = []

    def live(self, steps):
        for _step in range(steps):
            self.now += dt.timedelta(hours=self.random.randint(1, 200))
            self.random.choice(
                (self.receive, self.receive, self.submit, self.accept, self.change, self.close)
            )()

    def receive(self):
        due = self.now + dt.timedelta(days=self.random.randint(0, 40))
        choose = self.random.choice
        self.dossiers.append(
            self.office.save(
                self.now, due, channel=choose(CHANNELS), handler=choose(self.people),
                competent_unit=choose((self.office.justice, self.office.building)), field_code=choose(("", "ho-tich")),
            ).pk
        )  # fmt: skip

    def submit(self):
        self.dossiers.append(self.office.save(None, channel="online").pk)

    def some(self, **conditions):
        found = list(Dossier.objects.filter(pk__in=self.dossiers, **conditions).values_list("pk", flat=True))
        return self.random.choice(found) if found else None

    def accept(self):
        pk = self.some(received_at=None)
        if pk:
            with changing(pk) as dossier:
                dossier.state, dossier.received_at = DossierState.RECEIVED, self.now
                dossier.due_at = self.now + dt.timedelta(days=3)
                dossier.received_month = local_month(self.now)

    def change(self):
        pk = self.some(received_at__isnull=False, closed_at=None)
        if pk:
            with changing(pk) as dossier:
                dossier.handler = self.random.choice(self.people)
                dossier.due_at += dt.timedelta(days=self.random.randint(0, 30))
                dossier.state = self.random.choice(("in_progress", "waiting_supplement", "approved"))
                if self.random.random() < 0.3:
                    dossier.reappointed_due_at = dossier.due_at + dt.timedelta(days=5)

    def close(self):
        pk = self.some(received_at__isnull=False, closed_at=None)
        if pk:
            with changing(pk) as dossier:
                dossier.outcome = self.random.choice(Outcome.values)
                dossier.state = DossierState.READY
                dossier.closed_at, dossier.closed_month = self.now, local_month(self.now)


def assert_same_figures(office, now):
    units = frozenset({office.justice.pk, office.building.pk, office.ward.pk})
    question = Question(now=now, unit_ids=units)
    periods = [named_period(name) for name in ("2026-01", "2026-02", "2026-Q1", "2026-H1", "2026")]
    from_counters = figures_from_counters(question, periods).get(None)
    from_rows = figures_from_rows(question, periods)[None]
    if from_counters is not None:
        assert from_counters == from_rows
    assert all(figures.is_balanced for figures in from_rows)
    for dimension in Dimension:
        if dimension:
            counted = figures_from_counters(question, periods, dimension)
            exact = figures_from_rows(question, periods, dimension)
            zero = [type(from_rows[0])()] * len(periods)
            assert {k: v for k, v in counted.items() if v != zero} == {
                k: v for k, v in exact.items() if v != zero
            }
    for period, figures in zip(periods, from_rows, strict=True):
        for measure in CONDITIONS:
            assert dossiers_behind(measure, question, period).count() == getattr(figures, measure), measure


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 40))
def test_counters_equal_a_recount_whatever_the_lives(office, seed, steps):
    with transaction.atomic():
        lives = Lives(office, seed)
        lives.live(steps)
        assert deviations() == []
        assert_same_figures(office, lives.now)
        transaction.set_rollback(True)


def test_months_and_days_agree_where_both_apply(office):
    lives = Lives(office, 7)
    lives.live(120)
    question = Question(now=lives.now, unit_ids=frozenset({office.justice.pk}))
    for dimension in Dimension:
        by_month = figures_by(dimension, question, named_period("2026-Q1")) if dimension else None
        by_day = figures_from_rows(question, [Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))], dimension)
        if dimension:
            assert by_month == {k: v[0] for k, v in by_day.items() if v[0] != type(v[0])()}


# --- Ways by which a dossier may change ---------------------------------------------------------------------------
def test_saving_as_a_whole_and_taking_away_are_counted(office):
    dossier = office.save("2026-02-03 09:00")
    dossier.handler = office.user("specialist")
    dossier.save()
    assert deviations() == []
    dossier.delete()
    assert deviations() == []
    assert not any(amounts for amounts in recount().values())


def test_saving_without_the_image_looks_it_up(office):
    dossier = Dossier.objects.get(pk=office.save("2026-02-03 09:00").pk)
    dossier.channel = "postal"
    save_changed(dossier)
    assert deviations() == []


def test_a_dossier_read_again_is_not_counted_by_what_it_was(office):
    dossier = office.row("2026-02-03 09:00")
    create(dossier)
    with changing(dossier.pk) as other:
        other.channel = "postal"
    dossier.refresh_from_db()
    dossier.channel = "online"
    save_changed(dossier)
    save_changed(dossier)
    assert deviations() == []


def test_a_step_that_counts_nothing_costs_nothing(office, django_assert_num_queries):
    pk = office.save("2026-02-03 09:00").pk
    with django_assert_num_queries(4), changing(pk) as dossier:  # savepoint, read, write, release
        dossier.note = "Đã xem."


def test_closing_costs_one_query_per_counter(office, django_assert_max_num_queries):
    pk = office.save("2026-02-03 09:00").pk
    with django_assert_max_num_queries(7), changing(pk) as dossier:  # one month has its counter, one has none
        dossier.outcome, dossier.state = Outcome.EARLY, DossierState.READY
        dossier.closed_at, dossier.closed_month = at("2026-03-01 09:00"), 202603


def test_a_failed_change_counts_nothing(office):
    pk = office.save("2026-02-03 09:00").pk
    with pytest.raises(RuntimeError), changing(pk) as dossier:
        dossier.channel = "online"
        raise RuntimeError
    assert deviations() == []
    assert MonthCounter.objects.filter(channel="online").count() == 0


def test_rows_written_in_bulk_are_counted_by_rebuilding(office):
    rows = [office.row("2026-02-03 09:00", closed="2026-02-04 09:00", outcome="early") for _n in range(50)]
    Dossier.objects.bulk_create(rows)
    assert len(deviations()) == 1
    assert rebuild_counters() == 1
    assert deviations() == []


# --- The command --------------------------------------------------------------------------------------------------
def test_the_check_tells_and_repairs(office, capsys):
    office.save("2026-02-03 09:00")
    call_command("check_counters")
    assert "khớp" in capsys.readouterr().out
    MonthCounter.objects.update(received=F("received") + 2)
    with pytest.raises(SystemExit) as ended:
        call_command("check_counters")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "received 3 ≠ 1" in said and "--repair" in said
    call_command("check_counters", "--repair")
    assert deviations() == []


def test_a_counter_too_many_is_found(office):
    dossier = office.save("2026-02-03 09:00")
    image = CountedRow(*[getattr(dossier, name) for name in CountedRow._fields])
    apply_change(None, image._replace(channel="online"))
    assert [deviation.key.channel for deviation in deviations()] == ["online"]
