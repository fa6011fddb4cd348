"""The queue of files to be made: who takes a job, how it is worked on, and what becomes of it.

The database is the queue. A job is taken by one atomic UPDATE, so any number of workers may run, on SQLite and on
PostgreSQL. A worker that dies leaves a heartbeat that stops; the next one takes the job up again.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from publications.enums import JobState
from publications.errors import PublicationError
from publications.files.recipes import Recipe
from publications.models import Artefact, RenderJob
from publications.services.artefacts import make_file

logger = logging.getLogger(__name__)

ABANDONED_AFTER = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 3
BEAT_SECONDS = 10.0
REPORT_SECONDS = 1.0

Beating = Callable[[RenderJob], AbstractContextManager[None]]


class LostJobError(Exception):
    """Another worker has taken this job, because our heartbeat stopped for too long."""


# --- Taking -------------------------------------------------------------------------------------------------
def claimable(now: dt.datetime) -> QuerySet[RenderJob]:
    """Jobs that a worker may take: waiting ones, and running ones whose worker died."""
    abandoned = Q(state=JobState.RUNNING, heartbeat_at__lt=now - ABANDONED_AFTER)
    return RenderJob.objects.filter(Q(state=JobState.QUEUED) | abandoned)


def claim(now: dt.datetime) -> RenderJob | None:
    """Take the oldest job; None when there is nothing to do."""
    _give_up(now)
    while (job := claimable(now).order_by("created_at", "pk").first()) is not None:
        mine = claimable(now).filter(pk=job.pk, attempts=job.attempts)
        taken = mine.update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
            done=0,
            total=0,
            doing="",
        )
        if taken:
            job.refresh_from_db()
            return job
    return None


def _give_up(now: dt.datetime) -> None:
    """End jobs that killed their workers again and again."""
    hopeless = claimable(now).filter(state=JobState.RUNNING, attempts__gte=MOST_ATTEMPTS)
    with translation.override("vi"):
        reason = _("Making this file was broken off three times. Tell the administrator.")
    for pk in hopeless.values_list("pk", flat=True):
        if hopeless.filter(pk=pk).update(state=JobState.FAILED, error=reason, finished_at=now):
            logger.error("render job %s was abandoned %d times", pk, MOST_ATTEMPTS)


# --- Working ------------------------------------------------------------------------------------------------
def work_off(*, beating: Beating | None = None, may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Take and make until the queue is empty; returns how many jobs were taken.

    Args:
        beating: keeps the heartbeat of a job while it is worked on (`beating_thread`); None where the caller waits.
        may_go_on: asked before each job.
    """
    count = 0
    while may_go_on() and (job := claim(timezone.now())) is not None:
        with beating(job) if beating else nullcontext():
            run(job)
        count += 1
    return count


def run(job: RenderJob) -> None:
    """Make the file of a claimed job and record the outcome; never raises for what a recipe can cause."""
    try:
        with translation.override("vi"):
            artefact = make_file(
                Recipe.from_data(job.recipe), timezone.localdate(job.created_at), Reporter(job)
            )
    except LostJobError:
        logger.warning("render job %s went to another worker", job.public_id)
    except PublicationError as error:
        logger.info("render job %s refused: %s", job.public_id, error)
        _fail(job, str(error))
    except Exception:
        logger.exception("render job %s failed", job.public_id)
        with translation.override("vi"):
            _fail(
                job,
                _("The file could not be made because of an error in the system. Tell the administrator."),
            )
    else:
        _finish(job, artefact)


def _mine(job: RenderJob) -> QuerySet[RenderJob]:
    """The row, as long as this attempt holds it."""
    return RenderJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _finish(job: RenderJob, artefact: Artefact) -> None:
    now = timezone.now()
    _mine(job).update(state=JobState.DONE, artefact=artefact, done=F("total"), doing="", finished_at=now)


def _fail(job: RenderJob, reason: str) -> None:
    _mine(job).update(state=JobState.FAILED, error=reason, finished_at=timezone.now())


# --- Progress and heartbeat -----------------------------------------------------------------------------------
class Reporter:
    """Writes the progress of a job into its row, at most once a second."""

    def __init__(self, job: RenderJob) -> None:
        self._job = job
        self._last = float("-inf")

    def __call__(self, done: int, total: int, doing: str) -> None:
        """As `publications.writers.base.Progress`. Raises LostJobError when the job has gone to another worker."""
        now = monotonic()
        if now - self._last < REPORT_SECONDS:
            return
        self._last = now
        longest = RenderJob._meta.get_field("doing").max_length
        kept = _mine(self._job).update(
            done=done, total=total, doing=doing[:longest], heartbeat_at=timezone.now()
        )
        if not kept:
            raise LostJobError


@contextmanager
def beating_thread(job: RenderJob) -> Iterator[None]:
    """While the block runs, say every ten seconds that the job is being worked on."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(BEAT_SECONDS):
                _mine(job).update(heartbeat_at=timezone.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
