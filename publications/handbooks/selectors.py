"""Reads over handbooks: editions, their chapters, and what has changed since. Bounded queries, texts never loaded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from organisation.selectors import UnitTree, unit_tree, units_under
from publications.enums import ProposalState
from publications.handbooks.changes import Chapter, ChapterChange, chapter_changes, in_order
from publications.models import Handbook, HandbookEdition, HandbookProposal

# --- Chapters -------------------------------------------------------------------------------------------


def _read(versions: QuerySet[IssuedVersion], *more: str) -> list[dict[str, Any]]:
    return list(
        versions.annotate(
            short_title=KT("snapshot__short_title"),
            field_code=KT("snapshot__field__code"),
            field_name=KT("snapshot__field__name"),
            owner=KT("snapshot__owner_unit_name"),
            slug=F("document__processpage__slug"),
        ).values(
            "pk",
            "document_id",
            "document__kind",
            "document__unit_id",
            "document__code",
            "title",
            "short_title",
            "edition",
            "revision",
            "chain_hash",
            "effective_from",
            "slug",
            "field_code",
            "field_name",
            "owner",
            *more,
        )
    )


def _chapter(row: dict[str, Any]) -> Chapter:
    is_process = row["document__kind"] == DocumentKind.INTERNAL_PROCESS
    return Chapter(
        version_id=row["pk"],
        document_id=row["document_id"],
        kind=row["document__kind"],
        unit_id=row["document__unit_id"],
        code=row["document__code"],
        title=row["title"],
        short_title=row["short_title"] or row["title"],
        number=f"{row['edition']}.{row['revision']}",
        chain_hash=row["chain_hash"],
        effective_from=row["effective_from"],
        slug=row["slug"] or "",
        field_code=row["field_code"] or "",
        group=(row["owner"] if is_process else row["field_name"]) or "",
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """`Handbook.versions_at` asked of chapters in hand, so that many handbooks need no query each.

    Attributes:
        unit_ids: None for documents of every unit.
    """

    kind: str
    unit_ids: frozenset[int] | None
    field_code: str

    @classmethod
    def of(cls, handbook: Handbook, tree: UnitTree) -> Scope:
        """The scope of a handbook: its unit stands for the units below it too."""
        units = units_under([handbook.only_unit_id], tree) if handbook.only_unit_id else None
        return cls(handbook.kind, units, handbook.only_field)

    def holds(self, chapter: Chapter) -> bool:
        """Does the document belong to the handbook?"""
        return (
            chapter.kind == self.kind
            and (self.unit_ids is None or chapter.unit_id in self.unit_ids)
            and self.field_code in ("", chapter.field_code)
        )


def chapters_in_force(
    handbook: Handbook, at: dt.datetime, policy: DocumentPolicy | None = None
) -> list[Chapter]:
    """What an edition of `handbook` would hold at `at`, in order of codes.

    Args:
        policy: only what this person may read; everything when left out (an edition holds it all).
    """
    versions = handbook.versions_at(at)
    if policy is not None:
        versions = policy.readable_versions(versions)
    return in_order([_chapter(row) for row in _read(versions.order_by())])


def chapters_of_edition(edition: HandbookEdition, policy: DocumentPolicy | None = None) -> list[Chapter]:
    """The chapters of an edition in its order; with `policy` only those that the person may read."""
    versions = IssuedVersion.objects.filter(handbook_entries__edition=edition)
    if policy is not None:
        versions = policy.readable_versions(versions)
    return [_chapter(row) for row in _read(versions.order_by("handbook_entries__position"))]


def chapters_of_proposal(proposal: HandbookProposal, policy: DocumentPolicy | None = None) -> list[Chapter]:
    """The chapters that a proposal fixed, in its order; with `policy` only those that the person may read."""
    versions = IssuedVersion.objects.filter(pk__in=proposal.versions)
    if policy is not None:
        versions = policy.readable_versions(versions)
    rows = {row["pk"]: row for row in _read(versions.order_by())}
    return [_chapter(rows[pk]) for pk in proposal.versions if pk in rows]


def chapter_texts(version_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The snapshots of these versions by key; the caller says how many it can bear."""
    return dict(IssuedVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "snapshot"))


def forms_of_versions(version_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The forms of these versions by key, without the rest of their texts."""
    rows = IssuedVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "snapshot__forms")
    return {pk: forms or [] for pk, forms in rows}


# --- Editions -------------------------------------------------------------------------------------------


def editions_in_force(at: dt.datetime) -> QuerySet[HandbookEdition]:
    """The edition in force of each handbook at `at`; the latest issued one whose moment has come."""
    latest = (
        HandbookEdition.objects.filter(handbook=OuterRef("handbook"), effective_from__lte=at)
        .order_by("-number")
        .values("pk")[:1]
    )
    return HandbookEdition.objects.filter(pk=Subquery(latest)).select_related("handbook").order_by()


def edition_in_force(handbook: Handbook, at: dt.datetime) -> HandbookEdition | None:
    """The edition of `handbook` in force at `at`; None before the first."""
    found = handbook.editions.filter(effective_from__lte=at).order_by("-number").first()
    if found is not None:
        found.handbook = handbook
    return found


def last_edition(handbook: Handbook) -> HandbookEdition | None:
    """The edition issued last, in force or not yet."""
    return handbook.editions.order_by("-number").first()


def edition_before(edition: HandbookEdition) -> HandbookEdition | None:
    """The edition that this one replaced."""
    return (
        HandbookEdition.objects.filter(handbook=edition.handbook_id, number__lt=edition.number)
        .order_by("-number")
        .first()
    )


def open_proposal(handbook: Handbook) -> HandbookProposal | None:
    """The proposal of `handbook` that waits for approval, if any."""
    return handbook.proposals.filter(state=ProposalState.PREPARED).select_related("prepared_by").first()


def changes_since(
    edition: HandbookEdition, at: dt.datetime, policy: DocumentPolicy | None = None
) -> list[ChapterChange]:
    """What an edition of today would change, as far as the person may read it."""
    return chapter_changes(
        chapters_of_edition(edition, policy), chapters_in_force(edition.handbook, at, policy)
    )


# --- All handbooks at once ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """How an edition stands for one reader: counts only what he may read.

    Attributes:
        outdated: chapters that have a newer version, are withdrawn or are missing.
    """

    chapters: int
    outdated: int


def summaries(
    editions: Collection[HandbookEdition], at: dt.datetime, policy: DocumentPolicy
) -> dict[int, EditionSummary]:
    """Of each edition (by key) its chapters and how many are outdated; three queries for any number of editions."""
    if not editions:
        return {}
    held: dict[int, list[Chapter]] = defaultdict(list)
    of_editions = IssuedVersion.objects.filter(handbook_entries__edition__in=[e.pk for e in editions])
    for row in _read(policy.readable_versions(of_editions).order_by(), "handbook_entries__edition"):
        held[row["handbook_entries__edition"]].append(_chapter(row))
    kinds = {edition.handbook.kind for edition in editions}
    versions = IssuedVersion.objects.in_force_at(at).filter(document__kind__in=kinds)
    current = [_chapter(row) for row in _read(policy.readable_versions(versions).order_by())]
    tree = unit_tree(localdate(at))
    found = {}
    for edition in editions:
        scope = Scope.of(edition.handbook, tree)
        now = [chapter for chapter in current if scope.holds(chapter)]
        changes = chapter_changes(held[edition.pk], now)
        found[edition.pk] = EditionSummary(len(held[edition.pk]), len(changes))
    return found
