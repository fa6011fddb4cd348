"""Official records are written once: by ORM, by bulk, by SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from document_control.append_only import AppendOnlyError
from document_control.integrity import PROTECTED_MODELS, trigger_faults
from document_control.models import IssuedVersion, LegalCitation, VersionFile
from tests.factories.documents import at, issue_procedure, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db):
    page = issue_procedure(now=at("2026-01-05 08:00"))
    return page.document.issuedversions.get()


def test_save_of_a_stored_version_is_refused(version):
    version.title = "Tên khác"
    with pytest.raises(AppendOnlyError):
        version.save()
    with pytest.raises(AppendOnlyError):
        version.save(update_fields=["title"])
    assert IssuedVersion.objects.get().title != "Tên khác"


def test_delete_of_a_stored_version_is_refused(version):
    with pytest.raises(AppendOnlyError):
        version.delete()
    assert IssuedVersion.objects.count() == 1


@pytest.mark.parametrize(
    "attack",
    [
        lambda: IssuedVersion.objects.update(title="x"),
        lambda: IssuedVersion.objects.filter(pk__gt=0).delete(),
        lambda: IssuedVersion.objects.all()._raw_delete("default"),
        lambda: IssuedVersion.objects.bulk_update(list(IssuedVersion.objects.all()), ["title"]),
        lambda: IssuedVersion.objects.update_or_create(defaults={"title": "x"}, edition=1),
        lambda: IssuedVersion._base_manager.update(title="x"),
        lambda: LegalCitation.objects.all().delete(),
        lambda: VersionFile.objects.update(version=None),
    ],
)
def test_bulk_changes_are_refused(version, attack):
    before = (version.chain_hash, LegalCitation.objects.count(), VersionFile.objects.count())
    with pytest.raises((AppendOnlyError, IntegrityError)), transaction.atomic():
        attack()
    stored = IssuedVersion.objects.get()
    assert (stored.chain_hash, LegalCitation.objects.count(), VersionFile.objects.count()) == before
    assert stored.title == version.title


@pytest.mark.parametrize("model", PROTECTED_MODELS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_sql_is_refused_by_the_database(version, model, statement):
    table = model._meta.db_table
    withdraw(version.document.processpage.specific, now=at("2026-02-02 08:00"))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table=table))
    assert model.objects.exists()


def test_the_register_row_of_an_issued_document_cannot_go(version):
    with pytest.raises(ProtectedError):
        version.document.delete()


def test_all_triggers_are_in_place(db):
    assert trigger_faults() == []


def test_a_missing_trigger_is_reported(version):
    table = IssuedVersion._meta.db_table
    suffix = "no_delete" if connection.vendor == "sqlite" else "no_change"
    on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f'DROP TRIGGER "{table}_{suffix}"{on_table}')
    assert [fault.place for fault in trigger_faults()] == [table]
