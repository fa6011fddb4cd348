"""My work: what waits for one person, grouped by urgency, each with the one thing to do about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import VIETNAM, format_date, format_datetime
from procedures.workspace.register_selectors import ReviewDue, reviews_due
from procedures.workspace.work_selectors import (
    IN_APPROVAL,
    RETURNED,
    TextInWork,
    texts_in_work,
    texts_that_wait,
)

LATE, TODAY, LATER = "late", "today", "later"
APPROVING, WRITING, REVIEWING, READING, POSTING = "duyet", "soan", "ra-soat", "doc", "niem-yet"
RECALL = "thu-hoi"
DOSSIERS, LETTERS, AUDITS = "ho-so", "thu-xin-loi", "danh-gia"
MOST_REVIEWS = 3
"""Reviews listed one by one among other work; the others are one row, so that they bury nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the inbox.

    Attributes:
        kind: the tab it belongs to: dossiers, (apology) letters, audits and what follows from them, approving, writing,
            (periodic) reviewing, reading, posting, or bringing old copies back.
        urgency: late, today or later.
        words, exact: how urgent it is, and the moment that says so.
        verb: what to do, on the button.
        due: the moment behind the urgency, where there is one: what is late stands oldest first.
    """

    kind: str
    urgency: str
    words: str
    exact: str
    title: str
    code: str
    context: str
    verb: str
    url: str
    icon: str = ""
    primary: bool = False
    due: dt.datetime | None = None

    @property
    def is_counted(self) -> bool:
        """Does the navigation count it? Not a draft that nobody waits for."""
        return self.urgency != LATER or self.kind != WRITING


Tally = Counter[str]
"""How many rows wait, by kind."""


def tally_of(jobs: Iterable[Job]) -> Tally:
    """What the navigation says of these rows."""
    return Counter(job.kind for job in jobs if job.is_counted)


@dataclass(frozen=True, slots=True)
class JobSource:
    """Where rows of the inbox come from.

    Attributes:
        name: by it the navigation finds the number of its own.
        rows: what waits for a person at a moment.
        counted: how much that is, without the queries and words of the rows. Left out where rows ask no more.
    """

    name: str
    rows: Callable[[DocumentPolicy, dt.datetime], list[Job]]
    counted: Callable[[DocumentPolicy, dt.datetime], Tally] | None = None

    def count(self, policy: DocumentPolicy, now: dt.datetime) -> Tally:
        """How many rows of each kind the navigation counts: every staff page asks, so it costs little."""
        return self.counted(policy, now) if self.counted else tally_of(self.rows(policy, now))


_sources: dict[str, JobSource] = {}


def register_job_source(source: JobSource) -> JobSource:
    """Let an app above add what waits for a person; call it from `AppConfig.ready()`."""
    return _sources.setdefault(source.name, source)


def job_sources() -> tuple[JobSource, ...]:
    """Every source, in the order in which their rows stand."""
    return (*_sources.values(), TEXTS, REVIEWS)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for one person, as the navigation shows it."""

    by_source: Mapping[str, Tally]

    @property
    def total(self) -> int:
        """Everything that waits."""
        return sum(tally.total() for tally in self.by_source.values())

    def of_kind(self, kind: str) -> int:
        """What waits of one tab."""
        return sum(tally[kind] for tally in self.by_source.values())

    def of_source(self, name: str, kind: str = "") -> int:
        """What one source has; 0 for a source that is not installed."""
        tally = self.by_source.get(name, Counter())
        return tally[kind] if kind else tally.total()


def counts_for_menu(
    policy: DocumentPolicy, now: dt.datetime, texts: Iterable[TextInWork] | None = None
) -> Counts:
    """How much waits for the person at `now`, without the rows.

    Args:
        texts: the texts in work, where the page has read them anyway.
    """
    known = {} if texts is None else {TEXTS.name: _tally_of_texts(texts, policy)}
    others = {source.name: source.count(policy, now) for source in job_sources() if source.name not in known}
    return Counts(known | others)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for one person.

    Attributes:
        jobs: most urgent first.
        counts: the same as numbers.
    """

    jobs: tuple[Job, ...]
    counts: Counts

    def of_kind(self, kind: str) -> list[Job]:
        """Jobs of one tab, every one of them; all for an empty kind."""
        return [job for job in self.jobs if not kind or job.kind == kind]

    def overview(self) -> list[Job]:
        """All kinds together; of each urgency only the first reviews, the others in one row."""
        shown: list[Job] = []
        for urgency in (LATE, TODAY, LATER):
            rows = [job for job in self.jobs if job.urgency == urgency]
            reviews = [job for job in rows if job.kind == REVIEWING]
            shown += [job for job in rows if job.kind != REVIEWING]
            shown += reviews[:MOST_REVIEWS]
            if len(reviews) > MOST_REVIEWS:
                shown.append(_more_reviews(reviews[MOST_REVIEWS:]))
        return shown


def inbox_of(policy: DocumentPolicy, now: dt.datetime) -> Inbox:
    """Everything that waits for the person at `now`, in a bounded number of queries."""
    rows = {source.name: source.rows(policy, now) for source in job_sources()}
    jobs = [job for found in rows.values() for job in found]
    return Inbox(
        tuple(sorted(jobs, key=_place)), Counts({name: tally_of(found) for name, found in rows.items()})
    )


def _place(job: Job) -> tuple[int, bool, float]:
    """Most urgent first; of what is late the oldest deadline, whatever its kind; the rest as their source has them."""
    dated = job.urgency == LATE and job.due is not None
    moment = job.due.timestamp() if dated and job.due else 0.0
    return (LATE, TODAY, LATER).index(job.urgency), not dated, moment


def _more_reviews(jobs: list[Job]) -> Job:
    title = ngettext(
        "%(count)s more document to look at again", "%(count)s more documents to look at again", len(jobs)
    )
    return Job(
        REVIEWING,
        jobs[0].urgency,
        _("Overdue") if jobs[0].urgency == LATE else _("Coming up"),
        "",
        title % {"count": len(jobs)},
        "",
        _("Listed one by one under their own heading."),
        _("See all reviews"),
        f"?viec={REVIEWING}",
        "list",
    )


def days_words(days: int) -> str:
    """Whole days until (positive) or since (negative) a day, in words."""
    if days == 0:
        return _("Due today")
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("%(count)s day overdue", "%(count)s days overdue", -days) % {"count": -days}


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day by which something is due."""
    return dt.datetime.combine(day, dt.time.max, VIETNAM)


