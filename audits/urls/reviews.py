"""Addresses of quality objectives and management reviews, under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from audits.views import objectives, review_minutes, reviews

urlpatterns = [
    path("muc-tieu/", objectives.objective_list, name="objective-list"),
    path("muc-tieu/moi/", objectives.objective_new, name="objective-new"),
    path("muc-tieu/ghi-so-lieu/", objectives.objective_count, name="objective-count"),
    path("muc-tieu/<slug:code>/", objectives.objective_detail, name="objective"),
    path("muc-tieu/<slug:code>/sua/", objectives.objective_edit, name="objective-edit"),
    path("muc-tieu/<slug:code>/gui-duyet/", objectives.objective_submit, name="objective-submit"),
    path("muc-tieu/<slug:code>/duyet/", objectives.objective_approve, name="objective-approve"),
    path("muc-tieu/<slug:code>/tra-lai/", objectives.objective_return, name="objective-return"),
    path("muc-tieu/<slug:code>/dong/", objectives.objective_close, name="objective-close"),
    path("muc-tieu/<slug:code>/lich-su/", objectives.objective_history, name="objective-history"),
    path("muc-tieu/<slug:code>/gia-tri/<slug:period>/", objectives.objective_value, name="objective-value"),
    path("xem-xet-lanh-dao/", reviews.review_list, name="review-list"),
    path("xem-xet-lanh-dao/moi/", reviews.review_new, name="review-new"),
    path("xem-xet-lanh-dao/<slug:code>/", reviews.review_detail, name="review"),
    path("xem-xet-lanh-dao/<slug:code>/sua/", reviews.review_edit, name="review-edit"),
    path("xem-xet-lanh-dao/<slug:code>/dau-vao/<slug:part>/", reviews.review_input, name="review-input"),
    path("xem-xet-lanh-dao/<slug:code>/ghi-nhan/", reviews.review_hold, name="review-hold"),
    path("xem-xet-lanh-dao/<slug:code>/bien-ban/", review_minutes.review_minutes, name="review-minutes"),
    path(
        "xem-xet-lanh-dao/<slug:code>/quyet-dinh/moi/",
        review_minutes.review_decision,
        name="review-decision-new",
    ),
    path(
        "xem-xet-lanh-dao/<slug:code>/quyet-dinh/<int:number>/",
        review_minutes.review_decision,
        name="review-decision",
    ),
    path("xem-xet-lanh-dao/<slug:code>/ky/", review_minutes.review_sign, name="review-sign"),
    path("xem-xet-lanh-dao/<slug:code>/lich-su/", reviews.review_history, name="review-history"),
    path(
        "xem-xet-lanh-dao/<slug:code>/<slug:kind>.<slug:file_format>",
        review_minutes.review_paper,
        name="review-file",
    ),
]
