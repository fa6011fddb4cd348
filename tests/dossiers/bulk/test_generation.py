"""Invented dossiers: the figures are exact, the rows are whole, the chain holds, nothing real is touched."""

import dataclasses
import datetime as dt
import json
import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from document_control.models.versions import utc_text
from dossiers.bulk_tables import MomentTexts
from dossiers.enums import IncidentState, StepState
from dossiers.generation import plans, service, spread, writing
from dossiers.generation.rows import RowMaker, Rows
from dossiers.integrity import verify
from dossiers.models import ApologyLetter, Dossier, DossierEvent, DossierStep, LateIncident, Sequence
from dossiers.rules import clock
from dossiers.rules.gate import UNSIGNED
from dossiers.services.making import new_code
from dossiers.statistics.keeping import deviations
from organisation.models import OfficeSettings
from tests.factories.office import at

ZONE = timezone.get_default_timezone()
NOW = at("2026-11-21 09:00")


def generate(plan, seed=7, **options):
    return service.generate(plan, seed, lambda done, total: None, now=NOW, **options)


def small_district(total=3_000):
    overdue = round(total * 1_892 / 440_000)
    return dataclasses.replace(plans.district(ZONE), total=total, overdue=overdue)


def maker_of(plan, seed=7):
    settings = OfficeSettings.objects.select_related("office", "reception").get()
    return writing.Maker(plan, service.office_of(plan, settings.office, settings.reception, NOW.date()), seed)


def faults_of(dossiers):
    """Whatever `verify_dossiers` would find in these."""
    return [fault for dossier in dossiers for fault in verify(dossier.code)]


def test_quotas_add_up_whatever_the_weights():
    choose = random.Random(1)
    for total in (1, 17, 4_655, 440_000):
        shares = spread.share_out(total, [choose.random() + 0.01 for _ in range(233)])
        assert sum(shares) == total
        assert min(shares) >= 0


def test_the_district_keeps_the_published_figures():
    plan = plans.district(ZONE)
    assert (plan.total, plan.total - plan.overdue) == (440_000, 438_108)
    assert round(100 * (plan.total - plan.overdue) / plan.total, 2) == 99.57


def test_quarter_is_exact(sample_ward):
    assert generate(plans.quarter(ZONE)) == 4_655
    out = StringIO()
    call_command(
        "dossier_statistics",
        *("--unit", "an-hoa", "--from", "2025-07-01", "--to", "2025-09-30", "--json"),
        stdout=out,
    )
    figures = json.loads(out.getvalue())
    assert {name: figures[name] for name in ("received", "direct", "online", "postal")} == {
        "received": 4_655,
        "direct": 3_443,
        "online": 1_212,
        "postal": 0,
    }
    assert (figures["resolved"], figures["overdue"], figures["early"] + figures["on_time"]) == (
        4_624,
        0,
        4_624,
    )
    assert (figures["pending"], figures["within_due"], figures["past_due"]) == (31, 31, 0)
    assert deviations() == []

    in_hand = Dossier.objects.filter(closed_at=None).select_related("current_step")
    assert in_hand.count() == 31
    end = at("2025-09-30 17:00")
    for dossier in in_hand:
        assert dossier.current_step.state == StepState.ACTIVE
        assert dossier.current_step.due_at >= end, (
            "a step that is late at the end of the quarter was not answered for"
        )
    assert not DossierEvent.objects.filter(at__gt=end).exists()
    assert faults_of(Dossier.objects.order_by("code_key")[::60]) == []


def test_district_has_its_overdue_ones_each_with_a_signed_letter(sample_ward):
    plan = small_district()
    generate(plan)
    assert Dossier.objects.filter(outcome="overdue").count() == plan.overdue
    assert Dossier.objects.filter(outcome__in=["early", "on_time"]).count() == plan.total - plan.overdue
    late = Dossier.objects.filter(outcome="overdue")
    assert set(late.values_list("incidents__state", flat=True)) == {IncidentState.CLOSED}
    assert (
        ApologyLetter.objects.filter(signed_at__isnull=False, sent_at__isnull=False).count() == plan.overdue
    )
    for letter in ApologyLetter.objects.select_related("incident__step"):
        assert letter.signed_at <= letter.incident.step.finished_at, "the gate opens with the signature"
    assert DossierStep.objects.filter(punctuality="overdue").count() == plan.overdue
    assert faults_of([*late, *Dossier.objects.order_by("code_key")[::100]]) == []


def test_a_version_that_did_not_exist_yet_is_told(sample_ward):
    generate(small_district(400))
    told = DossierEvent.objects.filter(kind="imported", data__generated=True)
    assert told.count() == 400
    for event in told.select_related("dossier__version"):
        version, received = event.dossier.version, event.dossier.received_at
        assert ("chưa có bản ban hành" in event.note) == (version.effective_from > received)


