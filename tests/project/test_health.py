"""GET /healthz tells a load balancer the truth, cheaply and to everybody."""

import pytest
from django.db import OperationalError, connection

from document_control.models import IssuedVersion
from document_control.triggers import trigger_names
from iso_docs import health

pytestmark = pytest.mark.django_db


def test_healthy_site_answers_without_session_in_three_queries(client, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(3):
        response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": True, "migrations": True, "triggers": True},
        "notices": {"search": ""},
    }
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]


def test_head_is_allowed_and_writing_is_not(client):
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_an_unapplied_migration_is_named(client):
    app, name = sorted(health._last_migrations())[0]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, name])

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["status"] == "failing"
    assert response.json()["checks"] == {"database": True, "migrations": False, "triggers": True}


def test_a_missing_trigger_is_named(client):
    table = IssuedVersion._meta.db_table
    name = sorted(trigger_names(connection.vendor, table))[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": True, "triggers": False}


def test_a_database_that_does_not_answer_is_a_503_without_details(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("secret host name")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] is False
    assert "secret" not in response.content.decode()
