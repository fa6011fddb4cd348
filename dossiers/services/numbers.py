"""Running numbers: each is given once, however many people ask at the same time."""

from __future__ import annotations

from django.db import connection

from dossiers.models import Sequence

_NEXT = """
    INSERT INTO {table} (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = {table}.last + 1 RETURNING last
"""


def next_number(name: str) -> int:
    """The next number of a sequence, from 1; part of the caller's transaction, so a refusal leaves no gap.

    One statement on both databases; the ORM does not know RETURNING of an upsert.
    """
    table = connection.ops.quote_name(Sequence._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(table=table), [name])
        number: int = cursor.fetchone()[0]
    return number
