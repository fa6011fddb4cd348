"""What of audits is edited in the administration."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from audits.models import ChecklistTemplate
from audits.template_viewsets import ChecklistTemplateViewSet
from document_control.permissions import ControlledSnippetPolicy

register_permission_policy(ChecklistTemplate, ControlledSnippetPolicy(ChecklistTemplate), exact_class=True)
register_snippet(ChecklistTemplateViewSet)
