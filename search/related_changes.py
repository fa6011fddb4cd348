"""Rows whose documents name other rows (`search.index_names`) are indexed anew when those change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver

from document_control.models import ControlledDocument, IssuedVersion, Withdrawal
from document_control.signals import document_withdrawn, version_issued
from procedures.models import FormTemplate
from publications.models import Handbook, HandbookEdition, NoticeBoard, Posting, TakeDown
from search.outbox import backends_with_outbox, outbox


@receiver(version_issued, dispatch_uid="search.index_what_carries_version")
def _issued(version: IssuedVersion, **kwargs: Any) -> None:
    _note_carriers(version.document_id)


@receiver(document_withdrawn, dispatch_uid="search.index_what_carried_document")
def _withdrawn(withdrawal: Withdrawal, **kwargs: Any) -> None:
    _note_carriers(withdrawal.document_id)


@receiver(post_save, sender=ControlledDocument, dispatch_uid="search.index_what_carries_document")
def _document_saved(instance: ControlledDocument, created: bool, raw: bool, **kwargs: Any) -> None:
    """Its audience may be another one now."""
    if not created and not raw:
        _note_carriers(instance.pk)


@receiver(post_save, sender=Posting, dispatch_uid="search.index_board_of_posting")
def _posted(instance: Posting, raw: bool, **kwargs: Any) -> None:
    if not raw:
        _note(NoticeBoard, [instance.board_id])


@receiver(post_save, sender=TakeDown, dispatch_uid="search.index_board_of_take_down")
def _taken_down(instance: TakeDown, raw: bool, **kwargs: Any) -> None:
    if not raw:
        _note(NoticeBoard, [instance.posting.board_id])


@receiver(post_save, sender=HandbookEdition, dispatch_uid="search.index_handbook_of_edition")
def _edition_issued(instance: HandbookEdition, raw: bool, **kwargs: Any) -> None:
    if not raw:
        _note(Handbook, [instance.handbook_id])


def _note_carriers(document: int) -> None:
    """Forms of any version of a document, boards where one hangs, handbooks with one as a chapter."""
    if not backends_with_outbox():
        return
    versions = IssuedVersion.objects.filter(document=document).order_by()
    codes = {
        form["code"] for forms in versions.values_list("snapshot__forms", flat=True) for form in forms or ()
    }
    _note(FormTemplate, FormTemplate.objects.filter(code__in=codes).values_list("pk", flat=True))
    boards = NoticeBoard.objects.filter(postings__version__in=versions.values("pk"))
    _note(NoticeBoard, boards.values_list("pk", flat=True).distinct())
    books = Handbook.objects.filter(editions__entries__version__in=versions.values("pk"))
    _note(Handbook, books.values_list("pk", flat=True).distinct())


def _note(model: type[Model], pks: Iterable[Any]) -> None:
    if backends_with_outbox():
        outbox.note_rows(model, list(pks))
