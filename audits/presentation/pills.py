"""States and grades as pills: colour, icon and words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from audits.enums import ActionState, CheckState, FindingProgress, Grade
from audits.models import CorrectiveAction, EffectivenessCheck, Finding
from audits.rules.action_states import ENDED
from audits.selectors.findings import finding_progress
from dossiers.statistics.figures import Rate
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import days_words, urgency_of


@dataclass(frozen=True, slots=True)
class Pill:
    """What `components/state_pill.html` takes."""

    tone: str
    icon_name: str
    label: str


@dataclass(frozen=True, slots=True)
class Due:
    """How urgent an action is: `urgency` late, today, later, or empty when it has ended; `words` and the exact day."""

    urgency: str
    words: str
    exact: str


GRADES = {
    Grade.MAJOR_NC: ("bad", "xc"),
    Grade.MINOR_NC: ("bad", "xc"),
    Grade.OBSERVATION: ("warn", "flag"),
    Grade.OPPORTUNITY: ("info", "info"),
}
FINDING_PROGRESS = {
    FindingProgress.RAISED: ("info", "letter"),
    FindingProgress.DISPUTED: ("warn", "swap"),
    FindingProgress.ACCEPTED: ("warn", "plus"),
    FindingProgress.GIVEN: ("warn", "edit"),
    FindingProgress.REOPENED: ("bad", "swap"),
    FindingProgress.PLANNED: ("info", "edit"),
    FindingProgress.UNDER_WAY: ("info", "clock"),
    FindingProgress.DONE: ("info", "shield"),
    FindingProgress.VERIFIED: ("ok", "shield"),
    FindingProgress.CLOSED: ("ok", "okc"),
    FindingProgress.CANCELLED: ("mute", "x"),
}
ACTION_STATES = {
    ActionState.OPEN: ("warn", "edit"),
    ActionState.PLANNED: ("info", "clock"),
    ActionState.DONE: ("info", "shield"),
    ActionState.VERIFIED: ("ok", "okc"),
    ActionState.CANCELLED: ("mute", "x"),
}


def grade_pill(finding: Finding) -> Pill:
    """How grave it is."""
    return Pill(*GRADES[Grade(finding.grade)], finding.get_grade_display())


def finding_pill(finding: Finding) -> Pill:
    """Where it is on its way; reads what `selectors.findings.with_progress` read."""
    progress = finding_progress(finding)
    return Pill(*FINDING_PROGRESS[progress], str(progress.label))


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged effectiveness check with the on-time rates that were kept with it."""

    check: EffectivenessCheck
    tone: str
    icon_name: str
    before: Rate
    after: Rate


def judged_line(check: EffectivenessCheck) -> Judged:
    """Did it hold, and with which figures."""
    tone, icon_name = ("ok", "okc") if check.state == CheckState.HELD else ("bad", "xc")
    before, after = ((check.figures.get(side) or {}).get("on_time", {}) for side in ("before", "after"))
    rates = (Rate(one.get("numerator", 0), one.get("denominator", 0)) for one in (before, after))
    return Judged(check, tone, icon_name, *rates)


def action_pill(action: CorrectiveAction) -> Pill:
    """How far it is."""
    return Pill(*ACTION_STATES[ActionState(action.state)], action.get_state_display())


def due_of(action: CorrectiveAction, today: dt.date) -> Due:
    """Until when it is due, seen from a day; what has ended is not urgent any more."""
    exact = format_date(action.due_on)
    if action.state in ENDED:
        return Due("", _("Ended"), exact)
    days = (action.due_on - today).days
    return Due(urgency_of(days), days_words(days), exact)
