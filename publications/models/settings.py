"""How the papers of an office look, where the law leaves a choice."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from publications.compose.sources import SECTION_5

SECTION_5_DEFAULT = ", ".join(SECTION_5)


@register_setting(icon="doc-full")
class PaperSettings(BaseSiteSetting):
    """Layout choices of an office's papers (DOMAIN 1.4: two orders of section 5 are in use)."""

    section_5 = models.CharField(
        _("order of section 5"),
        max_length=255,
        default=SECTION_5_DEFAULT,
        help_text=_(
            "Parts in order, separated by commas: conditions, components, sets, time, place, fees, flow, steps, legal."
        ),
    )
    posting_days = models.PositiveSmallIntegerField(
        _("working days for replacing a notice"),
        default=5,
        help_text=_(
            "From the day a version takes effect until its notice must hang and old copies must be back."
        ),
    )
    smallest_poster_scale = models.DecimalField(
        _("smallest size of posters"),
        max_digits=3,
        decimal_places=2,
        default="0.85",
        help_text=_("1 is the size of an A4 notice; a poster that would be smaller is refused."),
    )

    class Meta:
        verbose_name = _("papers")

    @classmethod
    def chosen(cls) -> PaperSettings:
        """What the office of the default site chose, or the defaults; one query. Papers are made without a request."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()

    @property
    def section_5_order(self) -> tuple[str, ...]:
        """The parts of section 5 in the order chosen."""
        return tuple(part.strip() for part in self.section_5.split(",") if part.strip())

    def clean(self) -> None:
        super().clean()
        if sorted(self.section_5_order) != sorted(SECTION_5):
            raise ValidationError(
                {"section_5": _("Write each part exactly once: %(parts)s.") % {"parts": SECTION_5_DEFAULT}}
            )
