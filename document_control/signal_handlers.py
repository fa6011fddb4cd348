"""Receivers of document control."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Page

from document_control.models import ControlledContentMixin


@receiver(pre_save, sender=Page, dispatch_uid="document_control.guard_plain_page")
def guard_plain_page(instance: Page, **kwargs: Any) -> None:
    """Saving a controlled page through the plain `Page` class meets the same guards as through its own class."""
    page_class = instance.cached_content_type.model_class() if instance.pk else None
    if page_class is None or not issubclass(page_class, ControlledContentMixin):
        return
    stored = page_class.objects.filter(pk=instance.pk).first()
    if stored is None or stored.live == instance.live:
        return
    if instance.live:
        stored.require_issued(instance.live_revision_id)
    else:
        stored.require_withdrawn()
