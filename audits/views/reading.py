"""Which audit a request may read; what is closed to the person is answered like what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from audits.models import Audit
from audits.views.access import audit_policy_of
from procedures.workspace.views.access import staff_view

View = Callable[..., HttpResponse]


def audits_view(view: View) -> View:
    """Everybody who works here comes in; the technical role is told that it does not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not audit_policy_of(request).may_enter:
            raise PermissionDenied(
                _("Audits are open to those who work here; the technical role does not see them.")
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


def audit_or_404(request: HttpRequest, code: str) -> Audit:
    """The audit with this code, if the person may read it."""
    readable = audit_policy_of(request).readable()
    audit = readable.select_related("office", "unit", "drawn_up_by").filter(code=code).first()
    if audit is None:
        raise Http404(_("There is no audit with this code that you may read."))
    return audit
