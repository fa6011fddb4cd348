"""The sample's documents: every issue of every file, issued again in order with its own people and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from document_control import services
from document_control.enums import IssueKind
from document_control.models import ControlledDocument
from document_control.services import Approval
from document_control.workflow import issue_details
from organisation.models import Unit, User
from organisation.sample_loading import SampleOrganisation, load_yaml
from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import Mapping, node_from
from procedures.importers.pages import CatalogueRows, fill_page, new_page
from procedures.importers.records import PROCEDURE, ParsedRecord
from procedures.models import ProcessPage
from procedures.setup.site_setup import SiteParts

Data = dict[str, Any]
OWN_KEYS = ("issues", "withdrawal")
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A file's document: its records in order of issue, beside the issues they belong to."""

    data: Data
    records: tuple[ParsedRecord, ...]

    @property
    def latest(self) -> ParsedRecord:
        """The text of the last issue."""
        return self.records[-1]


@dataclass(frozen=True, slots=True)
class SampleOffice:
    """Where the documents go and who signs them."""

    parts: SiteParts
    unit: Unit
    former_unit: Unit
    people: dict[str, User]

    @classmethod
    def of(cls, parts: SiteParts, organisation: SampleOrganisation) -> SampleOffice:
        """The illustrative ward and the one whose papers it took over."""
        units = organisation.units
        return cls(parts, units["an-hoa"], units["an-loc"], organisation.people)


def read_text(data: Data, name: str) -> ParsedRecord:
    """The record of one text of the sample.

    Raises:
        ValueError: a sample file broke the layout.
    """
    findings = Findings(name)
    node = node_from(data)
    record = read_record(node, name, findings, {}) if isinstance(node, Mapping) else None
    if record is None or findings.has_errors:
        raise ValueError(f"{name}: {findings.items}")
    return record


def read_documents(paths: Iterable[Path]) -> list[SampleDocument]:
    """The documents of the sample files, in order of their names."""
    documents = []
    for path in sorted(paths):
        for data in load_yaml(path):
            latest = {key: value for key, value in data.items() if key not in OWN_KEYS}
            texts = [latest | issue.get("override", {}) for issue in data["issues"]]
            documents.append(SampleDocument(data, tuple(read_text(text, path.name) for text in texts)))
    return documents


def local_moment(text: str) -> dt.datetime:
    """A date (its first minute) or a local date and time of the files."""
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def effective_moment_of(issue: Data, now: dt.datetime) -> dt.datetime:
    """When an issue of the files takes effect; one that stays ahead waits for a month seven days off or later."""
    effective = local_moment(issue["effective_from"])
    soonest = timezone.localtime(now) + dt.timedelta(days=DAYS_AHEAD)
    if not issue.get("stays_ahead") or effective >= soonest:
        return effective
    next_month = soonest.replace(day=1) + dt.timedelta(days=31)
    return local_moment(f"{next_month:%Y-%m}-01")


def page_of(office: SampleOffice, code: str) -> ProcessPage:
    """The page of a document, freshly read."""
    page = ProcessPage.objects.get(document__unit=office.unit, code=code)
    return page.specific


def load_document(document: SampleDocument, office: SampleOffice, rows: CatalogueRows) -> bool:
    """Make the page of a document and issue all its versions; False when it is there already."""
    code = document.latest.code
    if ControlledDocument.objects.filter(unit=office.unit, code=code).exists():
        return False
    issues = document.data["issues"]
    page = _create(document.records[0], issues[0], office, rows)
    for number, (issue, record) in enumerate(zip(issues, document.records, strict=True)):
        if number:
            page = page_of(office, code)
        _issue_again(page, record, issue, issues[number - 1] if number else None, office, rows)
    if withdrawal := document.data.get("withdrawal"):
        _withdraw(page_of(office, code), withdrawal, office)
    return True


def _create(record: ParsedRecord, issue: Data, office: SampleOffice, rows: CatalogueRows) -> ProcessPage:
    page = new_page(record)
    page.code, page.unit, page.slug = record.code, office.unit, record.slug
    page.owner = office.people[issue["drafted_by"]]
    fill_page(page, record, rows)
    parent = office.parts.procedures if record.kind == PROCEDURE else office.parts.processes
    parent.refresh_from_db()
    parent.add_child(instance=page)
    register = page.document
    register.first_edition, register.first_revision = issue["edition"], issue["revision"]
    register.save()
    return page


def _issue_again(
    page: ProcessPage,
    record: ParsedRecord,
    issue: Data,
    previous: Data | None,
    office: SampleOffice,
    rows: CatalogueRows,
) -> None:
    fill_page(page, record, rows)
    approved_at = local_moment(issue["approved_at"])
    effective = effective_moment_of(issue, timezone.now())
    full = previous is None or issue["edition"] > previous["edition"]
    page.issue_kind = IssueKind.EDITION if full else IssueKind.REVISION
    page.change_reason, page.change_basis = issue["change_reason"], issue["basis"]
    page.decision_number = issue["decision_number"]
    page.decision_date = dt.date.fromisoformat(issue["issued_on"])
    page.planned_effective_from = effective if effective > approved_at else None
    drafted_at = local_moment(issue["drafted_at"])
    revision = page.save_revision(user=office.people[issue["drafted_by"]], clean=False)
    Revision.objects.filter(pk=revision.pk).update(created_at=drafted_at)
    revision.refresh_from_db()
    if not office.unit.is_valid_on(approved_at.date()):
        page.unit = office.former_unit  # in memory only: the letterhead of the ward that issued it then
    services.issue(
        page,
        details=issue_details(page),
        approvals=[
            Approval(duty, office.people[issue[f"{duty}_by"]], local_moment(issue[f"{duty}_at"]))
            for duty in ("drafted", "reviewed", "approved")
        ],
        revision=revision,
        now=approved_at,
    )
    revision.publish(user=office.people[issue["approved_by"]], skip_permission_checks=True, log_action=False)


def _withdraw(page: ProcessPage, withdrawal: Data, office: SampleOffice) -> None:
    effective = local_moment(withdrawal["effective_from"])
    services.withdraw(
        page,
        reason=withdrawal["reason"],
        basis=withdrawal["basis"],
        decision_number=withdrawal["decision_number"],
        by=office.people[withdrawal["recorded_by"]],
        effective_from=effective,
        now=local_moment(withdrawal["recorded_at"]),
    )
    page.refresh_from_db()
    if page.live and effective <= timezone.now():
        page.unpublish(log_action=False)
