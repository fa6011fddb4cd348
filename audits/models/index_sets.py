"""An index set of the administrative reform: what is scored and how (DOMAIN 5). Data, not code.

Domain, criterion, component: only components are scored. A set that an assessment used never changes again; the next
year's set is a new version.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import IndexMeasure, IndexSetState, IndexTarget, ScoringKind, ScoringMethod

POINTS: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}
YEAR_BOUNDS = [MinValueValidator(2000), MaxValueValidator(2100)]


class IndexSet(models.Model):
    """One version of a set. `first_year`, `last_year`: the years it may score, both included; open when empty."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=255)
    target_kind = models.CharField(_("scores"), max_length=8, choices=IndexTarget)
    total = models.DecimalField(_("points in all"), default=Decimal(100), **POINTS)
    first_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    basis = models.CharField(_("basis"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=IndexSetState, default=IndexSetState.DRAFT)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("index set")
        verbose_name_plural = _("index sets")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="index_set_version_once",
                fields=["code", "version"],
                violation_error_message=_("This version of the index set is already there."),
            ),
            models.CheckConstraint(name="index_set_total", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="index_set_years",
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def covers(self, year: int) -> bool:
        """May it score this year?"""
        return (self.first_year or year) <= year <= (self.last_year or year)


class IndexDomain(models.Model):
    """A domain ("lĩnh vực") of a set."""

    index_set = models.ForeignKey(IndexSet, on_delete=models.CASCADE, related_name="domains")
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=255)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("domain of an index set")
        verbose_name_plural = _("domains of an index set")
        ordering = ["index_set", "position"]
        constraints = [models.UniqueConstraint(name="index_domain_once", fields=["index_set", "code"])]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class IndexCriterion(models.Model):
    """A criterion ("tiêu chí") of a domain."""

    domain = models.ForeignKey(IndexDomain, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=255)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion of an index set")
        verbose_name_plural = _("criteria of an index set")
        ordering = ["domain", "position"]
        constraints = [models.UniqueConstraint(name="index_criterion_once", fields=["domain", "code"])]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class IndexComponent(models.Model):
    """A component ("tiêu chí thành phần"): what is scored.

    Attributes:
        rule: parameters of the scoring rule, numbers as text: `audits.rules.scoring.points_for`.
        evidence_hint: what shows it.
        measure: the figure that the system counts itself, where there is one.
    """

    criterion = models.ForeignKey(IndexCriterion, on_delete=models.CASCADE, related_name="components")
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
    max_points = models.DecimalField(_("points at most"), **POINTS)
    method = models.CharField(_("scored by"), max_length=16, choices=ScoringMethod)
    scoring = models.CharField(_("rule"), max_length=10, choices=ScoringKind)
    rule = models.JSONField(_("parameters of the rule"), default=dict, blank=True)
    evidence_hint = models.CharField(_("evidence"), max_length=255, blank=True)
    measure = models.CharField(_("own figure"), max_length=16, choices=IndexMeasure, blank=True)

    class Meta:
        verbose_name = _("component of an index set")
        verbose_name_plural = _("components of an index set")
        ordering = ["criterion", "position"]
        constraints = [
            models.UniqueConstraint(name="index_component_once", fields=["criterion", "code"]),
            models.CheckConstraint(name="index_component_points", condition=Q(max_points__gt=0)),
            models.CheckConstraint(
                name="index_component_survey_by_survey",
                condition=Q(method=ScoringMethod.SURVEY, scoring=ScoringKind.SURVEY)
                | ~Q(method=ScoringMethod.SURVEY) & ~Q(scoring=ScoringKind.SURVEY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"

    @property
    def is_survey(self) -> bool:
        """Scored by asking people, never by the unit itself."""
        return self.method == ScoringMethod.SURVEY
