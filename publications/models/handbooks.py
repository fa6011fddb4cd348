"""Handbooks of internal processes: which documents belong to one, its issued editions, and who has read them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.search import index

from document_control.append_only import AppendOnlyModel
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.querysets import VersionQuerySet
from organisation.models import Unit
from organisation.selectors import unit_tree, units_under
from publications.enums import ProposalState

CHAPTER_KINDS = [
    (DocumentKind.INTERNAL_PROCESS.value, DocumentKind.INTERNAL_PROCESS.label),
    (DocumentKind.PROCEDURE.value, DocumentKind.PROCEDURE.label),
]


class Handbook(index.Indexed, models.Model):
    """A handbook ("sổ tay"): all documents of a kind, or only those of a unit or a field."""

    slug = models.SlugField(_("identifier"), unique=True)
    code = models.CharField(_("document code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=255)
    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by unit")
    )
    kind = models.CharField(
        _("chapters"), max_length=20, choices=CHAPTER_KINDS, default=DocumentKind.INTERNAL_PROCESS
    )
    only_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("only documents of this unit"),
    )
    only_field = models.CharField(
        _("only documents of this field"),
        max_length=50,
        blank=True,
        help_text=_("Code of the field, e.g. ho_tich."),
    )

    history = HistoricalRecords()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("subtitle"),
        index.SearchField("code"),
        index.AutocompleteField("title"),
        index.AutocompleteField("code"),
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")
        ordering = ["code"]
        permissions = [("issue_handbook", _("Can issue editions of handbooks"))]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def versions_at(self, at: dt.datetime) -> VersionQuerySet:
        """The versions that belong in this handbook at `at`: of its kind, field and unit (with the units below)."""
        versions = IssuedVersion.objects.in_force_at(at).filter(document__kind=self.kind)
        if self.only_unit_id:
            units = units_under([self.only_unit_id], unit_tree(localdate(at)))
            versions = versions.filter(document__unit__in=units)
        if self.only_field:
            versions = versions.filter(snapshot__field__code=self.only_field)
        return versions


class HandbookProposal(models.Model):
    """An edition prepared by one person that waits for another one's approval; the versions are already fixed."""

    handbook = models.ForeignKey(
        Handbook, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("handbook")
    )
    versions = models.JSONField(
        _("versions"), help_text=_("Keys of the issued versions, in the order of chapters.")
    )
    reason = models.TextField(_("what is new"))
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    effective_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.PREPARED)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"))
    returned_reason = models.TextField(_("reason for returning"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    edition = models.OneToOneField(
        "publications.HandbookEdition",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
        verbose_name=_("issued edition"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("proposed edition")
        verbose_name_plural = _("proposed editions")
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                name="handbook_one_open_proposal",
                fields=["handbook"],
                condition=models.Q(state=ProposalState.PREPARED),
                violation_error_message=_("An edition of this handbook already waits for approval."),
            ),
            models.CheckConstraint(
                name="handbook_proposal_issued_with_edition",
                condition=(
                    models.Q(state=ProposalState.ISSUED, edition__isnull=False)
                    | (~models.Q(state=ProposalState.ISSUED) & models.Q(edition__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="handbook_proposal_decided_by_somebody",
                condition=(
                    models.Q(state=ProposalState.PREPARED, decided_by__isnull=True, decided_at__isnull=True)
                    | (
                        ~models.Q(state=ProposalState.PREPARED)
                        & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handbook.code}: {self.get_state_display()}"


class HandbookEdition(AppendOnlyModel):
    """An issued edition: a fixed list of versions with its hash, numbered and dated."""

    handbook = models.ForeignKey(
        Handbook, on_delete=models.PROTECT, related_name="editions", verbose_name=_("handbook")
    )
    number = models.PositiveSmallIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=255)
    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    check_code = models.CharField(_("check code"), max_length=16, unique=True)
    approvals = models.JSONField(_("approvals"))
    reason = models.TextField(_("what is new"))
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    effective_from = models.DateTimeField(_("in force from"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("edition of a handbook")
        verbose_name_plural = _("editions of handbooks")
        ordering = ["handbook", "number"]
        constraints = [
            models.UniqueConstraint(name="handbook_edition_number", fields=["handbook", "number"]),
            models.CheckConstraint(
                name="handbook_edition_effective_not_before_issue",
                condition=models.Q(effective_from__gte=models.F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handbook.code} {self.number}"

    @property
    def check_code_display(self) -> str:
        """The check code as printed: groups of four, upper case."""
        code = self.check_code.upper()
        return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


class HandbookEntry(AppendOnlyModel):
    """A chapter of an edition."""

    edition = models.ForeignKey(HandbookEdition, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField(_("chapter"))
    version = models.ForeignKey(IssuedVersion, on_delete=models.PROTECT, related_name="handbook_entries")

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("chapter of a handbook")
        verbose_name_plural = _("chapters of handbooks")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="handbook_entry_position", fields=["edition", "position"]),
            models.UniqueConstraint(name="handbook_entry_version_once", fields=["edition", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.position}"


class ReadReceipt(AppendOnlyModel):
    """A person confirmed having read an edition (clause 7.5.3.2: distribution, access, use)."""

    edition = models.ForeignKey(
        HandbookEdition, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("edition")
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reader")
    )
    signature = models.JSONField(_("signature"), help_text=_("Name, post and unit as of that day."))
    read_at = models.DateTimeField(_("read at"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("read receipt")
        verbose_name_plural = _("read receipts")
        ordering = ["edition", "read_at"]
        constraints = [models.UniqueConstraint(name="read_receipt_once", fields=["edition", "reader"])]

    def __str__(self) -> str:
        return f"{self.edition} · {self.reader}"
