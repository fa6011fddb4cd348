"""Checked records become dossiers: all of a file or none, in one transaction.

What was solved elsewhere has no steps here: nobody in this office did them. What is in hand, or lies ready, gets the
steps of its version and a named person, so that it goes on here. Each dossier's log begins with the line it came from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from document_control.models import IssuedVersion
from dossiers.enums import DossierState, EventKind, Outcome, StepKind, StepState
from dossiers.errors import DossierError
from dossiers.importing.checking import CLOSING, Checked
from dossiers.importing.columns import BY_KEY
from dossiers.importing.reading import Problem, When
from dossiers.models import Dossier, DossierEvent, DossierImport
from dossiers.rules import clock
from dossiers.rules.codes import code_key, new_secret
from dossiers.selectors.clock import count_due
from dossiers.selectors.office import OfficeMap
from dossiers.services.making import copy_steps, facts_of, new_code, official_identifier
from dossiers.services.moves import start_step
from dossiers.services.recording import create, record, save_changed, unwritten_events
from dossiers.statistics.keeping import count_in
from organisation.child_jobs import Progress
from organisation.models import User

BATCH = 500


class RefusedLineError(Exception):
    """A line that could not become a dossier after all; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@transaction.atomic
def write(
    source: DossierImport, items: Sequence[Checked], actor: User, now: dt.datetime, report: Progress
) -> int:
    """Store these records; returns how many.

    Raises:
        RefusedLineError: nobody can take a step of a dossier in hand.
    """
    now = now.replace(microsecond=0)
    versions = IssuedVersion.objects.in_bulk({item.version.pk for item in items})
    office = OfficeMap(localdate(now))
    identifier = official_identifier(source.received_by_id, source.competent_unit_id, office)
    over: list[Dossier] = []
    for done, item in enumerate(items):
        dossier = _dossier(item, source, versions[item.version.pk], identifier, now)
        facts = _facts(item, source, dossier)
        if dossier.state == DossierState.RETURNED:
            record(dossier, EventKind.IMPORTED, now=now, actor=actor, from_state="", data=facts)
            over.append(dossier)
        else:
            _take_over(dossier, item, actor, now, facts)
        if len(over) >= BATCH:
            _store(over)
            over = []
        if done % 50 == 0:
            report(done, len(items))
    _store(over)
    return len(items)


def _facts(item: Checked, source: DossierImport, dossier: Dossier) -> dict[str, Any]:
    return {
        **facts_of(dossier),
        "import": source.pk,
        "file": source.sha256,
        "line": item.record.line,
        "version_stands_in": item.stands_in,
    }


def _dossier(
    item: Checked, source: DossierImport, version: IssuedVersion, identifier: str, now: dt.datetime
) -> Dossier:
    """A dossier with what the table says, not written yet."""
    read, received = item.record, item.received_at
    due, basis = _due(item, source)
    closed = _closed_at(read.closed, received, due)
    code = read.code or new_code(identifier, localdate(received))
    dossier = Dossier(
        code=code,
        code_key=code_key(code),
        external_code=read.external_code,
        secret=new_secret(),
        version=version,
        document_id=version.document_id,
        field_code=item.version.field_code,
        case_code=item.case.code,
        received_by=source.received_by,
        competent_unit=source.competent_unit,
        channel=read.channel,
        handler_id=item.handler_id,
        applicant_name=read.applicant,
        applicant_address=read.address,
        applicant_phone=read.phone,
        applicant_email=read.email,
        note=read.note,
        state=DossierState.RETURNED if read.returned else DossierState.RECEIVED,
        created_at=now,
        received_at=received,
        received_month=clock.month_of(received),
        due_at=due,
        due_basis=basis,
    )
    if closed is not None:
        dossier.closed_at, dossier.closed_month = closed, clock.month_of(closed)
        dossier.outcome = Outcome(clock.ended(closed, due, item.case.limit.unit).value)
    if read.returned:
        dossier.returned_at = max(read.returned.at(CLOSING), closed or received)
    return dossier


def _due(item: Checked, source: DossierImport) -> tuple[dt.datetime, dict[str, Any]]:
    """When the dossier is due and why: as promised elsewhere, with the count only where it gives the same day."""
    received, unit = item.received_at, source.competent_unit
    counted, calendar = count_due(unit, received, item.case.limit)
    basis = dict(clock.put_down(item.case.rule, item.case.code, received, unit.pk, calendar))
    promised = item.record.due
    if promised is None or (promised.time is None and promised.day == localdate(counted)):
        return counted, basis
    due = max(promised.at(CLOSING), received)
    return due, {"case": item.case.code, "promised_elsewhere": due.isoformat()}


def _closed_at(when: When | None, received: dt.datetime, due: dt.datetime) -> dt.datetime | None:
    """The decision moment; a day without a time that is the due day counts as in time."""
    if when is None:
        return None
    moment = when.at(CLOSING)
    if when.time is None and when.day == localdate(due):
        moment = min(moment, due)
    return max(moment, received)


def _store(dossiers: list[Dossier]) -> None:
    """Write dossiers that are over, with the one event of each."""
    Dossier.objects.bulk_create(dossiers)
    events = []
    for dossier in dossiers:
        for event in unwritten_events(dossier):
            event.dossier = dossier
            events.append(event)
    DossierEvent.objects.bulk_create(events)
    count_in(dossiers)


def _take_over(dossier: Dossier, item: Checked, actor: User, now: dt.datetime, facts: dict[str, Any]) -> None:
    """Write a dossier that goes on here: what was done elsewhere is done, the next step is in hand from now."""
    create(dossier)
    record(dossier, EventKind.IMPORTED, now=now, actor=actor, from_state="", data=facts)
    received = item.received_at
    steps = copy_steps(dossier, received)
    waiting = [step for step in steps if step.state == StepState.WAITING]
    wanted = StepKind.HANDOVER if item.record.closed else StepKind.WORK
    following = next((step for step in waiting if step.kind == wanted), waiting[-1])
    for step in waiting[: waiting.index(following)]:
        step.state, step.finished_at = StepState.DONE, dossier.closed_at or received
    chosen = User.objects.get(pk=item.handler_id) if item.handler_id and wanted == StepKind.WORK else None
    try:
        start_step(dossier, following, steps, now=now, actor=actor, chosen=chosen)
    except DossierError as error:
        raise RefusedLineError(Problem(item.record.line, BY_KEY["handler"].heading, str(error))) from error
    save_changed(dossier)
