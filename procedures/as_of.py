"""The moment a reader asks for: now, or the day in `?ngay=YYYY-MM-DD`.

"As in force on a day" means at the end of that local day, so that a version which takes effect at any hour of the
day is seen on it. Fees are those valid on the day. No Django here; the caller passes `now`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from organisation.vietnamese_format import VIETNAM

PARAMETER = "ngay"
FIRST_DAY = dt.date(1976, 1, 1)
LAST_DAY = dt.date(2099, 12, 31)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_VIETNAMESE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(frozen=True, slots=True)
class AsOf:
    """What a reader sees the site at.

    Attributes:
        moment: aware; decides which versions are in force.
        day: the local day of `moment`; decides which fees are valid.
        is_chosen: the reader asked for a day other than now.
        is_nonsense: the reader asked for something that is no day; now is shown instead.
    """

    moment: dt.datetime
    day: dt.date
    is_chosen: bool = False
    is_nonsense: bool = False

    @property
    def query(self) -> str:
        """What keeps the day in a link: "ngay=2026-07-24", empty for now."""
        return f"{PARAMETER}={self.day.isoformat()}" if self.is_chosen else ""

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What keeps the day in a GET form."""
        return [(PARAMETER, self.day.isoformat())] if self.is_chosen else []

    def link(self, url: str) -> str:
        """An address of this site, with the day if one was chosen."""
        if not self.is_chosen:
            return url
        return f"{url}{'&' if '?' in url else '?'}{self.query}"


def read_day(text: str) -> dt.date | None:
    """A day as people or links write it, "2026-07-24" or "24/07/2026"; None when it is no day we have."""
    if match := _ISO.fullmatch(text.strip()):
        year, month, day = match.groups()
    elif match := _VIETNAMESE.fullmatch(text.strip()):
        day, month, year = match.groups()
    else:
        return None
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def as_of(text: str, now: dt.datetime) -> AsOf:
    """Read the parameter; empty means now, nonsense means now and says so."""
    today = now.astimezone(VIETNAM).date()
    if not text.strip():
        return AsOf(now, today)
    day = read_day(text)
    if day is None:
        return AsOf(now, today, is_nonsense=True)
    return AsOf(dt.datetime.combine(day, dt.time(23, 59, 59), VIETNAM), day, is_chosen=True)
