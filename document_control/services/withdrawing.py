"""Withdrawing a document, and cancelling a version whose moment has not come."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from document_control.errors import IssueRefusedError
from document_control.models import ControlledContentMixin, ControlledDocument, IssuedVersion, Withdrawal
from document_control.services.chain import effective_moment, extend_register, lock_register_row, to_second
from document_control.signals import document_withdrawn
from organisation.models import User
from organisation.selectors import Signature, signature_of


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
    now = to_second(now)
    document = lock_register_row(content)
    if not reason.strip():
        raise IssueRefusedError(_("Write the reason for the withdrawal."))
    last = IssuedVersion.objects.filter(document=document).order_by("-chain_index").first()
    if last is None or not _ends_in_version(document):
        raise IssueRefusedError(_("This document has no version in force that could be withdrawn."))
    withdrawal = _write_withdrawal(
        document,
        None,
        effective=effective_moment(document, effective_from, now),
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
        type(content)._default_manager.filter(pk=content.pk).update(expire_at=withdrawal.effective_from)
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
    now = to_second(now)
    document = lock_register_row(content)
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
    recorded_by: Signature = signature_of(by, localdate(now), ("iso_secretary", "leader"))
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
    extend_register(document, withdrawal)
    return withdrawal
