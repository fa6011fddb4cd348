"""What boards put into people's work: notices to post, to replace and to take down."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.inbox import POSTING, Job, days_words, urgency_of
from publications.models import NoticeBoard
from publications.posting_policy import EVERYWHERE, IN_OWN_UNIT, PostingPolicy
from publications.posting_rules import MISSING, REPLACE, TAKE_DOWN, Place
from publications.posting_selectors import BoardOverview, boards_at

ICONS = {MISSING: "pin", REPLACE: "swap", TAKE_DOWN: "xc"}


def posting_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """The tasks of the boards that the person is in charge of."""
    if not policy.roles & (EVERYWHERE | IN_OWN_UNIT):
        return []
    rights = PostingPolicy(policy)
    overview = boards_at(now)
    return [
        _job(state.board, place, overview, localdate(now))
        for state in overview.boards
        if rights.may_post(state.board)
        for place in state.tasks
    ]


def task_words(board: NoticeBoard, place: Place) -> str:
    """What is to do, in a sentence without the document."""
    words = {
        MISSING: _("Post a notice at %(board)s"),
        REPLACE: _("Replace the notice at %(board)s"),
        TAKE_DOWN: _("Take the notice down at %(board)s"),
    }
    return words[place.task] % {"board": board.name}


def place_words(place: Place) -> str:
    """What hangs and what should, in one line."""
    hangs = place.hanging.number if place.hanging else ""
    wanted = place.wanted.number if place.wanted else ""
    if place.task == MISSING:
        return _("Version %(wanted)s does not hang there yet.") % {"wanted": wanted}
    if place.task == REPLACE:
        return _("Version %(hangs)s hangs there; version %(wanted)s is in force since %(since)s.") % {
            "hangs": hangs,
            "wanted": wanted,
            "since": format_date(place.wanted.since) if place.wanted else "",
        }
    if place.task == TAKE_DOWN:
        return _("Version %(hangs)s hangs there, but the procedure is no longer in force.") % {"hangs": hangs}
    if place.hanging is None:
        return _("The screen shows version %(wanted)s by itself.") % {"wanted": wanted}
    return _("Version %(hangs)s hangs there, as it should.") % {"hangs": hangs}


def _job(board: NoticeBoard, place: Place, overview: BoardOverview, today: dt.date) -> Job:
    document = overview.documents[place.document_id]
    days = (place.due_on - today).days if place.due_on else 0
    return Job(
        POSTING,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(place.due_on)} if place.due_on else "",
        _("%(task)s: %(title)s") % {"task": task_words(board, place), "title": document.title},
        document.code,
        place_words(place),
        _("Open the board"),
        f"{reverse('board', args=[board.slug])}#d{document.pk}",
        ICONS[place.task],
    )
