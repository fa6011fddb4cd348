"""What handbooks put into people's work: to read, to approve, to prepare again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date, format_datetime
from procedures.workspace.inbox import APPROVING, READING, TODAY, WRITING, Job, Tally, waited_words
from publications.enums import ProposalState
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.readers import handbooks_to_read
from publications.handbooks.selectors import editions_in_force
from publications.models import Handbook, HandbookEdition, HandbookProposal, ReadReceipt


def handbook_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Unread editions in the person's scope, proposals to approve, own proposals that came back."""
    return [
        *(_reading_job(edition, now) for edition in _unread(policy, now)),
        *(
            _approval_job(row, now) if to_approve else _returned_job(row, now)
            for row, to_approve in _proposals(policy)
        ),
    ]


def handbook_tally(policy: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many those are."""
    proposals = Counter(APPROVING if to_approve else WRITING for _row, to_approve in _proposals(policy))
    return Counter({READING: len(_unread(policy, now))}) + proposals


def _unread(policy: DocumentPolicy, now: dt.datetime) -> list[HandbookEdition]:
    read = ReadReceipt.objects.filter(reader=policy.user.pk).values("edition")
    editions = list(editions_in_force(now).exclude(pk__in=read).order_by("effective_from", "pk"))
    mine = handbooks_to_read(policy, [edition.handbook for edition in editions]) if editions else set()
    return [edition for edition in editions if edition.handbook_id in mine]


def _reading_job(edition: HandbookEdition, now: dt.datetime) -> Job:
    return Job(
        READING,
        TODAY,
        waited_words(edition.effective_from, now),
        _("In force from %(date)s") % {"date": format_date(edition.effective_from)},
        _("Read and confirm: %(title)s, edition %(number)s")
        % {"title": edition.title, "number": edition.number},
        edition.handbook.code,
        edition.reason,
        _("Read the handbook"),
        reverse("handbook", args=[edition.handbook.slug]),
        "book",
    )


def _proposals(policy: DocumentPolicy) -> Iterator[tuple[HandbookProposal, bool]]:
    """The last proposal of each handbook, and whether it is to be approved: open ones for leaders, returned ones for
    whoever prepared them."""
    rights = HandbookPolicy(policy)
    if not rights.may_approve and not rights.may_prepare:
        return
    last = Handbook.objects.annotate(last=Max("proposals__pk")).values("last")
    user_id = policy.user.pk
    proposals = (
        HandbookProposal.objects.filter(pk__in=last)
        .filter(
            Q(state=ProposalState.PREPARED) | Q(state=ProposalState.RETURNED, prepared_by=user_id),
        )
        .select_related("handbook", "prepared_by", "decided_by")
        .order_by("prepared_at")
    )
    for proposal in proposals:
        if proposal.state == ProposalState.PREPARED and not rights.refusal_to_approve(proposal):
            yield proposal, True
        elif proposal.state == ProposalState.RETURNED and rights.may_prepare:
            yield proposal, False


def _approval_job(proposal: HandbookProposal, now: dt.datetime) -> Job:
    handed_over = format_datetime(proposal.prepared_at)
    return Job(
        APPROVING,
        TODAY,
        waited_words(proposal.prepared_at, now),
        _("Since %(moment)s") % {"moment": handed_over},
        _("Approve: %(title)s") % {"title": proposal.handbook.title},
        proposal.handbook.code,
        _("Prepared by %(name)s: %(reason)s") % {"name": proposal.prepared_by, "reason": proposal.reason},
        _("Read and approve"),
        reverse("handbook-proposal", args=[proposal.pk]),
        "stamp",
    )


def _returned_job(proposal: HandbookProposal, now: dt.datetime) -> Job:
    returned_at = proposal.decided_at or proposal.prepared_at
    return Job(
        WRITING,
        TODAY,
        waited_words(returned_at, now),
        _("Since %(moment)s") % {"moment": format_datetime(returned_at)},
        _("Prepare again: %(title)s") % {"title": proposal.handbook.title},
        proposal.handbook.code,
        _("%(name)s: “%(reason)s”") % {"name": proposal.decided_by, "reason": proposal.returned_reason},
        _("Prepare the edition"),
        reverse("handbook-prepare", args=[proposal.handbook.slug]),
        "swap",
    )
