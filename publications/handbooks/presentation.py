"""From editions and chapters to what the pages of handbooks show."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from document_control.enums import DocumentKind
from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date, vietnamese_sort_key
from procedures.public.presentation import changes as change_sentences
from procedures.workspace.staff_presentation import (
    chapters_of,
    forms_with_files,
    process_facts,
    steps_with_files,
)
from procedures.workspace.staff_selectors import document_url, file_url
from publications.enums import FileFormat
from publications.handbooks.changes import Chapter, ChapterChange, Difference
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.readers import Reading, readings
from publications.handbooks.selectors import chapter_texts
from publications.models import HandbookEdition

MOST_IN_ONE_BOOK = 60
"""Chapters read as one long page, which also works offline, and printed as one file; larger ones come in parts."""
ONE_BOOK = (FileFormat.PDF, FileFormat.DOCX, FileFormat.EPUB, FileFormat.HTML)
MOST_TEXTS_COMPARED = 40
"""Chapters whose change is told in sentences; each needs two whole texts. The others are linked to their comparison."""
TONES = "\u0300\u0301\u0303\u0309\u0323"


# --- Addresses ------------------------------------------------------------------------------------------


def edition_url(edition: HandbookEdition, *, is_current: bool) -> str:
    """Where an edition is read: the handbook's own address while in force, otherwise its permanent one."""
    slug = edition.handbook.slug
    if is_current:
        return reverse("handbook", args=[slug])
    return reverse("handbook-edition", args=[slug, edition.number])


def chapter_url(edition: HandbookEdition, chapter: Chapter) -> str:
    """The page of one chapter of an edition."""
    return reverse("handbook-chapter", args=[edition.handbook.slug, edition.number, chapter.version_id])


def formats_of(chapter_count: int) -> tuple[FileFormat, ...]:
    """The formats that an edition of so many chapters comes in: above the limit of one book, volumes in a ZIP."""
    return ONE_BOOK if chapter_count <= MOST_IN_ONE_BOOK else (FileFormat.ZIP,)


def file_links(edition: HandbookEdition, chapters_read: int) -> list[dict[str, str]]:
    """The files of an edition; none for a reader to whom chapters are closed, since a file holds them all."""
    count = edition.entries.count()
    if chapters_read != count:
        return []
    return [
        {
            "label": str(file_format.label),
            "url": reverse("handbook-file", args=[edition.handbook.slug, edition.number, file_format]),
        }
        for file_format in formats_of(count)
    ]


def compare_url(change: ChapterChange, reader: DocumentPolicy) -> str:
    """The page that compares both versions of a replaced chapter; "" for others.

    Of a process one of the two is not in force: its text is open to readers of all versions only.
    """
    if change.old is None or change.new is None or not change.new.slug:
        return ""
    is_process = change.new.kind == DocumentKind.INTERNAL_PROCESS
    if is_process and not reader.reads_all_versions:
        return ""
    name = "process-compare" if is_process else "procedure-compare"
    return reverse(name, args=[change.new.slug, change.old.number, change.new.number])


# --- Contents, forms, index -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents; `news` says in words what became of the chapter since, "" when it still holds."""

    position: int
    chapter: Chapter
    url: str
    news: str


def contents(
    edition: HandbookEdition,
    chapters: Sequence[Chapter],
    changes: Iterable[ChapterChange],
    *,
    on_one_page: bool,
) -> list[ContentsLine]:
    """The lines of the contents, numbered as this reader sees them, so that no gap tells of a closed chapter."""
    news = {change.old.document_id: _news(change) for change in changes if change.old is not None}
    return [
        ContentsLine(
            position,
            chapter,
            f"#{anchor(chapter)}" if on_one_page else chapter_url(edition, chapter),
            news.get(chapter.document_id, ""),
        )
        for position, chapter in enumerate(chapters, 1)
    ]


def _news(change: ChapterChange) -> str:
    if change.new is None:
        return _("no longer in force")
    return _("version %(number)s is in force by now") % {"number": change.new.number}


def anchor(chapter: Chapter) -> str:
    """The name of a chapter's place on the page."""
    return f"c{chapter.version_id}"


