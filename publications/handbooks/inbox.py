"""What handbooks put into people's work: to read, to approve, to prepare again."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date, format_datetime
from procedures.workspace.inbox import APPROVING, READING, TODAY, WRITING, Job, waited_words
from publications.enums import ProposalState
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.readers import handbooks_to_read
from publications.handbooks.selectors import editions_in_force
from publications.models import Handbook, HandbookEdition, HandbookProposal, ReadReceipt


def handbook_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Unread editions in the person's scope, proposals to approve, own proposals that came back."""
    rights = HandbookPolicy(policy)
    jobs = [_reading_job(edition, now) for edition in _unread(policy, now)]
    if rights.may_approve or rights.may_prepare:
        jobs += _proposal_jobs(rights, now)
    return jobs


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


def _proposal_jobs(rights: HandbookPolicy, now: dt.datetime) -> list[Job]:
    """The last proposal of each handbook: open ones for leaders, returned ones for whoever prepared them."""
    last = Handbook.objects.annotate(last=Max("proposals__pk")).values("last")
    user_id = rights.documents.user.pk
    proposals = (
        HandbookProposal.objects.filter(pk__in=last)
        .filter(
            Q(state=ProposalState.PREPARED) | Q(state=ProposalState.RETURNED, prepared_by=user_id),
        )
        .select_related("handbook", "prepared_by", "decided_by")
        .order_by("prepared_at")
    )
    jobs = []
    for proposal in proposals:
        if proposal.state == ProposalState.PREPARED and not rights.refusal_to_approve(proposal):
            jobs.append(_approval_job(proposal, now))
        elif proposal.state == ProposalState.RETURNED and rights.may_prepare:
            jobs.append(_returned_job(proposal, now))
    return jobs


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
