"""A server error gets a code: the visitor reads it on the page, the administrator finds it in the log."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody confuses when reading them out: without 0 and O, 1, I and L, and U (heard as V)."""
GROUP = 4


def new_incident_code() -> str:
    """A code to be told on the telephone, "K7MD-2X9Q": one of 650 thousand million."""
    first, second = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(2))
    return f"{first}-{second}"


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseServerError:
    """The page for a server error (handler500). It asks neither the database nor the request for anything."""
    code = new_incident_code()
    request.incident_code = code  # type: ignore[attr-defined]
    return HttpResponseServerError(render_to_string("500.html", {"incident_code": code}))


class IncidentFilter(logging.Filter):
    """Writes the code in front of the log record in which Django tells the error and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        code = getattr(getattr(record, "request", None), "incident_code", None)
        if code is not None and not hasattr(record, "incident"):
            record.incident = code
            record.msg = f"incident {code}: {record.msg}"
        return True
