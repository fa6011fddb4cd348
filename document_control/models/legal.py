"""Legal acts: the external documents that procedures rest on (ISO 9001:2015 7.5.3.2)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.search import index

from document_control.enums import LegalActKind


class LegalAct(index.Indexed, models.Model):
    """A law, decree, circular … with its number; `replaced_by` names the act that took its place."""

    number = models.CharField(_("number"), max_length=60, help_text=_("e.g. 61/2018/NĐ-CP"))
    title = models.TextField(_("title"), max_length=2000)
    kind = models.CharField(_("kind"), max_length=12, choices=LegalActKind, default=LegalActKind.OTHER)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    url = models.URLField(_("address of the text"), blank=True)

    history = HistoricalRecords()

    search_fields = [
        index.SearchField("number", boost=3),
        index.SearchField("title"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title"),
        index.FilterField("id"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(
                name="legal_act_unique_number",
                fields=["number", "issuer"],
                violation_error_message=_("This legal act is already in the register."),
            ),
            models.CheckConstraint(
                name="legal_act_not_replaced_by_itself",
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(replaced_by=models.F("pk")),
                violation_error_message=_("A legal act cannot replace itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.pk and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("A legal act cannot replace itself.")})

    def is_in_force_on(self, day: dt.date) -> bool:
        """Is the act in force on `day`, as far as its dates are known?"""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )
