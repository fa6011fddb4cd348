"""The register of controlled documents and their issued versions (ISO 9001:2015 clause 7.5)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentControlConfig(AppConfig):
    name = "document_control"
    verbose_name = _("Document control")

    def ready(self) -> None:
        from document_control import signal_handlers  # noqa: F401  (connects the receivers)
        from document_control.kept_files import register_kept_files

        register_kept_files()
