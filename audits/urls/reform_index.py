"""Addresses of the reform index, under /lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern, path

from audits.views import index_assessment, index_overview, index_scoring, index_sets

ROOT = "chi-so-cai-cach/"

urlpatterns: list[URLPattern] = [
    path(ROOT, index_overview.overview, name="reform-index-overview"),
    path(f"{ROOT}mo-dot/", index_overview.new_round, name="reform-index-open"),
    path(f"{ROOT}bo-chi-so/", index_sets.index_sets, name="reform-index-sets"),
    path(f"{ROOT}theo-nam/", index_overview.years, name="reform-index-years"),
    path(
        f"{ROOT}cong-bo/<int:set_id>/<int:year>/", index_overview.publish_round, name="reform-index-publish"
    ),
    path(f"{ROOT}minh-chung/<int:score_id>/", index_assessment.evidence, name="reform-index-evidence"),
    path(
        f"{ROOT}minh-chung/tep/<int:evidence_id>/",
        index_assessment.evidence_file,
        name="reform-index-evidence-file",
    ),
    path(
        f"{ROOT}minh-chung/tep/<int:evidence_id>/go/",
        index_assessment.evidence_remove,
        name="reform-index-evidence-remove",
    ),
    path(f"{ROOT}<int:pk>/", index_assessment.detail, name="reform-index-assessment"),
    path(f"{ROOT}<int:pk>/buoc/<slug:act>/", index_assessment.step, name="reform-index-step"),
    path(f"{ROOT}<int:pk>/tra-lai/", index_assessment.send_back, name="reform-index-return"),
    path(f"{ROOT}<int:pk>/gia-dinh/", index_assessment.simulate, name="reform-index-what-if"),
    path(f"{ROOT}<int:pk>/khac-phuc/", index_assessment.plan, name="reform-index-plan"),
    path(f"{ROOT}<int:pk>/lich-su/", index_assessment.history, name="reform-index-history"),
    path(f"{ROOT}<int:pk>/tu-cham/<str:code>/", index_scoring.self_score, name="reform-index-self-score"),
    path(f"{ROOT}<int:pk>/tham-dinh/<str:code>/", index_scoring.appraise, name="reform-index-appraise"),
    path(f"{ROOT}<int:pk>/giai-trinh/", index_scoring.explain, name="reform-index-explain"),
    path(f"{ROOT}<int:pk>/ket-luan/", index_scoring.decide, name="reform-index-decide"),
    path(f"{ROOT}<int:pk>/khao-sat/", index_scoring.survey, name="reform-index-survey"),
]
