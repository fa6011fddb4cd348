"""Writes of document control: issuing, withdrawing, reviews. One verb each; every one is one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from document_control.canonical import normalise, sha256_of
from document_control.enums import IssueKind, ReviewReason
from document_control.errors import IssueRefusedError, NothingChangedError
from document_control.models import (
    ControlledContentMixin,
    ControlledDocument,
    FrozenFile,
    IssuedVersion,
    LegalAct,
    LegalCitation,
    PeriodicReview,
    VersionFile,
    Withdrawal,
)
from document_control.numbering import next_number
from document_control.separation import Duties, SeparationError, require_separation
from document_control.signals import document_withdrawn, version_issued
from organisation.models import OfficeDocument, User
from organisation.selectors import Signature, signature_of

SNAPSHOT_SCHEMA = 1
CHECK_CODE_LENGTH = 8
REVIEW_DAYS_AFTER_LEGAL_CHANGE = 30


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


def _second(moment: dt.datetime) -> dt.datetime:
    """Moments are hashed to the second, so they are stored to the second."""
    return moment.replace(microsecond=0)


def _local_day(moment: dt.datetime) -> dt.date:
    return localdate(moment)


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
            **signature_of(a.user, _local_day(a.at), PREFERRED_ROLES.get(a.duty, ())),
            "at": _second(a.at).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "comment": a.comment,
            "content_hash": content_hash,
        }
        for a in approvals
    ]


def _duties(approvals: list[Approval]) -> Duties:
    by_duty = {d: frozenset(a.user.pk for a in approvals if a.duty == d) for d in PREFERRED_ROLES}
    return Duties(by_duty["drafted"], by_duty["reviewed"], by_duty["approved"])


def _lock(document: ControlledDocument) -> ControlledDocument:
    """The register row, locked for this transaction (SQLite: the write lock is held since BEGIN IMMEDIATE)."""
    return ControlledDocument.objects.select_for_update().get(pk=document.pk)


def _effective_moment(
    document: ControlledDocument, planned: dt.datetime | None, now: dt.datetime
) -> dt.datetime:
    """When the next link takes effect: never before now, never before an earlier link.

    Raises:
        IssueRefusedError: another version waits for a later moment.
    """
    effective = _second(max(planned or now, now))
    waiting = (
        IssuedVersion.objects.filter(document=document, effective_from__gt=effective).uncancelled().first()
    )
    if waiting is not None:
        raise IssueRefusedError(
            _("Version %(number)s waits to take effect on %(date)s. Cancel it first, or choose a later date.")
            % {"number": waiting.number, "date": f"{localtime(waiting.effective_from):%d/%m/%Y}"}
        )
    withdrawn = Withdrawal.objects.filter(document=document, effective_from__gt=effective).exists()
    if withdrawn:
        raise IssueRefusedError(
            _("This document is withdrawn from a later date; choose a date after the withdrawal.")
        )
    return effective


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
    now = _second(now)
    document = _lock(content.document)
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
    _extend_register(document, version)
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
        effective_from=_effective_moment(document, details.effective_from, now),
        issued_at=now,
        issued_by=signature_of(_approver(approvals), _local_day(now), PREFERRED_ROLES["approved"]),
        source_revision=revision,
    )
    version.chain_hash = version.compute_chain_hash()
    version.check_code = _free_check_code(version.chain_hash)
    version.save()
    return version


def _free_check_code(chain_hash: str) -> str:
    """The shortest free beginning of the chain hash, 8 digits or a little more."""
    for length in range(CHECK_CODE_LENGTH, CHECK_CODE_LENGTH + 9, 4):
        if not IssuedVersion.objects.filter(check_code=chain_hash[:length]).exists():
            return chain_hash[:length]
    raise IssueRefusedError("no free check code")  # 1 in 10^19: a broken hash, not chance


def _extend_register(document: ControlledDocument, link: IssuedVersion | Withdrawal) -> None:
    document.chain_length = link.chain_index
    document.chain_head = link.chain_hash
    if isinstance(link, IssuedVersion):
        document.title = link.title
    document.save()


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


@transaction.atomic
def withdraw(
    content: ControlledContentMixin,
    *,
    reason: str,
    by: User,
    now: dt.datetime,
    effective_from: dt.datetime | None = None,
    basis: str = "",
    decision_number: str = "",
) -> Withdrawal:
    """End a document from a moment on; its versions stay readable, with a banner.

    Raises:
        IssueRefusedError: no reason, nothing issued, already withdrawn, or a version waits for a later moment.
    """
    now = _second(now)
    document = _lock(content.document)
    if not reason.strip():
        raise IssueRefusedError(_("Write the reason for the withdrawal."))
    last = IssuedVersion.objects.filter(document=document).order_by("-chain_index").first()
    if last is None or not _ends_in_version(document):
        raise IssueRefusedError(_("This document has no version in force that could be withdrawn."))
    withdrawal = _write_withdrawal(
        document,
        None,
        effective=_effective_moment(document, effective_from, now),
        reason=reason,
        basis=basis,
        decision_number=decision_number,
        by=by,
        now=now,
    )
    if withdrawal.effective_from <= now and content.live:
        content.unpublish(log_action=False)  # our own log entry names who withdrew it
    elif content.live:
        # The scheduler takes the page down at its moment; public pages ask the withdrawal itself.
        type(content).objects.filter(pk=content.pk).update(expire_at=withdrawal.effective_from)
    log(instance=content, action="document_control.withdraw", user=by, data={"reason": reason})
    document_withdrawn.send(sender=Withdrawal, withdrawal=withdrawal, content=content)
    return withdrawal


def _ends_in_version(document: ControlledDocument) -> bool:
    last = (
        Withdrawal.objects.filter(document=document, cancelled_version__isnull=True)
        .order_by("-chain_index")
        .first()
    )
    version = IssuedVersion.objects.filter(document=document).uncancelled().order_by("-chain_index").first()
    return version is not None and (last is None or last.chain_index < version.chain_index)


@transaction.atomic
def cancel_future_version(
    content: ControlledContentMixin, version: IssuedVersion, *, reason: str, by: User, now: dt.datetime
) -> Withdrawal:
    """Cancel an issued version whose moment has not come; the one before it simply stays in force.

    Raises:
        IssueRefusedError: no reason, or the version is in force already.
    """
    now = _second(now)
    document = _lock(content.document)
    if not reason.strip():
        raise IssueRefusedError(_("Write the reason for the cancellation."))
    if version.document_id != document.pk or version.effective_from <= now:
        raise IssueRefusedError(
            _("This version is already in force. Withdraw the document or issue a new version.")
        )
    if Withdrawal.objects.filter(cancelled_version=version).exists():
        raise IssueRefusedError(_("This version was cancelled already."))
    withdrawal = _write_withdrawal(
        document, version, effective=now, reason=reason, basis="", decision_number="", by=by, now=now
    )
    if version.source_revision_id:
        content.revisions.filter(pk=version.source_revision_id).update(approved_go_live_at=None)
    log(instance=content, action="document_control.cancel", user=by, data={"number": str(version.number)})
    document_withdrawn.send(sender=Withdrawal, withdrawal=withdrawal, content=content)
    return withdrawal


def _write_withdrawal(
    document: ControlledDocument,
    cancelled: IssuedVersion | None,
    *,
    effective: dt.datetime,
    reason: str,
    basis: str,
    decision_number: str,
    by: User,
    now: dt.datetime,
) -> Withdrawal:
    recorded_by: Signature = signature_of(by, _local_day(now), ("iso_secretary", "leader"))
    withdrawal = Withdrawal(
        document=document,
        chain_index=document.chain_length + 1,
        previous_hash=document.chain_head,
        cancelled_version=cancelled,
        effective_from=effective,
        reason=reason.strip(),
        basis=basis,
        decision_number=decision_number,
        recorded_at=now,
        recorded_by=recorded_by,
    )
    withdrawal.chain_hash = withdrawal.compute_chain_hash()
    withdrawal.save()
    _extend_register(document, withdrawal)
    return withdrawal


@transaction.atomic
def open_reviews_for_legal_change(act: LegalAct, *, now: dt.datetime) -> list[PeriodicReview]:
    """Give every document whose version in force cites `act` a review task (ISO 9001 7.5.3.2, DOMAIN 1.5)."""
    versions = IssuedVersion.objects.in_force_at(now).filter(legal_citations__legal_act=act)
    due = _local_day(now) + dt.timedelta(days=REVIEW_DAYS_AFTER_LEGAL_CHANGE)
    opened = []
    for document in ControlledDocument.objects.filter(issuedversions__in=versions).distinct():
        review, created = PeriodicReview.objects.get_or_create(
            document=document,
            reason=ReviewReason.LEGAL_CHANGE,
            legal_act=act,
            done_at=None,
            defaults={"due_on": due},
        )
        if created:
            opened.append(review)
    return opened


def forget_unissued_document(content: ControlledContentMixin) -> None:
    """A draft that was never issued may be deleted; its register row then goes with it."""
    ControlledDocument.objects.filter(pk=content.document_id, chain_length=0).delete()
