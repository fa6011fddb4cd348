"""The view for people: what a new edition changes, in plain sentences, consequences first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from organisation.vietnamese_format import upper_first
from procedures.comparison.fee_sentences import fee_sentences
from procedures.comparison.layout import LAYOUT
from procedures.comparison.normalising import normalised
from procedures.comparison.paper_sentences import paper_sentences
from procedures.comparison.rows import (
    attributes_of,
    container,
    field_rows,
    listed,
    match_items,
    record_label,
    texts,
)
from procedures.comparison.step_sentences import step_sentences
from procedures.comparison.structure import Attribute, Items, Record
from procedures.comparison.time_sentences import case_sentences, limit_sentences
from procedures.comparison.wording import ChangeSentence, Effect, counted, from_to, sentence
from procedures.snapshot_reading import Part, Snapshot

Speaker = Callable[[Part, Part], list[ChangeSentence]]


@dataclass(frozen=True)
class _Group:
    """How a group of fields is spoken of.

    Attributes:
        section: key of the group in the layout.
        icon: of its sentences.
        noun: for one item of its lists ("căn cứ pháp lý").
        unchanged: how it is named in the closing sentence; "" leaves it out.
        growing: what it means for people when an item is added; the reverse when one is dropped.
        speaker: own sentences instead of the general ones.
    """

    section: str
    icon: str
    noun: str = ""
    unchanged: str = ""
    growing: Effect = "neutral"
    speaker: Speaker | None = None


# The order of speaking: what concerns people first, the office next, the paper last.
_GROUPS = (
    _Group("time_limit", "clock", unchanged="thời hạn", speaker=limit_sentences),
    _Group("cases", "people", "trường hợp", speaker=case_sentences),
    _Group("fees", "coin", unchanged="lệ phí", speaker=fee_sentences),
    _Group("components", "doc", unchanged="giấy tờ phải mang", speaker=paper_sentences),
    _Group("sets", "doc"),
    _Group("conditions", "info", unchanged="điều kiện"),
    _Group("subjects", "people", "đối tượng được làm thủ tục", growing="better"),
    _Group("place", "pin", unchanged="nơi nộp"),
    _Group("channels", "inbox", "cách nộp", unchanged="cách nộp", growing="better"),
    _Group("online_level", "globe", unchanged="mức trực tuyến"),
    _Group("results", "okc", "kết quả", unchanged="kết quả"),
    _Group("agencies", "house"),
    _Group("trigger", "flag"),
    _Group("occasions", "cal", "dịp thực hiện"),
    _Group("public_steps", "list"),
    _Group("steps", "user", unchanged="các bước", speaker=step_sentences),
    _Group("forms", "doc", "biểu mẫu", unchanged="biểu mẫu"),
    _Group("records", "clip", "hồ sơ chất lượng phải lưu"),
    _Group("citations", "book", "căn cứ pháp lý", unchanged="căn cứ pháp lý"),
    _Group("chapters", "book", "chương"),
    _Group("name", "edit"),
    _Group("earlier_issues", "history", "dòng trong bảng sửa đổi tài liệu"),
    _Group("other", "edit"),
)
_OPPOSITE: dict[Effect, Effect] = {"better": "worse", "worse": "better", "neutral": "neutral"}


# The general sentences


def _record_sentences(group: _Group, record: Record, old: Part, new: Part) -> Iterator[ChangeSentence]:
    before, after = container(old, record.path), container(new, record.path)
    for attribute in record.attributes:
        if before.get(attribute.key) == after.get(attribute.key):
            continue
        words = texts(attribute, before.get(attribute.key), after.get(attribute.key))
        headline = from_to(record_label(record, attribute), *words)
        yield ChangeSentence(group.icon, "neutral", headline, "", group.section)


def _item_name(items: Items, item: Part) -> str:
    """The first two things that need no label: "60/2014/QH13, Luật Hộ tịch"."""
    unlabelled = [attribute for attribute in items.attributes if not attribute.label]
    titled = [attribute for attribute in items.attributes if attribute.key == items.title]
    said = [_said(attribute, item) for attribute in unlabelled or titled]
    return ", ".join(list(filter(None, said))[:2])


def _said(attribute: Attribute, item: Part) -> str:
    value = item.get(attribute.key)
    return "" if value is None else attribute.render(value)


def _item_sentences(group: _Group, items: Items, old: Part, new: Part) -> Iterator[ChangeSentence]:
    matched = match_items(items, old, new)
    noun = group.noun or items.label.lower()
    for verb, icon, found, effect in (
        ("Bỏ", "minus", matched.removed, _OPPOSITE[group.growing]),
        ("Thêm", "plus", matched.added, group.growing),
    ):
        if found:
            headline = counted(verb, noun, [_item_name(items, item) for _, item in found])
            yield ChangeSentence(icon, effect, headline, "", group.section)
    for pair in matched.pairs:
        name = _item_name(items, pair.after)
        for attribute in attributes_of(items, pair.before, pair.after) if pair.is_changed else ():
            before, after = pair.before.get(attribute.key), pair.after.get(attribute.key)
            if before != after:
                label = attribute.label.rstrip(":") or "nội dung"
                headline = from_to(f"{upper_first(noun)} {name}, {label}", *texts(attribute, before, after))
                yield ChangeSentence(group.icon, "neutral", headline, "", group.section)
    if any(pair.is_moved for pair in matched.pairs):
        yield ChangeSentence("swap", "neutral", sentence(f"Đổi thứ tự: {noun}"), "", group.section)


def _general_sentences(group: _Group, old: Part, new: Part) -> list[ChangeSentence]:
    said: list[ChangeSentence] = []
    for part in LAYOUT:
        if part.group == group.section:
            speak = _item_sentences if isinstance(part, Items) else _record_sentences
            said += speak(group, part, old, new)  # type: ignore[arg-type]
    return said


# The frame


def _has_content(section: str, content: Part) -> bool:
    for part in LAYOUT:
        if part.group != section:
            continue
        if isinstance(part, Items):
            if listed(part, content):
                return True
        elif any(container(content, part.path).get(attribute.key) for attribute in part.attributes):
            return True
    return False


def _unchanged_sentence(changed: set[str], new: Part) -> ChangeSentence | None:
    hidden = changed | ({"time_limit"} if "cases" in changed else set())
    names = [
        group.unchanged
        for group in _GROUPS
        if group.unchanged and group.section not in hidden and _has_content(group.section, new)
    ]
    return ChangeSentence("check", "neutral", f"Không đổi: {', '.join(names)}.") if names else None


def _first_edition(new: Part) -> list[ChangeSentence]:
    counts = [
        f"{len(new[key])} {noun}"
        for key, noun in (("steps", "bước"), ("components", "giấy tờ"), ("citations", "căn cứ pháp lý"))
        if new.get(key)
    ]
    detail = f"Có {', '.join(counts)}." if counts else ""
    return [ChangeSentence("plus", "neutral", "Ban hành lần đầu, chưa có bản trước để so.", detail)]


def change_sentences(before: Snapshot | None, after: Snapshot) -> list[ChangeSentence]:
    """Say what changes, consequences for people first.

    Args:
        before: the older snapshot (schema 1); None for a first edition, which is one sentence.
        after: the newer snapshot.

    Returns:
        At least one sentence for every section in which ``field_rows`` finds a difference, and last
        which groups stay as they were. Equal snapshots give the one sentence that nothing changed.
    """
    old, new = normalised(before), normalised(after)
    if before is None:
        return _first_edition(new)
    labels: dict[str, list[str]] = {}
    for row in field_rows(old, new):
        labels.setdefault(row.section, []).append(row.label)
    if not labels:
        return [ChangeSentence("check", "neutral", "Nội dung không thay đổi.")]
    said: list[ChangeSentence] = []
    for group in _GROUPS:
        if group.section not in labels:
            continue
        spoken = group.speaker(old, new) if group.speaker else _general_sentences(group, old, new)
        # A speaker may have no words for a technical difference; it is never passed over in silence.
        said += spoken or [
            ChangeSentence(group.icon, "neutral", sentence(f"Sửa mục: {label}"), "", group.section)
            for label in dict.fromkeys(labels[group.section])
        ]
    unchanged = _unchanged_sentence(set(labels), new)
    return [*said, unchanged] if unchanged else said
