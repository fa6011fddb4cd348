"""Lists of dossiers: whose, narrowed how, in which order. Every list is one query and one count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property

from dossiers.enums import DossierState, StepState
from dossiers.models import ClockPause, Dossier, DossierStep
from dossiers.policies import HEAD, ONE_STOP, WORKERS, DossierPolicy
from dossiers.rules.codes import code_key
from dossiers.rules.states import ENDED_WITHOUT_RESULT, WAITING
from organisation.models import User
from organisation.vietnamese_format import VIETNAM

MINE, UNIT, ALL = "cua-toi", "don-vi", "tat-ca"
SUBMITTED, READY = "cho-tiep-nhan", "cho-tra"
LISTS = (MINE, SUBMITTED, READY, UNIT, ALL)
OPEN, CLOSED = "dang-giai-quyet", "da-xong"
DEFAULT_STATES = {ALL: OPEN}
"""What a list shows until another state is chosen: everything that ever was would bury what is going on."""
SHORTEST_CODE, LONGEST_CODE = 8, 40
"""Letters and digits of a whole code; a short one has no unit code before the day."""
MOST_COUNTED = 10_000
"""A longer list is counted no further: nobody pages through it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is narrowed; the defaults leave everything.

    Attributes:
        state: a `DossierState`, or OPEN or CLOSED; empty for all of the list.
        since, until: days of reception, both included.
        words: a code, a part of one, or a part of the applicant's name.
    """

    state: str = ""
    procedure: int | None = None
    unit: int | None = None
    officer: int | None = None
    is_overdue: bool = False
    is_held: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""


def lists_of(policy: DossierPolicy) -> tuple[str, ...]:
    """The lists this person has, in the order of the tabs."""
    has = {
        MINE: bool(policy.roles & WORKERS),
        SUBMITTED: policy.may_receive,
        READY: policy.may_receive,
        UNIT: bool(policy.roles & {HEAD, ONE_STOP}),
        ALL: policy.may_enter,
    }
    return tuple(name for name in LISTS if has[name])


_NOT_IN_HAND = (DossierState.SUBMITTED, *ENDED_WITHOUT_RESULT)
"""Not received yet, or ended before it was: such a dossier was never open, so it has no moment of closing."""


def dossiers_in(name: str, policy: DossierPolicy) -> QuerySet[Dossier]:
    """The dossiers of one list, before it is narrowed."""
    rows = Dossier.objects.all()
    if name == MINE:
        return _in_hands_of(rows, policy.user.pk)
    if name == SUBMITTED:
        return rows.filter(state=DossierState.SUBMITTED, received_by__in=policy.counter_ids)
    if name == READY:
        return rows.filter(state=DossierState.READY, received_by__in=policy.counter_ids)
    if name == UNIT:
        return rows.filter(_of_units(policy), closed_at__isnull=True).exclude(state__in=_NOT_IN_HAND)
    return policy.readable(rows)


def _in_hands_of(rows: QuerySet[Dossier], user_id: int | None) -> QuerySet[Dossier]:
    """Those whose step somebody has in hand. The state of the step is said too, though a step in hand has no other:
    the index of steps in hand is found by it, and without it every step that the person ever did would be read."""
    return rows.filter(current_step__officer=user_id, current_step__state=StepState.ACTIVE)


def _of_units(policy: DossierPolicy) -> Q:
    """What the units of the person have in hand, or took in at their counter."""
    mine = Q(current_step__unit__in=policy.headed_ids | policy.counter_ids)
    if HEAD in policy.roles:
        mine |= Q(competent_unit__in=policy.headed_ids)
    if policy.may_receive:
        mine |= Q(received_by__in=policy.counter_ids)
    return mine


def narrowed(rows: QuerySet[Dossier], wanted: Wanted, now: dt.datetime) -> QuerySet[Dossier]:
    """Those of `rows` that are wanted."""
    rows = _in_state(rows, wanted.state)
    if wanted.procedure:
        rows = rows.filter(document=wanted.procedure)
    if wanted.unit:
        rows = rows.filter(competent_unit=wanted.unit)
    if wanted.officer:
        rows = _in_hands_of(rows, wanted.officer)
    if wanted.is_overdue:
        rows = rows.filter(overdue_at(now))
    if wanted.is_held:
        rows = rows.filter(is_held=True, closed_at__isnull=True)
    if wanted.since:
        rows = rows.filter(received_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(received_at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    return _with_words(rows, wanted.words)


def overdue_at(now: dt.datetime) -> Q:
    """Open dossiers whose promise or whose step in hand is missed; a clock that stands still misses nothing."""
    late = Q(due_at__lt=now) | Q(current_step__due_at__lt=now)
    return Q(closed_at__isnull=True) & ~Q(state__in=[*WAITING]) & late


def _in_state(rows: QuerySet[Dossier], state: str) -> QuerySet[Dossier]:
    if state == OPEN:
        return rows.filter(closed_at__isnull=True, received_at__isnull=False)
    if state == CLOSED:
        return rows.filter(closed_at__isnull=False)
    return rows.filter(state=state) if state in DossierState.values else rows


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, VIETNAM)


def _with_words(rows: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """With a digit in them by code, or any part of one; else by the applicant's name, each word somewhere in it."""
    if any(character.isdigit() for character in words):
        return rows.filter(Q(code_key__contains=code_key(words)) | Q(external_code__contains=words))
    for word in words.split():
        rows = rows.filter(applicant_name__icontains=word)
    return rows


