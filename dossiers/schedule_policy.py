"""Who sees and writes whose schedule (DOMAIN section 4 and 9): leaders see every specialist, heads their unit,
everybody himself and what others published."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.db.models import Q, QuerySet

from dossiers.enums import Visibility
from dossiers.models import Absence, ScheduleEntry
from dossiers.policies import HEAD, LEADER, DossierPolicy
from dossiers.selectors.officers import workers
from organisation.models import Assignment, User


class SchedulePolicy:
    """The rights of one person over schedules and absences.

    Args:
        dossiers: the person's rights over dossiers, which know units and roles.
    """

    def __init__(self, dossiers: DossierPolicy) -> None:
        self.dossiers = dossiers
        self.user = dossiers.user

    @property
    def may_enter(self) -> bool:
        """Everybody who works with dossiers or watches over them."""
        return self.dossiers.may_enter

    @cached_property
    def led_units(self) -> frozenset[int]:
        """Units whose people the person sees whole: all of the office for a leader, the own ones for a head."""
        if LEADER in self.dossiers.roles:
            return self.dossiers.office_ids
        return self.dossiers.headed_ids

    def _in_units(self, unit_ids: frozenset[int], day: dt.date) -> QuerySet[Assignment]:
        return Assignment.objects.valid_on(day).filter(post__unit__in=unit_ids, user__is_active=True)

    def people_seen_whole(self, day: dt.date) -> set[int]:
        """Keys of the people whose every entry the person sees on `day`."""
        led = self._in_units(self.led_units, day).values_list("user_id", flat=True) if self.led_units else []
        return {*led, *([self.user.pk] if self.user.pk else [])}

    def colleagues(self, day: dt.date) -> QuerySet[User]:
        """Everybody with a post in the person's office on `day`."""
        held = self._in_units(self.dossiers.office_ids, day).values("user")
        return User.objects.filter(pk__in=held, is_active=True)

    def able_colleagues(self, day: dt.date) -> QuerySet[User]:
        """Colleagues who may do steps on `day`: those who can stand in or take over."""
        return self.colleagues(day).filter(pk__in=workers(day).values("user"))

    def visible_entries(self, day: dt.date) -> QuerySet[ScheduleEntry]:
        """Entries that are not cancelled and that the person may read."""
        published = Q(visibility=Visibility.OFFICE, person__in=self.colleagues(day).values("pk"))
        return ScheduleEntry.objects.filter(
            Q(person__in=self.people_seen_whole(day)) | published, cancelled_at=None
        )

    def may_write_for(self, person: User, day: dt.date) -> bool:
        """May the person enter, change or cancel entries and absences of `person`? Own ones, and heads for theirs."""
        if not self.may_enter:
            return False
        return person.pk == self.user.pk or (
            HEAD in self.dossiers.roles and person.pk in self.people_seen_whole(day)
        )

    def may_change(self, entry: ScheduleEntry, day: dt.date) -> bool:
        """May the person change or cancel this entry?"""
        return entry.cancelled_at is None and self.may_write_for(entry.person, day)

    def may_hand_over(self, absence: Absence, day: dt.date) -> bool:
        """May the person give away the steps of the one who is absent? He himself, his head, a leader."""
        if not self.may_enter or absence.cancelled_at is not None:
            return False
        return absence.person_id in self.people_seen_whole(day)
