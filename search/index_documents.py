"""What the index holds of the models that know more about themselves than their `search_fields` say.

Public texts teach the model that restores marks; they are marked so here, and nowhere else. One document serves all
readers of a row: it holds no word that only some of them may read (`search.index_names`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from document_control.enums import Audience
from document_control.models import LegalAct, VersionFile
from procedures.models import FormTemplate, VersionCard
from publications.models import Handbook, NoticeBoard
from search.backends.whoosh import document_of
from search.engine import SOUGHT_AFTER, IndexDocument
from search.extraction import FileKind
from search.index_names import names_of, with_names
from search.models import ExtractedText
from search.version_passages import passages

FILE_PRIOR = 0.6
"""A word somewhere in a file says less than one in a procedure."""
TEXTS_AT_ONCE = 20
"""Texts of files held in memory while many are indexed."""
_WELL_SPELT = frozenset({FileKind.WORD, FileKind.OPEN_DOCUMENT})
"""Other kinds tear syllables apart, and would teach the model so."""


@document_of(VersionCard, lambda rows: rows.select_related("version__document"))
def card_document(card: VersionCard) -> IndexDocument:
    """An issued version, with the marks of its snapshot: the card keeps its words folded."""
    names = dict.fromkeys((card.short_title, card.title))
    codes = tuple(code for code in (card.code, card.national_code) if code)
    return IndexDocument(
        id="",
        title="\n".join(names),
        codes=codes,
        topic=card.field_name,
        body="\n".join([*codes, card.unit_name, *passages(card.version.snapshot)]),
        prior=SOUGHT_AFTER,
        is_public=card.version.document.audience == Audience.PUBLIC,
    )


@document_of(LegalAct)
def legal_act_document(act: LegalAct) -> IndexDocument:
    """A legal act; its title and number are public, whatever cites it."""
    return IndexDocument(
        id="",
        title=act.title,
        codes=(act.number,),
        body=f"{act.number}\n{act.get_kind_display()}\n{act.issuer}",
    )


@document_of(FormTemplate, with_names)
def form_document(form: FormTemplate) -> IndexDocument:
    """A form, called as the public procedures call it that carry it, and the titles of those."""
    names = names_of(form)
    return IndexDocument(
        id="",
        title="\n".join(names.own or (form.name,)),
        codes=(form.code,),
        body="\n".join((form.code, *names.others)),
        is_public=bool(names.own),
    )


@document_of(NoticeBoard, lambda rows: with_names(rows.select_related("unit")))
def board_document(board: NoticeBoard) -> IndexDocument:
    """A notice board and what citizens may read on it."""
    body = (board.place, board.unit.name, *names_of(board).others)
    return IndexDocument(id="", title=board.name, body="\n".join(body))


@document_of(Handbook, lambda rows: with_names(rows.select_related("unit")))
def handbook_document(handbook: Handbook) -> IndexDocument:
    """A handbook and the chapters that all staff may read."""
    return IndexDocument(
        id="",
        title=handbook.title,
        codes=(handbook.code,),
        body="\n".join((handbook.code, handbook.subtitle, handbook.unit.name, *names_of(handbook).others)),
        is_public=False,
    )


def _few_at_once(rows: QuerySet[ExtractedText]) -> Iterable[ExtractedText]:
    return rows.annotate(is_public=Exists(_public_carriers())).iterator(chunk_size=TEXTS_AT_ONCE)


def _public_carriers() -> QuerySet[VersionFile]:
    return VersionFile.objects.filter(
        file__sha256=OuterRef("sha256"), version__document__audience=Audience.PUBLIC
    ).order_by()


@document_of(ExtractedText, _few_at_once)
def file_document(extracted: ExtractedText) -> IndexDocument:
    """The text of a file, which has no name of its own: the rows that carry it have theirs."""
    is_public = getattr(extracted, "is_public", False)
    return IndexDocument(
        id="",
        title="",
        body=extracted.text,
        prior=FILE_PRIOR,
        is_public=is_public and extracted.kind in _WELL_SPELT,
    )
