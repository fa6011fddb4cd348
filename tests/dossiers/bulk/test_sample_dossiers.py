"""The dossiers of the sample ward: every state is there, nothing else is late, loading twice changes nothing."""

from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from dossiers.enums import DossierState, IncidentState
from dossiers.integrity import verify
from dossiers.models import ApologyLetter, ClockPause, Dossier, LateIncident
from dossiers.rules.codes import CROCKFORD
from dossiers.sample import cast
from dossiers.sample.loading import load_sample_dossiers
from dossiers.services.lateness import detect_late_steps
from dossiers.statistics.keeping import deviations
from organisation.models import Unit, User

MOMENTS = ("2026-11-20 16:40+07:00", "2026-11-23 07:15+07:00")
"""A Friday before closing, and a Monday before opening."""


def office():
    people = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(unit=Unit.objects.get(slug="an-hoa"), people=people)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_state_is_there_whenever_it_is_loaded(sample_ward, moment):
    with time_machine.travel(moment, tick=False):
        load_sample_dossiers(office())
        now = timezone.now()
        assert detect_late_steps(now) == [], "only the dossiers at the gate are late"
        states = set(Dossier.objects.values_list("state", flat=True))
        assert states >= set(DossierState.values) - {DossierState.ISSUED}
        assert not Dossier.objects.filter(created_at__gt=now).exists()
        assert set(LateIncident.objects.values_list("state", flat=True)) == set(IncidentState.values)
        assert LateIncident.objects.filter(overridden_at__isnull=False).exists()
        assert ApologyLetter.objects.filter(sent_at__isnull=False).exists()
        assert ClockPause.objects.filter(ended_at__isnull=True).count() == 3
        assert Dossier.objects.filter(children__isnull=False).distinct().count() == 1
        assert list(verify()) == []
        assert deviations() == []

        before = list(Dossier.objects.order_by("pk").values())
        load_sample_dossiers(office())
        assert list(Dossier.objects.order_by("pk").values()) == before


def test_the_known_dossier_can_be_followed(sample_ward):
    with time_machine.travel(MOMENTS[0], tick=False):
        load_sample_dossiers(office())
    known = Dossier.objects.get(code=cast.KNOWN_CODE)
    assert known.secret == cast.KNOWN_SECRET
    assert set(cast.KNOWN_SECRET) <= set(CROCKFORD)
    assert Dossier.objects.filter(secret=cast.KNOWN_SECRET).count() == 1
