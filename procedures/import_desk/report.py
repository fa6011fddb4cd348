"""One document of an import as a screen: passages of the source, and parts of the result with their findings.

Nothing here is stored. Places in a layout ("steps[2].duration.value") become anchors, so that a passage can point at
the value it became, and the value back at the passage.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.forms import BoundField

from organisation.vietnamese_format import format_number
from procedures.import_desk.layout_fields import CodeField, TickField, plain
from procedures.import_desk.layout_forms import LayoutForm, PartOptions, nested
from procedures.import_desk.parts import Part, parts_of
from procedures.importers.reading import Layout
from procedures.models import ImportItem
from procedures.models.imports import top_key

SHOWN = 600
"""Characters of a passage that are shown before it is opened."""
PassageState = Literal["sure", "unsure", "proposed", "unplaced", "technical"]


@dataclass
class Value:
    """One value: its place, its words, and what speaks of it."""

    key: str
    label: str
    words: str
    findings: list[dict[str, Any]] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)

    @property
    def must_be_seen(self) -> bool:
        return any(found["severity"] != "info" for found in self.findings)


@dataclass
class Row:
    """One row of a list."""

    key: str
    number: int
    values: list[Value]
    is_proposed: bool = False
    findings: list[dict[str, Any]] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)


@dataclass
class ReportPart:
    """One part of the document."""

    part: Part
    values: list[Value] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)
    is_seen: bool = False

    @property
    def anchor(self) -> str:
        return f"phan-{self.part.slug}"

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.rows

    @property
    def open_count(self) -> int:
        """How many errors and warnings speak of it."""
        places: Iterable[Any] = (
            self,
            *self.values,
            *self.rows,
            *(v for row in self.rows for v in row.values),
        )
        return sum(f["severity"] != "info" for place in places for f in place.findings)

    @property
    def proposed_count(self) -> int:
        return sum(row.is_proposed for row in self.rows)

    @property
    def left_count(self) -> int:
        """How much of it still needs a person: what speaks of it, and proposals nobody has confirmed."""
        return self.open_count + self.proposed_count


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """One passage of the source, with the place it came to."""

    number: int
    where: str
    text: str
    state: PassageState
    reason: str
    target: str

    @property
    def is_long(self) -> bool:
        return len(self.text) > SHOWN

    @property
    def beginning(self) -> str:
        return self.text[:SHOWN].rsplit(" ", 1)[0] + " …" if self.is_long else self.text


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the screen of one document shows.

    Attributes:
        loose: findings without a place in the document.
        counts: passages by state.
    """

    parts: list[ReportPart]
    passages: list[SourcePassage]
    loose: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    counts: dict[str, int]


def anchor_of(key: str) -> str:
    """The id of a place of the layout in the page."""
    return f"k-{re.sub(r'[^a-z0-9]+', '-', key.lower()).strip('-')}"


def report_of(item: ImportItem, options: PartOptions) -> Report:
    """The screen of one document. No queries beyond those behind `item` and `options`."""
    parts = [
        _report_part(part, item.layout, options, part.keys <= set(item.seen))
        for part in parts_of(item.layout)
    ]
    places = _Places(parts)
    findings = [_with_anchor(found, places) for found in _by_weight(item.open_findings)]
    loose: list[dict[str, Any]] = []
    for found in findings:
        place = places.nearest(found["key"])
        (place.findings if place else loose).append(found)
    passages = [_passage(number, data, places) for number, data in enumerate(item.passages, start=1)]
    counts: dict[str, int] = defaultdict(int)
    for passage in passages:
        counts[passage.state] += 1
    return Report(parts, passages, loose, findings, dict(counts))


# --- Inner parts --------------------------------------------------------------------------------------------------
def _report_part(part: Part, layout: Layout, options: PartOptions, is_seen: bool) -> ReportPart:
    if not part.rows:
        return ReportPart(part, _values(part.form(values=layout, options=options), ""), is_seen=is_seen)
    rows = []
    for number, values in enumerate(part.rows_of(layout), start=1):
        key = f"{part.rows}[{number}]"
        form = part.form(values=values, options=options)
        rows.append(Row(key, number, _values(form, f"{key}."), values.get("proposed") is True))
    return ReportPart(part, rows=rows, is_seen=is_seen)


def _values(form: LayoutForm, prefix: str) -> list[Value]:
    values = []
    for bound in form:
        words = words_of(bound, nested(form.values, bound.name))
        if words:
            values.append(Value(prefix + bound.name.replace("__", "."), str(bound.label), words))
    return values


def words_of(bound: BoundField, value: Any) -> str:
    """A value in the words of its field; empty where there is nothing to say."""
    if bound.name == "confirmed":
        return ""
    if isinstance(bound.field, TickField):
        return "✓" if bound.field.prepare_value(value) else ""
    if isinstance(bound.field, CodeField):
        return bound.field.words(value)
    if bound.name == "amount" and isinstance(value, int):
        return format_number(value)
    return str(bound.field.prepare_value(value)) if plain(value) else ""


class _Places:
    """Every place that the screen shows, by its key."""

    def __init__(self, parts: list[ReportPart]) -> None:
        self.by_key: dict[str, Value | Row] = {}
        self.by_top: dict[str, ReportPart] = {}
        for shown in parts:
            self.by_top.update(dict.fromkeys(shown.part.keys, shown))
            for value in shown.values:
                self.by_key[value.key] = value
            for row in shown.rows:
                self.by_key[row.key] = row
                self.by_key.update({value.key: value for value in row.values})

    def nearest(self, key: str) -> Value | Row | ReportPart | None:
        """The place itself, else what surrounds it."""
        inner = key
        while inner:
            if found := self.by_key.get(inner):
                return found
            inner = inner.rpartition(".")[0]
        row = re.match(r"[a-z_]+\[\d+\]", key)
        if row and (found := self.by_key.get(row[0])):
            return found
        return self.by_top.get(top_key(key))


def _passage(number: int, data: dict[str, Any], places: _Places) -> SourcePassage:
    place = places.nearest(data["key"]) if data["key"] else None
    if place is not None:
        place.passages.append(number)
    state: PassageState = data["certainty"]
    if not data["key"]:
        state = "technical" if data.get("is_technical") else "unplaced"
    return SourcePassage(
        number, data["where"], data["text"], state, data["reason"], place.anchor if place else ""
    )


def _with_anchor(found: dict[str, Any], places: _Places) -> dict[str, Any]:
    place = places.nearest(found["key"])
    return {**found, "anchor": place.anchor if place else ""}


def _by_weight(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(findings, key=lambda found: order.get(found["severity"], 3))
