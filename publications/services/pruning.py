"""Clearing away made files that were replaced. Everything here can be made again, except what a copy's hash names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import Storage
from django.db.models import Exists, OuterRef, QuerySet

from publications.enums import JobState
from publications.models import Artefact, ControlledCopy, RenderJob
from publications.models.artefacts import ARTEFACTS

REPLACED_FOR = dt.timedelta(days=1)
"""A replaced file stays a day: somebody may just be downloading it."""
KEEP_DRAFTS = dt.timedelta(days=30)
KEEP_JOBS = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was cleared away: rows of files, bytes, files without a row, finished jobs."""

    files: int
    size: int
    orphans: int
    jobs: int


def prune(now: dt.datetime) -> Pruned:
    """Delete replaced files, old test prints, files that no row knows, and jobs that ended long ago."""
    files = size = 0
    for artefact in _prunable(now):
        files, size = files + 1, size + artefact.size
        artefact.delete()
    orphans = _delete_orphans(now)
    ended = RenderJob.objects.filter(state__in=[JobState.DONE, JobState.FAILED])
    jobs, _by_model = ended.filter(finished_at__lt=now - KEEP_JOBS).delete()
    return Pruned(files, size, orphans, jobs)


def _prunable(now: dt.datetime) -> QuerySet[Artefact]:
    """Rows whose recipe has a newer file, and test prints; never one that a controlled copy names."""
    newer = Artefact.objects.filter(
        recipe_key=OuterRef("recipe_key"), made_at__gt=OuterRef("made_at"), made_at__lt=now - REPLACED_FOR
    )
    copies = ControlledCopy.objects.filter(sha256=OuterRef("sha256"))
    replaced = Artefact.objects.filter(Exists(newer))
    drafts = Artefact.objects.filter(
        version=None, recipe__draft_revision_id__isnull=False, made_at__lt=now - KEEP_DRAFTS
    )
    return (replaced | drafts).filter(~Exists(copies)).order_by("pk")


def _delete_orphans(now: dt.datetime) -> int:
    """Delete bytes without a row: of pruned rows, and of workers that died between writing and recording."""
    storage = Artefact._meta.get_field("file").storage
    known = set(Artefact.objects.values_list("file", flat=True))
    count = 0
    for name in list(_files_under(storage, ARTEFACTS)):
        if name not in known and storage.get_modified_time(name) < now - REPLACED_FOR:
            storage.delete(name)
            count += 1
    return count


def _files_under(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_under(storage, f"{folder}/{name}")
