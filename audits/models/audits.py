"""One internal audit: its plan, its team, its schedule, its end (DOMAIN 1.6)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audits.enums import AuditState, TeamRole
from audits.models.programme import ProgrammeEntry
from audits.models.standard import StandardClause
from document_control.models import ControlledDocument
from organisation.models import Unit

_PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}
BEFORE_REPORT = (
    AuditState.PLANNING,
    AuditState.SUBMITTED,
    AuditState.APPROVED,
    AuditState.RUNNING,
    AuditState.CANCELLED,
)


class Audit(models.Model):
    """An audit of one unit.

    Attributes:
        code: "ĐG-2026-02", from the year and a running number; never reused.
        unit: the unit audited; `office` the one whose system it is.
        sample_from, sample_to: dossiers received in this period are sampled.
        conclusion, strengths: what the report says besides the counts.
        plan_approver: `signatory` is name, post and unit as signed.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    entry = models.ForeignKey(
        ProgrammeEntry,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="audits",
        verbose_name=_("entry of the programme"),
    )
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="audits", verbose_name=_("unit audited")
    )
    title = models.CharField(_("title"), max_length=200)
    objective = models.TextField(_("objective"), blank=True)
    criteria = models.TextField(_("criteria"), blank=True)
    scope = models.TextField(_("scope"), blank=True)
    clauses = models.ManyToManyField(
        StandardClause, blank=True, related_name="audits", verbose_name=_("clauses")
    )
    documents = models.ManyToManyField(
        ControlledDocument, blank=True, related_name="audits", verbose_name=_("procedures audited")
    )
    sample_from = models.DateField(_("dossiers received from"), null=True, blank=True)
    sample_to = models.DateField(_("dossiers received to"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=AuditState, default=AuditState.PLANNING)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn up by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved and sent at"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("approved by"), **_PERSON)
    signatory = models.JSONField(default=dict, blank=True)
    short_notice_reason = models.TextField(_("why the notice is short"), blank=True)
    acknowledged_at = models.DateTimeField(_("seen by the unit at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("seen by"), **_PERSON)
    started_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    reported_at = models.DateTimeField(_("report issued at"), null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("report by"), **_PERSON)
    report_content = models.JSONField(default=dict, blank=True)
    report_hash = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("closed by"), **_PERSON)
    return_reason = models.TextField(_("why it was sent back"), blank=True)
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(m2m_fields=[clauses, documents])

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="audit_days",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="audit_sample_period",
                condition=Q(sample_from__isnull=True, sample_to__isnull=True)
                | Q(sample_to__gte=F("sample_from")),
                violation_error_message=_("The period of the dossiers ends before it begins."),
            ),
            models.CheckConstraint(
                name="audit_drafter_does_not_approve",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_up_by")),
                violation_error_message=_("Whoever drew the plan up does not approve it."),
            ),
            models.CheckConstraint(
                name="audit_approved_whole",
                condition=Q(state__in=[AuditState.PLANNING, AuditState.SUBMITTED, AuditState.CANCELLED])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="audit_reported_whole",
                condition=Q(state__in=BEFORE_REPORT) | Q(reported_at__isnull=False) & ~Q(report_hash=""),
            ),
            models.CheckConstraint(
                name="audit_cancelled_with_reason",
                condition=~Q(state=AuditState.CANCELLED) | ~Q(cancel_reason=""),
            ),
        ]
        indexes = [models.Index(name="audit_year_unit", fields=["year", "unit"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class AuditMember(models.Model):
    """A person of the team. Nobody audits his own unit or post: `audits.rules.independence`."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="audit_memberships",
        verbose_name=_("auditor"),
    )
    role = models.CharField(_("role"), max_length=10, choices=TeamRole, default=TeamRole.MEMBER)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of an audit team")
        verbose_name_plural = _("members of an audit team")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="audit_member_once",
                fields=["audit", "user"],
                violation_error_message=_("This person is already in the team."),
            ),
            models.UniqueConstraint(
                name="audit_one_lead",
                fields=["audit"],
                condition=Q(role=TeamRole.LEAD),
                violation_error_message=_("A team has one lead auditor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class AuditSession(models.Model):
    """A line of the schedule of an audit: when, where, about what, by whom."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    topic = models.CharField(_("topic"), max_length=200)
    place = models.CharField(_("place"), max_length=120, blank=True)
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("auditor")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("session of an audit")
        verbose_name_plural = _("sessions of an audit")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="audit_session_hours",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The session ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.topic
