"""What of audits is edited in the administration."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from audits.models import ChecklistTemplate
from audits.reform_index.viewsets import PublishedStandingViewSet
from audits.template_viewsets import ChecklistTemplateViewSet
from document_control.permissions import ControlledSnippetPolicy

register_permission_policy(ChecklistTemplate, ControlledSnippetPolicy(ChecklistTemplate), exact_class=True)
register_snippet(ChecklistTemplateViewSet)


@hooks.register("register_admin_viewset")
def register_index_viewsets() -> list[Any]:
    return [PublishedStandingViewSet("published_standings")]
