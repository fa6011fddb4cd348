"""Notice boards, what should hang on them, and what does (DOMAIN 2.6): the posting register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords
from wagtail.models import Orderable
from wagtail.search import index

from document_control.append_only import AppendOnlyModel
from document_control.enums import Audience
from document_control.models import ControlledDocument, IssuedVersion
from organisation.history import ChildHistory
from organisation.models import Unit
from organisation.periods import PeriodModel, period_constraint
from publications.enums import BoardSize
from publications.models.copies import ControlledCopy

POSTABLE = (Audience.PUBLIC.value, Audience.STAFF.value)
"""Audiences whose documents may hang on a wall."""


class NoticeBoard(index.Indexed, PeriodModel, ClusterableModel):
    """A place where procedures are posted: a wall, a stand, a book, a screen."""

    slug = models.SlugField(_("identifier"), unique=True, help_text=_("Stands in the address of its screen."))
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("place"), max_length=255)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="notice_boards", verbose_name=_("unit in charge")
    )
    size = models.CharField(_("takes"), max_length=8, choices=BoardSize, default=BoardSize.A4)

    history = HistoricalRecords()

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("place"),
        index.AutocompleteField("name"),
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("notice board")
        verbose_name_plural = _("notice boards")
        ordering = ["name", "pk"]
        constraints = [period_constraint("notice_board_period")]

    def __str__(self) -> str:
        return self.name


class BoardDocument(Orderable):
    """A document that must hang on a board, in the version in force."""

    board = ParentalKey(
        NoticeBoard, on_delete=models.CASCADE, related_name="documents", verbose_name=_("board")
    )
    document = models.ForeignKey(
        ControlledDocument,
        on_delete=models.PROTECT,
        related_name="boards",
        verbose_name=_("document"),
        limit_choices_to={"chain_length__gt": 0, "audience__in": [*POSTABLE]},
    )

    history = ChildHistory()

    class Meta(Orderable.Meta):
        verbose_name = _("document of a board")
        verbose_name_plural = _("documents of a board")
        constraints = [
            models.UniqueConstraint(
                name="board_document_once",
                fields=["board", "document"],
                violation_error_message=_("This document already belongs to the board."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.document.code}"


class Posting(AppendOnlyModel):
    """Somebody put a version on a board."""

    board = models.ForeignKey(
        NoticeBoard, on_delete=models.PROTECT, related_name="postings", verbose_name=_("board")
    )
    version = models.ForeignKey(
        IssuedVersion, on_delete=models.PROTECT, related_name="postings", verbose_name=_("version")
    )
    copy = models.OneToOneField(
        ControlledCopy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posting",
        verbose_name=_("controlled copy"),
    )
    posted_at = models.DateTimeField(_("posted at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.JSONField(_("recorded by"))
    photo = models.ImageField(_("photo"), upload_to="postings/%Y/%m", blank=True)
    photo_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="posting_not_after_record", condition=models.Q(posted_at__lte=models.F("recorded_at"))
            ),
            models.CheckConstraint(
                name="posting_photo_hashed",
                condition=models.Q(photo="", photo_sha256="")
                | ~models.Q(photo="") & ~models.Q(photo_sha256=""),
            ),
        ]
        indexes = [models.Index(name="posting_board_version", fields=["board", "version"])]

    def __str__(self) -> str:
        return f"{self.board}: {self.version}"


class TakeDown(AppendOnlyModel):
    """The end of a posting."""

    posting = models.OneToOneField(
        Posting, on_delete=models.PROTECT, related_name="take_down", verbose_name=_("posting")
    )
    taken_down_at = models.DateTimeField(_("taken down at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.JSONField(_("recorded by"))
    reason = models.CharField(_("reason"), max_length=255, blank=True)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("taking down")
        verbose_name_plural = _("takings down")
        ordering = ["-taken_down_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="take_down_not_after_record",
                condition=models.Q(taken_down_at__lte=models.F("recorded_at")),
            )
        ]

    def __str__(self) -> str:
        return f"✕ {self.posting}"
