"""The policy of a request, made once."""

from __future__ import annotations

from django.http import HttpRequest

from audits.policies import AuditPolicy


def audit_policy_of(request: HttpRequest) -> AuditPolicy:
    """The rights of the person who asks; the same object for the whole request."""
    policy: AuditPolicy | None = getattr(request, "_audit_policy", None)
    if policy is None:
        policy = AuditPolicy(request.user)
        request._audit_policy = policy  # type: ignore[attr-defined]
    return policy
