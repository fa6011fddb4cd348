"""Which permissions of publications each role group carries (DOMAIN section 9). Pure data."""

from __future__ import annotations

from organisation.enums import PermissionRole

ISSUE_HANDBOOKS = "publications.issue_handbook"


def _manage(model: str) -> tuple[str, ...]:
    return tuple(f"publications.{action}_{model}" for action in ("view", "add", "change"))


RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.LEADER: (ISSUE_HANDBOOKS,),
    PermissionRole.ISO_SECRETARY: (
        ISSUE_HANDBOOKS,
        *_manage("handbook"),
        *_manage("noticeboard"),
        "publications.change_papersettings",
    ),
}
"""Preparing and approving an edition need the same permission; which of the two it is, the role says
(`handbook_policy`). Boards are closed, never deleted: what hung there stays on record. Who records postings:
`board_policy`."""
