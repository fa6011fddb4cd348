"""One finding of the automatic checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something an author should mend.

    Attributes:
        level: "error" keeps a draft from being submitted, "warning" is said and may stand.
        section: key of the group, the same as in the comparison (time_limit, steps, fees…).
        message: Vietnamese; what is wrong, then what to do.
        anchor: where: a key ("time_limit") or one item of a list counted from 1 ("steps-3").
    """

    level: Level
    section: str
    message: str
    anchor: str = ""


def error(section: str, message: str, anchor: str = "") -> Problem:
    return Problem("error", section, message, anchor or section)


def warning(section: str, message: str, anchor: str = "") -> Problem:
    return Problem("warning", section, message, anchor or section)