def test_recent_ones_are_in_hand_or_done_and_no_lateness_is_unanswered(sample_ward):
    generate(plans.recent(1_500, NOW))
    assert Dossier.objects.count() == 1_500
    assert Dossier.objects.filter(closed_at=None).count() > 3
    late = DossierStep.objects.filter(state=StepState.ACTIVE, due_at__lt=NOW)
    assert all(step.incidents.exists() or step.due_at > NOW - dt.timedelta(days=1) for step in late)
    unsigned = LateIncident.objects.filter(state__in=UNSIGNED)
    assert all(incident.dossier.is_held for incident in unsigned.select_related("dossier"))
    assert faults_of(Dossier.objects.order_by("code_key")[::40]) == []


def test_short_logs_are_for_what_is_done_and_every_log_leads_to_the_state_of_its_dossier(
    sample_ward, monkeypatch
):
    """So many that what went well tells only its ends: who is in hand tells every step all the same."""
    monkeypatch.setattr(plans, "WHOLE_LOG_UP_TO", 100)
    generate(plans.recent(1_000, NOW))
    in_hand = Dossier.objects.exclude(state="returned")
    assert in_hand.filter(state="in_progress").exists()
    assert faults_of([*in_hand, *Dossier.objects.filter(state="returned").order_by("code_key")[::40]]) == []
    done = Dossier.objects.filter(state="returned", incidents=None)
    assert set(done.values_list("event_count", flat=True)) == {4}


def test_how_a_step_ended_is_said_by_minutes_as_by_moments():
    choose = random.Random(5)
    base = at("2026-11-20 09:00")
    first = base.toordinal() * 1_440 + 9 * 60
    texts = MomentTexts()
    for _case in range(500):
        minutes = (choose.randint(-3_000, 3_000), choose.randint(-3_000, 3_000))
        ended_at, due = (base + dt.timedelta(minutes=each) for each in minutes)
        for unit in ("minute", "working_hour", "working_day", "same_day", "calendar_day"):
            said = clock.ended_minute(first + minutes[0], first + minutes[1], unit)
            assert said == clock.ended(ended_at, due, unit)
        assert texts.local(first + minutes[0]) == timezone.localtime(ended_at).isoformat()
        assert texts.month(first + minutes[0]) == clock.month_of(ended_at)
        assert texts.hashed(first + minutes[0]) == utc_text(ended_at)


def test_the_same_seed_gives_the_same_dossiers_and_another_seed_others(sample_ward):
    def told(seed):
        made = [one for day in maker_of(plans.recent(300, NOW), seed).days() for one in day]
        return [
            (
                one.life.received,
                one.life.version.pk,
                one.life.closed,
                one.channel,
                [run.finish for run in one.life.runs],
            )
            for one in made
        ]

    first, again = told(7), told(7)
    assert first == again
    assert told(8) != first


def test_every_column_of_every_table_is_filled(sample_ward):
    """Bulk rows know no defaults: a new column of a model must be met here first."""
    maker = maker_of(small_district(400))
    rows_of = RowMaker(maker.office, maker.horizon, MomentTexts(), {}, True, maker.choose)
    rows = Rows()
    late = next(one for day in maker.days() for one in day if one.life.lateness)
    rows_of.add(late.life, writing.Named(1, 1, 1, "H26.65-160104-0001", "direct", False), rows)
    for model, made in (
        (Dossier, rows.dossiers),
        (DossierStep, rows.steps),
        (DossierEvent, rows.events),
        (LateIncident, rows.incidents),
        (ApologyLetter, rows.letters),
    ):
        columns = {field.column for field in model._meta.concrete_fields}
        assert {frozenset(row) | {"id"} for row in made} == {frozenset(columns)}


def test_the_counter_goes_on_after_the_codes_of_a_day(sample_ward):
    generate(plans.recent(60, NOW))
    day = Dossier.objects.order_by("code_key").values_list("received_at", flat=True).first()
    day = timezone.localdate(day)
    there = Dossier.objects.filter(code__contains=f"-{day:%y%m%d}-").count()
    assert new_code("H26.65", day) == f"H26.65-{day:%y%m%d}-{there + 1:04d}"
    assert Sequence.objects.filter(name=f"dossier:H26.65:{day}", last=there + 1).exists()


def test_an_office_of_its_own_is_left_alone(sample_ward):
    OfficeSettings.objects.update(is_sample_data=False)
    with pytest.raises(CommandError, match="force"):
        call_command("generate_dossiers", "--count", "5", stdout=StringIO())
    assert not Dossier.objects.exists()
    call_command("generate_dossiers", "--count", "5", "--force", stdout=StringIO())
    assert Dossier.objects.count() == 5


def test_without_an_office_the_command_says_so(sample_ward):
    OfficeSettings.objects.update(office=None)
    with pytest.raises(CommandError, match="cơ quan"):
        call_command("generate_dossiers", "--quarter", stdout=StringIO())
