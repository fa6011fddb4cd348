"""Texts of uploaded files, each kept once however many objects carry the file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelsearch import index


class ExtractedText(index.Indexed, models.Model):
    """The text of a file, by the hash of its bytes. The row waits until `extracted_at`; then it says text or why not.

    Attributes:
        kind: an `extraction.FileKind`.
        reason: an `extraction.Reason`; beside a text it is a remark.
        attempts: how often it was begun since it last waited anew.
        begun_at: of the last attempt; a process that dies leaves it standing.

    The hash is no primary key: the database's own search keeps keys of at most 50 characters.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    text = models.TextField(_("text"), blank=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    extractor_version = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    extracted_at = models.DateTimeField(_("read at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    search_fields = [index.SearchField("text"), index.FilterField("id")]

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sha256"], condition=Q(extracted_at=None), name="extracted_text_waiting"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(sha256=""), name="extracted_text_named_by_hash"),
            models.CheckConstraint(
                condition=Q(extracted_at=None) | ~Q(text="") | ~Q(reason=""),
                name="extracted_text_says_text_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[ExtractedText]:
        """Modelsearch's hook: rows with a text."""
        indexed: models.QuerySet[ExtractedText] = super().get_indexed_objects().exclude(text="")
        return indexed
