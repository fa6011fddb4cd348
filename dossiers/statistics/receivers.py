"""Dossiers that are created, saved as a whole, or taken away outside `save_changed` are counted all the same."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from dossiers.models import Dossier
from dossiers.statistics.keeping import apply_change, counted_row, stored_row

_IMAGE = "_counted_before"


@receiver(pre_save, sender=Dossier, dispatch_uid="dossiers.remember_counted")
def remember_counted(instance: Dossier, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        setattr(instance, _IMAGE, None if instance._state.adding else stored_row(instance.pk))


@receiver(post_save, sender=Dossier, dispatch_uid="dossiers.count_saved")
def count_saved(instance: Dossier, raw: bool = False, **kwargs: Any) -> None:
    if not raw:  # a database dump carries its counters with it
        apply_change(instance.__dict__.pop(_IMAGE), counted_row(instance))


@receiver(post_delete, sender=Dossier, dispatch_uid="dossiers.count_deleted")
def count_deleted(instance: Dossier, **kwargs: Any) -> None:
    apply_change(counted_row(instance), None)
