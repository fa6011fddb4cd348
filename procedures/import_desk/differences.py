"""A document of an import beside what the office has: the parts that differ, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from procedures.comparison.words import Fragment, word_diff
from procedures.import_desk.layout_forms import PartOptions, nested
from procedures.import_desk.parts import Part, parts_of
from procedures.import_desk.report import words_of
from procedures.importers.reading import Layout

OPS = {"same": "", "deleted": "del", "inserted": "ins"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One top key that differs.

    Attributes:
        key: of the layout.
        label: as people call it.
        old_parts, new_parts: the words on both sides, cut where they differ.
        takes_file: does the result say what the file says?
        keeps_ours: does the result say what the office says?
    """

    key: str
    label: str
    old_parts: list[dict[str, str]]
    new_parts: list[dict[str, str]]
    takes_file: bool
    keeps_ours: bool


def differences(ours: Layout, result: Layout, read: Layout, options: PartOptions) -> list[Difference]:
    """Where the result, or else the file, says something other than the office.

    Args:
        ours: what the office has.
        result: what would be written.
        read: what the file says.
    """
    found = []
    for part in parts_of(ours):
        for key in _keys_in_order(part):
            before, after, file = (_words(part, key, side, options) for side in (ours, result, read))
            if before == after and (before == file or not file):
                continue
            shown = after if before != after else file
            old, new = word_diff(before, shown)
            found.append(
                Difference(key, _label(part, key), _parts(old), _parts(new), after == file, after == before)
            )
    return found


def _keys_in_order(part: Part) -> list[str]:
    if part.rows:
        return [part.rows]
    return list(dict.fromkeys(name.partition("__")[0] for name in part.form.base_fields))


def _label(part: Part, key: str) -> str:
    if part.rows or key not in part.form.base_fields:
        return str(part.title)
    return str(part.form.base_fields[key].label)


def _words(part: Part, key: str, layout: Layout, options: PartOptions) -> str:
    if part.rows:
        return "\n".join(_row_words(part, row, options) for row in part.rows_of(layout))
    form = part.form(values=layout, options=options)
    names = [name for name in form.fields if name.partition("__")[0] == key]
    said = {name: words_of(form[name], nested(layout, name)) for name in names}
    if names == [key]:
        return said[key]
    return "\n".join(f"{form[name].label}: {words}" for name, words in said.items() if words)


def _row_words(part: Part, row: dict[str, Any], options: PartOptions) -> str:
    form = part.form(values=row, options=options)
    return " · ".join(filter(None, (words_of(bound, nested(row, bound.name)) for bound in form)))


def _parts(fragments: tuple[Fragment, ...]) -> list[dict[str, str]]:
    return [{"text": fragment.text, "op": OPS[fragment.mark]} for fragment in fragments]
