"""What is public no longer is forgotten everywhere: by results, counts, suggestions, and by what restores marks."""

import json

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command

from document_control.enums import Audience
from document_control.models import ControlledDocument, LegalAct
from organisation.enums import PermissionRole
from search import upkeep
from search.models import QueryLog
from search.publicity import public_keys
from search.worker import Worker
from tests.factories.documents import at, issue, issue_procedure, make_people, rewrite, withdraw
from tests.factories.snapshots import step

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")
SECRET = "Quỳnh dao lòng chảo"
TYPED = "quynh dao long chao"
RARE = {"quỳnh", "lòng", "chảo"}
PUBLIC = "public"
READERS = [PUBLIC, *PermissionRole.values]
OVERSIGHT = {PermissionRole.ISO_SECRETARY, PermissionRole.INTERNAL_AUDITOR, PermissionRole.LEADER}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def procedure(backend, work):
    """A procedure for everybody, whose name the model knows."""
    issue_procedure(now=ISSUED)
    page = issue_procedure(
        now=ISSUED,
        code="QT-QD-01",
        national_code="",
        title=SECRET,
        short_title=SECRET,
        components=[],
        forms=[],
    )
    work()
    assert remembers(backend)
    return page


def remembers(backend):
    """Whether any word of the secret is restored; others may be taken for words that are known."""
    return not RARE.isdisjoint(backend.understand(TYPED).understood.meant.split())


def restrict(page):
    """By somebody who tells nobody: no signal, no row in the outbox."""
    ControlledDocument.objects.filter(pk=page.document_id).update(audience=Audience.RESTRICTED)


def close_to_staff(page):
    ControlledDocument.objects.filter(pk=page.document_id).update(audience=Audience.STAFF)


def withdraw_it(page):
    page.refresh_from_db()
    withdraw(page, now=NOW)


def replace_by_another_text(page):
    rewrite(page, title="Tên nay", short_title="Tên nay")
    issue(page, now=at("2026-11-19 08:00"))


@pytest.mark.parametrize("change", [restrict, close_to_staff, withdraw_it, replace_by_another_text])
def test_the_model_forgets_what_is_public_no_longer(procedure, backend, change):
    change(procedure)
    Worker().work()
    assert not remembers(backend)
    assert backend.understand("dang ky khai sinh").understood.meant == "đăng ký khai sinh"


@pytest.fixture
def eager(monkeypatch):
    """A worker that looks each time, as it does after some seconds."""
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0)
    monkeypatch.setattr(upkeep, "SHARE", 0)


def test_a_running_worker_notices_without_being_told(eager, procedure, backend, work):
    restrict(procedure)
    work()
    assert not remembers(backend)


def test_a_text_of_tomorrow_teaches_from_tomorrow_on(eager, backend, clock, work):
    page = issue_procedure(
        now=at("2026-11-20 08:00"),
        code="QT-QD-02",
        short_title="Tên nay",
        title="Tên nay",
        components=[],
        forms=[],
        steps=[step(1, "Nộp hồ sơ", "citizen")],
    )
    rewrite(page, title=SECRET, short_title=SECRET)
    issue(page, now=NOW, effective_from=at("2026-12-01 00:00"))
    work()
    assert not remembers(backend)
    clock.move_to(at("2026-12-01 00:01"))
    work()
    assert remembers(backend)


def test_an_act_that_nobody_public_cites_teaches_nothing(backend, work):
    LegalAct.objects.create(number="9/2026/NĐ-CP", title=SECRET)
    work()
    assert not remembers(backend)


def test_a_full_disk_makes_it_forget_too(procedure, backend, monkeypatch):
    restrict(procedure)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("search.engine.learning.learn", full)
    Worker().work()
    assert not remembers(backend)


def test_a_rebuild_learns_from_what_is_public(procedure, backend):
    restrict(procedure)
    call_command("update_index", verbosity=0)
    assert not remembers(backend)
    assert backend.store.live().learned_from <= public_keys()


def test_learning_again_and_again_is_braked(procedure, backend, work, monkeypatch):
    learned = []
    monkeypatch.setattr(upkeep, "teach", lambda index, keys: learned.append(len(keys)))
    monkeypatch.setattr(upkeep, "SHARE", 10**9)
    for number in range(3):
        LegalAct.objects.create(number=f"{number}/2026/NĐ-CP", title="Một cửa")
        work()
    assert len(learned) <= 1


# --- Every face and role --------------------------------------------------------------------------------
@pytest.fixture(params=READERS)
def reader(request, client):
    people = make_people()
    if request.param != PUBLIC:
        client.force_login(people.by_role[request.param])
    return request.param


def address(reader):
    return "/tim/" if reader == PUBLIC else "/lam-viec/tim/"


def shown(client, reader, query, **more):
    page = BeautifulSoup(client.get(address(reader), {"q": query, **more}).content, "html.parser")
    return page.select_one("main").get_text(" ", strip=True)


def test_no_face_tells_of_it_after_a_second(procedure, client, reader, clock, capsys):
    assert SECRET in shown(client, reader, TYPED)
    restrict(procedure)
    Worker().work()
    cache.clear()  # names are offered for a minute
    may = reader in OVERSIGHT
    for query in (TYPED, "quynh dao", "QT-QD-01", "so:QT-QD-01", "quynh da", '"long chao"', "đăng ký -khai"):
        page = shown(client, reader, query, cu="1")
        assert ("lòng" in page or "Quỳnh" in page) == (may and query != "đăng ký -khai"), query
        assert "dao" not in page.replace("quynh dao", "").replace(TYPED, "") or may, query
    items = client.get(f"{address(reader)}goi-y/", {"q": "quynh da"}).json()["items"]
    assert bool(items) == may
    as_whom = [] if reader == PUBLIC else ["--as", make_people().by_role[reader].username]
    call_command("search", TYPED, "--json", *as_whom)
    answer = json.loads(capsys.readouterr().out)
    assert RARE.isdisjoint(answer["meant"].split())
    assert (SECRET in {one["title"] for one in answer["results"]}) == may
    assert set(QueryLog.objects.values_list("words", flat=True)) <= {
        "quynh dao long chao", "quynh dao", "qt-qd-01", "so:qt-qd-01", "quynh da", '"long chao"', "dang ky -khai"
    }, "what was typed, never what was found"  # fmt: skip
