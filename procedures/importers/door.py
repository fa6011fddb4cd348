"""The one door through which records of every format come in: drafts only, all or nothing, idempotent by code.

Nothing is published and no workflow is shortened: a new record becomes a new draft page, a changed one a new draft
revision of the page it has, an equal one is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
)

from document_control.models import ControlledDocument
from organisation.models import Unit, User
from procedures.comparison import change_sentences
from procedures.exporters.drafts import ReferenceRows, layout_of
from procedures.importers.catalogue import Catalogue
from procedures.importers.catalogue_layout import CatalogueFile
from procedures.importers.findings import Finding, FindingKind, Severity
from procedures.importers.pages import CatalogueRows, fill_page, new_page, relink
from procedures.importers.records import PROCEDURE, ParsedRecord, ProcedurePart, rich_texts
from procedures.models import InternalProcessIndexPage, ProcedureIndexPage, ProcessPage
from procedures.portable_markup import links_in

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""
Action = Literal["created", "changed", "unchanged", "refused"]
FIRST_REASON = "Ban hành lần đầu."
CHANGE_REASON = "Cập nhật theo tệp %s."
MOST_GAPS = 5


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What became of one record."""

    record: ParsedRecord
    action: Action
    page_id: int | None = None
    submitted: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass
class ImportOutcome:
    """What an import did, or would do.

    Attributes:
        created_rows: new catalogue rows by kind.
        applied: is it written? False for a dry run and when anything was refused.
    """

    outcomes: list[RecordOutcome] = field(default_factory=list)
    created_rows: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    applied: bool = False

    @property
    def is_refused(self) -> bool:
        """Did anything stand in the way?"""
        return any(finding.severity == "error" for finding in self.findings)

    def count(self, action: Action) -> int:
        """How many records had this outcome."""
        return sum(outcome.action == action for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.

    Attributes:
        unit: the authority that owns the documents.
        user: who imports; author of the drafts, None for the system.
        submit: send complete drafts on to review (needs `user`).
        dry_run: do everything, then undo it.
    """

    unit: Unit
    user: User | None = None
    submit: bool = False
    dry_run: bool = False


@transaction.atomic
def bring_in(
    records: Sequence[ParsedRecord],
    options: ImportOptions,
    catalogues: Sequence[CatalogueFile] = (),
    report: Progress | None = None,
) -> ImportOutcome:
    """Turn records into drafts, all or none; `report` is told after each one how many of all are done.

    A refused record refuses the whole import; the outcome says which and why. The records come from a reader that
    found no errors. `catalogues` are the rows of lists that files bring along; those the office lacks are added.
    """
    outcome = ImportOutcome()
    catalogue = Catalogue()
    with transaction.atomic():
        rows = catalogue.load(records, catalogues)
        outcome.findings += catalogue.findings
        door = _Door(options, rows, outcome)
        for done, record in enumerate(records, start=1):
            said = len(outcome.findings)
            taken = door.take(record)
            outcome.outcomes.append(replace(taken, findings=tuple(outcome.findings[said:])))
            if report is not None:
                report(done, len(records))
        door.finish()
        outcome.created_rows = catalogue.created
        outcome.applied = not options.dry_run and not outcome.is_refused
        if not outcome.applied:
            transaction.set_rollback(True)
    return outcome


class _Door:
    """One run: knows the options, the rows and the index pages."""

    def __init__(self, options: ImportOptions, rows: CatalogueRows, outcome: ImportOutcome) -> None:
        self.options = options
        self.rows = rows
        self.outcome = outcome
        self.parents: dict[str, Page | None] = {}
        self.references = ReferenceRows()
        self.waiting: list[tuple[ParsedRecord, ProcessPage, Action]] = []
        self.complete: list[ProcessPage] = []
        documents = ControlledDocument.objects.filter(unit=options.unit)
        self.documents = {document.code: document for document in documents}

    def _find(
        self, record: ParsedRecord, severity: Severity, key: str, message: str, kind: FindingKind
    ) -> None:
        self.outcome.findings.append(Finding(record.file, record.line, key, message, severity, kind))

    def _refuse(
        self,
        record: ParsedRecord,
        key: str,
        message: str,
        kind: FindingKind = FindingKind.VALUE_INVALID,
    ) -> RecordOutcome:
        self._find(record, "error", key, message, kind)
        return RecordOutcome(record, "refused")

    def take(self, record: ParsedRecord) -> RecordOutcome:
        """Create, change or leave alone; the finding of a refusal names the record's line."""
        if missing := self._missing_level(record):
            return self._refuse(record, *missing, FindingKind.CATALOGUE_MISSING)
        try:
            with transaction.atomic():
                document = self.documents.get(record.code)
                if document is None:
                    return self._create(record)
                page = ProcessPage.objects.filter(document=document).first()
                if page is None or not isinstance(page.specific, type(new_page(record))):
                    return self._refuse(
                        record,
                        "iso_code",
                        "Mã này đã dùng cho tài liệu loại khác. Đặt mã khác.",
                        FindingKind.CODE_EXISTS,
                    )
                return self._change(record, page.specific.get_latest_revision_as_object())
        except ValidationError as error:
            return self._refuse(record, "", " ".join(_sentences(error)))

    def _missing_level(self, record: ParsedRecord) -> tuple[str, str] | None:
        """Levels and scales are fixed by law: an unknown one is a slip of the file, never a new row."""
        if not isinstance(record.body, ProcedurePart):
            return None
        level = record.body.level
        if level and level not in self.rows.levels:
            known = ", ".join(self.rows.levels) or "chưa có; chạy setup_site"
            return "level", f"Không có cấp “{level}”. Chọn một trong: {known}."
        scales = (("current", record.body.online_level), ("legacy", record.body.legacy_online_level))
        if any(code and (scale, code) not in self.rows.online for scale, code in scales):
            return "online_level", "Danh mục chưa có mức độ trực tuyến này. Chạy setup_site trước."
        return None

    # --- new ---------------------------------------------------------------------------------------------

    def _parent(self, kind: str) -> Page | None:
        if kind not in self.parents:
            model = ProcedureIndexPage if kind == PROCEDURE else InternalProcessIndexPage
            self.parents[kind] = model.objects.order_by("path").first()
        parent = self.parents[kind]
        if parent is not None:
            parent.refresh_from_db()
        return parent

    def _create(self, record: ParsedRecord) -> RecordOutcome:
        parent = self._parent(record.kind)
        if parent is None:
            return self._refuse(
                record,
                "",
                "Chưa có trang thư mục để nhập vào. Chạy setup_site trước.",
                FindingKind.CATALOGUE_MISSING,
            )
        user = self.options.user
        if user is not None and not parent.permissions_for_user(user).can_add_subpage():
            return self._refuse(
                record,
                "",
                f"{user} không được soạn tài liệu ở đây. Dùng tài khoản khác.",
                FindingKind.NO_RIGHT,
            )
        page = new_page(record)
        page.code, page.unit, page.owner = record.code, self.options.unit, user
        page.slug = self._free_slug(record)
        page.change_reason = record.versions[-1].change if record.versions else FIRST_REASON
        page.change_basis = record.versions[-1].basis if record.versions else ""
        fill_page(page, record, self.rows)
        _check_parts(page)
        _add_page(parent, page)
        self._register(page, record)
        page.save_revision(user=user)
        self.rows.pages[page.official_path()] = page.pk
        self.references.addresses[page.pk] = page.official_path()
        return self._finish(record, page, "created")

    def _free_slug(self, record: ParsedRecord) -> str:
        """The wished address, unless another document has it; then with the document code."""
        if not record.slug or not ProcessPage.objects.filter(slug=record.slug).exists():
            return record.slug
        code = "".join(c if c.isascii() and c.isalnum() else "-" for c in record.code.lower())
        self._find(
            record,
            "warning",
            "id",
            f"Địa chỉ {record.slug} đã có; dùng {record.slug}-{code}.",
            FindingKind.NOTE,
        )
        return f"{record.slug}-{code}"

    def _register(self, page: ProcessPage, record: ParsedRecord) -> bool:
        """Number, audience and review cycle of a text that was never issued. True when one of them is new.

        Afterwards they are the register's: a draft must not change who may read what is in force.
        """
        register, wanted = page.document, record.register
        if register.chain_length:
            if wanted.audience not in (None, register.audience):
                message = "Phạm vi đọc của tài liệu đã ban hành giữ nguyên. Cần đổi thì sửa trong danh mục tài liệu."
                self._find(record, "warning", "audience", message, FindingKind.VALUE_DOUBTFUL)
            return False
        values = {
            "first_edition": record.own_number[0] if record.own_number else None,
            "first_revision": record.own_number[1] if record.own_number else None,
            "audience": wanted.audience,
            "review_cycle_months": wanted.review_cycle_months,
        }
        new = {
            name: value
            for name, value in values.items()
            if value is not None and value != getattr(register, name)
        }
        for name, value in new.items():
            setattr(register, name, value)
        if new:
            register.save()
        return bool(new)

    # --- known -------------------------------------------------------------------------------------------

    def _change(self, record: ParsedRecord, page: ProcessPage) -> RecordOutcome:
        former, before = layout_of(page, self.references), page.build_snapshot()
        fill_page(page, record, self.rows)
        layout, after = layout_of(page, self.references), page.build_snapshot()
        registered = self._register(page, record)
        if layout == former and not registered:
            return self._leave(record, page)
        if page.workflow_in_progress:
            return self._refuse(
                record,
                "iso_code",
                "Bản này đang chờ duyệt, nội dung tệp lại khác. Chờ duyệt xong rồi nhập.",
                FindingKind.UNDER_REVIEW,
            )
        user = self.options.user
        if user is not None and not page.permissions_for_user(user).can_edit():
            return self._refuse(
                record, "", f"{user} không được sửa tài liệu này. Dùng tài khoản khác.", FindingKind.NO_RIGHT
            )
        if page.document.chain_length and layout.get("change") == former.get("change"):
            # What it says about its next issue was said about the last one.
            page.change_reason, page.change_basis = CHANGE_REASON % record.file, ""
            page.decision_number, page.decision_date, page.planned_effective_from = "", None, None
        _check_parts(page)
        page.save_revision(user=user, changed=True)
        changes = [sentence.headline for sentence in change_sentences(before, after)]
        told = " ".join(changes[:MOST_GAPS]) + (" …" if len(changes) > MOST_GAPS else "")
        self._find(
            record,
            "info",
            "iso_code",
            f"Thay bản thảo đang có (bản cũ còn trong lịch sử). {told}".strip(),
            FindingKind.DRAFT_REPLACED,
        )
        return self._finish(record, page, "changed")

    def _leave(self, record: ParsedRecord, page: ProcessPage) -> RecordOutcome:
        """Nothing to write; a draft that waits may still be sent on."""
        if self.options.submit and page.has_unpublished_changes and not page.workflow_in_progress:
            return self._finish(record, page, "unchanged")
        return RecordOutcome(record, "unchanged", page.pk)

    # --- both --------------------------------------------------------------------------------------------

    def _finish(self, record: ParsedRecord, page: ProcessPage, action: Action) -> RecordOutcome:
        gaps = page.submission_problems()
        if gaps:
            more = f" (và {len(gaps) - MOST_GAPS} chỗ khác)" if len(gaps) > MOST_GAPS else ""
            text = " ".join(gaps[:MOST_GAPS])
            self._find(record, "warning", "", f"Chưa gửi duyệt được: {text}{more}", FindingKind.NOT_SUBMITTED)
        if action != "unchanged" and _links_of(record) - self.rows.pages.keys():
            self.waiting.append((record, page, action))
        submitted = self.options.submit and not gaps
        if submitted:
            self.complete.append(page)
        return RecordOutcome(record, action, page.pk, submitted)

    def finish(self) -> None:
        """After the last record: links to documents that came later in the files, then what goes on to review."""
        for record, page, action in self.waiting:
            if not relink(page, record, self.rows):
                continue
            if action == "created":
                page.save()
            page.save_revision(user=self.options.user, overwrite_revision=page.latest_revision)
        for page in self.complete:
            self._submit(page)

    def _submit(self, page: ProcessPage) -> None:
        fresh = ProcessPage.objects.get(pk=page.pk).specific
        workflow = fresh.get_workflow()
        if workflow is not None:
            workflow.start(fresh, self.options.user)


def _links_of(record: ParsedRecord) -> set[str]:
    return {address for text in rich_texts(record) for address in links_in(text)}


def _add_page(parent: Page, page: ProcessPage) -> None:
    """Save a new page; its entries of the reference index are renewed once, not once for each of its rows."""
    if getattr(reference_index_auto_update_disabled, "value", False):  # Wagtail's manager cannot be nested
        parent.add_child(instance=page)
        return
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
    ReferenceIndex.create_or_update_for_object(page)


def _check_parts(page: ProcessPage) -> None:
    """Clean every inline row as the editor's form would.

    Raises:
        ValidationError: with sentences that name the row.
    """
    faults = []
    for relation in get_all_child_relations(type(page)):
        for number, row in enumerate(getattr(page, relation.get_accessor_name()).all(), start=1):
            links = [f.name for f in row._meta.fields if f.is_relation]
            try:
                row.clean_fields(exclude=links)
                row.clean()
            except ValidationError as error:
                faults += [f"{row._meta.verbose_name} {number}: {text}" for text in _sentences(error)]
    if faults:
        raise ValidationError(faults)


def _sentences(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return [str(message) for message in error.messages]
    return [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
