"""Public addresses of dossiers: following one by code and secret."""

from __future__ import annotations

from django.urls import path

from dossiers.views import tracking

urlpatterns = [
    path("ho-so/", tracking.tracking, name="tracking"),
    path("ho-so/dang-xem/", tracking.tracked_dossier, name="tracked-dossier"),
    path("ho-so/dang-xem/thu/<int:letter_id>.pdf", tracking.tracked_letter, name="tracked-letter"),
    path("ho-so/xem-xong/", tracking.stop_tracking, name="stop-tracking"),
]
