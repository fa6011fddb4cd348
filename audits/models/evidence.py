"""Evidence packs that were made: what is needed to recognise one again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.audits import Audit
from document_control.append_only import AppendOnlyModel


class EvidencePack(AppendOnlyModel):
    """A pack as handed out.

    Attributes:
        uid: also stands in the manifest.
        sha256: the hash of the manifest, and by it of every file; `verify.py --hash` takes it.
        size, file_count: of the ZIP, and of the files the manifest names.
    """

    uid = models.UUIDField(unique=True)
    audit = models.ForeignKey(
        Audit, on_delete=models.PROTECT, related_name="evidence_packs", verbose_name=_("audit")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    sha256 = models.CharField(_("hash of the pack"), max_length=64)
    file = models.FileField(_("file"), upload_to="audits/packs/%Y/%m")
    size = models.PositiveBigIntegerField(_("size"))
    file_count = models.PositiveIntegerField(_("files"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(name="evidence_pack_hashed", condition=~Q(sha256=""))]

    def __str__(self) -> str:
        return f"{self.audit.code}: {self.sha256[:12]}"
