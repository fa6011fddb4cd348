"""What the check of printed papers answers for audit reports: which audit, which day, which office; no finding."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from audits.models import Audit
from audits.paper_files import CODE_LENGTH, report_check_code
from audits.papers.report import TITLE
from document_control.enums import VersionState
from document_control.policies import DocumentPolicy
from publications.validity import Verdict


def reports_with(code: str) -> QuerySet[Audit]:
    """The issued report that carries this check code."""
    if len(code) != CODE_LENGTH:
        return Audit.objects.none()
    return Audit.objects.filter(report_hash__startswith=code)


def report_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about a report; it is issued once and never replaced."""
    audit = reports_with(code).select_related("office").first()
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
