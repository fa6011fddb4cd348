"""How answers to one question come together, when several auditors answer on phones without a network.

What stands is a set of answers that did not know of each other (a multi-value register). An answer replaces those its
author had seen, and his own earlier ones; whatever else stands stays. So nobody's answer is lost, a repeated sending
changes nothing, and the order in which two phones reach the server does not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID


class Taken(Enum):
    """What became of an answer; the values are those of `audits.enums.AnswerOutcome`."""

    APPLIED = "applied"
    SAME = "same"
    CONFLICT = "conflict"
    CHOSEN = "chosen"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as somebody gave it.

    Attributes:
        key: what makes it this answer, however often it is sent.
        based_on: the version of the question its author saw.
        answered_at: when it was given; orders the answers of one person.
        is_choice: it settles a conflict whose answers its author saw.
    """

    key: UUID
    person: int
    grade: str
    note: str
    based_on: int
    answered_at: dt.datetime
    is_choice: bool = field(default=False, compare=False)

    @property
    def says(self) -> tuple[str, str]:
        """What two answers have in common when they agree."""
        return self.grade, self.note


@dataclass(frozen=True, slots=True)
class Head:
    """An answer that nobody replaced; whoever saw `version` of the question saw it."""

    given: Given
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds as the answer to a question: nothing, one answer, or several that wait for a choice."""

    heads: tuple[Head, ...] = ()
    version: int = 0

    @property
    def shown(self) -> Given | None:
        """The answer that counts meanwhile: the one that came first."""
        return self.heads[0].given if self.heads else None

    @property
    def has_conflict(self) -> bool:
        """Do answers stand that say different things?"""
        return len({head.given.says for head in self.heads}) > 1

    def unseen(self, based_on: int) -> tuple[Head, ...]:
        """The answers that somebody who saw this version of the question does not know of."""
        return tuple(head for head in self.heads if head.version > based_on)


def take(standing: Standing, given: Given) -> tuple[Standing, Taken]:
    """What stands after one more answer, and what became of it."""
    unseen = standing.unseen(given.based_on)
    own = [head for head in unseen if head.given.person == given.person]
    if any(head.given.answered_at > given.answered_at for head in own):
        return standing, Taken.DROPPED
    rest = tuple(head for head in unseen if head.given.person != given.person)
    agrees = bool(rest) and all(head.given.says == given.says for head in rest)
    changes = not agrees or len(rest) < len(standing.heads)
    version = standing.version + 1 if changes else standing.version
    after = Standing((*rest, Head(given, version)), version)
    if agrees:
        return after, Taken.SAME
    if rest:
        return after, Taken.CONFLICT
    return after, Taken.CHOSEN if given.is_choice else Taken.APPLIED


def replay(answers: Iterable[Given]) -> Standing:
    """What stands after these answers, in the order in which they came in; a repeated one counts once."""
    standing, known = Standing(), set()
    for given in answers:
        if given.key not in known:
            known.add(given.key)
            standing, _ = take(standing, given)
    return standing
