"""What of objectives and management reviews waits for a person: rows of "My work". At most five queries of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import ObjectiveState, ReviewState
from audits.measures import is_counted
from audits.models import ManagementReview, QualityObjective, ReviewInput
from audits.policies import HEAD, LEADER, SECRETARY, AuditPolicy
from audits.review_policy import ReviewPolicy
from audits.rules.objectives import finished, periods_of
from audits.selectors.objectives import latest_measurements
from document_control.policies import DocumentPolicy
from dossiers.statistics.periods import Period
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import AUDITS, Job, days_words, end_of, urgency_of, waited_words

DAYS_TO_ENTER = 10
"""Days after the end of a period until its value should be there."""


def objective_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Objectives to approve and to measure."""
    audits = AuditPolicy.of(documents)
    return list(_objective_jobs(ReviewPolicy(audits), now)) if audits.may_enter else []


def review_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Management reviews to prepare, to hold, to write down and to sign."""
    audits = AuditPolicy.of(documents)
    return list(_review_jobs(ReviewPolicy(audits), now)) if audits.may_enter else []


# --- Objectives ---------------------------------------------------------------------------------------------------
def _objective_jobs(policy: ReviewPolicy, now: dt.datetime) -> Iterator[Job]:
    if policy.audits.roles & {LEADER, SECRETARY}:
        waiting = QualityObjective.objects.filter(
            state__in=[ObjectiveState.DRAFT, ObjectiveState.SUBMITTED], office__in=policy.audits.office_ids
        )
        for objective in waiting.order_by("code"):
            if policy.may_approve(objective):
                yield _approve_job(objective, now)
            elif objective.return_reason and policy.may_change(objective):
                yield _returned_job(objective)
    yield from _value_jobs(policy, localdate(now))


def _approve_job(objective: QualityObjective, now: dt.datetime) -> Job:
    since = objective.submitted_at or now
    return Job(
        AUDITS,
        "today",
        _("Waits for you"),
        waited_words(since, now),
        _("Approve the objective: %(statement)s") % {"statement": objective.statement},
        objective.code,
        _("Once approved it is measured."),
        _("Look and decide"),
        reverse("objective", args=[objective.code]),
        "stamp",
    )


def _returned_job(objective: QualityObjective) -> Job:
    return Job(
        AUDITS,
        "today",
        _("Sent back"),
        "",
        _("Change the objective: %(statement)s") % {"statement": objective.statement},
        objective.code,
        objective.return_reason,
        _("Change the objective"),
        reverse("objective-edit", args=[objective.code]),
        "edit",
    )


def _value_jobs(policy: ReviewPolicy, today: dt.date) -> Iterator[Job]:
    """One row for each objective of the person whose value of a period that is over is not there yet."""
    own = QualityObjective.objects.filter(owner=policy.user.pk, state=ObjectiveState.APPROVED)
    entered = [objective for objective in own.order_by("code") if not is_counted(objective.measure)]
    if not entered:
        return
    known = latest_measurements([objective.pk for objective in entered])
    for objective in entered:
        over = finished(periods_of(objective.year, objective.frequency), today)
        missing = [period for period in over if (objective.pk, period.first) not in known]
        if missing:
            yield _value_job(objective, missing, today)


def _value_job(objective: QualityObjective, missing: list[Period], today: dt.date) -> Job:
    first = missing[0]
    due = first.last + dt.timedelta(days=DAYS_TO_ENTER)
    days = (due - today).days
    return Job(
        AUDITS,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(due)},
        _("Enter the value of %(period)s: %(statement)s")
        % {"period": first.words, "statement": objective.statement},
        objective.code,
        objective.source_note,
        _("Enter the value"),
        reverse("objective-value", args=[objective.code, first.name]),
        "chart",
        due=end_of(due),
    )


# --- Reviews ------------------------------------------------------------------------------------------------------
def _review_jobs(policy: ReviewPolicy, now: dt.datetime) -> Iterator[Job]:
    if not policy.audits.roles & {LEADER, SECRETARY, HEAD}:
        return
    for review in _running_reviews(policy):
        if policy.may_hold(review):
            yield _hold_job(review, localdate(now))
        elif policy.may_sign(review) and review.chair_id == policy.user.pk and review.minutes:
            yield _sign_job(review, now)
        elif policy.may_write_minutes(review) and not review.minutes:
            yield _minutes_job(review, now)
        elif _is_asked(policy, review):
            yield _input_job(review, localdate(now))


def _running_reviews(policy: ReviewPolicy) -> QuerySet[ManagementReview]:
    """Reviews that are not signed, without their packs; `has_written`: the person's units have said something."""
    own = ReviewInput.objects.filter(
        review=OuterRef("pk"), unit__in=policy.audits.documents.own_unit_ids
    ).exclude(text="")
    rows = ManagementReview.objects.exclude(state=ReviewState.CLOSED).defer("inputs")
    rows = rows.filter(office__in=policy.audits.office_ids)
    return rows.annotate(has_written=Exists(own)).order_by("planned_on")


def _is_asked(policy: ReviewPolicy, review: ManagementReview) -> bool:
    """A head whose unit has said nothing yet."""
    is_head = HEAD in policy.audits.roles and review.state == ReviewState.PREPARING
    return is_head and not getattr(review, "has_written", False)


def _review_job(
    review: ManagementReview, due: dt.date, today: dt.date, *, words: tuple[str, str, str]
) -> Job:
    title, context, verb = words
    days = (due - today).days
    return Job(
        AUDITS,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(due)},
        title,
        review.code,
        context,
        verb,
        reverse("review", args=[review.code]),
        "people",
        due=end_of(due),
    )


def _hold_job(review: ManagementReview, today: dt.date) -> Job:
    title = _("Prepare the management review of %(day)s") % {"day": format_date(review.planned_on)}
    words = (
        title,
        _("Record it as held after the meeting; the inputs are frozen then."),
        _("Open the review"),
    )
    return _review_job(review, review.planned_on, today, words=words)


def _input_job(review: ManagementReview, today: dt.date) -> Job:
    title = _("Give your unit's input for the management review of %(day)s")
    words = (
        title % {"day": format_date(review.planned_on)},
        _("Risks, resources, ideas: what the figures do not say."),
        _("Give the input"),
    )
    return _review_job(review, review.planned_on, today, words=words)


def _held_job(review: ManagementReview, now: dt.datetime, title: str, verb: str, icon: str) -> Job:
    since = review.recorded_at or now
    return Job(
        AUDITS,
        "today",
        _("Waits for you"),
        waited_words(since, now),
        title,
        review.code,
        _("Held on %(day)s.") % {"day": format_date(review.held_on)},
        verb,
        reverse("review-minutes", args=[review.code]),
        icon,
    )


def _minutes_job(review: ManagementReview, now: dt.datetime) -> Job:
    title = _("Write the minutes of %(review)s") % {"review": review.code}
    return _held_job(review, now, title, _("Write the minutes"), "edit")


def _sign_job(review: ManagementReview, now: dt.datetime) -> Job:
    title = _("Sign the minutes of %(review)s") % {"review": review.code}
    return _held_job(review, now, title, _("Read and sign"), "stamp")
