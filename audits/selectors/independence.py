"""Who is independent of what one audit looks at, read once for all persons asked about (case B6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from audits.models import Audit
from audits.rules.independence import Objection, Person, objections, posts_named
from document_control.models import IssuedVersion
from organisation.enums import PermissionRole
from organisation.models import Assignment, Unit, UnitParent, User
from organisation.selectors import UnitTree, unit_tree, units_under
from procedures.snapshot_reading import is_citizen_step, part, parts

AUDITING = (PermissionRole.INTERNAL_AUDITOR.value, PermissionRole.ISO_SECRETARY.value)
LEADING = frozenset({PermissionRole.HEAD_OF_UNIT.value, PermissionRole.LEADER.value})


@dataclass(frozen=True, slots=True)
class Audited:
    """What is audited, as far as independence asks: the unit, the days, the procedures.

    Attributes:
        first, last: the days whose posts count. They begin with the period of the dossiers drawn, because nobody
            audits what he did himself before he changed his post.
    """

    unit: Unit
    first: dt.date
    last: dt.date
    starts_on: dt.date
    document_ids: frozenset[int]

    @classmethod
    def of(cls, audit: Audit) -> Audited:
        """What a stored audit looks at; two queries."""
        documents = frozenset(audit.documents.values_list("pk", flat=True))
        return cls.planned(
            audit.unit, audit.starts_on, audit.ends_on, audit.sample_from, audit.sample_to, documents
        )

    @classmethod
    def planned(
        cls,
        unit: Unit,
        starts_on: dt.date,
        ends_on: dt.date,
        sample_from: dt.date | None,
        sample_to: dt.date | None,
        document_ids: Iterable[int],
    ) -> Audited:
        """What a plan says, stored or not."""
        first = min(day for day in (starts_on, sample_from) if day)
        last = max(day for day in (ends_on, sample_to) if day)
        return cls(unit, first, last, starts_on, frozenset(document_ids))


class Independence:
    """Answers for one audit; a fixed number of queries, however many persons are asked about."""

    def __init__(self, audited: Audited) -> None:
        self.audited = audited

    @cached_property
    def _tree(self) -> UnitTree:
        tree: UnitTree = defaultdict(list)
        rows = UnitParent.objects.overlapping(self.audited.first, self.audited.last)
        for unit_id, parent_id in rows.values_list("unit_id", "parent_id"):
            tree[parent_id].append(unit_id)
        return dict(tree)

    @cached_property
    def _below(self) -> frozenset[int]:
        return units_under([self.audited.unit.pk], self._tree) - {self.audited.unit.pk}

    @cached_property
    def responsible_posts(self) -> dict[str, frozenset[str]]:
        """For each procedure (its code) the posts that its steps name, in every version in force on these days."""
        if not self.audited.document_ids:
            return {}
        begin = make_aware(dt.datetime.combine(self.audited.first, dt.time.min))
        end = make_aware(dt.datetime.combine(self.audited.last, dt.time.max))
        named: dict[str, set[str]] = defaultdict(set)
        for version in self._versions(begin, end):
            for step in parts(version.snapshot, "steps"):
                if not is_citizen_step(step):
                    words = step.get("position") or part(step, "role").get("name", "")
                    named[version.document.code] |= posts_named(words)
        return {code: frozenset(posts) for code, posts in named.items()}

    def _versions(self, begin: dt.datetime, end: dt.datetime) -> list[IssuedVersion]:
        versions = IssuedVersion.objects.filter(document__in=self.audited.document_ids)
        keys = {row.pk for row in versions.in_force_at(begin).only("pk")}
        coming = versions.uncancelled().filter(effective_from__gt=begin, effective_from__lte=end)
        keys |= {row.pk for row in coming.only("pk")}
        return list(versions.filter(pk__in=keys).select_related("document").order_by("document__code"))

    def reasons(self, people: Iterable[User]) -> dict[int, list[str]]:
        """For each person why he may not audit, as sentences; an empty list where nothing speaks against it."""
        users = list(people)
        held: dict[int, list[Assignment]] = defaultdict(list)
        rows = Assignment.objects.filter(user__in=users).overlapping(self.audited.first, self.audited.last)
        for row in rows.select_related("post__unit", "post__role", "acting_for").order_by("pk"):
            held[row.user_id].append(row)
        return {user.pk: self._reasons_of(user, held[user.pk]) for user in users}

    def _reasons_of(self, user: User, held: list[Assignment]) -> list[str]:
        led = [row.post.unit_id for row in held if row.post.role.code in LEADING]
        person = Person(
            unit_ids=frozenset(row.post.unit_id for row in held),
            led_unit_ids=units_under(led, self._tree),
            post_titles=frozenset(row.post.title for row in held),
        )
        found = objections(person, self.audited.unit.pk, self._below, self.responsible_posts)
        return [self._sentence(user, held, objection, about) for objection, about in found]

    def _leads(self, row: Assignment) -> bool:
        under = units_under([row.post.unit_id], self._tree)
        return row.post.role.code in LEADING and self.audited.unit.pk in under

    def _sentence(self, user: User, held: list[Assignment], objection: Objection, about: str) -> str:
        name, unit = user.get_full_name(), self.audited.unit
        if objection == Objection.OWN_UNIT:
            audited = {unit.pk, *self._below}
            post = next(row for row in held if row.post.unit_id in audited)
            return _("%(name)s cannot audit %(unit)s: %(post)s belongs to the unit audited.") % {
                "name": name,
                "unit": unit.short_name,
                "post": _post_words(post),
            }
        if objection == Objection.LEADS_UNIT:
            post = next(row for row in held if self._leads(row))
            return _("%(name)s cannot audit %(unit)s: %(post)s leads the unit audited.") % {
                "name": name,
                "unit": unit.short_name,
                "post": _post_words(post),
            }
        posts = {title.casefold() for title in self.responsible_posts[about]}
        post = next(row for row in held if row.post.title.casefold() in posts)
        return _("%(name)s cannot audit procedure %(code)s: its steps name %(post)s.") % {
            "name": name,
            "code": about,
            "post": _post_words(post),
        }


def candidates(office_id: int, first: dt.date, last: dt.date) -> QuerySet[User]:
    """Who may be named as auditor: internal auditors and ISO secretaries of the office on these days."""
    held = Assignment.objects.overlapping(first, last).filter(
        post__role__code__in=AUDITING, post__unit__in=units_under([office_id], unit_tree(first))
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("first_name", "last_name")


def colleagues(office_id: int, day: dt.date) -> QuerySet[User]:
    """Everybody who holds a post in the office on a day: who may look on."""
    held = Assignment.objects.valid_on(day).filter(post__unit__in=units_under([office_id], unit_tree(day)))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("first_name", "last_name")


def _post_words(held: Assignment) -> str:
    """The post and its unit, whom it is held for, and from when to when where that is limited."""
    words = f"{held.post.title} ({held.post.unit.short_name})"
    if held.acting_for is not None:
        words = _("%(post)s, in place of %(name)s") % {"post": words, "name": held.acting_for.get_full_name()}
    if held.valid_to is not None and held.valid_from is not None:
        words = _("%(post)s, from %(first)s to %(last)s") % {
            "post": words,
            "first": f"{held.valid_from:%d/%m/%Y}",
            "last": f"{held.valid_to:%d/%m/%Y}",
        }
    elif held.valid_from is not None:
        words = _("%(post)s, since %(first)s") % {"post": words, "first": f"{held.valid_from:%d/%m/%Y}"}
    return words
