"""Addresses of the staff workspace (/lam-viec/)."""

from __future__ import annotations

from django.urls import path

from organisation import views_auth
from procedures.import_desk.views import batches, items, uploads
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
    path("soan-va-duyet/<slug:kind>/<int:page_id>/", approvals.approval, name="approval"),
    path("soan-va-duyet/<slug:kind>/<int:page_id>/gui-duyet/", approvals.submit_text, name="approval-submit"),
    path("soan-va-duyet/<slug:kind>/<int:page_id>/xem-truoc/", approvals.preview, name="approval-preview"),
    path("soan-va-duyet/<slug:kind>/<int:page_id>/ket-qua/", approvals.result, name="approval-result"),
    path("soan-va-duyet/<int:page_id>/gui-duyet/", approvals.submit_text, name="approval-submit"),
    path("soan-va-duyet/<int:page_id>/xem-truoc/", approvals.preview, name="approval-preview"),
    path("soan-va-duyet/<int:page_id>/ket-qua/", approvals.result, name="approval-result"),
    # Bringing in files
    path("nhap/", batches.import_list, name="import-list"),
    path("nhap/moi/", batches.open_import, name="import-open"),
    path("nhap/<int:batch_id>/", batches.import_batch, name="import-batch"),
    path("nhap/<int:batch_id>/tep/", uploads.upload, name="import-upload"),
    path("nhap/<int:batch_id>/chon/", batches.choose, name="import-choose"),
    path("nhap/<int:batch_id>/ghi/", batches.write, name="import-write"),
    path("nhap/<int:batch_id>/tien-do/", batches.progress, name="import-progress"),
    path("nhap/<int:batch_id>/ket-thuc/", batches.close, name="import-close"),
    path("nhap/xuat/<slug:file_format>/", uploads.export, name="import-export"),
    path("nhap/tep/<int:file_id>/", uploads.original, name="import-file"),
    path("nhap/tep/<int:file_id>/bo/", uploads.remove_file, name="import-file-remove"),
    path("nhap/tai-lieu/<int:item_id>/", items.import_item, name="import-item"),
    path("nhap/tai-lieu/<int:item_id>/sua/<slug:slug>/", items.edit_part, name="import-edit"),
    path("nhap/tai-lieu/<int:item_id>/dung/<slug:slug>/", items.confirm_part, name="import-confirm"),
    path("nhap/tai-lieu/<int:item_id>/lay/", items.take_side, name="import-take"),
    path("nhap/tai-lieu/<int:item_id>/so-lai/", items.compare_again, name="import-compare"),
]
