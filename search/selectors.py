"""The first simple search: words over the cards of versions in force that the visitor may read."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from document_control.models import IssuedVersion
from procedures.cards import query_words
from procedures.models import VersionCard

MOST_HITS = 200
LONGEST_NAME = 1000


def readable_cards(at: dt.datetime, *, is_staff: bool) -> QuerySet[VersionCard]:
    """Cards of the versions in force; for citizens those of public documents only."""
    versions = IssuedVersion.objects.in_force_at(at)
    versions = versions.readable_by_staff() if is_staff else versions.public()
    return VersionCard.objects.filter(version__in=versions.values("pk"))


def find(text: str, at: dt.datetime, *, is_staff: bool) -> list[int]:
    """Ids of the versions that answer a query, best first; at most `MOST_HITS`.

    Wagtail's backend ranks, and names made of the query's words come first. Where it finds nothing (parts of words,
    punctuation) every word must at least occur.
    """
    words = query_words(text)
    if not words:
        return []
    cards = readable_cards(at, is_staff=is_staff)
    ranked = get_search_backend().search(" ".join(words), cards)[:MOST_HITS]
    if hits := [card.pk for card in sorted(ranked, key=lambda card: _other_words(card, words))]:
        return hits
    for word in words:
        cards = cards.filter(search_text__contains=word)
    return list(cards.order_by("sort_key", "pk").values_list("pk", flat=True)[:MOST_HITS])


def _other_words(card: VersionCard, words: list[str]) -> int:
    """How many words more than the query a name has; names that lack a word of it come last."""
    name = query_words(card.short_title or card.title)
    return len(name) if set(words) <= set(name) else LONGEST_NAME
