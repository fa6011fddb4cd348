"""One week of the office: who does what when, who is away, and how many steps are due on each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from dossiers.enums import StepState
from dossiers.models import Absence, DossierStep, ScheduleEntry
from dossiers.rules.states import WAITING
from dossiers.schedule_policy import SchedulePolicy
from organisation.calendars import days_off
from organisation.enums import Weekday
from organisation.models import Assignment, User
from organisation.vietnamese_format import upper_first
from organisation.worktime.wording import day_off_words

DAYS_SHOWN = 6
"""Monday to Saturday: one-stop offices receive on Saturdays. Sunday is added when somebody has something on it."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """One person on one day.

    Attributes:
        entries: by their start; `overlaps` says whether two of them meet.
        due: steps in hand that are due on the day; `overdue` (today's cell only): those that were due before.
        closed: why the office is closed on the day, in words; empty on other days.
    """

    day: dt.date
    entries: tuple[ScheduleEntry, ...] = ()
    is_absent: bool = False
    due: int = 0
    overdue: int = 0
    closed: str = ""

    @property
    def overlaps(self) -> bool:
        return any(
            first.ends_at > second.starts_at
            for first, second in zip(self.entries, self.entries[1:], strict=False)
        )

    @property
    def is_free(self) -> bool:
        """Nothing entered and neither away nor a holiday: the person can be reached."""
        return not (self.entries or self.is_absent or self.closed)

    @property
    def is_idle(self) -> bool:
        """Nothing is to be done on the day."""
        return not (self.entries or self.is_absent or self.due or self.overdue)


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One person's row: `post` as on the first day of the week; `is_seen_whole`: the reader sees every entry."""

    person: User
    post: str
    unit: str
    days: tuple[PersonDay, ...]
    is_seen_whole: bool

    @property
    def is_idle(self) -> bool:
        """Nothing is to be done in the whole week."""
        return all(day.is_idle for day in self.days)


@dataclass(frozen=True, slots=True)
class Week:
    """What a page shows of a week; `rows` by unit and name, the reader's own first."""

    monday: dt.date
    days: tuple[dt.date, ...]
    rows: tuple[PersonWeek, ...] = field(default=())

    @property
    def previous(self) -> dt.date:
        return self.monday - dt.timedelta(days=7)

    @property
    def next(self) -> dt.date:
        return self.monday + dt.timedelta(days=7)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the week of `day`."""
    return day - dt.timedelta(days=day.weekday())


def opening_day(today: dt.date) -> dt.date:
    """The day whose week a schedule opens with: on a weekend the week is over, so it is the coming Monday."""
    return monday_of(today) + dt.timedelta(days=7) if today.weekday() >= Weekday.SATURDAY else today


def day_range(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The local midnights before `first` and after `last`."""
    return _midnight(first), _midnight(last + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time()))


def week_of(policy: SchedulePolicy, monday: dt.date, now: dt.datetime, only: User | None = None) -> Week:
    """The week as the person may see it, in a bounded number of queries.

    Args:
        only: one person's row; everybody visible when left out.
    """
    sunday = monday + dt.timedelta(days=6)
    start, end = day_range(monday, sunday)
    whole = policy.people_seen_whole(monday)
    entries = policy.visible_entries(monday).filter(starts_at__lt=end, ends_at__gt=start)
    by_person: dict[int, list[ScheduleEntry]] = defaultdict(list)
    for entry in entries.select_related("person").order_by("starts_at", "pk"):
        by_person[entry.person_id].append(entry)
    keys = whole | by_person.keys()
    if only is not None:
        keys &= {only.pk}
    days = [monday + dt.timedelta(days=n) for n in range(DAYS_SHOWN)]
    if any(_days_of(e) & {sunday} for key in keys for e in by_person[key]):
        days.append(sunday)
    absent = _absent_days(keys, monday, sunday)
    due = _due_counts(keys & whole, start, end)
    overdue = _overdue_counts(keys & whole, now)
    posts = _posts(keys, monday)
    closed = {off.date: upper_first(day_off_words(off)) for off in days_off(monday, sunday)}
    today = localtime(now).date()
    rows = [
        PersonWeek(
            person,
            *posts.get(person.pk, ("", "")),
            tuple(
                PersonDay(
                    day,
                    tuple(e for e in by_person[person.pk] if day in _days_of(e)),
                    (person.pk, day) in absent,
                    due[person.pk, day],
                    overdue[person.pk] if day == today else 0,
                    closed.get(day, ""),
                )
                for day in days
            ),
            person.pk in whole,
        )
        for person in User.objects.filter(pk__in=keys).order_by("first_name", "last_name", "pk")
    ]
    rows.sort(key=lambda row: (row.person.pk != policy.user.pk, row.unit, row.person.first_name))
    return Week(monday, tuple(days), tuple(rows))


def _days_of(entry: ScheduleEntry) -> set[dt.date]:
    first, last = localtime(entry.starts_at).date(), localtime(entry.ends_at).date()
    return {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}


def _absent_days(people: Iterable[int], first: dt.date, last: dt.date) -> set[tuple[int, dt.date]]:
    rows = Absence.objects.filter(
        person__in=people, first_day__lte=last, last_day__gte=first, cancelled_at=None
    ).values_list("person_id", "first_day", "last_day")
    return {
        (person, begin + dt.timedelta(days=n))
        for person, begin, end in rows
        for n in range((end - begin).days + 1)
    }


def _running() -> QuerySet[DossierStep]:
    """Steps in hand that can be due: a clock that stands still makes nothing due."""
    return DossierStep.objects.filter(state=StepState.ACTIVE).exclude(dossier__state__in=[*WAITING])


def _due_counts(
    people: Iterable[int], start: dt.datetime, end: dt.datetime
) -> Mapping[tuple[int, dt.date], int]:
    steps = _running().filter(officer__in=people, due_at__gte=start, due_at__lt=end)
    rows = steps.values_list("officer_id", "due_at")
    return Counter((officer, localtime(due).date()) for officer, due in rows if officer and due)


def _overdue_counts(people: Iterable[int], now: dt.datetime) -> Mapping[int, int]:
    rows = _running().filter(officer__in=people, due_at__lt=now)
    return Counter(rows.values_list("officer_id", flat=True))


def _posts(people: Iterable[int], day: dt.date) -> dict[int, tuple[str, str]]:
    """Post and unit of each person, an own post before an acting one."""
    held = Assignment.objects.valid_on(day).filter(user__in=people).select_related("post__unit")
    posts: dict[int, tuple[str, str]] = {}
    for assignment in held.order_by("acting_for_id", "valid_from", "pk"):
        posts.setdefault(assignment.user_id, (assignment.post.title, assignment.post.unit.short_name))
    return posts


def steps_due_on(person: User, first: dt.date, last: dt.date) -> list[DossierStep]:
    """The steps in hand of a person that are due on these days, or were due before; oldest deadline first."""
    _start, end = day_range(first, last)
    steps = _running().filter(officer=person, due_at__lt=end)
    return list(steps.select_related("dossier__document", "dossier__competent_unit").order_by("due_at", "pk"))


def at_risk(absence: Absence) -> list[DossierStep]:
    """Steps in hand of the absent person that are due before he is back, and those without a due moment; also those
    whose clock stands still, because it may run again while he is away."""
    _start, end = day_range(absence.first_day, absence.last_day)
    mine = DossierStep.objects.filter(officer=absence.person_id, state=StepState.ACTIVE)
    steps = mine.filter(due_at__lt=end) | mine.filter(due_at=None)
    return list(steps.select_related("dossier__document", "dossier__competent_unit").order_by("due_at", "pk"))
