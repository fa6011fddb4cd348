"""How good a ranking is: MRR, recall and nDCG at 10, by query set, group and way of typing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles
from typing import Any

DEPTH = 10
VARIANTS = ("text", "nodia", "half", "typo", "typo_nodia")
GROUPS = {
    "judged": ("alqac", "vnlawqa", "tthc_q"),
    "user": ("user",),
    "known": ("known_tthc", "known_law"),
    "number": ("number", "number_art"),
    "prefix": ("prefix",),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries, each from 0 to 1."""

    mrr: float
    recall: float
    ndcg: float


def quality_of(ranked: Sequence[str], relevant: Mapping[str, float]) -> Quality:
    """Of one ranking; recall counts what fits on a page of ten."""
    gains = [relevant.get(id, 0.0) for id in ranked[:DEPTH]]
    first = next((1 / place for place, gain in enumerate(gains, 1) if gain), 0.0)
    ideal = sorted(relevant.values(), reverse=True)[:DEPTH]
    recall = sum(1 for gain in gains if gain) / len(ideal)
    return Quality(first, recall, _discounted(gains) / _discounted(ideal))


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def mean_quality(qualities: Sequence[Quality]) -> Quality:
    """The plain mean."""
    return Quality(
        *(fmean(getattr(quality, name) for quality in qualities) for name in ("mrr", "recall", "ndcg"))
    )


def summary(measured: Sequence[tuple[str, Quality]]) -> dict[str, Quality]:
    """By query set, by group (">name") and over the groups ("macro")."""
    by_set: dict[str, list[Quality]] = {}
    for name, quality in measured:
        by_set.setdefault(name, []).append(quality)
    found = {name: mean_quality(of) for name, of in sorted(by_set.items())}
    groups = {
        group: [quality for name in names for quality in by_set.get(name, [])]
        for group, names in GROUPS.items()
    }
    means = {group: mean_quality(of) for group, of in groups.items() if of}
    found |= {f">{group}": quality for group, quality in means.items()}
    return found | ({"macro": mean_quality(list(means.values()))} if means else {})


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile of seconds, as milliseconds."""
    cuts = quantiles(times, n=100) if len(times) > 1 else [*times] * 99
    return {"p50_ms": round(cuts[49] * 1000, 2), "p95_ms": round(cuts[94] * 1000, 2)}


def documents_judged(queries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Ids that answer any query."""
    return {id for query in queries for id in query["rel"]}
