"""What the public pages say of a snapshot: view models for the templates. Pure: addresses are passed in, no database.

Wording that is official (facts, fees, changes) comes as Vietnamese text from `facts` and `comparison`; the labels
around it are translated in the templates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from organisation.vietnamese_format import lower_first, vietnamese_sort_key
from procedures import facts
from procedures.comparison import ChangeSentence, FieldRow, change_sentences
from procedures.snapshot_reading import Part, Snapshot, part, parts

FileAddress = Callable[[str, str], str]
"""From SHA-256 and file name to the address at which the frozen file is served."""

FACT_ICONS = {
    "time": "clock",
    "fee": "coin",
    "place": "pin",
    "result": "doc",
    "online": "globe",
    "trigger": "flag",
    "owner": "people",
}
EFFECT_TONES = {"better": "ok", "worse": "warn", "neutral": "info"}
MARK_OPS = {"same": "", "deleted": "del", "inserted": "ins"}


# --- The snapshot, made ready ---------------------------------------------------------------------------
def with_addresses(snapshot: Snapshot, file_address: FileAddress) -> dict[str, Any]:
    """The snapshot with the address of each form's file, also where steps name the form."""
    forms = [_form_with_address(form, file_address) for form in parts(snapshot, "forms")]
    urls = {form["code"]: form["file"]["url"] for form in forms if form.get("file")}
    steps = [{**step, "form_url": urls.get(step.get("form", ""), "")} for step in parts(snapshot, "steps")]
    return {**snapshot, "forms": forms, "steps": steps}


def _form_with_address(form: Part, file_address: FileAddress) -> dict[str, Any]:
    file = form.get("file")
    if not file:
        return {**form, "file": None}
    return {**form, "file": {**file, "url": file_address(file["sha256"], file["filename"])}}


# --- Facts and fees -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FactCell:
    """One cell of the fact strip, as the partial takes it."""

    key: str
    icon: str
    label: str
    value: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where people go now, when that is another name than the unit that issued the text."""

    name: str
    address: str


def fact_cells(snapshot: Snapshot, day: dt.date, place: Place | None = None) -> list[FactCell]:
    """The five facts; with `place` the reception point of today stands instead of the issuing unit."""
    cells = [
        FactCell(
            fact.key,
            FACT_ICONS[fact.key],
            fact.label,
            fact.value,
            _short_note(fact.condition) if fact.key == "fee" else fact.condition,
            fact.link if fact.key == "online" else "",
        )
        for fact in facts.facts(snapshot, day)
    ]
    if place is None or not any(row.get("channel") == "direct" for row in parts(snapshot, "channels")):
        return cells
    note = ". ".join(text for text in (place.address, facts.channel_words(snapshot)) if text)
    return [
        replace(cell, value=place.name, note=note, url="") if cell.key == "place" else cell for cell in cells
    ]


LONGEST_NOTE = 80


def _short_note(note: str) -> str:
    """The first of several conditions: the strip answers at a glance, the page lists every fee below."""
    first, _semicolon, rest = note.partition("; ")
    return f"{first}; còn mức khác" if rest and len(note) > LONGEST_NOTE else note


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One amount with when it is due; `since` and `until` are ISO dates or empty."""

    amount: str
    kind: str
    channel: str
    condition: str
    exemption: str
    basis: str
    cases: str
    since: str = ""
    until: str = ""


def fee_rows(snapshot: Snapshot, day: dt.date) -> list[FeeRow]:
    """Fees valid on `day`, then those that will be; fees of the past are left out."""
    names = {case.get("code"): case.get("name") for case in parts(snapshot, "cases")}
    today = day.isoformat()
    valid = facts.fees_on(snapshot, day)
    coming = [fee for fee in parts(snapshot, "fees") if (fee.get("valid_from") or "") > today]
    return [_fee_row(fee, names, today) for fee in (*valid, *coming)]


