"""The history of an audit as people read it: plan, team, schedule, clauses, procedures, without bookkeeping."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audits.models import Audit, AuditMember, AuditSession
from organisation.history_words import FieldChange
from organisation.record_history import MOST_RECORDS, HistoryEntry, record_history

BOOKKEEPING = ("lock_version", "report_content", "report_hash", "signatory", "office", "year")
"""Fields whose text says nothing to people; what they stand for is told by other fields."""


def audit_history(audit: Audit) -> list[HistoryEntry]:
    """Every change of the audit, its team, its schedule, its clauses and its procedures, newest first."""
    hidden = {_label(name) for name in BOOKKEEPING}
    entries = []
    children = [(AuditMember, "audit"), (AuditSession, "audit")]
    for entry in [*record_history(audit, children, _subject), *_chosen(audit)]:
        changes = tuple(change for change in entry.changes if entry.subject or change.label not in hidden)
        if changes or not entry.changes:
            entries.append(replace(entry, changes=changes))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _subject(record: Any) -> str:
    """What a row of the team or of the schedule is called; a session by its topic."""
    label = capfirst(str(record.instance_type._meta.verbose_name))
    return f"{label} “{record.topic}”" if record.instance_type is AuditSession else label


def _chosen(audit: Audit) -> list[HistoryEntry]:
    """What changed in the clauses and procedures, which simple-history keeps in tables of their own."""
    records = list(audit.history.select_related("history_user").order_by("history_date", "history_id"))
    records = records[-MOST_RECORDS:]
    if not records:
        return []
    clauses = _chosen_rows(records, "clauses", "standardclause__number")
    documents = _chosen_rows(records, "documents", "controlleddocument__code")
    entries, before = [], {"clauses": "", "documents": ""}
    for record in records:
        now = {
            "clauses": ", ".join(sorted(clauses[record.pk])),
            "documents": ", ".join(sorted(documents[record.pk])),
        }
        changes = tuple(
            FieldChange(_label(name), before[name] or "–", now[name] or "–")
            for name in now
            if now[name] != before[name]
        )
        if changes:
            entries.append(_entry(record, changes))
        before = now
    return entries


def _chosen_rows(records: list[Any], name: str, words: str) -> dict[int, list[str]]:
    """What each record had chosen, by its key; one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = getattr(records[0], name).model.objects.filter(history__in=[record.pk for record in records])
    for key, text in rows.values_list("history_id", words):
        found[key].append(text)
    return found


def _label(name: str) -> str:
    field = cast(models.Field, Audit._meta.get_field(name))
    return capfirst(str(field.verbose_name))


def _entry(record: Any, changes: tuple[FieldChange, ...]) -> HistoryEntry:
    who = str(record.history_user) if record.history_user_id else _("the system")
    return HistoryEntry(
        record.history_date, who, _("changed"), "", changes, record.history_change_reason or ""
    )
