"""What the applicant sees of a dossier (DOMAIN 3.12): where it is, who has it, when it is due, what to do.

Never attachments, notes, telephone or the whole name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from document_control.enums import Audience
from dossiers.enums import DossierState, PauseKind, ReturnChannel, SlipKind, StepState
from dossiers.models import ApologyLetter, ClockPause, Dossier, DossierSettings, DossierStep, Slip
from dossiers.rules.due_days import DueDay, due_days, special_days
from dossiers.rules.masking import masked_name
from dossiers.rules.states import ENDED_WITHOUT_RESULT, WAITING, WORKING
from dossiers.selectors.clock import explain_due, time_left
from organisation.models import Unit
from organisation.vietnamese_format import lower_first

LATE_WORDS = "Quá "


@dataclass(frozen=True, slots=True)
class Why:
    """Why the dossier is due on its day.

    Attributes:
        limit: "5 ngày làm việc".
        days: empty where they are too many to show.
        notes: sentences about holidays and pauses in between.
    """

    summary: str
    days: Sequence[DueDay]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A step as the applicant sees it; `state` is done, now, late or waits."""

    number: int
    title: str
    state: str
    holder: str
    unit: str
    finished_at: dt.datetime | None
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Request:
    """What the applicant is asked for: papers to bring, or money to pay."""

    items: Sequence[str]
    reason: str
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A signed apology letter; the applicant's name is shortened in every text."""

    pk: int
    number: str
    paragraphs: Sequence[str]
    signatory: str
    post: str
    signed_at: dt.datetime
    new_due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class JourneyPart:
    """One of several procedures received together: which, where it stands (as `Journey.situation`), due when."""

    procedure: str
    situation: str
    state: DossierState
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Journey:
    """One dossier as its tracking page shows it.

    Attributes:
        situation: which words stand first: submitted, supplement, finance, external, in_time, late, ready, returned,
            ended.
        promised_at: when the result is promised now; the one new date of an apology, else the due moment.
        lateness: "2 ngày 1 giờ" of working time against the first date; empty when in time.
        ruler: the version's steps with `state`, for the bar.
        parts: the procedures received together under this receipt; empty for a dossier of one.
    """

    code: str
    applicant: str
    procedure: str
    version_number: str
    version_url: str
    situation: str
    state: DossierState
    submitted_at: dt.datetime | None
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    promised_at: dt.datetime | None
    ready_at: dt.datetime | None
    returned_at: dt.datetime | None
    lateness: str
    return_channel: ReturnChannel
    reception: Unit
    why: Why | None
    request: Request | None
    letters: Sequence[ShownLetter]
    steps: Sequence[JourneyStep]
    ruler: Sequence[Mapping[str, Any]]
    parts: Sequence[JourneyPart]

    @property
    def is_reappointed(self) -> bool:
        """Has a letter promised a second date?"""
        return self.promised_at != self.due_at

    @property
    def step_number(self) -> int:
        """Which step is in hand, counted from 1; 0 when none is."""
        return next((step.number for step in self.steps if step.state in ("now", "late")), 0)


def journey_of(dossier_id: int, now: dt.datetime) -> Journey | None:
    """The journey of a dossier as of `now`; a bounded number of queries. None when it does not exist."""
    rows = Dossier.objects.select_related("version", "document", "received_by", "competent_unit")
    dossier = rows.annotate(slug=F("document__processpage__slug")).filter(pk=dossier_id).first()
    if dossier is None:
        return None
    situation = _situation(dossier, now)
    steps = _steps(dossier, now, is_late=situation == "late")
    snapshot = dossier.version.snapshot
    return Journey(
        code=dossier.code,
        applicant=masked_name(dossier.applicant_name),
        procedure=snapshot.get("short_title") or snapshot["title"],
        version_number=str(dossier.version.number),
        version_url=_version_url(dossier),
        situation=situation,
        state=DossierState(dossier.state),
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        promised_at=dossier.reappointed_due_at or dossier.due_at,
        ready_at=dossier.closed_at if dossier.state not in ENDED_WITHOUT_RESULT else None,
        returned_at=dossier.returned_at,
        lateness=time_left(dossier, now).removeprefix(LATE_WORDS) if situation == "late" else "",
        return_channel=ReturnChannel(dossier.return_channel),
        reception=dossier.received_by,
        why=_why(dossier),
        request=_request(dossier),
        letters=_letters(dossier),
        steps=steps,
        ruler=_ruler(snapshot, steps),
        parts=_parts(dossier, now),
    )


def _parts(dossier: Dossier, now: dt.datetime) -> list[JourneyPart]:
    """The procedures received together that citizens may follow; one query."""
    children = dossier.children.filter(document__audience=Audience.PUBLIC).select_related("version")
    return [
        JourneyPart(
            procedure=child.version.snapshot.get("short_title") or child.version.snapshot["title"],
            situation=_situation(child, now),
            state=DossierState(child.state),
            due_at=child.reappointed_due_at or child.due_at,
        )
        for child in children.order_by("code")
    ]


