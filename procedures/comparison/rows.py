"""The field view: every difference of two snapshots, in the order of the printed document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from procedures.comparison.layout import LAYOUT
from procedures.comparison.matching import Matched, Pair, match
from procedures.comparison.normalising import normalised
from procedures.comparison.structure import Attribute, Items, Record
from procedures.comparison.words import Fragment, whole, word_diff
from procedures.snapshot_reading import Part, Snapshot


@dataclass(frozen=True)
class FieldRow:
    """One row "Mục | cũ | mới".

    Attributes:
        number: section of the printed document ("5.2"), "" for what stands nowhere in it.
        label: what is compared ("Thành phần hồ sơ, dòng 3", "Bước 4, trách nhiệm").
        before: the old text; empty when there was nothing ("Chưa có").
        after: the new text; empty when it was dropped ("bỏ").
        section: stable key of the group, the same as in ``ChangeSentence``.
    """

    number: str
    label: str
    before: tuple[Fragment, ...]
    after: tuple[Fragment, ...]
    section: str

    @property
    def is_changed(self) -> bool:
        return any(fragment.mark != "same" for fragment in (*self.before, *self.after))


def raw(value: Any) -> str:
    """A value as it is stored, for differences that words do not show; nothing is ""."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def texts(attribute: Attribute, old: Any, new: Any) -> tuple[str, str]:
    """Both values in words; as stored when they differ but read alike (a code behind the same name)."""
    before = "" if old is None else attribute.render(old)
    after = "" if new is None else attribute.render(new)
    return (raw(old), raw(new)) if before == after and old != new else (before, after)


def container(content: Part, path: tuple[str, ...]) -> Part:
    """The object at ``path`` of a normalised snapshot, empty when there is none."""
    for key in path:
        content = content.get(key) or {}
    return content


# Lists


