"""From the record to what documents are composed from: letterheads, signatures, amendments, chapters.

What the paper of a version says of units and versions is read as of its issue, so that a unit renamed later, or a later
version, leaves it unchanged. Of today are only the place and feedback address of the notice, because people go there
today, the list of who receives the document today, and the order of section 5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from document_control.models import ControlledDocument, IssuedVersion, Withdrawal
from document_control.querysets import VersionQuerySet
from organisation.models import OfficeSettings, Unit
from organisation.vietnamese_format import format_date, vietnamese_sort_key
from publications.compose.sources import (
    Amendment,
    HandbookSource,
    IssueFacts,
    Letterhead,
    ProcedureSource,
    Recipient,
    Signature,
)
from publications.models import Distribution, Handbook, HandbookEdition, PaperSettings

FIRST_ISSUE_SECTIONS = "Toàn bộ"


def base_url() -> str:
    """The address of the site, without a slash at the end, as QR codes carry it."""
    return settings.SITE_BASE_URL.rstrip("/")


def check_address(check_code: str) -> str:
    """Where a printed paper is checked; empty for papers without a code."""
    return f"{base_url()}/kiem-tra/{check_code}/" if check_code else ""


# --- Parts ------------------------------------------------------------------------------------------------
def letterhead_of(unit: Unit, moment: dt.datetime) -> Letterhead:
    """The head of the papers of a unit as it and its superior were named at `moment`; three queries at most."""
    then = _unit_at(unit, moment)
    if then.letterhead_name:
        return Letterhead(then.letterhead_parent, then.letterhead_name, then.place_name, then.name)
    parent = unit.parent_on(localdate(moment))
    superior = _unit_at(parent, moment).name if parent else ""
    return Letterhead(superior, then.name, then.place_name, then.name)


def _unit_at(unit: Unit, moment: dt.datetime) -> Any:
    """The unit as recorded at `moment`, before its first record as recorded first; one query."""
    records = list(unit.history.order_by("history_date", "history_id"))
    known = [record for record in records if record.history_date <= moment]
    return known[-1] if known else records[0] if records else unit


def signatures_of(approvals: Iterable[dict[str, Any]]) -> tuple[Signature, ...]:
    """The signatures as frozen in the record."""
    return tuple(
        Signature(row["duty"], row["name"], row["post"], localdate(dt.datetime.fromisoformat(row["at"])))
        for row in approvals
    )


def issue_facts(version: IssuedVersion) -> IssueFacts:
    """Numbers, dates and signatures of a version; no query when its document is loaded."""
    return IssueFacts(
        code=version.document.code,
        title=version.title,
        edition=version.edition,
        revision=version.revision,
        issued_on=localdate(version.issued_at),
        effective_on=localdate(version.effective_from),
        decision_number=version.decision_number,
        decision_date=version.decision_date,
        check_code=version.check_code,
        check_url=check_address(version.check_code),
        signatures=signatures_of(version.approvals),
    )


def amendments_until(version: IssuedVersion) -> list[Amendment]:
    """Earlier paper issues, then every version up to this one; one query.

    Left out are only versions cancelled before this one was issued: a later cancellation changes no printed paper.
    """
    return _amendments(version.snapshot, version.document, version.chain_index)


def _amendments(snapshot: dict[str, Any], document: ControlledDocument, last_index: int) -> list[Amendment]:
    cancelled = Withdrawal.objects.filter(
        document=document, chain_index__lt=last_index, cancelled_version__isnull=False
    )
    issued = (
        IssuedVersion.objects.filter(document=document, chain_index__lte=last_index)
        .exclude(pk__in=cancelled.order_by().values("cancelled_version"))
        .defer("snapshot", "approvals")
        .order_by("chain_index")
    )
    earlier = [_earlier_issue(row) for row in snapshot.get("earlier_issues") or ()]
    return [*earlier, *(_amendment(version) for version in issued)]


def _amendment(version: IssuedVersion) -> Amendment:
    sections = ", ".join(version.affected_sections) if version.chain_index > 1 else FIRST_ISSUE_SECTIONS
    return Amendment(
        number=str(version.number),
        issued_on=localdate(version.issued_at),
        sections=sections,
        description=version.reason,
        request=version.decision_number,
    )


def _earlier_issue(row: dict[str, Any]) -> Amendment:
    day = row.get("issued_on")
    return Amendment(
        number=f"{row.get('edition')}.{row.get('revision')}",
        issued_on=dt.date.fromisoformat(day) if day else None,
        sections="",
        description=row.get("change") or "",
        request=row.get("basis") or "",
    )


def recipients_of(document: ControlledDocument) -> list[Recipient]:
    """The distribution list; one query."""
    rows = Distribution.objects.filter(document=document).select_related("unit", "person")
    return [
        Recipient(str(row.person or row.unit or row.outsider), None, str(row.get_medium_display()))
        for row in rows
    ]


def section_5_order() -> tuple[str, ...]:
    """The order of 5.x that the office chose; one query."""
    return PaperSettings.chosen().section_5_order


# --- One version ------------------------------------------------------------------------------------------
def chapter_source(version: IssuedVersion, head: Letterhead, order: tuple[str, ...]) -> ProcedureSource:
    """A version as a chapter of a handbook; no query."""
    return ProcedureSource(
        snapshot=version.snapshot,
        letterhead=head,
        issue=issue_facts(version),
        day=localdate(version.effective_from),
        section_5=order,
    )


def procedure_source(version: IssuedVersion) -> ProcedureSource:
    """All that the notice and the ISO document of a version say."""
    place, feedback = _reception()
    return ProcedureSource(
        snapshot=version.snapshot,
        letterhead=letterhead_of(version.document.unit, version.issued_at),
        issue=issue_facts(version),
        day=localdate(version.effective_from),
        amendments=amendments_until(version),
        distribution=recipients_of(version.document),
        section_5=section_5_order(),
        reception=place,
        feedback=feedback,
    )


def _reception() -> tuple[str, str]:
    """Where people go today, and where they may complain; one query."""
    office = OfficeSettings.objects.select_related("reception").first()
    reception = office.reception if office else None
    place = ", ".join(text for text in (reception.name, reception.address) if text) if reception else ""
    return place, office.feedback_note if office else ""


def draft_source(page: Any, now: dt.datetime) -> ProcedureSource:
    """A text in work (a page as of its draft) as it would be printed."""
    snapshot = page.build_snapshot()
    return ProcedureSource(
        snapshot=snapshot,
        letterhead=letterhead_of(page.unit, now),
        issue=IssueFacts(code=page.code, title=page.title),
        day=localdate(now),
        amendments=_amendments(snapshot, page.document, page.document.chain_length + 1),
        section_5=section_5_order(),
    )


# --- Handbooks --------------------------------------------------------------------------------------------
def handbook_edition_source(edition: HandbookEdition) -> HandbookSource:
    """An issued edition: exactly the versions it fixed; a bounded number of queries."""
    entries = edition.entries.select_related("version__document__unit").order_by("position")
    head = letterhead_of(edition.handbook.unit, edition.issued_at)
    issue = IssueFacts(
        code=edition.handbook.code,
        title=edition.title,
        edition=edition.number,
        issued_on=localdate(edition.issued_at),
        effective_on=localdate(edition.effective_from),
        decision_number=edition.decision_number,
        decision_date=edition.decision_date,
        check_code=edition.check_code,
        check_url=check_address(edition.check_code),
        signatures=signatures_of(edition.approvals),
    )
    order = section_5_order()
    chapters = [chapter_source(entry.version, head, order) for entry in entries]
    return HandbookSource(issue, head, edition.subtitle, chapters, edition.reason)


def handbook_source_as_of(handbook: Handbook, at: dt.datetime) -> HandbookSource:
    """A handbook as it would be made at `at`: the versions in force then; uncontrolled, so without number or code."""
    head = letterhead_of(handbook.unit, at)
    issue = IssueFacts(code=handbook.code, title=handbook.title)
    subtitle = "\n".join(text for text in (handbook.subtitle, _as_of_words(at)) if text)
    return _collected(issue, head, subtitle, handbook.versions_at(at))


def processes_source(unit: Unit, at: dt.datetime, *, only_unit: bool = False) -> HandbookSource:
    """All internal processes in force at `at` (only those of `unit`, if asked), for an office without a handbook."""
    versions = IssuedVersion.objects.in_force_at(at).filter(document__kind="internal_process")
    if only_unit:
        versions = versions.filter(document__unit=unit)
    head = letterhead_of(unit, at)
    issue = IssueFacts(code="", title="Sổ tay quy trình nội bộ")
    return _collected(issue, head, _as_of_words(at), versions)


def _as_of_words(at: dt.datetime) -> str:
    return f"Các quy trình có hiệu lực ngày {format_date(localdate(at))}"


def _collected(
    issue: IssueFacts, head: Letterhead, subtitle: str, versions: VersionQuerySet
) -> HandbookSource:
    rows = sorted(
        versions.select_related("document__unit"), key=lambda v: vietnamese_sort_key(v.document.code)
    )
    order = section_5_order()
    return HandbookSource(issue, head, subtitle, [chapter_source(version, head, order) for version in rows])
