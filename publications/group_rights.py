"""Which permissions of publications each role group carries (DOMAIN section 9). Pure data."""

from __future__ import annotations

from organisation.enums import PermissionRole

MANAGE_BOARDS = tuple(f"publications.{action}_noticeboard" for action in ("view", "add", "change"))

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.ISO_SECRETARY: MANAGE_BOARDS,
}
"""Boards are closed, never deleted: what hung there stays on record. Who records postings: `board_policy`."""
