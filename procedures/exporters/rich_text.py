"""Rich text of the database as canonical markup: links between documents become their official addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from wagtail.rich_text import expand_db_html

from procedures.importers.records import RichText
from procedures.portable_markup import clean_markup, is_blank

if TYPE_CHECKING:
    from procedures.exporters.drafts import ReferenceRows


def canonical_rich_text(html: str, rows: ReferenceRows) -> RichText:
    """Canonical markup of a database text; empty when nothing can be read in it."""
    if not html:
        return ""
    if 'linktype="page"' in html:
        html = _with_addresses(html, rows)
    if "linktype=" in html or "<embed" in html:
        html = expand_db_html(html)
    clean = clean_markup(html).html
    return "" if is_blank(clean) else clean


def _with_addresses(html: str, rows: ReferenceRows) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", attrs={"linktype": "page", "id": True}):
        key = str(link["id"])
        address = rows.addresses.get(int(key)) if key.isdecimal() else None
        if address:
            link.attrs = {"href": address}
    return soup.decode()
