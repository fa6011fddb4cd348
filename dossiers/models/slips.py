"""One-stop forms as they were handed out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from document_control.append_only import AppendOnlyModel
from dossiers.enums import SlipKind
from dossiers.models.dossiers import Dossier


class Slip(AppendOnlyModel):
    """A numbered slip (MC-01, 02, 03, 05) with its words as they were; printing it again prints the same.

    Attributes:
        form_set, form_number, title: from the one-stop forms in force that day.
        content: everything the paper says, as plain data; `content_hash` over it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="slips")
    kind = models.CharField(_("form"), max_length=5, choices=SlipKind)
    number = models.CharField(_("number"), max_length=40)
    form_set = models.CharField(_("circular"), max_length=60, blank=True)
    form_number = models.CharField(max_length=10, blank=True)
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    check_code = models.CharField(max_length=16, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    signatory = models.JSONField(default=dict)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        ordering = ["issued_at", "pk"]
        constraints = [models.UniqueConstraint(name="slip_number_once", fields=["kind", "number"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
