"""Running numbers: each is given once, however many people ask at the same time."""

from __future__ import annotations

from django.db.models import F

from dossiers.models import Sequence


def next_number(name: str) -> int:
    """The next number of a sequence, from 1; part of the caller's transaction, so a refusal leaves no gap."""
    rows = Sequence.objects.filter(name=name)
    if not rows.update(last=F("last") + 1):
        Sequence.objects.bulk_create([Sequence(name=name)], ignore_conflicts=True)
        rows.update(last=F("last") + 1)
    return rows.values_list("last", flat=True).get()
