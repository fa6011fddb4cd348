"""Give every table of the test database large numbers of its own to count from.

An office has a thousand records after some weeks. Keys that begin at 1 hide two faults until then: a template that
writes 1.081 where a form expects 1081, and code that takes the key of one table for that of another.
"""

from itertools import count

FIRST = 20_000
STEP = 1_013


def count_from_high_numbers(connection):
    """Move the counter of every table of Django's connection; keys that exist already stay as they are."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            move_counters_of_sqlite(cursor)
            return
        cursor.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
        )
        for (name,), number in zip(cursor.fetchall(), count(FIRST, STEP), strict=False):
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH {number}')


def move_counters_of_sqlite(cursor):
    """The same for a cursor of SQLite, Django's or Python's own."""
    tables = cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name"
    ).fetchall()
    cursor.execute("DELETE FROM sqlite_sequence")
    for (name,), number in zip(tables, count(FIRST, STEP), strict=False):
        cursor.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {number})")
