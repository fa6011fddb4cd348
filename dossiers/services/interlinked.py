"""Interlinked procedures: one receipt, children with their own clocks (DOMAIN 3.11).

The parent has no processing of its own and counts in no figure. It is in progress until every child is through, is due
when the last of them is due, and hands all results over at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.models import IssuedVersion
from dossiers.enums import DossierState, EventKind, SlipKind, StepState
from dossiers.errors import DossierError, IntakeError
from dossiers.models import Dossier, DossierStep
from dossiers.rules.states import ENDED_WITHOUT_RESULT
from dossiers.selectors.office import OfficeMap
from dossiers.services.intake import require_counter
from dossiers.services.intake_data import Intake, check_complete, check_intake
from dossiers.services.making import (
    begin,
    facts_of,
    handover_step,
    new_dossier,
    official_identifier,
    once,
    set_clock,
)
from dossiers.services.moves import close, finish_step, move_to, start_step
from dossiers.services.recording import changing, create, record, save_changed
from dossiers.services.slips import issue_slip, moment_text
from organisation.models import User

CHILD_LETTERS = "ABCDEFGH"
"""A child's code is its parent's with a letter."""


def receive_interlinked(actor: User, intake: Intake, children: Sequence[Intake], now: dt.datetime) -> Dossier:
    """Receive one dossier of an interlinked procedure with those of the procedures it joins; idempotent as `receive`.

    Args:
        intake: the parent: version of the interlinked procedure, its papers, the applicant.
        children: the joined procedures in order, each with its version, case and competent unit. Who and when is the
            parent's.

    Raises:
        IntakeError: no children, or one of them cannot be received.
        NobodyForStepError, NotAllowedError.
    """
    now = now.replace(microsecond=0)
    policy = require_counter(actor, intake)
    if not 0 < len(children) <= len(CHILD_LETTERS):
        message = _("Choose the procedures that this dossier joins, %(most)s at most.") % {
            "most": len(CHILD_LETTERS)
        }
        raise IntakeError(message, {"children": message})
    office = OfficeMap(localdate(now), policy.tree)
    return once(intake.request_key, lambda: _receive_all(actor, intake, children, now, office))


def _receive_all(
    actor: User, intake: Intake, children: Sequence[Intake], now: dt.datetime, office: OfficeMap
) -> Dossier:
    _check(intake, now)
    for each in children:
        with _named(each):
            _check(each, now)
    identifier = official_identifier(intake.received_by.pk, intake.competent_unit.pk, office)
    parent = new_dossier(intake, now, DossierState.RECEIVED, identifier)
    set_clock(parent, now)
    parent.receiver, parent.is_group = actor, True
    create(parent)
    made = [
        _receive_child(actor, parent, replace(each, applicant=intake.applicant), letter, now)
        for letter, each in zip(CHILD_LETTERS, children, strict=False)
    ]
    parent.due_at = latest_due(made)
    parent.due_basis = {"latest_of": [child.code for child in made]}
    DossierStep.objects.bulk_create([handover_step(parent, 1)])
    record(parent, EventKind.RECEIVED, now=now, actor=actor, from_state="", data=facts_of(parent))
    before = move_to(parent, DossierState.IN_PROGRESS)
    data = {"children": [child.code for child in made]}
    record(parent, EventKind.STEP_STARTED, now=now, actor=actor, from_state=before, data=data)
    details = {"joined": [_on_receipt(child) for child in made]}
    issue_slip(parent, SlipKind.RECEIPT, actor=actor, now=now, details=details)
    save_changed(parent)
    return parent


def _check(intake: Intake, now: dt.datetime) -> None:
    check_intake(intake, now)
    check_complete(intake.version, intake.case_code, intake.papers)


@contextmanager
def _named(intake: Intake) -> Iterator[None]:
    """A refusal of one of several procedures says which one it is about."""
    try:
        yield
    except DossierError as refusal:
        raise type(refusal)(f"{_short_title(intake.version)}: {refusal}") from refusal


def _short_title(version: IssuedVersion) -> str:
    return str(version.snapshot.get("short_title") or version.snapshot["title"])


def _on_receipt(child: Dossier) -> dict[str, str | None]:
    """What the one receipt says of a joined procedure."""
    return {
        "code": child.code,
        "request": child.version.snapshot["title"],
        "competent_unit": child.competent_unit.name,
        "due_at": moment_text(child.due_at),
    }


def _receive_child(actor: User, parent: Dossier, intake: Intake, letter: str, now: dt.datetime) -> Dossier:
    child = new_dossier(intake, now, DossierState.RECEIVED, "", code=f"{parent.code}-{letter}")
    child.parent = parent
    set_clock(child, now)
    create(child)
    with _named(intake):
        begin(child, actor, now, before="")
    save_changed(child)
    return child


def hand_over_children(parent: Dossier, *, now: dt.datetime, actor: User) -> None:
    """With the parent's results those of its children are handed over; part of the parent's change."""
    ready = parent.children.filter(state=DossierState.READY).order_by("pk").values_list("pk", flat=True)
    for child_id in list(ready):
        with changing(child_id) as child:
            if (step := child.current_step) is not None:
                finish_step(child, step, now=now)
            before = move_to(child, DossierState.RETURNED)
            child.current_step, child.returned_at = None, now
            record(child, EventKind.RETURNED, now=now, actor=actor, from_state=before)


def require_no_open_children(dossier: Dossier) -> None:
    """A parent follows its children; it is not ended over their heads.

    Raises:
        DossierError: names the children that are still open.
    """
    still_open = (
        dossier.children.filter(closed_at__isnull=True).order_by("code").values_list("code", flat=True)
    )
    if codes := list(still_open):
        raise DossierError(
            _("Other dossiers hang on this one. End them first: %(codes)s.") % {"codes": ", ".join(codes)}
        )


def follow_child(child: Dossier, *, now: dt.datetime, actor: User) -> None:
    """Let the parent follow a child that changed; part of the child's change, before it is saved."""
    if child.parent_id is None:
        return
    with changing(child.parent_id) as parent:
        children = [
            child if each.pk == child.pk else each for each in parent.children.order_by("pk").only(*_READ)
        ]
        _follow_due(parent, children, now, actor)
        if parent.closed_at is None and all(each.closed_at is not None for each in children):
            _finish(parent, children, now, actor)


