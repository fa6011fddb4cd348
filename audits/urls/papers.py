"""Addresses of papers, evidence packs and trends, under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from audits.views import evidence, papers, trends

urlpatterns = [
    path("danh-gia/xu-huong/", trends.trends, name="audit-trends"),
    path("danh-gia/xu-huong/phat-hien/", trends.findings, name="audit-trends-findings"),
    path("danh-gia/verify.py", evidence.verifier, name="audit-verifier"),
    path(
        "danh-gia/chuong-trinh/<int:year>/chuong-trinh.<slug:file_format>",
        papers.programme,
        name="audit-programme-file",
    ),
    path("danh-gia/<str:code>/bao-cao.<slug:file_format>", papers.report, name="audit-report-file"),
    path("danh-gia/<str:code>/ke-hoach.<slug:file_format>", papers.plan, name="audit-plan-file"),
    path(
        "danh-gia/<str:code>/phieu-hoi/<int:position>/phieu.<slug:file_format>",
        papers.checklist,
        name="audit-checklist-file",
    ),
    path("danh-gia/<str:code>/goi-bang-chung/", evidence.evidence, name="audit-evidence"),
    path("danh-gia/<str:code>/goi-bang-chung/<uuid:uid>.zip", evidence.pack_file, name="audit-evidence-file"),
    path("khong-phu-hop/<str:code>/phieu.<slug:file_format>", papers.finding, name="finding-file"),
    path("hanh-dong/so-theo-doi.<slug:file_format>", papers.action_register, name="action-register-file"),
]
