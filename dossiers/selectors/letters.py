"""The register of apology letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from dossiers.models import ApologyLetter
from dossiers.policies import DossierPolicy
from organisation.models import Unit
from organisation.vietnamese_format import VIETNAM

DRAFTED, SIGNED, SENT = "drafted", "signed", "sent"
STATES = (DRAFTED, SIGNED, SENT)


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What the register is narrowed to; empty values narrow nothing.

    Attributes:
        unit: the unit that was late.
        month: first day of the month in which the letter was drafted.
        state: one of `STATES`.
    """

    unit: int | None = None
    month: dt.date | None = None
    state: str = ""


def with_words(letters: QuerySet[ApologyLetter]) -> QuerySet[ApologyLetter]:
    """With everything that a printed letter or a row of the register says."""
    return letters.select_related(
        "dossier__competent_unit",
        "dossier__version",
        "dossier__document",
        "incident__step",
        "incident__responsible",
        "incident__unit",
        "signed_by",
    )


def readable_letters(policy: DossierPolicy) -> QuerySet[ApologyLetter]:
    """The letters of dossiers that the person may read."""
    return ApologyLetter.objects.filter(dossier__in=policy.readable().order_by().values("pk"))


def letters_of(policy: DossierPolicy, chosen: LetterFilter) -> QuerySet[ApologyLetter]:
    """The register, latest first; rows carry their words but not the text of the version."""
    rows = with_words(readable_letters(policy)).defer(
        "dossier__version__snapshot", "dossier__version__approvals"
    )
    if chosen.unit is not None:
        rows = rows.filter(incident__unit=chosen.unit)
    if chosen.month is not None:
        begin = dt.datetime.combine(chosen.month, dt.time(), VIETNAM)
        following = (chosen.month + dt.timedelta(days=32)).replace(day=1)
        rows = rows.filter(
            drafted_at__gte=begin, drafted_at__lt=dt.datetime.combine(following, dt.time(), VIETNAM)
        )
    match chosen.state:
        case "drafted":
            rows = rows.filter(signed_at=None)
        case "signed":
            rows = rows.filter(signed_at__isnull=False, sent_at=None)
        case "sent":
            rows = rows.filter(sent_at__isnull=False)
    return rows.order_by("-drafted_at", "-pk")


def state_of(letter: ApologyLetter) -> str:
    """Drafted, signed or sent."""
    if letter.sent_at is not None:
        return SENT
    return SIGNED if letter.signed_at is not None else DRAFTED


def letter_units(policy: DossierPolicy) -> list[Unit]:
    """The units whose letters the person may read; one query."""
    return list(
        Unit.objects.filter(pk__in=readable_letters(policy).values("incident__unit")).order_by("name")
    )


def letter_months(policy: DossierPolicy) -> Sequence[dt.date]:
    """The months in which letters were drafted, latest first; one query."""
    months = readable_letters(policy).order_by().annotate(month=TruncMonth("drafted_at", tzinfo=VIETNAM))
    return [
        localdate(month) for month in months.values_list("month", flat=True).distinct().order_by("-month")
    ]
