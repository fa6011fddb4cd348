"""Sentences about time limits, the general one and those of the cases."""

from __future__ import annotations

from collections.abc import Iterator

from organisation.vietnamese_format import format_number
from procedures.comparison.layout import LIMIT_ATTRIBUTES, TIME
from procedures.comparison.rows import match_items, texts
from procedures.comparison.structure import Items
from procedures.comparison.wording import (
    ChangeSentence,
    Effect,
    by_amount,
    counted,
    from_to,
)
from procedures.snapshot_reading import Part, decimal_value, duration_words, part, working_minutes

_CASE_LIST = next(item for item in TIME if isinstance(item, Items) and item.key == "cases")


def _effect(old: Part, new: Part) -> Effect:
    if old.get("unit") == new.get("unit") == "calendar_day":
        return by_amount(decimal_value(old), decimal_value(new))
    return by_amount(working_minutes(old), working_minutes(new))


def _limit_change(label: str, old: Part, new: Part) -> tuple[str, Effect] | None:
    """Headline and effect when value or unit changed; ``label`` is "Thời hạn" or that of a case."""
    if (old.get("value"), old.get("unit")) == (new.get("value"), new.get("unit")):
        return None
    before, after = duration_words(old), duration_words(new)
    if not before:
        return f"{label}: quy định {after}, trước đây chưa có.", "neutral"
    if not after:
        return f"{label}: không còn quy định, trước là {before}.", "worse"
    effect = _effect(old, new)
    if old.get("unit") == new.get("unit") and effect != "neutral":
        words = ("giảm", "xuống") if effect == "better" else ("tăng", "lên")
        value = format_number(str(old["value"]))
        return f"{label} {words[0]} từ {value} {words[1]} {after}.", effect
    return f"{label}: {before} → {after}.", effect


def _limit_sentences(label: str, old: Part, new: Part, section: str) -> Iterator[ChangeSentence]:
    change = _limit_change(label, old, new)
    if change:
        yield ChangeSentence("clock", change[1], change[0], "", section)
    for attribute in LIMIT_ATTRIBUTES:
        before, after = old.get(attribute.key), new.get(attribute.key)
        if before == after:
            continue
        effect: Effect = "neutral"
        if attribute.key == "cutoff" and before and after:
            effect = "better" if after > before else "worse"
        headline = from_to(f"{label}, {attribute.label}", *texts(attribute, before, after))
        yield ChangeSentence("clock", effect, headline, "", section)


def limit_sentences(old: Part, new: Part) -> list[ChangeSentence]:
    """Sentences for the general time limit (and deadline of an internal process)."""
    said = list(_limit_sentences("Thời hạn", part(old, "time_limit"), part(new, "time_limit"), "time_limit"))
    if old.get("deadline") != new.get("deadline"):
        headline = from_to("Hạn hoàn thành", old.get("deadline", ""), new.get("deadline", ""))
        said.append(ChangeSentence("clock", "neutral", headline, "", "time_limit"))
    return said


def case_sentences(old: Part, new: Part) -> list[ChangeSentence]:
    """Sentences for the cases: dropped, added, renamed, with another condition or time limit."""
    matched = match_items(_CASE_LIST, old, new)
    said = []
    for verb, icon, found in (("Bỏ", "minus", matched.removed), ("Thêm", "plus", matched.added)):
        if found:
            headline = counted(verb, "trường hợp", [item.get("name", "") for _, item in found])
            said.append(ChangeSentence(icon, "neutral", headline, "", "cases"))
    for pair in matched.pairs:
        before, after = pair.before, pair.after
        name = after.get("name") or after.get("code", "")
        if before.get("name") != after.get("name"):
            headline = from_to("Trường hợp đổi tên", before.get("name", ""), after.get("name", ""))
            said.append(ChangeSentence("edit", "neutral", headline, "", "cases"))
        if before.get("condition") != after.get("condition"):
            headline = from_to(
                f"Điều kiện của trường hợp {name}", before.get("condition", ""), after.get("condition", "")
            )
            said.append(ChangeSentence("info", "neutral", headline, "", "cases"))
        limits = part(before, "time_limit"), part(after, "time_limit")
        said += _case_limit_sentences(name, *limits, part(old, "time_limit"), part(new, "time_limit"))
    if any(pair.is_moved for pair in matched.pairs):
        said.append(ChangeSentence("swap", "neutral", "Đổi thứ tự các trường hợp.", "", "cases"))
    return said


def _case_limit_sentences(
    name: str, old: Part, new: Part, old_general: Part, new_general: Part
) -> Iterator[ChangeSentence]:
    """A case that gets or loses its own limit is compared with the general one it had or gets."""
    label = f"Thời hạn của trường hợp {name}"
    if old and new:
        yield from _limit_sentences(label, old, new, "cases")
    elif old != new:
        change = _limit_change(label, old or old_general, new or new_general)
        headline, effect = change or (
            f"{label} nay {'ghi riêng' if new else 'theo thời hạn chung'}.",
            "neutral",
        )
        yield ChangeSentence("clock", effect, headline, "", "cases")
