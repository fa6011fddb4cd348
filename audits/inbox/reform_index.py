"""What of the reform index waits for a person: rows of "My work". One query of its own, besides rights."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import AssessmentState
from audits.models import Assessment
from audits.policies import AuditPolicy
from audits.reform_index_policy import IndexPolicy
from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import AUDITS, TODAY, Job, days_words, end_of, urgency_of, waited_words


def index_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Units to score, to appraise, to explain, to decide on, to publish."""
    audits = AuditPolicy.of(documents)
    policy = IndexPolicy(audits)
    if not policy.may_enter:
        return []
    running = policy.readable().exclude(state=AssessmentState.PUBLISHED)
    rows = running.select_related("unit").order_by("self_score_by", "pk")
    return [job for row in rows if (job := _job(policy, row, now))]


def _job(policy: IndexPolicy, row: Assessment, now: dt.datetime) -> Job | None:
    since = row.finalised_at or row.submitted_at or row.opened_at
    if policy.may_self_score(row):
        days = (row.self_score_by - localdate(now)).days
        return _row(
            row,
            _("Score the unit: %(unit)s"),
            _("Score the unit"),
            urgency=urgency_of(days),
            words=days_words(days),
            exact=_("Self-assessment until %(day)s") % {"day": format_date(row.self_score_by)},
            due=end_of(row.self_score_by),
        )
    words: dict[str, Any] = {"urgency": TODAY, "words": waited_words(since, now), "exact": ""}
    if policy.may_appraise(row):
        return _row(row, _("Appraise: %(unit)s"), _("Appraise the unit"), **words)
    if policy.may_explain(row):
        return _row(row, _("Explain the provisional result: %(unit)s"), _("Look and explain"), **words)
    if policy.may_decide(row):
        return _row(row, _("Decide on explanations: %(unit)s"), _("Look and decide"), **words)
    if policy.may_publish(row):
        return _row(row, _("Publish the result: %(unit)s"), _("Look and publish"), **words)
    return None


def _row(
    row: Assessment,
    title: str,
    verb: str,
    *,
    urgency: str,
    words: str,
    exact: str,
    due: dt.datetime | None = None,
) -> Job:
    return Job(
        AUDITS,
        urgency,
        words,
        exact,
        title % {"unit": row.unit.short_name},
        f"{row.year}",
        _("Reform index"),
        verb,
        reverse("reform-index-assessment", args=[row.pk]),
        "chart",
        due=due,
    )
