"""Decisions of a review: who does what until when; with the signature they become corrective actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import DecisionKind, FindingSource
from audits.errors import AuditError, NotAllowedError
from audits.models import ManagementReview, ReviewDecision
from audits.policies import AuditPolicy
from audits.review_policy import ReviewPolicy
from audits.selectors.review_people import people_of_office, units_of_office
from audits.services.actions import give_action
from audits.services.locking import take
from document_control.canonical import clean_text
from organisation.models import Unit, User


@dataclass(frozen=True, slots=True)
class DecisionDetails:
    """What was decided, and who answers for it."""

    kind: DecisionKind
    text: str
    owner: User
    unit: Unit
    due_on: dt.date


def _writing(actor: User, review_id: int, lock_version: int, now: dt.datetime) -> ManagementReview:
    """The review, taken for this change by somebody who may write its decisions."""
    review = take(ManagementReview, review_id, lock_version)
    if not ReviewPolicy(AuditPolicy(actor, localdate(now))).may_write_minutes(review):
        raise NotAllowedError(_("Decisions are written by the ISO secretary until the minutes are signed."))
    return review


def _check(review: ManagementReview, details: DecisionDetails, now: dt.datetime) -> None:
    today = localdate(now)
    if not details.text.strip():
        raise AuditError(_("Write what was decided."))
    if details.due_on < today:
        raise AuditError(_("The due date is over already. Choose a later day."))
    if not people_of_office(review.office, today).filter(pk=details.owner.pk).exists():
        raise AuditError(_("%(name)s holds no post here. Choose somebody else.") % {"name": details.owner})
    if not units_of_office(review.office, today).filter(pk=details.unit.pk).exists():
        raise AuditError(_("Choose a unit of this office."))


@transaction.atomic
def add_decision(
    actor: User, review_id: int, lock_version: int, details: DecisionDetails, now: dt.datetime
) -> ReviewDecision:
    """One more decision, with the next number.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; something does not fit; changed meanwhile.
    """
    review = _writing(actor, review_id, lock_version, now)
    _check(review, details, now)
    last = review.decisions.aggregate(last=Max("number"))["last"] or 0
    return ReviewDecision.objects.create(review=review, number=last + 1, **_fields(details))


@transaction.atomic
def change_decision(
    actor: User, review_id: int, lock_version: int, number: int, details: DecisionDetails, now: dt.datetime
) -> ReviewDecision:
    """Change a decision before the minutes are signed.

    Raises:
        NotAllowedError, AuditError, StaleError: as `add_decision`.
        ReviewDecision.DoesNotExist: there is none of this number.
    """
    review = _writing(actor, review_id, lock_version, now)
    _check(review, details, now)
    decision = review.decisions.get(number=number)
    for name, value in _fields(details).items():
        setattr(decision, name, value)
    decision.save()
    return decision


@transaction.atomic
def remove_decision(actor: User, review_id: int, lock_version: int, number: int, now: dt.datetime) -> None:
    """Take a decision off before the minutes are signed; its history stays, the numbers of the others stay.

    Raises:
        NotAllowedError, StaleError: as `add_decision`.
        ReviewDecision.DoesNotExist: there is none of this number.
    """
    _writing(actor, review_id, lock_version, now).decisions.get(number=number).delete()


def _fields(details: DecisionDetails) -> dict[str, object]:
    return {
        "kind": details.kind,
        "text": clean_text(details.text).strip(),
        "owner": details.owner,
        "unit": details.unit,
        "due_on": details.due_on,
    }


def give_actions(review: ManagementReview, now: dt.datetime) -> None:
    """Make an action of every decision, in the name of the secretary who wrote them; part of the signing.

    Raises:
        AuditError: a decision cannot be given; the sentence names it.
    """
    for decision in review.decisions.select_related("owner", "unit").filter(action=None):
        try:
            decision.action = give_action(
                review.secretary,
                title=decision.text,
                owner=decision.owner,
                unit=decision.unit,
                due_on=decision.due_on,
                now=now,
                source=FindingSource.REVIEW,
            )
        except AuditError as refusal:
            words = _("Decision %(number)s cannot be given: %(reason)s")
            raise AuditError(words % {"number": decision.number, "reason": refusal}) from refusal
        decision.save()
