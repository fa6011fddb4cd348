"""Procedures and internal processes, by the cards of their versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from procedures.models import VersionCard
from procedures.public.catalogue import unit_code
from procedures.public.presentation import ProcedureEntry, procedure_entry
from procedures.public.selectors import ListedVersion, listed_versions
from publications.handbooks.selectors import editions_in_force
from publications.models import HandbookEntry, Posting
from search.facets import FIELD, KIND, STATUS, UNIT, YEAR, Value
from search.registry import Detail, Facts, Link, Result, Source, register_source
from search.sources.addresses import board_address, has_page
from search.version_passages import passages

IN_FORCE, FUTURE, OBSOLETE = "in_force", "future", "obsolete"


def state_value(state: str) -> Value:
    """A state as a facet value."""
    words = {IN_FORCE: _("In force"), FUTURE: _("Not yet in force"), OBSOLETE: _("No longer in force")}
    return state, words[state]


@register_source
class VersionSource(Source):
    """The public finds procedures in force; staff what they may read, versions of other days with that right."""

    model = VersionCard

    def permitted(self) -> QuerySet[VersionCard]:
        kinds = [DocumentKind.PROCEDURE, *([DocumentKind.INTERNAL_PROCESS] if self.reader.is_staff else [])]
        versions = self.reader.versions().order_by().values("pk")
        return VersionCard.objects.filter(version__in=versions, kind__in=kinds)

    def facts(self, pks: Sequence[int]) -> dict[int, Facts]:
        kinds = {
            DocumentKind.PROCEDURE.value: _("Administrative procedure"),
            DocumentKind.INTERNAL_PROCESS.value: _("Internal process"),
        }
        current = self._current(pks)
        found = {}
        rows = VersionCard.objects.filter(pk__in=pks).order_by().select_related("version")
        columns = ("kind", "code", "title", "short_title", "field_code", "field_name", "unit_name")
        for pk, kind, code, title, short_title, field, field_name, unit, since in rows.values_list(
            "pk", *columns, "version__effective_from"
        ):
            state = IN_FORCE if pk in current else FUTURE if since > self.reader.seen.moment else OBSOLETE
            year = str(localdate(since).year)
            values: dict[str, Value] = {
                KIND: (kind, kinds[kind]),
                STATUS: state_value(state),
                YEAR: (year, year),
            }
            values |= _given(FIELD, field, field_name)
            values |= _given(UNIT, unit_code(unit), unit)
            found[pk] = Facts(short_title or title, code, values, is_current=state == IN_FORCE)
        return found

    def _current(self, pks: Sequence[int]) -> set[int]:
        if not self.reader.sees_old:
            return set(pks)
        return set(self.reader.versions_in_force().filter(pk__in=pks).order_by().values_list("pk", flat=True))

    def present(self, pks: Sequence[int]) -> dict[int, Result]:
        current = self._current(pks)
        links = self._links([pk for pk in pks if pk in current])
        others = _numbers([pk for pk in pks if pk not in current])
        return {
            each.pk: self._result(each, links.get(each.pk, []), others.get(each.pk))
            for each in listed_versions(pks)
        }

    def _result(self, listed: ListedVersion, links: list[Link], number: VersionNumber | None) -> Result:
        """`number` of a version that is not in force, None for one that is."""
        snapshot, seen = listed.snapshot, self.reader.seen
        is_internal = listed.kind == DocumentKind.INTERNAL_PROCESS
        entry = procedure_entry(snapshot, self._url(listed, number), seen.day)
        return Result(
            title=entry.title,
            url=entry.url,
            icon="lock" if is_internal else "doc",
            codes=tuple(code for code in (entry.code, entry.national_code) if code),
            passages=tuple(passages(snapshot)),
            context=entry.summary,
            details=_process_details(snapshot) if is_internal else _procedure_details(entry),
            links=tuple(links),
            is_internal=is_internal,
            version=str(number or ""),
        )

    def _url(self, listed: ListedVersion, number: VersionNumber | None) -> str:
        if not has_page(listed.kind, listed.audience):
            return ""
        name = "process" if listed.kind == DocumentKind.INTERNAL_PROCESS else "procedure"
        if number is None:
            return self.reader.seen.link(reverse(name, args=[listed.slug]))
        return reverse(f"{name}-version", args=[listed.slug, number])

    def _links(self, pks: Sequence[int]) -> dict[int, list[Link]]:
        """The handbook's chapter and the notice boards where these versions also stand."""
        found: dict[int, list[Link]] = defaultdict(list)
        if self.reader.is_staff:
            for entry in _chapters(pks, self.reader.seen.moment):
                book = entry.edition.handbook
                url = reverse("handbook-chapter", args=[book.slug, entry.edition.number, entry.version_id])
                label = _("%(handbook)s, chapter %(number)s") % {
                    "handbook": book.title,
                    "number": entry.position,
                }
                found[entry.version_id].append(Link(label, url))
        for posting in _postings(pks):
            link = Link(
                _("Posted: %(board)s") % {"board": posting.board.name},
                board_address(self.reader, posting.board),
            )
            found[posting.version_id].append(link)
        return found


def _numbers(pks: Sequence[int]) -> dict[int, VersionNumber]:
    if not pks:
        return {}
    rows = IssuedVersion.objects.filter(pk__in=pks).order_by().values_list("pk", "edition", "revision")
    return {pk: VersionNumber(edition, revision) for pk, edition, revision in rows}


def _given(name: str, code: str, label: str) -> dict[str, Value]:
    return {name: (code, label)} if code else {}


def _chapters(pks: Sequence[int], moment: Any) -> QuerySet[HandbookEntry]:
    editions = editions_in_force(moment).values("pk")
    chapters = HandbookEntry.objects.filter(edition__in=editions, version__in=pks)
    return chapters.select_related("edition__handbook").order_by("edition__handbook__code")


def _postings(pks: Sequence[int]) -> QuerySet[Posting]:
    hanging = Posting.objects.filter(version__in=pks, take_down__isnull=True)
    return hanging.select_related("board").order_by("board__name", "pk")


def _procedure_details(entry: ProcedureEntry) -> tuple[Detail, ...]:
    details = [Detail("clock", entry.time, _("How long")), Detail("coin", entry.fee, _("How much"))]
    return (*details, *([Detail("globe", entry.online)] if entry.online else []))


def _process_details(snapshot: dict[str, Any]) -> tuple[Detail, ...]:
    told = (
        ("flag", "trigger", _("When:")),
        ("clock", "deadline", _("Deadline:")),
        ("people", "owner_unit_name", _("Kept by:")),
    )
    return tuple(Detail(icon, snapshot[key], label) for icon, key, label in told if snapshot.get(key))
