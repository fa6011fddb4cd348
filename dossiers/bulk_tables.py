"""Many rows at once into one table, past the ORM: COPY on PostgreSQL, prepared statements on SQLite.

For rows that a module of this project made whole: no signals, no defaults, no cleaning. Constraints, triggers and
foreign keys hold as always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from organisation.worktime.track import MINUTES_PER_DATE

OFFSET = 7 * 60
"""Vietnamese time is ahead of UTC by this many minutes, without summer time, since 1975."""
TIMES = tuple(f"{minute // 60:02d}:{minute % 60:02d}:00" for minute in range(MINUTES_PER_DATE))
MOST_KEPT = 50_000
Row = dict[str, Any]
"""Column name to value: text, whole number, truth value or None; moments and JSON already as text."""


class MomentTexts:
    """Absolute local minutes as text, quickly: the days are kept, the times of a day are known."""

    def __init__(self) -> None:
        self._days: dict[int, str] = {}
        self._stored: dict[int, str] = {}
        self._suffix = "" if connection.vendor == "sqlite" else "+00"

    def stored(self, minute: int) -> str:
        """As the database reads a moment; one step ends when the next begins, so texts are kept for a while."""
        text = self._stored.get(minute)
        if text is None:
            day, rest = divmod(minute - OFFSET, MINUTES_PER_DATE)
            if len(self._stored) >= MOST_KEPT:
                self._stored.clear()
            text = self._stored[minute] = f"{self._day(day)} {TIMES[rest]}{self._suffix}"
        return text

    def hashed(self, minute: int) -> str:
        """As the events' hash covers it (`document_control.models.versions.utc_text`)."""
        day, rest = divmod(minute - OFFSET, MINUTES_PER_DATE)
        return f"{self._day(day)}T{TIMES[rest]}Z"

    def local(self, minute: int) -> str:
        """As `isoformat` of the moment in Vietnamese time: what events and bases say."""
        day, rest = divmod(minute, MINUTES_PER_DATE)
        return f"{self._day(day)}T{TIMES[rest]}+07:00"

    def month(self, minute: int) -> int:
        """Year × 100 + month in Vietnamese time."""
        year, month, _day = self._day(minute // MINUTES_PER_DATE).split("-")
        return int(year) * 100 + int(month)

    def _day(self, ordinal: int) -> str:
        text = self._days.get(ordinal)
        if text is None:
            text = self._days[ordinal] = dt.date.fromordinal(ordinal).isoformat()
        return text


def take_ids(model: type[models.Model], count: int) -> range:
    """Keys for `count` new rows that nobody else gets; inside a transaction, which then alone writes the table."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # an IMMEDIATE transaction is the only one that writes
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")  # noqa: S608
            first = cursor.fetchone()[0]
        else:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            first = cursor.fetchone()[0]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count - 1])
    return range(first, first + count)


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write rows that all have the same columns in the same order."""
    if not rows:
        return
    names = [connection.ops.quote_name(name) for name in rows[0]]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(names))
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(sql, [tuple(row.values()) for row in rows])
            return
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))
