"""Issuing: an approved text becomes an official version."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from document_control.canonical import normalise, sha256_of
from document_control.check_codes import free_check_code
from document_control.enums import IssueKind
from document_control.errors import IssueRefusedError, NothingChangedError
from document_control.models import (
    ControlledContentMixin,
    ControlledDocument,
    FrozenFile,
    IssuedVersion,
    LegalCitation,
    VersionFile,
)
from document_control.numbering import next_number
from document_control.separation import Duties, SeparationError, require_separation
from document_control.services.chain import effective_moment, extend_register, lock_register_row, to_second
from document_control.signals import version_issued
from organisation.models import OfficeDocument, User
from organisation.selectors import signature_of


@dataclass(frozen=True, slots=True)
class IssueDetails:
    """What the authors decided about an issue.

    Attributes:
        kind: which counter rises.
        reason: why the text changes; printed in the amendment table.
        effective_from: planned moment, None for "at once"; a moment already past becomes the moment of issue.
        decision_number, decision_date: the decision that issues it, when there is one.
    """

    kind: IssueKind
    reason: str
    effective_from: dt.datetime | None = None
    decision_number: str = ""
    decision_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One signature over a text."""

    duty: str  # "drafted" | "reviewed" | "approved"
    user: User
    at: dt.datetime
    comment: str = ""


PREFERRED_ROLES = {
    "drafted": ("specialist", "one_stop_officer", "clerk"),
    "reviewed": ("iso_secretary", "head_of_unit"),
    "approved": ("leader",),
}


def approval_records(approvals: list[Approval], content_hash: str) -> list[dict[str, Any]]:
    """The signatures as stored: names, posts and units as text, so that they outlive accounts and renamings."""
    return [
        {
            "duty": a.duty,
            **signature_of(a.user, localdate(a.at), PREFERRED_ROLES.get(a.duty, ())),
            "at": to_second(a.at).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "comment": a.comment,
            "content_hash": content_hash,
        }
        for a in approvals
    ]


def _duties(approvals: list[Approval]) -> Duties:
    by_duty = {d: frozenset(a.user.pk for a in approvals if a.duty == d) for d in PREFERRED_ROLES}
    return Duties(by_duty["drafted"], by_duty["reviewed"], by_duty["approved"])


@transaction.atomic
def issue(
    content: ControlledContentMixin,
    *,
    details: IssueDetails,
    approvals: list[Approval],
    revision: Revision | None,
    now: dt.datetime,
) -> IssuedVersion:
    """Turn an approved text into an issued version: immutable, numbered, hashed, dated.

    Args:
        content: the text as approved (usually `revision.as_object()`).
        details: reason, dates, which counter rises.
        approvals: who drafted, reviewed and approved; at least one of each, all different people.
        revision: the Wagtail revision that was approved.
        now: the moment of issue (aware).

    Raises:
        IssueRefusedError: duties not separated, no reason, or the dates do not fit.
        NothingChangedError: the text equals the version issued last.
    """
    now = to_second(now)
    document = lock_register_row(content)
    try:
        require_separation(_duties(approvals))
    except SeparationError as error:
        raise IssueRefusedError(str(error)) from error
    if not details.reason.strip():
        raise IssueRefusedError(_("Write the reason for the change."))
    snapshot = normalise(content.build_snapshot())
    content_hash = sha256_of(snapshot)
    last = IssuedVersion.objects.filter(document=document).order_by("-chain_index").first()
    if last is not None and last.content_hash == content_hash and _still_stands(document, last):
        raise NothingChangedError(
            _("Nothing differs from version %(number)s, so there is nothing to issue.")
            % {"number": last.number}
        )
    version = _write_version(
        document, last, content, snapshot, content_hash, details, approvals, revision, now
    )
    _freeze_attachments(version, content.attached_documents())
    LegalCitation.objects.bulk_create(
        LegalCitation(version=version, legal_act=act)
        for act in {a.pk: a for a in content.cited_legal_acts()}.values()
    )
    extend_register(document, version)
    log(
        instance=content,
        action="document_control.issue",
        user=_approver(approvals),
        data={"number": str(version.number), "chain_hash": version.chain_hash},
    )
    version_issued.send(sender=IssuedVersion, version=version, content=content)
    return version


def _approver(approvals: list[Approval]) -> User:
    return next(a.user for a in reversed(approvals) if a.duty == "approved")


def _still_stands(document: ControlledDocument, last: IssuedVersion) -> bool:
    """Is `last` the end of the chain (so that re-issuing it would add nothing)?"""
    return document.chain_length == last.chain_index


def _write_version(
    document: ControlledDocument,
    last: IssuedVersion | None,
    content: ControlledContentMixin,
    snapshot: Any,
    content_hash: str,
    details: IssueDetails,
    approvals: list[Approval],
    revision: Revision | None,
    now: dt.datetime,
) -> IssuedVersion:
    number = next_number(last.number if last else None, IssueKind(details.kind), document.first_number)
    version = IssuedVersion(
        document=document,
        chain_index=document.chain_length + 1,
        previous_hash=document.chain_head,
        edition=number.edition,
        revision=number.revision,
        title=snapshot["title"],
        snapshot=snapshot,
        snapshot_schema=snapshot["schema"],
        content_hash=content_hash,
        approvals=approval_records(approvals, content_hash),
        decision_number=details.decision_number,
        decision_date=details.decision_date,
        reason=details.reason.strip(),
        affected_sections=content.affected_sections(last.snapshot if last else None, snapshot),
        effective_from=effective_moment(document, details.effective_from, now),
        issued_at=now,
        issued_by=signature_of(_approver(approvals), localdate(now), PREFERRED_ROLES["approved"]),
        source_revision=revision,
    )
    version.chain_hash = version.compute_chain_hash()
    version.check_code = free_check_code(version.chain_hash)
    version.save()
    return version


def _freeze_attachments(version: IssuedVersion, documents: list[OfficeDocument]) -> None:
    """Keep the bytes of every attached file under their hash, and link them to the version."""
    linked: set[int] = set()
    for document in documents:
        with document.file.open("rb") as source:
            data = source.read()
        digest = hashlib.sha256(data).hexdigest()
        frozen = FrozenFile.objects.filter(sha256=digest).first()
        if frozen is None:
            frozen = FrozenFile(sha256=digest, filename=document.filename, size=len(data))
            frozen.file.save(document.filename, ContentFile(data), save=False)
            frozen.save()
        if frozen.pk not in linked:
            linked.add(frozen.pk)
            VersionFile.objects.create(version=version, file=frozen)
