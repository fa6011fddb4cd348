"""The apology gate on the page of a dossier: why it is closed, who does what until when, what opens it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.enums import IncidentState, StepKind
from dossiers.models import DossierSettings, LateIncident
from dossiers.presentation.deadlines import LATE, Clockface
from dossiers.rules import gate
from dossiers.selectors.details import DossierDetail
from dossiers.selectors.gate_people import head_of
from dossiers.selectors.gate_times import GateAct, acts_of, awaited_until, letter_of
from organisation.models import Unit, User


@dataclass(frozen=True, slots=True)
class PathStep:
    """One of the four steps from lateness to the letter.

    Attributes:
        state: done, now or todo.
        time: "4 giờ làm việc" before it begins, its due moment while it is awaited, when it was done.
        is_late: awaited longer than the office allows.
    """

    number: int
    label: str
    who: str
    time: str
    state: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of a dossier as its page shows it.

    Attributes:
        is_closed: nothing moves on until the letter is signed.
        locked_label, locked_reason: the action that is refused, and what opens it; empty when open.
    """

    incident: LateIncident
    is_closed: bool
    title: str
    text: str
    path: tuple[PathStep, ...]
    locked_label: str = ""
    locked_reason: str = ""


def gate_of(detail: DossierDetail, face: Clockface, reader: User) -> Gate | None:
    """The gate, when a late step of this dossier still asks for something; None when nothing does."""
    incident = next((row for row in detail.open_incidents if row.holds or _has_letter(row)), None)
    if incident is None:
        return None
    is_closed = gate.keeps_closed(
        incident.state, does_hold=incident.holds, is_overridden=incident.overridden_at is not None
    )
    path = tuple(_path(detail, incident, face, reader))
    if not is_closed and path and path[-1].state == "done":
        return None
    following = detail.following()
    return Gate(
        incident,
        is_closed,
        _title(incident, is_closed, following.number if following else None),
        _text(incident, face, is_closed),
        path,
        _("Hand over to step %(number)s") % {"number": following.number} if is_closed and following else "",
        _("It opens when the letter is signed. A leader may let it through and must say why.")
        if is_closed
        else "",
    )


def _has_letter(incident: LateIncident) -> bool:
    return letter_of(incident) is not None


def _title(incident: LateIncident, is_closed: bool, following: int | None) -> str:
    facts = {"late": incident.step.number, "next": following}
    if not is_closed:
        if incident.overridden_at is not None:
            return _("Let through by the leader: step %(late)s was late") % facts
        return _("Step %(late)s was late: the apology letter must still reach the applicant") % facts
    state = IncidentState(incident.state)
    if following is None:
        return _("Held: step %(late)s is late, the apology letter is not signed") % facts
    words = {
        IncidentState.DETECTED: _(
            "Not yet on to step %(next)s: step %(late)s is late, the apology letter is not signed"
        ),
        IncidentState.EXPLAINED: _(
            "Not yet on to step %(next)s: the delay is explained, the apology letter is not written"
        ),
        IncidentState.LETTER_DRAFTED: _(
            "Not yet on to step %(next)s: the apology letter waits for the leader's signature"
        ),
    }
    return words[state] % facts


def _text(incident: LateIncident, face: Clockface, is_closed: bool) -> str:
    facts = {"step": incident.step.number, "due": face.moment(incident.step_due_at)}
    if is_closed:
        return (
            _("Step %(step)s was due at %(due)s. The clock runs on. Work inside step %(step)s may go on.")
            % facts
        )
    return _("Step %(step)s was due at %(due)s. The dossier goes on.") % facts


# --- The four steps -------------------------------------------------------------------------------------


def _path(detail: DossierDetail, incident: LateIncident, face: Clockface, reader: User) -> list[PathStep]:
    letter = letter_of(incident)
    head = None if letter else head_of(incident, localdate(face.now))
    signatory = letter.signed_by if letter and letter.signed_by else leader_expected(detail, incident)
    counter = detail.dossier.received_by
    people = (
        (_("Explain"), _name(incident.responsible, reader)),
        (
            _("Draft the letter"),
            _name(letter.drafted_by if letter else head, reader) or _("Head of the unit"),
        ),
        (_("Sign, which unlocks"), _name(signatory, reader) or _("Leader")),
        (
            _("Send to the applicant"),
            _name(letter.sent_by if letter else None, reader) or counter.short_name or counter.name,
        ),
    )
    acts = acts_of(incident, DossierSettings.chosen()).values()
    return [
        _path_step(PathStep(number, label, who, "", "todo"), act, face, detail.dossier.competent_unit)
        for number, ((label, who), act) in enumerate(zip(people, acts, strict=True), start=1)
    ]


def _path_step(step: PathStep, act: GateAct, face: Clockface, unit: Unit) -> PathStep:
    """A step of the path with its time and how it stands."""
    if act.done is not None:
        return replace(step, time=face.moment(act.done), state="done")
    due = awaited_until(act, unit)
    if due is None:
        return replace(step, time=_("%(hours)s working hours") % {"hours": act.hours})
    deadline = Clockface(face.now, [due]).deadline(due, unit)
    words = _("due %(moment)s, %(left)s") % {"moment": face.moment(due), "left": deadline.in_sentence}
    return replace(step, time=words, state="now", is_late=deadline.urgency == LATE)


def _name(person: User | None, reader: User) -> str:
    if person is None:
        return ""
    return _("%(name)s (me)") % {"name": person} if person.pk == reader.pk else str(person)


def leader_expected(detail: DossierDetail, incident: LateIncident) -> User | None:
    """Whoever approves this dossier, when that person is named already and was not late himself."""
    approvals = (step for step in detail.steps if step.kind == StepKind.APPROVAL and step.officer)
    return next((step.officer for step in approvals if step.officer_id != incident.responsible_id), None)
