"""Receivers of procedures: they translate a signal and call a service."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from document_control.models import ControlledContentMixin, IssuedVersion
from document_control.services import forget_unissued_document
from document_control.signals import version_issued
from procedures.models import ProcessPage
from procedures.services import write_card


@receiver(version_issued, dispatch_uid="procedures.write_card")
def write_card_of_version(version: IssuedVersion, **kwargs: Any) -> None:
    write_card(version)


@receiver(post_delete, sender=ProcessPage, dispatch_uid="procedures.forget_unissued_document")
def forget_deleted_draft(instance: ControlledContentMixin, **kwargs: Any) -> None:
    forget_unissued_document(instance)
