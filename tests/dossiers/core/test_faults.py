"""A failure at any SQL statement of a verb leaves the dossier as it was before, or complete."""

import pytest
from django.db import connection

from dossiers.enums import IncidentState
from dossiers.integrity import verify
from dossiers.models import (
    ApologyLetter,
    Dossier,
    DossierEvent,
    DossierStep,
    LateIncident,
    MonthCounter,
    Sequence,
    Slip,
)
from dossiers.services import gate, intake, steps
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STORED = (Dossier, DossierStep, DossierEvent, LateIncident, ApologyLetter, MonthCounter, Sequence, Slip)


class Interrupted(RuntimeError):
    """The machine stopped here."""


class FailAt:
    """An execute wrapper that counts statements and raises at the n-th; ends of transactions pass."""

    def __init__(self, n):
        self.n, self.count = n, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("ROLLBACK", "RELEASE", "SAVEPOINT")):
            return execute(sql, params, many, context)
        self.count += 1
        if self.count == self.n:
            raise Interrupted(sql)
        return execute(sql, params, many, context)


def stored():
    """Everything that is stored of dossiers."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in STORED}


def fails_whole(verb, least):
    """Run a verb with a failure at its first statement, its second, … until it comes through."""
    before, n = stored(), 0
    while True:
        n += 1
        try:
            with connection.execute_wrapper(FailAt(n)):
                verb()
        except Interrupted as stopped:
            assert stored() == before, f"half done after statement {n}: {stopped}"
        else:
            break
    assert n > least, "the verb is long, and every place of it was tried"
    assert stored() != before
    assert list(verify()) == []


def test_receiving():
    make.issued_version()
    officer, coming = make.make_desk().officer, make.intake_of()
    fails_whole(lambda: intake.receive(officer, coming, at("2026-11-16 08:30")), 15)


@pytest.mark.parametrize("done_before", [0, 1, 2, 3])
def test_completing_a_step(done_before):
    dossier = make.receive(now=at("2026-11-16 08:30"))
    for _ in range(done_before):
        dossier = make.complete(dossier, at("2026-11-16 09:00"))
    officer = dossier.current_step.officer
    fails_whole(
        lambda: steps.complete_step(officer, dossier.pk, dossier.lock_version, at("2026-11-16 09:30")), 8
    )


def test_signing_a_letter():
    desk, late = make.make_desk(), at("2026-11-20 09:00")
    dossier = make.complete(make.receive(now=at("2026-11-16 08:30")), at("2026-11-16 09:00"))
    (incident,) = gate.detect_late_steps(late)
    version = make.fresh(dossier).lock_version
    gate.explain(desk.specialist, incident.pk, version, late, "workload", "Nhiều hồ sơ.")
    gate.draft_letter(desk.head, incident.pk, version + 1, late, new_due_at=at("2026-11-23 17:00"))
    fails_whole(lambda: gate.sign_letter(desk.leader, incident.pk, version + 2, late), 12)
    incident.refresh_from_db()
    assert incident.state == IncidentState.LETTER_SIGNED
