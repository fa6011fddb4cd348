"""Rows of lists of dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.enums import DossierState, Outcome
from dossiers.models import Dossier
from dossiers.presentation.deadlines import LATER, NONE, Clockface, Deadline, due_of
from dossiers.presentation.states import state_pill
from dossiers.rules.states import ENDED, WAITING


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier in a list.

    Attributes:
        step_words: "Bước 3/6: Thẩm tra"; empty without a step in hand.
        pill: {tone, icon, label} of its state.
    """

    dossier: Dossier
    url: str
    deadline: Deadline
    step_words: str
    officer: str
    pill: dict[str, str]


def rows_of(
    dossiers: Sequence[Dossier], now: dt.datetime, acceptance: Sequence[dt.datetime | None] = ()
) -> list[Row]:
    """Rows in the order given, without a query of their own.

    Args:
        dossiers: read by `selectors.lists.for_list`.
        acceptance: until when each must be accepted, for what was handed in and not received yet.
    """
    dues = [due_of(dossier) for dossier in dossiers]
    face = Clockface(now, [*dues, *acceptance])
    limits = [*acceptance, *[None] * (len(dossiers) - len(acceptance))]
    return [
        _row(dossier, face, limit or due) for dossier, due, limit in zip(dossiers, dues, limits, strict=True)
    ]


def _row(dossier: Dossier, face: Clockface, due: dt.datetime | None) -> Row:
    step = dossier.current_step
    return Row(
        dossier,
        reverse("dossier", args=[dossier.code]),
        _deadline(dossier, face, due),
        step_words(dossier),
        str(step.officer) if step is not None and step.officer else "",
        state_pill(dossier),
    )


def step_words(dossier: Dossier) -> str:
    """The step in hand of a dossier that knows how many it has (`step_count`)."""
    step = dossier.current_step
    if step is None:
        return ""
    return _("Step %(number)s/%(count)s: %(title)s") % {
        "number": step.number,
        "count": getattr(dossier, "step_count", None) or step.number,
        "title": step.title,
    }


def _deadline(dossier: Dossier, face: Clockface, due: dt.datetime | None) -> Deadline:
    if dossier.state in ENDED or dossier.state == DossierState.READY:
        return _over(dossier, face)
    return face.deadline(
        due, dossier.competent_unit, stands_still=dossier.state in WAITING, since=paused_since(dossier)
    )


def paused_since(dossier: Dossier) -> dt.datetime | None:
    """When the clock of a dossier of `for_list` stopped; None while it runs."""
    since: dt.datetime | None = getattr(dossier, "paused_since", None)
    return since


def _over(dossier: Dossier, face: Clockface) -> Deadline:
    """What is over is not due any more: how it ended, and when."""
    words = {
        Outcome.EARLY: _("Done early"),
        Outcome.ON_TIME: _("Done on time"),
        Outcome.OVERDUE: _("Done late"),
    }.get(Outcome(dossier.outcome) if dossier.outcome else Outcome.WITHOUT_RESULT, _("Ended"))
    at = dossier.returned_at or dossier.closed_at
    return Deadline(NONE if dossier.state in ENDED else LATER, words, face.moment(at) if at else "")
