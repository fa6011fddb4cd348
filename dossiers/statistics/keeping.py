"""The counters of months follow every change of a dossier, and can be counted anew.

`services.recording.save_changed` and the receivers of this app call `apply_change`: no service can forget it. Rows
written in bulk send no signals; whoever writes them calls `rebuild_counters` afterwards.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from dossiers.models import Dossier, MonthCounter
from dossiers.statistics.counting import MEASURES, CountedRow, Counts, Key, count_all, difference

BATCH = 2000
ADDED_AT_ONCE = 500
_columns = operator.attrgetter(*CountedRow._fields)


def counted_row(dossier: Dossier) -> CountedRow:
    """What is counted of a dossier, as it is in memory."""
    return CountedRow._make(_columns(dossier))


def stored_row(dossier_id: int) -> CountedRow | None:
    """What is counted of a dossier, as it is stored; None when there is no such row."""
    row = Dossier.objects.filter(pk=dossier_id).values_list(*CountedRow._fields).first()
    return None if row is None else CountedRow._make(row)


def apply_change(before: CountedRow | None, after: CountedRow | None) -> None:
    """Move the counters from one image of a dossier to the next; call it in the transaction that writes the row.

    Args:
        before: as it was stored; None for a new dossier.
        after: as it is stored now; None for one that is gone.
    """
    _move(difference(before, after))


def count_in(dossiers: Iterable[Dossier]) -> None:
    """Count many new dossiers at once; call it in the transaction that writes their rows."""
    _move(count_all(map(counted_row, dossiers)))


def _move(counts: Counts) -> None:
    """Add to the counters, always in the same order, so that two transactions never wait for each other."""
    keys = sorted(counts, key=lambda key: (*key[:4], key.handler_id or 0, key.month))
    for has_handler in (False, True):
        wanted = [key for key in keys if (key.handler_id is not None) is has_handler]
        for start in range(0, len(wanted), ADDED_AT_ONCE):
            _add({key: counts[key] for key in wanted[start : start + ADDED_AT_ONCE]}, has_handler)


def _add(amounts: Counts, has_handler: bool) -> None:
    """Add in the database itself, so that nothing is lost between two writers: one statement, which makes what is new.

    Args:
        has_handler: which of the two unique indexes of `MonthCounter` all these keys fall under.
    """
    quote = connection.ops.quote_name
    table, columns = quote(MonthCounter._meta.db_table), [quote(name) for name in (*Key._fields, *MEASURES)]
    moved = sorted({measure for changes in amounts.values() for measure in changes})
    unique = ", ".join(quote(name) for name in Key._fields if has_handler or name != "handler_id")
    condition = f"{quote('handler_id')} IS {'NOT ' if has_handler else ''}NULL"
    sums = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in moved)
    rows = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(amounts))
    values = [
        value
        for key, changes in amounts.items()
        for value in (*key, *(changes.get(name, 0) for name in MEASURES))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows} "  # noqa: S608
            f"ON CONFLICT ({unique}) WHERE {condition} DO UPDATE SET {sums}",
            values,
        )


# --- Counting anew ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Deviation:
    """A counter that does not say what the dossiers say.

    Attributes:
        stored, counted: amounts by measure, those that differ.
    """

    key: Key
    stored: dict[str, int]
    counted: dict[str, int]

    def __str__(self) -> str:
        words = ", ".join(f"{name} {self.stored[name]} ≠ {self.counted[name]}" for name in self.stored)
        return f"{tuple(self.key)}: {words}"


def recount() -> Counts:
    """The counters as the dossiers say, straight from the rows."""
    rows = Dossier.objects.filter(received_at__isnull=False).order_by().values_list(*CountedRow._fields)
    return count_all(map(CountedRow._make, rows.iterator(chunk_size=BATCH)))


def deviations() -> list[Deviation]:
    """Counters that differ from a recount; empty when all is well.

    Counting takes seconds and nobody is stopped meanwhile, so dossiers may change under it: what seems to differ is
    counted once more while nobody writes.
    """
    if not _compare(recount()):
        return []
    with _nobody_writes():
        return _compare(recount())


def _compare(counted: Counts) -> list[Deviation]:
    columns = (*Key._fields, *MEASURES)
    stored = {
        Key._make(row[: len(Key._fields)]): row[len(Key._fields) :]
        for row in MonthCounter.objects.values_list(*columns).iterator(chunk_size=BATCH)
    }
    found = []
    for key in {**stored, **counted}:
        amounts = counted.get(key, {})
        pairs = zip(MEASURES, stored.get(key, (0,) * len(MEASURES)), strict=True)
        wrong = {name: amount for name, amount in pairs if amount != amounts.get(name, 0)}
        if wrong:
            found.append(Deviation(key, wrong, {name: amounts.get(name, 0) for name in wrong}))
    return found


def rebuild_counters() -> int:
    """Throw the counters away and count all dossiers; gives how many counters there are. One transaction."""
    with _nobody_writes():
        counts = recount()
        MonthCounter.objects.all().delete()
        for batch in _batches([*counts.items()]):
            MonthCounter.objects.bulk_create(
                MonthCounter(**key._asdict(), **amounts) for key, amounts in batch
            )
    return len(counts)


def _batches(
    items: Sequence[tuple[Key, Mapping[str, int]]],
) -> Iterator[Sequence[tuple[Key, Mapping[str, int]]]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


@contextmanager
def _nobody_writes() -> Iterator[None]:
    """A transaction in which no dossier changes. On SQLite every transaction is one: it holds the write lock."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            names = [connection.ops.quote_name(model._meta.db_table) for model in (Dossier, MonthCounter)]
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")
        yield
