"""Choices of the office where the law leaves one, the sets of one-stop forms, and running numbers."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from dossiers.enums import GateMode, SlipKind
from organisation.periods import PeriodModel, period_constraint


@register_setting(icon="folder-open-1")
class DossierSettings(BaseSiteSetting):
    """How an office runs its dossiers. All day counts are working time (facts marked uncertain in the domain)."""

    gate_mode = models.CharField(
        _("apology gate"), max_length=20, choices=GateMode, default=GateMode.ANY_LATE_STEP
    )
    acceptance_hours = models.PositiveSmallIntegerField(
        _("working hours to accept an online submission"), default=8, validators=[MinValueValidator(1)]
    )
    supplements_per_stage = models.PositiveSmallIntegerField(
        _("requests for supplements per stage"), default=1, validators=[MinValueValidator(1)]
    )
    explain_hours = models.PositiveSmallIntegerField(_("working hours to explain a late step"), default=4)
    draft_letter_hours = models.PositiveSmallIntegerField(_("working hours to draft the letter"), default=4)
    sign_letter_hours = models.PositiveSmallIntegerField(_("working hours to sign the letter"), default=2)
    send_letter_hours = models.PositiveSmallIntegerField(_("working hours to send the letter"), default=1)
    remind_before_hours = models.PositiveSmallIntegerField(
        _("working hours before a deadline to remind by e-mail"), default=4
    )
    on_time_target = models.DecimalField(
        _("target of the on-time rate (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(95),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Reports draw it as a line and name the units below it."),
    )
    shows_officer_name = models.BooleanField(
        _("show the officer's name to the applicant"),
        default=True,
        help_text=_("Post and unit are always shown on the tracking page."),
    )

    class Meta:
        verbose_name = _("dossiers")

    @classmethod
    def chosen(cls) -> DossierSettings:
        """What the office of the default site chose, or the defaults; one query."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()


class OneStopForm(PeriodModel):
    """The number and name that a circular gave a one-stop form. A dossier prints the set in force at reception."""

    kind = models.CharField(_("form"), max_length=5, choices=SlipKind)
    form_set = models.CharField(_("circular"), max_length=60)
    number = models.CharField(_("number in the set"), max_length=10)
    name = models.CharField(_("name"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("one-stop form")
        verbose_name_plural = _("one-stop forms")
        ordering = ["kind", "-valid_from"]
        constraints = [
            period_constraint("one_stop_form_period"),
            models.UniqueConstraint(name="one_stop_form_once_per_set", fields=["kind", "form_set"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.form_set}"


class Sequence(models.Model):
    """A running number: "dossier:12:2026-08-12" counts the dossiers that unit 12 received on a day."""

    name = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("running number")
        verbose_name_plural = _("running numbers")

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
