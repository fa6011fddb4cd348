"""What is counted of dossiers, by month, and what was published elsewhere (DOMAIN 3.10)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from document_control.models import ControlledDocument
from dossiers.enums import ReportedMeasure
from organisation.models import Unit
from procedures.enums import Channel

_KEY = ["competent_unit", "document", "field_code", "channel", "month"]


class MonthCounter(models.Model):
    """How many dossiers of one kind did something in one month; `statistics.keeping` alone writes it.

    A counter may pass below zero while rows written in bulk are not yet counted: statistics never stop the work of
    the office. `check_counters` tells, `check_counters --repair` counts anew.

    Attributes:
        month: year × 100 + month in local time.
        received: dossiers received in the month.
        early, on_time, overdue, without_result: dossiers closed in the month, by outcome.
        overdue_with_new_date: of the overdue, those with a new date promised by an apology letter.
        overdue_after_apology: of these, those that missed the new date, too.
        fell_due: dossiers whose original due date lies in the month, unless their clock stands still.
        settled: of all that ever fell due, those that were past due or closed at last in this month: the sum of
            `fell_due` minus the sum of `settled` up to a month is what was pending and past due at its end.
    """

    competent_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("competent unit"), db_index=False
    )
    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("procedure")
    )
    field_code = models.CharField(_("field"), max_length=40, blank=True)
    channel = models.CharField(_("way of handing in"), max_length=10, choices=Channel)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handler"),
    )
    month = models.PositiveIntegerField(_("month"))

    received = models.IntegerField(default=0)
    early = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    overdue_with_new_date = models.IntegerField(default=0)
    overdue_after_apology = models.IntegerField(default=0)
    without_result = models.IntegerField(default=0)
    fell_due = models.IntegerField(default=0)
    settled = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("month counter")
        verbose_name_plural = _("month counters")
        constraints = [
            models.UniqueConstraint(
                name="month_counter_once", fields=[*_KEY, "handler"], condition=Q(handler__isnull=False)
            ),
            models.UniqueConstraint(
                name="month_counter_once_nobody", fields=_KEY, condition=Q(handler__isnull=True)
            ),
        ]
        indexes = [models.Index(name="month_counter_unit_month", fields=["competent_unit", "month"])]

    def __str__(self) -> str:
        return f"{self.competent_unit_id} {self.document_id} {self.month}"


class ReportedFigure(models.Model):
    """A figure that somebody published. Shown beside what is computed, never added to it.

    Attributes:
        unit: the unit it speaks of; `unit_words` where the unit is not in the register.
        first_day, last_day: the period as published, both days included.
        value: a count, or a percentage for rates.
        is_approximate: "hơn 440.000": the exact figure was not published.
        source: where it stands, so that a reader finds it.
    """

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    unit_words = models.CharField(
        _("unit in words"),
        max_length=200,
        blank=True,
        help_text=_("Only when the unit is not in the register."),
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    measure = models.CharField(_("what was counted"), max_length=14, choices=ReportedMeasure)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    source = models.CharField(_("source"), max_length=400)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-last_day", "measure", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reported_figure_period",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="reported_figure_of_a_unit",
                condition=Q(unit__isnull=False, unit_words="") | Q(unit__isnull=True) & ~Q(unit_words=""),
                violation_error_message=_("Choose the unit, or write it in words when it is not listed."),
            ),
            models.CheckConstraint(
                name="reported_figure_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A published figure is zero or more."),
            ),
            models.CheckConstraint(
                name="reported_figure_rate_within_hundred",
                condition=~Q(measure__endswith="_rate") | Q(value__lte=100),
                violation_error_message=_("A rate lies between 0 and 100."),
            ),
        ]
        indexes = [models.Index(name="reported_figure_unit", fields=["unit", "last_day"])]

    def __str__(self) -> str:
        return f"{self.unit or self.unit_words} · {self.get_measure_display()}"

    @property
    def is_rate(self) -> bool:
        """Is the value a percentage?"""
        return self.measure.endswith("_rate")
