"""Which papers of a version are offered for download, and at which addresses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from procedures.models import ProcessPage
from publications.enums import FileFormat, Marking, PaperKind, SheetSize
from publications.files.recipes import Recipe
from publications.files.rights import exists
from publications.files.subjects import KIND_WORDS
from publications.models import Artefact
from publications.services.artefacts import stored_files

KINDS = {word: kind for kind, word in KIND_WORDS.items()}
SHEET_PARAMETER = "kho"
VERSION_PARAMETER = "ban"
PAPERS = (PaperKind.NOTICE, PaperKind.PROCEDURE)
CHOICES = (
    (FileFormat.PDF, SheetSize.A4, _("PDF, A4"), _("To print")),
    (FileFormat.PDF, SheetSize.A3, _("PDF, A3"), _("One large sheet for the notice board")),
    (FileFormat.PDF, SheetSize.A0, _("PDF, A0"), _("A poster for the hall")),
    (FileFormat.DOCX, SheetSize.A4, _("Word (DOCX)"), _("To read and quote in Word")),
    (FileFormat.HTML, SheetSize.A4, _("HTML"), _("One web page, readable without internet")),
    (FileFormat.EPUB, SheetSize.A4, _("EPUB"), _("For phones and reading devices")),
    (FileFormat.ODT, SheetSize.A4, _("ODT"), _("For LibreOffice")),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One file that can be had.

    Attributes:
        label, use: what it is and what it is good for, as shown.
        artefact: the stored file when there is one; otherwise it is made when asked for.
    """

    recipe: Recipe
    url: str
    label: str
    use: str
    artefact: Artefact | None


@dataclass(frozen=True, slots=True)
class OfferedPaper:
    """A paper with its files; the first is the one most people want."""

    kind: str
    title: str
    offers: list[Offer]


def version_recipe(
    version: IssuedVersion, kind: PaperKind, file_format: FileFormat, sheet: SheetSize, marking: Marking
) -> Recipe:
    """The recipe of a paper of an issued version."""
    return Recipe(kind=kind, format=file_format, version_id=version.pk, sheet=sheet, marking=marking)


def version_file_url(version: IssuedVersion, recipe: Recipe) -> str:
    """Where a paper is downloaded: one address for everybody; the rights decide which marking comes."""
    url = reverse("version-file", args=[version.check_code, KIND_WORDS[recipe.kind], recipe.format])
    return url if recipe.sheet == SheetSize.A4 else f"{url}?{SHEET_PARAMETER}={recipe.sheet}"


def downloads_url(version: IssuedVersion) -> str:
    """The page that offers the files of a version; one query."""
    slug = ProcessPage.objects.filter(document=version.document_id).values_list("slug", flat=True).first()
    if slug is None:
        return ""
    is_public = version.document.kind == DocumentKind.PROCEDURE
    url = reverse("procedure-downloads" if is_public else "process-downloads", args=[slug])
    return f"{url}?{VERSION_PARAMETER}={version.number}"


def offered_papers(version: IssuedVersion, marking: Marking, today: dt.date) -> list[OfferedPaper]:
    """Every paper of a version in every format, with the stored files; a fixed number of queries."""
    wanted = [
        (version_recipe(version, kind, file_format, sheet, marking), label, use)
        for kind in PAPERS
        for file_format, sheet, label, use in CHOICES
        if exists(version, kind, file_format, sheet)
    ]
    stored = stored_files([recipe for recipe, _label, _use in wanted], today)
    offers = [
        Offer(recipe, version_file_url(version, recipe), str(label), str(use), stored.get(recipe))
        for recipe, label, use in wanted
    ]
    papers = []
    for kind in PAPERS:
        if own := [offer for offer in offers if offer.recipe.kind == kind]:
            papers.append(OfferedPaper(str(kind), str(kind.label), own))
    return papers
