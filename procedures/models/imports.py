"""The import desk: uploaded files, what was read in them, and what became of it.

A file that drafts were made from is kept with its hash for good: it is the evidence for every word of the draft.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from procedures.enums import ImportAction, ImportFormat, ImportState
from procedures.importers.findings import FindingKind

UPLOADS = "imports"
"""The folder of uploaded files in the storage."""


_TOP_KEY = re.compile(r"^[a-z_]*")


def top_key(key: str) -> str:
    """The top key of a place in a layout: "steps" of "steps[2].duration.value"."""
    found = _TOP_KEY.match(key)
    return found[0] if found else ""


def upload_path(instance: ImportFile, filename: str) -> str:
    """Where an uploaded file lies: by its own hash, outside what the web server serves."""
    return f"{UPLOADS}/{instance.sha256[:2]}/{uuid.uuid4().hex}"


class ImportBatch(models.Model):
    """Files that one person brings in together. Drafts are made from chosen items, all chosen or none.

    Attributes:
        trouble: why the last writing of drafts did nothing; empty when it went well.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner of the documents")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("brought in by"),
    )
    created_at = models.DateTimeField(_("brought in at"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.OPEN)
    submits = models.BooleanField(_("send complete drafts on to review"), default=False)
    writing_since = models.DateTimeField(null=True, blank=True, editable=False)
    trouble = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_batch_writing_has_a_start",
                condition=models.Q(state=ImportState.WRITING, writing_since__isnull=False)
                | ~models.Q(state=ImportState.WRITING) & models.Q(writing_since__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%d/%m/%Y} {self.created_by or ''}".strip()


class ImportFile(models.Model):
    """One uploaded file, byte for byte.

    Attributes:
        format: what it was read as; empty when it was not recognised.
        is_refused: nothing of it can be brought in; `findings` say why.
        findings: those of the file as a whole and of its reader, as `Finding.as_dict()` gives them.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file"), max_length=255)
    format = models.CharField(_("format"), max_length=6, choices=ImportFormat, blank=True)
    content = models.FileField(upload_to=upload_path)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    is_refused = models.BooleanField(default=False)
    findings = models.JSONField(default=list)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="import_file_once_per_batch", fields=["batch", "sha256"])]

    def __str__(self) -> str:
        return self.name


class ImportItem(models.Model):
    """One document of a file: what was read, what a person made of it, and the draft it became.

    Attributes:
        position: place in the file, from 1.
        read_layout: as the reader gave it, never changed: the source's word at this time.
        layout: what will be written, corrected by people; a record of our own format (docs/importing.md).
        passages: every piece of the source (`Passage` as plain data), shown beside the layout.
        speaks_of: keys that the format can tell of; empty for all.
        read_findings: what the reader remarked on this document, never changed.
        problems: findings of the check of `layout` and of the comparison with what the office has.
        seen: top keys of the layout that a person has read and found right; the reader's remarks on them are settled.
        errors, warnings: how many findings are open; with `kinds` what the list of an import counts and filters by.
        kinds: the kinds of the open findings, each once between spaces (SQLite cannot look into a JSON list).
        page, page_revision: the draft it meets, as it was when they were compared.
        page_layout: what the draft said at the moment this item was written; base of the next comparison.
        version: rises with every correction; two people correcting at once are told.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = models.TextField(_("name"), blank=True)
    read_layout = models.JSONField()
    layout = models.JSONField()
    passages = models.JSONField(default=list)
    speaks_of = models.JSONField(default=list)
    read_findings = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    seen = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0, editable=False)
    warnings = models.PositiveIntegerField(default=0, editable=False)
    kinds = models.TextField(default="", blank=True, editable=False)
    page = models.ForeignKey(
        "procedures.ProcessPage", null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    page_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_layout = models.JSONField(null=True, blank=True)
    action = models.CharField(_("what happens"), max_length=10, choices=ImportAction)
    is_chosen = models.BooleanField(_("chosen"), default=False)
    is_submitted = models.BooleanField(_("sent on to review"), default=False)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(name="import_item_once_per_place", fields=["file", "position"]),
            models.CheckConstraint(
                name="import_item_written_has_a_draft",
                condition=models.Q(written_at__isnull=True) | models.Q(page__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def is_written(self) -> bool:
        """Has it become a draft? Then it cannot be changed any more."""
        return self.written_at is not None

    @property
    def has_errors(self) -> bool:
        """Does something stand in the way of writing it?"""
        return self.errors > 0

    @property
    def is_stale(self) -> bool:
        """Has the draft it meets been changed since they were compared?"""
        return self.page is not None and self.page.latest_revision_id != self.page_revision_id

    @property
    def open_findings(self) -> list[dict[str, Any]]:
        """What still speaks of this document: the checks, and remarks of its reader that nobody has settled."""
        seen = set(self.seen)
        remarks = [found for found in self.read_findings if top_key(found["key"]) not in seen]
        known = {(found["key"], found["message"]) for found in self.problems}
        return [
            *self.problems,
            *(found for found in remarks if (found["key"], found["message"]) not in known),
        ]

    def count_findings(self) -> None:
        """Bring `errors`, `warnings` and `kinds` up to date; the caller saves."""
        found = self.open_findings
        self.errors = sum(finding["severity"] == "error" for finding in self.problems)
        self.warnings = sum(finding["severity"] == "warning" for finding in found)
        kinds = sorted({finding["kind"] for finding in found} - {FindingKind.NOTE})
        self.kinds = f" {' '.join(kinds)} " if kinds else ""

    @property
    def can_be_written(self) -> bool:
        """Ready to be chosen."""
        return not self.is_written and not self.has_errors and self.action != ImportAction.UNCHANGED
