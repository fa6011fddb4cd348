"""Checklists in use: questions copied from an issued template or made from a procedure's version, and answers.

A template is a controlled document (`audits.models.templates`); what an auditor walks through is a copy that never
changes its questions again.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import AnswerOutcome, ChecklistKind, Grade, QuestionKind
from audits.models.audits import Audit
from document_control.append_only import AppendOnlyModel
from document_control.models import IssuedVersion
from dossiers.models import Dossier


class AuditChecklist(models.Model):
    """One checklist of an audit.

    Attributes:
        version: the issued version it was made from: of a checklist template, or of the procedure that is audited.
        population, sample_size, sample_seed: how the dossiers were drawn; the same seed draws the same again
            (`audits.rules.sampling`). The history keeps every draw.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="checklists")
    kind = models.CharField(_("kind"), max_length=10, choices=ChecklistKind)
    title = models.CharField(_("title"), max_length=255)
    version = models.ForeignKey(
        IssuedVersion, on_delete=models.PROTECT, related_name="audit_checklists", verbose_name=_("made from")
    )
    position = models.PositiveSmallIntegerField(default=1)
    population = models.PositiveIntegerField(_("dossiers of the period"), null=True, blank=True)
    sample_size = models.PositiveIntegerField(_("dossiers drawn"), null=True, blank=True)
    sample_seed = models.CharField(_("seed of the draw"), max_length=40, blank=True)
    sampled_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("checklist of an audit")
        verbose_name_plural = _("checklists of an audit")
        ordering = ["audit", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="audit_checklist_version_once",
                fields=["audit", "version"],
                violation_error_message=_("The audit already has this checklist."),
            ),
            models.UniqueConstraint(name="audit_checklist_position", fields=["audit", "position"]),
            models.CheckConstraint(
                name="audit_checklist_sample_whole",
                condition=Q(sampled_at__isnull=True, sample_seed="")
                | Q(population__isnull=False, sample_size__isnull=False, sampled_at__isnull=False)
                & ~Q(sample_seed=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SampledDossier(models.Model):
    """A dossier drawn for a checklist, with what the system knows about it at that moment.

    Attributes:
        facts: steps with allowed and actual working minutes, persons, letters, files, as a dictionary of the shape
            `audits.rules.facts.DossierFacts`; no data of the applicant.
    """

    checklist = models.ForeignKey(AuditChecklist, on_delete=models.PROTECT, related_name="sample")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="audit_samples")
    position = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("sampled dossier")
        verbose_name_plural = _("sampled dossiers")
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(name="sampled_dossier_once", fields=["checklist", "dossier"]),
            models.UniqueConstraint(name="sampled_dossier_position", fields=["checklist", "position"]),
        ]

    def __str__(self) -> str:
        return self.dossier.code


class AuditItem(models.Model):
    """One question of a checklist and what holds as its answer.

    Attributes:
        look_at: the evidence to look at; `method` how; `asked` whom.
        facts: what the system found out by itself, shown with the question: `{"lines": [{"label", "value", "ok",
            "dossier"}], "checked": n, "failed": n}`; empty when it knows nothing.
        suggested_grade, suggested_note: what the facts speak for; the auditor confirms or corrects it.
        item_version: rises with every answer taken; an answer names the one it was based on.
        has_conflict: two auditors answered differently without seeing each other; one of them has to choose.
    """

    checklist = models.ForeignKey(AuditChecklist, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(max_length=10, choices=QuestionKind, default=QuestionKind.CLAUSE)
    clause = models.CharField(_("clause"), max_length=10)
    step_number = models.PositiveSmallIntegerField(_("step"), null=True, blank=True)
    question = models.TextField(_("question"))
    look_at = models.TextField(_("what to look at"), blank=True)
    method = models.CharField(_("how"), max_length=120, blank=True)
    asked = models.CharField(_("who is asked"), max_length=255, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    suggested_grade = models.CharField(max_length=14, choices=Grade, blank=True)
    suggested_note = models.TextField(blank=True)
    grade = models.CharField(_("result"), max_length=14, choices=Grade, default=Grade.NOT_CHECKED)
    note = models.TextField(_("note"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
    )
    item_version = models.PositiveIntegerField(default=0)
    has_conflict = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("question of a checklist")
        verbose_name_plural = _("questions of a checklist")
        ordering = ["checklist", "number"]
        constraints = [
            models.UniqueConstraint(name="audit_item_number", fields=["checklist", "number"]),
            models.CheckConstraint(
                name="audit_item_answered_whole",
                condition=Q(grade=Grade.NOT_CHECKED)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question}"


class ItemAnswer(AppendOnlyModel):
    """An answer as it came in; the history of an item, and what makes a repeated sending harmless.

    Attributes:
        uid: given by the phone; the same answer sent twice is one row.
        based_on: the `item_version` the auditor saw.
        answered_at: by the clock of the phone; `received_at` by ours.
    """

    uid = models.UUIDField(unique=True)
    item = models.ForeignKey(AuditItem, on_delete=models.PROTECT, related_name="answers")
    grade = models.CharField(_("result"), max_length=14, choices=Grade)
    note = models.TextField(_("note"), blank=True)
    based_on = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=AnswerOutcome)
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    received_at = models.DateTimeField(_("received at"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.grade}"


class ItemPhoto(models.Model):
    """A photo that shows what was found: turned, made smaller, without the place where it was taken.

    Attributes:
        uid: given by the phone; the same photo sent twice is one row.
        sha256: of the file as kept.
        removed_at: taken back; the row stays.
    """

    uid = models.UUIDField(unique=True)
    item = models.ForeignKey(AuditItem, on_delete=models.PROTECT, related_name="photos")
    image = models.FileField(_("photo"), upload_to="audits/%Y/%m")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    taken_at = models.DateTimeField(_("taken at"))
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("photo of an audit")
        verbose_name_plural = _("photos of an audit")
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.taken_at:%H:%M}"
