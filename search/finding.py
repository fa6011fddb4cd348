"""From a query to everything that answers it, best first: the one place that talks to the search backend.

Permission comes before everything: each source's rows are restricted to what the reader may find before the backend
ranks, counts or completes. A backend that understands queries itself (`Understanding`) gets the text as typed and its
scores order all models together. Any other one (a database) gets the words combined by the search API's own query
classes, and names made of the query's words come first.

Rows that carry files are found by the files' text too (`search.found_in_files`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, Or, Phrase, PlainText, SearchQuery

from search.analysis.marks import fold, normalise
from search.analysis.query import AllOf, Channel, Term
from search.analysis.tokens import syllables, words_of
from search.facets import YEAR, Values
from search.found_in_files import Look, found_in_files, scored_rows, texts_of
from search.reader import Reader
from search.registry import Facts, Result, Source, sources_for
from search.understanding import Asked, plain_text

FILE_REACH = 0.25
"""Share of the best score that a row found by its file alone has at least."""


class Asking(PlainText):
    """A text of a person: a backend which understands queries has answers only where enough of it is held."""

    needs_enough = True


class ExactlyTyped(Asking):
    """One that such a backend must neither repair nor put marks on."""

    as_typed = True


@dataclass(frozen=True, slots=True)
class Match:
    """A row that answers."""

    source: Source
    pk: Any
    facts: Facts
    score: float
    file: str = ""
    """Hash of the file whose text answers; empty when none does."""
    is_named: bool = True
    """Does the row itself answer, beside its file?"""
    is_near: bool = False
    """Does it hold only a part of the query, as all the others do?"""

    @property
    def values(self) -> Values:
        """Its facet values."""
        return self.facts.values


def find(asked: Asked, reader: Reader) -> list[Match]:
    """Everything that answers and that the reader may find, best first; what is only near where nothing answers."""
    if asked.is_empty:
        return []
    backend = get_search_backend()
    if hasattr(backend, "understand"):
        query = (ExactlyTyped if asked.as_typed else Asking)(asked.text, operator="or")
        matches = _matches(reader, lambda rows: backend.search(query, rows), None)
        if not matches and asked.query.gist:
            query.needs_enough = False
            near = _matches(reader, lambda rows: backend.search(query, rows), None)
            matches = [replace(match, is_near=True) for match in near]
        matches = _without_chance_hits(matches)
    else:
        named = NameOrder(asked)
        matches = _matches(reader, lambda rows: backend.search(combined(asked), rows), named)
        if not matches and not asked.query.must and not asked.query.must_not:  # half a word
            words = PlainText(" ".join(asked.words), operator="and")
            matches = _matches(
                reader, lambda rows: backend.autocomplete(words, rows), named, with_files=False
            )
    since = asked.query.year_from
    if since is not None:
        matches = [match for match in matches if match.values.get(YEAR, ("0", ""))[0] >= str(since)]
    return sorted(matches, key=lambda match: (not match.facts.is_current, -match.score))


def complete(text: str, reader: Reader) -> list[Match]:
    """Rows whose names go on as typed, best first; short names lead where the backend's scores do not compare."""
    typed = syllables(plain_text(text).lower())
    if not typed:
        return []
    backend = get_search_backend()
    ways = dict.fromkeys([" ".join(map(fold, typed)), " ".join(typed)])
    queries: list[SearchQuery] = [PlainText(way, operator="and") for way in ways]
    query = Or(queries) if len(queries) > 1 else queries[0]
    matches = _matches(reader, lambda rows: backend.autocomplete(query, rows), None, with_files=False)
    compares = hasattr(backend, "understand")
    return sorted(
        matches,
        key=lambda match: (
            -match.score if compares else 0.0,
            len(words_of(match.facts.title)),
            match.facts.title,
        ),
    )


