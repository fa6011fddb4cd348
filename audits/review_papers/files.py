"""Papers of a review as files, made at once from what is stored; nothing is kept."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.timezone import localdate

from audits.models import ManagementReview
from audits.policies import LEADER
from audits.review_papers.composing import DecisionLine, ReviewPaper, compose_minutes, compose_pack
from audits.selectors.review_pack import pack_of
from organisation.selectors import signature_of
from publications.compose.document import Document
from publications.files.sources import letterhead_of
from publications.writers import writer_for
from publications.writers.base import Rendered

PACK, MINUTES = "tai-lieu", "bien-ban"
KINDS = (PACK, MINUTES)
FORMATS = ("pdf", "docx")


def review_document(review: ManagementReview, kind: str, now: dt.datetime) -> Document:
    """The pack or the minutes, composed; the same record always gives the same document."""
    with translation.override("vi"):
        printed = printed_review(review, now)
    return compose_pack(printed) if kind == PACK else compose_minutes(printed)


def review_file(review: ManagementReview, kind: str, file_format: str, now: dt.datetime) -> Rendered:
    """The pack or the minutes as a file. Raises PublicationError for text that no font has."""
    return writer_for(file_format).write(review_document(review, kind, now))


def printed_review(review: ManagementReview, now: dt.datetime) -> ReviewPaper:
    """What the papers say; signatures as signed, before that as they would be."""
    day = review.held_on or localdate(now)
    chair = review.signatory or signature_of(review.chair, day, [LEADER])
    others = [person.get_full_name() for person in review.participants.order_by("first_name", "last_name")]
    others += [line.strip() for line in review.others.splitlines() if line.strip()]
    rows = review.decisions.select_related("owner", "unit", "action")
    return ReviewPaper(
        code=review.code,
        head=letterhead_of(review.office, review.recorded_at or now),
        pack=pack_of(review, now),
        planned_on=review.planned_on,
        held_on=review.held_on,
        place=review.place,
        people=[
            (
                "Chủ trì",
                _with_post(review.chair.get_full_name(), signature_of(review.chair, day, [LEADER])["post"]),
            ),
            ("Thư ký", review.secretary.get_full_name()),
            ("Thành phần tham dự", "; ".join(others)),
        ],
        minutes=review.minutes,
        conclusion=review.conclusion,
        decisions=[
            DecisionLine(
                row.number,
                row.text,
                row.get_kind_display(),
                f"{row.owner.get_full_name()}, {row.unit.short_name}",
                row.due_on,
                row.action.code if row.action else "",
            )
            for row in rows
        ],
        secretary=review.secretary.get_full_name(),
        chair=chair["name"],
        chair_post=chair["post"],
        signed_on=localdate(review.signed_at) if review.signed_at else None,
        inputs_hash=review.inputs_sha256,
    )


def _with_post(name: str, post: str) -> str:
    return f"{name}, {post}" if post else name
