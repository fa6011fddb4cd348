"""All acts by the last part of their address, and those that a reader may do now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dossiers.desk.acts import Act, Subject
from dossiers.desk.dossier_acts import ADD_FILE, ADDITIONS, CLOCK_ACTS, COMMENT, END_ACTS
from dossiers.desk.gate_acts import GATE_ACTS
from dossiers.desk.reception_acts import RECEPTION_ACTS
from dossiers.desk.step_acts import STEP_ACTS

DOSSIER_TABLE = {act.slug: act for act in (*RECEPTION_ACTS, *STEP_ACTS, *CLOCK_ACTS, *END_ACTS, *ADDITIONS)}
GATE_TABLE = {act.slug: act for act in GATE_ACTS}


@dataclass(frozen=True, slots=True)
class Button:
    """An act that the reader may do, with its address parts."""

    act: Act
    incident_id: int | None = None


def buttons(subject: Subject) -> list[Button]:
    """What the reader may do with the dossier itself, in the order of the tables.

    Remarks and new files have their own places on the page.
    """
    return [
        Button(act) for act in DOSSIER_TABLE.values() if act not in (COMMENT, ADD_FILE) and act.may(subject)
    ]


def gate_buttons(subject: Subject) -> list[Button]:
    """What the reader may do about each late step that is not settled, newest first."""
    return [
        Button(act, incident.pk)
        for incident in subject.detail.open_incidents
        for act in GATE_ACTS
        if act.may(replace(subject, incident=incident))
    ]
