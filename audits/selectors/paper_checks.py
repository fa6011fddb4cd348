"""What the check of printed papers answers for audit reports: which audit, which day, which office; no finding."""

from __future__ import annotations

import datetime as dt

from audits.models import Audit
from audits.paper_files import CODE_LENGTH, report_check_code
from audits.papers.report import TITLE
from document_control.enums import VersionState
from document_control.policies import DocumentPolicy
from publications.validity import Verdict


def is_code_of_report(code: str) -> bool:
    """Does an issued report carry this check code?"""
    return _audit(code) is not None


def report_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about a report; it is issued once and never replaced."""
    audit = _audit(code)
    if audit is None or audit.reported_at is None:
        return None
    shown = report_check_code(audit).upper()
    return Verdict(
        VersionState.IN_FORCE,
        is_open=True,
        name=TITLE,
        number=audit.code,
        check_code=" ".join(shown[start : start + 4] for start in range(0, CODE_LENGTH, 4)),
        since=audit.reported_at,
        issued_at=audit.reported_at,
        unit=audit.office.name,
    )


def _audit(code: str) -> Audit | None:
    if len(code) != CODE_LENGTH:
        return None
    return Audit.objects.select_related("office").filter(report_hash__startswith=code).first()
