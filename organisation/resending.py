"""A form that was sent after the session ended: kept in the page of the sign-in, and sent again by its writer's hand.

Nothing is stored on the server: what was typed travels, signed, in a hidden field of the pages that the person sees.
It is never sent again by itself, because somebody else may sign in at the same machine.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

FIELD = "chua-gui"
KEPT_FOR = dt.timedelta(hours=12)
MOST_CHARACTERS = 200_000
"""Of names and values; a longer form is not kept. It travels up and down twice more."""
_SALT = "organisation.resending"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  a name
_SECRETS = ("password", "mat-khau")
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not taken.

    Attributes:
        address: where it was sent, a path with its query.
        fields: names and values in their order; a name may come several times.
        had_files: it had files, which no page can carry.
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What a browser's form brought; None for what scripts send, for passwords, and for more than can be carried."""
    if request.method != "POST" or request.content_type not in _FORM_TYPES:
        return None
    if "text/html" not in request.headers.get("Accept", ""):
        return None
    fields = tuple(
        (name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN
    )
    is_secret = any(secret in name.lower() for name, _value in fields for secret in _SECRETS)
    if is_secret or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    return Unsent(request.get_full_path(), fields, bool(request.FILES))


def pack(unsent: Unsent) -> str:
    """For a hidden field; `unpack` takes nothing that we have not packed."""
    return signing.dumps((unsent.address, unsent.fields, unsent.had_files), salt=_SALT, compress=True)


def unpack(text: str) -> Unsent | None:
    """What `pack` made; None for anything else, and for what is older than `KEPT_FOR`."""
    try:
        address, fields, had_files = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Unsent(address, tuple((name, value) for name, value in fields), had_files)


def is_from_here(request: HttpRequest) -> bool:
    """Does the browser say that one of our own pages sent this? No other site can make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
