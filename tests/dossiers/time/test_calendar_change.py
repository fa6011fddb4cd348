"""A holiday that is announced late: seen first, then applied, with both moments in the log."""

import datetime as dt

import pytest
from django.urls import reverse

from dossiers.models import DossierEvent
from dossiers.services.calendar_change import apply, fingerprint, preview
from organisation.models import Holiday
from tests.dossiers.factories import at, fresh, make_desk, receive, run_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def announce(day):
    Holiday.objects.create(date=day, name="Nghỉ đột xuất", kind="public_holiday")


def test_only_open_dossiers_that_the_day_touches_are_listed(desk):
    touched = receive(now=at("2026-11-16 08:30"))
    before, untouched = touched.due_at, receive(now=at("2026-11-24 08:30"))
    closed = run_to(receive(now=at("2026-11-16 08:35")), "ready", at("2026-11-16 09:30"))
    assert preview() == []
    announce(dt.date(2026, 11, 18))
    (change,) = preview()
    assert (change.dossier_id, change.old) == (touched.pk, before)
    assert change.new > before and not change.is_earlier
    assert untouched.pk != change.dossier_id != closed.pk
    assert fresh(touched).due_at == before, "nothing is written by looking"


def test_applying_changes_due_moments_and_tells_both(desk, client):
    dossier = receive(now=at("2026-11-16 08:30"))
    announce(dt.date(2026, 11, 18))
    (change,) = preview()
    client.force_login(desk.leader)
    page = client.get(reverse("calendar-changes"))
    assert dossier.code in page.content.decode()
    client.post(reverse("calendar-changes"), {"seen": fingerprint([change])})
    assert fresh(dossier).due_at == change.new
    event = DossierEvent.objects.filter(dossier=dossier, kind="due_changed").get()
    assert event.data["due_before"] == change.old.isoformat()
    assert event.data["due"] == change.new.isoformat()
    assert preview() == []


def test_what_was_not_seen_is_not_applied(desk, client):
    dossier = receive(now=at("2026-11-16 08:30"))
    announce(dt.date(2026, 11, 18))
    seen = fingerprint(preview())
    announce(dt.date(2026, 11, 17))
    client.force_login(desk.leader)
    page = client.post(reverse("calendar-changes"), {"seen": seen}, follow=True)
    assert "danh sách mới" in page.content.decode()
    assert fresh(dossier).due_at == dossier.due_at


def test_only_leaders_and_the_iso_secretary_apply(desk, client):
    for role, user in desk.by_role.items():
        client.force_login(user)
        expected = 200 if role in ("leader", "iso_secretary") else 403
        assert client.get(reverse("calendar-changes")).status_code == expected, role


def test_every_dossier_still_verifies_afterwards(desk):
    from django.core.management import call_command

    receive(now=at("2026-11-16 08:30"))
    announce(dt.date(2026, 11, 18))
    apply(desk.leader, fingerprint(preview()), at("2026-11-17 09:00"))
    call_command("verify_dossiers")


def test_a_year_without_holidays_is_warned_of(desk, client):
    announce(dt.date(2026, 1, 1))
    dossier = receive(now=at("2026-12-28 08:30"))
    announce(dt.date(2026, 12, 31))
    (change,) = preview()
    assert change.years_without_holidays == (2027,)
    client.force_login(desk.leader)
    page = client.get(reverse("calendar-changes"))
    assert page.context["years"] == [2027] and "2027" in page.content.decode().split('class="notice')[1]
    explained = client.get(reverse("dossier-due", args=[dossier.code]))
    assert explained.context["explanation"].years_without_holidays == (2027,)
    assert 'class="notice t-warn"' in explained.content.decode()
    announce(dt.date(2027, 2, 8))
    assert preview()[0].years_without_holidays == ()
    assert 'class="notice t-warn"' not in client.get(reverse("calendar-changes")).content.decode()
