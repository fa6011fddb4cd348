"""Public addresses of audits: published results of the reform index."""

from __future__ import annotations

from django.urls import URLPattern, path

from audits.views import index_public

urlpatterns: list[URLPattern] = [path("chi-so-cai-cach/", index_public.results, name="reform-index-results")]
