"""Handbooks, for staff, and notice boards."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.public.catalogue import unit_code
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.selectors import editions_in_force
from publications.models import Handbook, NoticeBoard
from search.facets import KIND, UNIT, Value
from search.registry import Detail, Facts, Result, Source, register_source
from search.sources.addresses import board_address

HANDBOOK = "handbook"
BOARD = "notice_board"


@register_source
class HandbookSource(Source):
    """Handbooks with an edition in force. A chapter is found as its document, which links to it."""

    model = Handbook

    def permitted(self) -> QuerySet[Handbook] | None:
        if self.reader.policy is None or not HandbookPolicy(self.reader.policy).may_read:
            return None
        return Handbook.objects.filter(editions__in=editions_in_force(self.reader.seen.moment).values("pk"))

    def facts(self, pks: Sequence[int]) -> dict[int, Facts]:
        kind = (HANDBOOK, _("Handbook"))
        return {
            book.pk: Facts(
                book.title, book.code, {KIND: kind, UNIT: (unit_code(book.unit.name), book.unit.name)}
            )
            for book in Handbook.objects.filter(pk__in=pks).select_related("unit")
        }

    def present(self, pks: Sequence[int]) -> dict[int, Result]:
        return {
            book.pk: Result(
                title=book.title,
                url=reverse("handbook", args=[book.slug]),
                icon="book",
                codes=(book.code,),
                context=book.subtitle,
                details=(Detail("people", book.unit.name, _("Issued by")),),
                is_internal=True,
            )
            for book in Handbook.objects.filter(pk__in=pks).select_related("unit")
        }


@register_source
class BoardSource(Source):
    """Places where notices hang; a single notice is found as its procedure, which links to its boards."""

    model = NoticeBoard

    def permitted(self) -> QuerySet[NoticeBoard]:
        boards: QuerySet[NoticeBoard] = NoticeBoard.objects.valid_on(self.reader.seen.day)
        return boards

    def facts(self, pks: Sequence[int]) -> dict[int, Facts]:
        kind: Value = (BOARD, _("Notice board"))
        return {
            board.pk: Facts(board.name, "", {KIND: kind, UNIT: (unit_code(board.unit.name), board.unit.name)})
            for board in NoticeBoard.objects.filter(pk__in=pks).select_related("unit")
        }

    def present(self, pks: Sequence[int]) -> dict[int, Result]:
        return {
            board.pk: Result(
                title=board.name,
                url=board_address(self.reader, board),
                icon="pin",
                context=board.place,
                details=(Detail("people", board.unit.name, _("Unit in charge")),),
            )
            for board in NoticeBoard.objects.filter(pk__in=pks).select_related("unit")
        }
