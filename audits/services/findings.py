"""Findings: raised, answered, disputed, closed. Whatever the source, the same verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import NONCONFORMITIES, RAISED, ChecklistKind, FindingSource, FindingState
from audits.errors import AuditError, NotAllowedError
from audits.models import AuditItem, Finding
from audits.policies import AuditPolicy
from audits.rules.finding_states import FindingMove, Obstacle, obstacle_to_closing, state_after
from audits.services.claiming import claim, stamped
from document_control.models import ControlledDocument, IssuedVersion
from dossiers.models import LateIncident
from dossiers.services.numbers import next_number
from organisation.models import Unit, User

TITLE_LENGTH = 200
NEEDS_REFERENCE = frozenset({FindingSource.COMPLAINT.value})


@dataclass(frozen=True, slots=True)
class FindingDetails:
    """What is said about a finding.

    Attributes:
        requirement: what should be; `evidence`: what is.
        reference: of a complaint, an index component, a decision.
    """

    grade: str
    title: str
    evidence: str
    unit: Unit
    requirement: str = ""
    clause: str = ""
    document: ControlledDocument | None = None
    version: IssuedVersion | None = None
    reference: str = ""


# --- Raising --------------------------------------------------------------------------------------------


@transaction.atomic
def raise_from_item(
    actor: User, item_id: int, *, now: dt.datetime, title: str = "", evidence: str = ""
) -> Finding:
    """Turn an answered question of a checklist into a finding; each question becomes one at most.

    Args:
        title, evidence: in other words than the note says; empty takes those.

    Raises:
        NotAllowedError: not of the team, or of the unit audited.
        AuditError: the answer needs no finding, waits for a choice, or has its finding already.
    """
    item = AuditItem.objects.select_related("checklist__audit__unit", "checklist__version__document").get(
        pk=item_id
    )
    audit = item.checklist.audit
    if not AuditPolicy(actor, localdate(now)).may_raise_from(audit):
        raise NotAllowedError(_("Findings of an audit are raised by its team, while it runs."))
    _require_raisable(item)
    is_procedure = item.checklist.kind == ChecklistKind.PROCEDURE
    version = item.checklist.version if is_procedure else None
    details = FindingDetails(
        grade=item.grade,
        title=title.strip() or title_of(item),
        evidence=evidence.strip() or evidence_of(item),
        unit=audit.unit,
        requirement=item.question,
        clause=item.clause,
        document=version.document if version else None,
        version=version,
    )
    try:
        with transaction.atomic():
            return _write(actor, FindingSource.AUDIT, details, now, item=item)
    except IntegrityError as error:
        raise AuditError(_("This question has its finding already.")) from error


def raise_missing(actor: User, audit_id: int, *, now: dt.datetime) -> list[Finding]:
    """Raise everything of an audit that was graded and has no finding yet; answers in conflict are left."""
    items = AuditItem.objects.filter(
        checklist__audit_id=audit_id, grade__in=RAISED, has_conflict=False, finding=None
    )
    return [raise_from_item(actor, pk, now=now) for pk in items.values_list("pk", flat=True)]


@transaction.atomic
def raise_finding(
    actor: User,
    source: FindingSource,
    details: FindingDetails,
    *,
    now: dt.datetime,
    incident_ids: Sequence[int] = (),
) -> Finding:
    """Raise a finding that comes from elsewhere than an audit.

    Args:
        incident_ids: the late steps it rests on.

    Raises:
        NotAllowedError: not the ISO secretary, nor an internal auditor of the office.
        AuditError: something is missing, or a late step is answered for by another finding.
    """
    policy = AuditPolicy(actor, localdate(now))
    if not policy.may_raise or details.unit.pk not in policy.office_ids:
        raise NotAllowedError(_("Findings are raised by the ISO secretary and by internal auditors."))
    if source == FindingSource.AUDIT:
        raise AuditError(_("A finding of an audit is raised from a question of its checklist."))
    if source in NEEDS_REFERENCE and not details.reference.strip():
        raise AuditError(_("Write the number or the sender of the complaint."))
    incidents = _free_incidents(incident_ids)
    finding = _write(actor, source, details, now)
    if incidents:
        finding.incidents.set(incidents)
    return finding


def _require_raisable(item: AuditItem) -> None:
    if item.grade not in RAISED:
        raise AuditError(_("Only observations, opportunities and nonconformities become findings."))
    if item.has_conflict:
        raise AuditError(_("Two auditors answered differently. Choose one answer first."))
    existing = Finding.objects.filter(item=item).first()
    if existing is not None:
        raise AuditError(_("This question has its finding already: %(code)s.") % {"code": existing.code})


def title_of(item: AuditItem) -> str:
    """What was found in one line: the first line of the auditor's note, without a note the question."""
    first_line = item.note.strip().partition("\n")[0].strip()
    return _shortened(first_line.rstrip(".") or item.question)


