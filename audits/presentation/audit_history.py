"""The history of an audit as people read it: plan, team, clauses and procedures, without bookkeeping."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audits.models import Audit, AuditMember
from organisation.history_words import FieldChange
from organisation.record_history import MOST_RECORDS, HistoryEntry, record_history

BOOKKEEPING = ("lock_version", "report_content", "report_hash", "signatory", "office", "year")
"""Fields whose text says nothing to people; what they stand for is told by other fields."""


def audit_history(audit: Audit) -> list[HistoryEntry]:
    """Every change of the audit, its team, its clauses and its procedures, newest first."""
    hidden = {capfirst(str(Audit._meta.get_field(name).verbose_name)) for name in BOOKKEEPING}
    entries = []
    for entry in [*record_history(audit, [(AuditMember, "audit")]), *_chosen(audit)]:
        changes = tuple(change for change in entry.changes if entry.subject or change.label not in hidden)
        if changes or not entry.changes:
            entries.append(replace(entry, changes=changes))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _chosen(audit: Audit) -> list[HistoryEntry]:
    """What changed in the clauses and procedures, which simple-history keeps in tables of their own."""
    records = list(
        audit.history.select_related("history_user")  # type: ignore[attr-defined]
        .prefetch_related("clauses__standardclause", "documents__controlleddocument")
        .order_by("history_date", "history_id")[:MOST_RECORDS]
    )
    entries, before = [], {"clauses": "", "documents": ""}
    for record in records:
        now = {
            "clauses": ", ".join(sorted(row.standardclause.number for row in record.clauses.all())),
            "documents": ", ".join(sorted(row.controlleddocument.code for row in record.documents.all())),
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


def _label(name: str) -> str:
    return str(capfirst(str(Audit._meta.get_field(name).verbose_name)))


def _entry(record: Any, changes: tuple[FieldChange, ...]) -> HistoryEntry:
    who = str(record.history_user) if record.history_user_id else _("the system")
    return HistoryEntry(
        record.history_date, who, _("changed"), "", changes, record.history_change_reason or ""
    )
