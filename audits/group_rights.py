"""Which permissions of audits each role group carries in the administration (DOMAIN section 9). Pure data.

What a person may do with one audit, finding or action is a matter of units and teams: `policies`.
"""

from __future__ import annotations

from organisation.enums import PermissionRole

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.ISO_SECRETARY: (
        "audits.change_auditsettings",
        "audits.view_standardclause",
        "audits.add_standardclause",
        "audits.change_standardclause",
        "audits.view_checklisttemplate",
        "audits.add_checklisttemplate",
        "audits.change_checklisttemplate",
        "audits.delete_checklisttemplate",
        "audits.view_publishedstanding",
        "audits.add_publishedstanding",
        "audits.change_publishedstanding",
    ),
}
