"""Is the paper in my hand still right? What the check of printed papers answers, whatever paper it is.

Every app that prints papers with a check code registers a source; the page and its answers stay the same.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_control.enums import VersionState
from procedures.public.presentation import Change

if TYPE_CHECKING:
    from document_control.policies import DocumentPolicy

CODE = re.compile(r"[0-9a-f]{8,16}")
LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1"})
"""Letters that are no hexadecimal digits, and the digits they are mistaken for."""
SEPARATORS = re.compile(r"[\s\-–.·_]+")
LONGEST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one paper.

    Attributes:
        state: how the paper stands; all that is said of a paper closed to the viewer.
        is_open: may the viewer know which paper it is? Otherwise everything below is empty.
        name, code, number, check_code: what stands on the paper, to compare with.
        since: from when the state holds (future: from when it will).
        effective_from, until: when the paper holds; `until` is the first moment at which it does not.
        places: boards on which it hangs.
        url: its full text. current_number, current_url: the paper that holds instead.
        changes, compare_url: what differs between the two.
        reason, decision: why it ended.
        issued_at, unit: when and by whom a paper of one case was handed out (a slip, a letter); such a paper has no
            editions and no address to read it at.
    """

    state: VersionState
    is_open: bool = False
    name: str = ""
    code: str = ""
    number: str = ""
    check_code: str = ""
    since: dt.datetime | None = None
    effective_from: dt.datetime | None = None
    until: dt.datetime | None = None
    places: tuple[str, ...] = ()
    url: str = ""
    current_number: str = ""
    current_url: str = ""
    changes: tuple[Change, ...] = ()
    compare_url: str = ""
    reason: str = ""
    decision: str = ""
    issued_at: dt.datetime | None = None
    unit: str = ""

    @property
    def last_day(self) -> dt.datetime | None:
        """A moment on the last day on which the paper holds."""
        return self.until - dt.timedelta(seconds=1) if self.until else None


PaperSource = Callable[[str, "DocumentPolicy", dt.datetime], "Verdict | None"]
_sources: list[PaperSource] = []


def register_paper_source(source: PaperSource) -> PaperSource:
    """Let an app answer for the papers it prints; call it from `AppConfig.ready()`. Usable as a decorator.

    A source takes (check code, viewer, now) and returns None for codes it does not know. Codes come from
    `document_control.check_codes.free_check_code`, so that no two sources know the same one.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def verdict_of(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about the paper with this check code; None when the system has printed no such paper.

    Every source is asked, whatever the others say, so that no code takes a shorter way.
    """
    verdicts = [source(code, viewer, now) for source in _sources]
    return next((verdict for verdict in verdicts if verdict is not None), None)


def read_code(typed: str) -> str:
    """The check code that somebody typed; "" when it cannot be one.

    Spaces, hyphens, dots and case do not count; the letters O, I and L are read as the digits they look like.
    """
    plain = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).lower()
    code = SEPARATORS.sub("", plain).translate(LOOKALIKES)
    return code if CODE.fullmatch(code) else ""
