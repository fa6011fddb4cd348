"""Which office a site speaks for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from organisation.models.files import OfficeImage
from organisation.models.units import Unit


@register_setting(icon="home")
class OfficeSettings(BaseSiteSetting):
    """The office a site belongs to: header, letterhead and opening hours follow its unit."""

    office = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("authority")
    )
    reception = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reception point"),
        help_text=_("Where citizens hand in dossiers; its address and office hours are shown to the public."),
    )
    emblem = models.ForeignKey(
        OfficeImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("emblem"),
    )
    citizen_reception = models.CharField(_("citizen reception"), max_length=255, blank=True)
    feedback_note = models.CharField(
        _("feedback on procedures"),
        max_length=255,
        blank=True,
        help_text=_("Where remarks on procedures are received (must be posted with every procedure)."),
    )
    online_portal_url = models.URLField(_("national service portal"), blank=True)
    is_sample_data = models.BooleanField(
        _("sample data"), default=False, help_text=_("Every page says so while this is on.")
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("office"), FieldPanel("reception"), FieldPanel("emblem")], _("Authority")
        ),
        MultiFieldPanel(
            [FieldPanel("citizen_reception"), FieldPanel("feedback_note"), FieldPanel("online_portal_url")],
            _("For citizens"),
        ),
        FieldPanel("is_sample_data"),
    ]

    class Meta:
        verbose_name = _("office settings")
