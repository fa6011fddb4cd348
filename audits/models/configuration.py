"""Choices of the office about its audits (values marked uncertain in the domain are data)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="clipboard-list")
class AuditSettings(BaseSiteSetting):
    """How an office audits. Notice is counted in working days, the others in calendar days."""

    notice_days = models.PositiveSmallIntegerField(
        _("working days between sending the plan and the first day"), default=5
    )
    answer_days = models.PositiveSmallIntegerField(_("days for the unit to answer a finding"), default=5)
    action_days = models.PositiveSmallIntegerField(
        _("days proposed for a corrective action"), default=30, validators=[MinValueValidator(1)]
    )
    effectiveness_days = models.PositiveSmallIntegerField(
        _("days after the verification until figures are compared"),
        default=90,
        validators=[MinValueValidator(1)],
    )
    late_steps_to_raise = models.PositiveSmallIntegerField(
        _("late steps of one procedure in a month that propose a finding"),
        default=3,
        validators=[MinValueValidator(1)],
    )
    photo_edge = models.PositiveSmallIntegerField(
        _("longest edge of kept photos (pixels)"),
        default=1600,
        validators=[MinValueValidator(800), MaxValueValidator(4000)],
    )

    class Meta:
        verbose_name = _("audits")

    @classmethod
    def chosen(cls) -> AuditSettings:
        """What the office of the default site chose, or the defaults; one query."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()
