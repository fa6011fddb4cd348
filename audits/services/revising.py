"""From a finding to a draft of the procedure that cites it. Wagtail's own rights say who may edit a text."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from audits.enums import FindingState
from audits.errors import AuditError, NotAllowedError
from audits.models import Finding
from audits.rules.citations import cited_codes
from organisation.models import User
from procedures.models import ProcessPage


@dataclass(frozen=True, slots=True)
class Revisable:
    """The text of the procedure that a finding speaks of.

    Attributes:
        reason: what the reason for the change has to say, so that the version is linked to the finding.
        locked_reason: why the person cannot prepare the draft; empty when he can.
    """

    page: ProcessPage
    reason: str
    locked_reason: str


def revision_reason(finding: Finding) -> str:
    """What the reason for the change says."""
    return _("Answers finding %(code)s: %(title)s") % {"code": finding.code, "title": finding.title}


def revisable_of(actor: User, finding: Finding) -> Revisable | None:
    """The procedure's text and whether the person may revise it; None when the finding speaks of no text."""
    if finding.document_id is None or finding.state == FindingState.CANCELLED:
        return None
    page = ProcessPage.objects.filter(document_id=finding.document_id).first()
    if page is None:
        return None
    locked = ""
    if not page.permissions_for_user(actor).can_edit():
        locked = _("This text is edited by those who write procedures. Give them the sentence below.")
    elif page.workflow_in_progress:
        locked = _(
            "The text is under review. Wait for the decision, or ask its authors to add the sentence below."
        )
    return Revisable(page, revision_reason(finding), locked)


@transaction.atomic
def prepare_revision(actor: User, finding: Finding) -> ProcessPage:
    """A draft of the procedure whose reason for the change cites the finding; an open draft keeps its own reason, too.

    Raises:
        NotAllowedError: the person may not edit the text.
        AuditError: the finding speaks of no text, or the text is under review.
    """
    found = revisable_of(actor, finding)
    if found is None:
        raise AuditError(_("This finding speaks of no procedure that is written here."))
    if not found.page.permissions_for_user(actor).can_edit():
        raise NotAllowedError(found.locked_reason)
    if found.locked_reason:
        raise AuditError(found.locked_reason)
    page = found.page.specific
    draft = page.get_latest_revision_as_object()
    if page.has_unpublished_changes and finding.code in cited_codes(draft.change_reason):
        return draft
    kept = draft.change_reason.strip() if page.has_unpublished_changes else ""
    draft.change_reason = f"{kept}\n{found.reason}".strip()
    if not kept:
        draft.change_basis = draft.decision_number = ""
        draft.decision_date = draft.planned_effective_from = None
    draft.save_revision(user=actor, log_action=True, clean=False)
    return draft
