"""Reviews of documents: periodic ones, and those that a change of the law calls for (DOMAIN 1.5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from document_control.enums import ReviewOutcome, ReviewReason
from document_control.models.legal import LegalAct
from document_control.models.register import ControlledDocument


class PeriodicReview(models.Model):
    """A task: look at a document again until `due_on` and say keep, revise or withdraw."""

    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("document")
    )
    reason = models.CharField(_("reason"), max_length=16, choices=ReviewReason)
    legal_act = models.ForeignKey(
        LegalAct,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("changed legal act"),
    )
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=ReviewOutcome, blank=True)
    note = models.TextField(_("note"), blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document review")
        verbose_name_plural = _("document reviews")
        ordering = ["due_on", "document"]
        constraints = [
            models.UniqueConstraint(
                name="review_one_open_per_reason",
                fields=["document", "reason"],
                condition=models.Q(done_at__isnull=True, legal_act__isnull=True),
            ),
            models.UniqueConstraint(
                name="review_one_open_per_legal_act",
                fields=["document", "legal_act"],
                condition=models.Q(done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="review_done_has_outcome",
                condition=models.Q(done_at__isnull=True) | ~models.Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.code}: {self.get_reason_display()}"
