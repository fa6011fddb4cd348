"""How a text stands, in one phrase for lists. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageStanding:
    """What decides the phrase.

    Attributes:
        has_issued: at least one version was issued.
        version_in_force: number of the version in force, "" for none.
        waiting_from: local moment from which an approved version will hold, if one waits.
        task: name of the running step of the approval, "" for none.
        is_returned: the text was returned to its author and not submitted again.
        has_newer_draft: the draft differs from what was issued last.
    """

    has_issued: bool
    version_in_force: str
    waiting_from: dt.datetime | None
    task: str
    is_returned: bool
    has_newer_draft: bool


def state_words(standing: PageStanding) -> str:
    """ "Đang có hiệu lực · đang xem xét bản mới", "Bản thảo" …"""
    if standing.version_in_force:
        official = "Đang có hiệu lực"
    elif standing.waiting_from is not None:
        official = ""
    else:
        official = "Đã rút" if standing.has_issued else ""
    waits = standing.waiting_from
    waiting = f"chờ hiệu lực từ {waits:%d/%m/%Y}" if waits else ""
    if standing.task:
        work = f"đang ở bước {standing.task[:1].lower()}{standing.task[1:]}"
    elif standing.is_returned:
        work = "bị trả lại, chờ sửa"
    elif standing.has_newer_draft:
        work = "có bản thảo mới" if standing.has_issued else "bản thảo"
    else:
        work = ""
    phrase = " · ".join(part for part in (official, waiting, work) if part) or "bản thảo"
    return phrase[:1].upper() + phrase[1:]
