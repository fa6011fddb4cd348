"""`public_steps`, the prose as it was announced, and `steps`, what is proposed out of it."""

from __future__ import annotations

import re
from html import unescape

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.plain_text import has_markup, many_lines
from procedures.importers.portal.draft import NOT_FITTING, Draft
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.prose_steps import Block, ProposedStep, propose_steps
from procedures.importers.reading import Layout, Passage

PROPOSED = "cắt từ trình tự thực hiện; xem lại người làm, thời gian, biểu mẫu"
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_FORM = re.compile(r"\bmẫu\s{1,3}(?:số\s{0,3})?(?P<n>[A-Z]{0,4}\d{1,3}[a-z]?)\b", re.IGNORECASE)


def read_steps(draft: Draft) -> None:
    """The prose whole and in its order; the steps as proposals beside it."""
    parts = draft.root["executionSteps"].items()
    pieces: list[tuple[Part, str]] = []
    blocks = []
    for part in parts:
        holder = part if part.text else part["description"]
        name, text = part["name"], holder.lines
        blocks.append(Block(_without_markup(name.lines), _without_markup(text)))
        pieces += [(name, name.lines), (holder, text)]
    whole = _prose(draft, pieces)
    if whole:
        draft.layout["public_steps"] = whole
    _propose(draft, parts, blocks)


def _without_markup(text: str) -> str:
    """For cutting only: paragraphs and breaks of HTML as lines, other tags gone. The prose itself keeps them."""
    if not has_markup(text):
        return text
    return many_lines(unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", text))))


def _prose(draft: Draft, pieces: list[tuple[Part, str]]) -> str:
    """Unlike `Draft.join` equal texts stay: two steps may be worded alike."""
    whole = ""
    for part, text in pieces:
        if not text:
            continue
        mark = "\n" if whole and part.path[-1] == "description" else "\n\n" if whole else ""
        room = L["long_text"] - len(whole) - len(mark)
        if room < min(len(text), 200):
            part.leave(NOT_FITTING)
            draft.too_many("public_steps", f"Trình tự thực hiện dài quá {L['long_text']} ký tự", part)
            continue
        whole += mark + draft.fit(part, text, room, "public_steps")
    return whole


def _propose(draft: Draft, parts: tuple[Part, ...], blocks: list[Block]) -> None:
    proposal = propose_steps(blocks, draft.layout.get("name", ""))
    steps: list[Layout] = []
    for step in proposal.steps[:MOST_ITEMS]:
        steps.append(_layout(draft, step))
        part = parts[step.block]
        holder = part if part.text else part["description"]
        holder = holder if holder.text else part["name"]
        number = len(steps)
        holder.add(
            Passage(f"{part.where}, bước {number}", step.text, f"steps[{number}]", "proposed", PROPOSED)
        )
    if steps:
        draft.layout["steps"] = steps
        draft.tell(
            FindingKind.STEPS_PROPOSED,
            "steps",
            f"Đề xuất {len(steps)} bước cắt từ trình tự thực hiện. Xem từng bước: người làm, thời gian, biểu mẫu.",
            "executionSteps",
        )
    uncut = [parts[number].where for number in proposal.uncut]
    if len(proposal.steps) > MOST_ITEMS:
        uncut.append("executionSteps")
    if uncut:
        draft.warn(
            FindingKind.STEP_NOT_UNDERSTOOD,
            "steps",
            f"Không cắt được {len(uncut)} đoạn thành bước; lời vẫn giữ trong trình tự thực hiện. Lập bước bằng tay.",
            ", ".join(uncut[:3]),
        )


def _layout(draft: Draft, step: ProposedStep) -> Layout:
    layout: Layout = {"title": step.title, "proposed": True}
    if step.actor and step.actor.role:
        layout["role"] = step.actor.role
    if step.actor and step.actor.position:
        layout["position"] = step.actor.position
    if step.duration:
        layout["duration"] = {"value": step.duration.value, "unit": step.duration.unit}
    form = _form(draft, step.text)
    if form:
        layout["form"] = form
    if step.phase:
        layout["phase"] = step.phase
    if step.text:
        layout["description"] = step.text
    return layout


def _form(draft: Draft, text: str) -> str:
    """A form of this record that the step names by its number, if it is only one."""
    named = {found["n"].casefold() for found in _FORM.finditer(text)}
    if not named:
        return ""
    codes = [
        form["code"]
        for form in draft.layout.get("forms", [])
        if named & {found["n"].casefold() for found in _FORM.finditer(form["name"])}
    ]
    return codes[0] if len(codes) == 1 else ""
