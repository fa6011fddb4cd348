"""The brake on guessing, counted in the database, so that every process of the server counts the same tries."""

from __future__ import annotations

import datetime as dt
import ipaddress

from django.db import transaction
from django.utils.crypto import salted_hmac

from dossiers.models import FailedLookup
from dossiers.rules.lookup_brake import MOST_ALTOGETHER, MOST_PER_ADDRESS, MOST_PER_CODE, WINDOW, free_again

SALT = "dossiers.tracking.brake"
IPV6_NETWORK = 64
"""Bits of an IPv6 address that name one connection; the rest its owner chooses anew for every try."""


class TooManyLookupsError(Exception):
    """Somebody must wait.

    Attributes:
        until: when the next try is borne.
    """

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(f"too many failed look-ups, until {until.isoformat()}")
        self.until = until


def key_of(kind: str, value: str) -> str:
    """A keyed hash to count by; what it stands for cannot be read from it."""
    return salted_hmac(f"{SALT}.{kind}", value, algorithm="sha256").hexdigest()


def network_of(address: str | None) -> str:
    """The address, or of an IPv6 address the network of its owner."""
    if address is None or ":" not in address:
        return address or "-"
    return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK}", strict=False))


def begin_try(address: str | None, code: str, now: dt.datetime) -> FailedLookup:
    """Note a try as failed before anything is looked up, so that two at once cannot slip through together.

    The same three statements whoever asks for whatever. A try that is not borne is not counted again: the wait that
    was named stays true.

    Raises:
        TooManyLookupsError: from this address, for this code, or altogether.
    """
    tried = FailedLookup(
        asked_from=key_of("address", network_of(address)), asked_for=key_of("code", code), at=now
    )
    with transaction.atomic():
        FailedLookup.objects.filter(at__lte=now - WINDOW).delete()
        recent = list(FailedLookup.objects.values_list("asked_from", "asked_for", "at"))
        waits = (
            free_again(
                [at for source, _code, at in recent if source == tried.asked_from], MOST_PER_ADDRESS, now
            ),
            free_again([at for _source, code, at in recent if code == tried.asked_for], MOST_PER_CODE, now),
            free_again([at for _source, _code, at in recent], MOST_ALTOGETHER, now),
        )
        if until := max((wait for wait in waits if wait is not None), default=None):
            raise TooManyLookupsError(until)
        tried.save(force_insert=True)
    return tried


def forget_try(tried: FailedLookup) -> None:
    """It was no failure: people at one counter, and families, share an address and a code."""
    FailedLookup.objects.filter(pk=tried.pk).delete()
