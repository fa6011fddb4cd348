"""Work at the notice boards, for the inbox of the people in charge of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import POSTING, Job, Tally, days_words, urgency_of
from publications.boards.policy import BoardPolicy
from publications.boards.rules import PostingTask, TaskKind
from publications.boards.selectors import PostingRegister, count_tasks, posting_register
from publications.models import NoticeBoard


def posting_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Notices to put up, to replace and to take down on the boards the person is in charge of."""
    own = _boards_of(policy)
    if not own:
        return []
    register = posting_register(now, [board.pk for board in own])
    today = localdate(now)
    return [_job(task, register, today) for task in register.tasks()]


def posting_tally(policy: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many that are: nobody's calendar is asked."""
    own = _boards_of(policy)
    return Counter({POSTING: count_tasks(now, own) if own else 0})


def _boards_of(policy: DocumentPolicy) -> list[NoticeBoard]:
    rights = BoardPolicy(policy)
    if not rights.sees_boards or not rights.may_be_in_charge:
        return []
    return [board for board in NoticeBoard.objects.select_related("unit") if rights.is_in_charge(board)]


def _job(task: PostingTask, register: PostingRegister, today: dt.date) -> Job:
    board, document = register.boards[task.board_id], register.documents[task.document_id]
    titles = {
        TaskKind.MISSING: _("Put up the notice at %(board)s: %(title)s"),
        TaskKind.REPLACE: _("Replace the notice at %(board)s: %(title)s"),
        TaskKind.TAKE_DOWN: _("Take down the notice at %(board)s: %(title)s"),
    }
    verbs = {
        TaskKind.MISSING: _("Record the posting"),
        TaskKind.REPLACE: _("Record the replacement"),
        TaskKind.TAKE_DOWN: _("Record the taking down"),
    }
    days = (task.due_on - today).days
    return Job(
        POSTING,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(task.due_on)},
        titles[task.kind] % {"board": board.name, "title": document.title},
        document.code,
        task_words(task, register),
        verbs[task.kind],
        task_url(task),
        "pin",
    )


def task_words(task: PostingTask, register: PostingRegister) -> str:
    """Why there is something to do, in one sentence."""
    if task.kind == TaskKind.MISSING and task.version_id:
        new = register.versions[task.version_id]
        return _("Version %(number)s is in force since %(day)s; nothing hangs here.") % {
            "number": new.number,
            "day": format_date(new.effective_from),
        }
    hangs = register.postings[task.posting_id].version.number if task.posting_id else ""
    if task.kind == TaskKind.REPLACE and task.version_id:
        new = register.versions[task.version_id]
        return _("Version %(old)s hangs; version %(number)s is in force since %(day)s.") % {
            "old": hangs,
            "number": new.number,
            "day": format_date(new.effective_from),
        }
    return _("Version %(old)s must not hang here any longer.") % {"old": hangs}


def task_url(task: PostingTask) -> str:
    """Where the task is recorded as done."""
    if task.kind == TaskKind.MISSING:
        return reverse("board-post", args=[task.board_id, task.document_id])
    if task.kind == TaskKind.REPLACE:
        return reverse("board-replace", args=[task.posting_id])
    return reverse("board-take-down", args=[task.posting_id])
