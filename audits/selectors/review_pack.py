"""The pack of a management review: counted now, or as it was frozen when the review was held."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from django.utils import translation

from audits.enums import ReviewState
from audits.models import ManagementReview
from audits.rules.review_inputs import Entered, Pack, from_json, hash_of, in_order
from audits.selectors.review_sections.circumstances import circumstance_sections
from audits.selectors.review_sections.improvement import improvement_sections
from audits.selectors.review_sections.performance import performance_sections
from audits.selectors.review_sections.scope import PackScope
from organisation.vietnamese_format import format_date, format_datetime


def pack_of(review: ManagementReview, now: dt.datetime) -> Pack:
    """What lies before the meeting: frozen once the review is held.

    A number of queries that does not depend on how much happened in the period.
    """
    if review.state != ReviewState.PREPARING:
        return from_json(review.inputs)
    with translation.override("vi"):
        return _counted(PackScope(review, now))


def _counted(scope: PackScope) -> Pack:
    sections = [*performance_sections(scope), *improvement_sections(scope), *circumstance_sections(scope)]
    written = _written(scope.review)
    return Pack(
        office=scope.office.name,
        period=scope.period.words,
        counted_at=format_datetime(scope.now),
        sections=tuple(
            replace(section, entered=tuple(written.get(section.part, ()))) for section in in_order(sections)
        ),
    )


def _written(review: ManagementReview) -> dict[str, list[Entered]]:
    """What units wrote, by input; the office's own words first."""
    found: dict[str, list[Entered]] = defaultdict(list)
    rows = review.entered.exclude(text="").select_related("unit", "given_by")
    for row in sorted(rows, key=lambda row: (row.unit_id != review.office_id, row.unit.name)):
        found[row.part].append(
            Entered(row.unit.short_name, row.text, row.given_by.get_full_name(), format_date(row.given_at))
        )
    return found


def is_unchanged(review: ManagementReview) -> bool:
    """Do the frozen inputs still have the hash they were frozen with?"""
    return hash_of(review.inputs) == review.inputs_sha256
