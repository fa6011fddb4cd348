"""What was searched for. No person is in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.analysis.query import LONGEST_QUERY


class Face(models.TextChoices):
    """Where somebody searched."""

    PUBLIC = "public", _("Public site")
    STAFF = "staff", _("Workplace")


class QueryLog(models.Model):
    """How often something was searched for on a day. Neither who nor from where; long numbers are masked."""

    day = models.DateField(_("day"))
    face = models.CharField(_("where"), max_length=8, choices=Face)
    words = models.CharField(_("words"), max_length=LONGEST_QUERY)
    times = models.PositiveIntegerField(_("times"), default=1)
    found = models.PositiveIntegerField(_("results, the last time"))

    class Meta:
        verbose_name = _("what was searched for")
        verbose_name_plural = _("what was searched for")
        ordering = ["-day", "words"]
        constraints = [
            models.UniqueConstraint(name="query_log_once_a_day", fields=["day", "face", "words"]),
            models.CheckConstraint(name="query_log_has_words", condition=~models.Q(words="")),
            models.CheckConstraint(name="query_log_times_positive", condition=models.Q(times__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.times})"
