"""Does the official record still say what was approved? Recomputes every hash and checks every invariant.

Finds: edited snapshots, dates, approvals or numbers; deleted, inserted or re-ordered versions; a cut tail (against the
register, and across restores against an anchor printed in the minutes); altered files; missing database triggers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from document_control.append_only import AppendOnlyModel
from document_control.canonical import NotCanonicalError, sha256_of
from document_control.models import (
    ControlledDocument,
    FrozenFile,
    IssuedVersion,
    LegalCitation,
    VersionFile,
    Withdrawal,
)
from document_control.triggers import existing_triggers, trigger_names

PROTECTED_MODELS: tuple[type[AppendOnlyModel], ...] = (
    IssuedVersion,
    Withdrawal,
    FrozenFile,
    VersionFile,
    LegalCitation,
)

Link = IssuedVersion | Withdrawal


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold.

    Attributes:
        document: code of the document, or the table or file concerned.
        place: which link or file.
        message: what is wrong, in Vietnamese, for the ISO secretary.
    """

    document: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.document} · {self.place}: {self.message}"


def _links(document: ControlledDocument) -> list[Link]:
    links: list[Link] = [
        *document.issuedversions.all(),
        *document.withdrawals.select_related("cancelled_version"),
    ]
    for link in links:
        link.document = document
    return sorted(links, key=lambda link: link.chain_index)


def _place(link: Link) -> str:
    return (
        f"bản {link.number}" if isinstance(link, IssuedVersion) else f"việc rút (mắt xích {link.chain_index})"
    )


def _content_faults(version: IssuedVersion) -> Iterator[str]:
    try:
        if version.compute_content_hash() != version.content_hash:
            yield "nội dung không khớp mã băm: văn bản đã bị sửa sau khi ban hành."
    except NotCanonicalError:
        yield "nội dung không đọc được theo dạng chuẩn: văn bản đã bị sửa sau khi ban hành."
    snapshot = version.snapshot if isinstance(version.snapshot, dict) else {}
    if snapshot.get("code") != version.document.code:
        yield "mã tài liệu trong nội dung khác mã trong danh mục."
    if not version.chain_hash.startswith(version.check_code):
        yield "mã kiểm tra không khớp mã băm."
    if any(a.get("content_hash") != version.content_hash for a in version.approvals):
        yield "có chữ ký không phải trên nội dung này."


def _link_faults(link: Link, previous: Link | None, expected_index: int) -> Iterator[str]:
    if link.chain_index != expected_index:
        yield f"thiếu hoặc thừa mắt xích: cần số {expected_index}, thấy số {link.chain_index}."
    if link.previous_hash != (previous.chain_hash if previous else ""):
        yield "không nối với mắt xích trước: có bản bị xóa, chèn hoặc đổi chỗ."
    if link.compute_chain_hash() != link.chain_hash:
        yield "mã băm chuỗi sai: số bản, ngày, lý do hoặc người ký đã bị sửa."
    if isinstance(link, IssuedVersion):
        yield from _content_faults(link)


def _order_faults(links: list[Link]) -> Iterator[tuple[Link, str]]:
    cancelled = {
        w.cancelled_version_id for w in links if isinstance(w, Withdrawal) and w.cancelled_version_id
    }
    number, moment = None, None
    for link in links:
        if isinstance(link, IssuedVersion):
            if number is not None and link.number <= number:
                yield link, "số lần ban hành không tăng."
            number = link.number
            if link.pk in cancelled:
                continue
        elif link.cancelled_version_id:
            continue
        if moment is not None and link.effective_from < moment:
            yield link, "ngày hiệu lực lùi về trước bản liền trước."
        moment = link.effective_from


def document_faults(document: ControlledDocument) -> list[Fault]:
    """What does not hold in the chain of one document."""
    links = _links(document)
    faults: list[Fault] = []
    previous: Link | None = None
    for index, link in enumerate(links, start=1):
        faults += [Fault(document.code, _place(link), m) for m in _link_faults(link, previous, index)]
        previous = link
    faults += [Fault(document.code, _place(link), message) for link, message in _order_faults(links)]
    head = links[-1].chain_hash if links else ""
    if (document.chain_length, document.chain_head) != (len(links), head):
        faults.append(
            Fault(
                document.code,
                "danh mục",
                f"danh mục ghi {document.chain_length} mắt xích, kho có {len(links)}: có bản bị xóa hoặc thêm.",
            )
        )
    return faults


def file_faults() -> list[Fault]:
    """Frozen files whose bytes are gone or altered."""
    faults = []
    for frozen in FrozenFile.objects.iterator():
        try:
            with frozen.file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            faults.append(Fault("tệp", frozen.filename, "không còn tệp trong kho."))
            continue
        if digest != frozen.sha256:
            faults.append(Fault("tệp", frozen.filename, "tệp đã bị sửa: mã băm không khớp."))
    return faults


def trigger_faults() -> list[Fault]:
    """Append-only tables that lost a trigger."""
    faults = []
    for model in PROTECTED_MODELS:
        table = model._meta.db_table
        missing = trigger_names(connection.vendor, table) - existing_triggers(connection, table)
        faults += [
            Fault("cơ sở dữ liệu", table, f"thiếu khóa chống sửa xóa {name}.") for name in sorted(missing)
        ]
    return faults


def anchor() -> str:
    """One hash over the heads of all chains: written into the minutes, it proves later that nothing was cut off."""
    heads = (
        ControlledDocument.objects.issued().order_by("pk").values_list("code", "chain_length", "chain_head")
    )
    return sha256_of([list(head) for head in heads])


def verify() -> list[Fault]:
    """Everything that does not hold, in the order of the register."""
    faults = trigger_faults()
    for document in ControlledDocument.objects.order_by("code", "pk").iterator(chunk_size=200):
        faults += document_faults(document)
    return faults + file_faults()
