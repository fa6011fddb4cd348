"""Who holds a document: the distribution list, and the numbered copies handed out (ISO 9001:2015 7.5.3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from document_control.append_only import AppendOnlyModel
from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import Unit
from publications.enums import FileFormat, Medium


class Distribution(models.Model):
    """A line of the distribution list: who receives every version of a document, with which copy number.

    Boards are recipients too, but they need no line: what hangs where is in the posting register.
    """

    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="distribution", verbose_name=_("document")
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("person"),
    )
    outsider = models.CharField(_("recipient outside the office"), max_length=160, blank=True)
    medium = models.CharField(_("medium"), max_length=12, choices=Medium, default=Medium.ELECTRONIC)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("recipient of a document")
        verbose_name_plural = _("distribution list")
        ordering = ["document", "pk"]
        constraints = [
            models.CheckConstraint(
                name="distribution_one_recipient",
                condition=(
                    models.Q(unit__isnull=False, person__isnull=True, outsider="")
                    | models.Q(unit__isnull=True, person__isnull=False, outsider="")
                    | (models.Q(unit__isnull=True, person__isnull=True) & ~models.Q(outsider=""))
                ),
                violation_error_message=_("Choose exactly one: a unit, a person, or somebody outside."),
            ),
            models.UniqueConstraint(
                name="distribution_unit_once",
                fields=["document", "unit"],
                condition=models.Q(unit__isnull=False),
                violation_error_message=_("This unit already stands on the list."),
            ),
            models.UniqueConstraint(
                name="distribution_person_once",
                fields=["document", "person"],
                condition=models.Q(person__isnull=False),
                violation_error_message=_("This person already stands on the list."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit or self.outsider)


class ControlledCopy(AppendOnlyModel):
    """A numbered copy handed out: which version, to whom, by whom, and the hash of the file."""

    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="copies", verbose_name=_("document")
    )
    version = models.ForeignKey(
        IssuedVersion, on_delete=models.PROTECT, related_name="copies", verbose_name=_("version")
    )
    number = models.PositiveIntegerField(_("copy number"))
    holder = models.CharField(
        _("holder"), max_length=255, help_text=_("As printed: a board, a unit, a person.")
    )
    format = models.CharField(_("format"), max_length=6, choices=FileFormat)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.JSONField(_("made by"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("controlled copy")
        verbose_name_plural = _("controlled copies")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(name="controlled_copy_number", fields=["document", "number"]),
            models.CheckConstraint(name="controlled_copy_from_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.version} № {self.number}"


class CopyReturn(AppendOnlyModel):
    """A numbered copy came back, or was destroyed where it was; nobody need look for it any more."""

    copy = models.OneToOneField(
        ControlledCopy, on_delete=models.PROTECT, related_name="come_back", verbose_name=_("controlled copy")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.JSONField(_("recorded by"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("return of a copy")
        verbose_name_plural = _("returns of copies")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"✕ {self.copy}"
