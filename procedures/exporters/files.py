"""Files of our own format: which pages, which catalogue rows, in which of the three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from document_control.models.content import PROVISIONAL_CODE
from organisation.models import Unit
from procedures.exporters import json_writer, xlsx_writer, yaml_writer
from procedures.exporters.catalogue import catalogue_of
from procedures.exporters.drafts import ReferenceRows, latest_drafts, record_of
from procedures.importers.canonical_layout import layout_from
from procedures.importers.catalogue_layout import catalogue_layout
from procedures.importers.own_format import SCHEMA
from procedures.models import InternalProcessPage, ProcedurePage, ProcessPage

WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "yaml": yaml_writer.write,
    "json": json_writer.write,
    "xlsx": xlsx_writer.write,
}
CONTENT_TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def pages_to_export(
    unit: Unit, *, kind: str = "", codes: Iterable[str] = ()
) -> tuple[list[ProcessPage], list[str]]:
    """The documents of a unit by code, and the provisional codes of copies, which no file can name."""
    pages: list[ProcessPage] = []
    for model in (ProcedurePage, InternalProcessPage):
        if kind in ("", model.document_kind):
            found = _with_rows(model.objects.filter(unit=unit))
            pages += found.filter(code__in=list(codes)) if codes else found
    copies = sorted(page.code for page in pages if page.code.startswith(PROVISIONAL_CODE))
    kept = (page for page in pages if not page.code.startswith(PROVISIONAL_CODE))
    return sorted(kept, key=lambda page: page.code), copies


def _with_rows(pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages.select_related("document", "latest_revision")


def export_data(pages: Iterable[ProcessPage], *, everything: bool = False) -> dict[str, Any]:
    """The content of a file as plain data: the drafts as last edited, in the order given, and their catalogue rows.

    Args:
        pages: specific instances; select `document` and `latest_revision` with them.
        everything: also the catalogue rows that none of the pages uses.
    """
    rows = ReferenceRows()
    records = [record_of(draft, rows) for draft in latest_drafts(pages)]
    return {
        "schema": int(SCHEMA),
        "catalogue": catalogue_layout(catalogue_of(records, rows, everything=everything)),
        "procedures": [layout_from(record) for record in records],
    }


def export_bytes(pages: Iterable[ProcessPage], file_format: str, *, everything: bool = False) -> bytes:
    """A file of `file_format` ("yaml", "json" or "xlsx"); the same drafts give the same bytes.

    Raises:
        KeyError: no such format.
    """
    return WRITERS[file_format](export_data(pages, everything=everything))
