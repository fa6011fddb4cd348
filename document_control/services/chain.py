"""What issuing and withdrawing share: one locked register row, one chain, moments that never run backwards."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from document_control.errors import IssueRefusedError
from document_control.models import ControlledContentMixin, ControlledDocument, IssuedVersion, Withdrawal


def to_second(moment: dt.datetime) -> dt.datetime:
    """Moments are hashed to the second, so they are stored to the second."""
    return moment.replace(microsecond=0)


def lock_register_row(content: ControlledContentMixin) -> ControlledDocument:
    """The register row of a text, locked for this transaction (SQLite has held the write lock since BEGIN)."""
    return ControlledDocument.objects.select_for_update().get(pk=content.document_id)


def effective_moment(
    document: ControlledDocument, planned: dt.datetime | None, now: dt.datetime
) -> dt.datetime:
    """When the next link takes effect: never before now, never before an earlier link.

    Raises:
        IssueRefusedError: another version waits for a later moment.
    """
    effective = to_second(max(planned or now, now))
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


def extend_register(document: ControlledDocument, link: IssuedVersion | Withdrawal) -> None:
    document.chain_length = link.chain_index
    document.chain_head = link.chain_hash
    if isinstance(link, IssuedVersion):
        document.title = link.title
    document.save()
