"""Administrative procedures and internal processes: writing, approving, showing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = _("Procedures")

    def ready(self) -> None:
        from procedures import signal_handlers  # noqa: F401  (connects the receivers)
        from procedures.kept_files import register_kept_files
        from procedures.workspace.process_texts import ProcessTexts
        from procedures.workspace.text_kinds import register_text_kind

        register_text_kind(ProcessTexts())
        register_kept_files()
