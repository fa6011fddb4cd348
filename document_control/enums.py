"""Closed vocabularies of document control."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a controlled document is (DOMAIN 1.2)."""

    PROCEDURE = "procedure", _("Administrative procedure")
    INTERNAL_PROCESS = "internal_process", _("Internal process")
    SYSTEM_PROCEDURE = "system_procedure", _("System procedure")
    FORM = "form", _("Form")
    QUALITY_POLICY = "quality_policy", _("Quality policy")
    QUALITY_OBJECTIVES = "quality_objectives", _("Quality objectives")
    QUALITY_MANUAL = "quality_manual", _("Quality manual")
    CHECKLIST = "checklist", _("Checklist")
    EXTERNAL = "external", _("External document")


class Audience(models.TextChoices):
    """Who may read a document. "Public" is what citizens see."""

    PUBLIC = "public", _("Public")
    STAFF = "staff", _("Staff")
    UNIT = "unit", _("Own unit")
    RESTRICTED = "restricted", _("Restricted")


class IssueKind(models.TextChoices):
    """Which counter rises (DOMAIN 1.3): the edition on a full re-issue, the revision on a partial change."""

    REVISION = "revision", _("Partial change (revision rises)")
    EDITION = "edition", _("Full re-issue (edition rises)")


class VersionState(models.TextChoices):
    """How an issued version stands at a moment."""

    FUTURE = "future", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled before taking effect")


class LegalActKind(models.TextChoices):
    LAW = "law", _("Law")
    ORDINANCE = "ordinance", _("Ordinance")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    RESOLUTION = "resolution", _("Resolution")
    DECISION = "decision", _("Decision")
    DIRECTIVE = "directive", _("Directive")
    STANDARD = "standard", _("Standard")
    OTHER = "other", _("Other")


class ReviewReason(models.TextChoices):
    PERIODIC = "periodic", _("Periodic review")
    LEGAL_CHANGE = "legal_change", _("A cited legal act changed")
    OTHER = "other", _("Other reason")


class ReviewOutcome(models.TextChoices):
    KEEP = "keep", _("Keep")
    REVISE = "revise", _("Revise")
    WITHDRAW = "withdraw", _("Withdraw")
