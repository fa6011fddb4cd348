"""How much the database is asked for the two verbs that everybody uses all day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.services import intake, steps
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db

RECEIVE, COMPLETE = 25, 20


def test_receiving(django_user_model):
    make.receive(now=at("2026-11-16 08:30"))
    officer = make.make_desk().officer
    coming = make.intake_of()
    officer = django_user_model.objects.get(pk=officer.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        intake.receive(officer, coming, at("2026-11-16 08:40"))
    assert len(queries) <= RECEIVE, "\n".join(query["sql"][:150] for query in queries)


def test_completing_a_step(django_user_model):
    dossier = make.complete(make.receive(now=at("2026-11-16 08:30")), at("2026-11-16 08:45"))
    officer = django_user_model.objects.get(pk=dossier.current_step.officer_id)
    with CaptureQueriesContext(connection) as queries:
        steps.complete_step(officer, dossier.pk, dossier.lock_version, at("2026-11-16 09:00"))
    assert len(queries) <= COMPLETE, "\n".join(query["sql"][:150] for query in queries)
