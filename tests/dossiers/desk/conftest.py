import re

import pytest
from django.contrib.contenttypes.models import ContentType

from dossiers.models import Dossier
from dossiers.services.gate import detect_late_steps
from procedures.setup.site_setup import ensure_site
from tests.dossiers.factories import at, complete, make_desk, receive

FRIDAY = at("2026-11-20 16:30")
"""The last half hour before the tests' Saturday: what came in then is not late."""
MONDAY = at("2026-11-16 08:30")


@pytest.fixture
def desk(db):
    """The ward with people for every step, and the site its pages need."""
    ContentType.objects.clear_cache()
    made = make_desk()
    ensure_site()
    return made


@pytest.fixture
def fresh_dossier(desk):
    """Received on Friday afternoon; the first step is with the counter."""
    return receive(now=FRIDAY)


@pytest.fixture
def in_work(fresh_dossier):
    """The step after the reception is in hand and in time."""
    return complete(fresh_dossier, FRIDAY)


@pytest.fixture
def held(desk):
    """Late since days, held by the gate, not explained yet."""
    dossier = complete(receive(now=MONDAY), MONDAY)
    detect_late_steps(at("2026-11-20 17:00"))
    return Dossier.objects.select_related("current_step__officer").get(pk=dossier.pk)


@pytest.fixture
def incident(held):
    return held.incidents.get()


@pytest.fixture
def browse(client):
    """Sign in as somebody: ``browse(user).get("/lam-viec/")``."""

    def as_user(user):
        client.force_login(user)
        return client

    return as_user


@pytest.fixture
def act(browse):
    """Send the form of an act as the page would: ``act(user, dossier, "chuyen-buoc", note="…")``."""

    def send(user, dossier, slug, incident=None, seen=None, **data):
        client = browse(user)
        dossier = Dossier.objects.get(pk=dossier.pk) if seen is None else seen
        middle = f"tre-han/{incident.pk}/" if incident else ""
        return client.post(
            f"/lam-viec/ho-so/{dossier.code}/{middle}{slug}/",
            {"phien": dossier.lock_version, "su-kien": dossier.event_count, **data},
        )

    return send


def words_of(response):
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