def _situation(dossier: Dossier, now: dt.datetime) -> str:
    waiting = {
        DossierState.SUBMITTED: "submitted",
        DossierState.WAITING_SUPPLEMENT: "supplement",
        DossierState.WAITING_FINANCE: "finance",
        DossierState.WAITING_EXTERNAL: "external",
        DossierState.READY: "ready",
        DossierState.RETURNED: "returned",
    }
    state = DossierState(dossier.state)
    if state in waiting:
        return waiting[state]
    if state in WORKING:
        return "late" if dossier.due_at is not None and now > dossier.due_at else "in_time"
    return "ended"


def _version_url(dossier: Dossier) -> str:
    """The very text by which the dossier runs; empty where it has no page."""
    slug: str = dossier.slug or ""  # type: ignore[attr-defined]
    return reverse("procedure-version", args=[slug, str(dossier.version.number)]) if slug else ""


# --- Steps ------------------------------------------------------------------------------------------------
def _steps(dossier: Dossier, now: dt.datetime, *, is_late: bool) -> list[JourneyStep]:
    rows = DossierStep.objects.filter(dossier=dossier).select_related("officer", "unit").order_by("number")
    roles = {
        (step.get("number"), role.get("code") or ""): role.get("name") or ""
        for step in dossier.version.snapshot.get("steps") or ()
        if (role := step.get("role") or {})
    }
    shows_name = DossierSettings.chosen().shows_officer_name
    runs = dossier.state not in WAITING and not is_late
    return [
        JourneyStep(
            number=row.number,
            title=row.title,
            state=_state_of_step(row, is_late=is_late),
            holder=_holder(row, roles.get((row.number, row.role_code), ""), shows_name=shows_name),
            unit=_unit(row, roles.get((row.number, row.role_code), "")),
            finished_at=row.finished_at,
            due_at=row.due_at if runs and _is_ahead(row, now) else None,
        )
        for row in rows
    ]


def _state_of_step(row: DossierStep, *, is_late: bool) -> str:
    """Late is a step only where the date promised to the applicant is missed; what is late inside is the office's."""
    if row.state == StepState.ACTIVE:
        return "late" if is_late else "now"
    return "done" if row.state == StepState.DONE else "waits"


def _is_ahead(row: DossierStep, now: dt.datetime) -> bool:
    return row.state == StepState.ACTIVE and row.due_at is not None and now <= row.due_at


def _holder(row: DossierStep, role: str, *, shows_name: bool) -> str:
    """Post and, where the office shows it, name."""
    post = row.position or role
    name = row.officer.get_full_name() if row.officer and shows_name else ""
    return f"{name}, {lower_first(post)}" if name and post else name or post


def _unit(row: DossierStep, role: str) -> str:
    """The unit, unless the post already says it ("Trưởng phòng Kinh tế")."""
    if row.unit is None:
        return ""
    unit = row.unit.short_name or row.unit.name
    return "" if unit.casefold() in (row.position or role).casefold() else unit


def _ruler(snapshot: Mapping[str, Any], steps: Sequence[JourneyStep]) -> list[Mapping[str, Any]]:
    states = {step.number: {"waits": "todo"}.get(step.state, step.state) for step in steps}
    return [{**row, "state": states.get(row.get("number"), "todo")} for row in snapshot.get("steps") or ()]


# --- Date, what to do, letters ------------------------------------------------------------------------------
def _why(dossier: Dossier) -> Why | None:
    explanation = explain_due(dossier)
    if explanation is None:
        return None
    return Why(explanation.summary, due_days(explanation), special_days(explanation.days))


def _request(dossier: Dossier) -> Request | None:
    """What is asked for now: by the open pause, or before reception by the latest MC-02."""
    if dossier.state == DossierState.SUBMITTED:
        slips = Slip.objects.filter(dossier=dossier, kind=SlipKind.SUPPLEMENT).order_by("-issued_at", "-pk")
        asked = slips.first()
        if asked is None:
            return None
        return Request(_items(asked.content.get("items")), str(asked.content.get("reason") or ""), None)
    pause = ClockPause.objects.filter(dossier=dossier, ended_at=None).first()
    if pause is None or pause.kind == PauseKind.EXTERNAL:
        return None
    return Request(_items(pause.items), pause.reason, pause.expected_until)


def _items(items: Any) -> list[str]:
    """What is asked for, as words: plain texts, or papers with a name."""
    found = [item.get("name") if isinstance(item, Mapping) else item for item in items or ()]
    return [str(item) for item in found if item]


def _letters(dossier: Dossier) -> list[ShownLetter]:
    """The signed letters, latest first."""
    rows = ApologyLetter.objects.filter(dossier=dossier, signed_at__isnull=False).order_by("-signed_at")
    return [
        _shown(letter, letter.signed_at, dossier.applicant_name)
        for letter in rows
        if letter.signed_at is not None
    ]


def _shown(letter: ApologyLetter, signed_at: dt.datetime, applicant: str) -> ShownLetter:
    masked = masked_name(applicant)
    words = "\n".join([letter.reason, letter.apology])
    return ShownLetter(
        pk=letter.pk,
        number=letter.number,
        paragraphs=[line for line in words.replace(applicant, masked).splitlines() if line.strip()],
        signatory=str(letter.signatory.get("name") or ""),
        post=str(letter.signatory.get("post") or ""),
        signed_at=signed_at,
        new_due_at=letter.new_due_at,
    )
