"""The state of a checklist as the script of the phone reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from audits.models import AuditChecklist, ItemAnswer, ItemPhoto
from audits.selectors.walk import Question
from organisation.models import User
from organisation.vietnamese_format import VIETNAM


def walk_state(checklist: AuditChecklist, questions: Sequence[Question], now: dt.datetime) -> dict[str, Any]:
    """Everything that may change while people answer, as plain JSON.

    Returns:
        `{"at": milliseconds, "items": {number: {"version", "grade", "note", "by", "at", "conflict", "rivals":
        [{"grade", "note", "by", "at"}], "photos": [{"uid", "url", "at", "size"}]}}}`; times are "09:12" of today or
        "20/11 09:12".
    """
    return {
        "at": int(now.timestamp() * 1000),
        "items": {
            str(question.item.number): {
                "version": question.item.item_version,
                "grade": question.item.grade,
                "note": question.item.note,
                "by": _name(question.item.answered_by),
                "at": short_moment(question.item.answered_at, now),
                "conflict": question.item.has_conflict,
                "rivals": [_rival(row, now) for row in question.rivals],
                "photos": [_photo(checklist, photo, now) for photo in question.photos],
            }
            for question in questions
        },
    }


def short_moment(moment: dt.datetime | None, now: dt.datetime) -> str:
    """ "09:12" on the same day, else "20/11 09:12"; blank without a moment."""
    if moment is None:
        return ""
    there = moment.astimezone(VIETNAM)
    return f"{there:%H:%M}" if there.date() == now.astimezone(VIETNAM).date() else f"{there:%d/%m %H:%M}"


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""


def _rival(row: ItemAnswer, now: dt.datetime) -> dict[str, Any]:
    return {
        "grade": row.grade,
        "note": row.note,
        "by": _name(row.answered_by),
        "at": short_moment(row.answered_at, now),
    }


def _photo(checklist: AuditChecklist, photo: ItemPhoto, now: dt.datetime) -> dict[str, Any]:
    address = reverse("audit-photo", args=[checklist.audit.code, checklist.position, photo.uid])
    return {
        "uid": str(photo.uid),
        "url": address,
        "at": short_moment(photo.taken_at, now),
        "size": photo.size,
    }
