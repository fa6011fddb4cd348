"""Failed look-ups on the public tracking page, kept for the minutes in which they count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FailedLookup(models.Model):
    """One try with a wrong code or secret. No address and no code is kept, only keyed hashes; deleted after the window.

    Attributes:
        asked_from: keyed hash of the visitor's address.
        asked_for: keyed hash of the code that was typed, whether or not there is such a dossier.
    """

    asked_from = models.CharField(max_length=64)
    asked_for = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("failed look-up")
        verbose_name_plural = _("failed look-ups")
        indexes = [models.Index(name="failed_lookup_at", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"
