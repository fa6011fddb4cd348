"""From a recipe to composed documents, and from there to bytes."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.models import Revision

from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.selectors import history_of
from organisation.models import OfficeSettings, Unit, User
from organisation.vietnamese_format import format_date
from publications import compose
from publications.compose.document import Document
from publications.compose.handbook import compose_handbook, split_volumes
from publications.compose.lists import compose_list
from publications.compose.notice import compose_notice
from publications.compose.printable import spelled_out
from publications.compose.procedure import compose_procedure
from publications.compose.sources import HandbookSource, ListSource, ProcedureSource
from publications.days import end_of
from publications.enums import FileFormat, ListKind, Marking, PaperKind, SheetSize
from publications.errors import PublicationError
from publications.files import sources
from publications.files.list_sources import master_list_source
from publications.files.recipes import Recipe
from publications.models import Handbook, HandbookEdition, PaperSettings
from publications.writers import writer_for
from publications.writers.base import Progress, Rendered, Writer, no_progress
from publications.writers.pdf import PdfWriter
from publications.writers.volumes import write_volumes


class NothingToPrintError(PublicationError):
    """The recipe names a version, text or edition that does not exist (any more)."""

    def __init__(self) -> None:
        super().__init__(_("The text that this file is made from does not exist any more."))


class NothingInForceError(PublicationError):
    """A handbook of a day on which no process was in force."""

    def __init__(self, day: dt.date) -> None:
        words = _("No process is in force on %(day)s. Choose another day or another unit.")
        super().__init__(words % {"day": format_date(day)})


# --- Composing ------------------------------------------------------------------------------------------------
def compose_recipe(recipe: Recipe, today: dt.date) -> Document:
    """The document of a recipe with its sheet, marking and copy line.

    Args:
        today: the day whose fees a notice prints, where the recipe names none.

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
            words[same_words] = _printable(_compose(same_words, today), recipe)
        found[recipe] = _laid_out(words[same_words], recipe)
    return found


def compose_volumes(recipe: Recipe, today: dt.date) -> Iterator[Document]:
    """The volumes of a handbook that is asked for as a ZIP, each composed when it is its turn: memory stays small.

    Raises PublicationError as `compose_recipe`, at the first volume.
    """
    for volume in split_volumes(_handbook_source(recipe, today)):
        yield _laid_out(_printable(compose_handbook(volume), recipe), recipe)


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


def _printable(document: Document, recipe: Recipe) -> Document:
    """What was issued is printed whatever it holds; the author of a draft hears which signs no font has."""
    return document if recipe.draft_revision_id is not None else spelled_out(document)


def _laid_out(document: Document, recipe: Recipe) -> Document:
    changes: dict[str, Any] = {}
    if recipe.kind == PaperKind.NOTICE:
        changes |= {"paper": str(recipe.sheet), "one_page": recipe.sheet != SheetSize.A4}
    if recipe.marking != Marking.NONE:
        changes["watermark"] = str(recipe.marking.label)
    if recipe.copy_number:
        changes["copy_line"] = f"BẢN KIỂM SOÁT – BẢN SỐ {recipe.copy_number}"
    return document.with_layout(**changes) if changes else document


def _procedure_source(recipe: Recipe, today: dt.date) -> ProcedureSource:
    if recipe.draft_revision_id is not None:
        revision = Revision.objects.filter(pk=recipe.draft_revision_id).first()
        if revision is None:
            raise NothingToPrintError
        return sources.draft_source(revision.as_object(), revision.created_at)
    versions = IssuedVersion.objects.select_related("document__unit")
    version = versions.filter(pk=recipe.version_id or 0).first()
    if version is None:
        raise NothingToPrintError
    source = sources.procedure_source(version)
    if recipe.kind == PaperKind.NOTICE:
        day = dt.date.fromisoformat(recipe.at) if recipe.at else today
        return replace(source, day=_day_within(version, day))
    return source


