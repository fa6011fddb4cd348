"""Who makes and who gets evidence packs: photos, answers and files of others are in them."""

from __future__ import annotations

from audits.enums import AuditState
from audits.models import Audit
from audits.policies import HEAD, AuditPolicy

WITH_REPORT = (AuditState.REPORTED, AuditState.CLOSED)


def may_read_packs(policy: AuditPolicy, audit: Audit) -> bool:
    """Overseers of the office, the team, and the head of the unit once the report is out."""
    if audit.state not in WITH_REPORT or not policy.can_read(audit):
        return False
    is_head = HEAD in policy.roles and audit.unit_id in policy.unit_ids
    return policy.oversees or policy.is_in_team(audit) or is_head


def may_make_pack(policy: AuditPolicy, audit: Audit) -> bool:
    """Overseers of the office and the team."""
    return may_read_packs(policy, audit) and (policy.oversees or policy.is_in_team(audit))
