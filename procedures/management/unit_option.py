"""The option --unit of commands: whose documents."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from organisation.models import OfficeSettings, Unit


def unit_of(slug: str | None) -> Unit:
    """The unit of that identifier; without one the authority of the site's office settings.

    Raises:
        CommandError: there is none.
    """
    if slug:
        unit = Unit.objects.filter(slug=slug).first()
        if unit is None:
            raise CommandError(_("There is no unit with the identifier %(slug)s.") % {"slug": slug})
        return unit
    site = Site.objects.filter(is_default_site=True).first()
    office = OfficeSettings.for_site(site).office if site else None
    if office is None:
        raise CommandError(
            _("Name the owner with --unit SLUG, or choose the authority in the office settings.")
        )
    return office
