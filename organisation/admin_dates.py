"""Days and times in the administration: what cannot be read is refused with a sentence that shows how to write it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

UNREADABLE_DAY = _("There is no such day. Write day/month/year, e.g. 24/12/2026.")
UNREADABLE_MOMENT = _("There is no such moment. Write day/month/year hours:minutes, e.g. 24/12/2026 08:00.")


def register_date_fields() -> None:
    """Wagtail's own widgets, with our words for what the server cannot read.

    That the widget leaves such text alone is `static/js/admin-dates.js`.
    """
    register_form_field_override(
        models.DateField,
        override={"widget": AdminDateInput, "error_messages": {"invalid": UNREADABLE_DAY}},
    )
    register_form_field_override(
        models.DateTimeField,
        override={"widget": AdminDateTimeInput, "error_messages": {"invalid": UNREADABLE_MOMENT}},
    )
