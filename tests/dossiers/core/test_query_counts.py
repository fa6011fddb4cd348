"""How much the database is asked for the verbs that everybody uses all day: what is written, what is read for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.enums import EventKind
from dossiers.services import intake, steps
from dossiers.services.recording import changing, record
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


class Counted(CaptureQueriesContext):
    """Statements by what they do; those that open and close transactions are not counted."""

    def of(self, *verbs):
        return [query["sql"].strip() for query in self if query["sql"].strip().split()[0] in verbs]

    def assert_at_most(self, reads, writes):
        assert len(self.of("INSERT", "UPDATE", "DELETE")) <= writes, self.told()
        assert len(self.of("SELECT")) <= reads, self.told()

    def told(self):
        return "\n".join(query["sql"].strip()[:150] for query in self)


def test_receiving(django_user_model):
    """Written: number, dossier, steps, slip, dossier again (its step in hand), events, counters."""
    make.receive(now=at("2026-11-16 08:30"))
    officer = make.make_desk().officer
    coming = make.intake_of()
    officer = django_user_model.objects.get(pk=officer.pk)
    with Counted(connection) as queries:
        intake.receive(officer, coming, at("2026-11-16 08:40"))
    queries.assert_at_most(reads=10, writes=7)


def test_completing_a_step(django_user_model):
    """Written: the step that is done, the next one, the dossier, events."""
    dossier = make.complete(make.receive(now=at("2026-11-16 08:30")), at("2026-11-16 08:45"))
    officer = django_user_model.objects.get(pk=dossier.current_step.officer_id)
    with Counted(connection) as queries:
        steps.complete_step(officer, dossier.pk, dossier.lock_version, at("2026-11-16 09:00"))
    queries.assert_at_most(reads=10, writes=4)


def test_one_event():
    dossier = make.receive(now=at("2026-11-16 08:30"))
    with Counted(connection) as queries, changing(dossier.pk, dossier.lock_version) as changed:
        record(changed, EventKind.COMMENTED, now=at("2026-11-16 08:40"), note="Đã gọi điện.")
    queries.assert_at_most(reads=1, writes=2)
