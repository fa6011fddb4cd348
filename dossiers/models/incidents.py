"""A late step, its explanation, and the letter that opens the gate (DOMAIN 3.9)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.enums import CauseCategory, IncidentState, LetterChannel, SignatureKind
from dossiers.models.dossiers import Dossier
from dossiers.models.steps import DossierStep
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}


class LateIncident(models.Model):
    """One late step of one dossier. Feeds the monthly evaluation of staff and, later, the audits.

    Attributes:
        step_due_at: the moment that was missed, as it stood when the lateness was found.
        responsible: who had the step; `unit` of that post.
        holds: the gate is closed for this lateness under the mode in force when it was found.
        overridden_*: the leader let the dossier through without a letter, and why.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="incidents")
    step = models.ForeignKey(DossierStep, on_delete=models.PROTECT, related_name="incidents")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=14, choices=IncidentState, default=IncidentState.DETECTED)
    holds = models.BooleanField(default=True)
    detected_at = models.DateTimeField(_("found at"))
    step_due_at = models.DateTimeField(_("was due"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        on_delete=models.PROTECT,
        related_name="late_incidents",
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    cause = models.CharField(_("cause"), max_length=14, choices=CauseCategory, blank=True)
    explanation = models.TextField(_("explanation in own words"), blank=True)
    explained_at = models.DateTimeField(_("explained at"), null=True, blank=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_PERSON)
    overridden_at = models.DateTimeField(_("let through at"), null=True, blank=True)
    overridden_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_PERSON)
    override_reason = models.TextField(_("reason for letting it through"), blank=True)
    closed_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("late step")
        verbose_name_plural = _("late steps")
        ordering = ["-detected_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="late_incident_once_per_round", fields=["step", "round"]),
            models.CheckConstraint(
                name="late_incident_explained",
                condition=Q(state=IncidentState.DETECTED)
                | Q(explained_at__isnull=False)
                | Q(overridden_at__isnull=False)
                | Q(holds=False),
            ),
            models.CheckConstraint(
                name="late_incident_explanation_has_cause",
                condition=Q(explained_at__isnull=True) | (~Q(cause="") & ~Q(explanation="")),
            ),
            models.CheckConstraint(
                name="late_incident_override_has_reason",
                condition=Q(overridden_at__isnull=True) | ~Q(override_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="late_incident_open", fields=["state"], condition=~Q(state=IncidentState.CLOSED)
            ),
            models.Index(name="late_incident_person", fields=["responsible", "detected_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.step}"


class ApologyLetter(models.Model):
    """MC-04: apology with the reason and, where the promise is missed, one new date.

    Attributes:
        number: given at signing ("12/XL-UBND"); empty before.
        new_due_at: the new promise; at most one letter of a dossier carries one (an override needs a reason).
        signatory: name, post and unit as signed (`organisation.selectors.Signature`).
        content: what was signed, frozen: everything the printed letter says; `content_hash` over it.
        signed_file: the scan of a letter signed on paper, or the digitally signed file; its hash stands in the event of
            signing, too.
    """

    incident = models.OneToOneField(LateIncident, on_delete=models.PROTECT, related_name="letter")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(_("number"), max_length=40, blank=True)
    reason = models.TextField(_("reason given to the applicant"))
    apology = models.TextField(_("words of apology"))
    new_due_at = models.DateTimeField(_("new date promised"), null=True, blank=True)
    second_promise_reason = models.TextField(_("why a second new date"), blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("signed by"), **_PERSON)
    signature_kind = models.CharField(_("signed"), max_length=8, choices=SignatureKind, blank=True)
    signatory = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    check_code = models.CharField(max_length=16, blank=True)
    signed_file = models.FileField(upload_to="letters/%Y/%m", blank=True)
    signed_file_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("sent by"), **_PERSON)
    sent_channel = models.CharField(_("sent"), max_length=10, choices=LetterChannel, blank=True)

    class Meta:
        verbose_name = _("apology letter")
        verbose_name_plural = _("apology letters")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="apology_letter_number_once", fields=["number"], condition=~Q(number="")
            ),
            models.UniqueConstraint(
                name="apology_letter_check_code_once", fields=["check_code"], condition=~Q(check_code="")
            ),
            models.UniqueConstraint(
                name="apology_letter_one_new_date",
                fields=["dossier"],
                condition=Q(new_due_at__isnull=False, second_promise_reason="", signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="apology_letter_signed_whole",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, number="")
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(number="") & ~Q(content_hash=""),
            ),
            models.CheckConstraint(
                name="apology_letter_drafter_does_not_sign",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                violation_error_message=_("Whoever drafted the letter does not sign it."),
            ),
            models.CheckConstraint(
                name="apology_letter_sent_after_signing",
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("signed_at")),
            ),
            models.CheckConstraint(
                name="apology_letter_file_hashed",
                condition=Q(signed_file="", signed_file_sha256="")
                | ~Q(signed_file="") & ~Q(signed_file_sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.dossier}"
