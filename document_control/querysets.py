"""Questions about documents and versions, in the words of the domain."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from document_control.append_only import AppendOnlyQuerySet
from document_control.enums import Audience


class DocumentQuerySet(models.QuerySet):
    """Rows of the register."""

    def issued(self) -> Self:
        """Documents that have at least one issued version."""
        return self.filter(chain_length__gt=0)


class VersionQuerySet(AppendOnlyQuerySet):
    """Issued versions. The rule is that of `standing.in_force_id`, told to the database."""

    def _withdrawals(self) -> models.QuerySet:
        return apps.get_model("document_control", "Withdrawal").objects.all()

    def uncancelled(self) -> Self:
        """Versions that were not cancelled before they took effect."""
        return self.filter(~Exists(self._withdrawals().filter(cancelled_version=OuterRef("pk"))))

    def effective_by(self, at: dt.datetime) -> Self:
        """Uncancelled versions whose moment had come by `at`, superseded and withdrawn ones included."""
        return self.uncancelled().filter(effective_from__lte=at)

    def latest_effective_by(self, at: dt.datetime) -> Self:
        """Of each document the last version whose moment had come by `at`, whether or not withdrawn since."""
        cancelled = self._withdrawals().filter(cancelled_version=OuterRef("pk"))
        later = (
            self.model.objects.filter(  # type: ignore[attr-defined]
                document=OuterRef("document"), chain_index__gt=OuterRef("chain_index"), effective_from__lte=at
            )
            .filter(~Exists(cancelled))
            .order_by()
        )
        return self.effective_by(at).filter(~Exists(later))

    def in_force_at(self, at: dt.datetime) -> Self:
        """The version in force of each document at `at`: at most one per document."""
        withdrawn = self._withdrawals().filter(
            document=OuterRef("document"),
            cancelled_version__isnull=True,
            chain_index__gt=OuterRef("chain_index"),
            effective_from__lte=at,
        )
        return self.latest_effective_by(at).filter(~Exists(withdrawn))

    def upcoming_at(self, at: dt.datetime) -> Self:
        """Issued versions whose moment has not come by `at`."""
        return self.uncancelled().filter(effective_from__gt=at)

    def public(self) -> Self:
        """Versions that citizens may read."""
        return self.filter(document__audience=Audience.PUBLIC)

    def readable_by_staff(self) -> Self:
        """Versions that everybody in the office may read."""
        return self.filter(Q(document__audience=Audience.PUBLIC) | Q(document__audience=Audience.STAFF))
