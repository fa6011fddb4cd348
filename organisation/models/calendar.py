"""The working calendar as data (DOMAIN 3.6): people edit it, `organisation.worktime` computes with it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords

from organisation.enums import HolidayKind, SaturdayMode, Weekday
from organisation.history import ChildHistory
from organisation.models.units import Unit
from organisation.periods import PeriodModel, period_constraint


class Holiday(models.Model):
    """A day on which nobody works, with the document that says so."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=HolidayKind, default=HolidayKind.PUBLIC_HOLIDAY)
    basis = models.CharField(_("basis"), max_length=255, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.date and SwappedDay.objects.filter(make_up_day=self.date).exists():
            raise ValidationError(
                {"date": _("This date is entered as a make-up day. Remove the swapped day first.")}
            )


class SwappedDay(models.Model):
    """A working day taken off and made up on a day of rest ("hoán đổi ngày làm việc")."""

    day_off = models.DateField(_("day off"), unique=True)
    make_up_day = models.DateField(_("made up on"), unique=True)
    name = models.CharField(_("occasion"), max_length=160)
    basis = models.CharField(_("basis"), max_length=255, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("swapped day")
        verbose_name_plural = _("swapped days")
        ordering = ["-day_off"]
        constraints = [
            models.CheckConstraint(
                name="swapped_day_differs",
                condition=~models.Q(day_off=models.F("make_up_day")),
                violation_error_message=_("The day off and the make-up day must differ."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day_off:%d/%m/%Y} ↔ {self.make_up_day:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        if self.make_up_day and self.make_up_day.weekday() < Weekday.SATURDAY:
            raise ValidationError({"make_up_day": _("A make-up day must be a Saturday or Sunday.")})
        if self.day_off and self.day_off.weekday() >= Weekday.SATURDAY:
            raise ValidationError({"day_off": _("The day off must be a Monday to Friday.")})
        if self.make_up_day and Holiday.objects.filter(date=self.make_up_day).exists():
            raise ValidationError(
                {"make_up_day": _("This date is entered as a holiday. Choose another make-up day.")}
            )


class OfficeHours(PeriodModel, ClusterableModel):
    """When a unit is open in a period, and what its Saturdays count as."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="office_hours", verbose_name=_("unit")
    )
    saturday_mode = models.CharField(
        _("Saturday mode"), max_length=24, choices=SaturdayMode, default=SaturdayMode.NONE
    )
    note = models.CharField(_("note"), max_length=255, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["unit", "-valid_from"]
        constraints = [period_constraint("office_hours_period")]

    def __str__(self) -> str:
        return f"{self.unit.short_name}: {self.get_saturday_mode_display()}"

    def clean(self) -> None:
        super().clean()
        if self.unit_id:
            self.refuse_overlap(OfficeHours.objects.filter(unit_id=self.unit_id))


class OfficeInterval(models.Model):
    """One opening of one weekday, e.g. Monday 08:00–12:00."""

    office_hours = ParentalKey(OfficeHours, on_delete=models.CASCADE, related_name="intervals")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    history = ChildHistory()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="office_interval_opens_before_closes",
                condition=models.Q(closes__gt=models.F("opens")),
                violation_error_message=_("Closing time must be later than opening time."),
            ),
            models.UniqueConstraint(
                name="office_interval_unique_opening", fields=["office_hours", "weekday", "opens"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": _("Closing time must be later than opening time.")})
