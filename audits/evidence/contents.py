"""What goes into the pack of an audit: report, plan, checklists, findings with actions, cited versions, photos."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePosixPath

from django.db.models import Q

from audits import paper_files
from audits.evidence.checklist_data import checklist_json, photo_path, sample_json
from audits.evidence.parts import Part, ascii_name, of_bytes, of_document, of_file, of_json
from audits.evidence.wording import READ_FIRST
from audits.models import Audit, AuditChecklist, Finding
from audits.rules.report_content import plain_json
from audits.selectors.papers import nonconformity_paper, with_all_parts
from audits.selectors.report import checklists_of, findings_of
from document_control.canonical import canonical_json
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from publications.compose.document import Document
from publications.compose.printable import spelled_out
from publications.compose.procedure import compose_procedure
from publications.files.sources import procedure_source

VERIFIER = Path(__file__).with_name("verify.py")
PRINTED_KINDS = frozenset({DocumentKind.PROCEDURE.value, DocumentKind.INTERNAL_PROCESS.value})
"""Documents whose ISO paper is added to their snapshot."""


def parts_of(audit: Audit, now: dt.datetime) -> list[Part]:
    """Every file of the pack but the manifest, sorted by path.

    Args:
        audit: its report is issued.
    """
    checklists = list(
        checklists_of(audit).select_related("audit__office", "audit__unit", "version__document")
    )
    findings = list(with_all_parts(findings_of(audit)))
    parts = [
        *_frame(),
        *_report(audit, now),
        *(part for checklist in checklists for part in _checklist(checklist, now)),
        *(part for finding in findings for part in _finding(finding, audit, now)),
        *_versions(audit),
    ]
    return sorted(parts, key=lambda part: part.path)


def _frame() -> Iterator[Part]:
    yield of_bytes("DOC_TRUOC.txt", "Hướng dẫn đọc và kiểm tra gói", READ_FIRST.encode())
    yield of_bytes("verify.py", "Chương trình kiểm tra gói", VERIFIER.read_bytes())


def _report(audit: Audit, now: dt.datetime) -> Iterator[Part]:
    for file_format in paper_files.FORMATS:
        compose = partial(paper_files.report_document, audit, now)
        name = f"Báo cáo đánh giá ({file_format.upper()})"
        yield of_document(f"bao-cao/bao-cao.{file_format}", name, compose, file_format)
    content = canonical_json(audit.report_content).encode()
    yield of_bytes("bao-cao/noi-dung.json", "Nội dung báo cáo đã chốt", content, kind="report_content")
    yield of_document(
        "ke-hoach/ke-hoach.pdf", "Kế hoạch đánh giá", partial(paper_files.plan_document, audit, now)
    )


# --- Checklists ---------------------------------------------------------------------------------------------
def _checklist(checklist: AuditChecklist, now: dt.datetime) -> Iterator[Part]:
    folder = f"phieu-hoi/{checklist.position}"
    title = checklist.title
    compose = partial(paper_files.checklist_document, checklist, now)
    yield of_document(f"{folder}/phieu-hoi.pdf", f"Phiếu ghi chép: {title}", compose)
    yield of_json(
        f"{folder}/phieu-hoi.json", f"Câu hỏi và mọi câu trả lời: {title}", checklist_json(checklist)
    )
    if checklist.sample_seed:
        yield of_json(f"{folder}/mau.json", f"Mẫu hồ sơ: {title}", sample_json(checklist), kind="sample")
    for item in checklist.items.all():
        for photo in item.photos.all():
            path = photo_path(checklist, item, photo)
            yield of_file(path, f"Ảnh của câu {item.number}, {title}", photo.image, photo.sha256)


# --- Findings -----------------------------------------------------------------------------------------------
def _finding(finding: Finding, audit: Audit, now: dt.datetime) -> Iterator[Part]:
    folder = f"phat-hien/{ascii_name(finding.code)}"
    compose = partial(paper_files.nonconformity_document, finding, audit.office, now)
    yield of_document(f"{folder}/phieu.pdf", f"Phiếu phát hiện {finding.code}", compose)
    data = plain_json(asdict(nonconformity_paper(finding)))
    yield of_json(f"{folder}/phat-hien.json", f"Phát hiện {finding.code} và các hành động", data)
    for action in finding.actions.all():
        for number, evidence in enumerate(action.evidence.all(), start=1):
            suffix = ascii_name(PurePosixPath(str(evidence.file.name)).suffix[1:] or "bin").lower()
            path = f"{folder}/{ascii_name(action.code)}/{number:02}.{suffix}"
            what = f"Bằng chứng của {action.code}: {evidence.title}"
            yield of_file(path, what, evidence.file, evidence.sha256)


# --- Versions -----------------------------------------------------------------------------------------------
def _versions(audit: Audit) -> Iterator[Part]:
    """The issued versions that checklists, findings and answers to them cite."""
    findings = Finding.objects.filter(audit=audit)
    cited = IssuedVersion.objects.filter(
        Q(audit_checklists__audit=audit)
        | Q(findings__in=findings)
        | Q(answers_findings__finding__in=findings)
    )
    versions = IssuedVersion.objects.filter(pk__in=cited.order_by().values("pk"))
    for version in versions.select_related("document__unit").order_by("document__code", "chain_index"):
        name = f"tai-lieu/{ascii_name(version.document.code)}-{version.number}"
        said = f"{version.document.code} bản {version.number}: {version.title}"
        yield of_bytes(
            f"{name}.json",
            f"Nguyên văn {said}",
            canonical_json(version.snapshot).encode(),
            kind="version",
            content_hash=version.content_hash,
        )
        if version.document.kind in PRINTED_KINDS:
            yield of_document(f"{name}.pdf", f"Bản in {said}", partial(_printed, version))


def _printed(version: IssuedVersion) -> Document:
    return spelled_out(compose_procedure(procedure_source(version)))
