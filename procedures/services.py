"""Writes over procedures."""

from __future__ import annotations

from django.db import transaction

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from procedures.cards import card_values
from procedures.models import Subject, VersionCard

CARD_KINDS = (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS)


@transaction.atomic
def write_card(version: IssuedVersion) -> VersionCard | None:
    """Write (or rewrite) the card of a version; None for kinds that have no card."""
    if version.snapshot["kind"] not in CARD_KINDS:
        return None
    card, _created = VersionCard.objects.update_or_create(
        version=version, defaults=card_values(version.snapshot)
    )
    codes = [subject["code"] for subject in version.snapshot.get("subjects", [])]
    card.subjects.set(Subject.objects.filter(code__in=codes))
    return card
