"""What the form of reception needs: procedures to choose from, the places of an officer, the date it would promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from dossiers.models import Dossier
from dossiers.policies import ONE_STOP, DossierPolicy
from dossiers.rules import clock
from dossiers.rules.procedure_search import Fit, Named, fits
from dossiers.selectors.clock import count_due
from organisation.enums import UnitKind
from organisation.models import Unit
from organisation.selectors import assignments_on
from organisation.worktime import Explanation, explain
from procedures.facts import fees_on
from procedures.models import VersionCard
from procedures.snapshot_reading import Part, Snapshot

MOST_SHOWN = 40
LOOKED_BACK = 200
"""Dossiers of an officer that tell which procedures he uses."""
CARD_FIELDS = ("version_id", "code", "national_code", "title", "short_title", "field_name", "search_text")
COUNTERS = (UnitKind.ONE_STOP, UnitKind.SERVICE_POINT)


@dataclass(frozen=True, slots=True)
class Choice:
    """A procedure that can be received now; `is_recent`: this officer received it lately."""

    version_id: int
    code: str
    national_code: str
    title: str
    field: str
    is_recent: bool


Wordings = Callable[[str], Sequence[str]]
"""Other ways to say what was typed: slips repaired, everyday names replaced."""
_wordings: list[Wordings] = []


def register_wordings(wordings: Wordings) -> None:
    """Let somebody who knows more words tell what else was meant; call it from `AppConfig.ready()`."""
    if wordings not in _wordings:
        _wordings.append(wordings)


def procedures_to_receive(documents: DocumentPolicy, now: dt.datetime, words: str) -> list[Choice]:
    """Procedures in force that fit the words, best first; three queries, and what `register_wordings` asks.

    Those whose names hold every word lead. Among equals, and where nothing was typed, recently used ones come first,
    then the shorter name, which says less besides.
    """
    versions = documents.readable_versions(IssuedVersion.objects.in_force_at(now))
    cards = list(
        VersionCard.objects.filter(kind="procedure", version__in=versions)
        .select_related("version")
        .only(*CARD_FIELDS, "version__document_id")
        .order_by("sort_key", "pk")
    )
    used = _recently_used(documents.user.pk)
    fitting = _fitting(cards, words)
    ranked = []
    for card, fit in zip(cards, fitting, strict=True):
        if fit is not None:
            recent = used.get(card.version.document_id)
            title = card.short_title or card.title
            choice = Choice(
                card.version_id, card.code, card.national_code, title, card.field_name, recent is not None
            )
            length = len(title) if words else 0
            ranked.append(((not fit.in_names, -fit.score, recent is None, recent or 0, length), choice))
    ranked.sort(key=lambda row: row[0])
    return [choice for _key, choice in ranked[:MOST_SHOWN]]


def _fitting(cards: Sequence[VersionCard], words: str) -> Sequence[Fit | None]:
    """How each card fits; all of them do where nothing was typed."""
    if not words:
        return [Fit(True, 0.0)] * len(cards)
    wordings = [words, *(wording for tell in _wordings for wording in tell(words))]
    named = [
        Named.of(card.short_title, card.title, (card.code, card.national_code), card.search_text)
        for card in cards
    ]
    return fits(wordings, named)


def _recently_used(user_id: int | None) -> dict[int, int]:
    """Documents of the procedures this officer received lately, with their place: 0 is the last."""
    last = Dossier.objects.filter(receiver=user_id).order_by("-pk").values_list("document_id", flat=True)
    return {document: place for place, document in enumerate(dict.fromkeys(last[:LOOKED_BACK]))}


def version_to_receive(documents: DocumentPolicy, version_id: int, now: dt.datetime) -> IssuedVersion | None:
    """The version, if it is a procedure in force that the person may read."""
    versions = documents.readable_versions(IssuedVersion.objects.in_force_at(now))
    return versions.filter(pk=version_id, document__kind="procedure").select_related("document__unit").first()


def versions_to_receive(
    documents: DocumentPolicy, version_ids: Sequence[int], now: dt.datetime
) -> list[IssuedVersion]:
    """Those of the versions that are procedures in force which the person may read, in the order asked for."""
    if not version_ids:
        return []
    versions = documents.readable_versions(IssuedVersion.objects.in_force_at(now))
    rows = versions.filter(pk__in=version_ids, document__kind="procedure").select_related("document__unit")
    found = {version.pk: version for version in rows}
    return [found[key] for key in version_ids if key in found]


# --- Places ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Places:
    """Where an officer receives, who solves, where applicants are helped: what can be chosen, and what is proposed."""

    reception: tuple[Unit, ...]
    competent: tuple[Unit, ...]
    help_points: tuple[Unit, ...]
    own: Unit | None
    solving: Unit


def places_for(policy: DossierPolicy, version: IssuedVersion) -> Places:
    """The places for a version, prefilled from the officer's post; two queries."""
    held = [row.post for row in assignments_on(policy.user, policy.day)]  # type: ignore[arg-type]
    own_post = next((post.unit for post in held if post.role.code == ONE_STOP), None)
    units = list(_valid(policy).order_by("pk"))
    own_ids = policy.counter_ids
    reception = tuple(unit for unit in units if unit.pk in own_ids)
    owner = version.document.unit
    competent = tuple(units) if any(unit.pk == owner.pk for unit in units) else (owner, *units)
    points = tuple(unit for unit in units if unit.kind in COUNTERS)
    counters = [unit for unit in (own_post, *reception) if unit is not None and unit.kind in COUNTERS]
    return Places(reception, competent, points, next(iter(counters), own_post), owner)


def places_beside(places: Places, version: IssuedVersion) -> Places:
    """The places for a version that is received together with another one; no query."""
    owner = version.document.unit
    is_known = any(unit.pk == owner.pk for unit in places.competent)
    competent = places.competent if is_known else (owner, *places.competent)
    return replace(places, competent=competent, solving=owner)


def _valid(policy: DossierPolicy) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=policy.office_ids).valid_on(policy.day)


# --- Promise and fees -----------------------------------------------------------------------------------


def promise(
    snapshot: Snapshot, case_code: str, unit: Unit, now: dt.datetime
) -> tuple[dt.datetime, Explanation] | None:
    """The date a dossier received now would be promised for, and why; None where the version names no limit."""
    try:
        limit = clock.limit_of(clock.rule_of(snapshot, case_code))
    except clock.UnknownLimitError:
        return None
    due, calendar = count_due(unit, now, limit)
    return due, explain(now, limit, calendar)


def fees_due(snapshot: Snapshot, case_code: str, channel: str, day: dt.date) -> list[Part]:
    """Fee rows of a case on a day and channel."""
    return [
        fee for fee in fees_on(snapshot, day, channel) if not fee.get("cases") or case_code in fee["cases"]
    ]


def proposed_fee(fees: Sequence[Part]) -> int | None:
    """What is due in all, where that is beyond doubt: no conditions, nothing counted by page or copy."""
    if any(fee.get("amount") is None or fee.get("condition") for fee in fees):
        return None
    if any((fee.get("per") or "") not in ("", "việc", "lần", "hồ sơ") for fee in fees):
        return None
    return sum(fee["amount"] for fee in fees)
