"""The way from the page of a text to its papers."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from document_control.models import IssuedVersion
from publications.compose.qr import qr_svg
from publications.enums import FileFormat, Marking, PaperKind, SheetSize
from publications.files.offers import VERSION_PARAMETER, version_file_url, version_recipe
from publications.files.sources import check_address

register = template.Library()


@register.inclusion_tag("publications/print_block.html")
def print_block(version: IssuedVersion, page_url: str, kind: str) -> dict[str, Any]:
    """Links to the usual papers of a version; no query.

    Args:
        page_url: the address of the document's page, whose files stand below it.
        kind: of the document, as in its snapshot.
    """
    papers = [(PaperKind.PROCEDURE, _("ISO document (PDF)"))]
    if kind == "procedure":
        papers.insert(0, (PaperKind.NOTICE, _("Notice for posting (PDF, A4)")))
    links = []
    for paper, label in papers:
        recipe = version_recipe(version, paper, FileFormat.PDF, SheetSize.A4, Marking.NONE)
        links.append({"url": version_file_url(version, recipe), "label": label})
    return {"links": links, "all_url": f"{page_url}tai-ve/?{VERSION_PARAMETER}={version.number}"}


@register.simple_tag
def check_qr(check_code: str) -> SafeString:
    """The QR code that leads to the check of a paper, as SVG within the page; decorative, its words stand beside it.

    Args:
        check_code: as stored or as printed (groups of four, upper case).
    """
    svg = qr_svg(check_address(check_code.replace(" ", "").lower()))
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308 (our drawing)
