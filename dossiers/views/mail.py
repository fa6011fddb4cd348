"""The outbox of e-mail for whoever keeps the system running: what could not be sent, why, and sending it again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from document_control.policies import DocumentPolicy
from dossiers.enums import MailState
from dossiers.models import OutgoingMail
from dossiers.services.mail import send_again
from organisation.enums import PermissionRole
from procedures.workspace.views.access import policy_of, staff_view

ROWS_PER_PAGE = 50


def may_see_mail(policy: DocumentPolicy) -> bool:
    """The administrator keeps the mail running; the ISO secretary sees whom a reminder did not reach."""
    return policy.is_administrator or PermissionRole.ISO_SECRETARY.value in policy.roles


@require_http_methods(["GET", "POST"])
@staff_view
def outgoing_mail(request: HttpRequest) -> HttpResponse:
    """What failed first, then what waits, then what was sent; texts are not shown."""
    if not may_see_mail(policy_of(request)):
        raise PermissionDenied(_("Outgoing e-mail is for the administrator and the ISO secretary."))
    failed = OutgoingMail.objects.filter(state=MailState.FAILED)
    if request.method == "POST":
        count = send_again(list(failed.values_list("pk", flat=True)), timezone.now())
        done = ngettext("%(count)s e-mail is tried again.", "%(count)s e-mails are tried again.", count)
        messages.success(request, done % {"count": count})
        return redirect("outgoing-mail")
    # Alphabetical order of the states: failed, sent, waiting; the failed ones are what the page is for.
    rows = (
        OutgoingMail.objects.defer("body").select_related("recipient").order_by("state", "-created_at", "-pk")
    )
    context = {
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("trang", "1")[:9]),
        "failed": failed.count(),
    }
    return render(request, "dossiers/outgoing_mail.html", context)