def evidence_of(item: AuditItem) -> str:
    """What was seen: the auditor's note, and what the system found out by itself."""
    lines = [item.note.strip()]
    lines += [f"{line['label']}: {line['value']}" for line in item.facts.get("lines", []) if not line["ok"]]
    return "\n".join(line for line in lines if line) or item.question


def _free_incidents(ids: Sequence[int]) -> list[LateIncident]:
    incidents = list(LateIncident.objects.select_for_update().filter(pk__in=ids))
    taken = (
        Finding.objects.filter(incidents__in=incidents)
        .exclude(state=FindingState.CANCELLED)
        .values_list("code", flat=True)
        .first()
    )
    if taken is not None:
        raise AuditError(_("These late steps have a finding already: %(code)s.") % {"code": taken})
    return incidents


def _write(
    actor: User,
    source: FindingSource,
    details: FindingDetails,
    now: dt.datetime,
    item: AuditItem | None = None,
) -> Finding:
    if not details.title.strip() or not details.evidence.strip():
        raise AuditError(_("Write what was found and what shows it."))
    if details.grade not in RAISED:
        raise AuditError(_("Only observations, opportunities and nonconformities become findings."))
    prefix = "KPH" if details.grade in NONCONFORMITIES else "LY"
    year = localdate(now).year
    number = next_number(f"finding:{prefix}:{year}")
    finding = Finding(
        code=f"{prefix}-{year}-{number:03}",
        source=source,
        grade=details.grade,
        audit=item.checklist.audit if item else None,
        item=item,
        unit=details.unit,
        document=details.document,
        version=details.version,
        clause=details.clause,
        title=_shortened(details.title),
        requirement=details.requirement.strip(),
        evidence=details.evidence.strip(),
        reference=details.reference.strip(),
        raised_at=now,
        raised_by=actor,
    )
    stamped(finding, actor, now)
    finding.save()
    return finding


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= TITLE_LENGTH else f"{words[: TITLE_LENGTH - 1].rstrip()}…"


# --- The unit answers -----------------------------------------------------------------------------------


@transaction.atomic
def answer(
    actor: User, finding_id: int, lock_version: int, *, accepts: bool, words: str, now: dt.datetime
) -> Finding:
    """The head of the unit accepts a finding, or disputes it and says why.

    Raises:
        NotAllowedError, AuditError, StaleError: not his unit; no reason; somebody was faster.
    """
    finding = claim(Finding, finding_id, lock_version, actor, now)
    if not AuditPolicy(actor, localdate(now)).may_answer(finding):
        raise NotAllowedError(_("A finding is answered by the head of the unit, while it is open."))
    if not accepts and not words.strip():
        raise AuditError(_("Write why the unit disputes it."))
    move = FindingMove.ACCEPT if accepts else FindingMove.DISPUTE
    finding.state = _after(finding, move)
    finding.answer, finding.answered_at, finding.answered_by = words.strip(), now, actor
    finding.save()
    return finding


