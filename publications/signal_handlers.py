"""Receivers of publications: they translate a signal and call a service."""

from __future__ import annotations

import functools
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from document_control.models import IssuedVersion
from document_control.signals import version_issued
from publications.services.usual_files import is_issued_now, prepare_usual_files


@receiver(version_issued, dispatch_uid="publications.prepare_usual_files")
def prepare_files_of_version(version: IssuedVersion, **kwargs: Any) -> None:
    if is_issued_now(version, timezone.now()):
        transaction.on_commit(functools.partial(prepare_usual_files, version.pk), robust=True)
