"""Two revisions compared in the administration: values as people write them, not as Python does."""

from __future__ import annotations

from django.db import models
from django.utils.html import escape
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class

from organisation.history_words import value_in_words

VALUES = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.IntegerField,
    models.TimeField,
)


class ValueComparison(FieldComparison):
    """Yes and no, days, moments and figures in words; an empty one is a dash."""

    def htmldiff(self) -> str:
        """The value, or what was removed and what was added."""
        before, after = value_in_words(self.val_a), value_in_words(self.val_b)
        if not self.has_changed():
            return escape(after)
        return TextDiff([("deletion", before), ("addition", after)]).to_html()


def register_comparisons() -> None:
    """For every field that holds a value and is no text, choice or reference: Wagtail words those well."""
    for field_class in VALUES:
        register_comparison_class(field_class, comparison_class=ValueComparison)