@transaction.atomic
def settle_dispute(
    actor: User, finding_id: int, lock_version: int, *, stands: bool, words: str, now: dt.datetime
) -> Finding:
    """Somebody outside the unit decides about a dispute: the finding stands, or it is taken back.

    Raises:
        NotAllowedError, AuditError, StaleError: not independent; no reason; somebody was faster.
    """
    finding = claim(Finding, finding_id, lock_version, actor, now)
    if not AuditPolicy(actor, localdate(now)).may_settle(finding):
        raise NotAllowedError(
            _("A dispute is decided by a leader or the ISO secretary, who is not of the unit.")
        )
    if not words.strip():
        raise AuditError(_("Write why it was decided so."))
    finding.state = _after(finding, FindingMove.UPHOLD if stands else FindingMove.GRANT)
    finding.ruling, finding.ruled_at, finding.ruled_by = words.strip(), now, actor
    if not stands:
        finding.closed_at, finding.closed_by, finding.close_note = now, actor, words.strip()
        _require_no_open_action(finding)
    finding.save()
    return finding


# --- The end --------------------------------------------------------------------------------------------


@transaction.atomic
def take_back(actor: User, finding_id: int, lock_version: int, *, reason: str, now: dt.datetime) -> Finding:
    """A finding that was a mistake; its number stays used.

    Raises:
        NotAllowedError, AuditError, StaleError: not his; no reason, or actions are open; somebody was faster.
    """
    finding = claim(Finding, finding_id, lock_version, actor, now)
    if not AuditPolicy(actor, localdate(now)).may_take_back(finding):
        raise NotAllowedError(_("A finding is taken back by whoever raised it, or by the ISO secretary."))
    if not reason.strip():
        raise AuditError(_("Write why the finding is taken back."))
    _require_no_open_action(finding)
    finding.state = _after(finding, FindingMove.TAKE_BACK)
    finding.closed_at, finding.closed_by, finding.close_note = now, actor, reason.strip()
    finding.save()
    return finding


@transaction.atomic
def close(actor: User, finding_id: int, lock_version: int, *, note: str, now: dt.datetime) -> Finding:
    """Close a finding: a nonconformity once its actions were verified, an observation with a note.

    Raises:
        NotAllowedError, AuditError, StaleError: not independent; something is open; somebody was faster.
    """
    finding = claim(Finding, finding_id, lock_version, actor, now)
    if not AuditPolicy(actor, localdate(now)).may_close_finding(finding):
        raise NotAllowedError(
            _("A finding is closed by an auditor or the ISO secretary, who is not of the unit.")
        )
    states = list(finding.actions.values_list("state", flat=True))
    obstacle = obstacle_to_closing(finding.grade, finding.state, states)
    if obstacle is not None:
        raise AuditError(obstacle_words(obstacle))
    if finding.grade not in NONCONFORMITIES and not note.strip():
        raise AuditError(_("Write what became of it."))
    finding.state = _after(finding, FindingMove.CLOSE)
    finding.closed_at, finding.closed_by, finding.close_note = now, actor, note.strip()
    finding.save()
    return finding


def reopen(finding_id: int, actor: User, now: dt.datetime) -> None:
    """Part of a change of an action that did not hold after all: its closed finding is open again."""
    finding = claim(Finding, finding_id, None, actor, now)
    if finding.state != FindingState.CLOSED:
        return
    finding.state = FindingState.ACCEPTED if finding.answered_at else FindingState.RAISED
    finding.closed_at = finding.closed_by_id = None
    finding.close_note = ""
    finding.save()


def obstacle_words(obstacle: Obstacle) -> str:
    """Why a finding cannot be closed yet, and what to do."""
    return {
        Obstacle.NOT_ANSWERED: _("The unit has not accepted this nonconformity yet."),
        Obstacle.ACTIONS_OPEN: _("An action is still open. It has to be verified or cancelled first."),
        Obstacle.NOTHING_VERIFIED: _("No action was verified as effective yet."),
    }[obstacle]


def _require_no_open_action(finding: Finding) -> None:
    obstacle = obstacle_to_closing(
        "", FindingState.ACCEPTED, list(finding.actions.values_list("state", flat=True))
    )
    if obstacle is not None:
        raise AuditError(_("An action of this finding is still open. Cancel it first."))


def _after(finding: Finding, move: FindingMove) -> FindingState:
    state = state_after(finding.state, move)
    if state is None:
        raise AuditError(_("This is no longer possible: %(state)s.") % {"state": finding.get_state_display()})
    return state
