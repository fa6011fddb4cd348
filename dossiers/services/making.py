"""How a new dossier is made: once per request, with a code, a clock and its steps; verbs are in `intake`."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text, normalise
from dossiers.enums import DossierState, EventKind, StepKind, StepState
from dossiers.errors import IntakeError
from dossiers.models import Dossier, DossierStep
from dossiers.policies import ONE_STOP
from dossiers.rules import clock
from dossiers.rules.codes import code_key, dossier_code, new_secret
from dossiers.rules.step_kinds import kinds_of
from dossiers.selectors.clock import count_due
from dossiers.selectors.office import OfficeMap
from dossiers.services.intake_data import Intake
from dossiers.services.moves import start_step
from dossiers.services.numbers import next_number
from dossiers.services.recording import record
from organisation.models import User
from procedures.snapshot_reading import decimal_value, part, parts

HANDOVER_TITLE = "Trả kết quả"
"""Content of a Vietnamese office's dossier, like the titles of the other steps."""
PARTICULARS = frozenset(
    {
        "external_code",
        "applicant_kind",
        "applicant_name",
        "applicant_address",
        "applicant_phone",
        "applicant_email",
        "return_channel",
        "channel",
        "sets",
        "note",
    }
)
"""Fields that people type."""


def once(request_key: uuid.UUID, make: Callable[[], Dossier]) -> Dossier:
    """The dossier of this key, made if it is new: constraints decide between two who make it at once.

    Whoever loses gets the winner's dossier; one who lost against another dossier tries once more, and the checks then
    see what was faster.
    """
    if known := _known(request_key):
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if known := _known(request_key):
            return known
    with transaction.atomic():
        return make()


def _known(request_key: uuid.UUID) -> Dossier | None:
    return Dossier.objects.filter(request_key=request_key).first()


def new_dossier(
    intake: Intake, now: dt.datetime, state: DossierState, identifier: str, code: str = ""
) -> Dossier:
    """A dossier as it came in, not written yet.

    Args:
        identifier: official identifier that starts the code.
        code: the code, when it follows from another dossier.

    Raises:
        IntakeError: a particular is too long or not well formed.
    """
    version, applicant = intake.version, intake.applicant
    code = code or new_code(identifier, localdate(now))
    dossier = Dossier(
        code=code,
        code_key=code_key(code),
        external_code=clean_text(intake.external_code).strip(),
        secret=new_secret(),
        request_key=intake.request_key,
        version=version,
        document_id=version.document_id,
        field_code=part(version.snapshot, "field").get("code", ""),
        case_code=intake.case_code,
        assisted_at=intake.assisted_at,
        received_by=intake.received_by,
        competent_unit=intake.competent_unit,
        channel=intake.channel,
        applicant_kind=applicant.kind,
        applicant_name=clean_text(applicant.name).strip(),
        applicant_address=clean_text(applicant.address).strip(),
        applicant_phone=clean_text(applicant.phone).strip(),
        applicant_email=clean_text(applicant.email).strip(),
        return_channel=intake.return_channel,
        papers=normalise([*intake.papers]),
        sets=intake.sets,
        fee_amount=intake.fee_amount,
        note=clean_text(intake.note).strip(),
        state=state,
        created_at=now,
        submitted_at=intake.submitted_at,
    )
    check_particulars(dossier)
    return dossier


def check_particulars(dossier: Dossier) -> None:
    """Are the particulars of the applicant well formed and short enough to be kept?

    Raises:
        IntakeError: with a sentence per field.
    """
    others = {field.name for field in dossier._meta.fields} - PARTICULARS
    try:
        dossier.clean_fields(exclude=others)
    except ValidationError as error:
        wrong = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise IntakeError(next(iter(wrong.values())), wrong) from error


def official_identifier(received_by_id: int, competent_unit_id: int, office: OfficeMap) -> str:
    """The identifier that starts codes: the nearest above the reception point, else above the competent unit.

    Raises:
        IntakeError: neither stands under one.
    """
    identifier = office.identifier(received_by_id, competent_unit_id)
    if not identifier:
        raise IntakeError(
            _(
                "No unit here has an official identifier, so no code can be given. "
                "Ask the administrator to enter it with the unit."
            )
        )
    return identifier


