"""Who must read a handbook, who has, and who has not yet (ISO 9001:2015 7.5.3.2: distribution, access, use)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from organisation.models import Assignment, Post, Unit
from organisation.selectors import UnitTree, unit_tree, units_under
from organisation.vietnamese_format import vietnamese_sort_key
from publications.models import Handbook, HandbookEdition, ReadReceipt


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who must read; `posts` are titles, `unit_ids` and `units` those of the posts that count."""

    user_id: int
    name: str
    posts: tuple[str, ...]
    units: tuple[str, ...]
    unit_ids: frozenset[int]


def _readers(assignments: Iterable[Assignment]) -> list[Reader]:
    held: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        held.setdefault(assignment.user_id, []).append(assignment)
    found = [
        Reader(
            user_id,
            rows[0].user.get_full_name(),
            tuple(dict.fromkeys(row.post.title for row in rows)),
            tuple(dict.fromkeys(row.post.unit.short_name for row in rows)),
            frozenset(row.post.unit_id for row in rows),
        )
        for user_id, rows in held.items()
    ]
    return sorted(found, key=lambda reader: (vietnamese_sort_key(reader.name), reader.user_id))


def office_readers(day: dt.date) -> list[Reader]:
    """Everybody with a post that carries rights on `day`, but for the technical role; one query."""
    assignments = (
        Assignment.objects.valid_on(day)
        .filter(user__is_active=True, post__role__group__isnull=False)
        .filter(post__in=Post.objects.valid_on(day), post__unit__in=Unit.objects.valid_on(day))
        .exclude(post__role__code=PermissionRole.ADMINISTRATOR.value)
        .select_related("user", "post__unit")
        .order_by("acting_for_id", "valid_from", "pk")
    )
    return _readers(assignments)


def readers_of(handbook: Handbook, everybody: list[Reader], tree: UnitTree) -> list[Reader]:
    """Who of `everybody` must read `handbook`: its unit and the units below it, otherwise the whole office."""
    if handbook.only_unit_id is None:
        return everybody
    units = units_under([handbook.only_unit_id], tree)
    return [reader for reader in everybody if reader.unit_ids & units]


def handbooks_to_read(policy: DocumentPolicy, handbooks: Iterable[Handbook]) -> set[int]:
    """Keys of those of `handbooks` that the person must read on the policy's day; at most two queries."""
    if not policy.roles - {PermissionRole.ADMINISTRATOR.value}:
        return set()
    handbooks = list(handbooks)
    tree = unit_tree(policy.day) if any(handbook.only_unit_id for handbook in handbooks) else {}
    return {
        handbook.pk
        for handbook in handbooks
        if handbook.only_unit_id is None or policy.own_unit_ids & units_under([handbook.only_unit_id], tree)
    }


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading of an edition is, among those whom the asker sees.

    Attributes:
        readers: everybody who must read.
        receipts: by user id, also of people who hold no post any more.
    """

    readers: tuple[Reader, ...]
    receipts: dict[int, ReadReceipt]

    @property
    def outstanding(self) -> list[Reader]:
        """Those who have not confirmed yet."""
        return [reader for reader in self.readers if reader.user_id not in self.receipts]

    @property
    def total(self) -> int:
        """How many must read: the denominator."""
        return len(self.readers)

    @property
    def done(self) -> int:
        """How many of the readers have confirmed."""
        return len(self.readers) - len(self.outstanding)


def readings(
    editions: Collection[HandbookEdition], day: dt.date, units_seen: frozenset[int] | None
) -> dict[int, Reading]:
    """How far each edition (by key) is read, in three queries for any number of editions.

    Args:
        units_seen: only people with a post in one of these units; None for everybody.
    """
    if not editions:
        return {}
    receipts: dict[int, dict[int, ReadReceipt]] = {edition.pk: {} for edition in editions}
    for receipt in ReadReceipt.objects.filter(edition__in=list(receipts)):
        receipts[receipt.edition_id][receipt.reader_id] = receipt
    everybody = office_readers(day)
    if units_seen is not None:
        everybody = [reader for reader in everybody if reader.unit_ids & units_seen]
    tree = unit_tree(day)
    return {
        edition.pk: Reading(tuple(readers_of(edition.handbook, everybody, tree)), receipts[edition.pk])
        for edition in editions
    }
