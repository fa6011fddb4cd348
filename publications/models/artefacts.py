"""Finished files and the jobs that make them. Files are derived: the same recipe gives the same bytes again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from document_control.models import IssuedVersion
from publications.enums import FileFormat, JobState, PaperKind
from publications.models.handbooks import HandbookEdition

ARTEFACTS = "artefacts"
"""The folder of made files in the storage."""


def artefact_path(instance: Artefact, filename: str) -> str:
    """Where a made file lies: by its own hash, outside what the web server serves."""
    return f"{ARTEFACTS}/{instance.sha256[:2]}/{instance.sha256}.{instance.format}"


class Artefact(models.Model):
    """A made file with everything that shaped it.

    `recipe` says what was asked (see `publications.files.recipes.Recipe`), `tree_hash` what was composed, `tools`
    with what. A file stays until the same recipe gives another tree or is made by other tools; then a new row takes
    its place.
    """

    recipe_key = models.CharField(max_length=64, db_index=True)
    tree_hash = models.CharField(_("hash of the text"), max_length=64)
    tools_key = models.CharField(max_length=64)
    recipe = models.JSONField(_("recipe"))
    kind = models.CharField(_("kind"), max_length=16, choices=PaperKind)
    format = models.CharField(_("format"), max_length=6, choices=FileFormat)
    version = models.ForeignKey(
        IssuedVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="artefacts"
    )
    handbook_edition = models.ForeignKey(
        HandbookEdition, null=True, blank=True, on_delete=models.PROTECT, related_name="artefacts"
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    tools = models.JSONField(_("tools"))
    file = models.FileField(upload_to=artefact_path)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("made file")
        verbose_name_plural = _("made files")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="artefact_once", fields=["recipe_key", "tree_hash", "tools_key"])
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format} {self.sha256[:8]}"


class RenderJob(models.Model):
    """A file that somebody waits for. A running job whose heartbeat stopped is taken up again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipe_key = models.CharField(max_length=64, db_index=True)
    recipe = models.JSONField(_("recipe"))
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps"), default=0)
    doing = models.CharField(_("doing"), max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    artefact = models.ForeignKey(
        Artefact, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_from = models.CharField(
        _("asked from"),
        max_length=64,
        blank=True,
        help_text=_("Keyed hash of an anonymous visitor's address; the brake counts by it."),
    )
    created_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file being made")
        verbose_name_plural = _("files being made")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="render_job_one_open",
                fields=["recipe_key"],
                condition=models.Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            )
        ]
        indexes = [models.Index(name="render_job_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"
