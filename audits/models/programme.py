"""The audit programme of a year (ISO 9001 9.2.2 a; DOMAIN 1.6): which unit is audited when, about which clauses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import ProgrammeState
from audits.models.standard import StandardClause
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class AuditProgramme(models.Model):
    """One per office and year. `office`: the unit whose whole tree is audited (the ward)."""

    office = models.ForeignKey(Unit, verbose_name=_("office"), **_PERSON)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    objectives = models.TextField(_("objectives"), blank=True)
    criteria = models.TextField(_("criteria"), blank=True)
    considered = models.TextField(_("importance, changes and earlier results taken into account"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    drawn_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("drawn up by"), **_PERSON)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, verbose_name=_("approved by"), **_PERSON
    )
    signatory = models.JSONField(default=dict, blank=True)
    return_reason = models.TextField(_("why it was sent back"), blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("audit programme")
        verbose_name_plural = _("audit programmes")
        ordering = ["-year", "office"]
        constraints = [
            models.UniqueConstraint(
                name="audit_programme_once_a_year",
                fields=["office", "year"],
                violation_error_message=_("This office already has an audit programme for the year."),
            ),
            models.CheckConstraint(
                name="audit_programme_approved_whole",
                condition=~Q(state=ProgrammeState.APPROVED)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="audit_programme_drafter_does_not_approve",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_up_by")),
                violation_error_message=_("Whoever drew the programme up does not approve it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class ProgrammeEntry(models.Model):
    """A unit is audited in a month of the programme, about these clauses."""

    programme = models.ForeignKey(AuditProgramme, on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    clauses = models.ManyToManyField(
        StandardClause, related_name="entries", blank=True, verbose_name=_("clauses")
    )
    note = models.CharField(_("note"), max_length=255, blank=True)

    history = HistoricalRecords(m2m_fields=[clauses])

    class Meta:
        verbose_name = _("entry of an audit programme")
        verbose_name_plural = _("entries of an audit programme")
        ordering = ["month", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="programme_entry_once",
                fields=["programme", "unit", "month"],
                violation_error_message=_("This unit is already planned for this month."),
            ),
            models.CheckConstraint(
                name="programme_entry_month", condition=Q(month__gte=1) & Q(month__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.month}/{self.programme.year}"
