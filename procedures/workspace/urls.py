"""Addresses of the staff workspace (/lam-viec/)."""

from __future__ import annotations

from django.urls import path

from organisation import views_auth
from procedures.workspace.views import (
    approvals,
    process_versions,
    processes,
    register,
    reviews,
    withdrawal,
    workspace,
)

urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("dang-nhap/", views_auth.StaffLoginView.as_view(), name="staff-login"),
    path("dang-xuat/", views_auth.StaffLogoutView.as_view(), name="staff-logout"),
    path("mat-khau/", views_auth.StaffPasswordView.as_view(), name="staff-password"),
    # Internal processes
    path("quy-trinh/", processes.process_list, name="process-list"),
    path("quy-trinh/toi-phai-lam-gi/", processes.my_steps, name="my-steps"),
    path("quy-trinh/lich/", processes.process_calendar, name="process-calendar"),
    path("quy-trinh/bieu-mau/", processes.process_forms, name="process-forms"),
    path("quy-trinh/bieu-mau/<int:version_id>/<slug:sha256>/", processes.form_file, name="form-file"),
    path("quy-trinh/<slug:slug>/", process_versions.process, name="process"),
    path(
        "quy-trinh/<slug:slug>/lan-ban-hanh/<str:number>/",
        process_versions.process_version,
        name="process-version",
    ),
    path("quy-trinh/<slug:slug>/so-sanh/", process_versions.compare_chosen, name="process-compare-chosen"),
    path(
        "quy-trinh/<slug:slug>/so-sanh/<str:old>/<str:new>/",
        process_versions.process_compare,
        name="process-compare",
    ),
    # Register
    path("tai-lieu/", register.master_list, name="master-list"),
    path("tai-lieu/van-ban/", register.legal_acts, name="legal-acts"),
    path("tai-lieu/van-ban/<int:act_id>/", register.legal_act, name="legal-act"),
    path("tai-lieu/<int:document_id>/rut/", withdrawal.withdraw_document, name="document-withdraw"),
    path(
        "tai-lieu/<int:document_id>/huy-ban/<str:number>/",
        withdrawal.cancel_version,
        name="document-cancel-version",
    ),
    path("tai-lieu/<int:document_id>/ra-soat/", reviews.review_document, name="document-review"),
    # Writing and approving
    path("soan-va-duyet/", approvals.texts, name="approvals"),
    path("soan-va-duyet/<int:page_id>/", approvals.approval, name="approval"),
    path("soan-va-duyet/<int:page_id>/gui-duyet/", approvals.submit_text, name="approval-submit"),
    path("soan-va-duyet/<int:page_id>/xem-truoc/", approvals.preview, name="approval-preview"),
    path("soan-va-duyet/<int:page_id>/ket-qua/", approvals.result, name="approval-result"),
]
