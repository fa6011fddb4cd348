"""Notes which issued versions answer findings: the reason for a change cites the code."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from audits.enums import FindingState
from audits.models import Finding, FindingVersion
from audits.rules.citations import cited_codes
from document_control.models import IssuedVersion
from document_control.signals import version_issued


@receiver(version_issued, dispatch_uid="audits.note_answered_findings")
def note_answered_findings(sender: object, *, version: IssuedVersion, **_kwargs: Any) -> None:
    """Within the issuing transaction, so that a version and what it answers appear together."""
    codes = cited_codes(version.reason)
    if not codes:
        return
    for finding in Finding.objects.filter(code__in=codes).exclude(state=FindingState.CANCELLED):
        FindingVersion.objects.create(finding=finding, version=version, noted_at=version.issued_at)
