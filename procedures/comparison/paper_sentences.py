"""Sentences about the papers people must bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from organisation.vietnamese_format import lower_first, upper_first
from procedures.comparison.layout import DOSSIER
from procedures.comparison.matching import Pair
from procedures.comparison.rows import attributes_of, match_items, texts
from procedures.comparison.structure import Items
from procedures.comparison.wording import (
    ChangeSentence,
    Effect,
    by_amount,
    counted,
    from_to,
    is_quotable,
    sentence,
)
from procedures.snapshot_reading import Part

_PAPER_LIST = next(item for item in DOSSIER if isinstance(item, Items))
_SPOKEN_APART = {"name", "kind", "original", "copy", "condition"}
_COPY_WORDS = {"original": "bản chính", "copy": "bản sao"}


def _name(paper: Part) -> str:
    """The paper with its condition, as a person would have to know it."""
    name = str(paper.get("name", ""))
    condition = str(paper.get("condition", ""))
    return f"{name} (chỉ khi {lower_first(condition)})" if condition and is_quotable(condition) else name


def _list_sentences(verb: str, icon: str, effect: Effect, papers: Sequence[Part]) -> Iterator[ChangeSentence]:
    """One sentence for ordinary papers, one for alternatives, which nobody has to bring as such."""
    ordinary = [_name(paper) for paper in papers if not paper.get("alternative_group")]
    choices = [_name(paper) for paper in papers if paper.get("alternative_group")]
    if ordinary:
        yield ChangeSentence(icon, effect, counted(verb, "giấy tờ", ordinary), "", "components")
    if choices:
        headline = counted(verb, "giấy tờ thay thế được cho nhau", choices)
        yield ChangeSentence(icon, "neutral", headline, "", "components")


def _kind_sentence(name: str, after: str) -> ChangeSentence:
    if after == "present":
        headline = f"{name}: nay chỉ cho xem rồi cầm về, trước đây phải nộp lại."
        return ChangeSentence("doc", "better", headline, "", "components")
    return ChangeSentence(
        "doc", "worse", f"{name}: nay phải nộp lại, trước đây chỉ cho xem.", "", "components"
    )


def _condition_sentence(name: str, before: str, after: str) -> ChangeSentence:
    if not is_quotable(before, after):
        return ChangeSentence("doc", "neutral", f"{name}: sửa điều kiện phải có.", "", "components")
    if not before:
        headline = f"{name}: chỉ khi {lower_first(after)}, trước đây luôn phải có"
        return ChangeSentence("doc", "better", sentence(headline), "", "components")
    if not after:
        headline = f"{name}: nay luôn phải có, trước đây chỉ khi {lower_first(before)}"
        return ChangeSentence("doc", "worse", sentence(headline), "", "components")
    headline = f"{name}: chỉ khi {lower_first(after)}, trước đây chỉ khi {lower_first(before)}"
    return ChangeSentence("doc", "neutral", sentence(headline), "", "components")


def _paper_sentences(pair: Pair[Part]) -> Iterator[ChangeSentence]:
    old, new = pair.before, pair.after
    name = upper_first(str(new.get("name", "")))
    if old.get("name") != new.get("name"):
        headline = from_to("Giấy tờ đổi tên", str(old.get("name", "")), name)
        yield ChangeSentence("edit", "neutral", headline, "", "components")
    if old.get("kind") != new.get("kind"):
        yield _kind_sentence(name, str(new.get("kind", "")))
    for key, words in _COPY_WORDS.items():
        before, after = old.get(key) or 0, new.get(key) or 0
        if before != after:
            headline = f"{name}: {before} → {after} {words}."
            yield ChangeSentence("doc", by_amount(before, after), headline, "", "components")
    if old.get("condition") != new.get("condition"):
        yield _condition_sentence(name, str(old.get("condition", "")), str(new.get("condition", "")))
    for attribute in attributes_of(_PAPER_LIST, old, new):
        values = old.get(attribute.key), new.get(attribute.key)
        if attribute.key not in _SPOKEN_APART and values[0] != values[1]:
            label = f"{name}, {attribute.label.rstrip(':')}"
            headline = _plain_change(label, *texts(attribute, *values))
            yield ChangeSentence("doc", "neutral", headline, "", "components")


def _plain_change(label: str, before: str, after: str) -> str:
    if not is_quotable(before, after):
        return f"Sửa {label}."
    return sentence(f"{label}: {before or 'chưa có'} → {after or 'bỏ'}")


def paper_sentences(old: Part, new: Part) -> list[ChangeSentence]:
    """Sentences for the papers of two normalised snapshots, dropped ones first."""
    matched = match_items(_PAPER_LIST, old, new)
    said = [
        *_list_sentences("Bớt", "minus", "better", [item for _, item in matched.removed]),
        *_list_sentences("Thêm", "plus", "worse", [item for _, item in matched.added]),
    ]
    for pair in matched.pairs:
        said += _paper_sentences(pair)
    if any(pair.is_moved for pair in matched.pairs):
        said.append(ChangeSentence("swap", "neutral", "Đổi thứ tự giấy tờ trong hồ sơ.", "", "components"))
    if old.get("not_needed") != new.get("not_needed"):
        headline = from_to("Giấy tờ không phải mang", old.get("not_needed", ""), new.get("not_needed", ""))
        said.append(ChangeSentence("okc", "neutral", headline, "", "components"))
    return said
