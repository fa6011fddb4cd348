"""Whoever alters the records of a dossier is found, however it is done."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from document_control.append_only import AppendOnlyError
from document_control.triggers import existing_triggers
from dossiers.enums import DossierState
from dossiers.integrity import verify
from dossiers.models import Dossier, DossierEvent, Slip
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return make.run_to(make.receive(), DossierState.READY, at("2026-11-16 09:00"))


@pytest.fixture
def unprotected(dossier):
    """The tables without their triggers: what somebody with the database in their hands can do."""
    with connection.cursor() as cursor:
        for table in (DossierEvent._meta.db_table, Slip._meta.db_table):
            for name in existing_triggers(connection, table):
                suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{suffix}")

    def change(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(event=DossierEvent._meta.db_table, slip=Slip._meta.db_table))

    return change


def faults():
    return [fault for fault in verify() if fault.place != "cơ sở dữ liệu"]


def test_untouched(dossier, capsys):
    assert list(verify()) == []
    call_command("verify_dossiers", "--json")
    assert json.loads(capsys.readouterr().out) == {"dossiers": 1, "faults": []}
    call_command("verify_dossiers", "--code", dossier.code)
    with pytest.raises(CommandError):
        call_command("verify_dossiers", "--code", "KHONG-CO")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {event} SET note = 'khác' WHERE sequence = 3",
        "UPDATE {event} SET actor_name = 'Người khác' WHERE sequence = 2",
        "UPDATE {event} SET at = '2026-11-15 01:00:00' WHERE sequence = 2",
        "DELETE FROM {event} WHERE sequence = 4",
        "DELETE FROM {event} WHERE sequence = (SELECT MAX(sequence) FROM {event})",
        "DELETE FROM {event}",
        "UPDATE {event} SET sequence = sequence + 100 WHERE sequence = 2",
        "UPDATE {slip} SET content = '{{}}'",
    ],
)
def test_edits_deletions_order_and_cut_tails_are_found(unprotected, statement):
    unprotected(statement)
    assert faults()
    with pytest.raises(SystemExit):
        call_command("verify_dossiers")


def test_two_events_that_changed_places_are_found(unprotected):
    for old, new in ((3, 900), (4, 3), (900, 4)):
        unprotected(f"UPDATE {{event}} SET sequence = {new} WHERE sequence = {old}")
    assert faults()


def test_a_row_that_the_events_do_not_lead_to_is_found(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(
        state=DossierState.APPROVED, closed_at=None, outcome="", closed_month=None
    )
    assert faults()


def test_lost_triggers_are_found(unprotected):
    assert [fault for fault in verify() if fault.place == "cơ sở dữ liệu"]


def test_events_and_slips_are_written_once(dossier):
    for row in (dossier.events.first(), dossier.slips.first()):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
