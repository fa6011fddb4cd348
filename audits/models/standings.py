"""Reform indexes as somebody published them. Shown beside what is computed here, never mixed with it (DOMAIN 5.3)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import IndexTarget
from audits.models.index_sets import YEAR_BOUNDS
from organisation.models import Unit


class PublishedStanding(models.Model):
    """The place of one unit in a published ranking.

    Attributes:
        group: among whom, in words: "30 quận, huyện, thị xã"; `of`: how many these are.
        unit, unit_words: the unit, in words where it is not in the register.
        index: in per cent; null where it was not published, which is no 0.
        rank: its place; within_top where only "among the first N" was published.
        target_top: the place among the first N that was aimed at.
        commended: how many collectives of the group were commended, the same on each of its rows.
    """

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_BOUNDS)
    target_kind = models.CharField(_("units compared"), max_length=8, choices=IndexTarget)
    group = models.CharField(_("compared with"), max_length=120)
    of = models.PositiveSmallIntegerField(_("number of units compared"), validators=[MinValueValidator(1)])
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    unit_words = models.CharField(
        _("unit in words"),
        max_length=200,
        blank=True,
        help_text=_("Only when the unit is not in the register."),
    )
    index = models.DecimalField(
        _("index (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Leave it empty where it was not published."),
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    within_top = models.PositiveSmallIntegerField(
        _("among the first"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    target_top = models.PositiveSmallIntegerField(
        _("target: among the first"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    commended = models.PositiveSmallIntegerField(_("collectives commended"), null=True, blank=True)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    source = models.CharField(_("source"), max_length=400)
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("published standing of the reform index")
        verbose_name_plural = _("published standings of the reform index")
        ordering = ["-year", "group", F("rank").asc(nulls_last=True), F("index").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="published_standing_once_a_unit",
                fields=["year", "group", "unit"],
                condition=Q(unit__isnull=False),
                violation_error_message=_("This unit already has its place in the ranking of the year."),
            ),
            models.UniqueConstraint(
                name="published_standing_once_in_words",
                fields=["year", "group", "unit_words"],
                condition=Q(unit__isnull=True),
                violation_error_message=_("This unit already has its place in the ranking of the year."),
            ),
            models.CheckConstraint(
                name="published_standing_of_a_unit",
                condition=Q(unit__isnull=False, unit_words="") | Q(unit__isnull=True) & ~Q(unit_words=""),
                violation_error_message=_("Choose the unit, or write it in words when it is not listed."),
            ),
            models.CheckConstraint(
                name="published_standing_index",
                condition=Q(index__isnull=True) | Q(index__gte=0, index__lte=100),
                violation_error_message=_("An index lies between 0 and 100."),
            ),
            models.CheckConstraint(
                name="published_standing_rank",
                condition=(Q(rank__isnull=True) | Q(rank__gte=1, rank__lte=F("of")))
                & (Q(within_top__isnull=True) | Q(within_top__gte=1, within_top__lte=F("of"))),
                violation_error_message=_("A rank lies between 1 and the number of units compared."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.name}"

    @property
    def name(self) -> str:
        """What the unit is called."""
        return self.unit.short_name if self.unit else self.unit_words

    @property
    def reached_top(self) -> int | None:
        """The rank, or the "among the first" published instead of it."""
        return self.rank if self.rank is not None else self.within_top