def in_order(rows: QuerySet[Dossier], name: str, state: str = "") -> QuerySet[Dossier]:
    """What is due first stands first; what waits at the counter by how long it waits; what is over, newest first."""
    if name == MINE:
        return rows.order_by(F("current_step__due_at").asc(nulls_last=True), "due_at", "pk")
    if name == SUBMITTED:
        return rows.order_by("submitted_at", "pk")
    if name == READY:
        return rows.order_by("closed_at", "pk")
    if name == UNIT or state == OPEN:
        return rows.order_by("due_at", "pk")
    return rows.order_by("-pk")


def for_list(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what a row shows; the text of the version stays where it is."""
    last = DossierStep.objects.filter(dossier=OuterRef("pk")).order_by("-number").values("number")[:1]
    return (
        rows.select_related("document", "competent_unit", "received_by", "current_step__officer")
        .annotate(step_count=Subquery(last, output_field=IntegerField()), paused_since=paused_since())
        .defer("papers", "due_basis", "note")
    )


def paused_since() -> Subquery:
    """When the clock of each dossier of a list stopped; null while it runs."""
    running = ClockPause.objects.filter(dossier=OuterRef("pk"), ended_at=None)
    return Subquery(running.values("started_at")[:1])


class CappedPaginator(Paginator):
    """A paginator that stops counting at `MOST_COUNTED`."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or the most that are counted."""
        return _count(cast("QuerySet[Dossier]", self.object_list))

    @property
    def is_capped(self) -> bool:
        """Are there more than were counted?"""
        return self.count >= MOST_COUNTED


def counts_of(policy: DossierPolicy, names: Sequence[str]) -> dict[str, int]:
    """How many each of these lists has, counted up to `MOST_COUNTED`; one query per list, none per row."""
    return {
        name: _count(_in_state(dossiers_in(name, policy), DEFAULT_STATES.get(name, ""))) for name in names
    }


def _count(rows: QuerySet[Dossier]) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def code_of(policy: DossierPolicy, words: str) -> str:
    """The code of the dossier that these words name as a whole, however it is typed; empty when there is none that
    the person may read."""
    key = code_key(words)
    if len(key) < SHORTEST_CODE or len(key) > LONGEST_CODE or not any(c.isdigit() for c in key):
        return ""
    found = policy.readable(Dossier.objects.filter(code_key=key))
    return found.values_list("code", flat=True).first() or ""


def officers_of(policy: DossierPolicy) -> QuerySet[User]:
    """Who has a step in hand in the offices this person sees, for the filter."""
    steps = DossierStep.objects.filter(state=StepState.ACTIVE, unit__in=policy.office_ids)
    return User.objects.filter(pk__in=steps.values("officer")).order_by("last_name", "first_name", "pk")
