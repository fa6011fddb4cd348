"""Sentences about the steps: added, dropped, moved, who does them, how long they take, what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from organisation.vietnamese_format import format_working_hours, upper_first
from procedures.comparison.layout import STEPS
from procedures.comparison.matching import Matched, Pair
from procedures.comparison.rows import attributes_of, match_items, texts
from procedures.comparison.structure import Items
from procedures.comparison.wording import ChangeSentence, by_amount, from_to, sentence
from procedures.snapshot_reading import Part, duration_words, part, total_step_minutes, working_minutes

_STEP_LIST = next(item for item in STEPS if isinstance(item, Items))
# "Đăng ký" is registering, not signing.
_SIGNING = re.compile(r"(?<!đăng )\bký\b", re.IGNORECASE)
_SPOKEN_APART = {"number", "title", "role", "position", "duration", "waits_outside", "waits_reason"}


def _number(pair: Pair[Part]) -> int:
    return pair.after_position + 1


def _responsible(step: Part) -> str:
    return str(step.get("position") or part(step, "role").get("name") or "")


def _time_change(pair: Pair[Part]) -> ChangeSentence:
    old, new = pair.before.get("duration"), pair.after.get("duration")
    same_unit = bool(old and new and old.get("unit") == new.get("unit"))
    before, after = duration_words(old, short=same_unit), duration_words(new)
    if before and after:
        headline = f"Bước {_number(pair)}: thời gian {before} → {after}."
    elif after:
        headline = f"Bước {_number(pair)}: nay có thời gian {after}."
    else:
        headline = f"Bước {_number(pair)}: bỏ thời gian, trước là {before}."
    return ChangeSentence(
        "clock", by_amount(working_minutes(old), working_minutes(new)), headline, "", "steps"
    )


def _is_redistributed(changed: list[Pair[Part]], old: Part, new: Part) -> bool:
    """Several steps take other times, all in working time, and the sum stays."""
    times = [pair.before.get("duration") for pair in changed] + [
        pair.after.get("duration") for pair in changed
    ]
    return (
        len(changed) > 1
        and all(working_minutes(time) is not None for time in times)
        and total_step_minutes(old) == total_step_minutes(new)
    )


def _redistribution(changed: list[Pair[Part]], new: Part) -> ChangeSentence:
    said = []
    for pair in changed:
        old, now = pair.before["duration"], pair.after["duration"]
        is_less = (working_minutes(now) or 0) < (working_minutes(old) or 0)
        times = f"từ {duration_words(old, short=True)} {'còn' if is_less else 'thành'}"
        said.append(f"bước {_number(pair)} {times} {duration_words(now, short=True)}")
    total = format_working_hours(total_step_minutes(new))
    headline = f"Chia lại thời gian: {', '.join(said)}."
    return ChangeSentence("clock", "neutral", headline, f"Tổng vẫn là {total} làm việc.", "steps")


def _time_sentences(matched: Matched[Part], old: Part, new: Part) -> Iterator[ChangeSentence]:
    changed = [pair for pair in matched.pairs if pair.before.get("duration") != pair.after.get("duration")]
    if _is_redistributed(changed, old, new):
        yield _redistribution(changed, new)
    else:
        yield from map(_time_change, changed)


def _who_sentence(pair: Pair[Part]) -> ChangeSentence | None:
    before, after = _responsible(pair.before), _responsible(pair.after)
    if before == after:
        old_role, new_role = part(pair.before, "role"), part(pair.after, "role")
        if old_role == new_role:
            return None
        names = str(old_role.get("name", "")), str(new_role.get("name", ""))
        headline = from_to(f"Vai trò ở bước {_number(pair)}", *names)
    elif before and after:
        verb = "ký" if _SIGNING.search(str(pair.after.get("title", ""))) else "thực hiện"
        headline = f"Bước {_number(pair)} do {after} {verb}, trước đây là {before}."
    else:
        headline = from_to(f"Người chịu trách nhiệm bước {_number(pair)}", before, after)
    return ChangeSentence("user", "neutral", headline, "", "steps")


def _waiting_sentence(pair: Pair[Part]) -> ChangeSentence | None:
    old, new = pair.before, pair.after
    reason = str(new.get("waits_reason", ""))
    if old.get("waits_outside") != new.get("waits_outside"):
        if new.get("waits_outside"):
            headline = f"Bước {_number(pair)} nay chờ bên ngoài, không tính vào thời hạn."
            return ChangeSentence("pause", "worse", headline, sentence(reason) if reason else "", "steps")
        headline = f"Bước {_number(pair)} nay tính vào thời hạn, trước đây chờ bên ngoài."
        return ChangeSentence("pause", "better", headline, "", "steps")
    if old.get("waits_reason") != new.get("waits_reason"):
        headline = from_to(f"Lý do chờ ở bước {_number(pair)}", str(old.get("waits_reason", "")), reason)
        return ChangeSentence("pause", "neutral", headline, "", "steps")
    return None


def _other_sentences(pair: Pair[Part]) -> Iterator[ChangeSentence]:
    old, new = pair.before, pair.after
    if old.get("title") != new.get("title"):
        headline = from_to(
            f"Bước {_number(pair)} đổi tên", str(old.get("title", "")), str(new.get("title", ""))
        )
        yield ChangeSentence("edit", "neutral", headline, "", "steps")
    for attribute in attributes_of(_STEP_LIST, old, new):
        if attribute.key in _SPOKEN_APART or old.get(attribute.key) == new.get(attribute.key):
            continue
        words = texts(attribute, old.get(attribute.key), new.get(attribute.key))
        label = f"{upper_first(attribute.label)} bước {_number(pair)}"
        yield ChangeSentence("edit", "neutral", from_to(label, *words), "", "steps")


def _order_sentences(matched: Matched[Part]) -> Iterator[ChangeSentence]:
    for position, step in matched.removed:
        headline = sentence(f"Bớt bước {position + 1}: {step.get('title', '')}")
        yield ChangeSentence("minus", "neutral", headline, "", "steps")
    for position, step in matched.added:
        words = [_responsible(step), duration_words(step.get("duration"))]
        detail = ", ".join(filter(None, words))
        headline = sentence(f"Thêm bước {position + 1}: {step.get('title', '')}")
        yield ChangeSentence("plus", "neutral", headline, sentence(detail) if detail else "", "steps")
    for pair in matched.pairs:
        if pair.is_moved:
            old, new = pair.before_position + 1, pair.after_position + 1
            headline = f"Bước “{pair.after.get('title', '')}” chuyển từ thứ {old} sang thứ {new}."
            yield ChangeSentence("swap", "neutral", headline, "", "steps")


def step_sentences(old: Part, new: Part) -> list[ChangeSentence]:
    """Sentences for the steps of two normalised snapshots; steps are named by their new number."""
    matched = match_items(_STEP_LIST, old, new)
    said = [*_time_sentences(matched, old, new), *_order_sentences(matched)]
    for pair in matched.pairs:
        said += filter(None, (_who_sentence(pair), _waiting_sentence(pair)))
        said += _other_sentences(pair)
    return said
