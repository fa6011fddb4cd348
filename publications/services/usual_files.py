"""Files that somebody asks for soon after an issue: made at once, so that nobody waits."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from document_control.models import IssuedVersion
from publications.enums import FileFormat, PaperKind, SheetSize
from publications.files.recipes import Recipe
from publications.files.rights import exists
from publications.files.worker import start_worker
from publications.policies import PublicationPolicy
from publications.services.files import prepare_file

IS_NOW = dt.timedelta(hours=1)
USUAL = (
    (PaperKind.NOTICE, FileFormat.PDF),
    (PaperKind.PROCEDURE, FileFormat.PDF),
    (PaperKind.PROCEDURE, FileFormat.DOCX),
)


def is_issued_now(version: IssuedVersion, now: dt.datetime) -> bool:
    """Was the version issued just now, and is it no import of the past?"""
    return version.issued_at > now - IS_NOW


def prepare_usual_files(version_id: int) -> None:
    """Queue the usual papers of a version as most people get them, and have them made."""
    now = timezone.now()
    version = IssuedVersion.objects.select_related("document").get(pk=version_id)
    marking = PublicationPolicy(AnonymousUser()).marking_for(version, now)
    for kind, file_format in USUAL:
        if exists(version, kind, file_format, SheetSize.A4):
            recipe = Recipe(kind=kind, format=file_format, version_id=version_id, marking=marking)
            prepare_file(recipe, now=now)
    start_worker()
