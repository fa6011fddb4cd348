"""Receivers of the organisation: they translate a signal and call a service."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from organisation.calendars import CALENDAR_TABLES, forget_calendars
from organisation.models import Assignment, User
from organisation.services import sync_user_roles


@receiver(user_logged_in, dispatch_uid="organisation.sync_roles_at_login")
def sync_roles_at_login(user: User, **kwargs: Any) -> None:
    sync_user_roles(user, timezone.localdate())


@receiver([post_save, post_delete], sender=Assignment, dispatch_uid="organisation.sync_roles_of_assignment")
def sync_roles_of_assignment(instance: Assignment, **kwargs: Any) -> None:
    sync_user_roles(instance.user, timezone.localdate())


@receiver([post_save, post_delete], dispatch_uid="organisation.forget_calendars")
def forget_calendars_on_change(sender: type[Model], **kwargs: Any) -> None:
    if sender._meta.app_label == "organisation" and sender.__name__ in CALENDAR_TABLES:
        forget_calendars()
        # A page that reads before this transaction ends would keep the old calendar under the new number.
        transaction.on_commit(forget_calendars)
