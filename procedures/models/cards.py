"""The card of an issued version: what lists, filters and the first search need, taken out of its snapshot.

Derived data: written with the version, rebuilt by `manage.py rebuild_cards`. Nothing official rests on it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from document_control.models import IssuedVersion
from procedures.cards import fold
from procedures.models.catalogue import Subject


class VersionCard(index.Indexed, models.Model):
    """One row per issued version of a procedure or internal process."""

    version = models.OneToOneField(
        IssuedVersion, on_delete=models.PROTECT, related_name="card", primary_key=True
    )
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    national_code = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    short_title = models.TextField()
    sort_key = models.CharField(max_length=400, help_text=_("Vietnamese alphabetical order"))
    field_code = models.CharField(max_length=40, blank=True)
    field_name = models.CharField(max_length=120, blank=True)
    level_code = models.CharField(max_length=50, blank=True)
    online_code = models.CharField(max_length=20, blank=True)
    online_name = models.CharField(max_length=80, blank=True)
    unit_name = models.CharField(max_length=255, blank=True)
    subjects = models.ManyToManyField(Subject, related_name="+")
    search_text = models.TextField(help_text=_("Words of the text without marks, lower case"))

    search_fields = [
        index.SearchField("search_text"),
        index.AutocompleteField("names"),
        index.FilterField("kind"),
        index.FilterField("version"),
    ]

    class Meta:
        verbose_name = _("card of a version")
        verbose_name_plural = _("cards of versions")
        indexes = [models.Index(name="card_kind_field", fields=["kind", "field_code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def names(self) -> str:
        """What the document is called, with and without marks: what suggestions look at."""
        called = f"{self.short_title} {self.title} {self.code} {self.national_code}"
        return f"{called} {fold(called)}"
