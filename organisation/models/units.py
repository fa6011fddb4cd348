"""Administrative units through time (DOMAIN section 8).

Names and official codes are reused in reality (a new ward may take the name and the code of an old commune), so
identity is the surrogate key and everything that may change is held by period.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords

from organisation.enums import SuccessionShare, UnitEventKind, UnitKind
from organisation.history import ChildHistory
from organisation.periods import PeriodModel, period_constraint


class AdminLevel(PeriodModel):
    """A level of government. A row, not an enum: the district level ended on 30/06/2025."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("level of government")
        verbose_name_plural = _("levels of government")
        ordering = ["sort_order", "code"]
        constraints = [period_constraint("admin_level_period")]

    def __str__(self) -> str:
        return self.name


class Unit(PeriodModel, ClusterableModel):
    """A unit of the authority, from its creation to its end."""

    slug = models.SlugField(
        _("identifier"), unique=True, help_text=_("Stable key used in files and imports.")
    )
    name = models.CharField(_("full name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    level = models.ForeignKey(
        AdminLevel,
        verbose_name=_("level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    gso_code = models.CharField(_("statistics office code"), max_length=10, blank=True)
    code = models.CharField(
        _("official identifier"),
        max_length=20,
        blank=True,
        help_text=_("Starts the dossier codes, e.g. H26.65."),
    )
    letterhead_parent = models.CharField(_("letterhead, upper line"), max_length=255, blank=True)
    letterhead_name = models.CharField(_("letterhead, own line"), max_length=255, blank=True)
    place_name = models.CharField(
        _("place in the date line"),
        max_length=120,
        blank=True,
        help_text=_('e.g. "An Hòa" in "An Hòa, ngày …"'),
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name", "pk"]
        constraints = [period_constraint("unit_period")]

    def __str__(self) -> str:
        if self.valid_to:
            return f"{self.name} (đến {self.valid_to:%d/%m/%Y})"
        return self.name

    def parent_on(self, day: dt.date) -> Unit | None:
        """The unit this one belongs to on `day`, if any."""
        row = self.parents.valid_on(day).select_related("parent").first()
        return row.parent if row else None


class UnitParent(PeriodModel):
    """Which unit a unit belongs to, by period."""

    unit = ParentalKey(Unit, on_delete=models.CASCADE, related_name="parents", verbose_name=_("unit"))
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="child_periods", verbose_name=_("belongs to")
    )

    history = ChildHistory()

    class Meta:
        verbose_name = _("superior unit by period")
        verbose_name_plural = _("superior units by period")
        ordering = ["unit", "valid_from"]
        constraints = [
            period_constraint("unit_parent_period"),
            models.CheckConstraint(
                name="unit_parent_not_itself",
                condition=~models.Q(unit=models.F("parent")),
                violation_error_message=_("A unit cannot belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.parent}"

    def clean(self) -> None:
        super().clean()
        if self.unit_id and self.unit_id == self.parent_id:
            raise ValidationError({"parent": _("A unit cannot belong to itself.")})
        if self.unit_id:
            self.refuse_overlap(UnitParent.objects.filter(unit_id=self.unit_id))


class UnitEvent(models.Model):
    """Something that happened to a unit, with its legal basis."""

    unit = ParentalKey(Unit, on_delete=models.CASCADE, related_name="events", verbose_name=_("unit"))
    date = models.DateField(_("date"))
    kind = models.CharField(_("event"), max_length=20, choices=UnitEventKind)
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = ChildHistory()

    class Meta:
        verbose_name = _("unit event")
        verbose_name_plural = _("unit events")
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.get_kind_display()}"


class UnitSuccession(models.Model):
    """Who took over a unit that ended, and how much of it."""

    old_unit = ParentalKey(
        Unit, on_delete=models.CASCADE, related_name="successions", verbose_name=_("former unit")
    )
    new_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessor_links",
        verbose_name=_("new unit"),
    )
    new_unit_name = models.CharField(
        _("name of the new unit"),
        max_length=255,
        blank=True,
        help_text=_("Only when it is not in this system."),
    )
    share = models.CharField(_("share"), max_length=12, choices=SuccessionShare)

    history = ChildHistory()

    class Meta:
        verbose_name = _("unit succession")
        verbose_name_plural = _("unit successions")
        ordering = ["old_unit", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_succession_names_successor",
                condition=models.Q(new_unit__isnull=False) | ~models.Q(new_unit_name=""),
                violation_error_message=_("Choose the new unit or write its name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_unit} → {self.new_unit or self.new_unit_name}"

    def clean(self) -> None:
        super().clean()
        if not self.new_unit_id and not self.new_unit_name:
            raise ValidationError({"new_unit": _("Choose the new unit or write its name.")})
