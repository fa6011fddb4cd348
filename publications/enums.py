"""Closed vocabularies of publications."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What is made from the record."""

    NOTICE = "notice", _("Posted notice")
    PROCEDURE = "procedure", _("ISO document")
    HANDBOOK = "handbook", _("Handbook")
    MASTER_LIST = "master_list", _("Master list")


class ListKind(models.TextChoices):
    """Registers that are printed as lists (DOMAIN 1.5)."""

    DOCUMENTS = "documents", _("Master list of documents")
    FORMS = "forms", _("List of forms")
    LEGAL_ACTS = "legal_acts", _("List of external documents")
    RECORDS = "records", _("List of records")


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    HTML = "html", "HTML"
    EPUB = "epub", "EPUB"
    ODT = "odt", _("ODT, for editing")
    ZIP = "zip", _("ZIP of volumes")


class SheetSize(models.TextChoices):
    A4 = "A4", "A4"
    A3 = "A3", "A3"
    A0 = "A0", "A0"


class BoardSize(models.TextChoices):
    """What a board takes."""

    A4 = "A4", _("A4 sheets")
    A3 = "A3", _("A3 sheets")
    A0 = "A0", _("A0 poster")
    SCREEN = "screen", _("Screen")


class Marking(models.TextChoices):
    """Words across every page (DOMAIN 1.5, printed copies)."""

    NONE = "none", _("none")
    DRAFT = "draft", "DỰ THẢO"
    UNCONTROLLED = "uncontrolled", "BẢN KHÔNG KIỂM SOÁT"
    OBSOLETE = "obsolete", "HẾT HIỆU LỰC"


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Not made")


class Medium(models.TextChoices):
    PAPER = "paper", _("Paper")
    ELECTRONIC = "electronic", _("Electronic")


class ProposalState(models.TextChoices):
    PREPARED = "prepared", _("Waits for approval")
    ISSUED = "issued", _("Issued")
    RETURNED = "returned", _("Returned")
