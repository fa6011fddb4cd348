"""The history of one record with its inline rows, newest first: who, when, what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organisation.history_words import FieldChange, ReferenceNames, changes_between, tracked_fields

MOST_RECORDS = 1000
"""Records read per table for one page of history; an office changes a row a few times a year."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One recorded change.

    Attributes:
        at: moment of the change.
        who: name of the person, "the system" for commands and imports.
        action: "added", "changed" or "deleted", as a word for people.
        subject: which inline row it concerns; empty for the record itself.
        changes: field by field; empty for a deletion.
        reason: the reason given, if any.
    """

    at: dt.datetime
    who: str
    action: str
    subject: str
    changes: tuple[FieldChange, ...]
    reason: str


def record_history(
    instance: models.Model,
    children: Iterable[tuple[type[models.Model], str]] = (),
    subject_of: Callable[[Any], str] | None = None,
) -> list[HistoryEntry]:
    """Everything that happened to `instance` and to its inline rows.

    Args:
        instance: an object of a model with simple-history.
        children: (inline model, name of its link to the parent) pairs.
        subject_of: what an inline row is called, from its historical record; the name of its model when left out.
    """
    own = list(instance.history.select_related("history_user")[:MOST_RECORDS])  # type: ignore[attr-defined]
    inline: list[tuple[type[models.Model], str, list[Any]]] = []
    for model, link in children:
        rows = model.history.filter(**{f"{link}_id": instance.pk})  # type: ignore[attr-defined]
        inline.append((model, link, list(rows.select_related("history_user")[:MOST_RECORDS])))
    names = ReferenceNames([*own, *(row for _model, _link, rows in inline for row in rows)])
    entries = _entries(own, names, subject="")
    for model, link, rows in inline:
        by_row: dict[Any, list[Any]] = defaultdict(list)
        for row in rows:
            by_row[getattr(row, model._meta.pk.attname)].append(row)
        label = capfirst(str(model._meta.verbose_name))
        for versions in by_row.values():
            subject = subject_of(versions[0]) if subject_of else label
            entries += _entries(versions, names, subject=subject, leave_out=link)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _entries(
    newest_first: Sequence[Any], names: ReferenceNames, *, subject: str, leave_out: str = ""
) -> list[HistoryEntry]:
    words = {"+": _("added"), "~": _("changed"), "-": _("deleted")}
    entries = []
    for position, record in enumerate(newest_first):
        older = newest_first[position + 1] if position + 1 < len(newest_first) else None
        changes: list[FieldChange] = []
        if record.history_type != "-":
            hidden = _label_of(record, leave_out)
            before = older if record.history_type == "~" else None
            if record.history_type == "~" and older is None:
                continue  # its beginning is older than the records read
            changes = [c for c in changes_between(before, record, names) if c.label != hidden]
        if record.history_type == "~" and not changes:
            continue  # saving a record saves its inline rows too, changed or not
        entries.append(
            HistoryEntry(
                at=record.history_date,
                who=str(record.history_user) if record.history_user_id else _("the system"),
                action=words[record.history_type],
                subject=subject,
                changes=tuple(changes),
                reason=record.history_change_reason or "",
            )
        )
    return entries


def _label_of(record: Any, name: str) -> str:
    return next((capfirst(str(f.verbose_name)) for f in tracked_fields(record) if f.name == name), "")
