"""Rich text as it enters a snapshot: portable HTML, links resolved to addresses and codes, no random keys."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

from procedures.portable_markup import KEPT_TAGS

_EMPTY = re.compile(r"^(\s|&nbsp;|<p>\s*</p>|<br\s*/?>)*$")


class PortableHtml(Whitelister):
    """The few elements that every output format can show."""

    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"href": check_url}),
        **dict.fromkeys(KEPT_TAGS, allow_without_attributes),
    }


def _name_linked_documents(html: str) -> str:
    """Add the code of a linked document after the link's words: paper cannot be clicked."""
    soup = BeautifulSoup(html, "html.parser")
    links = soup.find_all("a", attrs={"linktype": "page", "id": True})
    pages: dict[int, Any] = Page.objects.specific().in_bulk(
        {int(str(a["id"])) for a in links if str(a["id"]).isdecimal()}
    )
    for link in links:
        page = pages.get(int(str(link["id"]))) if str(link["id"]).isdecimal() else None
        code = getattr(page, "code", "")
        if code and code not in link.get_text():
            link.append(f" ({code})")
    return str(soup)


def portable_html(html: str) -> str:
    """Database rich text → portable HTML; the empty string when nothing can be read in it."""
    if not html or _EMPTY.match(html):
        return ""
    if 'linktype="page"' in html:
        html = _name_linked_documents(html)
    return str(PortableHtml().clean(expand_db_html(html))).strip()


def link_to_pages(html: str, pages: dict[str, int]) -> str:
    """Links to official addresses (`pages`: address → key) as the links to pages that Wagtail keeps."""
    if "<a " not in html or not pages:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=True):
        key = pages.get(str(link["href"]))
        if key is not None:
            link.attrs = {"linktype": "page", "id": str(key)}
    return soup.decode()
