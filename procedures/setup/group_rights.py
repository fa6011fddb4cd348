"""Which Django permissions each role group carries (DOMAIN section 9). Pure data.

Nobody gets a publish right: approval publishes. The administrator keeps the system running and writes no content.
"""

from __future__ import annotations

from collections.abc import Mapping

from organisation.enums import PermissionRole

ADMIN_ACCESS = "wagtailadmin.access_admin"


def _rights(app: str, models: tuple[str, ...], actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions)


READ_REGISTER = _rights("document_control", ("controlleddocument", "issuedversion", "legalact"), ("view",))
READ_ORGANISATION = _rights(
    "organisation",
    ("unit", "post", "assignment", "role", "officehours", "holiday", "swappedday", "adminlevel"),
    ("view",),
)
WRITE = (ADMIN_ACCESS, *READ_REGISTER, "procedures.view_formtemplate")

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.ONE_STOP_OFFICER: READ_REGISTER,
    PermissionRole.CLERK: READ_REGISTER,
    PermissionRole.LEADER: (
        *READ_REGISTER,
        "document_control.withdraw_document",
        "document_control.read_all_versions",
    ),
    PermissionRole.SPECIALIST: WRITE,
    PermissionRole.HEAD_OF_UNIT: (*WRITE, "document_control.read_all_versions"),
    PermissionRole.INTERNAL_AUDITOR: (*READ_REGISTER, "document_control.read_all_versions"),
    PermissionRole.ISO_SECRETARY: (
        ADMIN_ACCESS,
        "document_control.withdraw_document",
        "document_control.read_all_versions",
        "document_control.view_issuedversion",
        *READ_ORGANISATION,
        *_rights("document_control", ("controlleddocument",), ("view", "change")),
        *_rights("document_control", ("legalact", "periodicreview"), ("view", "add", "change")),
        *_rights(
            "procedures",
            ("formtemplate", "procedurefield", "subject", "onlinelevel"),
            ("view", "add", "change"),
        ),
    ),
    PermissionRole.ADMINISTRATOR: (
        ADMIN_ACCESS,
        *READ_REGISTER,
        *_rights("organisation", ("user", "unit", "post", "assignment", "role"), ("view", "add", "change")),
        *_rights(
            "organisation",
            ("adminlevel", "holiday", "swappedday", "officehours"),
            ("view", "add", "change", "delete"),
        ),
        "organisation.change_officesettings",
        "wagtailcore.change_site",
    ),
}
"""Permission names ("app.codename") by role."""

_rights_of_apps: list[Mapping[PermissionRole, tuple[str, ...]]] = []


def register_rights(rights: Mapping[PermissionRole, tuple[str, ...]]) -> None:
    """Let an app above say which of its permissions each role group carries; call it from `AppConfig.ready()`."""
    if rights not in _rights_of_apps:
        _rights_of_apps.append(rights)


def rights_of(role: PermissionRole) -> tuple[str, ...]:
    """The permission names of a role, those of the apps above included."""
    return (*RIGHTS.get(role, ()), *(name for rights in _rights_of_apps for name in rights.get(role, ())))


PAGE_WRITERS = (PermissionRole.SPECIALIST, PermissionRole.HEAD_OF_UNIT, PermissionRole.ISO_SECRETARY)
"""Roles that write drafts below the two index pages."""

REVIEWERS = (PermissionRole.ISO_SECRETARY, PermissionRole.HEAD_OF_UNIT)
APPROVERS = (PermissionRole.LEADER,)
