"""What the screens of the import desk read, each page in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import Site

from organisation.models import OfficeSettings, Unit
from procedures.enums import ImportAction
from procedures.import_desk.policies import ImportPolicy
from procedures.importers.findings import FindingKind
from procedures.models import ImportBatch, ImportFile, ImportItem, ProcessPage

HEAVY = ("read_layout", "layout", "passages", "page_layout", "read_findings", "problems", "seen")
"""Columns of an item that its list does not show; some are megabytes."""
OPEN = Q(written_at__isnull=True)
WRITTEN = "da-ghi"
STATES: dict[str, Q] = {
    "tat-ca": Q(),
    "moi": OPEN & Q(action=ImportAction.CREATE),
    "sua": OPEN & Q(action=ImportAction.CHANGE),
    "khong-doi": OPEN & Q(action=ImportAction.UNCHANGED),
    "loi": OPEN & Q(action=ImportAction.BLOCKED),
    WRITTEN: Q(written_at__isnull=False),
}
"""Tabs of the list, by their name in the address."""
REFUSED = "tu-choi"


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How an import stands in numbers; `items` by the names of `STATES`."""

    files: int
    refused: int
    items: dict[str, int]
    chosen: int
    ready: int

    @property
    def documents(self) -> int:
        """All documents of the import."""
        return self.items["tat-ca"]


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What part of an import is listed."""

    state: str = "tat-ca"
    kind: str = ""
    words: str = ""


def office_of_site() -> Unit | None:
    """The authority of this site, which owns what is brought in."""
    site = Site.objects.filter(is_default_site=True).first()
    return OfficeSettings.for_site(site).office if site else None


def batches_with_counts(batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    """Imports that hold something, newest first, each with its numbers."""
    items = Count("files__items", distinct=True)
    return (
        batches.filter(Exists(ImportFile.objects.filter(batch=OuterRef("pk"))))
        .select_related("created_by")
        .annotate(
            file_count=Count("files", distinct=True),
            item_count=items,
            written_count=Count(
                "files__items", filter=Q(files__items__written_at__isnull=False), distinct=True
            ),
            left_count=Count(
                "files__items",
                filter=Q(files__items__written_at__isnull=True)
                & ~Q(files__items__action=ImportAction.UNCHANGED),
                distinct=True,
            ),
        )
        .order_by("-created_at", "-pk")
    )


def empty_batch_of(batches: QuerySet[ImportBatch], user: Any) -> ImportBatch | None:
    """An open import of the person that holds nothing yet; used again instead of making another."""
    return batches.filter(created_by=user, state="open", files__isnull=True).first()


def counts_of(batch: ImportBatch) -> BatchCounts:
    """The numbers of an import, in two queries."""
    files = batch.files.aggregate(files=Count("pk"), refused=Count("pk", filter=Q(is_refused=True)))
    items = ImportItem.objects.filter(file__batch=batch).aggregate(
        **{name.replace("-", "_"): Count("pk", filter=where or None) for name, where in STATES.items()},
        chosen=Count("pk", filter=OPEN & Q(is_chosen=True)),
    )
    by_state = {name: items[name.replace("-", "_")] for name in STATES}
    return BatchCounts(
        **files, items=by_state, chosen=items["chosen"], ready=by_state["moi"] + by_state["sua"]
    )


def items_of(batch: ImportBatch, wanted: ItemFilter) -> QuerySet[ImportItem]:
    """The listed documents, in the order of the files; `has_twin` where another one wants the same code."""
    others = ImportItem.objects.filter(file__batch=batch, code=OuterRef("code"), written_at=None)
    items = (
        ImportItem.objects.filter(STATES.get(wanted.state, Q()), file__batch=batch)
        .annotate(has_twin=Exists(others.exclude(pk=OuterRef("pk")).exclude(code="")))
        .select_related("file", "page")
        .defer(*HEAVY, "file__findings")
        .order_by("file_id", "position")
    )
    if wanted.kind == FindingKind.CODE_TWICE:
        items = items.filter(has_twin=True, written_at=None)
    elif wanted.kind:
        items = items.filter(kinds__contains=f" {wanted.kind} ", written_at=None)
    return items.filter(_says(wanted.words)) if wanted.words else items


def refused_files(batch: ImportBatch, words: str) -> QuerySet[ImportFile]:
    """Files of which nothing can be brought in."""
    files = batch.files.filter(is_refused=True)
    return files.filter(name__icontains=words) if words else files


def kinds_of(batch: ImportBatch) -> Counter[str]:
    """How many documents that are not written yet have an open finding of each kind."""
    rows = ImportItem.objects.filter(OPEN, file__batch=batch).exclude(kinds="")
    counts = Counter(kind for kinds in rows.values_list("kinds", flat=True) for kind in kinds.split())
    if twins := _twin_items(batch):
        counts[FindingKind.CODE_TWICE] = twins
    return counts


def chosen_twins(batch: ImportBatch) -> list[str]:
    """Codes that more than one chosen document wants: these cannot be written together."""
    return sorted(
        ImportItem.objects.filter(OPEN, file__batch=batch, is_chosen=True)
        .exclude(code="")
        .values_list("code", flat=True)
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .order_by("code")
    )


def neighbours(item: ImportItem) -> tuple[ImportItem | None, ImportItem | None]:
    """The documents before and after this one in its import that still need a person."""
    others = (
        ImportItem.objects.filter(OPEN, Q(errors__gt=0) | Q(warnings__gt=0), file__batch=item.file.batch)
        .exclude(pk=item.pk)
        .only("pk", "code", "title", "file_id", "position")
    )
    before = others.filter(Q(file_id__lt=item.file_id) | Q(file_id=item.file_id, position__lt=item.position))
    after = others.filter(Q(file_id__gt=item.file_id) | Q(file_id=item.file_id, position__gt=item.position))
    return (
        before.order_by("-file_id", "-position").first(),
        after.order_by("file_id", "position").first(),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a text was made from; `may_open` when the person may read its report."""

    item: ImportItem
    may_open: bool


def sources_of(page: ProcessPage, policy: ImportPolicy, limit: int = 3) -> list[Source]:
    """The files that a text was made from, newest first."""
    items = (
        ImportItem.objects.filter(page_id=page.pk, written_at__isnull=False)
        .select_related("file__batch")
        .defer(*HEAVY, "file__findings")
        .order_by("-written_at", "-pk")[:limit]
    )
    return [Source(item, policy.can_see(item.file.batch)) for item in items]


def _twin_items(batch: ImportBatch) -> int:
    codes = Counter(
        ImportItem.objects.filter(OPEN, file__batch=batch).exclude(code="").values_list("code", flat=True)
    )
    return sum(count for count in codes.values() if count > 1)


def _says(words: str) -> Q:
    return Q(code__icontains=words) | Q(title__icontains=words) | Q(file__name__icontains=words)
