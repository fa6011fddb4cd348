"""What the report of an audit says, frozen when it is issued: plain text and numbers, so that it can be hashed.

`report_content` returns::

    {"schema": 1, "code", "title", "unit", "office", "starts_on", "ends_on", "objective", "criteria", "scope",
     "sample_from", "sample_to", "strengths", "conclusion", "unassessed": 0,
     "issued": {"at", "name", "post", "unit"}, "approved": {"at", "name", "post", "unit"},
     "acknowledged": {"at", "name"} or {},
     "clauses": [{"number", "title"}], "team": [{"role", "name", "post", "unit"}],
     "sessions": [{"from", "to", "topic", "place", "auditor"}],
     "versions": [{"code", "title", "number", "hash", "effective_from"}],
     "counts": {grade: n}, "by_clause": [{"clause", "counts": {grade: n}}],
     "checklists": [{"title", "kind", "version", "counts": {grade: n}, "population", "sample_size", "seed",
                     "dossiers": [code]}],
     "findings": [{"code", "grade", "clause", "title", "requirement", "evidence", "reference"}]}

Days are ISO dates, moments ISO with the offset of Hà Nội, grades the values of `audits.enums.Grade`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django.utils.timezone import localdate, localtime

from audits.enums import FindingState, Grade
from audits.models import Audit, AuditChecklist, AuditItem
from document_control.models import IssuedVersion
from organisation.selectors import signature_of

SCHEMA = 1
Counts = dict[str, int]


def report_content(audit: Audit) -> dict[str, Any]:
    """The content of the report of `audit` as it stands now; `reported_at` and `reported_by` are set already."""
    items = list(AuditItem.objects.filter(checklist__audit=audit).order_by("checklist__position", "number"))
    checklists = list(
        audit.checklists.select_related("version__document").prefetch_related("sample__dossier")
    )
    return {
        "schema": SCHEMA,
        **_plan(audit),
        "strengths": audit.strengths,
        "conclusion": audit.conclusion,
        "unassessed": sum(item.grade == Grade.NOT_CHECKED for item in items),
        "issued": _issued(audit),
        "approved": _signed(audit.approved_at, audit.signatory),
        "acknowledged": _acknowledged(audit),
        "clauses": list(audit.clauses.values("number", "title")),
        "team": _team(audit),
        "sessions": _sessions(audit),
        "versions": _versions(audit, checklists),
        "counts": counts_of(items),
        "by_clause": _by_clause(items),
        "checklists": [
            _checklist(row, [item for item in items if item.checklist_id == row.pk]) for row in checklists
        ],
        "findings": _findings(audit),
    }


def counts_of(items: list[AuditItem]) -> Counts:
    """How many questions have each grade; every grade is named, in the order of the vocabulary."""
    found = Counter(item.grade for item in items)
    return {grade.value: found[grade.value] for grade in Grade}


def _plan(audit: Audit) -> dict[str, Any]:
    return {
        "code": audit.code,
        "title": audit.title,
        "unit": audit.unit.name,
        "office": audit.office.name,
        "starts_on": audit.starts_on.isoformat(),
        "ends_on": audit.ends_on.isoformat(),
        "objective": audit.objective,
        "criteria": audit.criteria,
        "scope": audit.scope,
        "sample_from": audit.sample_from.isoformat() if audit.sample_from else None,
        "sample_to": audit.sample_to.isoformat() if audit.sample_to else None,
    }


def _moment(at: dt.datetime | None) -> str | None:
    return localtime(at).isoformat(timespec="seconds") if at else None


def _signed(at: dt.datetime | None, signature: Any) -> dict[str, Any]:
    return {
        "at": _moment(at),
        "name": signature.get("name", ""),
        "post": signature.get("post", ""),
        "unit": signature.get("unit", ""),
    }


def _issued(audit: Audit) -> dict[str, Any]:
    if audit.reported_at is None:
        return {}
    return _signed(audit.reported_at, signature_of(audit.reported_by, localdate(audit.reported_at)))


def _acknowledged(audit: Audit) -> dict[str, Any]:
    if audit.acknowledged_at is None:
        return {}
    return {"at": _moment(audit.acknowledged_at), "name": audit.acknowledged_by.get_full_name()}


def _team(audit: Audit) -> list[dict[str, str]]:
    rows = []
    for member in audit.team.select_related("user"):
        signature = signature_of(member.user, audit.starts_on)
        rows.append(
            {
                "role": member.role,
                "name": signature["name"],
                "post": signature["post"],
                "unit": signature["unit"],
            }
        )
    return rows


def _sessions(audit: Audit) -> list[dict[str, Any]]:
    return [
        {
            "from": _moment(row.starts_at),
            "to": _moment(row.ends_at),
            "topic": row.topic,
            "place": row.place,
            "auditor": row.auditor.get_full_name(),
        }
        for row in audit.sessions.select_related("auditor")
    ]


def _versions(audit: Audit, checklists: list[AuditChecklist]) -> list[dict[str, Any]]:
    """What was audited against: the versions behind the checklists and findings, and those in force of the plan."""
    keys = {row.version_id for row in checklists}
    keys |= set(audit.findings.exclude(version=None).values_list("version_id", flat=True))
    if audit.started_at is not None:
        planned = IssuedVersion.objects.filter(document__in=audit.documents.all())
        keys |= {row.pk for row in planned.in_force_at(audit.started_at).only("pk")}
    versions = IssuedVersion.objects.filter(pk__in=keys).select_related("document")
    return [
        {
            "code": row.document.code,
            "title": row.document.title,
            "number": str(row.number),
            "hash": row.content_hash,
            "effective_from": _moment(row.effective_from),
        }
        for row in versions.order_by("document__code", "edition", "revision")
    ]


def _by_clause(items: list[AuditItem]) -> list[dict[str, Any]]:
    groups: dict[str, list[AuditItem]] = defaultdict(list)
    for item in items:
        groups[item.clause].append(item)
    return [
        {"clause": clause, "counts": counts_of(groups[clause])} for clause in sorted(groups, key=_clause_key)
    ]


def _clause_key(number: str) -> tuple[tuple[int, ...], str]:
    return tuple(int(part) for part in number.split(".") if part.isdecimal()), number


def _checklist(checklist: AuditChecklist, items: list[AuditItem]) -> dict[str, Any]:
    return {
        "title": checklist.title,
        "kind": checklist.kind,
        "version": f"{checklist.version.document.code} {checklist.version.number}",
        "counts": counts_of(items),
        "population": checklist.population,
        "sample_size": checklist.sample_size,
        "seed": checklist.sample_seed,
        "dossiers": [row.dossier.code for row in checklist.sample.all()],
    }


def _findings(audit: Audit) -> list[dict[str, str]]:
    rows = audit.findings.exclude(state=FindingState.CANCELLED).order_by("code")
    return list(
        rows.values("code", "grade", "clause", "title", "requirement", "evidence", "reference")  # type: ignore[arg-type]
    )