def forms_list(
    chapters: Sequence[Chapter], forms: Mapping[int, Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Every form once, by code, with the chapters that use it and the address of its file ("" without one)."""
    found: dict[str, dict[str, Any]] = {}
    for chapter in chapters:
        for form in forms.get(chapter.version_id, ()):
            entry = found.setdefault(
                form["code"], {"code": form["code"], "name": form["name"], "url": "", "chapters": []}
            )
            entry["chapters"].append(chapter)
            if form.get("file") and not entry["url"]:
                entry["url"] = file_url(chapter.version_id, dict(form["file"]))
                entry["size"] = form["file"]["size"]
    return sorted(found.values(), key=lambda form: vietnamese_sort_key(form["code"]))


def first_letter(text: str) -> str:
    """The letter under which a name stands in a Vietnamese index: "Ấn phẩm" under "Â", "Đào tạo" under "Đ"."""
    for character in unicodedata.normalize("NFC", text):
        if character.isalnum():
            bare = "".join(c for c in unicodedata.normalize("NFD", character) if c not in TONES)
            return unicodedata.normalize("NFC", bare).upper()
    return "#"


def alphabetical_index(lines: Sequence[ContentsLine]) -> list[tuple[str, list[ContentsLine]]]:
    """The contents by their short titles, under their letters, as a Vietnamese dictionary sorts."""
    ordered = sorted(lines, key=lambda line: vietnamese_sort_key(line.chapter.short_title))
    return [
        (letter, list(rows))
        for letter, rows in groupby(ordered, key=lambda line: first_letter(line.chapter.short_title))
    ]


def groups_of(chapters: Iterable[Chapter]) -> list[str]:
    """The units (internal processes) or fields (procedures) of these chapters, in Vietnamese order."""
    return sorted({chapter.group for chapter in chapters if chapter.group}, key=vietnamese_sort_key)


# --- Texts ----------------------------------------------------------------------------------------------


def chapter_text(chapter: Chapter, snapshot: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """Everything that one chapter shows."""
    return {
        "chapter": chapter,
        "anchor": anchor(chapter),
        "snapshot": snapshot,
        "facts": process_facts(snapshot, day),
        "steps": steps_with_files(snapshot, chapter.version_id),
        "forms": forms_with_files(snapshot, chapter.version_id),
        "chapters": chapters_of(snapshot),
        "document_url": document_url(chapter.kind, chapter.slug),
    }


def told_changes(changes: Sequence[ChapterChange], reader: DocumentPolicy) -> dict[str, list[dict[str, Any]]]:
    """Changes under "added", "removed" and "replaced", the replaced ones with what changed in sentences."""
    replaced = [change for change in changes if change.what == Difference.REPLACED][:MOST_TEXTS_COMPARED]
    needed = [
        chapter.version_id
        for change in replaced
        for chapter in (change.old, change.new)
        if chapter is not None
    ]
    texts = chapter_texts(needed) if needed else {}
    told: dict[str, list[dict[str, Any]]] = {what.value: [] for what in Difference}
    for change in changes:
        told[change.what.value].append(
            {
                "chapter": change.chapter,
                "old": change.old,
                "new": change.new,
                "url": compare_url(change, reader),
                "sentences": _sentences(change, texts),
            }
        )
    return told


def _sentences(change: ChapterChange, texts: Mapping[int, Mapping[str, Any]]) -> list[Any]:
    if change.old is None or change.new is None or change.new.version_id not in texts:
        return []
    return list(
        change_sentences(texts[change.old.version_id], texts[change.new.version_id], only_changes=True)
    )


def approvals(edition: HandbookEdition) -> list[dict[str, Any]]:
    """Who prepared and who approved an edition, as the record names them."""
    words = {"drafted": _("Prepared"), "approved": _("Approved")}
    return [
        {
            "duty": words.get(signed["duty"], signed["duty"]),
            "name": signed["name"],
            "post": signed["post"],
            "at": dt.datetime.fromisoformat(signed["at"].replace("Z", "+00:00")),
            "comment": signed["comment"],
        }
        for signed in edition.approvals
    ]


# --- Who has read ---------------------------------------------------------------------------------------


def reading_of(edition: HandbookEdition, policy: HandbookPolicy) -> Reading:
    """How far one edition is read, among those whom the person sees."""
    return readings([edition], policy.documents.day, policy.units_seen)[edition.pk]


def receipt_rows(reading: Reading) -> list[dict[str, Any]]:
    """Those readers who confirmed, the latest first, named as on that day."""
    seen = {reader.user_id for reader in reading.readers}
    receipts = [receipt for user_id, receipt in reading.receipts.items() if user_id in seen]
    return [
        {**receipt.signature, "read_at": receipt.read_at}
        for receipt in sorted(receipts, key=lambda receipt: receipt.read_at, reverse=True)
    ]


def reminder(edition: HandbookEdition, reading: Reading, url: str) -> str:
    """A message to those who have not confirmed, ready to be sent; official wording, so always Vietnamese."""
    names = "\n".join(f"- {reader.name}, {reader.posts[0]}" for reader in reading.outstanding)
    return (
        f"Kính gửi các anh, chị,\n\n"
        f"{edition.title} (lần ban hành {edition.number}) có hiệu lực từ {format_date(edition.effective_from)}. "
        f"Đề nghị các anh, chị có tên dưới đây đọc và bấm nút xác nhận tại:\n{url}\n\n{names}\n\nTrân trọng."
    )
