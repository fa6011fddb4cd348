"""The fields of the index and how a document becomes their terms.

Terms are stored with their impact: what BM25 makes of how often they occur in a text of that length, from 1 to 255. The
pivot length of a field is a constant, not the average of the index, so that a document's impacts never change and a
search needs neither lengths nor averages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence

from search.analysis import ANALYSIS_VERSION
from search.analysis.marks import fold, normalise
from search.analysis.numbers import code_terms
from search.analysis.query import Channel
from search.analysis.tokens import codes, edges, near_pairs, syllables, terms
from search.engine.documents import IndexDocument

SCHEMA_VERSION = 2
INDEX_VERSION = f"{ANALYSIS_VERSION}.{SCHEMA_VERSION}"
INDEX_NAME = f"search-{ANALYSIS_VERSION}-{SCHEMA_VERSION}"

K1 = 0.9
B = 0.6
PIVOT = {Channel.TITLE_EXACT: 18, Channel.TITLE: 18, Channel.TOPIC: 6, Channel.TEXT: 400}  # syllables
MOST_SYLLABLES = 60_000  # of one text; a file of 200 pages
HIGHEST_IMPACT = 255
FILTER = "filter"
TITLE_LENGTH = "title_length"  # different syllables
LONGEST_TITLE = 65_535

Impacts = list[tuple[str, int]]


class ImpactField(FieldType):
    """Takes terms with their impacts, ready made. Whoosh pickles the schema: never rename or move this class."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=False, stored=False)  # type: ignore[arg-type]

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # type: ignore[override]
        """Whoosh's hook: term, frequency, weight, payload."""
        return ((term.encode(), 1, float(impact), b"") for term, impact in value)


def schema() -> Schema:
    """A new schema."""
    fields: dict[str, Any] = {str(channel): ImpactField() for channel in Channel}
    return Schema(
        id=ID(unique=True, sortable=True),
        prior=COLUMN(NumericColumn("d", default=1)),
        title_length=COLUMN(NumericColumn("H", default=0)),
        filter=ImpactField(),
        **fields,
    )


def values(document: IndexDocument) -> dict[str, Any]:
    """What Whoosh is given for a document."""
    title, topic, body = map(normalise, (document.title, document.topic, document.body))
    title_words, topic_words = syllables(title)[:MOST_SYLLABLES], syllables(topic)
    words = [*title_words, *topic_words, *syllables(body)][:MOST_SYLLABLES]
    title_folded = list(map(fold, title_words))
    fields = {
        "id": document.id,
        "prior": document.prior,
        TITLE_LENGTH: min(len(set(title_folded)), LONGEST_TITLE),
        FILTER: [
            (filter_term(name, value), 1)
            for name, of in document.filters.items()
            for value in dict.fromkeys(of)
        ],
        Channel.TITLE_EXACT: impacts(title_words, PIVOT[Channel.TITLE_EXACT]),
        Channel.TITLE: impacts(title_folded, PIVOT[Channel.TITLE], _shape(document.title)),
        Channel.TOPIC: impacts(list(map(fold, topic_words)), PIVOT[Channel.TOPIC]),
        Channel.TEXT: impacts(list(map(fold, words)), PIVOT[Channel.TEXT], _cited(title, body)),
        Channel.CODE: [(form, HIGHEST_IMPACT) for form in _forms(document.codes or codes(title))],
        Channel.ARTICLE: [(fold(normalise(document.article)), HIGHEST_IMPACT)] if document.article else [],
    }
    return {str(name): value for name, value in fields.items() if value}


def words_learned(document: IndexDocument) -> list[str]:
    """The syllables of a document with their marks, for the model that restores them."""
    text = normalise(f"{document.title}\n{document.topic}\n{document.body}")
    return syllables(text)[:MOST_SYLLABLES]


def filter_term(name: str, value: str) -> str:
    """How a filter's value is kept."""
    return f"{name}={value}"


def impacts(words: Sequence[str], pivot: int, more: Iterable[str] = ()) -> Impacts:
    """Every syllable and pair of a text with its impact, and the terms in `more`."""
    norm = K1 * (1 - B + B * len(words) / pivot)
    counted = Counter(terms(words))
    counted.update(more)
    return [(term, max(round(HIGHEST_IMPACT * n / (n + norm)), 1)) for term, n in counted.items()]


def _shape(title: str) -> list[str]:
    """What tells a name half typed: how it begins and ends, and what stands near what."""
    names = [list(map(fold, syllables(normalise(line)))) for line in title.splitlines()]
    return [term for name in names for term in (*edges(name), *near_pairs(name))]


def _cited(title: str, body: str) -> list[str]:
    return [fold(code) for code in codes(f"{title}\n{body}")]


def _forms(written: Iterable[str]) -> set[str]:
    return {form for code in written for form in code_terms(code)}
