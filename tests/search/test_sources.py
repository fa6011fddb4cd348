"""Every kind of thing that can be found: its title, its address, and where else it stands."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from document_control.models import IssuedVersion, LegalAct
from organisation.enums import PermissionRole
from publications.models import NoticeBoard, Posting
from tests.factories.documents import at, issue_procedure, make_office
from tests.factories.snapshots import form
from tests.publications.handbook_office import Shelf

pytestmark = pytest.mark.django_db

NOW = at("2026-11-20 09:15")
PUBLIC, STAFF = "/tim/", "/lam-viec/tim/"
on_own_index = pytest.mark.usefixtures("own_index")
"""Of what a database's own search cannot promise; runs on every database."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shelf():
    shelf = Shelf(codes=("QT-NB-01",))
    shelf.approve(shelf.prepare())
    return shelf


def results(client, address, query, **more):
    """By title: kind, address, and the links below."""
    response = client.get(address, {"q": query, **more})
    assert response.status_code == 200
    found = {}
    for item in BeautifulSoup(response.content, "html.parser").select(".results > li"):
        title = item.select_one(".title")
        links = {a.get_text(): a["href"] for a in item.select(".result-links a")}
        kind = item.select_one(".result-kind").get_text(" ", strip=True)
        found[title.get_text()] = (kind, title.get("href"), links)
    return found


@on_own_index
def test_a_form_is_found_with_its_file_and_its_procedure(client):
    file = {"filename": "to-khai.docx", "sha256": "ab" * 32, "size": 9, "url": "/tai-lieu/1/to-khai.docx"}
    issue_procedure(
        now=at("2026-10-01 08:00"), forms=[form("TP-99", "Đơn xin nuôi ong", file=file)], components=[]
    )
    kind, address, links = results(client, PUBLIC, "đơn xin nuôi ong")["Đơn xin nuôi ong"]
    assert address == "/thu-tuc/dang-ky-khai-sinh/"
    assert list(links.values()) == ["/thu-tuc/dang-ky-khai-sinh/"]
    assert "ĐKKS" not in kind
    page = BeautifulSoup(client.get(PUBLIC, {"q": "đơn xin nuôi ong"}).content, "html.parser")
    (download,) = page.select('.results a[href^="/tep/"]')
    assert "to-khai.docx" in download.get_text() and client.get(download["href"]).status_code == 200


def test_a_form_of_an_internal_process_is_for_staff(client, shelf):
    shelf.process("QT-NB-77", forms=[form("BM-77", "Phiếu đếm ong")])
    assert results(client, PUBLIC, "phiếu đếm ong") == {}
    client.force_login(shelf.user("specialist"))
    found = results(client, STAFF, "phiếu đếm ong")
    assert next(iter(found)) == "Phiếu đếm ong" and "Quy trình QT-NB-77" in found


@on_own_index
def test_a_legal_act_leads_to_what_rests_on_it(client, shelf):
    issue_procedure(now=at("2026-10-01 08:00"))
    cited = LegalAct.objects.filter(citations__version__document__code="QT-TP-01").first()
    query = f"so:{cited.number}"
    _kind, address, links = results(client, PUBLIC, query)[cited.title]
    assert "/thu-tuc/dang-ky-khai-sinh/" in links.values()
    assert address == cited.url or address.startswith("/tim/?q=so")
    client.force_login(shelf.user("specialist"))
    _kind, address, _links = results(client, STAFF, query)[cited.title]
    assert address == f"/lam-viec/tai-lieu/van-ban/{cited.pk}/" and client.get(address).status_code == 200


@on_own_index
def test_the_public_finds_no_act_that_only_closed_documents_cite(client, shelf):
    """An internal process cites it; a citizen need not know that."""
    cited = LegalAct.objects.get(citations__version__document__code="QT-NB-01")
    assert results(client, PUBLIC, cited.number) == {}
    LegalAct.objects.create(number="99/2031/NĐ-CP", title="Chưa ai viện dẫn", issued_on="2031-01-01")
    assert results(client, PUBLIC, "99/2031") == {}
    client.force_login(shelf.user("specialist"))
    assert list(results(client, STAFF, "99/2031")) == ["Chưa ai viện dẫn"]


def test_the_technical_role_does_not_find_the_register(client, shelf):
    LegalAct.objects.create(number="99/2031/NĐ-CP", title="Chưa ai viện dẫn")
    client.force_login(shelf.user("administrator"))
    assert results(client, STAFF, "99/2031") == {}


def test_a_chapter_is_found_by_its_process(client, shelf):
    client.force_login(shelf.user("specialist"))
    found = results(client, STAFF, "quy trinh QT-NB-01")
    _kind, _address, links = found["Quy trình QT-NB-01"]
    (chapter,) = links.values()
    assert client.get(chapter).status_code == 200
    assert chapter.startswith("/lam-viec/so-tay/so-tay/lan/1/chuong/")


def test_a_handbook_is_found_by_staff_once_it_is_issued(client, shelf):
    assert results(client, PUBLIC, "Sổ tay quy trình nội bộ") == {}
    client.force_login(shelf.user("specialist"))
    assert (
        results(client, STAFF, "Sổ tay quy trình nội bộ")["Sổ tay quy trình nội bộ"][1]
        == "/lam-viec/so-tay/so-tay/"
    )
    with time_machine.travel(at("2026-01-20 09:00"), tick=False):
        assert "Sổ tay quy trình nội bộ" not in results(client, STAFF, "Sổ tay quy trình nội bộ")


def test_a_notice_and_its_board(client, shelf):
    board = NoticeBoard.objects.create(
        slug="san-chinh", name="Bảng tin sân chính", place="Cổng số 2", unit=make_office().ward
    )
    page = issue_procedure(now=at("2026-10-01 08:00"))
    version = IssuedVersion.objects.get(document=page.document)
    Posting.objects.create(
        board=board, version=version, posted_at=NOW, recorded_at=NOW, recorded_by={"name": "Trần Thị B"}
    )
    assert (
        results(client, PUBLIC, "Bảng tin sân chính")["Bảng tin sân chính"][1] == "/niem-yet/?noi=san-chinh"
    )
    assert list(results(client, PUBLIC, "khai sinh")["Đăng ký khai sinh"][2].values()) == [
        "/niem-yet/?noi=san-chinh"
    ]
    client.force_login(shelf.user(PermissionRole.CLERK.value))
    links = results(client, STAFF, "khai sinh")["Đăng ký khai sinh"][2]
    assert [client.get(url).status_code for url in links.values()] == [200]
    board.valid_to = at("2026-11-01 00:00").date()
    board.save()
    assert "Bảng tin sân chính" not in results(client, PUBLIC, "Bảng tin sân chính")
