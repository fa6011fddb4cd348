"""Closed vocabularies of dossiers (DOMAIN sections 3 and 11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierState(models.TextChoices):
    """Where the business of a dossier stands. Which moves exist: `rules.states`."""

    SUBMITTED = "submitted", _("Awaiting acceptance")
    RECEIVED = "received", _("Received")
    IN_PROGRESS = "in_progress", _("Being processed")
    WAITING_SUPPLEMENT = "waiting_supplement", _("Waiting for supplements")
    WAITING_FINANCE = "waiting_finance", _("Waiting for a financial duty")
    WAITING_EXTERNAL = "waiting_external", _("Waiting for another agency")
    APPROVED = "approved", _("Result approved")
    ISSUED = "issued", _("Result issued")
    READY = "ready", _("Result ready")
    RETURNED = "returned", _("Result handed over")
    REFUSED_INTAKE = "refused_intake", _("Reception refused")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    STOPPED = "stopped", _("Stopped")


class StepKind(models.TextChoices):
    """What a step is to the dossier, told from its role and place (`rules.step_kinds`)."""

    SUBMISSION = "submission", _("Handing in")
    INTAKE = "intake", _("Reception")
    WORK = "work", _("Processing")
    APPROVAL = "approval", _("Approval")
    ISSUING = "issuing", _("Issuing")
    HANDOVER = "handover", _("Handing over the result")


class StepState(models.TextChoices):
    WAITING = "waiting", _("Not begun")
    ACTIVE = "active", _("In hand")
    DONE = "done", _("Done")


class Punctuality(models.TextChoices):
    """How a step or a dossier ended against its due moment."""

    EARLY = "early", _("Early")
    ON_TIME = "on_time", _("On time")
    OVERDUE = "overdue", _("Overdue")


class Outcome(models.TextChoices):
    """How a closed dossier counts (DOMAIN 3.10)."""

    EARLY = "early", _("Early")
    ON_TIME = "on_time", _("On time")
    OVERDUE = "overdue", _("Overdue")
    WITHOUT_RESULT = "without_result", _("Ended without a result")


class ApplicantKind(models.TextChoices):
    PERSON = "person", _("Private person")
    ORGANISATION = "organisation", _("Organisation")


class ReturnChannel(models.TextChoices):
    """How the applicant wants the result."""

    COUNTER = "counter", _("At the counter")
    POST = "post", _("By post")
    ONLINE = "online", _("Online")


class PauseKind(models.TextChoices):
    """Why the clock stands still (DOMAIN 3.8)."""

    SUPPLEMENT = "supplement", _("Supplement by the applicant")
    FINANCE = "finance", _("Financial duty of the applicant")
    EXTERNAL = "external", _("Another agency, excluded by the procedure")


class IncidentState(models.TextChoices):
    """The way of a late step through the apology gate (DOMAIN 3.9)."""

    DETECTED = "detected", _("To be explained")
    EXPLAINED = "explained", _("Explained")
    LETTER_DRAFTED = "letter_drafted", _("Letter drafted")
    LETTER_SIGNED = "letter_signed", _("Letter signed")
    LETTER_SENT = "letter_sent", _("Letter sent")
    CLOSED = "closed", _("Settled")


class CauseCategory(models.TextChoices):
    """Why a step was late, as the responsible person sees it."""

    WORKLOAD = "workload", _("Too many dossiers at once")
    COMPLEX = "complex", _("The case was more complex than usual")
    OTHER_AGENCY = "other_agency", _("Another agency answered late")
    OTHER_STEP = "other_step", _("An earlier step handed over late")
    ABSENCE = "absence", _("Leave or absence without a stand-in")
    SYSTEM = "system", _("Fault of a system or the network")
    PAPERS = "papers", _("Papers had to be checked again")
    OVERSIGHT = "oversight", _("Oversight")
    OTHER = "other", _("Other")


class GateMode(models.TextChoices):
    """Which lateness stops a dossier (DOMAIN 3.9 rule 6)."""

    ANY_LATE_STEP = "any_late_step", _("Every late step")
    OVERALL_DUE_ONLY = "overall_due_only", _("Only when the date promised to the applicant is missed")
    OFF = "off", _("Never; lateness is only recorded")


class SignatureKind(models.TextChoices):
    PAPER = "paper", _("On paper")
    DIGITAL = "digital", _("Digitally")


class LetterChannel(models.TextChoices):
    IN_PERSON = "in_person", _("Handed over")
    POST = "post", _("By post")
    EMAIL = "email", _("By e-mail")
    MESSAGE = "message", _("By text message")


class SlipKind(models.TextChoices):
    """The forms of the one-stop mechanism (DOMAIN 3.3)."""

    RECEIPT = "MC-01", _("Receipt and appointment slip")
    SUPPLEMENT = "MC-02", _("Request for supplements")
    REFUSAL = "MC-03", _("Refusal slip")
    APOLOGY = "MC-04", _("Apology letter")
    STOP = "MC-05", _("Notice of stopping")
    CONTROL = "MC-06", _("Process control slip")
    REGISTER = "MC-07", _("Dossier register")


class EventKind(models.TextChoices):
    """What can happen to a dossier. The words are those of its log."""

    SUBMITTED = "submitted", _("handed in, not yet accepted")
    RECEIVED = "received", _("received")
    INTAKE_RETURNED = "intake_returned", _("incomplete, supplements asked for before reception")
    INTAKE_REFUSED = "intake_refused", _("reception refused")
    STEP_STARTED = "step_started", _("step begun")
    STEP_COMPLETED = "step_completed", _("step done")
    STEP_RETURNED = "step_returned", _("given back to an earlier step")
    REASSIGNED = "reassigned", _("given to another person")
    PAUSED = "paused", _("clock stopped")
    RESUMED = "resumed", _("clock running again")
    RESTARTED = "restarted", _("clock begun anew")
    COMMENTED = "commented", _("remark")
    FILE_ADDED = "file_added", _("file added")
    INCIDENT_DETECTED = "incident_detected", _("late, dossier held")
    EXPLAINED = "explained", _("lateness explained")
    LETTER_DRAFTED = "letter_drafted", _("apology letter drafted")
    LETTER_SIGNED = "letter_signed", _("apology letter signed")
    LETTER_SENT = "letter_sent", _("apology letter sent")
    REAPPOINTED = "reappointed", _("new date promised")
    GATE_OVERRIDDEN = "gate_overridden", _("let through by the leader")
    INCIDENT_CLOSED = "incident_closed", _("late step settled")
    DUE_CHANGED = "due_changed", _("due date counted anew")
    READY = "ready", _("result at the counter")
    RETURNED = "returned", _("result handed over")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn by the applicant")
    STOPPED = "stopped", _("stopped")
    SLIP_ISSUED = "slip_issued", _("slip issued")
    CORRECTED = "corrected", _("particulars corrected")
    IMPORTED = "imported", _("brought in from an earlier system")


class Visibility(models.TextChoices):
    """Who else sees an entry of a work schedule; leaders always do."""

    OWN = "own", _("Leaders and my head of unit")
    OFFICE = "office", _("Everybody in the office")


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


class UnitBasis(models.TextChoices):
    """Which of the three units of a dossier a report goes by (DOMAIN 3.2)."""

    COMPETENT = "competent", _("Competent unit")
    RECEIVED = "received", _("Reception point")
    ASSISTED = "assisted", _("Place of help")


class ReportedMeasure(models.TextChoices):
    """What a published figure says. Those that end in "_rate" are percentages."""

    RECEIVED = "received", _("Received")
    RESOLVED = "resolved", _("Resolved")
    ON_TIME = "on_time", _("Resolved early or on time")
    OVERDUE = "overdue", _("Overdue")
    PENDING = "pending", _("Being handled")
    ON_TIME_RATE = "on_time_rate", _("On-time rate (%)")
    ONLINE_RATE = "online_rate", _("Share handed in online (%)")


class DossierImportState(models.TextChoices):
    """How far a table of existing dossiers has come."""

    READ = "read", _("Read, not written")
    WRITING = "writing", _("Being written")
    WRITTEN = "written", _("Written")
