"""Small words of the audit templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from audits.enums import AuditState, Grade
from audits.models import Finding
from audits.presentation.audit_page import AUDIT_PILLS, PILLS
from audits.presentation.pills import Pill, finding_pill
from audits.rules.coverage import Cell, SlotState

register = template.Library()

SLOT_ICONS = {
    SlotState.DONE: ("okc", "ok"),
    SlotState.RUNNING: ("clock", "info"),
    SlotState.PREPARED: ("cal", "info"),
    SlotState.PLANNED: ("cal", "mute"),
    SlotState.MISSED: ("warn", "bad"),
}


@register.filter
def grade_pill(grade: str) -> str:
    """The state of the design system that draws a grade."""
    return PILLS[Grade(grade)]


@register.filter
def progress_pill(finding: Finding) -> Pill:
    """Where a finding is on its way."""
    return finding_pill(finding)


@register.filter
def audit_tone(state: str) -> str:
    """The tone of the state of an audit."""
    return AUDIT_PILLS[AuditState(state)][0]


@register.filter
def audit_icon(state: str) -> str:
    """The icon of the state of an audit."""
    return AUDIT_PILLS[AuditState(state)][1]


@register.filter
def slot_icon(cell: Cell) -> str:
    """The icon of a month in the matrix."""
    return SLOT_ICONS[cell.state][0]


@register.filter
def slot_tone(cell: Cell) -> str:
    """The tone of a month in the matrix."""
    return SLOT_ICONS[cell.state][1]


@register.filter
def slot_words(cell: Cell) -> str:
    """How a month of a unit stands, in words."""
    words = {
        SlotState.DONE: _("held"),
        SlotState.RUNNING: _("running"),
        SlotState.PREPARED: _("plan begun"),
        SlotState.PLANNED: _("planned"),
        SlotState.MISSED: _("not held"),
    }
    return words[cell.state]
