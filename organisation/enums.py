"""Closed vocabularies of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    CITY = "city", _("City")
    URBAN_DISTRICT = "urban_district", _("Urban district")
    RURAL_DISTRICT = "rural_district", _("Rural district")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")
    DIVISION = "division", _("Division")
    OFFICE = "office", _("Office")
    ONE_STOP = "one_stop", _("One-stop office")
    SERVICE_POINT = "service_point", _("Public administration service point")


class UnitEventKind(models.TextChoices):
    CREATED = "created", _("Created")
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    ABOLISHED = "abolished", _("Abolished")
    REARRANGED = "rearranged", _("Rearranged")
    MOVED = "moved", _("Moved")


class SuccessionShare(models.TextChoices):
    WHOLE = "whole", _("Whole")
    MAIN_PART = "main_part", _("Main part")
    PART = "part", _("Part")


class SaturdayMode(models.TextChoices):
    """What a Saturday counts as in a unit (DOMAIN 3.6)."""

    NONE = "none", _("Closed on Saturday")
    RECEPTION_ONLY = "reception_only", _("Saturday: reception and return only")
    IMMEDIATE_PROCEDURES = "immediate_procedures", _("Saturday: also procedures solved at once")


class HolidayKind(models.TextChoices):
    PUBLIC_HOLIDAY = "public_holiday", _("Public holiday")
    COMPENSATORY = "compensatory", _("Compensatory day off")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class PermissionRole(models.TextChoices):
    """The roles that carry rights in the system (DOMAIN section 9); each has one group of the same name."""

    ONE_STOP_OFFICER = "one_stop_officer", _("One-stop officer")
    SPECIALIST = "specialist", _("Specialist")
    HEAD_OF_UNIT = "head_of_unit", _("Head of unit")
    LEADER = "leader", _("Leader")
    ISO_SECRETARY = "iso_secretary", _("ISO secretary")
    INTERNAL_AUDITOR = "internal_auditor", _("Internal auditor")
    CLERK = "clerk", _("Clerk")
    ADMINISTRATOR = "administrator", _("Administrator")
