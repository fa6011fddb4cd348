"""What happened to a dossier: one chain of events per dossier, written once (DOMAIN section 11)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from document_control.append_only import AppendOnlyModel
from document_control.canonical import chain_hash
from document_control.models.versions import utc_text
from dossiers.enums import EventKind
from dossiers.models.dossiers import Dossier


class DossierEvent(AppendOnlyModel):
    """One link of a dossier's chain: when, who in which post, what, from which state to which.

    Personal data of the applicant never enter an event: it cannot be erased.

    Attributes:
        at: to the second. Order is `sequence`, never the clock, which may be set back.
        actor: null for the system itself; `actor_name`, `actor_post`, `actor_unit` as they were then.
        data: facts of the kind as plain JSON ({"step": 3, "officer": 12, …}); see `services.recording`.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("event"), max_length=20, choices=EventKind)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("person"), max_length=200, blank=True)
    actor_post = models.CharField(_("post"), max_length=200, blank=True)
    actor_unit = models.CharField(_("unit"), max_length=255, blank=True)
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20, blank=True)
    note = models.TextField(_("note"), blank=True)
    data = models.JSONField(default=dict)
    chain_hash = models.CharField(max_length=64)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("event of a dossier")
        verbose_name_plural = _("events of dossiers")
        ordering = ["dossier", "sequence"]
        constraints = [
            models.UniqueConstraint(name="dossier_event_sequence", fields=["dossier", "sequence"]),
            models.CheckConstraint(
                name="dossier_event_sequence_from_one", condition=models.Q(sequence__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.sequence} {self.kind}"

    def payload(self, dossier_code: str) -> dict[str, Any]:
        """The facts that the hash covers."""
        return {
            "dossier": dossier_code,
            "sequence": self.sequence,
            "kind": self.kind,
            "at": utc_text(self.at),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "actor_post": self.actor_post,
            "actor_unit": self.actor_unit,
            "from": self.from_state,
            "to": self.to_state,
            "note": self.note,
            "data": self.data,
        }

    def compute_hash(self, previous_hash: str, dossier_code: str) -> str:
        """The hash this link must have after the link with `previous_hash` (empty for the first)."""
        return chain_hash(previous_hash, self.payload(dossier_code))
