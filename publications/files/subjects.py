"""What a recipe is about: the version, draft or handbook behind its keys, and what its file is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify
from wagtail.models import Revision

from document_control.models import IssuedVersion
from publications.enums import ListKind, PaperKind, SheetSize
from publications.files.recipes import Recipe
from publications.models import Handbook, HandbookEdition

KIND_WORDS = {
    PaperKind.NOTICE: "niem-yet",
    PaperKind.PROCEDURE: "tai-lieu-iso",
    PaperKind.HANDBOOK: "so-tay",
    PaperKind.MASTER_LIST: "danh-muc",
}
"""Kinds of papers in addresses and in names of files."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing itself; exactly one of the first four, none for a list.

    Attributes:
        draft: the page of a text in work, as of the revision that is printed.
    """

    recipe: Recipe
    version: IssuedVersion | None = None
    draft: Any = None
    edition: HandbookEdition | None = None
    handbook: Handbook | None = None

    @property
    def code(self) -> str:
        """The document code, empty for lists."""
        if self.version is not None:
            return str(self.version.document.code)
        thing = self.draft or self.handbook or (self.edition.handbook if self.edition else None)
        return str(thing.code) if thing is not None else ""

    @property
    def title(self) -> str:
        """The document's name, or which list it is."""
        if self.recipe.list_kind:
            return str(ListKind(self.recipe.list_kind).label)
        thing = self.version or self.draft or self.edition or self.handbook
        return str(thing.title) if thing is not None else ""

    @property
    def number(self) -> str:
        """ "3.1" of a version, "2" of an edition, otherwise empty."""
        if self.version is not None:
            return str(self.version.number)
        return str(self.edition.number) if self.edition else ""

    @property
    def file_name(self) -> str:
        """ASCII, for every system and mail: "QT-TP-01-ban-3.1-niem-yet-A4.pdf"."""
        recipe = self.recipe
        parts = [slugify(anyascii(self.code)).upper()]
        parts.append("du-thao" if self.draft is not None else f"ban-{self.number}" if self.number else "")
        parts.append(KIND_WORDS[recipe.kind])
        if recipe.kind == PaperKind.NOTICE:
            parts.append(str(recipe.sheet))
        parts += [recipe.list_kind, recipe.at]
        parts.append(f"ban-so-{recipe.copy_number}" if recipe.copy_number else "")
        return f"{'-'.join(part for part in parts if part)}.{recipe.format}"

    @property
    def is_one_sheet(self) -> bool:
        """Is the whole paper fitted on one large sheet?"""
        return self.recipe.kind == PaperKind.NOTICE and self.recipe.sheet != SheetSize.A4


def subject_of(recipe: Recipe) -> Subject | None:
    """What a recipe is about, in one or two queries; None when it does not exist (any more)."""
    if recipe.version_id is not None:
        versions = IssuedVersion.objects.select_related("document__unit").defer("snapshot", "approvals")
        version = versions.filter(pk=recipe.version_id).first()
        return Subject(recipe, version=version) if version else None
    if recipe.draft_revision_id is not None:
        revision = Revision.objects.filter(pk=recipe.draft_revision_id).first()
        return Subject(recipe, draft=revision.as_object()) if revision else None
    if recipe.edition_id is not None:
        edition = HandbookEdition.objects.select_related("handbook").filter(pk=recipe.edition_id).first()
        return Subject(recipe, edition=edition) if edition else None
    if recipe.handbook_id is not None:
        handbook = Handbook.objects.filter(pk=recipe.handbook_id).first()
        return Subject(recipe, handbook=handbook) if handbook else None
    return Subject(recipe)
