"""Recording the periodic review of a document."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from document_control.enums import ReviewOutcome
from document_control.forms import PeriodicReviewForm
from document_control.models import ControlledDocument
from document_control.selectors import history_of
from document_control.services import record_review
from procedures.workspace.text_kinds import kind_of, text_of, text_relations
from procedures.workspace.views.access import policy_of, staff_view


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def review_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Look at a document again and say keep, revise or withdraw."""
    document = get_object_or_404(
        ControlledDocument.objects.issued().select_related("unit", *text_relations()), pk=document_id
    )
    policy = policy_of(request)
    if not policy.can_review_periodically(document):
        raise PermissionDenied(_("Only the ISO secretary or the head of the owning unit records a review."))
    form = PeriodicReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = ReviewOutcome(form.cleaned_data["outcome"])
        record_review(
            document, outcome=outcome, note=form.cleaned_data["note"], by=request.user, now=timezone.now()
        )
        messages.success(request, _("The review of %(code)s is recorded.") % {"code": document.code})
        if outcome == ReviewOutcome.WITHDRAW and policy.can_withdraw(document):
            return redirect("document-withdraw", document.pk)
        return redirect("workspace")
    content = text_of(document)
    kind = kind_of(content) if content is not None else None
    context = {
        "document": document,
        "form": form,
        "version": history_of(document).in_force(timezone.now()),
        "reviews": document.reviews.select_related("legal_act", "done_by").order_by("-due_on")[:10],
        "url": kind.reading_url(content) if kind else "",
        "edit_url": kind.editor_url(content) if kind else "",
    }
    return render(request, "workspace/review.html", context, status=422 if form.errors else 200)
