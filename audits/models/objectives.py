"""Quality objectives and what was measured (ISO 9001 6.2 and 9.1; DOMAIN 1.8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import (
    Measure,
    MeasuredEvery,
    MeasurementSource,
    MeasureUnit,
    ObjectiveState,
    TargetOperator,
)
from document_control.append_only import AppendOnlyModel
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}
_NOT_APPROVED = (ObjectiveState.DRAFT, ObjectiveState.SUBMITTED)


class QualityObjective(models.Model):
    """What the office wants to reach in a year, and how it is measured.

    Attributes:
        office: whose objective it is; `unit` the one that answers for it and whose dossiers (with those of the units
            below it) are counted.
        code: "MT-2026-01", a running number of the year; never reused.
        measure: what is counted; `source_note` says where an entered value comes from.
        frequency: the length of the periods that are measured.
        means: what it takes: people, money, work.
    """

    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    statement = models.TextField(_("objective"), max_length=1000)
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    source_note = models.CharField(_("where the value comes from"), max_length=255, blank=True)
    operator = models.CharField(_("comparison"), max_length=2, choices=TargetOperator)
    target = models.DecimalField(
        _("target"), max_digits=11, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    unit_of_measure = models.CharField(_("unit of measure"), max_length=10, choices=MeasureUnit)
    frequency = models.CharField(_("measured every"), max_length=8, choices=MeasuredEvery)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("answers for it")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    means = models.TextField(_("means and resources"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ObjectiveState, default=ObjectiveState.DRAFT)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn up by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("approved by"), **_PERSON)
    signatory = models.JSONField(default=dict, blank=True)
    return_reason = models.TextField(_("why it was sent back"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("closed by"), **_PERSON)
    close_note = models.TextField(_("why it was closed"), blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["signatory", "lock_version"])

    class Meta:
        verbose_name = _("quality objective")
        verbose_name_plural = _("quality objectives")
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(name="objective_target_not_negative", condition=Q(target__gte=0)),
            models.CheckConstraint(
                name="objective_target_is_a_share",
                condition=~Q(unit_of_measure=MeasureUnit.PERCENT) | Q(target__lte=100),
                violation_error_message=_("A share is 100 percent at most."),
            ),
            models.CheckConstraint(
                name="objective_drafter_does_not_approve",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_up_by")),
                violation_error_message=_("Whoever drew the objective up does not approve it."),
            ),
            models.CheckConstraint(
                name="objective_approved_whole",
                condition=Q(state__in=_NOT_APPROVED)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="objective_closed_whole",
                condition=~Q(state=ObjectiveState.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(close_note=""),
            ),
        ]
        indexes = [models.Index(name="objective_office_year", fields=["office", "year", "state"])]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"


class ObjectiveMeasurement(AppendOnlyModel):
    """The value of one period. A correction is a further row; the one with the highest number counts.

    Attributes:
        value: in the objective's unit of measure, rounded half up to two decimals; this is what is judged.
        numerator, denominator: what the value is made of, where it is a share or a count of something.
        by: who entered it, or had it counted; nobody when the system did by itself.
    """

    objective = models.ForeignKey(QualityObjective, on_delete=models.PROTECT, related_name="measurements")
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    number = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(_("value"), max_digits=11, decimal_places=2)
    numerator = models.PositiveIntegerField(_("numerator"), null=True, blank=True)
    denominator = models.PositiveIntegerField(_("denominator"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=MeasurementSource)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **_PERSON)
    at = models.DateTimeField(_("at"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")
        ordering = ["period_from", "number"]
        constraints = [
            models.UniqueConstraint(
                name="objective_measurement_once", fields=["objective", "period_from", "number"]
            ),
            models.CheckConstraint(
                name="objective_measurement_period", condition=Q(period_to__gte=F("period_from"))
            ),
            models.CheckConstraint(name="objective_measurement_not_negative", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="objective_measurement_entered_by_somebody",
                condition=Q(source=MeasurementSource.AUTOMATIC) | Q(by__isnull=False),
            ),
            models.CheckConstraint(
                name="objective_measurement_correction_says_why", condition=Q(number=1) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective.code} {self.period_from:%d/%m/%Y}–{self.period_to:%d/%m/%Y}: {self.value}"
