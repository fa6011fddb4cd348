"""Closed vocabularies of procedures. Values follow the snapshot (docs/snapshot.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeUnit(models.TextChoices):
    """Units of a legal time limit (DOMAIN 3.7); never converted into each other."""

    SAME_DAY = "same_day", _("Same day")
    WORKING_HOUR = "working_hour", _("Working hours")
    WORKING_DAY = "working_day", _("Working days")
    CALENDAR_DAY = "calendar_day", _("Calendar days")


class StepUnit(models.TextChoices):
    """Units of a step's duration; quarter days are written 0,25 working days."""

    WORKING_DAY = "working_day", _("working days")
    WORKING_HOUR = "working_hour", _("working hours")
    MINUTE = "minute", _("minutes")
    CALENDAR_DAY = "calendar_day", _("calendar days")


class SupplementRule(models.TextChoices):
    RESTART = "restart", _("Counts anew from the complete dossier")
    PAUSE = "pause", _("Clock stands still meanwhile")


class Channel(models.TextChoices):
    DIRECT = "direct", _("In person")
    POSTAL = "postal", _("By post")
    ONLINE = "online", _("Online")


class FeeChannel(models.TextChoices):
    ALL = "all", _("All ways")
    DIRECT = "direct", _("In person")
    POSTAL = "postal", _("By post")
    ONLINE = "online", _("Online")


class FeeKind(models.TextChoices):
    """Phí (cost of a service) and lệ phí (fixed state fee) are two things (Luật 97/2015/QH13)."""

    CHARGE = "charge", _("Charge (phí)")
    FEE = "fee", _("Fee (lệ phí)")


class ComponentKind(models.TextChoices):
    SUBMIT = "submit", _("To be handed in")
    PRESENT = "present", _("To be shown only")


class OnlineScale(models.TextChoices):
    CURRENT = "current", _("Full or partial (from 2022)")
    LEGACY = "legacy", _("Levels 1 to 4 (until 2022)")


class Frequency(models.TextChoices):
    ON_DEMAND = "on_demand", _("When it comes up")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    ANNUAL = "annual", _("Yearly")


class ImportFormat(models.TextChoices):
    """What a file can be brought in as."""

    PORTAL = "portal", _("record of the national portal")
    WORD = "word", _("Word procedure")
    YAML = "yaml", "YAML"
    JSON = "json", "JSON"
    XLSX = "xlsx", _("table (XLSX)")


class ImportState(models.TextChoices):
    """Where an import stands."""

    OPEN = "open", _("being checked")
    WRITING = "writing", _("drafts are being written")
    CLOSED = "closed", _("closed")


class ImportAction(models.TextChoices):
    """What writing an item would do, or did."""

    CREATE = "create", _("new draft")
    CHANGE = "change", _("changes a draft")
    UNCHANGED = "unchanged", _("nothing new")
    BLOCKED = "blocked", _("cannot be written yet")
