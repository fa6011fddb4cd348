"""The page of one reception: the form, the procedures joined with it, dates and fees of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.forms.intake import ASK, RECEIVE, REFUSE, IntakeForm
from dossiers.forms.interlinked import WORDS, JoinedForm, JoinedForms
from dossiers.forms.procedure import ProcedureForm
from dossiers.selectors.reception import Choice, fees_due, promise, proposed_fee
from organisation.models import Unit
from organisation.number_reading import read_money
from organisation.worktime import Explanation
from procedures.facts import amount_words, fee_condition_words

FEE_BEFORE = "le-phi-truoc"
"""What the form proposed as fee when it was last drawn: a fee nobody changed follows case and channel."""
PLACE_FIELDS = ("received_by", "competent_unit", "assisted_at")


@dataclass(slots=True)
class Reception:
    """The form of reception as it stands.

    Attributes:
        found: procedures that can be added; None while nobody searched.
        words: what was searched for.
    """

    form: IntakeForm
    joined: JoinedForms
    found: Sequence[Choice] | None = None
    words: str = ""

    def fee(self) -> int | None:
        """What is due for all procedures together, where that is beyond doubt."""
        return proposed_fee([fee for form in self._forms() for fee in self.fees_of(form)])

    def fees_of(self, form: ProcedureForm) -> list[Any]:
        """The fee rows of one procedure for its case and the way of handing in."""
        today = localdate(timezone.now())
        return fees_due(form.version.snapshot, form.value("case_code"), self.form.value("channel"), today)

    def _forms(self) -> list[ProcedureForm]:
        return [self.form, *self.joined.forms]


@dataclass(frozen=True, slots=True)
class Promised:
    """When one procedure is due; `due` is None while its case is not chosen or where it names no limit."""

    title: str
    needs_case: bool
    due: dt.datetime | None
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """A further procedure on the page."""

    form: JoinedForm
    promised: Promised
    fees: list[dict[str, str]]


def with_fee(sent: QueryDict, joined: JoinedForms, form_of: Callable[[QueryDict], IntakeForm]) -> QueryDict:
    """What was sent, with the fee of what is now chosen unless somebody wrote another.

    Args:
        form_of: makes the form of reception of data.
    """
    data = sent.copy()
    typed, before = data.get("fee_amount", "").strip(), data.get(FEE_BEFORE, "")
    if typed == before or (before and read_money(typed) == read_money(before)):
        fee = Reception(form_of(data), joined).fee()
        data["fee_amount"] = "" if fee is None else str(fee)
    return data


def _promised(form: ProcedureForm, unit: Unit, now: dt.datetime) -> Promised:
    found = None if form.needs_case else promise(form.version.snapshot, form.value("case_code"), unit, now)
    due, explanation = found or (None, None)
    return Promised(form.title, form.needs_case, due, explanation)


def _fee_rows(fees: Sequence[Any]) -> list[dict[str, str]]:
    return [{"amount": amount_words(row), "when": fee_condition_words(row)} for row in fees]


def draw(
    request: HttpRequest, reception: Reception, status: int = 200, wanted: str = RECEIVE
) -> HttpResponse:
    """The page; `wanted` is the button whose part of the page stands open."""
    return render(request, "dossiers/intake.html", _context(reception, wanted), status=status)


def _context(reception: Reception, wanted: str) -> dict[str, Any]:
    form, now = reception.form, timezone.now()
    snapshot = form.version.snapshot
    own = _promised(form, form.unit("competent_unit") or form.places.solving, now)
    joined = [
        JoinedPart(each, _promised(each, each.solving, now), _fee_rows(reception.fees_of(each)))
        for each in reception.joined.forms
    ]
    fee = reception.fee()
    return {
        "form": form,
        "version": form.version,
        "title": snapshot["title"],
        "panels": form.panels(),
        "needs_case": own.needs_case,
        "promised": own.due,
        "explanation": own.explanation,
        "joined": joined,
        "dates": [own, *(part.promised for part in joined)],
        "common_due": _latest([own, *(part.promised for part in joined)]),
        "found": reception.found,
        "words": reception.words,
        "words_name": WORDS,
        "fees": _fee_rows(reception.fees_of(form)),
        "fee_before": "" if fee is None else str(fee),
        "not_needed": snapshot.get("not_needed", ""),
        "wanted": wanted,
        "opens_ask": wanted == ASK,
        "opens_refuse": wanted == REFUSE,
        "places_wrong": form.is_bound and any(name in form.errors for name in PLACE_FIELDS),
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": _("Receive a dossier"), "url": reverse("dossier-intake")},
            {"label": snapshot["short_title"], "url": ""},
        ],
    }


def _latest(dates: Sequence[Promised]) -> dt.datetime | None:
    """When all are through; None while the date of one is not known."""
    moments = [date.due for date in dates if date.due is not None]
    return max(moments) if len(moments) == len(dates) else None
