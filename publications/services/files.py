"""Asking for a file: the stored one, or a place in the queue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publications.enums import JobState
from publications.errors import PublicationError
from publications.files.recipes import Recipe
from publications.files.worker import start_worker
from publications.models import Artefact, RenderJob
from publications.services.artefacts import stored_file

if TYPE_CHECKING:
    from organisation.models import User

OPEN = (JobState.QUEUED, JobState.RUNNING)
MOST_OPEN_PER_ADDRESS = 4
MOST_OPEN_ANONYMOUS = 40


class TooManyRequestsError(PublicationError):
    """A visitor waits for so many files already that others would have to wait for him."""

    def __init__(self) -> None:
        super().__init__(
            _("Several of your files are still being made. Wait until they are ready, then try again.")
        )


def request_file(
    recipe: Recipe, *, by: User | None, now: dt.datetime, asked_from: str = ""
) -> Artefact | RenderJob:
    """The stored file when it is still right, otherwise the job that makes it. Asking twice gives the same job.

    Who may have the file is the caller's question (`publications.files.rights`).

    Args:
        by: who asks; None for an anonymous visitor, who is braked by `asked_from`.
        asked_from: what tells one anonymous visitor from another (`publications.views.visitors.visitor_key`).

    Raises:
        TooManyRequestsError: an anonymous visitor has too many files in the making.
        PublicationError: nothing can be made from this recipe.
    """
    stored = stored_file(recipe, timezone.localdate(now))
    if stored is not None:
        return stored
    job = open_job(recipe) or _queue(recipe, by=by, now=now, asked_from=asked_from)
    transaction.on_commit(start_worker)
    return job


def prepare_file(recipe: Recipe, *, now: dt.datetime) -> None:
    """Have a file made that somebody will soon ask for; nobody waits for it."""
    if stored_file(recipe, timezone.localdate(now)) is None and open_job(recipe) is None:
        _queue(recipe, by=None, now=now)


def open_job(recipe: Recipe) -> RenderJob | None:
    """The job that waits or is worked on for this recipe."""
    return RenderJob.objects.filter(recipe_key=recipe.key, state__in=OPEN).first()


def _queue(recipe: Recipe, *, by: User | None, now: dt.datetime, asked_from: str = "") -> RenderJob:
    if by is None and asked_from:
        _brake(asked_from)
    try:
        with transaction.atomic():
            return RenderJob.objects.create(
                recipe_key=recipe.key,
                recipe=recipe.as_data(),
                requested_by=by,
                asked_from=asked_from,
                created_at=now,
            )
    except IntegrityError:  # somebody else asked in the same moment
        job = RenderJob.objects.filter(recipe_key=recipe.key).order_by("-created_at", "-pk").first()
        if job is None:
            raise
        return job


def _brake(asked_from: str) -> None:
    anonymous = RenderJob.objects.filter(state__in=OPEN).exclude(asked_from="")
    if anonymous.filter(asked_from=asked_from).count() >= MOST_OPEN_PER_ADDRESS:
        raise TooManyRequestsError
    if anonymous.count() >= MOST_OPEN_ANONYMOUS:
        raise TooManyRequestsError
