"""Telling anonymous visitors apart for the brake, without keeping their addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from organisation.client_address import client_address
from organisation.models import User

SALT = "publications.visitors"


def visitor_key(request: HttpRequest) -> str:
    """A keyed hash of the address of an anonymous visitor; "" for people who signed in."""
    if request.user.is_authenticated:
        return ""
    return salted_hmac(SALT, client_address(request) or "-", algorithm="sha256").hexdigest()


def signed_in_user(request: HttpRequest) -> User | None:
    """The person, None for anonymous visitors."""
    return request.user if request.user.is_authenticated else None
