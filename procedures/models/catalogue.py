"""The lists that procedures choose from. All are rows that an office edits, with history."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.search import index

from organisation.models import OfficeDocument
from organisation.periods import PeriodModel, period_constraint
from procedures.enums import OnlineScale


class ProcedureField(models.Model):
    """A field of administration ("lĩnh vực"): a table, since ministries rename and split them."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    ministry_code = models.CharField(_("ministry's code"), max_length=20, blank=True)
    icon = models.SlugField(_("icon"), max_length=20, default="doc")
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("field of administration")
        verbose_name_plural = _("fields of administration")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Who may apply ("đối tượng thực hiện")."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kind of applicant")
        verbose_name_plural = _("kinds of applicants")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class OnlineLevel(PeriodModel):
    """How far a procedure goes online. Two legal scales, never translated into each other (DOMAIN 2.5)."""

    code = models.SlugField(_("code"), max_length=20)
    scale = models.CharField(_("scale"), max_length=10, choices=OnlineScale)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("meaning"), max_length=255, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("online level")
        verbose_name_plural = _("online levels")
        ordering = ["scale", "sort_order"]
        constraints = [
            period_constraint("online_level_period"),
            models.UniqueConstraint(name="online_level_unique_code", fields=["scale", "code"]),
        ]

    def __str__(self) -> str:
        return self.name


class FormTemplate(index.Indexed, models.Model):
    """A form ("biểu mẫu"). Issued with the procedure that carries it: name and bytes are frozen there."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=255)
    file = models.ForeignKey(
        OfficeDocument,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("file"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    search_fields = [
        index.SearchField("code", boost=3),
        index.SearchField("name"),
        index.AutocompleteField("code"),
        index.AutocompleteField("name"),
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"
