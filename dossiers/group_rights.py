"""Which permissions of dossiers each role group carries in the administration (DOMAIN section 9). Pure data.

What a person may do with one dossier is not a permission but a matter of units, posts and steps: `policies`.
"""

from __future__ import annotations

from organisation.enums import PermissionRole

RIGHTS: dict[PermissionRole, tuple[str, ...]] = {
    PermissionRole.ISO_SECRETARY: (
        "dossiers.change_dossiersettings",
        "dossiers.view_onestopform",
        "dossiers.add_onestopform",
        "dossiers.change_onestopform",
        "dossiers.view_reportedfigure",
        "dossiers.add_reportedfigure",
        "dossiers.change_reportedfigure",
    ),
}
