"""The register (master list) of controlled documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from document_control.enums import Audience, DocumentKind
from document_control.numbering import VersionNumber
from document_control.querysets import DocumentQuerySet
from organisation.models import Unit


class ControlledDocument(models.Model):
    """One row of the register: the identity of a document through all its versions.

    The code is unique inside its unit (every authority has its own scheme) and frozen once a version was issued.
    `chain_length` and `chain_head` repeat the end of the document's hash chain, so that a cut tail is found.
    """

    code = models.CharField(_("code"), max_length=40)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("owner unit")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=255)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, default=Audience.PUBLIC)
    first_edition = models.PositiveSmallIntegerField(
        _("first edition here"), default=1, help_text=_("Higher when paper editions came before this system.")
    )
    first_revision = models.PositiveSmallIntegerField(_("first revision here"), default=0)
    review_cycle_months = models.PositiveSmallIntegerField(_("review every (months)"), default=12)
    chain_length = models.PositiveIntegerField(default=0, editable=False)
    chain_head = models.CharField(max_length=64, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("controlled document")
        verbose_name_plural = _("controlled documents")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="document_code_unique_in_unit",
                fields=["unit", "code"],
                violation_error_message=_("This unit already has a document with this code."),
            ),
            models.CheckConstraint(
                name="document_first_edition_from_one", condition=models.Q(first_edition__gte=1)
            ),
        ]
        permissions = [
            ("withdraw_document", _("Can withdraw documents")),
            ("read_all_versions", _("Can read versions that are not in force")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def first_number(self) -> VersionNumber:
        """The number of the first version issued here."""
        return VersionNumber(self.first_edition, self.first_revision)
