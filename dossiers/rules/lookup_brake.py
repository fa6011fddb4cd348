"""When guessing stops: how many failed look-ups of a dossier are borne, and when one may try again (DOMAIN 3.4).

A code is guessable (unit, day, running number), so the secret beside it must not be: whoever fails ten times within
ten minutes waits, from wherever he asks (per code), whichever code he asks for (per address); and when the whole
office is asked wrongly more often than citizens mistype, everybody waits a little.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

WINDOW = dt.timedelta(minutes=10)
MOST_PER_ADDRESS = 10
MOST_PER_CODE = 10
MOST_ALTOGETHER = 300
"""At this pace an even chance to hit the 30 bits of any one dossier takes 47 years."""


def free_again(failures: Sequence[dt.datetime], most: int, now: dt.datetime) -> dt.datetime | None:
    """When the next try is borne; None when it is borne now.

    Args:
        failures: moments of the failed tries that count against this one, in any order.
        most: how many are borne within the window.
    """
    counted = sorted(at for at in failures if at > now - WINDOW)
    return counted[-most] + WINDOW if len(counted) >= most else None


def minutes_to_wait(now: dt.datetime, until: dt.datetime) -> int:
    """Whole minutes that are surely enough; at least one."""
    return max(1, -(-int((until - now).total_seconds()) // 60))
