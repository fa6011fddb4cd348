"""What the office already has of a document that comes in: found by its document code, else by a code of its source."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from django.utils.timezone import localdate
from wagtail.models import Revision

from document_control.models import ControlledDocument
from document_control.selectors import history_of
from organisation.models import Unit
from procedures.exporters.drafts import layout_of
from procedures.import_desk.known_acts import KnownAct, act_findings, known_acts
from procedures.importers.canonical_layout import canonical_layout
from procedures.importers.findings import Finding, FindingKind
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.merge import Base, merge
from procedures.importers.reading import Layout, Reading
from procedures.models import ImportItem, ProcedurePage, ProcessPage

PROPOSED_CODE = "TTHC-"
"""In front of a national or local code where the office has no document code for the procedure yet."""
_CODE_LIKE = re.compile(r"(?=.*\d)\S+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reading beside what the office has.

    Attributes:
        layout: what would be written.
        page: the draft it meets, None for a new one.
        revision: the state of that draft that was compared.
        findings: what a person should know; of severity "warning" or "info".
    """

    layout: Layout
    page: ProcessPage | None = None
    revision: Revision | None = None
    findings: tuple[Finding, ...] = ()


@dataclass
class Shelf:
    """The drafts of one unit, looked up in a fixed number of queries for any number of readings."""

    unit: Unit
    now: dt.datetime
    acts: dict[str, KnownAct] = field(default_factory=dict)
    by_national_code: dict[str, list[int]] = field(default_factory=dict)
    by_local_code: dict[str, list[int]] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    by_title: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, unit: Unit, now: dt.datetime) -> Shelf:
        """Read the shelf of a unit, as it is at `now`."""
        shelf = cls(unit, now, known_acts())
        rows = ProcessPage.objects.filter(document__unit=unit).order_by("pk")
        for pk, code, title in rows.values_list("pk", "document__code", "title"):
            shelf.by_code[code] = pk
            shelf.by_title.setdefault(_title_key(title), code)
        coded = ProcedurePage.objects.filter(document__unit=unit).order_by("pk")
        for pk, national, local in coded.values_list("pk", "national_code", "local_code"):
            shelf.by_national_code.setdefault(national, []).append(pk)
            shelf.by_local_code.setdefault(local, []).append(pk)
        return shelf

    def find(self, layout: Layout) -> int | None:
        """The page of the same procedure; a document code outranks a national one, which two variants may share."""
        if (code := layout.get("iso_code")) in self.by_code:
            return self.by_code[str(code)]
        if code is not None:
            return None
        national, local = _said(layout, "code"), _said(layout, "local_code")
        pages = self.by_national_code if national else self.by_local_code
        if found := pages.get(national or local) if national or local else None:
            return found[0]
        return self.by_code.get(proposed_code(layout))


def proposed_code(layout: Layout) -> str:
    """The document code for a record without one, out of its national or else its local code; "" when neither will do.

    A code is never made up: two records without any would share it, and the second overwrite the first.
    """
    code = _said(layout, "code") or _said(layout, "local_code")
    proposed = f"{PROPOSED_CODE}{code}"
    return proposed if _CODE_LIKE.fullmatch(code) and len(proposed) <= LENGTHS["code"] else ""


def _said(layout: Layout, key: str) -> str:
    return str(layout.get(key) or "").strip()


def compare(reading: Reading, shelf: Shelf, file: str) -> Comparison:
    """Put a reading beside the draft that the office has, or propose a code for a new one."""
    compared = _compare(reading, shelf, file)
    acts = act_findings(compared.layout, shelf.acts, localdate(shelf.now), file)
    return replace(compared, findings=(*compared.findings, *acts))


def _compare(reading: Reading, shelf: Shelf, file: str) -> Comparison:
    page_id = shelf.find(reading.layout)
    if page_id is None:
        return _new(reading, shelf, file)
    page = ProcessPage.objects.select_related("latest_revision").get(pk=page_id)
    document = ControlledDocument.objects.get(processpage=page)
    incoming = canonical_layout({**reading.layout, "iso_code": document.code}) or reading.layout
    merged = merge(draft_layout(page), incoming, last_import_of(page), reading.speaks_of)
    findings = [_remark(file, FindingKind.CODE_EXISTS, "iso_code", _met(document, bool(merged.taken)))]
    if history_of(document).withdrawal_at(shelf.now) is not None:
        message = f"{document.code} đã bị bãi bỏ tại cơ quan. Kiểm tra thủ tục này có còn áp dụng không."
        findings.append(_remark(file, FindingKind.SUPERSEDED, "code", message, "warning"))
    if merged.kept:
        message = (
            f"Tệp ghi khác nhưng giữ phần đã sửa tại cơ quan: {', '.join(merged.kept)}. "
            "So hai bên, chọn lấy theo tệp nếu cần."
        )
        findings.append(_remark(file, FindingKind.CHANGED_HERE, "", message))
    return Comparison(merged.layout, page, page.latest_revision, tuple(findings))


def draft_layout(page: ProcessPage) -> Layout:
    """What the draft of a page says now."""
    return layout_of(page.specific.get_latest_revision_as_object())


def last_import_of(page: ProcessPage) -> Base | None:
    """How file and draft stood when this page was last written from a file."""
    item = (
        ImportItem.objects.filter(page=page, written_at__isnull=False, page_layout__isnull=False)
        .order_by("-written_at", "-pk")
        .first()
    )
    if item is None or item.page_layout is None:
        return None
    source = canonical_layout({**item.read_layout, "iso_code": item.code}) or item.read_layout
    return Base(source, item.page_layout)


def _new(reading: Reading, shelf: Shelf, file: str) -> Comparison:
    layout, findings = dict(reading.layout), []
    proposed = proposed_code(layout)
    if not layout.get("iso_code") and proposed:
        layout["iso_code"] = proposed
        message = (
            f"Tệp không có mã tài liệu; tạm đặt {layout['iso_code']}. "
            "Sửa theo cách đặt mã của cơ quan trước khi ghi."
        )
        findings.append(_remark(file, FindingKind.CODE_PROPOSED, "iso_code", message))
    twin = shelf.by_title.get(_title_key(str(layout.get("name", ""))))
    if twin:
        message = f"Đã có tài liệu cùng tên, mã {twin}. Nếu là một, ghi mã {twin} để cập nhật bản đang có."
        findings.append(_remark(file, FindingKind.NAME_EXISTS, "name", message, "warning"))
    return Comparison(layout, findings=tuple(findings))


def _met(document: ControlledDocument, changes: bool) -> str:
    state = "đã ban hành" if document.chain_length else "bản thảo"
    known = f"Cơ quan đã có thủ tục này: {document.code} ({state})."
    return (
        f"{known} Ghi tệp này là sửa bản thảo của {document.code}."
        if changes
        else f"{known} Tệp không có gì mới."
    )


def _remark(file: str, kind: FindingKind, key: str, message: str, severity: str = "info") -> Finding:
    return Finding(file, 0, key, message, severity, kind)  # type: ignore[arg-type]


def _title_key(title: str) -> str:
    return " ".join(title.casefold().split()).rstrip(".")
