"""The door of the workspace: who comes in, and how a refusal is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from document_control.policies import DocumentPolicy
from organisation.resending import unsent_of
from organisation.views_auth import sign_in_and_send_again
from procedures.as_of import PARAMETER, as_of
from procedures.workspace.inbox import Counts, Inbox, counts_for_menu, inbox_of
from procedures.workspace.work_selectors import TextInWork, texts_in_work

View = Callable[..., HttpResponse]

HEADINGS: dict[int, tuple[Promise, Promise]] = {
    400: (
        _("Something is still to be chosen"),
        _("Nothing was changed. Go back to the page before, choose what is missing, then try again."),
    ),
    403: (
        _("This page is not open to this account"),
        _(
            "If the page belongs to your work, ask the ISO secretary to add the role. If you have two accounts, sign "
            "in with the other one."
        ),
    ),
    409: (
        _("This was not recorded"),
        _("Nothing was changed. Go back to the page before, load it again and read what stands there now."),
    ),
    422: (
        _("This file was not made"),
        _(
            "Nothing was changed and nothing is lost. Go back to the page before, do what the sentence above says, "
            "then download the file again."
        ),
    ),
}
"""Heading and advice of a refusal by its status."""


def policy_of(request: HttpRequest) -> DocumentPolicy:
    """The rights of the signed-in person, read once per request."""
    policy = getattr(request, "document_policy", None)
    if policy is None:
        policy = DocumentPolicy(request.user)
        request.document_policy = policy  # type: ignore[attr-defined]
    return policy


def inbox_for(request: HttpRequest) -> Inbox:
    """What waits for the signed-in person, read once per request."""
    inbox = getattr(request, "staff_inbox", None)
    if inbox is None:
        inbox = inbox_of(policy_of(request), timezone.now())
        request.staff_inbox = inbox  # type: ignore[attr-defined]
    return inbox


def counts_for(request: HttpRequest) -> Counts:
    """How much waits for the signed-in person; counted anew only where the page does not list it anyway."""
    inbox: Inbox | None = getattr(request, "staff_inbox", None)
    if inbox is not None:
        return inbox.counts
    return counts_for_menu(policy_of(request), timezone.now(), getattr(request, "staff_texts", None))


def texts_for(request: HttpRequest) -> list[TextInWork]:
    """The texts in work that the signed-in person may see, for a page that lists them: its menu counts these."""
    texts = texts_in_work(policy_of(request))
    request.staff_texts = texts  # type: ignore[attr-defined]
    return texts


def refuse(request: HttpRequest, reason: str, status: Literal[400, 403, 409, 422] = 403) -> HttpResponse:
    """A page of the workspace that says why this person does not get what was asked for.

    Args:
        reason: one or two sentences in the reader's language.
        status: 403 a right is missing, 400 the address does not say enough, 409 somebody was faster, 422 the file
            cannot be made of what was chosen.
    """
    heading, advice = HEADINGS[status]
    context = {
        "reason": reason,
        "heading": heading,
        "advice": advice,
        "icon": "lock" if status == 403 else "warn",
    }
    return render(request, "workspace/refused.html", context, status=status)


def staff_view(view: View) -> View:
    """Sign-in and a staff role are needed; whatever the view refuses is said kindly, inside the workspace."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        if not policy_of(request).is_staff_member:
            return render(request, "workspace/no_role.html", status=403)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return refuse(request, str(refusal))

    guarded.is_staff_view = True  # type: ignore[attr-defined]  # read by `_is_page`, through other decorators
    return guarded


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in, which leads on to the page that was asked for.

    A form sent after the session ended is kept, and can be sent again after the sign-in. Where it can't be, the sign-in
    leads back to the page it stood on: its own address may answer nothing but forms, and would greet the person with a
    bare refusal.
    """
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    back = _page_before(request)
    unsent = unsent_of(request)
    return sign_in_and_send_again(request, unsent, back) if unsent else redirect_to_login(back)


def _page_before(request: HttpRequest) -> str:
    """The page a form was sent from: as the browser says, else the nearest page above its address."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        said = urlsplit(referer)
        if _is_page(unquote(said.path)):
            return f"{said.path}?{said.query}" if said.query else said.path
    path = request.path
    while path.count("/") > 1:
        if _is_page(path):
            return path
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return reverse("workspace")


def _is_page(path: str) -> bool:
    """Does a page of the workspace stand at this address? The view is asked as a visitor: it answers with the sign-in
    before it reads anything, or refuses because it takes forms only."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if not getattr(found.func, "is_staff_view", False):
        return False
    visitor = HttpRequest()
    visitor.method, visitor.path, visitor.user = "GET", path, AnonymousUser()  # type: ignore[assignment]
    response: HttpResponse = found.func(visitor, *found.args, **found.kwargs)
    return response.status_code == 302


def asked_moment(request: HttpRequest) -> tuple[dt.datetime, dt.date | None]:
    """The moment a page is asked for, and the day when `?ngay=` named one other than today."""
    asked = as_of(request.GET.get(PARAMETER, ""), timezone.now())
    if not asked.is_chosen or asked.day == timezone.localdate():
        return timezone.now(), None
    return asked.moment, asked.day
