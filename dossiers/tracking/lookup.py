"""From the code and the secret on a receipt to the dossier, and the pass that shows it again for a while."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from document_control.enums import Audience
from dossiers.models import Dossier
from dossiers.rules.codes import code_key, secret_key
from dossiers.tracking.brake import begin_try, forget_try, key_of

LONGEST_TYPED = 60
PASS_COOKIE = "ho-so-dang-xem"  # noqa: S105  (the name of the cookie)
PASS_SALT = "dossiers.tracking.pass"  # noqa: S105
PASS_SECONDS = 30 * 60
NO_SECRET = secrets.token_hex(16)
"""Compared with when there is nothing to compare with; nobody can type it."""


def find_dossier(code: str, secret: str, address: str | None, now: dt.datetime) -> int | None:
    """The key of the dossier with this code and secret; None alike for an unknown code, a wrong secret and a dossier
    that nobody may follow. Each of them costs the same queries and one comparison in constant time.

    Args:
        code, secret: as typed; separators and case do not count.
        address: where the visitor asks from.

    Raises:
        TooManyLookupsError: too many tries failed.
    """
    wanted = code_key(code[:LONGEST_TYPED])
    tried = begin_try(address, wanted, now)
    row = Dossier.objects.filter(code_key=wanted).values("pk", "secret", "document__audience").first()
    expected = _secret_to_follow(row)
    typed = key_of("secret", secret_key(secret[:LONGEST_TYPED]))
    is_right = constant_time_compare(typed, key_of("secret", expected))
    if row is None or not is_right:
        return None
    forget_try(tried)
    return int(row["pk"])


def _secret_to_follow(row: Mapping[str, Any] | None) -> str:
    """What must be typed; something that cannot be, when the dossier is unknown or not one that citizens follow."""
    if row is None or not row["secret"] or row["document__audience"] != Audience.PUBLIC:
        return NO_SECRET
    return secret_key(row["secret"])


# --- The pass -----------------------------------------------------------------------------------------------
def give_pass(response: HttpResponse, dossier_id: int) -> None:
    """Let this browser see the dossier for half an hour: a signed cookie, so that no address carries anything."""
    response.set_cookie(
        PASS_COOKIE,
        signing.dumps(dossier_id, salt=PASS_SALT),
        max_age=PASS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take_pass(response: HttpResponse) -> None:
    """Forget the dossier in this browser."""
    response.delete_cookie(PASS_COOKIE, samesite="Lax")


def dossier_of_pass(request: HttpRequest) -> int | None:
    """The dossier that this browser may see now; None without a valid pass."""
    try:
        dossier_id = signing.loads(request.COOKIES.get(PASS_COOKIE, ""), salt=PASS_SALT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return None
    return dossier_id if isinstance(dossier_id, int) else None
