"""The clauses of the standard that an audit covers: data that the ISO secretary edits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class StandardClause(models.Model):
    """A clause of TCVN ISO 9001:2015 ("7.5.3"). `is_audited`: a programme must reach it at least once a year."""

    number = models.CharField(_("number"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)
    is_audited = models.BooleanField(_("audited every year"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("clause of the standard")
        verbose_name_plural = _("clauses of the standard")
        ordering = ["sort_order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
