"""Management reviews: called, prepared, held (inputs are frozen), signed (decisions become actions)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import ReviewPart, ReviewState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import ManagementReview, ReviewInput
from audits.policies import LEADER, AuditPolicy
from audits.review_policy import ReviewPolicy
from audits.rules.review_inputs import hash_of, to_json
from audits.selectors.review_pack import pack_of
from audits.services.locking import take
from audits.services.review_decisions import give_actions
from document_control.canonical import clean_text, normalise
from dossiers.services.numbers import next_number
from dossiers.statistics.periods import EARLIEST, LATEST
from organisation.models import Unit, User
from organisation.selectors import signature_of

LONGEST_PERIOD_DAYS = 731
"""Two years: a review looks at a half year or a year, and never at everything."""


@dataclass(frozen=True, slots=True)
class ReviewDetails:
    """Which period is reviewed, when, and who takes part."""

    period_from: dt.date
    period_to: dt.date
    planned_on: dt.date
    chair: User
    secretary: User
    participants: Sequence[User] = ()
    place: str = ""
    others: str = ""


def _policy(actor: User, now: dt.datetime) -> ReviewPolicy:
    return ReviewPolicy(AuditPolicy(actor, localdate(now)))


def _check(details: ReviewDetails) -> None:
    if details.period_to < details.period_from:
        raise AuditError(_("The period ends before it begins."))
    if not EARLIEST <= details.period_from <= details.period_to <= LATEST:
        raise AuditError(_("Choose a period between the years 2000 and 2100."))
    if (details.period_to - details.period_from).days > LONGEST_PERIOD_DAYS:
        raise AuditError(_("A review covers two years at most. Choose a shorter period."))
    if details.planned_on < details.period_from:
        raise AuditError(_("The meeting lies before the period that it looks back on."))
    if details.chair == details.secretary:
        raise AuditError(_("The chair does not keep the minutes. Choose two people."))


@transaction.atomic
def call_review(actor: User, office: Unit, details: ReviewDetails, now: dt.datetime) -> ManagementReview:
    """A new review, being prepared.

    Raises:
        NotAllowedError: the person does not keep reviews of this office.
        AuditError: the details do not fit together.
    """
    policy = _policy(actor, now)
    if not policy.keeps_reviews or office.pk not in policy.audits.office_ids:
        raise NotAllowedError(_("A review is called by the ISO secretary."))
    _check(details)
    year = details.period_to.year
    number = next_number(f"review:{year}")
    review = ManagementReview(office=office, year=year, code=f"XX-{year}-{number:02}")
    return _save_details(review, details)


def _save_details(review: ManagementReview, details: ReviewDetails) -> ManagementReview:
    for name in ("period_from", "period_to", "planned_on", "chair", "secretary", "place", "others"):
        setattr(review, name, getattr(details, name))
    review.save()
    review.participants.set(details.participants)
    return review


@transaction.atomic
def change_review(
    actor: User, review_id: int, lock_version: int, details: ReviewDetails, now: dt.datetime
) -> ManagementReview:
    """Change period, day and people while the review is being prepared; its code stays.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; the details do not fit; changed meanwhile.
    """
    review = take(ManagementReview, review_id, lock_version)
    if not _policy(actor, now).may_prepare(review):
        raise NotAllowedError(_("A review is changed by the ISO secretary before it is held."))
    _check(details)
    return _save_details(review, details)


@transaction.atomic
def give_input(
    actor: User,
    review: ManagementReview,
    part: str,
    unit: Unit,
    text: str,
    *,
    seen: int | None,
    now: dt.datetime,
) -> ReviewInput:
    """Write what a unit says about one input; the secretary writes for the office, heads for their units.

    Args:
        seen: the lock version of the unit's text the person saw; None when there was none.

    Raises:
        NotAllowedError, StaleError: not now or not this person; the unit wrote something meanwhile.
    """
    review = ManagementReview.objects.select_for_update().get(pk=review.pk)
    if part not in ReviewPart.values or not _policy(actor, now).may_give_input(review, part, unit.pk):
        raise NotAllowedError(
            _(
                "Inputs are written while the review is being prepared: by heads for their units, by the ISO secretary."
            )
        )
    words = {"text": clean_text(text).strip(), "given_by": actor, "given_at": now}
    if seen is None:
        try:
            with transaction.atomic():
                return ReviewInput.objects.create(review=review, part=part, unit=unit, **words)
        except IntegrityError as error:
            raise StaleError(_stale_words()) from error
    own = ReviewInput.objects.filter(review=review, part=part, unit=unit).first()
    if own is None:
        raise StaleError(_stale_words())
    row = take(ReviewInput, own.pk, seen)
    for name, value in words.items():
        setattr(row, name, value)
    row.save()
    return row


def _stale_words() -> str:
    return _("Your unit wrote something else here meanwhile. Look at it, then send your text again.")


@transaction.atomic
def hold_review(
    actor: User,
    review_id: int,
    lock_version: int,
    *,
    held_on: dt.date,
    participants: Sequence[User],
    others: str,
    now: dt.datetime,
) -> ManagementReview:
    """Record that the meeting took place. The inputs are frozen as they are now, with a hash.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; the day is not possible, nobody took
            part, or an input has neither figures nor words; changed meanwhile.
    """
    review = take(ManagementReview, review_id, lock_version)
    if not _policy(actor, now).may_hold(review):
        raise NotAllowedError(_("The ISO secretary records that a review was held."))
    if not review.period_from <= held_on <= localdate(now):
        raise AuditError(_("Write the day on which the meeting took place, today at the latest."))
    if not participants and not others.strip():
        raise AuditError(_("Name who took part besides chair and secretary."))
    pack = pack_of(review, now)
    if missing := [section.title for section in pack.missing]:
        words = _(
            "Nothing is known yet about: %(inputs)s. Write at least one sentence for each, then record it."
        )
        raise AuditError(words % {"inputs": "; ".join(missing)})
    frozen = normalise(to_json(pack))
    review.inputs, review.inputs_sha256 = frozen, hash_of(frozen)  # type: ignore[arg-type]
    review.state, review.held_on, review.recorded_at = ReviewState.HELD, held_on, now
    review.others = others.strip()
    review.save()
    review.participants.set(participants)
    return review


@transaction.atomic
def write_minutes(
    actor: User, review_id: int, lock_version: int, *, minutes: str, conclusion: str, now: dt.datetime
) -> ManagementReview:
    """Write what was said and what was concluded, until the minutes are signed.

    Raises:
        NotAllowedError, StaleError: not now or not this person; changed meanwhile.
    """
    review = take(ManagementReview, review_id, lock_version)
    if not _policy(actor, now).may_write_minutes(review):
        raise NotAllowedError(_("Minutes are written by the ISO secretary after the review was held."))
    review.minutes, review.conclusion = clean_text(minutes).strip(), clean_text(conclusion).strip()
    review.save()
    return review


@transaction.atomic
def sign_review(actor: User, review_id: int, lock_version: int, now: dt.datetime) -> ManagementReview:
    """The leader signs the minutes: nothing changes any more, and every decision becomes an action of its owner.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; minutes or conclusion are missing, or a
            decision cannot be given (its day is over, its owner has left); changed meanwhile.
    """
    review = take(ManagementReview, review_id, lock_version)
    if not _policy(actor, now).may_sign(review):
        raise NotAllowedError(_("Minutes are signed by a leader who did not keep them."))
    if not review.minutes or not review.conclusion:
        raise AuditError(
            _("The minutes or the conclusion are still empty. The ISO secretary writes them first.")
        )
    give_actions(review, now)
    review.state, review.signed_at, review.signed_by = ReviewState.CLOSED, now, actor
    review.signatory = signature_of(actor, localdate(now), [LEADER])
    review.save()
    return review
