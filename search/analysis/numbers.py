"""Legal numbers, articles and codes: what an index keeps of them and what a query asks for. Pure.

A legal act is cited by number, year and kind ("61/2018/NĐ-CP"), and half of that is left out at times ("Nghị định 61",
"TT 191/2009", "61/2018"). Every act is therefore kept under each of these short forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis.marks import fold, normalise
from search.analysis.tokens import runs

# Folded words and abbreviations that stand before a number, and the short form of the kind in numbers.
KINDS = {
    "nghi dinh": "nd",
    "nd": "nd",
    "thong tu": "tt",
    "tt": "tt",
    "thong tu lien tich": "ttlt",
    "ttlt": "ttlt",
    "quyet dinh": "qd",
    "qd": "qd",
    "nghi quyet": "nq",
    "nq": "nq",
    "chi thi": "ct",
    "ct": "ct",
    "luat": "qh",
    "bo luat": "qh",
    "phap lenh": "pl",
    "ke hoach": "kh",
    "kh": "kh",
    "thong bao": "tb",
    "tb": "tb",
}
_ACT = re.compile(r"0*(\d{1,5})/(?:((?:19|20)\d\d)(?:/(.+))?|([a-z].*))")
_WITHOUT_YEAR = 0.15  # "quyết định 15" may be any year's, or none that is meant
_NUMBER = re.compile(r"\d{1,4}")
_ARTICLE = re.compile(r"\d{1,3}[a-z]?")
_KIND = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One act or code a query names: the terms that find it, best first with weights up to 1."""

    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class References:
    """What a query cites: acts and codes, and numbers that may be articles of them."""

    asked: tuple[Asked, ...] = ()
    articles: tuple[str, ...] = ()


def code_terms(code: str) -> set[str]:
    """Every form under which a code is found: whole, by number and year, by kind and number."""
    plain = fold(normalise(code)).strip()
    act = _ACT.fullmatch(plain)
    if not act:
        return {plain} if plain else set()
    number, year, suffix, bare_suffix = act.groups()
    kind = _kind_of(suffix or bare_suffix or "")
    forms = {_join(number, year, suffix or bare_suffix)}
    forms |= {f"{number}/{year}"} if year else set()
    forms |= {f"{kind} {number}"} if kind else set()
    forms |= {f"{kind} {number}/{year}"} if kind and year else set()
    return forms


def references(normal: str) -> References:
    """The acts, codes and articles a normalised query names."""
    asked: list[Asked] = []
    articles: list[str] = []
    before: list[str] = []
    for run, is_code in runs(normal):
        plain = fold(run)
        kind = _kind_before(before)
        if is_code:
            asked.append(_asked(plain, kind))
        elif kind and _NUMBER.fullmatch(plain):
            asked.append(Asked(((f"{kind} {int(plain)}", _WITHOUT_YEAR),)))
        elif _ARTICLE.fullmatch(plain):
            articles.append(plain)
        before.append(plain)
    return References(tuple(asked), tuple(articles))


def _asked(code: str, kind: str) -> Asked:
    act = _ACT.fullmatch(code)
    if not act:
        return Asked(((code, 1.0),))
    number, year, suffix, bare_suffix = act.groups()
    own_kind = _kind_of(suffix or bare_suffix or "")
    terms = [(_join(number, year, suffix or bare_suffix), 1.0)] if own_kind else []
    if own_kind or kind:
        terms.append((f"{own_kind or kind} {_join(number, year)}", 0.9))
    if year:
        terms.append((f"{number}/{year}", 0.6))
    return Asked(tuple(terms))


def _join(*parts: str | None) -> str:
    return "/".join(part for part in parts if part)


def _kind_of(suffix: str) -> str:
    """ "nd-cp" is of kind nd, "qh14" of kind qh."""
    match = _KIND.match(suffix)
    return match[0] if match else ""


def _kind_before(before: list[str]) -> str:
    """The kind named by the words before a number, "số" passed over."""
    words = before[-5:]
    if words and words[-1] == "so":
        words = words[:-1]
    for length in (4, 2, 1):
        if kind := KINDS.get(" ".join(words[-length:])):
            return kind
    return ""
