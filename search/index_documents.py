"""What the index holds of the models that know more about themselves than their `search_fields` say.

Public texts teach the model that restores marks; they are marked so here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from document_control.enums import Audience
from document_control.models import LegalAct
from procedures.models import VersionCard
from search.backends.whoosh import document_of
from search.engine import SOUGHT_AFTER, IndexDocument


@document_of(VersionCard, related=("version__document",))
def card_document(card: VersionCard) -> IndexDocument:
    """An issued version, with the marks of its snapshot: the card keeps its words folded."""
    names = dict.fromkeys((card.short_title, card.title))
    codes = tuple(code for code in (card.code, card.national_code) if code)
    return IndexDocument(
        id="",
        title="\n".join(names),
        codes=codes,
        topic=card.field_name,
        body="\n".join([*codes, card.unit_name, *_passages(card.version.snapshot)]),
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


def _passages(snapshot: dict[str, Any]) -> Iterator[str]:
    yield from (snapshot[key] for key in ("summary", "trigger") if snapshot.get(key))
    yield from (one["name"] for key in ("components", "results") for one in snapshot.get(key) or ())
    yield from (f"{form['code']} {form['name']}" for form in snapshot["forms"])
    yield from (step["title"] for step in snapshot["steps"])
    yield from (citation["number"] for citation in snapshot["citations"])
