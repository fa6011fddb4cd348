"""Public results of handling dossiers."""

from __future__ import annotations

from django.urls import path

from dossiers.views import results

urlpatterns = [path("ket-qua-giai-quyet/", results.results, name="public-results")]
