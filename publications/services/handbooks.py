"""Editions of handbooks: prepared by one person, approved by another, acknowledged by the readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import sha256_of
from document_control.check_codes import free_check_code
from document_control.errors import DocumentControlError
from document_control.models.versions import utc_text
from document_control.policies import DocumentPolicy
from organisation.models import User
from organisation.selectors import signature_of
from organisation.vietnamese_format import format_date, format_datetime
from publications.enums import ProposalState
from publications.handbooks.changes import Chapter, ChapterChange, Difference, chapter_changes
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.selectors import (
    chapters_in_force,
    chapters_of_edition,
    chapters_of_proposal,
    edition_in_force,
    last_edition,
)
from publications.models import Handbook, HandbookEdition, HandbookEntry, HandbookProposal, ReadReceipt


class HandbookRefusedError(DocumentControlError):
    """Nothing was recorded; the message says why and what to do."""


class ChaptersMovedError(HandbookRefusedError):
    """The chapters that a proposal fixed are not those in force at its moment any more; `changes` says which."""

    def __init__(self, changes: Sequence[ChapterChange]) -> None:
        self.changes = tuple(changes)
        shown = "; ".join(change_words(change) for change in self.changes[:5])
        super().__init__(
            _(
                "Processes changed after this edition was prepared, so nothing was issued: %(changes)s. "
                "Return it, so that it is prepared again."
            )
            % {"changes": shown + ("; …" if len(self.changes) > 5 else "")}
        )


def change_words(change: ChapterChange) -> str:
    """One difference between two lists of chapters, in a few words."""
    values = {"code": change.chapter.code, "number": change.chapter.number}
    if change.what == Difference.ADDED:
        return _("%(code)s is new (version %(number)s)") % values
    if change.what == Difference.REMOVED:
        return _("%(code)s is no longer in force") % values
    return _("%(code)s has version %(number)s") % values


@dataclass(frozen=True, slots=True)
class EditionDetails:
    """What the preparer decides about an edition.

    Attributes:
        reason: what is new; printed in the amendment table.
        effective_from: planned moment; None, or a moment past at approval: the moment of approval.
        decision_number, decision_date: the decision that issues it, when there is one.
    """

    reason: str
    effective_from: dt.datetime | None = None
    decision_number: str = ""
    decision_date: dt.date | None = None


# --- Preparing ------------------------------------------------------------------------------------------


def prepare_edition(
    handbook: Handbook, *, details: EditionDetails, by: User, now: dt.datetime
) -> HandbookProposal:
    """Fix the versions in force at the effective moment as the next edition, for a leader to approve.

    Raises:
        PermissionDenied: not the ISO secretary.
        HandbookRefusedError: no reason, nothing in force, nothing new, or a proposal or an edition waits already.
    """
    if not HandbookPolicy(DocumentPolicy(by, localdate(now))).may_prepare:
        raise PermissionDenied(_("Only the ISO secretary prepares an edition of a handbook."))
    if not details.reason.strip():
        raise HandbookRefusedError(_("Write what is new in this edition."))
    try:
        with transaction.atomic():
            return _prepare(Handbook.objects.select_for_update().get(pk=handbook.pk), details, by, now)
    except IntegrityError as error:
        raise HandbookRefusedError(_waits_already()) from error


def _waits_already() -> str:
    return _("An edition of this handbook already waits for approval.")


def _prepare(handbook: Handbook, details: EditionDetails, by: User, now: dt.datetime) -> HandbookProposal:
    if handbook.proposals.filter(state=ProposalState.PREPARED).exists():
        raise HandbookRefusedError(_waits_already())
    chapters = chapters_in_force(handbook, _effective_moment(handbook, details.effective_from, now))
    if not chapters:
        raise HandbookRefusedError(
            _("No process of this handbook is in force, so there is nothing to issue.")
        )
    last = last_edition(handbook)
    if last is not None and not chapter_changes(chapters_of_edition(last), chapters):
        raise HandbookRefusedError(
            _("Nothing differs from edition %(number)s, so there is nothing to issue.")
            % {"number": last.number}
        )
    return HandbookProposal.objects.create(
        handbook=handbook,
        versions=[chapter.version_id for chapter in chapters],
        reason=details.reason.strip(),
        decision_number=details.decision_number.strip(),
        decision_date=details.decision_date,
        effective_from=details.effective_from,
        prepared_by=by,
        prepared_at=now,
    )


def _effective_moment(handbook: Handbook, planned: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When the next edition takes effect: not before now, not before an edition that was issued already."""
    effective = max(planned or now, now).replace(microsecond=0)
    last = last_edition(handbook)
    if last is not None and last.effective_from > effective:
        raise HandbookRefusedError(
            _("Edition %(number)s waits to take effect on %(date)s. Choose this day or a later one.")
            % {"number": last.number, "date": format_date(last.effective_from)}
        )
    return effective


# --- Deciding -------------------------------------------------------------------------------------------


def _open_proposal(proposal_id: int) -> HandbookProposal:
    """The proposal, locked; a decided one is refused with the name of whoever decided it."""
    proposal = (
        HandbookProposal.objects.select_for_update(of=("self",))
        .select_related("handbook", "prepared_by", "decided_by")
        .get(pk=proposal_id)
    )
    if proposal.state == ProposalState.PREPARED:
        return proposal
    said = (
        _("%(name)s already approved this edition at %(time)s. Nothing was recorded twice.")
        if proposal.state == ProposalState.ISSUED
        else _("%(name)s already returned this edition at %(time)s. Your decision was not recorded.")
    )
    time = format_datetime(proposal.decided_at) if proposal.decided_at else ""
    raise HandbookRefusedError(said % {"name": proposal.decided_by, "time": time})


