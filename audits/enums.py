"""Closed vocabularies of audits and improvement (DOMAIN 1.6 to 1.8 and 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Being drawn up")
    SUBMITTED = "submitted", _("Waits for approval")
    APPROVED = "approved", _("Approved")


class AuditState(models.TextChoices):
    """How far one audit is. Table of moves: `audits.rules.audit_states`."""

    PLANNING = "planning", _("Being planned")
    SUBMITTED = "submitted", _("Plan waits for approval")
    APPROVED = "approved", _("Plan approved and sent")
    RUNNING = "running", _("Running")
    REPORTED = "reported", _("Report issued")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class TeamRole(models.TextChoices):
    LEAD = "lead", _("Lead auditor")
    MEMBER = "member", _("Auditor")
    OBSERVER = "observer", _("Observer")


class ChecklistKind(models.TextChoices):
    CLAUSES = "clauses", _("By clauses of the standard")
    PROCEDURE = "procedure", _("By the steps of a procedure")


class QuestionKind(models.TextChoices):
    """What a question asks; those about a procedure are answered from its dossiers as far as the system knows."""

    CLAUSE = "clause", _("Clause")
    PERSON = "person", _("Named person")
    TIME = "time", _("Within the time")
    RESULT = "result", _("Form and result")
    POSTING = "posting", _("Posting")
    FEES = "fees", _("Fees")
    CUT_OFF = "cut_off", _("Hour of the last reception")
    LETTERS = "letters", _("Apology letters")
    RECORDS = "records", _("Records")


class Grade(models.TextChoices):
    """What an auditor found. "Not assessed yet" is not "not applicable"."""

    NOT_CHECKED = "not_checked", _("Not assessed yet")
    CONFORM = "conform", _("Conforms")
    OBSERVATION = "observation", _("Observation")
    OPPORTUNITY = "opportunity", _("Opportunity for improvement")
    MINOR_NC = "minor_nc", _("Minor nonconformity")
    MAJOR_NC = "major_nc", _("Major nonconformity")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


NONCONFORMITIES = frozenset({Grade.MINOR_NC.value, Grade.MAJOR_NC.value})
RAISED = frozenset({*NONCONFORMITIES, Grade.OBSERVATION.value, Grade.OPPORTUNITY.value})
"""Grades that become findings."""


class AnswerOutcome(models.TextChoices):
    """What became of an answer that came in, perhaps hours after it was given on a phone without a network."""

    APPLIED = "applied", _("Taken")
    SAME = "same", _("Said the same as what stood there")
    CONFLICT = "conflict", _("Waits: somebody else answered differently")
    CHOSEN = "chosen", _("Chosen between two answers")
    DROPPED = "dropped", _("Not chosen")


class FindingSource(models.TextChoices):
    """Where a finding or an action comes from; all of them run through the same objects."""

    AUDIT = "audit", _("Audit")
    LATE_INCIDENT = "late_incident", _("Late steps of dossiers")
    COMPLAINT = "complaint", _("Complaint or feedback")
    INDEX = "index", _("Points lost in the reform index")
    REVIEW = "review", _("Management review")
    OTHER = "other", _("Other")


class FindingState(models.TextChoices):
    RAISED = "raised", _("Waits for the unit's answer")
    DISPUTED = "disputed", _("Disputed by the unit")
    ACCEPTED = "accepted", _("Accepted by the unit")
    CLOSED = "closed", pgettext_lazy("audit", "Closed")
    CANCELLED = "cancelled", _("Taken back")


class ActionState(models.TextChoices):
    """How far a corrective action is. Table of moves: `audits.rules.action_states`."""

    OPEN = "open", _("Waits for a plan")
    PLANNED = "planned", _("Being carried out")
    DONE = "done", _("Reported as done, waits for verification")
    VERIFIED = "verified", _("Verified as effective")
    CANCELLED = "cancelled", _("Cancelled")


class VerificationOutcome(models.TextChoices):
    EFFECTIVE = "effective", _("Effective")
    NOT_EFFECTIVE = "not_effective", _("Not effective")


class CheckState(models.TextChoices):
    """An effectiveness check some days after the verification."""

    DUE = "due", _("Planned")
    HELD = "held", _("It held")
    FAILED = "failed", _("It did not hold")
