"""One question as a screen: what the templates show of it, and where its buttons lead."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.enums import Grade
from audits.forms.walk import AnswerForm, result_of
from audits.models import AuditChecklist
from audits.selectors.walk import Question

FACTS = ("audits/_facts.html", "audits/_walk_facts.html")
RESULTS: tuple[tuple[str, str, str, Promise], ...] = (
    ("conform", "ok", "okc", _("Conforms")),
    ("nonconform", "bad", "xc", _("Does not conform")),
    ("remark", "warn", "flag", _("Point to note")),
    ("not_applicable", "mute", "minus", _("Not applicable")),
    ("not_checked", "mute", "clock", _("Not assessed yet")),
)
"""The large answers: value, tone, icon, words."""
GRADES: dict[str, tuple[str, str]] = {
    Grade.CONFORM.value: ("ok", "okc"),
    Grade.OBSERVATION.value: ("warn", "flag"),
    Grade.OPPORTUNITY.value: ("warn", "flag"),
    Grade.MINOR_NC.value: ("bad", "xc"),
    Grade.MAJOR_NC.value: ("bad", "xc"),
    Grade.NOT_APPLICABLE.value: ("mute", "minus"),
    Grade.NOT_CHECKED.value: ("mute", "clock"),
}
"""Tone and icon of every grade."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A question between its neighbours.

    Attributes:
        values: what the fields of the answer show: as stored, or as typed and refused.
        uid: makes pressing twice one answer.
        before, after: addresses of the neighbours; blank at the ends.
    """

    question: Question
    values: dict[str, Any]
    uid: str
    address: str
    before: str
    after: str

    @property
    def tone(self) -> str:
        """Colour of the grade."""
        return GRADES[self.question.item.grade][0]

    @property
    def icon(self) -> str:
        """Icon of the grade."""
        return GRADES[self.question.item.grade][1]


def screen_of(
    checklist: AuditChecklist,
    questions: Sequence[Question],
    index: int,
    *,
    in_page: bool = False,
    form: AnswerForm | None = None,
) -> Screen:
    """The screen of the question at `index`.

    Args:
        in_page: its neighbours are on the same page, and a script shows one at a time.
        form: what was typed and refused.
    """
    item = questions[index].item

    def address_at(place: int) -> str:
        if not 0 <= place < len(questions):
            return ""
        number = questions[place].item.number
        return f"#cau-{number}" if in_page else _address(checklist, number)

    return Screen(
        questions[index],
        values=_typed(form) if form is not None else _stored(questions[index]),
        uid=str(uuids.uuid4()),
        address=_address(checklist, item.number),
        before=address_at(index - 1),
        after=address_at(index + 1),
    )


def _address(checklist: AuditChecklist, number: int) -> str:
    return reverse("audit-walk", args=[checklist.audit.code, checklist.position, number])


def _stored(question: Question) -> dict[str, Any]:
    item = question.item
    return {
        "result": result_of(item.grade),
        "severity": item.grade if item.grade == Grade.MAJOR_NC else Grade.MINOR_NC.value,
        "remark": item.grade if item.grade == Grade.OPPORTUNITY else Grade.OBSERVATION.value,
        "note": item.note,
        "based_on": item.item_version,
    }


def _typed(form: AnswerForm) -> dict[str, Any]:
    return {name: form.data.get(name, "") for name in ("result", "severity", "remark", "note", "based_on")}
