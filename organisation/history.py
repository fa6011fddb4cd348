"""simple-history for rows edited inside their parent."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from simple_history.models import HistoricalRecords


class ChildHistory(HistoricalRecords):
    """History of a child row of a cluster.

    simple-history copies foreign keys with their own class, and modelcluster refuses a `ParentalKey` without a
    reverse name; in the history table the link is an ordinary foreign key.
    """

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        fields: dict[str, Any] = super().copy_fields(model)
        for name, field in fields.items():
            if isinstance(field, ParentalKey):
                plain = models.ForeignKey(
                    field.remote_field.model,
                    on_delete=models.DO_NOTHING,
                    db_constraint=False,
                    null=True,
                    blank=True,
                    related_name="+",
                    verbose_name=field.verbose_name,
                )
                plain.name = field.name
                fields[name] = plain
        return fields
