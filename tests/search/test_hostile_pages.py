"""Thousands of addresses nobody should send, on the index the product has: an answer, soon, and of bounded size."""

import contextvars
import io
import json
import random
import time

import pytest
import time_machine
from django.core.management import call_command
from modelsearch.backends import get_search_backend

from document_control.models import IssuedVersion, LegalAct, LegalCitation
from organisation.models import User
from procedures.sample.loading import load_sample
from tests.factories.documents import at, issue, issue_procedure, make_people, make_process_page
from tests.search import hostile

pytestmark = pytest.mark.django_db

SLOWEST = 2.0
"""Seconds of this process for one answer. One is promised; where cores are shared the same work counts up to twice."""
LARGEST = 200_000
"""Bytes of one answer."""
PUBLIC, STAFF, SUGGESTIONS, COMMAND = "/tim/", "/lam-viec/tim/", "/tim/goi-y/", "search"
WAYS = (PUBLIC, STAFF, SUGGESTIONS, COMMAND)
SYLLABLES = (  # noqa: SIM905 — read as text, not as a column of words
    "đăng ký khai sinh kết hôn hộ tịch chứng thực bản sao đất đai giấy phép xây dựng kinh doanh thuế phí lệ bảo trợ "
    "xã hội y tế giáo dục môi trường an ninh trật tự cư trú quốc phòng tôn giáo văn hóa thể thao người cao tuổi trẻ em"
).split()


@pytest.fixture(autouse=True)
def _no_brake(monkeypatch):
    monkeypatch.setattr("search.suggestions.MOST_A_MINUTE", 10**9)


def ask(client, staff, way, query_string):
    """Seconds and size of one answer; fails on an error."""
    began = time.process_time()
    if way == COMMAND:
        return _command(began, hostile.text(random.Random(query_string)))
    response = (staff if way == STAFF else client).generic("GET", way, QUERY_STRING=query_string)
    took = time.process_time() - began
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    return took, len(response.content)


def _command(began, text):
    out = io.StringIO()
    call_command("search", "--json", "--", text, stdout=out)
    took = time.process_time() - began
    json.loads(out.getvalue())
    return took, len(out.getvalue())


def check(client, staff, seeds):
    for seed in seeds:
        way = WAYS[seed % len(WAYS)]
        took, size = ask(client, staff, way, hostile.query_string(seed))
        assert took < SLOWEST, (seed, way)
        assert size < LARGEST, (seed, way)


@pytest.fixture
def staff(client):
    made = type(client)()
    made.force_login(make_people().by_role["iso_secretary"])
    return made


def test_a_few_hundred(own_index, client, staff):
    issue_procedure(now=at("2026-10-01 08:00"))
    issue(make_process_page(), now=at("2026-10-01 08:00"))
    check(client, staff, range(240))
    assert own_index.store.trouble() == ""


# --- The sample ward and a large register ----------------------------------------------------------------
def add_acts(count):
    """Acts with invented titles, cited by a procedure in force, so that the public finds them too."""
    pick = random.Random(2018)
    acts = LegalAct.objects.bulk_create(
        LegalAct(
            number=f"{number}/{1976 + number % 50}/NĐ-CP",
            title=" ".join(pick.choices(SYLLABLES, k=pick.randrange(5, 60))),
            issuer=f"Cơ quan {number % 90}",
            issued_on=f"{1976 + number % 50}-03-04",
        )
        for number in range(1, count + 1)
    )
    version = IssuedVersion.objects.public().first()
    LegalCitation.objects.bulk_create(LegalCitation(version=version, legal_act=act) for act in acts)
    return len(acts)


@pytest.mark.slow
@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.soak)])
def test_hostile_addresses_on_the_sample_ward_with_a_large_register(backend, client, settings, count):
    with time_machine.travel("2026-11-21 08:00+07:00", tick=True):
        # In a context of its own: loading ends the time without an index of usages that every test runs in.
        contextvars.copy_context().run(
            load_sample, settings.BASE_DIR / "iso_docs" / "sample_data", "mat-khau-thu-2026"
        )
        assert add_acts(5000) == 5000
        call_command("update_index", stdout=io.StringIO())
        assert get_search_backend().store.read(lambda index: index.document_count) > 5000
        staff = type(client)()
        staff.force_login(User.objects.get(username="thukyiso"))
        check(client, staff, range(count))
