"""The steps of a dossier, copied from its version on reception."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.enums import Punctuality, StepKind, StepState
from dossiers.models.dossiers import Dossier
from organisation.models import Unit
from procedures.enums import StepUnit


class DossierStep(models.Model):
    """One step of one dossier: who, from when, until when, and how it ended.

    Attributes:
        number: place in the procedure, from 1; the same as in the version.
        role_code: the role that does it ("specialist"); position: the post in words.
        duration_value, duration_unit: working time allowed; empty for a step without a time of its own.
        due_at: start + duration, pauses included; null for steps without one and for handing over the result
            (whoever does not fetch it makes nobody late).
        rounds: how often the step was begun; more than 1 after it was given back.
        unit: the unit of the person's post when the step was given, so that lists by unit need no history.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind)
    title = models.CharField(_("step"), max_length=500)
    role_code = models.CharField(_("role"), max_length=40, blank=True)
    position = models.CharField(_("post"), max_length=255, blank=True)
    duration_value = models.DecimalField(_("duration"), max_digits=7, decimal_places=2, null=True, blank=True)
    duration_unit = models.CharField(_("unit"), max_length=14, choices=StepUnit, blank=True)
    output = models.CharField(_("result"), max_length=400, blank=True)
    form_code = models.CharField(_("form"), max_length=60, blank=True)
    waits_outside = models.BooleanField(_("waits for somebody outside"), default=False)

    state = models.CharField(_("state"), max_length=8, choices=StepState, default=StepState.WAITING)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossier_steps",
        verbose_name=_("officer"),
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    started_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    finished_at = models.DateTimeField(_("done at"), null=True, blank=True)
    punctuality = models.CharField(_("ended"), max_length=8, choices=Punctuality, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a dossier")
        verbose_name_plural = _("steps of dossiers")
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(name="dossier_step_once", fields=["dossier", "number"]),
            models.UniqueConstraint(
                name="dossier_step_one_active", fields=["dossier"], condition=Q(state=StepState.ACTIVE)
            ),
            models.CheckConstraint(
                name="dossier_step_active_has_person",
                condition=~Q(state=StepState.ACTIVE) | Q(officer__isnull=False, started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_step_done_is_finished",
                condition=~Q(state=StepState.DONE) | Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_step_finished_after_start",
                condition=Q(finished_at__isnull=True)
                | Q(started_at__isnull=True)
                | Q(finished_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            models.Index(
                name="dossier_step_worklist",
                fields=["officer", "due_at"],
                condition=Q(state=StepState.ACTIVE),
            ),
            models.Index(
                name="dossier_step_open_due", fields=["due_at"], condition=Q(state=StepState.ACTIVE)
            ),
            models.Index(name="dossier_step_done_by", fields=["officer", "finished_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
