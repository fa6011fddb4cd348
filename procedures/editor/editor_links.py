"""From a finding of the automatic checks to the tab of the editor where it is mended."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from wagtail.admin.panels import InlinePanel, Panel, PanelGroup

from procedures.models import ProcessPage
from procedures.problem import Problem

PANEL_OF_SECTION = {
    "name": "title",
    "time_limit": "time_limit_value",
    "code": "code",
    "agencies": "executing_agency",
    "place": "unit",
    "results": "results",
    "chapters": "purpose",
    "forms": "form_uses",
    "definitions": "definitions",
    "references": "references_note",
    "deadline": "deadline_text",
}
"""Where the snapshot and the page call a part differently."""


def _field_names(panel: Panel) -> Iterable[str]:
    if isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from _field_names(child)
    elif isinstance(panel, InlinePanel):
        yield panel.relation_name
    elif name := getattr(panel, "field_name", ""):
        yield name


def editor_url(page: ProcessPage, problem: Problem | None = None) -> str:
    """Address of the page's editor, opened on the tab that holds the problem when that is known."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if problem is None:
        return url
    keys = [problem.section, problem.anchor.split("-")[0]]
    wanted = {name for key in keys for name in (key, PANEL_OF_SECTION.get(key, key))}
    tabs = type(page).edit_handler
    for tab, identifier in zip(tabs.children, tabs.child_identifiers, strict=True):
        if wanted & set(_field_names(tab)):
            return f"{url}#tab-{identifier}"
    return url


def issue_tab_url(page: ProcessPage) -> str:
    """Address of the editor's tab with the reason, the dates and the decision."""
    return editor_url(page, Problem("error", "change_reason", "", "change_reason"))