def _day_within(version: IssuedVersion, day: dt.date) -> dt.date:
    """The day whose fees a notice shows: `day`, within the time in which the version holds."""
    standing = history_of(version.document).standing(version, end_of(day))
    if standing.until is not None:
        day = min(day, localdate(standing.until - dt.timedelta(seconds=1)))
    return max(day, localdate(version.effective_from))


def _handbook_source(recipe: Recipe, today: dt.date) -> HandbookSource:
    if recipe.edition_id is not None:
        editions = HandbookEdition.objects.select_related("handbook__unit")
        edition = editions.filter(pk=recipe.edition_id).first()
        if edition is None:
            raise NothingToPrintError
        return sources.handbook_edition_source(edition)
    day = dt.date.fromisoformat(recipe.at) if recipe.at else today
    source = _source_on(recipe, end_of(day))
    if not source.chapters:
        raise NothingInForceError(day)
    return source


def _source_on(recipe: Recipe, at: dt.datetime) -> HandbookSource:
    if recipe.handbook_id is None:
        return sources.processes_source(_unit(recipe), at, only_unit=recipe.unit_id is not None)
    handbook = Handbook.objects.select_related("unit").filter(pk=recipe.handbook_id).first()
    if handbook is None:
        raise NothingToPrintError
    return sources.handbook_source_as_of(handbook, at)


def _list_source(recipe: Recipe, today: dt.date) -> ListSource:
    reader = User.objects.filter(pk=recipe.reader_id or 0).first()
    if reader is None or recipe.list_kind not in ListKind:
        raise NothingToPrintError
    day = dt.date.fromisoformat(recipe.at) if recipe.at else today
    return master_list_source(ListKind(recipe.list_kind), DocumentPolicy(reader, today), end_of(day))


def _unit(recipe: Recipe) -> Unit:
    """The unit whose handbook is meant: the one named, else the office."""
    if recipe.unit_id is not None:
        unit = Unit.objects.filter(pk=recipe.unit_id).first()
    else:
        office = OfficeSettings.objects.select_related("office").first()
        unit = office.office if office else None
    if unit is None:
        raise NothingToPrintError
    return unit


# --- Writing --------------------------------------------------------------------------------------------------
def tree_hash(recipe: Recipe, today: dt.date) -> str:
    """The hash of everything that the composed text may change in the file."""
    if recipe.format != FileFormat.ZIP:
        return compose_recipe(recipe, today).fingerprint()
    volumes = "".join(volume.fingerprint() for volume in compose_volumes(recipe, today))
    return hashlib.sha256(volumes.encode()).hexdigest()


def render(recipe: Recipe, today: dt.date, progress: Progress = no_progress) -> Rendered:
    """Compose and write the file of a recipe.

    Raises:
        PublicationError: as `compose_recipe`; UnprintableTextError, TooSmallError, WriterError from the writers.
    """
    if recipe.format != FileFormat.ZIP:
        return _writer(recipe).write(compose_recipe(recipe, today), progress)
    total = len(split_volumes(_handbook_source(recipe, today)))
    return write_volumes(compose_volumes(recipe, today), progress, total=total)


def _writer(recipe: Recipe) -> Writer:
    if recipe.kind == PaperKind.NOTICE and recipe.sheet != SheetSize.A4:
        return PdfWriter(smallest_scale=float(PaperSettings.chosen().smallest_poster_scale))
    return writer_for(FileFormat.PDF if recipe.format == FileFormat.ZIP else recipe.format)


def tools_of(recipe: Recipe) -> dict[str, str]:
    """Versions of everything but the text that shapes the file: with the tree an artefact's identity.

    Handbooks are recognised without composing them, so there the composing code counts too.
    """
    tools = writer_for(FileFormat.PDF if recipe.format == FileFormat.ZIP else recipe.format).tools()
    return {**tools, "compose": composing_version()} if recipe.kind == PaperKind.HANDBOOK else tools


@functools.lru_cache(maxsize=1)
def composing_version() -> str:
    """A short hash of the code that composes."""
    digest = hashlib.sha256()
    for path in sorted(Path(compose.__path__[0]).glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
