"""The dossier: a projection of its events, kept for lists, clocks and counts. `services` alone writes it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from document_control.models import ControlledDocument, IssuedVersion
from dossiers.enums import ApplicantKind, DossierState, Outcome, PauseKind, ReturnChannel
from organisation.models import Unit
from procedures.enums import Channel


class Dossier(models.Model):
    """One request of one applicant, run by the exact version of the procedure it was received under.

    Attributes:
        code_key: the code as it is looked up: letters and digits only, upper case.
        secret: six characters on the receipt which the tracking page asks for beside the guessable code.
        request_key: made by the form that creates the dossier; a double click or a retry meets the constraint.
        is_group: the one receipt of an interlinked procedure; what it joins has `parent` set and is what counts.
        field_code: the field of the procedure in the version (a column, because statistics group by it).
        papers: what was handed in or shown: name, kind, original, copy, form, is_there, note per component.
        due_at: the end of the legal time limit, pauses included; an apology never moves it.
        due_basis: rule, inputs and calendar version from which `due_at` was counted (DOMAIN 3.7 rule 7).
        reappointed_due_at: the one new date promised by an apology letter.
        handler: who is answerable for the processing; the person of the first processing step.
        closed_at: the result lay ready at the counter, or the dossier ended without one.
        returned_at: the applicant has the result.
        received_month, closed_month: year × 100 + month in local time, for counting without functions on dates.
        is_held: a late step holds the dossier (the apology gate is closed).
        lock_version: rises with every change; a page that was opened before is told so.
        event_count, event_head: end of the chain of events, so that a cut-off tail is found.
    """

    code = models.CharField(_("dossier code"), max_length=40, unique=True)
    code_key = models.CharField(max_length=40, unique=True)
    external_code = models.CharField(_("code of the national portal"), max_length=60, blank=True)
    secret = models.CharField(max_length=12)
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    version = models.ForeignKey(
        IssuedVersion, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("version")
    )
    document = models.ForeignKey(
        ControlledDocument, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("procedure")
    )
    field_code = models.CharField(_("field"), max_length=40, blank=True)
    case_code = models.CharField(_("case"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("interlinked under"),
    )
    is_group = models.BooleanField(_("joins other dossiers"), default=False)

    assisted_at = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("helped at")
    )
    received_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="received_dossiers", verbose_name=_("reception point")
    )
    competent_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("competent unit")
    )
    channel = models.CharField(_("way of handing in"), max_length=10, choices=Channel)
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("received by"),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled_dossiers",
        verbose_name=_("handler"),
    )

    applicant_kind = models.CharField(
        _("applicant"), max_length=14, choices=ApplicantKind, default=ApplicantKind.PERSON
    )
    applicant_name = models.CharField(_("name of the applicant"), max_length=200)
    applicant_address = models.CharField(_("address"), max_length=255, blank=True)
    applicant_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    return_channel = models.CharField(
        _("wants the result"), max_length=10, choices=ReturnChannel, default=ReturnChannel.COUNTER
    )
    papers = models.JSONField(_("papers"), default=list)
    sets = models.PositiveSmallIntegerField(_("sets"), default=1)
    fee_amount = models.PositiveBigIntegerField(_("fees taken (đồng)"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    state = models.CharField(_("state"), max_length=20, choices=DossierState)
    current_step = models.ForeignKey(
        "DossierStep", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_held = models.BooleanField(_("held by the apology gate"), default=False)
    supplement_count = models.PositiveSmallIntegerField(_("requests for supplements"), default=0)

    created_at = models.DateTimeField(_("entered at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_basis = models.JSONField(default=dict)
    reappointed_due_at = models.DateTimeField(_("new date promised"), null=True, blank=True)
    closed_at = models.DateTimeField(_("result ready or ended"), null=True, blank=True)
    returned_at = models.DateTimeField(_("result handed over"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome, blank=True)
    result_number = models.CharField(_("number of the result"), max_length=60, blank=True)
    received_month = models.PositiveIntegerField(null=True, blank=True)
    closed_month = models.PositiveIntegerField(null=True, blank=True)

    lock_version = models.PositiveIntegerField(default=0)
    event_count = models.PositiveIntegerField(default=0)
    event_head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="dossier_external_code_once", fields=["external_code"], condition=~Q(external_code="")
            ),
            models.CheckConstraint(
                name="dossier_received_has_due",
                condition=Q(received_at__isnull=True) | Q(due_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="dossier_closed_has_outcome",
                condition=Q(closed_at__isnull=True, outcome="", closed_month__isnull=True)
                | Q(closed_at__isnull=False, closed_month__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="dossier_received_has_month",
                condition=Q(received_at__isnull=True, received_month__isnull=True)
                | Q(received_at__isnull=False, received_month__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_not_received_states",
                condition=Q(received_at__isnull=False)
                | Q(state__in=[DossierState.SUBMITTED, DossierState.REFUSED_INTAKE, DossierState.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="dossier_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))
            ),
        ]
        indexes = [
            models.Index(name="dossier_unit_received", fields=["competent_unit", "received_at"]),
            models.Index(name="dossier_unit_closed", fields=["competent_unit", "closed_at"]),
            models.Index(name="dossier_open_due", fields=["due_at"], condition=Q(closed_at__isnull=True)),
            models.Index(
                name="dossier_open_handler", fields=["handler", "due_at"], condition=Q(closed_at__isnull=True)
            ),
            models.Index(name="dossier_reception", fields=["received_by", "received_at"]),
            models.Index(name="dossier_to_hand_over", fields=["received_by"], condition=Q(state="ready")),
            models.Index(name="dossier_to_accept", fields=["received_by"], condition=Q(state="submitted")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Received, and neither ready nor ended."""
        return self.received_at is not None and self.closed_at is None


class ClockPause(models.Model):
    """A time in which the clock of a dossier stands still; open while `ended_at` is null (DOMAIN 3.8).

    Attributes:
        items: what the applicant is asked for (supplements), or what is waited for.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(_("kind"), max_length=12, choices=PauseKind)
    reason = models.TextField(_("reason"))
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    items = models.JSONField(default=list)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    expected_until = models.DateField(_("expected until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause of the clock")
        verbose_name_plural = _("pauses of the clock")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clock_pause_one_open", fields=["dossier"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="clock_pause_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.get_kind_display()}"


def dossier_file_path(instance: DossierFile, filename: str) -> str:
    """Where a file of a dossier lies: by its hash under the dossier; the name stays in the row."""
    return f"dossiers/{instance.dossier_id}/{uuid.uuid4().hex}"


class DossierFile(models.Model):
    """A file of a dossier. Never public; taken back by marking, never deleted."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="files")
    step = models.ForeignKey(
        "DossierStep", null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(_("file name"), max_length=255)
    title = models.CharField(_("what it is"), max_length=255, blank=True)
    is_result = models.BooleanField(_("the result itself"), default=False)
    content = models.FileField(upload_to=dossier_file_path)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a dossier")
        verbose_name_plural = _("files of dossiers")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
