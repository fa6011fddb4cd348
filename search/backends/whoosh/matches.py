"""The algebra of a search: which documents match, and how well. Pure.

A negation matches nearly everything, so a result is either the documents named with their scores, or everything but
some; of the latter the documents with a score are named too. Nobody ever lists the whole index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NEUTRAL = 0.0


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents by id. With `excluded` not None all others match too, except those in it; ids are in one of the two."""

    scores: Mapping[str, float] = field(default_factory=dict)
    excluded: frozenset[str] | None = None

    def __contains__(self, key: str) -> bool:
        return key in self.scores or (self.excluded is not None and key not in self.excluded)

    def __and__(self, other: Matches) -> Matches:
        if self.excluded is None or other.excluded is None:
            finite, rest = (self, other) if self.excluded is None else (other, self)
            return Matches(
                {key: score + rest.score(key) for key, score in finite.scores.items() if key in rest}
            )
        excluded = self.excluded | other.excluded
        return Matches(
            {k: v for k, v in _added(self.scores, other.scores).items() if k not in excluded}, excluded
        )

    def __or__(self, other: Matches) -> Matches:
        scores = _added(self.scores, other.scores)
        if self.excluded is None or other.excluded is None:
            excluded = self.excluded if other.excluded is None else other.excluded
        else:
            excluded = self.excluded & other.excluded
        return Matches(scores, None if excluded is None else excluded - scores.keys())

    def __invert__(self) -> Matches:
        if self.excluded is None:
            return Matches({}, frozenset(self.scores))
        return Matches(dict.fromkeys(self.excluded, NEUTRAL))

    def score(self, key: str) -> float:
        """The score of a document that matches."""
        return self.scores.get(key, NEUTRAL)

    def boosted(self, by: float) -> Matches:
        """The same documents, each worth `by` times as much."""
        return Matches({key: score * by for key, score in self.scores.items()}, self.excluded)


NOTHING = Matches()
EVERYTHING = Matches({}, frozenset())


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {**one, **{key: score + one.get(key, NEUTRAL) for key, score in other.items()}}
