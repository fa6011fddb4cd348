"""The management review of a period: its inputs, its minutes, its decisions (ISO 9001 9.3; DOMAIN 1.7)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import DecisionKind, ReviewPart, ReviewState
from audits.models.findings import CorrectiveAction
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}


class ManagementReview(models.Model):
    """One review by the leaders.

    Attributes:
        code: "XX-2026-01", from the year of the period's last day and a running number; never reused.
        planned_on: the day of the meeting; `held_on` the day it took place.
        inputs: the pack as it lay before the meeting, frozen when the meeting is recorded as held, in the shape of
            `audits.rules.review_inputs.Pack.as_json`; `inputs_sha256` over its canonical JSON.
        others: who took part besides those who have an account.
        signed_by: who signed the minutes; `signatory` is name, post and unit as signed.
    """

    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    planned_on = models.DateField(_("day of the meeting"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("chair")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("secretary")
    )
    participants = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("participants")
    )
    others = models.TextField(_("others who took part"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.PREPARING)
    inputs = models.JSONField(default=dict, blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    minutes = models.TextField(_("minutes"), max_length=20_000, blank=True)
    conclusion = models.TextField(_("conclusion"), max_length=4000, blank=True)
    recorded_at = models.DateTimeField(_("recorded as held at"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("signed by"), **_PERSON)
    signatory = models.JSONField(default=dict, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(
        m2m_fields=[participants], excluded_fields=["inputs", "signatory", "lock_version"]
    )

    class Meta:
        verbose_name = _("management review")
        verbose_name_plural = _("management reviews")
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_period",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="review_chair_is_not_secretary",
                condition=~Q(chair=F("secretary")),
                violation_error_message=_("The chair does not keep the minutes."),
            ),
            models.CheckConstraint(
                name="review_held_whole",
                condition=Q(state=ReviewState.PREPARING)
                | Q(held_on__isnull=False, recorded_at__isnull=False) & ~Q(inputs_sha256=""),
            ),
            models.CheckConstraint(
                name="review_signed_whole",
                condition=~Q(state=ReviewState.CLOSED)
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(minutes=""),
            ),
            models.CheckConstraint(
                name="review_secretary_does_not_sign",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("secretary")),
                violation_error_message=_("Whoever keeps the minutes does not sign them."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ReviewInput(models.Model):
    """What a unit wrote for one input of a review; the office's own row holds what the secretary wrote."""

    review = models.ForeignKey(ManagementReview, on_delete=models.PROTECT, related_name="entered")
    part = models.CharField(_("input"), max_length=16, choices=ReviewPart)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    text = models.TextField(_("text"), max_length=6000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"))
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["lock_version", "given_at"])

    class Meta:
        verbose_name = _("input of a review")
        verbose_name_plural = _("inputs of a review")
        ordering = ["part", "unit"]
        constraints = [
            models.UniqueConstraint(name="review_input_once_a_unit", fields=["review", "part", "unit"])
        ]

    def __str__(self) -> str:
        return f"{self.review.code}: {self.get_part_display()}"


class ReviewDecision(models.Model):
    """What the review decided. When the minutes are signed it becomes a corrective action of its owner."""

    review = models.ForeignKey(ManagementReview, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=14, choices=DecisionKind)
    text = models.TextField(_("decision"), max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("answers for it")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    due_on = models.DateField(_("due on"))
    action = models.OneToOneField(
        CorrectiveAction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="review_decision",
        verbose_name=_("action"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision of a review")
        verbose_name_plural = _("decisions of a review")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="review_decision_number", fields=["review", "number"])]

    def __str__(self) -> str:
        return f"{self.review.code}/{self.number}"
