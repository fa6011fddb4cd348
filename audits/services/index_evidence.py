"""Evidence of the reform index: added and taken back while the unit scores itself or explains."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from audits.errors import AuditError
from audits.models import Assessment, Score, ScoreEvidence
from audits.reform_index_policy import IndexPolicy
from audits.services.index_claims import hold
from organisation.models import User

MOST_FILES = 20
"""Pieces of evidence of one component."""


def _may_show(policy: IndexPolicy, assessment: Assessment) -> bool:
    return policy.may_self_score(assessment) or policy.may_explain(assessment)


def _hold_for(actor: User, score: Score, now: dt.datetime) -> None:
    refusal = _("The unit adds evidence while it scores itself or explains.")
    hold(score.assessment_id, actor, _may_show, refusal, now)


@transaction.atomic
def add_evidence(
    actor: User,
    score_id: int,
    *,
    title: str,
    file: File[Any] | None = None,
    url: str = "",
    now: dt.datetime,
) -> ScoreEvidence:
    """Add a file, a link, or words; the form has looked at the kind and size of the file.

    Raises:
        NotAllowedError: not of the unit, or the appraisers have it already.
        AuditError: nothing was given, the same file again, or there is more than a component needs.
    """
    score = Score.objects.select_related("component").get(pk=score_id)
    _hold_for(actor, score, now)
    shown = score.evidence.filter(removed_at__isnull=True)
    title = " ".join(title.split())[:200] or (str(file.name)[:200] if file else url[:200])
    if score.is_survey:
        raise AuditError(_("A component of the survey needs no evidence of the unit."))
    if not title:
        raise AuditError(_("Choose a file, or write what shows it."))
    if shown.count() >= MOST_FILES:
        raise AuditError(_("There is enough evidence here. Take back what is no longer needed first."))
    digest = _sha256(file) if file else ""
    if digest and shown.filter(sha256=digest).exists():
        raise AuditError(_("This file is there already."))
    return ScoreEvidence.objects.create(
        score=score,
        title=title,
        file=file or "",
        url=url,
        sha256=digest,
        size=file.size if file else 0,
        added_at=now,
        added_by=actor,
    )


def _sha256(file: File[Any]) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


@transaction.atomic
def remove_evidence(actor: User, evidence_id: int, *, now: dt.datetime) -> ScoreEvidence:
    """Take a piece of evidence back; the row and its file stay.

    Raises:
        NotAllowedError: as `add_evidence`.
    """
    evidence = ScoreEvidence.objects.select_related("score").get(pk=evidence_id)
    _hold_for(actor, evidence.score, now)
    ScoreEvidence.objects.filter(pk=evidence_id, removed_at__isnull=True).update(removed_at=now)
    return evidence
