"""Issued versions and withdrawals: the official record. Rows are written once and never change.

Every row of a document is a link of one hash chain: `chain_hash` covers the link before it and its own facts, so an
edit, a deletion or a re-ordering is found by `manage.py verify_issues`, whoever made it and however.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from document_control.append_only import AppendOnlyModel, AppendOnlyQuerySet
from document_control.canonical import chain_hash, sha256_of
from document_control.enums import Audience
from document_control.models.legal import LegalAct
from document_control.models.register import ControlledDocument
from document_control.numbering import VersionNumber
from document_control.querysets import VersionQuerySet


def utc_text(moment: dt.datetime) -> str:
    """A moment as hashed: UTC, to the second."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ChainedRecord(AppendOnlyModel):
    """Abstract: a link in a document's chain."""

    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("document")
    )
    chain_index = models.PositiveIntegerField(_("place in the chain"))
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, unique=True)

    class Meta(AppendOnlyModel.Meta):
        abstract = True

    def chain_payload(self) -> dict[str, Any]:
        """The facts that the chain hash covers."""
        raise NotImplementedError

    def compute_chain_hash(self) -> str:
        """The hash this link must have."""
        return chain_hash(self.previous_hash, self.chain_payload())


class IssuedVersion(ChainedRecord):
    """What was approved, word for word, with who approved it and the moment from which it holds."""

    edition = models.PositiveSmallIntegerField(_("edition"))
    revision = models.PositiveSmallIntegerField(_("revision"))
    title = models.TextField(_("title"))
    snapshot = models.JSONField(_("snapshot"))
    snapshot_schema = models.PositiveSmallIntegerField(_("snapshot schema"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    check_code = models.CharField(_("check code"), max_length=16, unique=True)
    approvals = models.JSONField(
        _("approvals"),
        help_text=_("Who drafted, reviewed and approved: copied, so it outlives the accounts."),
    )
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    reason = models.TextField(_("reason for the change"))
    affected_sections = models.JSONField(_("affected sections"), default=list)
    effective_from = models.DateTimeField(_("in force from"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.JSONField(_("issued by"))
    source_revision = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("revision"),
    )

    objects = VersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(ChainedRecord.Meta):
        verbose_name = _("issued version")
        verbose_name_plural = _("issued versions")
        ordering = ["document", "chain_index"]
        constraints = [
            models.UniqueConstraint(name="version_unique_chain_index", fields=["document", "chain_index"]),
            models.UniqueConstraint(name="version_unique_number", fields=["document", "edition", "revision"]),
            models.CheckConstraint(
                name="version_effective_not_before_issue",
                condition=models.Q(effective_from__gte=models.F("issued_at")),
            ),
            models.CheckConstraint(name="version_edition_from_one", condition=models.Q(edition__gte=1)),
        ]
        indexes = [models.Index(name="version_effective", fields=["effective_from", "document"])]

    def __str__(self) -> str:
        return f"{self.document.code} {self.number}"

    @property
    def number(self) -> VersionNumber:
        """Edition and revision, shown as "3.1"."""
        return VersionNumber(self.edition, self.revision)

    @property
    def check_code_display(self) -> str:
        """The check code as printed: groups of four, upper case."""
        code = self.check_code.upper()
        return " ".join(code[i : i + 4] for i in range(0, len(code), 4))

    def compute_content_hash(self) -> str:
        """The hash the snapshot must have."""
        return sha256_of(self.snapshot)

    def chain_payload(self) -> dict[str, Any]:
        return {
            "record": "issue",
            "document": self.document.code,
            "chain_index": self.chain_index,
            "edition": self.edition,
            "revision": self.revision,
            "title": self.title,
            "snapshot_schema": self.snapshot_schema,
            "content_hash": self.content_hash,
            "approvals": self.approvals,
            "decision_number": self.decision_number,
            "decision_date": self.decision_date.isoformat() if self.decision_date else None,
            "reason": self.reason,
            "affected_sections": self.affected_sections,
            "effective_from": utc_text(self.effective_from),
            "issued_at": utc_text(self.issued_at),
            "issued_by": self.issued_by,
        }


class Withdrawal(ChainedRecord):
    """The end of a document, or the cancellation of a version whose moment has not come."""

    cancelled_version = models.OneToOneField(
        IssuedVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cancellation",
        verbose_name=_("cancelled version"),
    )
    effective_from = models.DateTimeField(_("withdrawn from"))
    reason = models.TextField(_("reason"))
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.JSONField(_("recorded by"))

    objects = AppendOnlyQuerySet.as_manager()  # type: ignore[misc]

    class Meta(ChainedRecord.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["document", "chain_index"]
        constraints = [
            models.UniqueConstraint(name="withdrawal_unique_chain_index", fields=["document", "chain_index"]),
            models.CheckConstraint(
                name="withdrawal_effective_not_before_record",
                condition=models.Q(effective_from__gte=models.F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.code} ✕ {localtime(self.effective_from):%d/%m/%Y}"

    def chain_payload(self) -> dict[str, Any]:
        return {
            "record": "withdrawal",
            "document": self.document.code,
            "chain_index": self.chain_index,
            "cancelled": str(self.cancelled_version.number) if self.cancelled_version else None,
            "effective_from": utc_text(self.effective_from),
            "reason": self.reason,
            "basis": self.basis,
            "decision_number": self.decision_number,
            "recorded_at": utc_text(self.recorded_at),
            "recorded_by": self.recorded_by,
        }


def frozen_path(instance: FrozenFile, filename: str) -> str:
    """Where a frozen file lies: by its hash, so equal bytes are stored once."""
    return f"issued/{instance.sha256[:2]}/{instance.sha256}"


class FrozenFile(AppendOnlyModel):
    """The bytes of a form or attachment as they were when a version that carries it was issued."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    filename = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file = models.FileField(upload_to=frozen_path)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("frozen file")
        verbose_name_plural = _("frozen files")

    def __str__(self) -> str:
        return self.filename


class VersionFile(AppendOnlyModel):
    """Which version carries which frozen file; who may read the version may read the file."""

    version = models.ForeignKey(IssuedVersion, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(FrozenFile, on_delete=models.PROTECT, related_name="versions")

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        constraints = [models.UniqueConstraint(name="version_file_once", fields=["version", "file"])]

    def __str__(self) -> str:
        return f"{self.version} · {self.file}"

    @property
    def is_public(self) -> bool:
        """May everybody download it?"""
        return self.version.document.audience == Audience.PUBLIC


class LegalCitation(AppendOnlyModel):
    """Which version cites which legal act: answers "what rests on this decree?" without reading snapshots."""

    version = models.ForeignKey(IssuedVersion, on_delete=models.PROTECT, related_name="legal_citations")
    legal_act = models.ForeignKey(LegalAct, on_delete=models.PROTECT, related_name="citations")

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("legal citation")
        verbose_name_plural = _("legal citations")
        constraints = [models.UniqueConstraint(name="legal_citation_once", fields=["version", "legal_act"])]

    def __str__(self) -> str:
        return f"{self.version} → {self.legal_act.number}"
