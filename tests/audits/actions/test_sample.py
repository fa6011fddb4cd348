"""Findings and actions of the sample ward: every stage is there, and loading twice changes nothing."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from audits.enums import ActionState, CheckState, FindingSource, FindingState, Grade
from audits.models import CorrectiveAction, EffectivenessCheck, Finding
from audits.sample.findings import load_findings
from dossiers.sample.loading import load_sample_dossiers
from organisation.models import Unit, User
from procedures.sample import loading

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
LOADED_AT = "2026-11-20 16:40+07:00"


@pytest.fixture(scope="module")
def loaded_ward(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_parts_of_apps", [])
        with time_machine.travel(LOADED_AT, tick=True):
            loading.load_sample(FOLDER, "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)


def office():
    people = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(unit=Unit.objects.get(slug="an-hoa"), people=people)


@pytest.mark.parametrize("with_dossiers", [False, True])
def test_every_stage_is_there(loaded_ward, db, with_dossiers):
    with time_machine.travel(LOADED_AT, tick=False):
        if with_dossiers:
            load_sample_dossiers(office())
        load_findings(office())
        load_findings(office())
    closed = Finding.objects.get(state=FindingState.CLOSED)
    assert closed.grade == Grade.MINOR_NC and closed.actions.get().state == ActionState.VERIFIED
    assert closed.actions.get().evidence.count() == 1
    assert EffectivenessCheck.objects.get().state == CheckState.HELD
    overdue = CorrectiveAction.objects.exclude(state__in=(ActionState.VERIFIED, ActionState.CANCELLED))
    assert overdue.filter(due_on__lt=dt.date(2026, 11, 20)).count() == 1
    assert CorrectiveAction.objects.filter(state=ActionState.DONE).count() == 1
    assert Finding.objects.filter(grade=Grade.OBSERVATION, state=FindingState.RAISED).exists()
    late = Finding.objects.filter(source=FindingSource.LATE_INCIDENT)
    assert late.count() == int(with_dossiers)
    assert all(finding.incidents.exists() for finding in late)
    assert not [one for one in Finding.objects.all() if localdate(one.raised_at) > dt.date(2026, 11, 20)]
