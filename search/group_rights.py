"""Which permissions of the search each role group carries. Pure data."""

from __future__ import annotations

from organisation.enums import PermissionRole


def _manage(app: str, model: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for action in ("view", "add", "change", "delete"))


RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.ISO_SECRETARY: (
        *_manage("search", "synonymgroup"),
        *_manage("wagtailsearchpromotions", "searchpromotion"),
    ),
}
"""Names of things are no controlled text: a wrong one may be deleted; its history stays."""
