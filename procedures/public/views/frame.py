"""What the public views share: the moment asked for, addresses, crumbs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from document_control.numbering import VersionNumber
from procedures.as_of import PARAMETER, AsOf, as_of
from procedures.public.selectors import renamed_to


def moment_asked(request: HttpRequest) -> AsOf:
    """Now, or the day in the address."""
    return as_of(request.GET.get(PARAMETER, "")[:40], timezone.now())


def absolute(path: str) -> str:
    """An address of this site as others quote it."""
    return f"{settings.SITE_BASE_URL.rstrip('/')}{path}"


def file_address(sha256: str, filename: str) -> str:
    """Where the frozen bytes of a file are served."""
    return reverse("frozen-file", args=[sha256, filename or "tep"])


def version_address(slug: str, number: VersionNumber) -> str:
    """The permanent address of a version."""
    return reverse("procedure-version", args=[slug, str(number)])


def as_of_banner(seen: AsOf, today_url: str) -> list[dict[str, Any]]:
    """The banner that says which day is shown; none for now."""
    return [{"state": "as_of", "since": seen.day, "current_url": today_url}] if seen.is_chosen else []


def moved_or_missing(request: HttpRequest, slug: str, view_name: str, *rest: str) -> HttpResponse:
    """Lead to the procedure's present address when it was renamed.

    Raises:
        Http404: no such procedure, or none that citizens may read.
    """
    present = renamed_to(slug)
    if not present:
        raise Http404(_("There is no such procedure."))
    target = reverse(view_name, args=[present, *rest])
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def field_crumbs(snapshot: dict[str, Any], seen: AsOf) -> list[dict[str, str]]:
    """Home and field of a procedure."""
    crumbs = [{"label": _("Home page"), "url": seen.link(reverse("home"))}]
    field = snapshot.get("field") or {}
    if field.get("code"):
        url = f"{reverse('procedure-list')}?linh-vuc={field['code']}"
        crumbs.append({"label": field["name"], "url": seen.link(url)})
    else:
        crumbs.append({"label": _("Procedures"), "url": seen.link(reverse("procedure-list"))})
    return crumbs
