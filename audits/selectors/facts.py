"""What the system knows about the sampled dossiers of a checklist and about the posting of its procedure.

The number of queries does not depend on how many dossiers, steps or boards there are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate, localtime

from audits.rules.facts import BoardFacts, DossierFacts, Line, StepFacts
from document_control.models import IssuedVersion
from dossiers.enums import IncidentState, Outcome, Punctuality, SlipKind, StepKind, StepState
from dossiers.models import ClockPause, Dossier, DossierFile, DossierStep, LateIncident, Slip
from dossiers.rules import clock, papers
from dossiers.rules.states import WAITING
from dossiers.selectors.clock import is_immediate, pauses_of
from organisation.calendars import calendar_for
from organisation.models import Assignment, Role
from organisation.vietnamese_format import format_date, format_datetime
from organisation.worktime import Calendar, CalendarRangeError, working_minutes_between
from procedures.facts import amount_words, fees_on
from procedures.snapshot_reading import Part, Snapshot, duration_words, expected_minutes
from publications.boards.selectors import posting_register
from publications.enums import BoardSize
from publications.models import BoardDocument

NO_RATINGS = Line("Mức hài lòng", "hệ thống chưa thu thập đánh giá của người dân", None)
SLIPS_OF = {StepKind.INTAKE: SlipKind.RECEIPT}
"""Kinds of steps whose result is a slip."""
UNSAID_UNITS = frozenset({"", "việc", "lần", "hồ sơ"})


@dataclass(slots=True)
class _Rows:
    """What was read of the sampled dossiers, by dossier or step."""

    steps: dict[int, list[DossierStep]]
    incidents: dict[int, list[LateIncident]]
    pauses: dict[int, list[ClockPause]]
    step_files: dict[int, list[str]]
    result_files: dict[int, int]
    slips: dict[int, dict[str, str]]
    posts: dict[int, list[Assignment]]
    everyone: frozenset[str]
    calendars: dict[int, Calendar]


def dossier_facts(
    dossiers: Sequence[Dossier], version: IssuedVersion, now: dt.datetime
) -> dict[int, DossierFacts]:
    """The facts of each dossier, by key; a fixed number of queries.

    Args:
        dossiers: with `competent_unit` read.
        version: the one the dossiers run by.
    """
    rows = _read(dossiers, now)
    return {dossier.pk: _facts_of(dossier, version.snapshot, rows, now) for dossier in dossiers}


def _read(dossiers: Sequence[Dossier], now: dt.datetime) -> _Rows:
    ids = [dossier.pk for dossier in dossiers]
    steps: dict[int, list[DossierStep]] = defaultdict(list)
    for step in DossierStep.objects.filter(dossier__in=ids).select_related("officer").order_by("number"):
        steps[step.dossier_id].append(step)
    incidents: dict[int, list[LateIncident]] = defaultdict(list)
    for incident in LateIncident.objects.filter(dossier__in=ids).select_related("letter").order_by("round"):
        incidents[incident.step_id].append(incident)
    pauses: dict[int, list[ClockPause]] = defaultdict(list)
    for pause in ClockPause.objects.filter(dossier__in=ids):
        pauses[pause.dossier_id].append(pause)
    step_files: dict[int, list[str]] = defaultdict(list)
    result_files: dict[int, int] = defaultdict(int)
    files = DossierFile.objects.filter(dossier__in=ids, taken_back_at__isnull=True)
    for dossier_id, step_id, is_result in files.values_list("dossier_id", "step_id", "is_result"):
        step_files[step_id or 0].append("tệp kết quả" if is_result else "tệp của bước")
        result_files[dossier_id] += is_result
    slips: dict[int, dict[str, str]] = defaultdict(dict)
    for dossier_id, kind, number in Slip.objects.filter(dossier__in=ids).values_list(
        "dossier_id", "kind", "number"
    ):
        slips[dossier_id][kind] = number
    officers = {step.officer_id for own in steps.values() for step in own if step.officer_id}
    posts: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(user__in=officers).select_related("post__role"):
        posts[row.user_id].append(row)
    everyone = frozenset(Role.objects.filter(is_everyone=True).values_list("code", flat=True))
    return _Rows(
        steps, incidents, pauses, step_files, result_files, slips, posts, everyone, _calendars(dossiers, now)
    )


def _calendars(dossiers: Sequence[Dossier], now: dt.datetime) -> dict[int, Calendar]:
    """The calendar of each competent unit over every day that is counted."""
    days = [localdate(now)]
    for dossier in dossiers:
        days += [localdate(at) for at in (dossier.received_at, dossier.due_at, dossier.closed_at) if at]
    units = {dossier.competent_unit_id: dossier.competent_unit for dossier in dossiers}
    return {pk: calendar_for(unit, min(days), max(days)) for pk, unit in units.items()}


def _facts_of(dossier: Dossier, snapshot: Snapshot, rows: _Rows, now: dt.datetime) -> DossierFacts:
    steps = tuple(_step(dossier, step, rows, now) for step in rows.steps[dossier.pk])
    received = dossier.received_at or dossier.created_at
    fits, allowed = fee_check(snapshot, dossier, localdate(received))
    late = dossier.outcome == Outcome.OVERDUE or (
        dossier.is_open and dossier.state not in WAITING and clock.is_late(now, dossier.due_at)
    )
    return DossierFacts(
        code=dossier.code,
        received=format_datetime(received),
        due=format_datetime(dossier.due_at) if dossier.due_at else "",
        recounted=_recounted(dossier, rows),
        is_late=late,
        outcome=str(dossier.get_outcome_display()) if dossier.outcome else "",
        steps=steps,
        after_cut_off=_after_cut_off(snapshot, dossier, received),
        fee=dossier.fee_amount,
        fee_fits=fits,
        fee_allowed=allowed,
        missing=tuple(papers.missing(papers.checklist(snapshot, dossier.case_code), dossier.papers)),
        has_receipt=SlipKind.RECEIPT in rows.slips[dossier.pk],
    )


# --- steps ----------------------------------------------------------------------------------------------------


def _step(dossier: Dossier, step: DossierStep, rows: _Rows, now: dt.datetime) -> StepFacts:
    is_done = step.state == StepState.DONE
    post, has_post = _post(step, rows)
    duration = {"value": step.duration_value, "unit": step.duration_unit} if step.duration_value else None
    late = step.punctuality == Punctuality.OVERDUE or (
        step.state == StepState.ACTIVE and dossier.state not in WAITING and clock.is_late(now, step.due_at)
    )
    return StepFacts(
        number=step.number,
        title=step.title,
        is_begun=step.state != StepState.WAITING and step.kind != StepKind.SUBMISSION,
        is_done=is_done and step.kind != StepKind.SUBMISSION,
        officer=str(step.officer) if step.officer else "",
        post=post,
        has_post=has_post,
        allowed=expected_minutes(duration) if duration else None,
        used=_used(dossier, step, rows),
        allowed_words=duration_words(duration) if duration and step.due_at else "",
        is_late=late,
        waits_for_applicant=step.kind == StepKind.HANDOVER,
        letter=_letter(rows.incidents[step.pk], late),
        evidence=_evidence(dossier, step, rows),
    )


def _post(step: DossierStep, rows: _Rows) -> tuple[str, bool | None]:
    """The post by which the officer did the step, and whether he held one of its role on that day."""
    if step.officer_id is None or step.started_at is None:
        return "", None
    day = localdate(step.started_at)
    held = [row.post for row in rows.posts[step.officer_id] if row.is_valid_on(day)]
    if not step.role_code or step.role_code in rows.everyone:
        return (held[0].title if held else ""), None
    fitting = next((post for post in held if post.role.code == step.role_code), None)
    return (fitting.title if fitting else ""), fitting is not None


def _used(dossier: Dossier, step: DossierStep, rows: _Rows) -> int | None:
    """Working minutes between begin and end, without the time in which the clock stood still."""
    if step.started_at is None or step.finished_at is None or step.kind == StepKind.SUBMISSION:
        return None
    calendar, immediate = rows.calendars[dossier.competent_unit_id], is_immediate(dossier)
    begin, end = step.started_at, step.finished_at
    try:
        minutes = working_minutes_between(begin, end, calendar, immediate=immediate)
        for pause in pauses_of(dossier, begin, rows.pauses[dossier.pk]):
            first, last = max(pause.start, begin), min(pause.end, end)
            if first < last:
                minutes -= working_minutes_between(first, last, calendar, immediate=immediate)
    except CalendarRangeError:
        return None
    return max(0, minutes)


def _letter(incidents: Iterable[LateIncident], is_late: bool) -> str:
    incident = next(iter(reversed(list(incidents))), None)
    if incident is None:
        return "none" if is_late else ""
    letter = getattr(incident, "letter", None)
    if letter is not None and letter.sent_at is not None:
        return "sent"
    if incident.overridden_at is not None:
        return "overridden"
    if not incident.holds and incident.state == IncidentState.DETECTED:
        return ""  # the office only records such lateness
    return "unsent" if letter is not None else "none"


def _evidence(dossier: Dossier, step: DossierStep, rows: _Rows) -> tuple[str, ...]:
    found = list(dict.fromkeys(rows.step_files[step.pk]))
    kind = SLIPS_OF.get(StepKind(step.kind))
    if kind and kind in rows.slips[dossier.pk]:
        found.append(f"{kind} số {rows.slips[dossier.pk][kind]}")
    if step.form_code == SlipKind.CONTROL:
        found.append(f"{SlipKind.CONTROL} do hệ thống ghi")
    if step.kind in (StepKind.ISSUING, StepKind.APPROVAL) and dossier.result_number:
        found.append(f"kết quả số {dossier.result_number}")
    if step.kind == StepKind.HANDOVER and dossier.returned_at:
        found.append(f"trả ngày {format_date(localdate(dossier.returned_at))}")
    return tuple(found)


# --- the whole dossier ------------------------------------------------------------------------------------------


def _recounted(dossier: Dossier, rows: _Rows) -> str:
    """The due moment counted again from the stored basis by the calendar as it is now."""
    basis = dossier.due_basis
    if not basis.get("rule") or not basis.get("begun") or dossier.due_at is None:
        return ""
    begun = clock.begun_at(basis)
    try:
        due = clock.count(
            basis,
            rows.calendars[dossier.competent_unit_id],
            pauses_of(dossier, begun, rows.pauses[dossier.pk]),
        )
    except CalendarRangeError:
        return ""
    return format_datetime(due)


def _after_cut_off(snapshot: Snapshot, dossier: Dossier, received: dt.datetime) -> bool | None:
    try:
        cutoff = clock.rule_of(snapshot, dossier.case_code).get("cutoff") or ""
    except clock.UnknownLimitError:
        return None
    return f"{localtime(received):%H:%M}" > cutoff if cutoff else None


def fee_check(snapshot: Snapshot, dossier: Dossier, day: dt.date) -> tuple[bool | None, str]:
    """Does what was taken fit the version, and which amounts that allows, in words.

    Returns:
        None for the first when it depends on pages, persons or an amount left open, or nothing was written down.
    """
    due = [fee for fee in fees_on(snapshot, day, dossier.channel) if _concerns(fee, dossier.case_code)]
    if not due:
        return (dossier.fee_amount in (None, 0)), "không thu"
    words = "; ".join(dict.fromkeys(amount_words(fee) for fee in due))
    if dossier.fee_amount is None or any(
        fee.get("amount") is None or (fee.get("per") or "") not in UNSAID_UNITS for fee in due
    ):
        return None, words
    return dossier.fee_amount in {fee["amount"] for fee in due} | {0} & _exempt(due), words


def _concerns(fee: Part, case_code: str) -> bool:
    return not fee.get("cases") or case_code in fee["cases"]


def _exempt(fees: Iterable[Part]) -> set[int]:
    """Zero is allowed where the version names who need not pay."""
    return {0} if any(fee.get("exemption") for fee in fees) else set()


# --- posting ----------------------------------------------------------------------------------------------------


def posting_facts(document_id: int, now: dt.datetime) -> tuple[list[BoardFacts], str]:
    """The boards that must show a document, what hangs there, and the number of the version in force."""
    board_ids = set(BoardDocument.objects.filter(document=document_id).values_list("board_id", flat=True))
    register = posting_register(now, board_ids)
    current = register.in_force(document_id)
    found = []
    for board in sorted(register.boards.values(), key=lambda row: row.name):
        if document_id not in register.document_ids.get(board.pk, ()):
            continue
        hanging = next(
            (
                posting.version
                for posting in register.postings.values()
                if posting.board_id == board.pk and posting.version.document_id == document_id
            ),
            None,
        )
        found.append(
            BoardFacts(
                name=board.name,
                unit=board.unit.short_name or board.unit.name,
                shown=f"{hanging.number}, mã {hanging.check_code_display}" if hanging else "",
                is_right=bool(hanging and current and hanging.pk == current.pk),
                is_screen=board.size == BoardSize.SCREEN,
            )
        )
    return found, str(current.number) if current else "không còn"
