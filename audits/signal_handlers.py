"""Receivers of audits: they translate a signal and call a service."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from audits.models import ChecklistTemplate
from document_control.services import forget_unissued_document


@receiver(post_delete, sender=ChecklistTemplate, dispatch_uid="audits.forget_unissued_document")
def forget_deleted_draft(instance: ChecklistTemplate, **kwargs: Any) -> None:
    forget_unissued_document(instance)
