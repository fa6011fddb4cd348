"""Reads of document control: what holds at a moment, and the whole history of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from document_control.models import ControlledDocument, IssuedVersion, LegalAct, Withdrawal
from document_control.numbering import VersionNumber
from document_control.standing import ChainEvent, Standing, in_force_id, standing


def in_force(document: ControlledDocument, at: dt.datetime) -> IssuedVersion | None:
    """The version of `document` that holds at `at` (aware); None before the first or after a withdrawal."""
    return IssuedVersion.objects.filter(document=document).in_force_at(at).first()


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """Everything official that happened to a document, in order.

    Attributes:
        versions: issued versions, oldest first; their snapshots are loaded on access only.
        withdrawals: withdrawals and cancellations, oldest first.
    """

    document: ControlledDocument
    versions: tuple[IssuedVersion, ...]
    withdrawals: tuple[Withdrawal, ...]

    @property
    def events(self) -> list[ChainEvent]:
        """The history as the pure rules read it."""
        cancelled = {w.cancelled_version_id for w in self.withdrawals if w.cancelled_version_id}
        issues = [
            ChainEvent(v.chain_index, v.effective_from, v.pk, cancelled=v.pk in cancelled)
            for v in self.versions
        ]
        ends = [
            ChainEvent(w.chain_index, w.effective_from, None)
            for w in self.withdrawals
            if w.cancelled_version_id is None
        ]
        return [*issues, *ends]

    def by_id(self, version_id: int | None) -> IssuedVersion | None:
        """The version with this key, None for None."""
        return next((v for v in self.versions if v.pk == version_id), None)

    def by_number(self, number: VersionNumber) -> IssuedVersion | None:
        """The version with this edition and revision, if it exists."""
        return next((v for v in self.versions if v.number == number), None)

    def in_force(self, at: dt.datetime) -> IssuedVersion | None:
        """The version that holds at `at`."""
        return self.by_id(in_force_id(self.events, at))

    def standing(self, version: IssuedVersion, at: dt.datetime) -> Standing:
        """How one of these versions stands at `at`."""
        return standing(version.pk, self.events, at)

    def shown_at(self, at: dt.datetime) -> IssuedVersion | None:
        """The version a reader gets at `at`: the one in force, else the last that was, else the first to come."""
        if current := self.in_force(at):
            return current
        cancelled = {e.version_id for e in self.events if e.cancelled}
        kept = [v for v in self.versions if v.pk not in cancelled]
        past = [v for v in kept if v.effective_from <= at]
        return past[-1] if past else (kept[0] if kept else None)

    def previous(self, version: IssuedVersion) -> IssuedVersion | None:
        """The version before `version` that was not cancelled."""
        cancelled = {e.version_id for e in self.events if e.cancelled}
        earlier = [v for v in self.versions if v.chain_index < version.chain_index and v.pk not in cancelled]
        return earlier[-1] if earlier else None

    def withdrawal_at(self, at: dt.datetime) -> Withdrawal | None:
        """The withdrawal that holds at `at`, when no version is in force because of it."""
        if self.in_force(at) is not None:
            return None
        ends = [w for w in self.withdrawals if w.cancelled_version_id is None and w.effective_from <= at]
        return ends[-1] if ends else None


def history_of(document: ControlledDocument) -> DocumentHistory:
    """The history of one document, in two queries."""
    versions = document.issuedversions.defer("snapshot").order_by("chain_index")
    withdrawals = document.withdrawals.order_by("chain_index")
    for version in versions:
        version.document = document
    return DocumentHistory(document, tuple(versions), tuple(withdrawals))


def issued_codes_under(pages: Iterable[Page]) -> list[str]:
    """Codes of the issued documents whose page is one of `pages` or lies below one."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return []
    sources = Page.objects.filter(below).values("pk")
    codes: set[str] = set()
    for relation in _page_sources():
        rows = ControlledDocument.objects.issued().filter(**{f"{relation}__pk__in": sources})
        codes.update(rows.values_list("code", flat=True))
    return sorted(codes)


def _page_sources() -> list[str]:
    """Names of the one-to-one relations from the register to pages under document control."""
    return [
        field.name
        for field in ControlledDocument._meta.related_objects
        if field.one_to_one and issubclass(field.related_model, Page)
    ]


def documents_citing(act: LegalAct, at: dt.datetime) -> list[IssuedVersion]:
    """The versions in force at `at` that cite `act`, by document code."""
    versions = IssuedVersion.objects.in_force_at(at).filter(legal_citations__legal_act=act)
    return list(versions.select_related("document").defer("snapshot").order_by("document__code", "pk"))
