"""The internal processes as staff read them: in force on a day, within the reader's rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion, VersionFile
from document_control.policies import DocumentPolicy
from organisation.models import Role
from organisation.selectors import roles_of
from organisation.vietnamese_format import vietnamese_sort_key
from procedures.workspace.occasions import next_on
from procedures.workspace.role_steps import role_codes_in


@dataclass(frozen=True, slots=True)
class DocumentInForce:
    """One document with its version in force, as lists show it."""

    version_id: int
    document_id: int
    kind: str
    code: str
    title: str
    short_title: str
    number: str
    effective_from: dt.datetime
    slug: str
    snapshot: dict[str, Any]

    @property
    def url(self) -> str:
        """Where it is read: the public page of a procedure, the staff page of an internal process."""
        return document_url(self.kind, self.slug)


def document_url(kind: str, slug: str) -> str:
    """Address of the page that shows a document's versions; "" for kinds without one."""
    if not slug or kind not in (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS):
        return ""
    return reverse("procedure" if kind == DocumentKind.PROCEDURE else "process", args=[slug])


def documents_in_force(
    policy: DocumentPolicy, at: dt.datetime, kinds: Iterable[DocumentKind]
) -> list[DocumentInForce]:
    """Versions in force at `at` that the person may read, by code; one query, snapshots included."""
    versions = (
        policy.readable_versions(IssuedVersion.objects.in_force_at(at))
        .filter(document__kind__in=list(kinds))
        .select_related("document")
        .defer("approvals")
        .annotate(slug=F("document__processpage__slug"))
        .order_by()
    )
    found = [
        DocumentInForce(
            version.pk,
            version.document_id,
            version.document.kind,
            version.document.code,
            version.title,
            version.snapshot["short_title"],
            str(version.number),
            version.effective_from,
            version.slug or "",
            version.snapshot,
        )
        for version in versions
    ]
    return sorted(found, key=lambda document: (vietnamese_sort_key(document.code), document.document_id))


def processes_in_force(policy: DocumentPolicy, at: dt.datetime) -> list[DocumentInForce]:
    """The internal processes in force at `at` that the person may read."""
    return documents_in_force(policy, at, [DocumentKind.INTERNAL_PROCESS])


def own_role_codes(policy: DocumentPolicy) -> list[str]:
    """Codes of the roles of the person today, those that everybody has included."""
    return list(
        roles_of(policy.user, policy.day).order_by("sort_order", "name").values_list("code", flat=True)
    )


def roles_with_steps(codes: Iterable[str]) -> list[Role]:
    """Roles of the office (no citizens, no software) among these codes, in the office's order."""
    return list(Role.objects.filter(code__in=list(codes), is_external=False))


@dataclass(frozen=True, slots=True)
class Deadline:
    """One recurring piece of work on its next day."""

    day: dt.date
    days_left: int
    label: str
    frequency: str
    process: DocumentInForce
    has_own_step: bool


def upcoming_deadlines(
    processes: Iterable[DocumentInForce], own_roles: Collection[str], today: dt.date
) -> list[Deadline]:
    """Every recurring occasion of the processes on its next day, the nearest first."""
    found = []
    for process in processes:
        own = bool(role_codes_in([process.snapshot]) & set(own_roles))
        for occasion in process.snapshot.get("occasions") or ():
            day = next_on(occasion, today)
            if day is not None:
                label = occasion.get("label") or process.short_title
                found.append(Deadline(day, (day - today).days, label, occasion["frequency"], process, own))
    return sorted(found, key=lambda deadline: (deadline.day, deadline.process.code))


def file_for(policy: DocumentPolicy, version_id: int, sha256: str) -> VersionFile | None:
    """A frozen file of a version that the person may read; None when there is none or it is closed to him."""
    link = (
        VersionFile.objects.select_related("file", "version__document")
        .defer("version__snapshot", "version__approvals")
        .filter(version__id=version_id, file__sha256=sha256)
        .first()
    )
    if link is None or not policy.can_read(link.version.document):
        return None
    return link


def file_url(version_id: int, file: dict[str, Any] | None) -> str:
    """Where the frozen file of a form is downloaded by staff; "" without a file."""
    return reverse("form-file", args=[version_id, file["sha256"]]) if file else ""
