"""House rules as system checks: a mistake stops `manage.py check` (and so every start), not an office.

E001 ATOMIC_REQUESTS, E002 SQLite without its write queue, E003 and E004 append-only tables without their triggers, E005
order of the middleware, E006 content policy of the administration. (History on revisable models: organisation.E001.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.urls import NoReverseMatch, reverse

from document_control.append_only import AppendOnlyModel
from document_control.triggers import ProtectTable

_DJANGO = "django.contrib"
MIDDLEWARE_ORDERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (
            "django.middleware.security.SecurityMiddleware",
            "iso_docs.middleware.ContentPolicyMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
        ),
        "static files too must carry the security headers",
    ),
    (
        (
            f"{_DJANGO}.sessions.middleware.SessionMiddleware",
            f"{_DJANGO}.auth.middleware.AuthenticationMiddleware",
            "organisation.middleware.RoleSyncMiddleware",
            "simple_history.middleware.HistoryRequestMiddleware",
            "axes.middleware.AxesMiddleware",
        ),
        "roles and history need to know who is signed in, and the login brake comes last",
    ),
    (
        (
            f"{_DJANGO}.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
        ),
        "the language is chosen before addresses are completed",
    ),
)
_REBUILDS_TABLE = (
    operations.AddField,
    operations.AlterField,
    operations.RemoveField,
    operations.RenameField,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterUniqueTogether,
    operations.AlterModelTable,
)


def atomic_request_errors(databases: dict[str, dict[str, Any]]) -> list[Error]:
    """With SQLite's IMMEDIATE transactions every GET would queue for the write lock."""
    return [
        Error(
            f"ATOMIC_REQUESTS is on for database {alias!r}.",
            hint="Remove it: services open their own transactions.",
            id="iso_docs.E001",
        )
        for alias, options in databases.items()
        if options.get("ATOMIC_REQUESTS")
    ]


def sqlite_errors(databases: dict[str, dict[str, Any]]) -> list[Error]:
    """Without IMMEDIATE and the queue most of eight parallel writers fail with 'database is locked'."""
    return [
        Error(
            f"SQLite database {alias!r} is used without the write queue or without IMMEDIATE transactions.",
            hint="Use ENGINE 'iso_docs.db.sqlite3' and OPTIONS['transaction_mode'] = 'IMMEDIATE'.",
            id="iso_docs.E002",
        )
        for alias, options in databases.items()
        if options.get("ENGINE", "").endswith("sqlite3")
        and (
            options["ENGINE"] != "iso_docs.db.sqlite3"
            or options.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE"
        )
    ]


def middleware_errors(middleware: Sequence[str]) -> list[Error]:
    """The orders that security and correctness depend on."""
    errors = []
    for order, reason in MIDDLEWARE_ORDERS:
        missing = [name for name in order if name not in middleware]
        places = [middleware.index(name) for name in order if name in middleware]
        if missing or any(first > second for first, second in pairwise(places)):
            errors.append(
                Error(
                    f"MIDDLEWARE must contain, in this order: {', '.join(order)} ({reason}).",
                    hint=f"Missing: {', '.join(missing)}."
                    if missing
                    else "Change the order in settings/base.py.",
                    id="iso_docs.E005",
                )
            )
    return errors


def admin_policy_errors(prefix: str) -> list[Error]:
    """The looser content policy must cover the administration and nothing else."""
    try:
        home = reverse("wagtailadmin_home")
    except NoReverseMatch:
        home = ""
    if home == prefix:
        return []
    return [
        Error(
            f"ADMIN_URL_PREFIX is {prefix!r} but the administration answers at {home!r}.",
            hint="Keep both equal, or the administration gets the strict content policy.",
            id="iso_docs.E006",
        )
    ]


def protection_errors(history: Sequence[tuple[str, Operation]], models: Iterable[type]) -> list[Error]:
    """Every append-only table gets its triggers by a migration, and gets them again when it is rebuilt.

    Args:
        history: all migration operations in order of application, each with the label of its app.
        models: the models to check; only append-only ones count.
    """
    errors = []
    for model in models:
        if not issubclass(model, AppendOnlyModel):
            continue
        label, name = model._meta.app_label, model._meta.model_name
        mine = [operation for app, operation in history if app == label and _concerns(operation, name)]
        protected = [isinstance(operation, ProtectTable) for operation in mine]
        hint = f'End a migration of {label} with ProtectTable("{model.__name__}").'
        if not any(protected):
            errors.append(
                Error(
                    f"{model.__name__} is append-only but no migration protects its table.",
                    hint,
                    model,
                    "iso_docs.E003",
                )
            )
        elif not protected[-1]:
            errors.append(
                Error(
                    f"A migration changes {model.__name__} after protecting it: on SQLite that drops the triggers.",
                    hint,
                    model,
                    "iso_docs.E004",
                )
            )
    return errors


def _concerns(operation: Operation, model_name: str | None) -> bool:
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    return str(name).lower() == model_name and isinstance(operation, (ProtectTable, *_REBUILDS_TABLE))


def migration_history() -> list[tuple[str, Operation]]:
    """All operations of all migrations on disk, in an order in which they may be applied."""
    graph = MigrationLoader(None).graph
    seen: dict[tuple[str, str], None] = {}
    for leaf in graph.leaf_nodes():
        for key in graph.forwards_plan(leaf):
            seen.setdefault(key)
    return [(app, operation) for app, name in seen for operation in graph.nodes[app, name].operations]


@register(Tags.models)
def check_models(app_configs: Any, **kwargs: Any) -> list[Error]:
    return protection_errors(migration_history(), apps.get_models())


@register("settings")
def check_settings(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [
        *atomic_request_errors(settings.DATABASES),
        *sqlite_errors(settings.DATABASES),
        *middleware_errors(settings.MIDDLEWARE),
        *admin_policy_errors(settings.ADMIN_URL_PREFIX),
    ]
