"""Papers of audits as files, made at once from what is stored; a report from its frozen content, so always the same."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.timezone import localdate

from audits import papers
from audits.enums import ProgrammeState
from audits.models import Audit, AuditChecklist, AuditProgramme, CorrectiveAction, Finding
from audits.papers import ActionRegister, Frame
from audits.selectors.papers import (
    nonconformity_paper,
    printed_checklist,
    printed_programme,
    registered_actions,
)
from audits.selectors.report import build_report_content
from organisation.models import Unit
from publications.compose.document import Document
from publications.compose.sources import Letterhead
from publications.files.sources import check_address, letterhead_of
from publications.writers import writer_for
from publications.writers.base import Rendered

FORMATS = ("pdf", "docx")
CODE_LENGTH = 12
"""Digits of the hash of a report that are printed as its check code: more than a version's, so never the same text."""


def written(document: Document, file_format: str) -> Rendered:
    """A document as a file. Raises PublicationError for text that no font has."""
    return writer_for(file_format).write(document)


def report_check_code(audit: Audit) -> str:
    """The code printed on an issued report; empty before."""
    return audit.report_hash[:CODE_LENGTH]


def _frame(unit: Unit, moment: dt.datetime, *, is_draft: bool = False, check_code: str = "") -> Frame:
    return Frame(
        head=letterhead_of(unit, moment),
        on=localdate(moment),
        check_code=check_code,
        check_url=check_address(check_code),
        is_draft=is_draft,
    )


# --- One audit ----------------------------------------------------------------------------------------------
def report_document(audit: Audit, now: dt.datetime) -> Document:
    """The report as issued, or as it would be issued now, with "DỰ THẢO" across its pages."""
    if audit.reported_at is not None and audit.report_hash:
        frame = _frame(audit.office, audit.reported_at, check_code=report_check_code(audit))
        return papers.compose_report(audit.report_content, frame, audit.report_hash)
    return papers.compose_report(build_report_content(audit), _frame(audit.office, now, is_draft=True))


def plan_document(audit: Audit, now: dt.datetime) -> Document:
    """The plan of an audit, a draft until a leader has approved it."""
    moment = audit.approved_at or now
    content = build_report_content(audit)
    frame = _frame(audit.office, moment, is_draft=audit.approved_at is None)
    return papers.compose_plan(content["audit"], frame, audit.short_notice_reason)


def checklist_document(checklist: AuditChecklist, now: dt.datetime) -> Document:
    """A checklist with its answers so far.

    Args:
        checklist: as `selectors.report.checklists_of` loads it.
    """
    audit = checklist.audit
    frame = _frame(audit.office, audit.reported_at or now, is_draft=audit.reported_at is None)
    return papers.compose_checklist(printed_checklist(checklist), frame)


# --- The office ---------------------------------------------------------------------------------------------
def programme_document(programme: AuditProgramme, now: dt.datetime) -> Document:
    """The programme of a year, a draft until a leader has approved it."""
    moment = programme.approved_at or now
    is_draft = programme.state != ProgrammeState.APPROVED
    printed = printed_programme(programme, localdate(moment))
    return papers.compose_programme(printed, _frame(programme.office, moment, is_draft=is_draft))


def nonconformity_document(finding: Finding, office: Unit, now: dt.datetime) -> Document:
    """The paper of a finding as of now.

    Args:
        finding: as `selectors.papers.with_all_parts` loads it.
        office: whose letterhead it bears.
    """
    return papers.compose_nonconformity(nonconformity_paper(finding), _frame(office, now))


def register_document(actions: QuerySet[CorrectiveAction], office: Unit | None, now: dt.datetime) -> Document:
    """The register of these actions as of today."""
    head = letterhead_of(office, now) if office else Letterhead("", "Sổ theo dõi")
    register = ActionRegister(localdate(now), registered_actions(actions))
    return papers.compose_action_register(register, Frame(head=head, on=localdate(now)))
