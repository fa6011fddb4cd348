"""The door of the dossier screens: who comes in, and to which dossier."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from dossiers.rules.codes import code_key
from procedures.workspace.views.access import policy_of, staff_view

View = Callable[..., HttpResponse]


def dossier_policy(documents: DocumentPolicy) -> DossierPolicy:
    """The rights over dossiers of a person whose other rights are read already."""
    policy = DossierPolicy(documents.user, documents.day)
    policy.documents = documents
    return policy


def dossier_policy_of(request: HttpRequest) -> DossierPolicy:
    """The rights of the signed-in person over dossiers, read once per request."""
    policy = getattr(request, "dossier_policy", None)
    if policy is None:
        policy = dossier_policy(policy_of(request))
        request.dossier_policy = policy  # type: ignore[attr-defined]
    return policy


def dossier_view(view: View) -> View:
    """Whoever works with dossiers or watches over them comes in; everybody else is told who does."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not dossier_policy_of(request).may_enter:
            raise PermissionDenied(
                _("Dossiers are open to those who work on them; the technical role does not see them.")
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


def counter_view(view: View) -> View:
    """Only officers who receive at a counter come in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not dossier_policy_of(request).may_receive:
            raise PermissionDenied(_("Dossiers are received by the officers of the one-stop office."))
        return view(request, *args, **kwargs)

    return dossier_view(guarded)


def dossier_or_404(request: HttpRequest, code: str) -> Dossier:
    """The dossier with this code, however it is typed, if the person may read it.

    Raises:
        Http404: unknown, or closed to the person: the answer is the same.
    """
    rows = Dossier.objects.select_related(
        "version", "document", "received_by", "competent_unit", "current_step"
    )
    readable = dossier_policy_of(request).readable(rows)
    dossier = readable.filter(code_key=code_key(code)[:40]).first() if code else None
    if dossier is None:
        raise Http404(_("There is no dossier with this code that you may read."))
    return dossier
