"""Who finds what: nothing that a person may not read shows in results, counts, facets or suggestions."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from document_control.enums import Audience
from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from procedures.as_of import AsOf
from procedures.setup.site_setup import ensure_site
from search.facets import FACETS
from search.finding import find
from search.reader import Reader
from search.understanding import ask
from tests.factories.documents import (
    at,
    issue,
    issue_procedure,
    make_people,
    make_process_page,
    make_unit,
    rewrite,
)
from tests.factories.snapshots import form

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")
SECRET = "Tuyệt mật lòng chảo"
PUBLIC = "public"
READERS = [PUBLIC, *PermissionRole.values]
OVERSIGHT = {PermissionRole.ISO_SECRETARY, PermissionRole.INTERNAL_AUDITOR, PermissionRole.LEADER}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def restricted(client):
    """A process for nobody but oversight, with a form of its own, in a unit and a field of its own."""
    other = make_unit("phong-bi-mat", "Phòng Bí mật")
    issue_procedure(now=ISSUED)
    page = make_process_page(
        code="QT-MAT-01",
        title=SECRET,
        short_title=SECRET,
        unit=other,
        forms=[form("BM-MAT-01", f"Phiếu {SECRET}")],
        owner_unit_name="Phòng Bí mật",
        audience=Audience.RESTRICTED,
    )
    issue(page, now=ISSUED)
    return page


def address(reader):
    return "/tim/" if reader == PUBLIC else "/lam-viec/tim/"


def sign_in(client, reader):
    people = make_people()
    if reader != PUBLIC:
        client.force_login(people.by_role[reader])


def words_of_page(client, reader, query, **more):
    response = client.get(address(reader), {"q": query, **more})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    for box in page.select("form[role=search], h1, title"):
        box.decompose()  # what was typed stands there
    return page.select_one("main").get_text(" ", strip=True)


@pytest.mark.parametrize("reader", READERS)
def test_a_restricted_title_shows_nowhere(client, restricted, reader):
    sign_in(client, reader)
    may = reader in OVERSIGHT
    for query in (
        "tuyet mat",
        "Tuyệt mật lòng chảo",
        "QT-MAT-01",
        "so:QT-MAT-01",
        "phieu tuyet mat",
        "tuyet ma",
    ):
        assert ("lòng chảo" in words_of_page(client, reader, query)) == may, query
    for old in ("0", "1"):
        assert ("lòng chảo" in words_of_page(client, reader, "long chao", cu=old)) == may


@pytest.mark.parametrize("reader", READERS)
def test_counts_and_facets_do_not_tell_of_it(client, restricted, reader):
    people = make_people()
    policy = None if reader == PUBLIC else DocumentPolicy(people.by_role[reader])
    found = find(ask(SECRET), Reader(AsOf(NOW, NOW.date()), policy, asks_old=True))
    codes = {match.facts.code for match in found}
    labels = {value for match in found for name in FACETS for value in match.values.get(name, ())}
    secrets = codes & {"QT-MAT-01", "BM-MAT-01"}
    assert secrets == ({"QT-MAT-01", "BM-MAT-01"} if reader in OVERSIGHT else set())
    assert ("phong-bi-mat" in labels) == (reader in OVERSIGHT)


@pytest.mark.parametrize("reader", READERS)
def test_suggestions_do_not_tell_of_it(client, restricted, reader):
    sign_in(client, reader)
    answer = client.get(f"{address(reader)}goi-y/", {"q": "tuyet ma"}).json()
    assert bool(answer["items"]) == (reader in OVERSIGHT)


def test_what_one_person_was_offered_is_not_offered_to_another(client, restricted):
    for reader in (PermissionRole.LEADER, PermissionRole.SPECIALIST):
        client.force_login(make_people().by_role[reader.value])
        items = client.get("/lam-viec/tim/goi-y/", {"q": "tuyet mat"}).json()["items"]
        assert bool(items) == (reader == PermissionRole.LEADER)
    client.logout()
    assert client.get("/tim/goi-y/", {"q": "tuyet mat"}).json()["items"] == []


def test_the_staff_search_is_closed_to_visitors_and_accounts_without_a_role(client, django_user_model):
    assert client.get("/lam-viec/tim/?q=a").status_code == 302
    assert client.get("/lam-viec/tim/goi-y/?q=khai").status_code == 403
    client.force_login(django_user_model.objects.create_user("khach"))
    assert client.get("/lam-viec/tim/?q=a").status_code == 403
    assert client.get("/lam-viec/tim/goi-y/?q=khai").status_code == 403


def test_own_unit_is_found_by_its_people_only(client):
    other = make_unit("phong-van-hoa", "Phòng Văn hóa")
    page = make_process_page(
        title="Việc của phòng", short_title="Việc của phòng", unit=other, audience=Audience.UNIT
    )
    issue(page, now=ISSUED)
    sign_in(client, PermissionRole.SPECIALIST)
    assert "Việc của phòng" not in words_of_page(client, PermissionRole.SPECIALIST, "viec cua phong")
    sign_in(client, PermissionRole.LEADER)
    assert "Việc của phòng" in words_of_page(client, PermissionRole.LEADER, "viec cua phong")


def test_old_versions_need_their_right(client):
    ensure_site()
    page = issue_procedure(now=ISSUED, title="Tên xưa", short_title="Tên xưa", summary="Lạ lùng.")
    rewrite(page, short_title="Tên nay", title="Tên nay", summary="Quen thuộc.")
    issue(page, now=at("2026-11-10 08:00"))
    for role, may in ((PermissionRole.LEADER, True), (PermissionRole.SPECIALIST, False)):
        sign_in(client, role)
        shown = words_of_page(client, role, "ten xua la lung", cu="1")
        assert ("Tên xưa" in shown) == may
    sign_in(client, PermissionRole.LEADER)
    assert "Tên xưa" not in words_of_page(client, PermissionRole.LEADER, "ten xua la lung")
