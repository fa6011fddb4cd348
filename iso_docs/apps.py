"""The project itself, and Wagtail's apps as configured for it."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class IsoDocsConfig(AppConfig):
    name = "iso_docs"
    verbose_name = "ISO Docs"

    def ready(self) -> None:
        from iso_docs import checks  # noqa: F401  (registers the system checks)


class UsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user administration over our user model."""
