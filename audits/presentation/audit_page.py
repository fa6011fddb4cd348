"""The page of an audit in words: grades, evidence, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.enums import AuditState, Grade
from audits.models import AuditChecklist, AuditItem
from audits.policies import AuditPolicy
from audits.selectors.overview import AuditOverview, ChecklistView

PILLS = {
    Grade.NOT_CHECKED: "not_asked",
    Grade.CONFORM: "conform",
    Grade.OBSERVATION: "observation",
    Grade.OPPORTUNITY: "observation",
    Grade.MINOR_NC: "nonconformity",
    Grade.MAJOR_NC: "nonconformity",
    Grade.NOT_APPLICABLE: "not_applicable",
}
"""Which state of the design system draws a grade; the words are those of the grade."""

AUDIT_PILLS = {
    AuditState.PLANNING: ("mute", "edit"),
    AuditState.SUBMITTED: ("info", "stamp"),
    AuditState.APPROVED: ("info", "cal"),
    AuditState.RUNNING: ("info", "clock"),
    AuditState.REPORTED: ("ok", "doc"),
    AuditState.CLOSED: ("ok", "okc"),
    AuditState.CANCELLED: ("mute", "x"),
}
"""Tone and icon of the state of an audit."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question as a row: its pill, the words of its evidence, where it is answered ("" without such a page)."""

    item: AuditItem
    pill: str
    evidence: str
    url: str


@dataclass(frozen=True, slots=True)
class ChecklistPart:
    """A checklist with its rows."""

    view: ChecklistView
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class PageParts:
    """What the page draws besides the record: figures, checklists, and the way to the next question."""

    stats: tuple[dict[str, Any], ...]
    checklists: tuple[ChecklistPart, ...]
    next_url: str
    next_number: int
    has_begun: bool
    checklists_url: str
    report_url: str


def page_parts(policy: AuditPolicy, overview: AuditOverview) -> PageParts:
    """Words and addresses of the page for one reader."""
    audit = overview.audit
    goes_on = overview.next_item is not None and policy.may_audit(audit)
    checklist, item = overview.next_item if overview.next_item else (None, None)
    return PageParts(
        stats=_stats(overview),
        checklists=tuple(_part(policy, row) for row in overview.checklists),
        next_url=_walk(checklist, item) if goes_on and checklist and item else "",
        next_number=item.number if item else 0,
        has_begun=overview.assessed > 0,
        checklists_url=address("audit-checklists", audit.code) if policy.may_prepare(audit) else "",
        report_url=address("audit-report-file", audit.code, "pdf") if audit.reported_at else "",
    )


def address(name: str, *args: Any) -> str:
    """The address of a page that another feature brings; empty where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _stats(overview: AuditOverview) -> tuple[dict[str, Any], ...]:
    counts = overview.counts
    minor, major = counts[Grade.MINOR_NC], counts[Grade.MAJOR_NC]
    severity = _("minor %(minor)s, major %(major)s") % {"minor": minor, "major": major}
    return (
        {
            "label": _("Asked"),
            "value": f"{overview.assessed}/{overview.total}",
            "note": _("questions"),
            "tone": "",
            "icon": "",
        },
        {
            "label": _("Conforms"),
            "value": counts[Grade.CONFORM],
            "note": _not_applicable(counts[Grade.NOT_APPLICABLE]),
            "tone": "ok",
            "icon": "okc",
        },
        {
            "label": _("Observation"),
            "value": counts[Grade.OBSERVATION] + counts[Grade.OPPORTUNITY],
            "note": _("for improvement %(count)s") % {"count": counts[Grade.OPPORTUNITY]},
            "tone": "warn",
            "icon": "flag",
        },
        {
            "label": _("Does not conform"),
            "value": minor + major,
            "note": severity,
            "tone": "bad",
            "icon": "xc",
        },
    )


def _not_applicable(count: int) -> str:
    return _("not applicable %(count)s") % {"count": count} if count else ""


def _part(policy: AuditPolicy, view: ChecklistView) -> ChecklistPart:
    answers = view.checklist.audit.state == AuditState.RUNNING
    return ChecklistPart(
        view,
        tuple(
            ItemRow(
                item,
                PILLS[Grade(item.grade)],
                evidence_words(item, getattr(item, "photo_count", 0)),
                _walk(view.checklist, item) if answers or item.answered_at else "",
            )
            for item in view.items
        ),
    )


def _walk(checklist: AuditChecklist, item: AuditItem) -> str:
    return address("audit-walk", checklist.audit.code, checklist.position, item.number)


def evidence_words(item: AuditItem, photos: int) -> str:
    """What supports the result: dossiers looked at, photos, a note; a dash for nothing."""
    words = []
    checked, failed = item.facts.get("checked"), item.facts.get("failed", 0)
    if isinstance(checked, int) and checked and item.grade != Grade.NOT_CHECKED:
        words.append(_("%(fine)s of %(all)s dossiers") % {"fine": checked - failed, "all": checked})
    if photos:
        words.append(ngettext("%(count)s photo", "%(count)s photos", photos) % {"count": photos})
    if item.note:
        words.append(_("a note"))
    return ", ".join(words) or "–"
