"""Findings, corrective actions, and whether they worked (ISO 9001 10.2; DOMAIN 1.6).

A finding graded as a nonconformity is the nonconformity report. Whatever the source (audit, late steps, complaints,
index, management review), the same objects carry it to a verification by somebody other than the owner.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import (
    ActionState,
    CheckState,
    FindingSource,
    FindingState,
    Grade,
    VerificationOutcome,
)
from audits.models.audits import Audit
from audits.models.checklists import AuditItem
from document_control.append_only import AppendOnlyModel
from document_control.models import ControlledDocument, IssuedVersion
from dossiers.models import LateIncident
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}


class Finding(models.Model):
    """What was found.

    Attributes:
        code: "KPH-2026-003" for nonconformities, "LY-2026-004" for the others; never reused.
        requirement: what should be; `evidence`: what is, where it was seen.
        document, version: the procedure it speaks of, and the version that was audited.
        answer: the unit's own words, when it accepts or disputes.
        ruling: what was decided about a dispute, and why.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=14, choices=FindingSource)
    grade = models.CharField(_("grade"), max_length=14, choices=Grade)
    audit = models.ForeignKey(Audit, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    item = models.OneToOneField(
        AuditItem, null=True, blank=True, on_delete=models.PROTECT, related_name="finding"
    )
    incidents = models.ManyToManyField(
        LateIncident, blank=True, related_name="findings", verbose_name=_("late steps")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="findings", verbose_name=_("unit"))
    document = models.ForeignKey(
        ControlledDocument,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("procedure"),
    )
    version = models.ForeignKey(
        IssuedVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("version audited"),
    )
    clause = models.CharField(_("clause"), max_length=10, blank=True)
    title = models.CharField(_("title"), max_length=200)
    requirement = models.TextField(_("requirement"), blank=True)
    evidence = models.TextField(_("evidence"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.RAISED)
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    answer = models.TextField(_("answer of the unit"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("answered by"), **_PERSON)
    ruling = models.TextField(_("decision about the dispute"), blank=True)
    ruled_at = models.DateTimeField(_("dispute decided at"), null=True, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("dispute decided by"), **_PERSON)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("closed by"), **_PERSON)
    close_note = models.TextField(_("note at the end"), blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(m2m_fields=[incidents], excluded_fields=["lock_version"])

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="finding_grade",
                condition=Q(grade__in=[Grade.OBSERVATION, Grade.OPPORTUNITY, Grade.MINOR_NC, Grade.MAJOR_NC]),
            ),
            models.CheckConstraint(
                name="finding_of_an_audit", condition=~Q(source=FindingSource.AUDIT) | Q(audit__isnull=False)
            ),
            models.CheckConstraint(
                name="finding_answered_whole",
                condition=~Q(state__in=[FindingState.ACCEPTED, FindingState.DISPUTED])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_ruling_by_another",
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("answered_by")),
                violation_error_message=_("Whoever disputed a finding does not decide about the dispute."),
            ),
            models.CheckConstraint(
                name="finding_ended_whole",
                condition=~Q(state__in=[FindingState.CLOSED, FindingState.CANCELLED])
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="finding_unit_state", fields=["unit", "state"]),
            models.Index(name="finding_document", fields=["document", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FindingVersion(AppendOnlyModel):
    """A version that answers a finding: its reason for the change cites the finding's code."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answered_by_versions")
    version = models.ForeignKey(IssuedVersion, on_delete=models.PROTECT, related_name="answers_findings")
    noted_at = models.DateTimeField(_("noted at"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("version that answers a finding")
        verbose_name_plural = _("versions that answer findings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="finding_version_once", fields=["finding", "version"])]

    def __str__(self) -> str:
        return f"{self.finding.code} → {self.version}"


class CorrectiveAction(models.Model):
    """What is done about a finding, a decision of the management review, or points lost in the index.

    Attributes:
        code: "HĐ-2026-005"; never reused.
        correction: what was put right at once; `whys`: up to five questions and answers, the last is the root cause
            (`[{"why": "", "answer": ""}]`); `plan`: what keeps it from happening again.
        owner: who carries it out and never verifies it.
        round: 1, then one more with every reopening.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=14, choices=FindingSource)
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="corrective_actions", verbose_name=_("unit")
    )
    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="corrective_actions",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=ActionState, default=ActionState.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    correction = models.TextField(_("put right at once"), blank=True)
    whys = models.JSONField(_("five whys"), default=list, blank=True)
    root_cause = models.TextField(_("root cause"), blank=True)
    plan = models.TextField(_("what keeps it from happening again"), blank=True)
    planned_at = models.DateTimeField(_("planned at"), null=True, blank=True)
    done_note = models.TextField(_("what was done"), blank=True)
    done_at = models.DateTimeField(_("reported as done at"), null=True, blank=True)
    created_at = models.DateTimeField(_("given at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(excluded_fields=["lock_version"])

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_planned_whole",
                condition=Q(state__in=[ActionState.OPEN, ActionState.CANCELLED])
                | Q(planned_at__isnull=False) & ~Q(plan=""),
            ),
            models.CheckConstraint(
                name="action_done_whole",
                condition=~Q(state__in=[ActionState.DONE, ActionState.VERIFIED])
                | Q(done_at__isnull=False) & ~Q(done_note=""),
            ),
            models.CheckConstraint(
                name="action_cancelled_with_reason",
                condition=~Q(state=ActionState.CANCELLED) | ~Q(cancel_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="action_owner_state", fields=["owner", "state", "due_on"]),
            models.Index(name="action_unit_state", fields=["unit", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ActionEvidence(models.Model):
    """A file that shows that an action was carried out. Never changed; taken back, the row stays."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="audits/actions/%Y/%m")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence of an action")
        verbose_name_plural = _("evidence of actions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class ActionVerification(AppendOnlyModel):
    """Somebody other than the owner looked whether an action worked; kept for ever, also when it did not."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="verifications")
    round = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("verified by")
    )
    signatory = models.JSONField(default=dict)
    verified_at = models.DateTimeField(_("verified at"))
    outcome = models.CharField(_("outcome"), max_length=14, choices=VerificationOutcome)
    note = models.TextField(_("what was looked at"))

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("verification of an action")
        verbose_name_plural = _("verifications of actions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="verification_once_a_round", fields=["action", "round"]),
            models.CheckConstraint(
                name="verification_not_by_the_owner",
                condition=~Q(verifier=F("owner")),
                violation_error_message=_("Whoever carried an action out does not verify it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.outcome}"


class EffectivenessCheck(models.Model):
    """Some days after the verification: do the figures show that it worked?

    Attributes:
        before_*, after_*: the compared periods; `figures`: numerators, denominators and rates of both, as counted.
    """

    action = models.ForeignKey(
        CorrectiveAction, on_delete=models.PROTECT, related_name="effectiveness_checks"
    )
    due_on = models.DateField(_("due on"))
    before_from = models.DateField(null=True, blank=True)
    before_to = models.DateField(null=True, blank=True)
    after_from = models.DateField(null=True, blank=True)
    after_to = models.DateField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CheckState, default=CheckState.DUE)
    note = models.TextField(_("judgement"), blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("checked by"), **_PERSON)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("effectiveness check")
        verbose_name_plural = _("effectiveness checks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="effectiveness_checked_whole",
                condition=Q(state=CheckState.DUE)
                | Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(note=""),
            ),
            models.UniqueConstraint(
                name="effectiveness_one_open", fields=["action"], condition=Q(state=CheckState.DUE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.due_on:%d/%m/%Y}"
