"""Which permissions of publications each role group carries (DOMAIN section 9). Pure data."""

from __future__ import annotations

from organisation.enums import PermissionRole

ISSUE_HANDBOOKS = "publications.issue_handbook"

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.LEADER: (ISSUE_HANDBOOKS,),
    PermissionRole.ISO_SECRETARY: (
        ISSUE_HANDBOOKS,
        "publications.view_handbook",
        "publications.add_handbook",
        "publications.change_handbook",
        "publications.view_noticeboard",
        "publications.add_noticeboard",
        "publications.change_noticeboard",
        "publications.change_papersettings",
    ),
}
"""Preparing and approving need the same permission; which of the two it is, the role says (`handbook_policy`)."""
