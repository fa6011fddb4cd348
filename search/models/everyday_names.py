"""Everyday names and what the records call the same thing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class SynonymGroup(models.Model):
    """Names of one thing. With `means`, what people say finds what records say, not the other way round."""

    names = models.TextField(
        _("names"), max_length=2000, help_text=_("One per line, e.g. cccd and căn cước công dân.")
    )
    means = models.TextField(
        _("is called in the records"),
        max_length=2000,
        blank=True,
        help_text=_("One per line. Leave empty when all the names above mean the same."),
    )

    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("everyday names")
        verbose_name_plural = _("everyday names")
        ordering = ["names", "pk"]
        constraints = [
            models.CheckConstraint(name="synonym_group_has_names", condition=~models.Q(names="")),
        ]

    def __str__(self) -> str:
        return ", ".join(self.name_list)

    def clean(self) -> None:
        super().clean()
        self.names, self.means = "\n".join(self.name_list), "\n".join(self.meaning_list)
        if not self.names:
            raise ValidationError({"names": _("Write at least one name.")})
        if not self.means and len(self.name_list) < 2:
            raise ValidationError({"means": _("Write what the records call it, or a second name above.")})

    @property
    def name_list(self) -> list[str]:
        """The names, each once."""
        return _lines(self.names)

    @property
    def meaning_list(self) -> list[str]:
        """What the records call it, each once; empty when all names mean the same."""
        return _lines(self.means)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
