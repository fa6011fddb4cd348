"""What forms, boards and handbooks are found by beside their own fields: the documents they belong with.

Only titles that every reader of the row may read; a restricted process must not be told by the form it uses. One query
for a batch. Versions not yet in force count: nothing is saved at the moment one takes effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.json import KT, KeyTextTransform
from django.utils import timezone

from document_control.enums import Audience
from document_control.models import IssuedVersion
from procedures.models import FormTemplate
from publications.handbooks.selectors import editions_in_force
from publications.models import Handbook, HandbookEntry, NoticeBoard, Posting

MOST_USES = 5
"""A form that more documents use is common to all work: their titles say nothing of what it is for."""
FOR_ALL_STAFF = (Audience.PUBLIC.value, Audience.STAFF.value)


@dataclass(frozen=True, slots=True)
class Names:
    """What the row itself is called there, and what the documents are called."""

    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NO_NAMES = Names()
Found = dict[Any, Names]


def with_names(rows: QuerySet[Any]) -> Iterable[Any]:
    """The rows, each with its names; one query more than the rows themselves."""
    listed = list(rows)
    found = _find(rows.model, listed) if listed else {}
    for row in listed:
        row.index_names = found.get(row.pk, NO_NAMES)
    return listed


def names_of(row: Any) -> Names:
    """The names of a row of `with_names`; of any other row at a query of its own."""
    if hasattr(row, "index_names"):
        names: Names = row.index_names
        return names
    return _find(type(row), [row]).get(row.pk, NO_NAMES)


def _find(model: type[Model], rows: Sequence[Any]) -> Found:
    return next(find for base, find in _FINDERS.items() if issubclass(model, base))(rows)


# --- By model -------------------------------------------------------------------------------------------
def _of_forms(forms: Sequence[FormTemplate]) -> Found:
    now = timezone.now()
    current = IssuedVersion.objects.in_force_at(now).public()
    upcoming = IssuedVersion.objects.upcoming_at(now).public()
    versions = IssuedVersion.objects.filter(
        Q(pk__in=current.order_by().values("pk")) | Q(pk__in=upcoming.order_by().values("pk"))
    )
    own, others = _lists(), defaultdict[Any, list[tuple[str, str]]](list)
    by_code = {form.code: form.pk for form in forms}
    rows = versions.annotate(short_title=KT("snapshot__short_title")).order_by("document__code", "pk")
    for title, short_title, used in rows.values_list("title", "short_title", "snapshot__forms"):
        for form in used or ():
            if (pk := by_code.get(form["code"])) is not None:
                own[pk].append(form["name"])
                others[pk].append((short_title or title, title))
    return {
        pk: Names(_once(own[pk]), _once(chain(*others[pk])) if len(others[pk]) <= MOST_USES else ())
        for pk in own
    }


def _of_boards(boards: Sequence[NoticeBoard]) -> Found:
    hanging = Posting.objects.filter(
        board__in=[board.pk for board in boards],
        take_down__isnull=True,
        version__document__audience=Audience.PUBLIC,
    )
    others = _lists()
    rows = hanging.annotate(short_title=KeyTextTransform("short_title", "version__snapshot")).order_by("pk")
    for board, title, short_title in rows.values_list("board", "version__title", "short_title"):
        others[board] += [short_title or title, title]
    return {pk: Names(others=_once(titles)) for pk, titles in others.items()}


def _of_handbooks(handbooks: Sequence[Handbook]) -> Found:
    now = timezone.now()
    chapters = HandbookEntry.objects.filter(
        Q(edition__in=editions_in_force(now).values("pk")) | Q(edition__effective_from__gt=now),
        edition__handbook__in=[handbook.pk for handbook in handbooks],
        version__document__audience__in=FOR_ALL_STAFF,
    )
    others = _lists()
    rows = chapters.annotate(short_title=KeyTextTransform("short_title", "version__snapshot")).order_by(
        "position", "pk"
    )
    for handbook, title, short_title in rows.values_list(
        "edition__handbook", "version__title", "short_title"
    ):
        others[handbook] += [short_title or title, title]
    return {pk: Names(others=_once(titles)) for pk, titles in others.items()}


_FINDERS: dict[type[Model], Callable[[Any], Found]] = {
    FormTemplate: _of_forms,
    NoticeBoard: _of_boards,
    Handbook: _of_handbooks,
}


def _lists() -> defaultdict[Any, list[str]]:
    return defaultdict(list)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
