"""From a recipe to a composed document, and from there to bytes."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Revision, Site

from document_control.models import IssuedVersion
from document_control.selectors import history_of
from organisation.models import Unit
from organisation.vietnamese_format import VIETNAM
from publications import sources
from publications.compose.document import Document
from publications.compose.handbook import compose_handbook, split_volumes
from publications.compose.lists import compose_list
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.sources import HandbookSource, ProcedureSource
from publications.enums import FileFormat, Marking, PaperKind, SheetSize
from publications.errors import PublicationError
from publications.models import Handbook, HandbookEdition, PaperSettings
from publications.recipes import Recipe
from publications.writers import writer_for
from publications.writers.base import Progress, Rendered, Writer, no_progress
from publications.writers.pdf import PdfWriter


class NothingToPrintError(PublicationError):
    """The recipe names a version, text or edition that does not exist (any more)."""

    def __init__(self) -> None:
        super().__init__(_("The text that this file is made from does not exist any more."))


# --- Composing ------------------------------------------------------------------------------------------------
def compose_recipe(recipe: Recipe, today: dt.date) -> Document:
    """The document of a recipe with its sheet, marking and copy line.

    Args:
        today: the day whose fees are printed, where the recipe names none.

    Raises:
        PublicationError: nothing can be made from this recipe.
    """
    return compose_recipes([recipe], today)[recipe]


def compose_recipes(recipes: Iterable[Recipe], today: dt.date) -> dict[Recipe, Document]:
    """The documents of several recipes; the words of sheets and formats of one paper are composed once."""
    words: dict[Recipe, Document] = {}
    found = {}
    for recipe in recipes:
        same_words = replace(
            recipe, format=FileFormat.PDF, sheet=SheetSize.A4, marking=Marking.NONE, copy_number=0
        )
        if same_words not in words:
            words[same_words] = _compose(same_words, today)
        found[recipe] = _laid_out(words[same_words], recipe)
    return found


def _compose(recipe: Recipe, today: dt.date) -> Document:
    match recipe.kind:
        case PaperKind.NOTICE:
            return compose_notice(_procedure_source(recipe, today))
        case PaperKind.PROCEDURE:
            return compose_procedure(_procedure_source(recipe, today))
        case PaperKind.HANDBOOK:
            return compose_handbook(_handbook_source(recipe, today))
        case PaperKind.MASTER_LIST:
            return compose_list(_list_source(recipe, today))


def _laid_out(document: Document, recipe: Recipe) -> Document:
    changes: dict[str, object] = {}
    if recipe.kind == PaperKind.NOTICE:
        changes |= {"paper": str(recipe.sheet), "one_page": recipe.sheet != SheetSize.A4}
    if recipe.marking != Marking.NONE:
        changes["watermark"] = str(recipe.marking.label)
    if recipe.copy_number:
        changes["copy_line"] = f"BẢN KIỂM SOÁT – BẢN SỐ {recipe.copy_number}"
    return document.with_layout(**changes) if changes else document
