"""Rows of management reviews for the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import ReviewState
from audits.models import ManagementReview, ReviewDecision, ReviewInput
from audits.review_policy import ReviewPolicy
from audits.rules.review_inputs import Pack, Section
from organisation.models import Unit

STATE_TONES: Mapping[str, tuple[str, str]] = {
    ReviewState.PREPARING: ("mute", "edit"),
    ReviewState.HELD: ("warn", "clock"),
    ReviewState.CLOSED: ("ok", "okc"),
}
"""Tone and icon of each state."""


@dataclass(frozen=True, slots=True)
class InputLink:
    """Where a person writes about an input for one unit; `is_written` when the unit has said something."""

    url: str
    label: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """An input of the pack on the screen, with where to write."""

    section: Section
    links: tuple[InputLink, ...]


def section_views(review: ManagementReview, pack: Pack, policy: ReviewPolicy) -> list[SectionView]:
    """The inputs in order; two queries while the person may write, none later."""
    own = policy.input_unit_ids(review)
    if not own:
        return [SectionView(section, ()) for section in pack.sections]
    units = list(Unit.objects.filter(pk__in=own).order_by("name"))
    written = set(
        ReviewInput.objects.filter(review=review, unit__in=own)
        .exclude(text="")
        .values_list("part", "unit_id")
    )
    return [
        SectionView(
            section,
            tuple(
                InputLink(
                    f"{reverse('review-input', args=[review.code, section.part])}?don-vi={unit.pk}",
                    unit.short_name,
                    (section.part, unit.pk) in written,
                )
                for unit in units
            ),
        )
        for section in pack.sections
    ]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with what became of it."""

    decision: ReviewDecision
    state: str
    tone: str


ACTION_TONES: Mapping[str, str] = {"verified": "ok", "cancelled": "mute", "done": "warn"}


def decision_rows(review: ManagementReview) -> list[DecisionRow]:
    """The decisions in order; one query."""
    rows = review.decisions.select_related("owner", "unit", "action").order_by("number")
    return [
        DecisionRow(
            decision,
            decision.action.get_state_display()
            if decision.action
            else _("Becomes an action with the signature"),
            ACTION_TONES.get(decision.action.state, "info") if decision.action else "mute",
        )
        for decision in rows
    ]


def review_tabs(review: ManagementReview, current: str) -> list[dict[str, Any]]:
    """Inputs, minutes and decisions, history."""
    tabs = [
        ("review", _("Inputs")),
        ("review-minutes", _("Minutes and decisions")),
        ("review-history", _("History")),
    ]
    return [
        {"label": label, "url": reverse(name, args=[review.code]), "current": name == current, "count": None}
        for name, label in tabs
    ]
