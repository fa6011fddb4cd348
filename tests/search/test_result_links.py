"""Every address a search gives leads somewhere its reader may open: for every role, kind and audience."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from document_control.enums import Audience
from document_control.models import IssuedVersion, LegalAct
from organisation.enums import PermissionRole
from publications.models import NoticeBoard, Posting
from tests.factories.documents import at, issue, issue_procedure, make_office, make_process_page, rewrite
from tests.factories.snapshots import form
from tests.publications.handbook_office import Shelf

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")
PUBLIC = "public"
NAME = "Việc nuôi ong"
FILE = {"filename": "don.docx", "size": 9, "url": "/tai-lieu/1/don.docx"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(own_index):
    """Of every kind one whose name is asked for, in every audience, each with a form that has a file."""
    shelf = Shelf(codes=("QT-NB-01",))
    shelf.approve(shelf.prepare())
    for number, audience in enumerate(Audience.values):
        for kind, make in (("TT", issue_procedure), ("QT", _issue_process)):
            name = f"{NAME} {kind} {audience}"
            file = FILE | {"sha256": f"{number}{'a' if kind == 'TT' else 'b'}" * 32}
            make(
                now=ISSUED,
                code=f"{kind}-ONG-{number}",
                title=name,
                short_title=name,
                audience=audience,
                forms=[form(f"BM-{kind}-{number}", f"Đơn {name}", file=file)],
            )
    page = issue_procedure(now=ISSUED, code="TT-ONG-9", title=f"{NAME} xưa", short_title=f"{NAME} xưa")
    rewrite(page, title=f"{NAME} nay", short_title=f"{NAME} nay")
    issue(page, now=at("2026-11-10 08:00"))
    LegalAct.objects.create(number="99/2026/NĐ-CP", title=f"Quy định {NAME}")
    board = NoticeBoard.objects.create(slug="ong", name=f"Bảng {NAME}", place="Cổng", unit=make_office().ward)
    version = IssuedVersion.objects.filter(document=page.document).last()
    Posting.objects.create(
        board=board, version=version, posted_at=NOW, recorded_at=NOW, recorded_by={"name": "Trần Thị B"}
    )
    return shelf


def _issue_process(*, now, **text):
    issue(make_process_page(**text), now=now)


def links(client, address, query, **more):
    page = BeautifulSoup(client.get(address, {"q": query, **more}).content, "html.parser")
    found = {a["href"] for a in page.select(".results a, .pager a")}
    more_pages = [a["href"] for a in page.select('.pager a[rel="next"]')]
    return found, more_pages[0] if more_pages else ""


def all_links(client, address, query, **more):
    found, following = links(client, address, query, **more)
    while following:
        page = BeautifulSoup(client.get(address + following).content, "html.parser")
        found |= {a["href"] for a in page.select(".results a")}
        following = next((a["href"] for a in page.select('.pager a[rel="next"]')), "")
    return {one for one in found if one.startswith("/")}


@pytest.mark.parametrize("reader", [PUBLIC, *PermissionRole.values])
def test_every_result_can_be_opened(client, office, reader):
    address = "/tim/"
    if reader != PUBLIC:
        client.force_login(office.user(reader))
        address = "/lam-viec/tim/"
    found = set()
    for query in (NAME, f"Đơn {NAME}", "Sổ tay quy trình nội bộ", "QT-NB-01", "khai sinh", "123/2015/NĐ-CP"):
        for old in ("", "1"):
            found |= all_links(client, address, query, cu=old)
    assert len(found) >= 5
    statuses = {url: client.get(url).status_code for url in found}
    assert {url: status for url, status in statuses.items() if status != 200} == {}
