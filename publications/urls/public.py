"""Public addresses of publications: notices, the check of printed papers."""

from __future__ import annotations

from django.urls import path, register_converter

from publications.views import downloads, files, notices, validity


class CheckCodeConverter:
    """The short hash printed on a paper; upper case is accepted."""

    regex = r"[0-9A-Fa-f]{8,16}"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value


register_converter(CheckCodeConverter, "check_code")

urlpatterns = [
    path("niem-yet/", notices.notice_list, name="notice-list"),
    path("niem-yet/man-hinh/<slug:slug>/", notices.kiosk, name="kiosk"),
    path("niem-yet/man-hinh/<slug:slug>/trang-thai/", notices.kiosk_state, name="kiosk-state"),
    path("kiem-tra/", validity.check_form, name="paper-check-form"),
    path("kiem-tra/<str:typed>/", validity.check_paper, name="paper-check"),
    path("thu-tuc/<slug:slug>/tai-ve/", downloads.procedure_downloads, name="procedure-downloads"),
    path("tai-ve/cho/<uuid:public_id>/", files.progress, name="file-progress"),
    path("tai-ve/cho/<uuid:public_id>/tep/", files.made_file, name="made-file"),
    path(
        "tai-ve/<check_code:check_code>/<slug:kind>.<slug:file_format>",
        files.version_file,
        name="version-file",
    ),
]
