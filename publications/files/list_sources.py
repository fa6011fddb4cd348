"""From the registers to printed lists, as of a moment: documents, forms, legal acts, records (DOMAIN 1.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.timezone import localdate

from document_control.enums import VersionState
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from organisation.models import OfficeSettings
from organisation.vietnamese_format import format_date, upper_first, vietnamese_sort_key
from procedures.workspace.form_index import IndexedForm, form_index
from procedures.workspace.register_selectors import ActRow, RegisterRow, legal_act_rows, register_rows
from publications.compose.sources import Letterhead, ListSource
from publications.enums import ListKind
from publications.files.sources import letterhead_of

STATES = {
    VersionState.IN_FORCE: "Đang có hiệu lực",
    VersionState.FUTURE: "Chưa có hiệu lực",
    VersionState.WITHDRAWN: "Đã bãi bỏ",
}


@dataclass(frozen=True, slots=True)
class _Register:
    """A kind of list: its title, its columns after "TT" with their widths, and its rows without the number."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: Callable[[DocumentPolicy, dt.datetime], Iterable[list[str]]]


def master_list_source(kind: ListKind, policy: DocumentPolicy, at: dt.datetime) -> ListSource:
    """One register as of `at`, with only what this person may read; a bounded number of queries.

    Args:
        at: aware; the list says its day.
    """
    register = REGISTERS[kind]
    rows = register.rows(policy, at)
    return ListSource(
        title=register.title,
        subtitle="",
        letterhead=_office_letterhead(at),
        columns=[("TT", 0.04), *register.columns],
        rows=[[str(number), *row] for number, row in enumerate(rows, start=1)],
        as_of=localdate(at),
    )


def _office_letterhead(at: dt.datetime) -> Letterhead:
    settings = OfficeSettings.objects.select_related("office").first()
    return letterhead_of(settings.office, at) if settings and settings.office else Letterhead("", "")


# --- Documents ------------------------------------------------------------------------------------------------
def _documents(policy: DocumentPolicy, at: dt.datetime) -> Iterator[list[str]]:
    for row in register_rows(policy, at):
        yield [
            row.code,
            row.title,
            row.kind_label,
            row.number,
            format_date(row.issued_on),
            format_date(row.effective_on),
            upper_first(row.unit_name),
            _state(row),
            format_date(row.next_review),
        ]


def _state(row: RegisterRow) -> str:
    words = STATES[VersionState(row.state)]
    return f"{words} từ {format_date(row.withdrawn_on)}" if row.withdrawn_on else words


# --- Forms and records: read from the versions in force -----------------------------------------------------------
def _in_force(policy: DocumentPolicy, at: dt.datetime) -> list[IssuedVersion]:
    """What the person may read of what holds at `at`, by code; one query."""
    versions = policy.readable_versions(IssuedVersion.objects.in_force_at(at))
    rows = versions.select_related("document").defer("approvals")
    return sorted(rows, key=lambda version: vietnamese_sort_key(version.document.code))


def _forms(policy: DocumentPolicy, at: dt.datetime) -> Iterator[list[str]]:
    for form in form_index((version, version.snapshot) for version in _in_force(policy, at)):
        documents = [use.document.document.code for use in form.uses]
        yield [form.code, form.name, ", ".join(dict.fromkeys(documents)), _use(form), _file(form)]


def _use(form: IndexedForm) -> str:
    """Who fills it in: the applicant, or the office in its steps."""
    kinds = []
    if any(use.is_paper for use in form.uses):
        kinds.append("Giấy tờ của hồ sơ")
    if any(use.steps for use in form.uses):
        kinds.append("Dùng khi giải quyết")
    return "; ".join(kinds)


def _file(form: IndexedForm) -> str:
    use = form.download
    return str(use.file.get("filename") or "") if use and use.file else ""


def _records(policy: DocumentPolicy, at: dt.datetime) -> Iterator[list[str]]:
    for version in _in_force(policy, at):
        for record in version.snapshot.get("records") or ():
            yield [
                record.get("name") or "",
                version.document.code,
                version.title,
                record.get("holder") or "",
                record.get("retention") or "",
            ]


# --- Legal acts -----------------------------------------------------------------------------------------------
def _legal_acts(policy: DocumentPolicy, at: dt.datetime) -> Iterator[list[str]]:
    for row in sorted(legal_act_rows(policy, at), key=lambda row: vietnamese_sort_key(row.number)):
        yield [
            row.number,
            row.title,
            row.issuer,
            format_date(row.issued_on),
            format_date(row.effective_from),
            _act_state(row, localdate(at)),
            str(row.citing),
        ]


def _act_state(row: ActRow, day: dt.date) -> str:
    words = "Còn hiệu lực"
    if not row.in_force:
        is_past = row.effective_to is not None and row.effective_to < day
        words = "Hết hiệu lực" if is_past else "Chưa có hiệu lực"
    return f"{words}; được thay bằng {row.replaced_by}" if row.replaced_by else words


REGISTERS = {
    ListKind.DOCUMENTS: _Register(
        "Danh mục tài liệu",
        (
            ("Mã hiệu", 0.1),
            ("Tên tài liệu", 0.215),
            ("Loại", 0.1),
            ("Bản", 0.05),
            ("Ngày ban hành", 0.1),
            ("Ngày hiệu lực", 0.1),
            ("Đơn vị", 0.1),
            ("Tình trạng", 0.095),
            ("Xem xét tiếp", 0.1),
        ),
        _documents,
    ),
    ListKind.FORMS: _Register(
        "Danh mục biểu mẫu",
        (
            ("Mã hiệu", 0.14),
            ("Tên biểu mẫu", 0.35),
            ("Thuộc tài liệu", 0.12),
            ("Cách dùng", 0.19),
            ("Tệp", 0.16),
        ),
        _forms,
    ),
    ListKind.LEGAL_ACTS: _Register(
        "Danh mục tài liệu bên ngoài",
        (
            ("Số, ký hiệu", 0.155),
            ("Tên văn bản", 0.265),
            ("Cơ quan ban hành", 0.13),
            ("Ngày ban hành", 0.1),
            ("Ngày hiệu lực", 0.1),
            ("Tình trạng", 0.13),
            ("Số tài liệu viện dẫn", 0.08),
        ),
        _legal_acts,
    ),
    ListKind.RECORDS: _Register(
        "Danh mục hồ sơ",
        (
            ("Hồ sơ", 0.31),
            ("Mã hiệu", 0.1),
            ("Quy trình", 0.22),
            ("Nơi lưu", 0.17),
            ("Thời gian lưu", 0.16),
        ),
        _records,
    ),
}
