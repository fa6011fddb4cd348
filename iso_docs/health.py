"""GET /healthz: may traffic be sent here? No session, no sign-in, a few bounded queries.

200 when the database answers, every migration of this code is applied and the append-only triggers exist; 503 with
the names of the failed checks otherwise. It says what failed, never why: details are in the log. Notices tell the
operator of what works less well for now; traffic may still be sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from document_control.append_only import AppendOnlyModel
from document_control.triggers import trigger_names
from search.index_health import index_notice

logger = logging.getLogger(__name__)

_TRIGGER_QUERIES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """The migrations at the ends of the graph of this code; they cannot be applied before all others are."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _rows(query: str) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def database_answers() -> bool:
    return _rows("SELECT 1") == {(1,)}


def migrations_are_applied() -> bool:
    return _last_migrations() <= _rows("SELECT app, name FROM django_migrations")


def append_only_models() -> list[type[AppendOnlyModel]]:
    """Every table that is written once."""
    return [
        model for model in apps.get_models() if issubclass(model, AppendOnlyModel) and model._meta.managed
    ]


def triggers_exist() -> bool:
    wanted: set[str] = set()
    for model in append_only_models():
        wanted |= trigger_names(connection.vendor, model._meta.db_table)
    return wanted <= {name for (name,) in _rows(_TRIGGER_QUERIES[connection.vendor])}


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "triggers": triggers_exist,
}


def _passes(name: str) -> bool:
    try:
        return CHECKS[name]()
    except DatabaseError:
        logger.exception("health check %s failed", name)
        return False


def _notices() -> dict[str, str]:
    """By part of the site what works less well for now; "" when nothing does."""
    try:
        return {"search": index_notice(timezone.now())}
    except DatabaseError:
        return {}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Each check by name: {"status": "ok" | "failing", "checks": {"database": true, …}, "notices": {"search": ""}}."""
    results = {name: _passes(name) for name in CHECKS}
    healthy = all(results.values())
    status = "ok" if healthy else "failing"
    answer = {"status": status, "checks": results, "notices": _notices()}
    return JsonResponse(answer, status=200 if healthy else 503)
