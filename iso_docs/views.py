"""Views that belong to no single app."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found
from django.views.static import serve

from iso_docs.component_samples import gallery_context
from iso_docs.staff_chrome import is_for_staff
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


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an unknown address (handler404): inside the workspace for staff, else that of the public site."""
    template = "404_staff.html" if is_for_staff(request) else "404.html"
    return page_not_found(request, exception, template)


ROBOTS = """User-agent: *
Disallow: /quan-tri/
Disallow: /lam-viec/
Disallow: /tim/
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


@cache
def _worker_source() -> str:
    return (settings.BASE_DIR / "static" / "js" / "offline-worker.js").read_text(encoding="utf-8")


@require_safe
@cache_control(no_cache=True)
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps pages for hours without a network; at the root, so that any page may be its scope.

    Its build is the state of all static files: a new one makes browsers take the new worker and forget old files.
    """
    manifest = getattr(staticfiles_storage, "manifest_hash", "")
    source = _worker_source()
    build = hashlib.sha256(f"{manifest}{source}".encode()).hexdigest()[:12]
    away = _("There is no network, and this page was not opened on this device before. Try again later.")
    page = f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><p>{away}</p>'
    constants = {"BUILD": build, "AWAY": page, "FILES": settings.STATIC_URL}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    response = HttpResponse(head + source, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response
