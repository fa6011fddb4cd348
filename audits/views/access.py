"""The policy of a request, made once, and the door of the screens of audits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from audits.policies import AuditPolicy
from procedures.workspace.views.access import policy_of, staff_view

View = Callable[..., HttpResponse]


def audit_policy_of(request: HttpRequest) -> AuditPolicy:
    """The rights of the person who asks; the same object for the whole request."""
    policy: AuditPolicy | None = getattr(request, "_audit_policy", None)
    if policy is None:
        policy = AuditPolicy(request.user)
        policy.documents = policy_of(request)
        request._audit_policy = policy  # type: ignore[attr-defined]
    return policy


def improvement_view(view: View) -> View:
    """Everybody with a post may have findings or actions of his own; the technical role has none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not audit_policy_of(request).may_enter:
            raise PermissionDenied(
                _(
                    "Findings and actions are open to those who work here; the technical role does not see them."
                )
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)
