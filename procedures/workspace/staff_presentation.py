"""From domain objects to what the components of the workspace take (docs/design-system.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from document_control.enums import VersionState
from document_control.models import IssuedVersion
from document_control.selectors import DocumentHistory
from procedures.comparison import field_rows
from procedures.facts import facts
from procedures.public.presentation import changes, table_rows
from procedures.workspace.staff_selectors import file_url

PILL_STATES = {VersionState.CANCELLED: VersionState.WITHDRAWN}
FACT_ICONS = {"trigger": "flag", "time": "clock", "owner": "people", "result": "okc"}
DUTY_WORDS = ("drafted", "reviewed", "approved")


def comparison(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """What changes between two snapshots: sentences and table for the components."""
    rows = field_rows(before, after) if before is not None else []
    return {"changes": changes(before, after), "rows": table_rows(rows)}


def process_facts(snapshot: Mapping[str, Any], day: dt.date) -> list[dict[str, Any]]:
    """The fact strip of an internal process: facts with their icons."""
    return [{"fact": fact, "icon": FACT_ICONS.get(fact.key, "info")} for fact in facts(snapshot, day)]


def signatures(version: IssuedVersion) -> list[dict[str, Any]]:
    """Who drafted, reviewed and approved a version, in the order of the work."""
    words = {"drafted": _("Drafted"), "reviewed": _("Reviewed"), "approved": _("Approved")}
    ordered = sorted(version.approvals, key=lambda a: (DUTY_WORDS.index(a["duty"]), a["at"]))
    return [
        {
            "duty": words[approval["duty"]],
            "name": approval["name"],
            "post": approval["post"],
            "at": dt.datetime.fromisoformat(approval["at"].replace("Z", "+00:00")),
            "comment": approval["comment"],
        }
        for approval in ordered
    ]


def steps_with_files(snapshot: Mapping[str, Any], version_id: int | None) -> list[dict[str, Any]]:
    """The steps of a snapshot, each with the address of its form's file where there is one."""
    files = {form["code"]: form.get("file") for form in snapshot.get("forms") or ()}
    steps = []
    for step in snapshot["steps"]:
        file = files.get(step.get("form") or "")
        steps.append({**step, "form_url": file_url(version_id, file) if version_id and file else ""})
    return steps


def forms_with_files(snapshot: Mapping[str, Any], version_id: int | None) -> list[dict[str, Any]]:
    """The forms of a snapshot with the address of their files."""
    return [
        {**form, "url": file_url(version_id, form.get("file")) if version_id else ""}
        for form in snapshot.get("forms") or ()
    ]


def version_rows(history: DocumentHistory, at: dt.datetime, slug: str) -> list[dict[str, Any]]:
    """All versions of a process, newest first, for its history."""
    rows = []
    for version in reversed(history.versions):
        standing = history.standing(version, at)
        rows.append(
            {
                "number": str(version.number),
                "url": reverse("process-version", args=[slug, str(version.number)]),
                "state": PILL_STATES.get(standing.state, standing.state).value,
                "cancelled": standing.state == VersionState.CANCELLED,
                "effective_from": version.effective_from,
                "issued_at": version.issued_at,
                "reason": version.reason,
                "decision": version.decision_number,
            }
        )
    return rows


def control_card(
    history: DocumentHistory, version: IssuedVersion, at: dt.datetime, slug: str, *, may_compare: bool
) -> dict[str, Any]:
    """The control card of a version of an internal process.

    Args:
        may_compare: may the reader see versions that are not in force? The version before is one of them.
    """
    standing = history.standing(version, at)
    previous = history.previous(version)
    successor = history.by_id(standing.successor_id)
    card: dict[str, Any] = {
        "state": PILL_STATES.get(standing.state, standing.state).value,
        "edition": str(version.number),
        "effective_from": version.effective_from,
        "decision": version.decision_number,
        "code": history.document.code,
        "check_code": version.check_code_display,
        "history_url": "#lan-ban-hanh",
        "history_count": len(history.versions),
    }
    if standing.until is not None and standing.state in (VersionState.SUPERSEDED, VersionState.WITHDRAWN):
        card["effective_to"] = standing.until - dt.timedelta(seconds=1)
    if successor is not None and standing.state == VersionState.SUPERSEDED:
        card["replaced_by"] = {"edition": str(successor.number), "url": reverse("process", args=[slug])}
    if previous is not None and may_compare:
        card["diff_url"] = reverse("process-compare", args=[slug, str(previous.number), str(version.number)])
    return card


def version_banner(
    history: DocumentHistory, version: IssuedVersion, at: dt.datetime, now: dt.datetime, slug: str
) -> dict[str, Any] | None:
    """The banner above a version that is not the one in force today; None for that one."""
    standing = history.standing(version, at)
    state = standing.state
    current = history.in_force(now)
    address = reverse("process", args=[slug])
    if state == VersionState.IN_FORCE:
        if current is not None and current.pk == version.pk:
            return None
        return {"state": "as_of", "since": at, "current_url": address}
    banner = {
        "is_process": True,
        "state": state.value,
        "edition": str(version.number),
        "since": standing.since,
    }
    if current is not None and current.pk != version.pk:
        banner |= {"current_url": address, "current_edition": str(current.number)}
    if state == VersionState.CANCELLED:
        banner["reason"] = next(
            (end.reason for end in history.withdrawals if end.cancelled_version_id == version.pk), ""
        )
    if state == VersionState.WITHDRAWN:
        end = history.withdrawal_at(at)
        banner |= {"decision": end.decision_number, "reason": end.reason} if end else {}
        if current is None:
            banner.pop("current_url", None)
    return banner


def chapters_of(snapshot: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """The ISO chapters that have a text, with their headings."""
    chapters = snapshot.get("chapters") or {}
    named = (
        ("purpose", _("Purpose")),
        ("scope", _("Scope")),
        ("references", _("References")),
        ("definitions", _("Definitions, abbreviations")),
    )
    found = [{"title": title, "body": chapters[key]} for key, title in named if chapters.get(key)]
    return [*found, *(chapters.get("extra") or ())]
