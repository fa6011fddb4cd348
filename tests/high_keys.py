"""Give every table of the test database large numbers of its own to count from.

An office has a thousand records after some weeks. Keys that begin at 1 hide two faults until then: a template that
writes 1.081 where a form expects 1081, and code that takes the key of one table for that of another.
"""

from itertools import count

FIRST = 20_000
STEP = 1_013


def count_from_high_numbers(connection):
    """Move the counter of every table of this connection; keys that exist already stay as they are."""
    with connection.cursor() as cursor:
        numbers = count(FIRST, STEP)
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%AUTOINCREMENT%%' ORDER BY name"
            )
            tables = [name for (name,) in cursor.fetchall()]
            cursor.execute("DELETE FROM sqlite_sequence")
            rows = list(zip(tables, numbers, strict=False))
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", rows)
        else:
            cursor.execute(
                "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
            )
            for (name,), number in zip(cursor.fetchall(), numbers, strict=False):
                cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH {number}')
