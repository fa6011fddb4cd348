"""All acts by the last part of their address, and those that a reader may do now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dossiers.desk.acts import Act, Subject
GATE_ACTS: tuple[Act, ...] = ()
from dossiers.desk.step_acts import STEP_ACTS

DOSSIER_TABLE = {act.slug: act for act in STEP_ACTS}
GATE_TABLE = {act.slug: act for act in GATE_ACTS}


@dataclass(frozen=True, slots=True)
class Button:
    """An act that the reader may do, with its address parts."""

    act: Act
    incident_id: int | None = None


def buttons(subject: Subject) -> list[Button]:
    """What the reader may do with the dossier itself, in the order of the tables."""
    return [Button(act) for act in DOSSIER_TABLE.values() if act.may(subject)]


def gate_buttons(subject: Subject) -> list[Button]:
    """What the reader may do about each late step that is not settled, newest first."""
    return [
        Button(act, incident.pk)
        for incident in subject.detail.open_incidents
        for act in GATE_ACTS
        if act.may(replace(subject, incident=incident))
    ]
