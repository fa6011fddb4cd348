"""A dossier from the counter to the applicant."""

import pytest

from dossiers.enums import DossierState, Outcome, StepKind, StepState
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


def test_whole_life():
    desk = make.make_desk()
    dossier = make.receive(now=at("2026-11-16 08:30"))
    assert dossier.code == "H26.65-261116-0001"
    assert dossier.code_key == "H26652611160001"
    assert dossier.state == DossierState.RECEIVED
    assert dossier.due_at == at("2026-11-19 17:00")
    assert dossier.current_step.kind == StepKind.INTAKE
    assert dossier.current_step.officer == desk.officer
    assert dossier.current_step.due_at == at("2026-11-16 10:30")
    assert dossier.slips.get().content["dossier_code"] == dossier.code
    dossier = make.complete(dossier, at("2026-11-16 09:00"))
    assert dossier.state == DossierState.IN_PROGRESS
    assert dossier.handler == dossier.current_step.officer == desk.specialist
    assert dossier.current_step.due_at == at("2026-11-18 17:00")
    dossier = make.complete(dossier, at("2026-11-17 09:00"))
    assert dossier.current_step.officer in (desk.leader, desk.second_leader)
    dossier = make.complete(dossier, at("2026-11-17 10:00"), result_number="12/GCN")
    assert dossier.state == DossierState.READY
    assert dossier.outcome == Outcome.EARLY
    assert dossier.closed_month == 202611
    assert dossier.result_number == "12/GCN"
    dossier = make.complete(dossier, at("2026-11-20 10:00"))
    assert dossier.state == DossierState.RETURNED
    assert dossier.current_step is None
    assert set(dossier.steps.values_list("state", flat=True)) == {StepState.DONE}