def urgency_of(days: int) -> str:
    """The group of something due in so many days."""
    return LATE if days < 0 else TODAY if days == 0 else LATER


def waited_words(since: dt.datetime, now: dt.datetime) -> str:
    """How long something has waited, in days of the calendar."""
    days = (localdate(now) - localdate(since)).days
    if days <= 0:
        return _("Since today")
    return ngettext("Waiting for %(count)s day", "Waiting for %(count)s days", days) % {"count": days}


def _text_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    texts = texts_in_work(policy)
    return [
        *(_decision_job(text, now) for text in texts if text.waits_for(policy)),
        *(_writing_job(text, now) for text in texts if text.is_with_author(policy)),
    ]


def _text_tally(policy: DocumentPolicy, now: dt.datetime) -> Tally:
    return _tally_of_texts(texts_that_wait(policy), policy)


def _tally_of_texts(texts: Iterable[TextInWork], policy: DocumentPolicy) -> Tally:
    """Decisions, and what came back; drafts are not counted (see `Job.is_counted`)."""
    texts = list(texts)
    returned = [text for text in texts if text.state == RETURNED and text.is_with_author(policy)]
    return Counter(
        {
            APPROVING: sum(text.waits_for(policy) for text in texts),
            WRITING: len(returned),
        }
    )


def _review_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    return [_review_job(review, localdate(now)) for review in reviews_due(policy, now)]


def _review_tally(policy: DocumentPolicy, now: dt.datetime) -> Tally:
    return Counter({REVIEWING: len(reviews_due(policy, now))})


def _since_words(since: dt.datetime) -> str:
    return _("Since %(moment)s") % {"moment": format_datetime(since)}


def _decision_job(text: TextInWork, now: dt.datetime) -> Job:
    is_approval = text.state == IN_APPROVAL
    title = _("Approve: %(title)s") if is_approval else _("Review: %(title)s")
    urgency, words, exact = TODAY, waited_words(text.since, now), _since_words(text.since)
    if text.planned_from is not None:
        days = (localdate(text.planned_from) - localdate(now)).days
        urgency, words = (LATE if days < 0 else TODAY if days <= 1 else LATER), days_words(days)
        exact = _("Planned in force %(date)s") % {"date": format_date(localtime(text.planned_from))}
    authors = text.author_names or _("unknown")
    return Job(
        APPROVING,
        urgency,
        words,
        exact,
        title % {"title": text.title},
        text.code,
        _("Written by %(names)s. Handed over %(moment)s.")
        % {"names": authors, "moment": format_datetime(text.since)},
        _("Read and approve") if is_approval else _("Read and review"),
        text.url,
        "stamp" if is_approval else "user",
        due=text.planned_from,
    )


def _writing_job(text: TextInWork, now: dt.datetime) -> Job:
    url = text.url
    waited, since = waited_words(text.since, now), _since_words(text.since)
    if text.state == RETURNED:
        said = _("%(name)s: “%(reason)s”") % {"name": text.returned_by, "reason": text.reason}
        title = _("Correct the draft: %(title)s") % {"title": text.title}
        return Job(WRITING, TODAY, waited, since, title, text.code, said, _("Open the draft"), url, "swap")
    title = _("Go on writing: %(title)s") % {"title": text.title}
    context = _("Not submitted yet. Nobody else waits for it.")
    saved = _("Last saved %(moment)s") % {"moment": format_datetime(text.since)}
    return Job(WRITING, LATER, _("Draft"), saved, title, text.code, context, _("Open the draft"), url, "edit")


def _review_job(review: ReviewDue, today: dt.date) -> Job:
    days = (review.due_on - today).days
    return Job(
        REVIEWING,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(review.due_on)},
        _("Look at again: %(title)s") % {"title": review.title},
        review.code,
        review.reason,
        _("Record the review"),
        reverse("document-review", args=[review.document_id]),
        "history",
        due=end_of(review.due_on),
    )


TEXTS = JobSource("texts", _text_jobs, _text_tally)
REVIEWS = JobSource("reviews", _review_jobs, _review_tally)
"""What this app brings itself: drafts on their way, and documents to look at again."""
