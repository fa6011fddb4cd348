"""A table of existing dossiers that somebody brought in: the file byte for byte, what was found, what came of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.enums import DossierImportState
from organisation.models import Unit


def import_path(instance: DossierImport, filename: str) -> str:
    """Where the file lies: by its hash, outside what the web server serves."""
    return f"dossier-imports/{instance.sha256[:2]}/{uuid.uuid4().hex}"


class DossierImport(models.Model):
    """One file. Nothing is deleted: it is the evidence for every dossier that came with it.

    Attributes:
        lines: dossiers in the file; `new` of them are not here yet, `known` are.
        problems: the first findings as {line, column, message, is_error}; `errors` counts all errors.
        trouble: why the last writing did nothing; empty when it went well.
        written: dossiers made from it.
    """

    name = models.CharField(_("file name"), max_length=255)
    content = models.FileField(upload_to=import_path)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("reception point")
    )
    competent_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("competent unit")
    )
    brought_in_at = models.DateTimeField(_("brought in at"))
    brought_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought in by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DossierImportState, default=DossierImportState.READ
    )
    lines = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    writing_since = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    written = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of dossiers")
        verbose_name_plural = _("imports of dossiers")
        ordering = ["-brought_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dossier_import_written_has_moment",
                condition=Q(state=DossierImportState.WRITTEN, written_at__isnull=False)
                | ~Q(state=DossierImportState.WRITTEN),
            )
        ]

    def __str__(self) -> str:
        return self.name
