"""Append-only tables, in three places: `save()`, the queryset, and database triggers (see `triggers.py`)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _


class AppendOnlyError(PermissionDenied):
    """Somebody tried to change or delete an official record."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            _("%(name)s: official records are never changed or deleted, only superseded or withdrawn.")
            % {"name": model._meta.verbose_name}
        )


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that adds and reads, nothing else."""

    def _refuse(self) -> NoReturn:
        raise AppendOnlyError(self.model)

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def _raw_delete(self, using: str | None) -> NoReturn:
        self._refuse()

    delete.queryset_only = True  # type: ignore[attr-defined]


class AppendOnlyModel(models.Model):
    """Abstract: a row is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self))
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(type(self))
