"""The door of the audit screens: who comes in, to which audit, and the policy of a request, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from audits.models import Audit
from audits.policies import AuditPolicy
from procedures.workspace.views.access import policy_of, staff_view

View = Callable[..., HttpResponse]


def audit_policy_of(request: HttpRequest) -> AuditPolicy:
    """The rights of the person who asks; the same object for the whole request."""
    return AuditPolicy.of(policy_of(request))


def audit_view(view: View) -> View:
    """Everybody who works in the office comes in; the technical role is told why not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not audit_policy_of(request).may_enter:
            raise PermissionDenied(
                _("Audits are open to those who work in the office; not to the technical role.")
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


def audit_or_404(request: HttpRequest, code: str, audits: QuerySet[Audit] | None = None) -> Audit:
    """The audit with this code, if the person may read it.

    Raises:
        Http404: unknown, or closed to the person: the answer is the same.
    """
    rows = Audit.objects.select_related("office", "unit", "drawn_up_by") if audits is None else audits
    audit = audit_policy_of(request).readable(rows).filter(code=code[:20]).first()
    if audit is None:
        raise Http404(_("There is no audit with this code that you may read."))
    return audit
