"""What simple-history recorded, as sentences can use it: which field, from what, to what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organisation.vietnamese_format import format_number

EMPTY = "–"
BOOKKEEPING = {
    "history_id",
    "history_date",
    "history_change_reason",
    "history_type",
    "history_user",
    "lock_version",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record: what it was and what it became, in words."""

    label: str
    before: str
    after: str


class ReferenceNames:
    """Names of the rows that a set of historical records points at; one query per table."""

    def __init__(self, records: Iterable[Any]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for record in records:
            for field in tracked_fields(record):
                value = getattr(record, field.attname)
                if field.is_relation and value is not None:
                    wanted[field.related_model].add(value)
        self._names = {
            (model, pk): str(row)
            for model, pks in wanted.items()
            for pk, row in model._default_manager.select_related().in_bulk(pks).items()
        }

    def name_of(self, model: type[models.Model], pk: Any) -> str:
        """The row's name today; a row that is gone is named by its number."""
        return self._names.get((model, pk)) or _("no longer there (no. %(pk)s)") % {"pk": pk}


def tracked_fields(record: Any) -> list[Any]:
    """The fields of a historical record that belong to the object itself, its key left out."""
    return [
        field
        for field in record._meta.concrete_fields
        if field.name not in BOOKKEEPING and field.name != record.instance_type._meta.pk.name
    ]


def in_words(record: Any, field: Any, names: ReferenceNames) -> str:
    """One value as people write it: choices by label, dates dd/mm/yyyy, references by name."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return EMPTY
    if field.is_relation:
        return names.name_of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value_in_words(value)


def value_in_words(value: Any) -> str:
    """A value of no field in particular as people write it; a dash for an empty one."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, list | dict):
        return _nested_words(value) or EMPTY
    return str(value)


def _nested_words(value: Any) -> str:
    """What a JSON value holds, without its keys: "one: two; three"."""
    if isinstance(value, dict):
        return ": ".join(words for part in value.values() if (words := _nested_words(part)))
    if isinstance(value, list):
        return "; ".join(words for part in value if (words := _nested_words(part)))
    return "" if value is None else str(value)


def changes_between(before: Any | None, after: Any, names: ReferenceNames) -> list[FieldChange]:
    """The fields that differ between two historical records of one object, in the order of the form.

    Args:
        before: the record before, None for a new object (then every filled field counts as a change).
        after: the later record.
        names: names of the rows that both point at.
    """
    found = []
    for field in tracked_fields(after):
        if before is not None and getattr(before, field.attname) == getattr(after, field.attname):
            continue
        old = in_words(before, field, names) if before is not None else EMPTY
        new = in_words(after, field, names)
        if old != new:
            found.append(FieldChange(capfirst(str(field.verbose_name)), old, new))
    return found
