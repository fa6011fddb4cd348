"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organisation.office_profile import profile_for
from organisation.views import text_size_of


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Office, navigation and text size; nothing is read before a template asks for it.

    The administration renders dozens of templates per page, each with this context.
    """
    return {
        "office": SimpleLazyObject(lambda: profile_for(request)),
        "is_sample_data": SimpleLazyObject(lambda: profile_for(request).is_sample_data),
        "public_nav": SimpleLazyObject(lambda: _navigation(request)),
        "text_size": text_size_of(request),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    entries = (
        (_("Procedures"), reverse("procedure-list")),
        (_("Follow a dossier"), reverse("tracking")),
        (pgettext("posted", "Notices"), reverse("notice-list")),
        (_("Changes"), reverse("changes")),
        (_("Contact"), reverse("contact")),
    )
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in entries]
