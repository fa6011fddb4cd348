"""The outbox of the search index."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class IndexChange(models.Model):
    """A row of some model was saved or deleted, and the index must hear of it.

    Written in the transaction of the save, so a save that is rolled back leaves none. Kept for a day after it was
    applied: an index that was begun before gets it too (`search.outbox`).
    """

    model = models.CharField(max_length=100)  # "app_label.model_name"
    object_id = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(applied_at=None), name="search_change_waiting"),
            models.Index(fields=["created_at"], name="search_change_created"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(model="") & ~Q(object_id=""), name="search_change_names_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
