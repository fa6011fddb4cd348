"""Validity periods: whole days, both ends included, an open end is null."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeriodQuerySet(models.QuerySet):
    """Rows that hold during a period of whole days."""

    def valid_on(self, day: dt.date) -> Self:
        """Rows whose period includes `day` (local date)."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def overlapping(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Rows whose period shares at least one day with [start, end]; None is an open end."""
        rows = self
        if end is not None:
            rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=end))
        if start is not None:
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
        return rows


class PeriodModel(models.Model):
    """Abstract: a row that holds from `valid_from` to `valid_to`, both days included."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    checks_siblings = True
    """Off where one form edits all periods of a parent and compares them itself."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError(
                {"valid_to": _("The end lies before the start. Correct one of the two dates.")}
            )

    def is_valid_on(self, day: dt.date) -> bool:
        """Does the period include `day`?"""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def refuse_overlap(self, siblings: models.QuerySet[Any]) -> None:
        """Raise when another row of `siblings` shares a day with this period."""
        if not self.checks_siblings:
            return
        others = siblings.exclude(pk=self.pk) if self.pk else siblings
        if others.overlapping(self.valid_from, self.valid_to).exists():  # type: ignore[attr-defined]
            raise ValidationError(
                {"valid_from": _("This period overlaps another one. End the earlier period first.")}
            )


def period_constraint(name: str) -> models.CheckConstraint:
    """The database half of `PeriodModel.clean`; constraint names must be unique, so each model names its own."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("The end lies before the start. Correct one of the two dates."),
    )