def _fee_row(fee: Part, case_names: Mapping[Any, Any], today: str) -> FeeRow:
    since = fee.get("valid_from") or ""
    return FeeRow(
        amount=facts.amount_words(fee),
        kind=fee.get("kind") or "",
        channel=fee.get("channel") or "all",
        condition=fee.get("condition") or "",
        exemption=fee.get("exemption") or "",
        basis=fee.get("basis") or "",
        cases=", ".join(str(case_names.get(code) or code) for code in fee.get("cases") or ()),
        since=since if since > today else "",
        until=fee.get("valid_to") or "",
    )


def agencies(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Who announces, decides, carries out and helps: (key, name) without empty ones."""
    named = part(snapshot, "agencies")
    rows = [(key, named.get(key) or "") for key in ("promulgating", "deciding", "authorised", "executing")]
    rows.append(("coordinating", "; ".join(named.get("coordinating") or ())))
    return [(key, name) for key, name in rows if name]


# --- Lists ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """A procedure in a list: what people choose by."""

    title: str
    url: str
    summary: str
    time: str
    fee: str
    is_online: bool
    online: str
    code: str
    national_code: str


def procedure_entry(snapshot: Snapshot, url: str, day: dt.date) -> ProcedureEntry:
    """The line of a procedure in force on `day`."""
    channels = {row.get("channel") for row in parts(snapshot, "channels")}
    return ProcedureEntry(
        title=snapshot.get("short_title") or snapshot.get("title") or "",
        url=url,
        summary=snapshot.get("summary") or "",
        time=facts.time_headline(snapshot),
        fee=facts.fee_headline(snapshot, day),
        is_online="online" in channels,
        online=part(snapshot, "online_level").get("name") or "",
        code=snapshot.get("code") or "",
        national_code=snapshot.get("national_code") or "",
    )


LEADING_WORDS = ("thủ tục", "đăng ký", "cấp", "xác nhận")
LONGEST_EXAMPLE = 32


def example_words(short_title: str) -> str:
    """What a procedure is about, for the tile of its field: "Đăng ký khai sinh" → "khai sinh"."""
    words = lower_first(short_title.strip())
    for lead in LEADING_WORDS:
        rest = words.removeprefix(lead).strip()
        if rest != words and len(rest) > 3:
            words = rest
    return words if len(words) <= LONGEST_EXAMPLE else words[:LONGEST_EXAMPLE].rsplit(" ", 1)[0] + "…"


def alphabetical(names: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(code, name) pairs as a Vietnamese dictionary orders the names."""
    return sorted(names, key=lambda pair: vietnamese_sort_key(pair[1]))


# --- Changes --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of the change list, as the partial takes it."""

    icon: str
    tone: str
    title: str
    text: str
    reason: str


def changes(before: Snapshot | None, after: Snapshot, *, only_changes: bool = False) -> list[Change]:
    """What differs, in sentences.

    Args:
        before: None for a first issue.
        after: the later snapshot.
        only_changes: leave out the closing sentence that says what stayed.
    """
    said = change_sentences(before, after)
    if only_changes and len(said) > 1:
        said = [line for line in said if line.section]
    return [_change(line) for line in said]


def _change(line: ChangeSentence) -> Change:
    """What it is about is printed bold, the rest plain: "**Bớt một giấy tờ:** Giấy xác nhận …"."""
    tone = EFFECT_TONES[line.effect] if line.section else "mute"
    about, colon, rest = line.headline.partition(": ")
    title, text = (f"{about}:", rest) if colon else (line.headline, "")
    return Change(line.icon, tone, title, text, line.detail)


def table_rows(rows: Sequence[FieldRow]) -> list[dict[str, Any]]:
    """Rows for the field table partial."""
    return [
        {
            "label": f"{row.number} {row.label}".strip(),
            "old_parts": [{"text": f.text, "op": MARK_OPS[f.mark]} for f in row.before],
            "new_parts": [{"text": f.text, "op": MARK_OPS[f.mark]} for f in row.after],
        }
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who drafted, reviewed or approved, as frozen at issue."""

    duty: str
    name: str
    post: str
    at: dt.datetime


def signature_lines(approvals: Sequence[Mapping[str, Any]]) -> list[SignatureLine]:
    """The signatures of a version for a table: no accounts, only names and posts."""
    return [
        SignatureLine(row["duty"], row["name"], row["post"], dt.datetime.fromisoformat(row["at"]))
        for row in approvals
    ]
