"""The page of one dossier: head, due panel, steps, log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dossiers.enums import DossierState
from dossiers.models import Dossier, DossierEvent
from dossiers.presentation.deadlines import LATE, Clockface, Deadline
from dossiers.presentation.sentences import LogLine, Sentences, people_named
from dossiers.presentation.states import state_pill
from dossiers.presentation.steps import moments_of
from dossiers.rules.states import ENDED, WAITING
from dossiers.selectors.details import DossierDetail
from organisation.models import User
from organisation.vietnamese_format import format_duration
from procedures.enums import Channel

SHOWN_EVENTS = 5
"""Lines of the log that stand open; the others are under a fold."""


@dataclass(frozen=True, slots=True)
class DuePanel:
    """Until when the dossier is promised.

    Attributes:
        rule: "5 ngày làm việc kể từ 12/11", empty for what was brought in from elsewhere.
        promised: the date an apology letter promised; the first one stays in `deadline`.
        stands_still: the due date is counted again when the dossier goes on; a promised one stays as it is.
    """

    deadline: Deadline
    rule: str
    promised: Deadline | None
    reappointments: int
    supplements: int
    stands_still: bool


def face_of(detail: DossierDetail, now: dt.datetime) -> Clockface:
    """A clock that covers everything the page of a dossier speaks of."""
    dossier = detail.dossier
    moments = [dossier.received_at, dossier.submitted_at, dossier.due_at, dossier.reappointed_due_at]
    incidents = [row.step_due_at for row in detail.incidents]
    return Clockface(now, [*moments, *moments_of(detail.steps), *incidents])


def due_panel(detail: DossierDetail, face: Clockface) -> DuePanel | None:
    """The promise; None before reception."""
    dossier = detail.dossier
    if dossier.due_at is None:
        return None
    unit = dossier.competent_unit
    stands_still = dossier.state in WAITING
    promised = dossier.reappointed_due_at
    letters = [incident.letter for incident in detail.incidents if hasattr(incident, "letter")]
    since = detail.paused_since
    return DuePanel(
        deadline=face.deadline(dossier.due_at, unit, stands_still=stands_still, since=since),
        rule=_rule_words(dossier, face),
        promised=face.deadline(promised, unit, stands_still=stands_still, since=since) if promised else None,
        reappointments=sum(1 for letter in letters if letter.new_due_at and letter.signed_at),
        supplements=dossier.supplement_count,
        stands_still=stands_still,
    )


def _rule_words(dossier: Dossier, face: Clockface) -> str:
    rule = dossier.due_basis.get("rule") or {}
    begun = dossier.due_basis.get("begun")
    if not rule.get("value") or not begun:
        return ""
    limit = format_duration(str(rule["value"]), rule["unit"])
    return _("%(limit)s from %(moment)s") % {
        "limit": limit,
        "moment": face.moment(dt.datetime.fromisoformat(begun)),
    }


def head_line(dossier: Dossier, face: Clockface) -> list[str]:
    """What stands under the title: applicant, channel, when it came in, the version it runs by."""
    channel = str(Channel(dossier.channel).label) if dossier.channel in Channel.values else dossier.channel
    came = dossier.received_at or dossier.submitted_at
    received = _("received %(moment)s") if dossier.received_at else _("handed in %(moment)s")
    return [
        dossier.applicant_name,
        channel,
        *([received % {"moment": face.moment(came)}] if came else []),
        _("by version %(number)s") % {"number": dossier.version.number},
    ]


def head_pill(detail: DossierDetail, face: Clockface) -> dict[str, str]:
    """{tone, icon, label}: the late step first, else the state."""
    step, dossier = detail.current, detail.dossier
    if step is None or dossier.state in WAITING | ENDED or dossier.state == DossierState.READY:
        return state_pill(dossier)
    deadline = face.deadline(step.due_at, dossier.competent_unit)
    if deadline.urgency != LATE:
        return state_pill(dossier)
    label = _("Step %(number)s: %(late)s") % {"number": step.number, "late": deadline.in_sentence}
    return {"tone": "bad", "icon": "warn", "label": label}


def log_lines(events: Iterable[DossierEvent], detail: DossierDetail, now: dt.datetime) -> list[LogLine]:
    """Events as sentences; one query for the names of people they speak of."""
    rows: Sequence[DossierEvent] = list(events)
    wanted = people_named(rows)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}
    titles = {step.number: step.title for step in detail.steps}
    return Sentences(titles, people, Clockface(now, [])).lines(rows)


def papers_of(dossier: Dossier) -> list[dict[str, Any]]:
    """What was handed in or shown, then what was not, then what need not be."""
    return sorted(
        dossier.papers or [], key=lambda paper: (not paper.get("is_there"), bool(paper.get("is_not_needed")))
    )