_READ = ("parent", "state", "due_at", "closed_at")


def latest_due(children: list[Dossier]) -> dt.datetime | None:
    """The due moment of the parent: that of the child that is due last."""
    return max((child.due_at for child in children if child.due_at is not None), default=None)


def _follow_due(parent: Dossier, children: list[Dossier], now: dt.datetime, actor: User) -> None:
    due = latest_due(children)
    if due is None or due == parent.due_at or parent.closed_at is not None:
        return
    before, parent.due_at = parent.due_at, due
    data = {"due_before": moment_text(before), "due": moment_text(due)}
    record(parent, EventKind.DUE_CHANGED, now=now, actor=actor, data=data)


def _finish(parent: Dossier, children: list[Dossier], now: dt.datetime, actor: User) -> None:
    """Every child is through: the results lie ready together, or there is none and the parent ends as the last one."""
    if all(child.state in ENDED_WITHOUT_RESULT for child in children):
        last = max(children, key=lambda child: (child.closed_at, child.pk))
        before = move_to(parent, DossierState(last.state))
        close(parent, now)
        record(parent, EventKind(last.state), now=now, actor=actor, from_state=before)
        return
    before = move_to(parent, DossierState.READY)
    close(parent, now)
    record(
        parent,
        EventKind.READY,
        now=now,
        actor=actor,
        from_state=before,
        data={"outcome": str(parent.outcome)},
    )
    steps = list(parent.steps.order_by("number"))
    waiting = next((step for step in steps if step.state == StepState.WAITING), None)
    if waiting is not None:
        start_step(parent, waiting, steps, now=now, actor=actor)
