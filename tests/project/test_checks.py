"""Each house rule is seen to fire when it is broken, and the project keeps them all."""

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import migrations, models

from document_control.models import IssuedVersion
from document_control.triggers import ProtectTable
from iso_docs import checks

GOOD_SQLITE = {"ENGINE": "iso_docs.db.sqlite3", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}


def ids(errors):
    return [error.id for error in errors]


@pytest.mark.django_db
def test_the_project_keeps_every_rule():
    assert [check for check in run_checks() if check.id.startswith("iso_docs.")] == []


def test_e001_atomic_requests():
    assert ids(checks.atomic_request_errors({"default": {"ATOMIC_REQUESTS": True}})) == ["iso_docs.E001"]
    assert checks.atomic_request_errors({"default": {"ATOMIC_REQUESTS": False}}) == []


@pytest.mark.parametrize(
    "database",
    [
        {**GOOD_SQLITE, "ENGINE": "django.db.backends.sqlite3"},
        {**GOOD_SQLITE, "OPTIONS": {}},
        {**GOOD_SQLITE, "OPTIONS": {"transaction_mode": "DEFERRED"}},
    ],
)
def test_e002_sqlite_without_its_queue(database):
    assert ids(checks.sqlite_errors({"default": database})) == ["iso_docs.E002"]


def test_e002_leaves_other_databases_alone():
    databases = {"default": GOOD_SQLITE, "other": {"ENGINE": "django.db.backends.postgresql"}}
    assert checks.sqlite_errors(databases) == []


def test_e003_append_only_table_without_protection():
    assert ids(checks.protection_errors([], [IssuedVersion])) == ["iso_docs.E003"]
    protected = [("document_control", ProtectTable("IssuedVersion"))]
    assert checks.protection_errors(protected, [IssuedVersion]) == []


def test_e003_protection_in_another_app_does_not_count():
    elsewhere = [("procedures", ProtectTable("IssuedVersion"))]
    assert ids(checks.protection_errors(elsewhere, [IssuedVersion])) == ["iso_docs.E003"]


def test_e004_table_changed_after_its_protection():
    change = migrations.AddField("IssuedVersion", "note", models.TextField(default=""))
    history = [("document_control", ProtectTable("IssuedVersion")), ("document_control", change)]
    assert ids(checks.protection_errors(history, [IssuedVersion])) == ["iso_docs.E004"]

    history.append(("document_control", ProtectTable("issuedversion")))
    assert checks.protection_errors(history, [IssuedVersion]) == []


def test_rules_are_only_for_append_only_models(django_user_model):
    assert checks.protection_errors([], [django_user_model]) == []


@pytest.mark.parametrize("order", [order for order, _ in checks.MIDDLEWARE_ORDERS])
def test_e005_middleware_order(order):
    kept = [name for name in settings.MIDDLEWARE if name not in order]
    assert "iso_docs.E005" in ids(checks.middleware_errors([*kept, *reversed(order)]))
    assert "iso_docs.E005" in ids(checks.middleware_errors(kept))


def test_e006_admin_policy_follows_the_admin_address():
    assert ids(checks.admin_policy_errors("/admin/")) == ["iso_docs.E006"]
