"""Closed vocabularies of audits and improvement (DOMAIN 1.6 to 1.8 and 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Being drawn up")
    SUBMITTED = "submitted", _("Waits for approval")
    APPROVED = "approved", pgettext_lazy("audit", "Approved")


class AuditState(models.TextChoices):
    """How far one audit is. Table of moves: `audits.rules.audit_states`."""

    PLANNING = "planning", _("Being planned")
    SUBMITTED = "submitted", _("Plan waits for approval")
    APPROVED = "approved", _("Plan approved and sent")
    RUNNING = "running", _("Running")
    REPORTED = "reported", _("Report issued")
    CLOSED = "closed", pgettext_lazy("audit", "Closed")
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


class FindingProgress(models.TextChoices):
    """Where readers see a finding on its way; never stored. Rule: `audits.rules.finding_progress`."""

    RAISED = "raised", _("Waits for the unit's answer")
    DISPUTED = "disputed", _("Disputed by the unit")
    ACCEPTED = "accepted", _("Accepted, waits for an action")
    GIVEN = "given", _("Waits for cause and plan")
    REOPENED = "reopened", _("Open again, waits for a new plan")
    PLANNED = "planned", _("Cause and plan recorded")
    UNDER_WAY = "under_way", _("Being put right")
    DONE = "done", _("Waits for verification")
    VERIFIED = "verified", _("Verified as effective, waits for closing")
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


class IndexTarget(models.TextChoices):
    """Which units an index set scores."""

    DISTRICT = "district", _("Districts")
    WARD = "ward", _("Wards and communes")
    DIVISION = "division", _("Divisions of a ward")


class IndexSetState(models.TextChoices):
    DRAFT = "draft", _("Being drawn up")
    IN_USE = "in_use", _("In use")


class ScoringMethod(models.TextChoices):
    SELF = "self_assessment", _("Self-assessment and appraisal")
    SURVEY = "survey", _("Survey")


class ScoringKind(models.TextChoices):
    """How a value becomes points: `audits.rules.scoring`."""

    YES_NO = "yes_no", _("Yes or no")
    RATIO = "ratio", _("By a rate")
    STEP = "step", _("By steps")
    DEDUCTION = "deduction", _("Points off for each fault")
    SURVEY = "survey", _("By a survey")


class AssessmentState(models.TextChoices):
    """How far the scoring of a unit is. Table of moves: `audits.rules.index_states`."""

    OPEN = "open", _("Not begun")
    SELF_SCORING = "self_scoring", _("The unit scores itself")
    SUBMITTED = "submitted", _("Waits for appraisal")
    APPRAISING = "appraising", _("Being appraised")
    EXPLAINING = "explaining", _("The unit explains")
    FINAL = "final", _("Final, waits for publication")
    PUBLISHED = "published", pgettext_lazy("reform index", "Published")


class IndexMeasure(models.TextChoices):
    """Figures that the system counts itself and proposes for a component."""

    ON_TIME_RATE = "on_time_rate", _("Dossiers resolved early or on time (%)")
    ONLINE_SHARE = "online_share", _("Dossiers handed in online (%)")
    LETTERS_PRESENT = "letters_present", _("Late steps with a letter of apology (%)")


class ObjectiveState(models.TextChoices):
    """How far a quality objective is. Table of moves: `audits.rules.objectives`."""

    DRAFT = "draft", _("Being drawn up")
    SUBMITTED = "submitted", _("Waits for approval")
    APPROVED = "approved", _("Approved and measured")
    CLOSED = "closed", _("Closed")


class Measure(models.TextChoices):
    """What an objective measures. Where a source is registered the system counts, else somebody enters the value."""

    ON_TIME_RATE = "on_time_rate", _("Share of dossiers resolved on time")
    EARLY_RATE = "early_rate", _("Share of dossiers resolved early")
    ONLINE_SHARE = "online_share", _("Share of new dossiers handed in online")
    OVERDUE_COUNT = "overdue_count", _("Overdue dossiers")
    LATE_STEPS = "late_steps", _("Late steps")
    LETTERS_SENT_RATE = "letters_sent_rate", _("Share of due apology letters that were sent")
    NAMED_PERSON = "named_person", _("Share of procedures whose every office step names post and time")
    SATISFACTION = "satisfaction", _("Share of valid answers that are satisfied")
    MANUAL = "manual", _("Another measure, entered by hand")


class MeasureUnit(models.TextChoices):
    PERCENT = "percent", _("percent")
    DOSSIERS = "dossiers", _("dossiers")
    STEPS = "steps", _("steps")
    DAYS = "days", _("days")
    POINTS = "points", _("points")
    TIMES = "times", _("times")


class TargetOperator(models.TextChoices):
    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"
    EXACTLY = "eq", "="


class MeasuredEvery(models.TextChoices):
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


class MeasurementSource(models.TextChoices):
    AUTOMATIC = "automatic", _("Counted by the system")
    ENTERED = "entered", _("Entered")


class ReviewState(models.TextChoices):
    """How far a management review is. Table of moves: `audits.rules.review_states`."""

    PREPARING = "preparing", _("Being prepared")
    HELD = "held", _("Held, minutes to sign")
    CLOSED = "closed", _("Minutes signed")


class ReviewPart(models.TextChoices):
    """The inputs of clause 9.3.2 of TCVN ISO 9001:2015, in its order."""

    EARLIER_ACTIONS = "earlier_actions", _("Actions from earlier reviews")
    CONTEXT = "context", _("Changes around and within the office")
    SATISFACTION = "satisfaction", _("Satisfaction and feedback of citizens")
    OBJECTIVES = "objectives", _("How far objectives are met")
    PROCESSES = "processes", _("Performance of processes")
    NONCONFORMITIES = "nonconformities", _("Nonconformities and corrective actions")
    MONITORING = "monitoring", _("Results of monitoring and measuring")
    AUDITS = "audits", _("Results of audits")
    SUPPLIERS = "suppliers", _("Performance of external providers")
    RESOURCES = "resources", _("Adequacy of resources")
    RISKS = "risks", _("Effectiveness of actions on risks")
    IDEAS = "ideas", _("Opportunities for improvement")


class DecisionKind(models.TextChoices):
    """What a decision of the review is about (9.3.3)."""

    IMPROVEMENT = "improvement", _("Improvement")
    SYSTEM_CHANGE = "system_change", _("Change of the system")
    RESOURCES = "resources", _("Resources")
