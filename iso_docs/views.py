"""Views that belong to no single app."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from iso_docs.component_samples import gallery_context
from iso_docs.templatetags.ui import STATES

COLOURS = ["paper", "surface", "sunk", "line-2", "ink", "seal", "gold", "pen", "ok", "warn", "bad", "mute"]


@login_required
@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Show every part of the design system in every state (staff only, no database)."""
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    context = {
        **gallery_context(),
        "colours": COLOURS,
        "icons": re.findall(r'<symbol id="([\w-]+)"', sprite),
        "states": list(STATES),
        "chosen_case": request.GET.get("truong-hop", ""),
    }
    return render(request, "components/gallery.html", context)


ROBOTS = """User-agent: *
Disallow: /quan-tri/
Disallow: /lam-viec/
Disallow: /tim-kiem/
Disallow: /tai-ve/
Disallow: /*?ngay=
Sitemap: %(base)s/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: the public pages, as they are today."""
    text = ROBOTS % {"base": settings.SITE_BASE_URL.rstrip("/")}
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86_400, public=True)
def library_image(request: HttpRequest, folder: str, path: str) -> HttpResponse:
    """An image of the library (emblem, thumbnails), for offices that run no web server in front of this one.

    Only pictures lie in these two folders; documents and issued files have views that ask for rights.
    """
    return serve(request, path, document_root=settings.MEDIA_ROOT / folder)
