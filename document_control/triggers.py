"""Database triggers that refuse UPDATE and DELETE (and TRUNCATE) on append-only tables, whoever asks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

MESSAGE = "append-only table: official records are never changed or deleted"
POSTGRESQL_FUNCTION = "iso_docs_refuse_change"


def _create_sqlite(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def _create_postgresql(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {POSTGRESQL_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    schema_editor.execute(
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {POSTGRESQL_FUNCTION}()"
    )
    schema_editor.execute(
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTGRESQL_FUNCTION}()"
    )


def trigger_names(vendor: str, table: str) -> set[str]:
    """The triggers that must exist on `table`."""
    suffixes = ("no_update", "no_delete") if vendor == "sqlite" else ("no_change", "no_truncate")
    return {f"{table}_{suffix}" for suffix in suffixes}


def existing_triggers(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The names of the enabled triggers on `table`."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return {row[0] for row in cursor.fetchall()}


class ProtectTable(Operation):
    """Migration operation: make the table of a model append-only. Reversible."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The state of the models does not change."""

    def _table(self, app_label: str, state: ProjectState) -> str:
        return state.apps.get_model(app_label, self.model_name)._meta.db_table

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = self._table(app_label, to_state)
        drop_triggers(schema_editor, table)  # the operation may be repeated after a change of the table
        if schema_editor.connection.vendor == "sqlite":
            _create_sqlite(schema_editor, table)
        elif schema_editor.connection.vendor == "postgresql":
            _create_postgresql(schema_editor, table)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        drop_triggers(schema_editor, self._table(app_label, from_state))

    def describe(self) -> str:
        return f"Refuse changes and deletions on {self.model_name}"


def drop_triggers(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Remove the protection of `table` (reverse migration)."""
    vendor = schema_editor.connection.vendor
    for name in sorted(trigger_names(vendor, table)):
        on_table = f' ON "{table}"' if vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
