"""Addresses. Vietnamese has no prefix, English lives under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from iso_docs import views
from iso_docs.api import api
from iso_docs.health import healthz
from iso_docs.views import robots
from organisation.views import set_text_size
from procedures.public.sitemaps import PlainSitemap, ProcedureSitemap
from search.views.dossier_shortcut import search_or_open

SITEMAPS = {"pages": PlainSitemap, "procedures": ProcedureSitemap}

handler404 = "iso_docs.views.not_found"
handler500 = "iso_docs.incidents.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("offline-worker.js", views.offline_worker, name="offline-worker"),
    path("co-chu/", set_text_size, name="text-size"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("api/v3/", api.urls),
    re_path(
        r"^media/(?P<folder>images|original_images)/(?P<path>[\w.-]+)$",
        views.library_image,
        name="library-image",
    ),
]

urlpatterns += i18n_patterns(
    path("lam-viec/thanh-phan/", views.component_gallery, name="component-gallery"),
    path("lam-viec/tim/", search_or_open, name="staff-search"),
    path("lam-viec/", include("audits.urls.walk")),
    path("lam-viec/", include("audits.urls.checklists")),
    path("lam-viec/", include("audits.urls.papers")),
    path("lam-viec/", include("audits.urls.programme")),
    path("lam-viec/", include("audits.urls.actions")),
    path("lam-viec/", include("audits.urls.reform_index")),
    path("lam-viec/", include("audits.urls.reviews")),
    path("lam-viec/", include("dossiers.urls.imports")),
    path("lam-viec/", include("dossiers.urls.desk")),
    path("lam-viec/", include("search.urls.staff")),
    path("lam-viec/", include("dossiers.urls.papers")),
    path("lam-viec/", include("dossiers.urls.reports")),
    path("lam-viec/", include("dossiers.urls.schedule")),
    path("lam-viec/", include("publications.urls.staff")),
    path("lam-viec/", include("procedures.workspace.urls")),
    path("", include("search.urls.public")),
    path("", include("dossiers.urls.tracking")),
    path("", include("dossiers.urls.results")),
    path("", include("audits.urls.public")),
    path("", include("publications.urls.public")),
    path("", include("procedures.public.urls")),
    prefix_default_language=False,
)
