"""Models of the organisation. Import from here; the submodules are private."""

from organisation.models.calendar import Holiday, OfficeHours, OfficeInterval, SwappedDay
from organisation.models.files import OfficeDocument, OfficeImage, OfficeRendition
from organisation.models.people import Assignment, Post, Role, User
from organisation.models.site import OfficeSettings
from organisation.models.units import AdminLevel, Unit, UnitEvent, UnitParent, UnitSuccession

__all__ = [
    "AdminLevel",
    "Assignment",
    "Holiday",
    "OfficeDocument",
    "OfficeHours",
    "OfficeImage",
    "OfficeInterval",
    "OfficeRendition",
    "OfficeSettings",
    "Post",
    "Role",
    "SwappedDay",
    "Unit",
    "UnitEvent",
    "UnitParent",
    "UnitSuccession",
    "User",
]
