"""What goes into the index and what comes out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SOUGHT_AFTER = 1.25
"""`prior` of what people mostly look for, such as procedures among the articles of law they rest on."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One thing that can be found. All texts are as written, with their marks.

    `filters` holds exact values by name ("model", "kind", "status", "readers", …). A search may ask for any of them
    and count by any of them. `prior` multiplies the score: above 1 for what people mostly look for, below 1 for what
    should not crowd it out.
    """

    id: str  # unique in the index, such as "procedures.versioncard:17"
    title: str
    codes: tuple[str, ...] = ()  # "61/2018/NĐ-CP", "QT-TP-01", "1.001193"
    article: str = ""  # "12" or "12a" for one article of a legal act
    topic: str = ""  # field of work; counts as part of the title
    body: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prior: float = 1.0
    is_public: bool = True  # only public texts teach the model that restores marks


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document; scores compare only within one search."""

    id: str
    score: float
