"""Addresses of findings and corrective actions, under /lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern, path

from audits.views import actions, findings, raising

urlpatterns: list[URLPattern] = [
    path("khong-phu-hop/", findings.finding_list, name="finding-list"),
    path("khong-phu-hop/moi/", raising.raise_finding, name="finding-raise"),
    path("khong-phu-hop/tu-cau-hoi/<int:item_id>/", raising.raise_from_item, name="finding-from-item"),
    path("khong-phu-hop/<str:code>/", findings.finding, name="finding"),
    path("khong-phu-hop/<str:code>/lich-su/", findings.finding_history, name="finding-history"),
    path("khong-phu-hop/<str:code>/anh/<int:photo_id>/", findings.photo, name="finding-photo"),
    path("khong-phu-hop/<str:code>/sua-quy-trinh/", findings.revise, name="finding-revise"),
    path("khong-phu-hop/<str:code>/<slug:slug>/", findings.finding_act, name="finding-act"),
    path("hanh-dong/", actions.action_list, name="action-list"),
    path("hanh-dong/<str:code>/", actions.action, name="action"),
    path("hanh-dong/<str:code>/lich-su/", actions.action_history, name="action-history"),
    path("hanh-dong/<str:code>/tep/<int:evidence_id>/", actions.evidence, name="action-evidence"),
    path(
        "hanh-dong/<str:code>/go-tep/<int:evidence_id>/",
        actions.remove_evidence,
        name="action-evidence-remove",
    ),
    path("hanh-dong/<str:code>/<slug:slug>/", actions.action_act, name="action-act"),
]
