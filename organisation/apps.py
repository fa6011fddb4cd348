"""The people, units, posts and working calendar of a local authority: the lowest layer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from organisation import checks, signal_handlers  # noqa: F401  (registers checks, connects receivers)
        from organisation.admin_comparison import register_comparisons
        from organisation.admin_dates import register_date_fields
        from organisation.admin_numbers import register_number_fields

        register_comparisons()
        register_date_fields()
        register_number_fields()