def present(matches: Iterable[Match]) -> list[Result]:
    """What the page shows of the matches on it, in their order."""
    page = list(matches)
    texts = texts_of({match.file for match in page if match.file})
    shown: dict[int, dict[Any, Result]] = {}
    for source in {id(match.source): match.source for match in page}.values():
        own = [match for match in page if match.source is source]
        results = source.present([match.pk for match in own])
        files = {match.pk: match.file for match in own if match.file}
        shown[id(source)] = results | {
            pk: replace(results[pk], file=replace(file, text=texts.get(files[pk], "")))
            for pk, file in source.attached(files).items()
            if pk in results
        }
    return [shown[id(match.source)][match.pk] for match in page if match.pk in shown[id(match.source)]]


# --- Asking the backend ---------------------------------------------------------------------------------
def _matches(reader: Reader, look: Look, named: NameOrder | None, *, with_files: bool = True) -> list[Match]:
    found: list[Match] = []
    for source in sources_for(reader):
        permitted = source.permitted()
        if permitted is None:
            continue
        scored = scored_rows(look, source.model, permitted)
        in_files = found_in_files(look, source) if with_files else {}
        pks = list(dict.fromkeys([*scored, *in_files]))
        facts = source.facts(pks) if pks else {}
        for rank, pk in enumerate(pks):
            if pk in facts:
                file, file_score = in_files.get(pk, ("", 0.0))
                score = named.score(facts[pk], rank) if named else max(scored.get(pk, 0.0), file_score)
                found.append(Match(source, pk, facts[pk], score, file, pk in scored))
    return found


def _without_chance_hits(matches: list[Match]) -> list[Match]:
    """Long texts hold a word of nearly any query; beside good answers a file that only does so is none."""
    least = FILE_REACH * max((match.score for match in matches), default=0.0)
    return [match for match in matches if match.is_named or match.score >= least]


# --- For backends that know words only ------------------------------------------------------------------
def combined(asked: Asked) -> SearchQuery:
    """All words of the query, or those of another name of the same; with its phrases and without what it excludes."""
    typed = [word for word in syllables(asked.text.lower()) if fold(normalise(word)) in asked.words]
    spelt = [typed, [fold(word) for word in typed], asked.words, words_of(" ".join(typed))]
    names = [" ".join(dict.fromkeys(words)) for words in spelt]
    names += [*(" ".join(map(fold, name)) for name in asked.also), *map(" ".join, asked.also)]
    ways: list[SearchQuery] = [PlainText(name, operator="and") for name in dict.fromkeys(names) if name]
    wanted: list[SearchQuery] = [Or(ways)] if len(ways) > 1 else ways
    wanted += [needed for each in asked.query.must if (needed := _needed(each))]
    unwanted = [Not(needed) for each in asked.query.must_not if (needed := _needed(each))]
    return wanted[0] if len(wanted) == 1 and not unwanted else And([*wanted, *unwanted])


def _needed(clause: AllOf) -> SearchQuery | None:
    """A phrase, a word or a code that must stand in the text."""
    words: list[str] = []
    for term in clause.clauses:
        if not isinstance(term, Term):  # a code under any of its forms
            return _any_form([form.text for form in term.terms if form.channel == Channel.CODE])
        words += term.text.split()[1:] if words else term.text.split()
    return Phrase(" ".join(words)) if words else None


def _any_form(forms: Sequence[str]) -> SearchQuery | None:
    parts = dict.fromkeys(" ".join(words_of(form)) for form in forms)
    phrases: list[SearchQuery] = [Phrase(words) for words in parts if words]
    return Or(phrases) if len(phrases) > 1 else phrases[0] if phrases else None


class NameOrder:
    """Puts names made of the query's words first; those with the fewest other words lead."""

    def __init__(self, asked: Asked) -> None:
        self._code = asked.text.lower()
        self._wanted = [set(asked.words), *({fold(word) for word in name} for name in asked.also)]

    def score(self, facts: Facts, rank: int) -> float:
        """Higher is better; `rank` is the backend's own order."""
        if facts.code and facts.code.lower() == self._code:
            return 100.0
        name = {fold(word) for word in words_of(facts.title)}
        for tier, wanted in enumerate(self._wanted):
            if wanted and wanted <= name:
                return 20.0 - min(tier, 1) + 1.0 / (1 + len(name - wanted))
        return 1.0 / (1 + rank)
