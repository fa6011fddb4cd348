"""Editions on their way: who prepares one, who approves it, who has not read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.workspace.views.access import staff_view
from publications.enums import ProposalState
from publications.handbooks import presentation as shown
from publications.handbooks.changes import Chapter, chapter_changes
from publications.handbooks.forms import PrepareEditionForm, ProposalDecisionForm
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.selectors import (
    chapters_in_force,
    chapters_of_edition,
    chapters_of_proposal,
    last_edition,
    open_proposal,
)
from publications.models import Handbook, HandbookProposal
from publications.services.handbooks import (
    EditionDetails,
    HandbookRefusedError,
    approve_edition,
    prepare_edition,
    return_proposal,
)
from publications.views.handbooks import find_edition, find_handbook, handbook_policy

REFUSED = 409


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def handbook_prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """The page on which the ISO secretary prepares the next edition."""
    handbook, policy = find_handbook(slug), handbook_policy(request)
    if not policy.may_prepare:
        raise PermissionDenied(_("Only the ISO secretary prepares an edition of a handbook."))
    form = PrepareEditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = prepare_edition(
                handbook, details=_details(form.cleaned_data), by=request.user, now=timezone.now()
            )
        except HandbookRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Prepared. A leader has it among his work now."))
            return redirect("handbook-proposal", proposal.pk)
    last = last_edition(handbook)
    chapters = chapters_in_force(handbook, timezone.now())
    old = chapters_of_edition(last) if last else []
    context = {
        **_consequences(old, chapters, policy.documents, has_before=last is not None),
        "handbook": handbook,
        "last": last,
        "number": last.number + 1 if last else 1,
        "form": form,
        "open": open_proposal(handbook),
        "returned": _returned(handbook),
    }
    return render(request, "workspace/handbook_prepare.html", context, status=422 if form.errors else 200)


def _details(data: dict[str, Any]) -> EditionDetails:
    day = data["effective_on"]
    return EditionDetails(
        reason=data["reason"],
        effective_from=timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None,
        decision_number=data["decision_number"],
        decision_date=data["decision_date"],
    )


def _returned(handbook: Handbook) -> HandbookProposal | None:
    """The last proposal, when it was returned: its reason helps to prepare the next."""
    last = handbook.proposals.select_related("decided_by").first()
    return last if last is not None and last.state == ProposalState.RETURNED else None


def _consequences(
    old: list[Chapter], new: list[Chapter], reader: DocumentPolicy, *, has_before: bool
) -> dict[str, Any]:
    changes = chapter_changes(old, new)
    return {
        "changes": shown.told_changes(changes, reader),
        "change_count": len(changes),
        "chapters": new,
        "has_before": has_before,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def handbook_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A prepared edition: what it changes, and the decision."""
    policy = handbook_policy(request)
    if not policy.sees_proposals:
        raise PermissionDenied(_("Editions in preparation are open to those who prepare and approve them."))
    proposal = _proposal(proposal_id)
    if request.method != "POST":
        return _show_proposal(request, proposal, policy)
    form = ProposalDecisionForm(request.POST)
    if not form.is_valid():
        return _show_proposal(request, proposal, policy, form=form, status=422)
    try:
        return _decide(request, proposal, form)
    except (HandbookRefusedError, PermissionDenied) as refusal:
        # Read again: another decision may have been what refused this one.
        return _show_proposal(
            request, _proposal(proposal_id), policy, form=form, refusal=str(refusal), status=REFUSED
        )


def _proposal(proposal_id: int) -> HandbookProposal:
    return get_object_or_404(
        HandbookProposal.objects.select_related("handbook__unit", "prepared_by", "decided_by", "edition"),
        pk=proposal_id,
    )


def _decide(request: HttpRequest, proposal: HandbookProposal, form: ProposalDecisionForm) -> HttpResponse:
    title = proposal.handbook.title
    if form.cleaned_data["action"] == form.RETURN:
        return_proposal(proposal, reason=form.cleaned_data["comment"], by=request.user, now=timezone.now())
        messages.success(request, _("Returned: %(title)s. The reason went with it.") % {"title": title})
        return redirect("handbook-list")
    edition = approve_edition(proposal, by=request.user, now=timezone.now())
    said = _(
        "Issued: %(title)s, edition %(number)s, in force from %(date)s. Its readers find it in their work."
    )
    date = format_date(edition.effective_from)
    messages.success(request, said % {"title": title, "number": edition.number, "date": date})
    return redirect("handbook-edition", proposal.handbook.slug, edition.number)


def _show_proposal(
    request: HttpRequest,
    proposal: HandbookProposal,
    policy: HandbookPolicy,
    *,
    form: ProposalDecisionForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    handbook = proposal.handbook
    last = last_edition(handbook)
    if proposal.edition is not None:
        last = handbook.editions.filter(number__lt=proposal.edition.number).order_by("-number").first()
    chapters = chapters_of_proposal(proposal, policy.documents)
    old = chapters_of_edition(last, policy.documents) if last else []
    is_open = proposal.state == ProposalState.PREPARED
    moment = max(proposal.effective_from or timezone.now(), timezone.now())
    moved = (
        chapter_changes(chapters, chapters_in_force(handbook, moment, policy.documents)) if is_open else []
    )
    context = {
        **_consequences(old, chapters, policy.documents, has_before=last is not None),
        "handbook": handbook,
        "proposal": proposal,
        "last": last,
        "number": proposal.edition.number if proposal.edition else (last.number + 1 if last else 1),
        "is_open": is_open,
        "moved": shown.told_changes(moved, policy.documents),
        "moved_count": len(moved),
        "is_past": proposal.effective_from is not None and proposal.effective_from < timezone.now(),
        "locked_reason": policy.refusal_to_approve(proposal),
        "may_return": policy.may_return(proposal),
        "is_mine": proposal.prepared_by_id == request.user.pk,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "workspace/handbook_proposal.html", context, status=status)


@require_safe
@staff_view
def handbook_readers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Who has read an edition and who has not, with a reminder to send."""
    policy = handbook_policy(request)
    if not policy.sees_outstanding:
        raise PermissionDenied(_("Who has read is open to the ISO secretary, heads, leaders and auditors."))
    edition, current = find_edition(request, slug, number)
    reading = shown.reading_of(edition, policy)
    is_current = current is not None and current.pk == edition.pk
    url = request.build_absolute_uri(shown.edition_url(edition, is_current=is_current))
    context = {
        "handbook": edition.handbook,
        "edition": edition,
        "is_current": is_current,
        "edition_url": shown.edition_url(edition, is_current=is_current),
        "reading": reading,
        "receipts": shown.receipt_rows(reading),
        "sees_all": policy.sees_all_readers,
        "reminder": shown.reminder(edition, reading, url) if is_current else "",
    }
    return render(request, "workspace/handbook_readers.html", context)
