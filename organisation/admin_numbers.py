"""Numbers in the administration: read as they are written in Vietnam, so that a fee of "5.000" is no fee of 5."""

from __future__ import annotations

from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from organisation.number_fields import DecimalNumberField, WholeNumberField


def register_number_fields() -> None:
    """Our fields, which are text boxes: a number box of a browser takes a comma or a point, but never both."""
    for whole in (models.PositiveIntegerField, models.PositiveSmallIntegerField):
        register_form_field_override(whole, override={"form_class": WholeNumberField}, exact_class=True)
    register_form_field_override(models.DecimalField, override={"form_class": DecimalNumberField})