def new_code(identifier: str, day: dt.date) -> str:
    """The next free code of a day under an official identifier."""
    while True:
        code = dossier_code(identifier, day, next_number(f"dossier:{identifier}:{day}"))
        is_taken = Dossier.objects.filter(code=code).exists()  # by one brought in from elsewhere
        if not is_taken:
            return code


def set_clock(dossier: Dossier, now: dt.datetime) -> None:
    """Begin the clock of a dossier that is received now, and put down why it is due when it is."""
    rule = clock.rule_of(dossier.version.snapshot, dossier.case_code)
    unit = dossier.competent_unit
    dossier.received_at, dossier.received_month = now, clock.month_of(now)
    dossier.due_at, calendar = count_due(unit, now, clock.limit_of(rule))
    dossier.due_basis = dict(clock.put_down(rule, dossier.case_code, now, unit.pk, calendar))


def begin(dossier: Dossier, actor: User, now: dt.datetime, before: str) -> None:
    """What happens to every dossier at the moment of reception: its steps are there, the first is in hand.

    Args:
        before: the state it had, empty when it is new.

    Raises:
        NobodyForStepError: nobody can take the first step.
        IntakeError: there is none.
    """
    dossier.receiver = actor
    steps = copy_steps(dossier, now)
    first = next((step for step in steps if step.state == StepState.WAITING), None)
    if first is None:
        raise IntakeError(
            _("This procedure has no steps for the office, so it cannot be run. Tell the authors.")
        )
    record(dossier, EventKind.RECEIVED, now=now, actor=actor, from_state=before, data=facts_of(dossier))
    if first.kind == StepKind.INTAKE:
        first.officer, first.unit_id = actor, dossier.received_by_id
    start_step(dossier, first, steps, now=now, actor=actor)


def copy_steps(dossier: Dossier, now: dt.datetime) -> list[DossierStep]:
    """The steps of the version for the dossier, not written yet; what the applicant did before the reception is done.

    `moves.start_step` writes them with the first that begins. Where no step hands the result over, one is added at
    the end.
    """
    rows = parts(dossier.version.snapshot, "steps")
    kinds = kinds_of([part(row, "role").get("code", "") for row in rows])
    steps = [
        DossierStep(
            dossier=dossier,
            number=row["number"],
            kind=kind,
            title=row["title"],
            role_code=part(row, "role").get("code", ""),
            position=row.get("position", ""),
            duration_value=decimal_value(part(row, "duration")),
            duration_unit=part(row, "duration").get("unit", ""),
            output=row.get("output", ""),
            form_code=row.get("form", ""),
            waits_outside=bool(row.get("waits_outside")),
        )
        for row, kind in zip(rows, kinds, strict=True)
    ]
    for step in itertools.takewhile(lambda step: step.kind == StepKind.SUBMISSION, steps):
        step.state, step.finished_at = StepState.DONE, now
    if StepKind.HANDOVER not in kinds:
        number = max(step.number for step in steps) + 1
        steps.append(handover_step(dossier, number))
    return steps


def handover_step(dossier: Dossier, number: int) -> DossierStep:
    """The step that hands the result over, where the procedure has none of its own."""
    kind = StepKind.HANDOVER
    return DossierStep(dossier=dossier, number=number, kind=kind, title=HANDOVER_TITLE, role_code=ONE_STOP)


def facts_of(dossier: Dossier) -> dict[str, Any]:
    """What the events of coming in say; nothing of the applicant."""
    return {
        "version": dossier.version_id,
        "document": dossier.document_id,
        "case": dossier.case_code,
        "channel": str(dossier.channel),
        "received_by": dossier.received_by_id,
        "competent_unit": dossier.competent_unit_id,
        "due": dossier.due_at.isoformat() if dossier.due_at else None,
    }
