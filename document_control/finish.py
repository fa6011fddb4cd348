"""The door that `WAGTAIL_FINISH_WORKFLOW_ACTION` names.

Wagtail imports this module while its own models load, so the work is imported on the call.
"""

from __future__ import annotations

from typing import Any


def issue_approved(workflow_state: Any, user: Any = None) -> None:
    """Issue the approved text (see `document_control.workflow.issue_approved`)."""
    from document_control import workflow

    workflow.issue_approved(workflow_state, user)
