"""The question told to the database gives the same answer as the pure rule."""

import datetime as dt
import random

import pytest

from document_control.models import IssuedVersion
from document_control.selectors import history_of, in_force
from document_control.standing import in_force_id
from tests.factories import documents as make
from tests.factories.documents import at

pytestmark = pytest.mark.django_db


def grow(page, seed, steps=7):
    """A random but lawful life of a document; returns the moments worth asking about."""
    chance = random.Random(seed)
    clock = at("2026-01-05 08:00")
    moments = [clock - dt.timedelta(days=1)]
    for number in range(steps):
        clock += dt.timedelta(days=chance.randint(1, 4))
        history = history_of(page.document)
        waiting = [v for v in history.versions if v.effective_from > clock]
        open_ones = [v for v in waiting if not hasattr(v, "cancellation")]
        if open_ones:
            make.cancel(page, open_ones[-1], now=clock)
        elif history.in_force(clock) and chance.random() < 0.25:
            make.withdraw(page, now=clock, effective_from=clock + dt.timedelta(days=chance.choice([0, 2])))
        elif not history.withdrawals or history.withdrawals[-1].effective_from <= clock:
            make.rewrite(page, summary=f"Bản {seed} {number}")
            later = clock + dt.timedelta(days=3) if chance.random() < 0.4 else None
            make.issue(page, now=clock, effective_from=later, publish=False)
        page.refresh_from_db()
        moments += [clock, clock + dt.timedelta(days=1), clock + dt.timedelta(days=3)]
    return moments


@pytest.mark.parametrize("seed", range(6))
def test_queryset_and_rule_agree_over_random_lives(seed):
    page = make.make_procedure_page()
    for moment in grow(page, seed):
        history = history_of(page.document)
        expected = in_force_id(history.events, moment)
        found = list(IssuedVersion.objects.in_force_at(moment).values_list("pk", flat=True))
        assert found == ([] if expected is None else [expected])
        current = in_force(page.document, moment)
        assert (current.pk if current else None) == expected


def test_what_is_shown_when_nothing_is_in_force():
    page = make.make_procedure_page()
    now = at("2026-03-01 08:00")
    assert history_of(page.document).shown_at(now) is None
    first = make.issue(page, now=now, effective_from=at("2026-04-01 00:00"), publish=False)
    page.refresh_from_db()
    assert history_of(page.document).shown_at(now) == first  # announced, with a banner
    make.withdraw(page, now=at("2026-05-01 08:00"))
    page.refresh_from_db()
    assert history_of(page.document).shown_at(at("2026-06-01 08:00")) == first  # never a dead link


def test_history_takes_two_queries(django_assert_num_queries):
    page = make.issue_procedure(now=at("2026-01-05 08:00"))
    document = page.document
    with django_assert_num_queries(2):
        history = history_of(document)
        history.standing(history.versions[0], at("2026-02-01 08:00"))
        history.previous(history.versions[0])
