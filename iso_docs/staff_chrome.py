"""The frame of staff pages: navigation with counts, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from audits.policies import AuditPolicy
from audits.views.access import audit_policy_of
from audits.views.index_access import index_policy_of
from document_control.policies import DocumentPolicy
from dossiers.policies import WORKERS
from dossiers.selectors.waiting import in_hand_count
from dossiers.views.access import dossier_policy_of
from dossiers.views.mail import may_see_mail
from organisation.enums import PermissionRole
from organisation.models import User
from organisation.selectors import signature_from
from procedures.import_desk.views.access import import_policy_of
from procedures.workspace.inbox import APPROVING, POSTING, READING, RECALL, TEXTS, Counts
from procedures.workspace.views.access import counts_for, policy_of

PREFIX = "/lam-viec/"
PROCESS_PAGES = frozenset({"process-list", "process", "process-version", "process-compare", "process-forms"})
REGISTER_PAGES = frozenset(
    {
        "master-list",
        "legal-acts",
        "legal-act",
        "document-withdraw",
        "document-cancel-version",
        "document-review",
    }
)
HANDBOOK_PAGES = frozenset(
    {
        "handbook-list",
        "handbook",
        "handbook-edition",
        "handbook-chapter",
        "handbook-changes",
        "handbook-readers",
        "handbook-prepare",
        "handbook-proposal",
    }
)
BOARD_PAGES = frozenset(
    {"board-list", "board-print", "board", "board-history", "board-post", "board-replace", "board-take-down"}
)
IMPORT_PAGES = frozenset(
    {"import-list", "import-batch", "import-progress", "import-item", "import-edit", "import-confirm"}
)
DOSSIER_PAGES = frozenset(
    {
        "dossier-list",
        "dossier",
        "dossier-due",
        "dossier-act",
        "dossier-gate-act",
        "dossier-intake",
        "dossier-intake-form",
        "dossier-entered",
    }
)
SCHEDULE_PAGES = frozenset(
    {
        "schedule-week",
        "schedule-new",
        "schedule-entry",
        "schedule-absence-new",
        "schedule-absence",
        "schedule-person",
        "calendar-changes",
    }
)
REPORT_PAGES = frozenset({"report", "report-dossiers", "report-late", "report-published"})
AUDIT_PAGES = frozenset(
    {
        "audit",
        "audit-act",
        "audit-checklists",
        "audit-history",
        "audit-list",
        "audit-plan-edit",
        "audit-plan-new",
        "audit-programme",
        "audit-programme-act",
        "audit-programme-current",
        "audit-programme-edit",
        "audit-programme-entry",
        "audit-schedule",
        "audit-team",
        "audit-walk",
    }
)
QUALITY_PAGES = {
    "action-list": ("action", "finding", "finding-list"),
    "reform-index-overview": ("reform-index",),
    "objective-list": ("objective",),
    "review-list": ("review",),
}
"""Beginnings of the names of the pages that belong to an entry of the group "Quality"."""
JOBS_OF = {
    "audit-programme-current": "programme",
    "action-list": "actions",
    "reform-index-overview": "reform-index",
    "objective-list": "objectives",
    "review-list": "management-reviews",
}
"""The source of the jobs that an entry of the group "Quality" counts."""
WRITING_PAGES = frozenset({"approvals", "approval", "approval-preview", "approval-result", "approval-submit"})


READERS_OF_THE_REGISTER = frozenset(
    {
        PermissionRole.ONE_STOP_OFFICER.value,
        PermissionRole.LEADER.value,
        PermissionRole.ISO_SECRETARY.value,
    }
)


def is_for_staff(request: HttpRequest) -> bool:
    """Is it a page of the workspace, asked for by somebody who may enter it?"""
    user = getattr(request, "user", None)
    return (
        PREFIX in request.path and bool(user and user.is_authenticated) and policy_of(request).is_staff_member
    )


def staff_chrome(request: HttpRequest) -> dict[str, Any]:
    """Navigation and identity for pages under /lam-viec/; nothing elsewhere."""
    user = getattr(request, "user", None)
    if PREFIX not in request.path or user is None or not user.is_authenticated:
        return {}
    policy = policy_of(request)
    chrome: dict[str, Any] = {"staff_identity": _identity(user, policy)}
    if policy.is_staff_member:
        chrome["staff_nav"] = _navigation(request, policy)
    return chrome


def _identity(user: User, policy: DocumentPolicy) -> dict[str, str]:
    signature = signature_from(user, policy.assignments)
    words = signature["name"].split()
    initials = "".join(word[0] for word in (words[0], words[-1])) if len(words) > 1 else signature["name"][:2]
    post = signature["post"] or (_("System administrator") if policy.is_administrator else "")
    return {"name": signature["name"], "post": post, "initials": initials.upper()}


def _entry(current: str, names: frozenset[str], label: str, icon: str, **more: Any) -> dict[str, Any]:
    name = more.pop("name")
    return {"label": label, "url": reverse(name), "icon": icon, "current": current in names, **more}


def _navigation(request: HttpRequest, policy: DocumentPolicy) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    counts = counts_for(request)
    my_work = _entry(
        here,
        frozenset({"workspace"}),
        _("My work"),
        "inbox",
        name="workspace",
        count=counts.total,
        bar=True,
        short_label=_("Work"),
    )
    decisions = counts.of_source(TEXTS.name, APPROVING)
    writing = _entry(
        here, WRITING_PAGES, _("Writing and approving"), "edit", name="approvals", count=decisions
    )
    dossiers = _dossier_entries(request, here)
    entries = [*_process_entries(here, policy, counts, sees_dossiers=bool(dossiers)), writing]
    if import_policy_of(request).may_use:
        entries.append(_entry(here, IMPORT_PAGES, _("Bring in procedures"), "down", name="import-list"))
    groups = [
        {"label": "", "entries": [my_work, *dossiers]},
        {"label": _("Processes"), "entries": entries},
    ]
    quality = _audit_entries(request, here, counts)
    if dossier_policy_of(request).sees_statistics:
        quality.append(_entry(here, REPORT_PAGES, _("Reports"), "chart", name="report"))
    if quality:
        groups.append({"label": _("Quality"), "entries": quality})
    if keeping := _keeping_entries(here, policy):
        groups.append({"label": _("Administration"), "entries": keeping})
    return groups


def _audit_entries(request: HttpRequest, here: str, counts: Counts) -> list[dict[str, Any]]:
    """What of audits and improvement the person may open; a feature that is not installed has no entry."""
    policy = audit_policy_of(request)
    if not policy.may_enter:
        return []
    entries = []
    for name, label, icon, may_see in _audit_features(policy, sees_index=index_policy_of(request).may_enter):
        pages = AUDIT_PAGES if name == "audit-programme-current" else _pages_like(name, here)
        count = counts.of_source(JOBS_OF[name])
        try:
            entry = _entry(here, pages, label, icon, name=name, count=count)
        except NoReverseMatch:
            continue
        if may_see:
            entries.append(entry)
    return entries


def _audit_features(policy: AuditPolicy, *, sees_index: bool) -> list[tuple[str, str, str, bool]]:
    """Name of the page, label, icon, and whether the person may enter."""
    return [
        ("audit-programme-current", _("Internal audits"), "clip", policy.sees_programme),
        ("action-list", _("Corrective actions"), "flag", True),
        ("reform-index-overview", _("Reform index"), "chart", sees_index),
        ("objective-list", _("Quality objectives"), "check", True),
        ("review-list", _("Management review"), "people", policy.sees_programme),
    ]


def _pages_like(name: str, here: str) -> frozenset[str]:
    return frozenset({here}) if here.startswith(QUALITY_PAGES[name]) else frozenset({name})


def _keeping_entries(here: str, policy: DocumentPolicy) -> list[dict[str, Any]]:
    entries = []
    if policy.is_administrator:
        entries.append(
            _entry(here, frozenset(), _("People and settings"), "shield", name="wagtailadmin_home")
        )
    if may_see_mail(policy):
        entries.append(
            _entry(here, frozenset({"outgoing-mail"}), _("Outgoing e-mail"), "mail", name="outgoing-mail")
        )
    return entries


def _dossier_entries(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    policy = dossier_policy_of(request)
    if not policy.may_enter:
        return []
    count = in_hand_count(policy) if policy.roles & WORKERS else 0
    entries = [
        _entry(
            here,
            DOSSIER_PAGES,
            _("Dossiers"),
            "doc",
            name="dossier-list",
            count=count,
            bar=True,
            short_label=_("Dossiers"),
        )
    ]
    if policy.roles & READERS_OF_THE_REGISTER:
        entries.append(
            _entry(
                here, frozenset({"dossier-register"}), _("Dossier register"), "list", name="dossier-register"
            )
        )
    entries.append(
        _entry(here, frozenset({"letter-list"}), _("Apology letters"), "letter", name="letter-list")
    )
    entries.append(_entry(here, SCHEDULE_PAGES, _("Work schedule"), "cal", name="schedule-week"))
    return entries


def _process_entries(
    here: str, policy: DocumentPolicy, counts: Counts, *, sees_dossiers: bool
) -> list[dict[str, Any]]:
    entries = [
        _entry(
            here,
            frozenset({"my-steps"}),
            _("What must I do?"),
            "book",
            name="my-steps",
            bar=not sees_dossiers,
            short_label=_("My steps"),
        ),
        _entry(
            here,
            PROCESS_PAGES,
            _("Internal processes"),
            "doc",
            name="process-list",
            bar=True,
            short_label=_("Processes"),
        ),
        _entry(
            here, frozenset({"process-calendar"}), _("Deadlines of the year"), "cal", name="process-calendar"
        ),
    ]
    unread = counts.of_kind(READING)
    entries.append(_entry(here, HANDBOOK_PAGES, _("Handbooks"), "book", name="handbook-list", count=unread))
    if policy.sees_register:
        old_copies = counts.of_kind(RECALL)
        entries.append(
            _entry(here, REGISTER_PAGES, _("Master list"), "list", name="master-list", count=old_copies)
        )
        to_post = counts.of_kind(POSTING)
        entries.append(
            _entry(here, BOARD_PAGES, _("Posted notices"), "pin", name="board-list", count=to_post)
        )
    return entries
