"""Reads of the public site: which procedures hold at a moment, and what happened to them.

Only documents with audience "public" come out of here, and only what was issued; texts come from snapshots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from wagtail.contrib.redirects.models import Redirect

from document_control.enums import Audience, DocumentKind
from document_control.models import IssuedVersion, Withdrawal
from document_control.numbering import VersionNumber
from procedures.models import FeaturedProcedure, ProcedureField, ProcedurePage, VersionCard


def public_procedure(slug: str) -> ProcedurePage | None:
    """The page of a public procedure that was issued at least once; one query."""
    pages = ProcedurePage.objects.filter(
        slug=slug, document__audience=Audience.PUBLIC, document__chain_length__gt=0
    )
    return pages.select_related("document").only("slug", "document").order_by("pk").first()


def renamed_to(slug: str) -> str:
    """The present slug of a procedure whose address changed, empty when there is none; one query."""
    target = (
        Redirect.objects.filter(
            old_path=Redirect.normalise_path(f"/thu-tuc/{slug}"), redirect_page__isnull=False
        )
        .values_list("redirect_page__slug", flat=True)
        .first()
    )
    return target if target and target != slug else ""


def snapshots_of(version_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Snapshots by version id; one query."""
    return dict(IssuedVersion.objects.filter(pk__in=set(version_ids)).values_list("pk", "snapshot"))


# --- What holds at a moment -----------------------------------------------------------------------------
def cards_in_force(at: dt.datetime) -> QuerySet[VersionCard]:
    """Cards of the public procedures in force at `at`, in Vietnamese alphabetical order."""
    versions = IssuedVersion.objects.in_force_at(at).public()
    return VersionCard.objects.filter(kind=DocumentKind.PROCEDURE, version__in=versions).order_by(
        "sort_key", "short_title", "pk"
    )


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """What the catalogue filters and counts by."""

    pk: int
    short_title: str
    field: tuple[str, str]
    online: tuple[str, str]
    unit: str
    subjects: frozenset[tuple[str, str]]


def catalogue_rows(at: dt.datetime) -> list[CatalogueRow]:
    """Every procedure in force with its filter values, in order; two queries."""
    cards = cards_in_force(at)
    subjects: dict[int, set[tuple[str, str]]] = {}
    links = VersionCard.subjects.through.objects.filter(versioncard__in=cards.order_by().values("pk"))
    for card_id, code, name in links.values_list("versioncard_id", "subject__code", "subject__name"):
        subjects.setdefault(card_id, set()).add((code, name))
    rows = cards.values_list(
        "pk", "short_title", "field_code", "field_name", "online_code", "online_name", "unit_name"
    )
    return [
        CatalogueRow(pk, title, (field, name), (online, level), unit, frozenset(subjects.get(pk, ())))
        for pk, title, field, name, online, level, unit in rows
    ]


def cards_with_words(words: Collection[str]) -> set[int]:
    """Ids of the cards whose text contains every one of these folded words; one query."""
    cards = VersionCard.objects.filter(kind=DocumentKind.PROCEDURE)
    for word in words:
        cards = cards.filter(search_text__contains=word)
    return set(cards.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version in a list, with the slug of its page."""

    pk: int
    slug: str
    kind: str
    audience: str
    snapshot: dict[str, Any]


def listed_versions(version_ids: Collection[int]) -> list[ListedVersion]:
    """Versions with their snapshots, in the order of the ids given; one query."""
    rows = (
        IssuedVersion.objects.filter(pk__in=list(version_ids), document__processpage__isnull=False)
        .order_by()
        .annotate(
            slug=F("document__processpage__slug"),
            kind=F("document__kind"),
            audience=F("document__audience"),
        )
        .values_list("pk", "slug", "kind", "audience", "snapshot")
    )
    found = {row[0]: ListedVersion(*row) for row in rows}
    return [found[pk] for pk in version_ids if pk in found]


def featured_version_ids(at: dt.datetime) -> list[int]:
    """Versions in force of the procedures that the home page names, in its order; two queries at most."""
    documents = list(FeaturedProcedure.objects.values_list("procedure__document_id", flat=True))
    if not documents:
        return []
    in_force = IssuedVersion.objects.in_force_at(at).public().filter(document__in=documents)
    by_document = dict(in_force.order_by().values_list("document_id", "pk"))
    return [by_document[document] for document in documents if document in by_document]


def field_icons() -> dict[str, tuple[int, str]]:
    """Order and icon of each field of administration, by code; one query."""
    rows = ProcedureField.objects.values_list("code", "sort_order", "icon")
    return {code: (order, icon) for code, order, icon in rows}


# --- What happened --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """A version or a withdrawal of a public procedure, light: no snapshot.

    Attributes:
        previous_id: the version that this one follows; for a withdrawal the version it ends.
        version_id: None for a withdrawal.
    """

    document_id: int
    moment: dt.datetime
    number: VersionNumber | None
    version_id: int | None
    previous_id: int | None
    previous_number: VersionNumber | None
    reason: str

    @property
    def is_first_issue(self) -> bool:
        return self.version_id is not None and self.previous_id is None


def change_events(known_at: dt.datetime) -> list[ChangeEvent]:
    """What was recorded up to `known_at`, upcoming changes included, latest effective first; two queries."""
    versions = IssuedVersion.objects.public().uncancelled().order_by()
    versions = versions.filter(issued_at__lte=known_at, document__kind=DocumentKind.PROCEDURE)
    ends = Withdrawal.objects.filter(
        cancelled_version__isnull=True,
        recorded_at__lte=known_at,
        document__audience=Audience.PUBLIC,
        document__kind=DocumentKind.PROCEDURE,
    ).order_by()
    common = ("document_id", "chain_index", "effective_from", "reason")
    links = [
        _Link(*row[:4], row[4], VersionNumber(*row[5:]))  # type: ignore[call-arg]
        for row in versions.values_list(*common, "pk", "edition", "revision")
    ]
    links += [_Link(*row, None, None) for row in ends.values_list(*common)]  # type: ignore[call-arg]
    return _events(sorted(links, key=lambda link: (link.document_id, link.chain_index)))


class _Link(NamedTuple):
    document_id: int
    chain_index: int
    moment: dt.datetime
    reason: str
    version_id: int | None
    number: VersionNumber | None


def _events(links: Iterable[_Link]) -> list[ChangeEvent]:
    """Tell each link which version it follows; links come in the order of their chains."""
    events: list[ChangeEvent] = []
    last: dict[int, _Link] = {}
    for link in links:
        before = last.get(link.document_id)
        events.append(
            ChangeEvent(
                link.document_id,
                link.moment,
                link.number,
                link.version_id,
                before.version_id if before else None,
                before.number if before else None,
                link.reason,
            )
        )
        if link.version_id is not None:
            last[link.document_id] = link
    return sorted(events, key=lambda event: (event.moment, event.document_id), reverse=True)
