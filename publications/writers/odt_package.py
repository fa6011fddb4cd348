"""The package of an ODT file: our styles with the sheet, head and foot; borders of tables; the date."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.writers.pandoc import date_of
from publications.writers.sheets import sheet_of
from publications.writers.zip_pass import Parts

STYLES = Path(__file__).parent / "opendocument" / "styles.xml"
TEMPLATE = STYLES.with_name("text.opendocument")
_MARK = re.compile(r"\[\[([a-z-]+)\]\]")
WHOLE_ROW = '<table:table-row table:style-name="HangLien">'
_TABLE = re.compile(r"<table:table .*?</table:table>", re.DOTALL)


def finish(parts: Parts, document: Document, cells: list[str], alts: list[str], whole: list[bool]) -> None:
    """`cells`: the cell style of every table, `alts`: the alt text of every picture, `whole`: whether a row
    stays on one page, all in order. pandoc writes none of them.
    """
    parts["styles.xml"] = styles(document).encode()
    styles_of_tables = iter(cells)
    text = parts["content.xml"].decode()
    text = _TABLE.sub(lambda found: _bordered(found.group(), next(styles_of_tables)), text)
    stays = iter(whole)
    text = re.sub("<table:table-row>", lambda row: WHOLE_ROW if next(stays) else row.group(), text)
    told = iter(alts)
    text = re.sub(
        "</draw:frame>", lambda _end: f"<svg:desc>{escape(next(told))}</svg:desc></draw:frame>", text
    )
    parts["content.xml"] = text.replace('text:bullet-char="•"', 'text:bullet-char="–"').encode()
    day = f"{date_of(document):%Y-%m-%d}T00:00:00Z"
    parts["meta.xml"] = re.sub(
        r"(<(?:meta:creation-date|dc:date)>)[^<]*", rf"\g<1>{day}", parts["meta.xml"].decode()
    ).encode()


def _bordered(table: str, style: str) -> str:
    head = "ODau" if style == "OLuoi" else style
    table = table.replace('table:style-name="TableHeaderRowCell"', f'table:style-name="{head}"')
    return table.replace('table:style-name="TableRowCell"', f'table:style-name="{style}"')


def styles(document: Document) -> str:
    """styles.xml with the document's words, as words."""
    info, layout, sheet = document.info, document.layout, sheet_of(document.layout)
    words = {
        "text-width": str(sheet.text_width),
        "width": str(sheet.width),
        "height": str(sheet.height),
        "left": str(sheet.margins.left),
        "right": str(sheet.margins.right),
        "orientation": "landscape" if sheet.width > sheet.height else "portrait",
        "head": " · ".join(filter(None, [info.unit, info.title, layout.watermark])),
        "foot": " · ".join(filter(None, [info.foot_line, layout.copy_line])),
    }
    return _MARK.sub(lambda mark: escape(clean(words[mark[1]])), STYLES.read_text())
