"""All acts by the last part of their address, and those that a reader may do now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dossiers.desk.acts import Act, Subject
from dossiers.desk.dossier_acts import ADD_FILE, ADDITIONS, CLOCK_ACTS, COMMENT, END_ACTS
from dossiers.desk.gate_acts import DRAFT, EXPLAIN, GATE_ACTS, SEND, SIGN
from dossiers.desk.reception_acts import RECEPTION_ACTS
from dossiers.desk.step_acts import STEP_ACTS
from dossiers.enums import IncidentState

DOSSIER_TABLE = {act.slug: act for act in (*RECEPTION_ACTS, *STEP_ACTS, *CLOCK_ACTS, *END_ACTS, *ADDITIONS)}
GATE_TABLE = {act.slug: act for act in GATE_ACTS}
AWAITED = {
    IncidentState.DETECTED: EXPLAIN,
    IncidentState.EXPLAINED: DRAFT,
    IncidentState.LETTER_DRAFTED: SIGN,
    IncidentState.LETTER_SIGNED: SEND,
}
"""The act that a late step waits for in each state."""


@dataclass(frozen=True, slots=True)
class Button:
    """An act that the reader may do, with its address parts.

    Attributes:
        is_next: a late step waits for exactly this.
        label: of an act at the gate, as its late step stands.
    """

    act: Act
    incident_id: int | None = None
    is_next: bool = False
    label: Any = ""


def buttons(subject: Subject) -> list[Button]:
    """What the reader may do with the dossier itself, in the order of the tables.

    Remarks and new files have their own places on the page.
    """
    return [
        Button(act) for act in DOSSIER_TABLE.values() if act not in (COMMENT, ADD_FILE) and act.may(subject)
    ]


def gate_buttons(subject: Subject) -> list[Button]:
    """What the reader may do about each late step that is not settled: what is waited for first."""
    found = []
    for incident in subject.detail.open_incidents:
        about, awaited = replace(subject, incident=incident), AWAITED.get(IncidentState(incident.state))
        found += [
            Button(act, incident.pk, is_next=act is awaited, label=act.words(about))
            for act in GATE_ACTS
            if act.may(about)
        ]
    return sorted(found, key=lambda button: not button.is_next)
