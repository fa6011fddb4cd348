"""The versions a finding speaks of and those that answer it, with their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from audits.models import Finding, FindingVersion
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from document_control.policies import DocumentPolicy


@dataclass(frozen=True, slots=True)
class AnsweringVersion:
    """A version whose reason for the change cites a finding.

    Attributes:
        url, compare_url: its page, and the comparison with the version before; empty where there is none, or where
            versions not in force are closed to the reader.
    """

    version: IssuedVersion
    url: str
    compare_url: str


def version_url(kind: str, slug: str | None, number: str) -> str:
    """Address of one version; "" for documents without pages of their own."""
    name = {
        DocumentKind.PROCEDURE.value: "procedure-version",
        DocumentKind.INTERNAL_PROCESS.value: "process-version",
    }.get(kind)
    return reverse(name, args=[slug, number]) if name and slug else ""


def audited_version_url(finding: Finding, reader: DocumentPolicy) -> str:
    """Address of the version that was audited; "" when there is none, or none that the reader may open. One query."""
    if finding.version is None or not reader.can_read_all_versions(finding.version.document):
        return ""
    same = IssuedVersion.objects.filter(pk=finding.version.pk)
    slug = same.values_list("document__processpage__slug", flat=True)[0]
    return version_url(finding.version.document.kind, slug, str(finding.version.number))


def answering_versions(links: list[FindingVersion], reader: DocumentPolicy) -> list[AnsweringVersion]:
    """The versions of these notes with the addresses that the reader may open; one query."""
    ids = {link.version.document_id for link in links}
    if not ids:
        return []
    chain = IssuedVersion.objects.filter(document__in=ids).order_by("chain_index")
    rows = chain.values_list(
        "document_id", "document__processpage__slug", "chain_index", "edition", "revision"
    )
    slugs: dict[int, str] = {}
    numbers: dict[int, dict[int, str]] = {}
    for document_id, slug, place, edition, revision in rows:
        slugs[document_id] = slug or ""
        numbers.setdefault(document_id, {})[place] = str(VersionNumber(edition, revision))
    return [
        _with_addresses(link.version, slugs[link.version.document_id], numbers[link.version.document_id])
        if reader.can_read_all_versions(link.version.document)
        else AnsweringVersion(link.version, "", "")
        for link in links
    ]


def _with_addresses(version: IssuedVersion, slug: str, numbers: dict[int, str]) -> AnsweringVersion:
    kind, number = version.document.kind, str(version.number)
    url = version_url(kind, slug, number)
    earlier = [one for place, one in numbers.items() if place < version.chain_index]
    if not url or not earlier:
        return AnsweringVersion(version, url, "")
    name = "procedure-compare" if kind == DocumentKind.PROCEDURE else "process-compare"
    return AnsweringVersion(version, url, reverse(name, args=[slug, earlier[-1], number]))
