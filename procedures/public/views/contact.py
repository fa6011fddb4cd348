"""Where the office is, when it is open, and on which days it is not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.office_profile import counter_at, profile_for
from procedures.public.views import frame


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Addresses, telephone, hours, days off."""
    profile = profile_for(request)
    now = timezone.now()
    context = {
        "profile": profile,
        "counter": counter_at(profile, now, timezone.localdate(now)),
        "crumbs": [{"label": _("Home page"), "url": reverse("home")}, {"label": _("Contact"), "url": ""}],
        "canonical": frame.absolute(reverse("contact")),
    }
    return render(request, "procedures/contact.html", context)
