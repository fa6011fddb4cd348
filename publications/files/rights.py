"""Who may have which file: the rights to a paper are those to the text it is made from, never more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from document_control.duties import drafter_ids
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.querysets import VersionQuerySet
from publications.days import end_of
from publications.enums import FileFormat, Marking, PaperKind, SheetSize
from publications.files.recipes import Recipe
from publications.files.subjects import Subject
from publications.policies import PublicationPolicy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from organisation.models import User

DOCUMENT_FORMATS = (FileFormat.PDF, FileFormat.DOCX, FileFormat.HTML, FileFormat.EPUB, FileFormat.ODT)


def marking_if_allowed(policy: PublicationPolicy, version: IssuedVersion, now: dt.datetime) -> Marking | None:
    """The words across the papers of a version as this person gets them; None when he may not have any."""
    return policy.marking_for(version, now) if policy.may_download(version, now) else None


def exists(version: IssuedVersion, kind: PaperKind, file_format: FileFormat, sheet: SheetSize) -> bool:
    """Is there such a paper? Notices are for procedures that citizens use; only their PDF comes on larger sheets."""
    if file_format not in DOCUMENT_FORMATS:
        return False
    if kind == PaperKind.NOTICE:
        return version.document.kind == "procedure" and (
            sheet == SheetSize.A4 or file_format == FileFormat.PDF
        )
    has_document = version.document.kind in (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS)
    return kind == PaperKind.PROCEDURE and has_document and sheet == SheetSize.A4


def may_have(user: User | AnonymousUser, subject: Subject, now: dt.datetime) -> bool:
    """May the person have this very file, for example one that somebody else asked for?"""
    policy = PublicationPolicy(user)
    if subject.version is not None:
        return _may_have_version(policy, subject.version, subject.recipe, now)
    if subject.draft is not None:
        return may_see_draft(policy.documents, subject.draft)
    chapters = _chapters(subject)
    if chapters is not None:
        return policy.documents.is_staff_member and _reads_all(policy.documents, chapters)
    is_own_list = user.pk is not None and user.pk == subject.recipe.reader_id
    return is_own_list and policy.documents.sees_register


def _may_have_version(
    policy: PublicationPolicy, version: IssuedVersion, recipe: Recipe, now: dt.datetime
) -> bool:
    """A paper without words across it, or with a copy number, is for those who would get such a one themselves."""
    if not policy.may_download(version, now):
        return False
    if recipe.copy_number:
        return policy.may_make_controlled_copy(version.document)
    return recipe.marking != Marking.NONE or policy.marking_for(version, now) == Marking.NONE


def may_see_draft(policy: DocumentPolicy, page: Any) -> bool:
    """May the person read this text in work?"""
    if not policy.user.is_authenticated:
        return False
    return policy.can_see_text(page.document, is_author=policy.user.pk in drafter_ids(page))


def _chapters(subject: Subject) -> VersionQuerySet | None:
    """The versions in a handbook, None for other papers."""
    if subject.edition is not None:
        return IssuedVersion.objects.filter(handbook_entries__edition=subject.edition)
    if subject.handbook is None:
        return None
    day = dt.date.fromisoformat(subject.recipe.at) if subject.recipe.at else timezone.localdate()
    return subject.handbook.versions_at(end_of(day))


def _reads_all(policy: DocumentPolicy, versions: VersionQuerySet) -> bool:
    """A handbook never opens a document that is closed to the person."""
    return versions.count() == policy.readable_versions(versions).count()