@transaction.atomic
def return_proposal(
    proposal: HandbookProposal, *, reason: str, by: User, now: dt.datetime
) -> HandbookProposal:
    """Send a prepared edition back to its preparer, or take one's own back.

    Raises:
        PermissionDenied: neither a leader nor its preparer.
        HandbookRefusedError: no reason, or decided already.
    """
    found = _open_proposal(proposal.pk)
    if not HandbookPolicy(DocumentPolicy(by, localdate(now))).may_return(found):
        raise PermissionDenied(_("Only a leader returns an edition of a handbook."))
    if not reason.strip():
        raise HandbookRefusedError(_("Write the reason: whoever prepared it must know what to change."))
    found.state, found.returned_reason = ProposalState.RETURNED, reason.strip()
    found.decided_by, found.decided_at = by, now
    found.save()
    return found


@transaction.atomic
def approve_edition(proposal: HandbookProposal, *, by: User, now: dt.datetime) -> HandbookEdition:
    """Issue a prepared edition: numbered, hashed, dated, its versions fixed for good.

    Raises:
        PermissionDenied: not a leader, or the one who prepared it.
        ChaptersMovedError: other versions hold at the effective moment than those that were prepared.
        HandbookRefusedError: decided already, or an edition waits for a later moment.
    """
    now = now.replace(microsecond=0)
    found = _open_proposal(proposal.pk)
    handbook = Handbook.objects.select_for_update().get(pk=found.handbook_id)
    if refusal := HandbookPolicy(DocumentPolicy(by, localdate(now))).refusal_to_approve(found):
        raise PermissionDenied(refusal)
    effective = _effective_moment(handbook, found.effective_from, now)
    chapters = chapters_of_proposal(found)
    if moved := chapter_changes(chapters, chapters_in_force(handbook, effective)):
        raise ChaptersMovedError(moved)
    edition = _write_edition(handbook, found, chapters, effective, by, now)
    found.state, found.edition = ProposalState.ISSUED, edition
    found.decided_by, found.decided_at = by, now
    found.save()
    return edition


def _write_edition(
    handbook: Handbook,
    proposal: HandbookProposal,
    chapters: Sequence[Chapter],
    effective: dt.datetime,
    by: User,
    now: dt.datetime,
) -> HandbookEdition:
    last = last_edition(handbook)
    number = last.number + 1 if last else 1
    content_hash = edition_hash(handbook.code, number, chapters)
    edition = HandbookEdition.objects.create(
        handbook=handbook,
        number=number,
        title=handbook.title,
        subtitle=handbook.subtitle,
        content_hash=content_hash,
        check_code=free_check_code(content_hash),
        approvals=[
            _signed("drafted", proposal.prepared_by, proposal.prepared_at, "iso_secretary", content_hash),
            _signed("approved", by, now, "leader", content_hash),
        ],
        reason=proposal.reason,
        decision_number=proposal.decision_number,
        decision_date=proposal.decision_date,
        issued_at=now,
        effective_from=effective,
    )
    HandbookEntry.objects.bulk_create(
        HandbookEntry(edition=edition, position=position, version_id=chapter.version_id)
        for position, chapter in enumerate(chapters, 1)
    )
    return edition


def edition_hash(handbook_code: str, number: int, chapters: Sequence[Chapter]) -> str:
    """SHA-256 over what an edition fixes: which handbook, which edition, which versions in which order."""
    return sha256_of(
        {
            "handbook": handbook_code,
            "edition": number,
            "chapters": [
                {
                    "position": position,
                    "code": chapter.code,
                    "number": chapter.number,
                    "chain_hash": chapter.chain_hash,
                }
                for position, chapter in enumerate(chapters, 1)
            ],
        }
    )


def _signed(duty: str, user: User, at: dt.datetime, role: str, content_hash: str) -> dict[str, Any]:
    """A signature as stored in versions too (`document_control.services.approval_records`)."""
    return {
        "duty": duty,
        **signature_of(user, localdate(at), [role]),
        "at": utc_text(at),
        "comment": "",
        "content_hash": content_hash,
    }


# --- Reading --------------------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(edition: HandbookEdition, *, by: User, now: dt.datetime) -> ReadReceipt:
    """Record that a person has read the edition in force; a second time changes nothing.

    Raises:
        PermissionDenied: no member of staff.
        HandbookRefusedError: not the edition in force.
    """
    day = localdate(now)
    if not HandbookPolicy(DocumentPolicy(by, day)).may_read:
        raise PermissionDenied(_("Handbooks are read by the staff of the office."))
    known = ReadReceipt.objects.filter(edition=edition, reader=by).first()
    if known is not None:
        return known
    current = edition_in_force(edition.handbook, now)
    if current is None or current.pk != edition.pk:
        raise HandbookRefusedError(_("Another edition is in force by now. Read that one and confirm it."))
    receipt, _created = ReadReceipt.objects.get_or_create(
        edition=edition, reader=by, defaults={"signature": signature_of(by, day), "read_at": now}
    )
    return receipt
