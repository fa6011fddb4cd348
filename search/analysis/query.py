"""What a query means: a bounded, flat tree of weighted clauses that any search engine can be asked. Pure.

    "phrase"      these syllables next to each other, exactly as typed; switches repair off for them
    -word         not with this word (-"phrase" too)
    so:61/2018    this number or code
    tu:2024       of this year or later

Anything else is words. Nothing a person types is an error: what has no meaning as a sign is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, groupby

from search.analysis.gist import GistWord, gist
from search.analysis.marks import begun, fold, is_marked, normalise
from search.analysis.numbers import References, code_terms, references
from search.analysis.restoring import Restorer
from search.analysis.synonyms import Expansion, Synonyms
from search.analysis.tokens import FOLDED_QUESTION_WORDS, STOP_WORDS, codes, edges, pairs, syllables

LONGEST_QUERY = 200
MOST_WORDS = 24
MOST_PHRASES = 4

SYNONYM_WEIGHT = 0.6
EXACT_WEIGHT = 0.5  # share of a title's weight that asks for the marks
TITLE_WEIGHT = 1.2  # the title is also part of the text
TITLE_WEIGHT_OF_QUESTIONS = 0.5
NEAR_WEIGHT = 0.6  # of a pair whose syllables stand near each other in a title, not side by side
EDGE_WEIGHT = 0.5  # of how a title begins and ends
TOPIC_WEIGHT = 0.6
PREFIX_WEIGHT = 1.0
CODE_WEIGHT = 400.0  # far above what words add up to: who names an act means it
ARTICLE_WEIGHT = 400.0
QUESTION_LENGTH = 7
WHOLE_TITLE_OF_QUESTIONS = 0.5  # a title that a question holds whole weighs so much more


class Channel(StrEnum):
    """Where a term is looked for."""

    TITLE_EXACT = "title_exact"  # with marks
    TITLE = "title"  # folded
    TOPIC = "topic"  # folded
    TEXT = "text"  # everything, folded
    CODE = "code"  # numbers and codes under all their forms
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Term:
    """A syllable, a pair ("ho so") or a code, to be found as it is. In CODE and ARTICLE rarity does not count."""

    channel: Channel
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any term that begins so."""

    channel: Channel
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class BestOf:
    """The best of these counts."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Only documents with all of these; they are worth `weight`."""

    clauses: tuple[Term | BestOf, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name by its terms, and the pairs it makes with the words beside it."""

    terms: tuple[Term, ...]
    seams: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherNames:
    """What some words typed are also called: the best of the names counts, where most of it stands.

    None of its terms is worth more than the best of the words it stands for: "đk" is rare, but "đăng ký" was asked for.
    """

    names: tuple[Name, ...]
    instead_of: tuple[Term, ...]
    span: tuple[int, int] = (0, 0)  # places of the words they are names of


Clause = Term | Prefix | BestOf | AllOf | OtherNames


@dataclass(frozen=True, slots=True)
class Understood:
    """What to tell the person: "Kết quả cho … · tìm đúng như đã gõ"."""

    typed: str
    meant: str

    @property
    def is_changed(self) -> bool:
        """Whether anything but marks left out was changed."""
        return fold(normalise(self.typed)) != fold(normalise(self.meant))


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses to add up (`should`), to insist on (`must`) and to keep out (`must_not`).

    `words` are the folded syllables typed, meant and said otherwise, for marking hits in snippets. `year_from` is the
    least value of the filter "year". `whole_title` is what a title that the query holds whole weighs more, as a share.
    When no document holds most of the `gist`, none is an answer.
    """

    understood: Understood
    should: tuple[Clause, ...] = ()
    must: tuple[AllOf, ...] = ()
    must_not: tuple[AllOf, ...] = ()
    words: tuple[str, ...] = ()
    year_from: int | None = None
    whole_title: float = 0.0
    gist: tuple[GistWord, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.should or self.must)

    def in_titles(self) -> Query:
        """The same, looked for in titles and codes only."""
        should = tuple(_in_titles(clause) for clause in self.should if not _is_of_text(clause))
        return replace(self, should=should, gist=())


def _is_of_text(clause: Clause) -> bool:
    return isinstance(clause, Term | Prefix) and clause.channel in {Channel.TEXT, Channel.TOPIC}


def _in_titles(clause: Clause) -> Clause:
    if not isinstance(clause, OtherNames):
        return clause
    names = (
        Name(*(tuple(term for term in of if not _is_of_text(term)) for of in (name.terms, name.seams)))
        for name in clause.names
    )
    return replace(clause, names=tuple(names))


_PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<name>so|tu):(?P<value>[^\s"]+)|(?P<word>[^\s"]+))'
)
_RUN = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class _Parts:
    """A query taken apart."""

    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    excluded: list[list[str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    year_from: int | None = None


def understand(
    text: str,
    *,
    restorer: Restorer | None = None,
    synonyms: Synonyms | None = None,
) -> Query:
    """Understand a query. Without a restorer it is taken exactly as typed; never raises.

    Args:
        text: as typed; only the first `LONGEST_QUERY` characters and `MOST_WORDS` words are read.
        restorer: puts marks back and repairs slips.
        synonyms: everyday names and abbreviations.
    """
    typed = " ".join(text[:LONGEST_QUERY].split())
    parts = _taken_apart(normalise(typed))
    rest = " ".join(parts.words)
    spaced = typed
    if restorer:
        rest, spaced = _spaced(rest, restorer), _spaced(typed, restorer)
    words = syllables(rest)[:MOST_WORDS]
    is_open = bool(words) and rest.endswith(words[-1]) and not (text[-1:].isspace() or text.endswith('"'))
    in_codes = {word for code in codes(rest) for word in syllables(code)}
    meant = restorer.restore(words, is_open=is_open, untouched=in_codes) if restorer else words
    named = _other_names_of(words, meant, synonyms) if synonyms else []
    unheard = set(filter(restorer.is_unheard, meant)) if restorer else set[str]()
    cited = _code_clauses(references(_rewritten(rest, words, meant)))
    should = [
        *_word_clauses(words, meant, named, unheard, is_open=is_open),
        *cited,
        *(term for phrase in parts.phrases for term in _terms(phrase, 1.0, TITLE_WEIGHT)),
    ]
    said = chain(words, meant, *parts.phrases, *(expansion.words for expansion in named))
    return Query(
        understood=Understood(typed, _rewritten(spaced, words, meant)),
        should=tuple(_without_repetition(should)),
        must=(*map(_phrase, parts.phrases), *map(_code, parts.codes)),
        must_not=tuple(map(_phrase, parts.excluded)),
        words=tuple(dict.fromkeys(map(fold, said))),
        year_from=parts.year_from,
        whole_title=WHOLE_TITLE_OF_QUESTIONS if _is_question(meant) else 0.0,
        gist=() if cited or parts.phrases else gist(meant, unheard, is_open=is_open),
    )


def _other_names_of(words: list[str], meant: list[str], synonyms: Synonyms) -> list[Expansion]:
    """What the words typed and those meant are also called, in order."""
    found = dict.fromkeys([*synonyms.expansions(words), *synonyms.expansions(meant)])
    return sorted(found, key=lambda expansion: (expansion.start, expansion.end))


def _spaced(text: str, restorer: Restorer) -> str:
    """With the spaces between syllables that were left out."""
    return _RUN.sub(lambda match: " ".join(restorer.apart(normalise(match[0])) or (match[0],)), text)


def _taken_apart(normal: str) -> _Parts:
    parts = _Parts()
    for match in _PART.finditer(normal):
        phrase = syllables(match["phrase"] or "")
        if match["minus"] and (phrase or (phrase := syllables(match["word"] or ""))):
            parts.excluded.append(phrase)
        elif phrase:
            parts.phrases.append(phrase)
        elif match["name"] == "so":
            parts.codes.append(match["value"])
        elif match["name"] == "tu" and _YEAR.fullmatch(match["value"]):
            parts.year_from = int(match["value"])
        elif match["word"] or match["value"]:
            parts.words.append(match["word"] or match["value"])
    for kept in (parts.phrases, parts.excluded, parts.codes):
        del kept[MOST_PHRASES:]
    return parts


def _word_clauses(
    words: list[str], meant: list[str], named: list[Expansion], unheard: Collection[str], *, is_open: bool
) -> list[Clause]:
    title_weight = TITLE_WEIGHT_OF_QUESTIONS if _is_question(meant) else TITLE_WEIGHT
    clauses: list[Clause] = [
        *_terms(meant, 1.0, title_weight, unheard),
        *_topic_terms(meant),
        *_edge_terms(meant, title_weight),
    ]
    if changed := [fold(word) for word, other in zip(words, meant, strict=True) if fold(word) != fold(other)]:
        clauses += [Term(Channel.TEXT, word, SYNONYM_WEIGHT) for word in changed]
    spans = groupby(named, key=lambda expansion: (expansion.start, expansion.end))
    clauses += [_other_names(meant, start, end, list(of), title_weight) for (start, end), of in spans]
    if is_open:
        clauses += _prefixes([fold(word) for word in meant], title_weight)
    return clauses


def _other_names(
    meant: list[str], start: int, end: int, named: list[Expansion], title_weight: float
) -> OtherNames:
    before, after = meant[max(start - 1, 0) : start], meant[end : end + 1]
    names = []
    for one in named:
        terms = _terms(one.words, SYNONYM_WEIGHT, title_weight)
        around = _terms([*before, *one.words, *after], SYNONYM_WEIGHT, title_weight)
        seams = [term for term in around if not term.text.isalnum() and term not in terms]
        names.append(Name(tuple(terms), tuple(seams)))
    return OtherNames(
        tuple(names), tuple(_terms(meant[start:end], SYNONYM_WEIGHT, title_weight)), (start, end)
    )


def _is_question(meant: Sequence[str]) -> bool:
    return len(meant) >= QUESTION_LENGTH and not FOLDED_QUESTION_WORDS.isdisjoint(map(fold, meant))


def _terms(
    words: Sequence[str], weight: float, title_weight: float, unheard: Collection[str] = ()
) -> list[Term]:
    """Every syllable and pair of a run in every channel; of the unheard ones the letters alone mean other words."""
    single = [word for word in words if word not in STOP_WORDS] or list(words)
    folded = [
        *(fold(word) for word in single if word not in unheard),
        *pairs([fold(word) for word in words]),
    ]
    exact = [*single, *pairs(words)] if any(map(is_marked, words)) else []
    return [
        *(Term(Channel.TEXT, term, weight) for term in folded),
        *(
            Term(Channel.TITLE, term, weight * title_weight * ((1 - EXACT_WEIGHT) if exact else 1.0))
            for term in folded
        ),
        *(Term(Channel.TITLE_EXACT, term, weight * title_weight * EXACT_WEIGHT) for term in exact),
        *(
            Term(Channel.TITLE, pair.replace(" ", "~"), weight * title_weight * NEAR_WEIGHT)
            for pair in pairs(list(map(fold, words)))
        ),
    ]


def _edge_terms(words: list[str], title_weight: float) -> list[Term]:
    """How a title begins and ends; of a single word it would say the same again."""
    named = edges(list(map(fold, words))) if words[1:] else []
    return [Term(Channel.TITLE, edge, EDGE_WEIGHT * title_weight) for edge in named]


def _topic_terms(words: list[str]) -> list[Term]:
    """What may name the field of work: pairs, or the one word there is."""
    folded = list(map(fold, words))
    return [Term(Channel.TOPIC, term, TOPIC_WEIGHT) for term in (pairs(folded) if folded[1:] else folded)]


def _prefixes(folded: list[str], title_weight: float) -> list[Clause]:
    *before, last = folded
    if len(last) < 2 and not before:
        return []
    head = f"{before[-1]} " if before else ""
    return [
        Prefix(Channel.TITLE, head + beginning, PREFIX_WEIGHT * title_weight) for beginning in begun(last)
    ]


def _code_clauses(cited: References) -> list[Clause]:
    clauses: list[Clause] = []
    for asked in cited.asked:
        best = BestOf(tuple(Term(Channel.CODE, text, weight * CODE_WEIGHT) for text, weight in asked.terms))
        clauses.append(best)
        for article in cited.articles[:3]:
            clauses.append(AllOf((Term(Channel.ARTICLE, article), best), ARTICLE_WEIGHT))
    return clauses


def _phrase(words: list[str]) -> AllOf:
    if len(words) == 1:
        return AllOf((Term(Channel.TEXT, fold(words[0])),))
    return AllOf(tuple(Term(Channel.TEXT, pair) for pair in pairs([fold(word) for word in words])))


def _code(code: str) -> AllOf:
    asked = references(code).asked
    terms = asked[0].terms if asked else tuple((term, 1.0) for term in sorted(code_terms(code)))
    return AllOf((BestOf(tuple(Term(Channel.CODE, text, CODE_WEIGHT * weight) for text, weight in terms)),))


def _without_repetition(clauses: Sequence[Clause]) -> list[Clause]:
    """A term asked for twice counts once, at its greater weight."""
    heaviest: dict[tuple[Callable[..., Clause], str, str], Term | Prefix] = {}
    others: list[Clause] = []
    for clause in clauses:
        if not isinstance(clause, Term | Prefix):
            others.append(clause)
            continue
        key = (type(clause), clause.channel, clause.text)
        if key not in heaviest or heaviest[key].weight < clause.weight:
            heaviest[key] = clause
    return [*heaviest.values(), *others]


def _rewritten(text: str, words: list[str], meant: list[str]) -> str:
    """The text with each syllable replaced by what was meant, signs between them kept."""
    changes = iter(zip(words, meant, strict=True))
    result, position = [], 0
    change = next(changes, None)
    for match in _RUN.finditer(text):
        if change and normalise(match[0]) == change[0]:
            result += [text[position : match.start()], match[0] if change[0] == change[1] else change[1]]
            position = match.end()
            change = next(changes, None)
    return "".join([*result, text[position:]])
