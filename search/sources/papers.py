"""Handbooks, for staff, and notice boards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.public.catalogue import unit_code
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.selectors import editions_in_force
from publications.models import Handbook, HandbookEntry, NoticeBoard, Posting
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
        chapters = self._chapters(pks)
        return {
            book.pk: Result(
                title=book.title,
                url=reverse("handbook", args=[book.slug]),
                icon="book",
                codes=(book.code,),
                passages=(book.subtitle, *chapters[book.pk]),
                context=book.subtitle,
                details=(Detail("people", book.unit.name, _("Issued by")),),
                is_internal=True,
            )
            for book in Handbook.objects.filter(pk__in=pks).select_related("unit")
        }

    def _chapters(self, pks: Sequence[int]) -> dict[int, list[str]]:
        """Chapters of the editions in force that the reader may read, as their tables of contents say them."""
        entries = HandbookEntry.objects.filter(
            edition__in=editions_in_force(self.reader.seen.moment).values("pk"),
            edition__handbook__in=pks,
            version__in=self.reader.versions_in_force().order_by().values("pk"),
        ).order_by("position")
        rows = entries.values_list(
            "edition__handbook", "position", "version__document__code", "version__title"
        )
        found: dict[int, list[str]] = defaultdict(list)
        for book, number, code, title in rows:
            words = {"number": number, "code": code, "title": title}
            found[book].append(_("Chapter %(number)s: %(code)s %(title)s") % words)
        return found


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
        hanging = self._hanging(pks)
        return {
            board.pk: Result(
                title=board.name,
                url=board_address(self.reader, board),
                icon="pin",
                passages=(board.place, *hanging[board.pk]),
                context=board.place,
                details=(Detail("people", board.unit.name, _("Unit in charge")),),
            )
            for board in NoticeBoard.objects.filter(pk__in=pks).select_related("unit")
        }

    def _hanging(self, pks: Sequence[int]) -> dict[int, list[str]]:
        """What hangs there that the reader may read."""
        postings = Posting.objects.filter(
            board__in=pks,
            take_down__isnull=True,
            version__in=self.reader.versions_in_force().order_by().values("pk"),
        )
        rows = postings.annotate(short=F("version__snapshot__short_title"))
        found: dict[int, list[str]] = defaultdict(list)
        for board, title, short in rows.order_by("pk").values_list("board", "version__title", "short"):
            found[board].append(_("Posted here: %(title)s") % {"title": short or title})
        return found
