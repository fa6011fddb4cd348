"""Which permissions of publications each role group carries (DOMAIN section 9). Pure data."""

from __future__ import annotations

from organisation.enums import PermissionRole

ISSUE_HANDBOOKS = "publications.issue_handbook"
MANAGE_HANDBOOKS = tuple(f"publications.{action}_handbook" for action in ("view", "add", "change"))
MANAGE_BOARDS = tuple(f"publications.{action}_noticeboard" for action in ("view", "add", "change"))

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.LEADER: (ISSUE_HANDBOOKS,),
    PermissionRole.ISO_SECRETARY: (ISSUE_HANDBOOKS, *MANAGE_HANDBOOKS, *MANAGE_BOARDS),
}
"""Preparing and approving an edition need the same permission; which of the two, the role says (`handbook_policy`).

Boards are closed, never deleted: what hung there stays on record. Who records postings: `board_policy`.
"""
