"""Addresses. Vietnamese has no prefix, English lives under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from iso_docs.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
]

urlpatterns += i18n_patterns(
    path("lam-viec/", include("procedures.urls.staff")),
    path("", include("procedures.urls.public")),
    prefix_default_language=False,
)