def _freeze(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def listed(items: Items, content: Part) -> list[Part]:
    """Items of a list, without the key that only repeats their position."""
    found: Sequence[Part] = container(content, items.path).get(items.key) or ()
    return [
        {key: value for key, value in item.items() if (key, value) != (items.position_key, position)}
        for position, item in enumerate(found, start=1)
    ]


def match_items(items: Items, old: Part, new: Part) -> Matched[Part]:
    """Pair the items of one list of two normalised snapshots."""

    def identified(keys: tuple[str, ...]) -> Callable[[Part], str | None]:
        def identity(item: Part) -> str | None:
            is_known = item.get(keys[0]) is not None
            return _freeze([item.get(key) for key in keys]) if is_known else None

        return identity

    return match(
        listed(items, old),
        listed(items, new),
        frozen=_freeze,
        keys=[identified(keys) for keys in items.identity],
        title=lambda item: str(item.get(items.title) or ""),
    )


def attributes_of(items: Items, *found: Part) -> list[Attribute]:
    """The attributes of a list's items, and whatever else these items hold."""
    known = {attribute.key for attribute in items.attributes}
    unknown = sorted({key for item in found for key in item} - known)
    return [*items.attributes, *(Attribute(key, key, raw) for key in unknown)]


def lines(items: Items, old: Part, new: Part) -> tuple[str, str]:
    """Both items in one line each; different items never give the same line."""
    before: list[str] = []
    after: list[str] = []
    for attribute in attributes_of(items, old, new):
        label = "" if attribute.key == items.title else attribute.label
        said = texts(attribute, old.get(attribute.key), new.get(attribute.key))
        for line, text in zip((before, after), said, strict=True):
            if text:
                line.append(f"{label} {text}".lstrip())
    joined = "; ".join(before), "; ".join(after)
    return (raw(old), raw(new)) if joined[0] == joined[1] and old != new else joined


def _line_label(items: Items, position: int, what: str = "") -> str:
    line = f"{items.line_label} {position + 1}"
    label = line if items.line_label == "Bước" else f"{items.label}, {line}"
    return f"{label}, {what}" if what else label


def _pair_rows(items: Items, pair: Pair[Part]) -> Iterator[FieldRow]:
    if pair.is_moved:
        yield FieldRow(
            items.number,
            _line_label(items, pair.after_position, "thứ tự"),
            whole(f"thứ {pair.before_position + 1}", "deleted"),
            whole(f"thứ {pair.after_position + 1}", "inserted"),
            items.group,
        )
    if not items.by_attribute:
        label = _line_label(items, pair.after_position)
        yield FieldRow(items.number, label, *word_diff(*lines(items, pair.before, pair.after)), items.group)
        return
    for attribute in attributes_of(items, pair.before, pair.after):
        old, new = pair.before.get(attribute.key), pair.after.get(attribute.key)
        label = _line_label(items, pair.after_position, attribute.label)
        yield FieldRow(items.number, label, *word_diff(*texts(attribute, old, new)), items.group)


def _whole_row(items: Items, position: int, item: Part, *, is_added: bool) -> FieldRow:
    line = lines(items, item, item)[0] or raw(item)
    label = _line_label(items, position)
    if is_added:
        return FieldRow(items.number, label, (), whole(line, "inserted"), items.group)
    return FieldRow(items.number, label, whole(line, "deleted"), (), items.group)


def _item_rows(items: Items, old: Part, new: Part) -> list[FieldRow]:
    matched = match_items(items, old, new)
    # A removed item is shown before the one that now stands in its place.
    placed: list[tuple[tuple[int, int], list[FieldRow]]] = [
        ((position, 0), [_whole_row(items, position, item, is_added=False)])
        for position, item in matched.removed
    ]
    placed += [((pair.after_position, 1), list(_pair_rows(items, pair))) for pair in matched.pairs]
    placed += [
        ((position, 1), [_whole_row(items, position, item, is_added=True)])
        for position, item in matched.added
    ]
    return [row for _, rows in sorted(placed, key=lambda entry: entry[0]) for row in rows]


# Single values


def record_label(record: Record, attribute: Attribute) -> str:
    """How one attribute of a record is called: "Cơ quan quyết định", "Mục đích"."""
    return " ".join(filter(None, (record.label, attribute.label)))


def _record_rows(record: Record, old: Part, new: Part) -> Iterator[FieldRow]:
    before, after = container(old, record.path), container(new, record.path)
    for attribute in record.attributes:
        pair = texts(attribute, before.get(attribute.key), after.get(attribute.key))
        label = ", ".join(filter(None, (record.label, attribute.label)))
        yield FieldRow(record.number, label, *word_diff(*pair), record.group)


def _unnamed_rows(old: Part, new: Part) -> Iterator[FieldRow]:
    """What no part of the layout names, as stored: nothing may change unseen."""
    named: dict[tuple[str, ...], set[str]] = {}
    for part in LAYOUT:
        keys = {part.key} if isinstance(part, Items) else {attribute.key for attribute in part.attributes}
        named.setdefault(part.path, set()).update(keys)
        if part.path:
            named.setdefault(part.path[:-1], set()).add(part.path[-1])
    for path, keys in named.items():
        before, after = container(old, path), container(new, path)
        for key in sorted({*before, *after} - keys):
            label = ".".join((*path, key))
            yield FieldRow(
                "",
                label,
                *word_diff(*texts(Attribute(key, key, raw), before.get(key), after.get(key))),
                "other",
            )


def field_rows(before: Snapshot | None, after: Snapshot, include_unchanged: bool = False) -> list[FieldRow]:
    """Compare two snapshots field by field.

    Args:
        before: the older snapshot (schema 1); None for a first edition, then all is new.
        after: the newer snapshot.
        include_unchanged: also give the rows that stayed as they were (never empty ones).

    Returns:
        Rows in the order of the printed document, lists item by item. Without ``include_unchanged`` it
        is empty exactly when ``normalised(before) == normalised(after)``.
    """
    old, new = normalised(before), normalised(after)
    rows: list[FieldRow] = []
    for part in LAYOUT:
        rows += _item_rows(part, old, new) if isinstance(part, Items) else _record_rows(part, old, new)
    rows += _unnamed_rows(old, new)
    return [row for row in rows if row.is_changed or (include_unchanged and (row.before or row.after))]
