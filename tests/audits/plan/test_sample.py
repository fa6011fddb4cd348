"""The sample's programme and audits: made through the services, whatever day it is, and independent."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from audits.enums import TeamRole
from audits.models import Audit, AuditProgramme
from audits.policies import AuditPolicy
from audits.sample.programme import CLOSED, PLANNED, RUNNING, SUBMITTED, load_programme, sample_audit
from audits.selectors.independence import Audited, Independence
from audits.selectors.programmes import year_overview
from document_control.canonical import sha256_of
from organisation.models import User
from procedures.sample.loading import load_sample

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel("2026-11-21 08:00+07:00", tick=True):
            load_sample(FOLDER, "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded, db):
    return loaded


def test_four_audits_in_four_states_found_by_their_unit(sample):
    states = {slug: sample_audit(slug).state for slug in (CLOSED, RUNNING, PLANNED, SUBMITTED)}
    assert states == {CLOSED: "closed", RUNNING: "running", PLANNED: "approved", SUBMITTED: "submitted"}
    assert AuditProgramme.objects.get().state == "approved"
    running = sample_audit(RUNNING)
    assert running.checklists.exists() and running.starts_on <= TODAY <= running.ends_on
    assert running.documents.get().code == "QT-TP-01"
    assert {row.role for row in running.team.all()} == {TeamRole.LEAD, TeamRole.MEMBER}


def test_nobody_of_the_teams_is_dependent_and_the_report_is_whole(sample):
    for audit in Audit.objects.all():
        found = Independence(Audited.of(audit)).reasons([row.user for row in audit.team.all()])
        assert not any(found.values()), audit
    closed = sample_audit(CLOSED)
    assert closed.report_hash == sha256_of(closed.report_content)
    assert closed.report_content["summary"]["nonconformities"] == 0


def test_the_year_shows_gaps_and_a_missed_month(sample):
    policy = AuditPolicy(User.objects.get(username="thukyiso"))
    overview = year_overview(policy, AuditProgramme.objects.get().office, 2026, TODAY)
    assert {clause.number for clause in overview.clauses_left_out} == {"8.4", "8.7", "9.2"}
    assert overview.units_left_out == [] and overview.coverage.missed == 1 and overview.coverage.done == 1


def test_loading_again_changes_nothing(sample):
    load_programme(None)
    assert Audit.objects.count() == 4
