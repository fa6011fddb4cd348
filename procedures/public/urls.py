"""Public addresses of procedures."""

from __future__ import annotations

from django.urls import path, register_converter

from document_control.numbering import VersionNumber
from procedures.public.views import catalogue, changes, contact, files, history, home, procedure


class VersionNumberConverter:
    """Edition and revision in an address: "3.1"."""

    regex = r"[0-9]{1,5}\.[0-9]{1,5}"

    def to_python(self, value: str) -> VersionNumber:
        return VersionNumber.parse(value)

    def to_url(self, value: VersionNumber | str) -> str:
        return str(value)


class Sha256Converter:
    """The name of a frozen file."""

    regex = r"[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VersionNumberConverter, "version")
register_converter(Sha256Converter, "sha256")

urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", catalogue.procedure_list, name="procedure-list"),
    path("thu-tuc/<slug:slug>/", procedure.procedure, name="procedure"),
    path("thu-tuc/<slug:slug>/lan-ban-hanh/", history.history, name="procedure-history"),
    path(
        "thu-tuc/<slug:slug>/lan-ban-hanh/<version:number>/",
        procedure.procedure_version,
        name="procedure-version",
    ),
    path("thu-tuc/<slug:slug>/so-sanh/", history.compare_chosen, name="procedure-compare-chosen"),
    path(
        "thu-tuc/<slug:slug>/so-sanh/<version:old>/<version:new>/",
        history.compare,
        name="procedure-compare",
    ),
    path("thay-doi/", changes.changes, name="changes"),
    path("lien-he/", contact.contact, name="contact"),
    path("tep/<sha256:sha256>/<str:filename>", files.frozen_file, name="frozen-file"),
]
