"""Scores of the reform index: a unit's assessment in a year, its points and their evidence (DOMAIN 5.2).

Points are null while nobody gave them: "not scored yet" is never 0.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import AssessmentState
from audits.models.findings import CorrectiveAction
from audits.models.index_sets import POINTS, YEAR_BOUNDS, IndexComponent, IndexSet
from organisation.models import Unit

_PERSON: dict[str, Any] = {
    "to": settings.AUTH_USER_MODEL,
    "on_delete": models.PROTECT,
    "related_name": "+",
}


def _within(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": F("max_points")})


class Assessment(models.Model):
    """The scoring of one unit in one year by one set.

    Attributes:
        has_survey: people are asked this year; without it the survey's components leave the maximum.
        index, result, result_sha256: frozen when it became final: the index in per cent, every component with its
            points, and the hash of that content.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="index_assessments", verbose_name=_("unit")
    )
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_BOUNDS)
    index_set = models.ForeignKey(
        IndexSet, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("index set")
    )
    state = models.CharField(_("state"), max_length=12, choices=AssessmentState, default=AssessmentState.OPEN)
    has_survey = models.BooleanField(_("with a survey"), default=True)
    self_score_by = models.DateField(_("self-assessment until"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(verbose_name=_("opened by"), null=True, blank=True, **_PERSON)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(verbose_name=_("submitted by"), null=True, blank=True, **_PERSON)
    return_reason = models.TextField(_("why it was sent back"), blank=True)
    finalised_at = models.DateTimeField(_("final since"), null=True, blank=True)
    finalised_by = models.ForeignKey(verbose_name=_("made final by"), null=True, blank=True, **_PERSON)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(verbose_name=_("published by"), null=True, blank=True, **_PERSON)
    signatory = models.JSONField(default=dict, blank=True)
    index = models.DecimalField(_("index (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["result", "result_sha256", "signatory"])

    class Meta:
        verbose_name = _("assessment of the reform index")
        verbose_name_plural = _("assessments of the reform index")
        ordering = ["-year", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_a_year",
                fields=["unit", "year", "index_set"],
                violation_error_message=_("This unit is already scored for the year."),
            ),
            models.CheckConstraint(
                name="assessment_submitted_whole",
                condition=Q(state__in=[AssessmentState.OPEN, AssessmentState.SELF_SCORING])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_final_whole",
                condition=Q(
                    state__in=[AssessmentState.FINAL, AssessmentState.PUBLISHED],
                    index__isnull=False,
                    index__gte=0,
                    index__lte=100,
                    finalised_at__isnull=False,
                    finalised_by__isnull=False,
                )
                & ~Q(result_sha256="")
                | ~Q(state__in=[AssessmentState.FINAL, AssessmentState.PUBLISHED])
                & Q(index__isnull=True, result_sha256=""),
            ),
            models.CheckConstraint(
                name="assessment_published_whole",
                condition=~Q(state=AssessmentState.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_finaliser_does_not_publish",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("finalised_by")),
                violation_error_message=_("Whoever made the result final does not publish it."),
            ),
        ]
        indexes = [models.Index(name="assessment_year_state", fields=["year", "state"])]

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.year}"


class Score(models.Model):
    """The points of one component.

    Attributes:
        max_points, is_survey: copied from the component, so that the database holds points to them.
        self_value: what the unit measured (per cent, a count, 0 or 1); self_points what that earns.
        measured: the figure that the system counted and the unit took over, with its numerator and denominator.
        appraised_points: what the appraisers give; reason: why it differs from the self-assessment.
        explanation: the unit's answer to the provisional result; decision: the appraisers' answer to that.
        survey_points: only where people were asked.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    component = models.ForeignKey(
        IndexComponent, on_delete=models.PROTECT, related_name="scores", verbose_name=_("component")
    )
    max_points = models.DecimalField(**POINTS)
    is_survey = models.BooleanField(default=False)
    self_value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, null=True, blank=True)
    self_points = models.DecimalField(_("self-assessed points"), null=True, blank=True, **POINTS)
    self_note = models.TextField(_("note of the unit"), blank=True)
    measured = models.JSONField(_("figure counted by the system"), default=dict, blank=True)
    self_scored_by = models.ForeignKey(verbose_name=_("self-assessed by"), null=True, blank=True, **_PERSON)
    appraised_points = models.DecimalField(_("appraised points"), null=True, blank=True, **POINTS)
    reason = models.TextField(_("reason"), blank=True)
    appraiser = models.ForeignKey(verbose_name=_("appraised by"), null=True, blank=True, **_PERSON)
    explanation = models.TextField(_("explanation of the unit"), blank=True)
    explained_by = models.ForeignKey(verbose_name=_("explained by"), null=True, blank=True, **_PERSON)
    decision = models.TextField(_("decision on the explanation"), blank=True)
    survey_points = models.DecimalField(_("points of the survey"), null=True, blank=True, **POINTS)
    actions = models.ManyToManyField(
        CorrectiveAction, blank=True, related_name="index_scores", verbose_name=_("corrective actions")
    )
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(m2m_fields=[actions], excluded_fields=["measured"])

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["assessment", "component"]),
            models.CheckConstraint(name="score_self_within", condition=_within("self_points")),
            models.CheckConstraint(name="score_appraised_within", condition=_within("appraised_points")),
            models.CheckConstraint(name="score_survey_within", condition=_within("survey_points")),
            models.CheckConstraint(
                name="score_survey_apart",
                condition=Q(is_survey=True, self_points__isnull=True, appraised_points__isnull=True)
                | Q(is_survey=False, survey_points__isnull=True),
            ),
            models.CheckConstraint(
                name="score_change_with_reason",
                condition=Q(appraised_points__isnull=True)
                | Q(self_points__isnull=False, appraised_points=F("self_points"))
                | ~Q(reason=""),
                violation_error_message=_("Say why the points differ from the self-assessment."),
            ),
            models.CheckConstraint(
                name="score_decision_answers_explanation", condition=Q(decision="") | ~Q(explanation="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component.code}"


class ScoreEvidence(models.Model):
    """What shows that a self-assessment is right: a file, or words with a link. Taken back, the row stays."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="audits/index/%Y/%m", blank=True)
    url = models.URLField(_("link"), max_length=400, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence of a score")
        verbose_name_plural = _("evidence of scores")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="score_evidence_file_hashed",
                condition=Q(file="", sha256="") | ~Q(file="") & ~Q(sha256=""),
            )
        ]

    def __str__(self) -> str:
        return self.title
