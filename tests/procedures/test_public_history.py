"""History, comparison and files."""

import hashlib

import pytest
import time_machine
from bs4 import BeautifulSoup

from document_control.enums import Audience
from document_control.models import FrozenFile
from tests.factories.documents import at, issue, issue_procedure, make_people, rewrite, withdraw
from tests.factories.snapshots import fee

pytestmark = pytest.mark.django_db

NOW = at("2026-11-20 09:15")
URL = "/thu-tuc/dang-ky-khai-sinh/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def three_versions():
    page = issue_procedure(now=at("2026-01-05 08:00"))
    issue(
        rewrite(page, fees=[fee(5000)]),
        now=at("2026-06-01 08:00"),
        reason="Sửa lệ phí.",
        decision_number="7/QĐ",
    )
    issue(rewrite(page, summary="Câu khác."), now=NOW, effective_from=at("2026-12-01 00:00"))
    return page


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_every_version_with_its_state_reason_and_address(client, three_versions):
    page = soup(client.get(f"{URL}lan-ban-hanh/"))
    lines = [" ".join(line.get_text(" ").split()) for line in page.select(".dated > li")]
    assert [line.split(" Bản ")[0][11:] for line in lines[:3]] == [
        "Sắp có hiệu lực",
        "Đang có hiệu lực",
        "Hết hiệu lực",
    ]
    assert "Sửa lệ phí." in lines[1] and "7/QĐ" in lines[1] and "So với bản 1.0" in lines[1]
    assert "Ban hành lần đầu" in lines[3], "the paper edition from before this system"
    for link in page.select(".dated a.title"):
        assert client.get(link["href"]).status_code == 200


def test_withdrawals_stand_in_the_history(client, three_versions):
    page = issue_procedure(now=at("2026-01-05 08:00"), code="QT-9", short_title="Khác")
    withdraw(page, now=NOW, reason="Bãi bỏ theo nghị quyết.")
    text = soup(client.get("/thu-tuc/khac/lan-ban-hanh/")).main.get_text()
    assert "Bãi bỏ từ 20/11/2026" in text and "Bãi bỏ theo nghị quyết." in text


def test_two_versions_field_by_field(client, three_versions):
    page = soup(client.get(f"{URL}so-sanh/1.0/1.1/"))
    assert "5.000 đồng" in page.select_one(".changes").get_text()
    assert page.select("table.diff ins")
    people = page.select("table.cards")[-1].get_text(" ")
    for duty in ("Soạn thảo", "Xem xét", "Phê duyệt"):
        assert duty in people
    assert "leader" not in people.lower().split(), "names and posts, no accounts"
    changed = len(page.select("table.diff tbody tr"))
    everything = soup(client.get(f"{URL}so-sanh/1.0/1.1/?tat-ca=1")).select("table.diff tbody tr")
    assert len(everything) > changed > 0


def test_any_order_leads_to_old_before_new(client, three_versions):
    response = client.get(f"{URL}so-sanh/1.2/1.0/?ngay=2026-11-01")
    assert (response.status_code, response["Location"]) == (302, f"{URL}so-sanh/1.0/1.2/?ngay=2026-11-01")
    assert "Nội dung không thay đổi" in soup(client.get(f"{URL}so-sanh/1.1/1.1/")).main.get_text()


def test_the_form_leads_to_the_comparison(client, three_versions):
    response = client.get(f"{URL}so-sanh/?cu=1.1&moi=1.0")
    assert (response.status_code, response["Location"]) == (302, f"{URL}so-sanh/1.0/1.1/")


@pytest.mark.parametrize(
    "query", ["", "cu=1.0", "cu=x&moi=y", "cu=1.0&moi=99999999999.0", "cu=1.0&moi=8.8", "cu=%00&moi=1.0"]
)
def test_a_choice_that_is_none_comes_back_with_a_sentence(client, three_versions, query):
    page = soup(client.get(f"{URL}so-sanh/?{query}"))
    assert page.select_one(".notice.t-warn")
    assert page.select("input[name=cu]")


@pytest.mark.parametrize("count", [2, 8])
def test_history_and_comparison_need_a_fixed_number_of_queries(client, django_assert_num_queries, count):
    page = issue_procedure(now=at("2026-01-05 08:00"))
    for month in range(2, count + 1):
        issue(rewrite(page, fees=[fee(month)]), now=at(f"2026-{month:02}-05 08:00"))
    with django_assert_num_queries(6):
        client.get(f"{URL}lan-ban-hanh/")
    with django_assert_num_queries(6):
        client.get(f"{URL}so-sanh/1.0/1.1/")


# --- Files ----------------------------------------------------------------------------------------------
def file_link(client):
    return soup(client.get(URL)).select_one("#bieu-mau a")["href"]


def test_a_form_is_downloaded_as_it_was_issued(client):
    issue_procedure(now=at("2026-01-05 08:00"))
    link = file_link(client)
    assert link.startswith("/tep/")
    response = client.get(link)
    data = b"".join(response.streaming_content)
    assert hashlib.sha256(data).hexdigest() == link.split("/")[2]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert client.head(link).status_code == 200
    assert client.post(link).status_code == 405


def test_a_link_cannot_rename_a_file(client):
    issue_procedure(now=at("2026-01-05 08:00"))
    sha256 = file_link(client).split("/")[2]
    response = client.get(f"/tep/{sha256}/cap-nhat-ngay.exe")
    assert FrozenFile.objects.get().filename in response["Content-Disposition"]
    assert "exe" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("audience", "staff_status"), [(Audience.STAFF, 200), (Audience.UNIT, 404), (Audience.RESTRICTED, 404)]
)
def test_files_are_read_by_those_who_may_read_a_version(client, audience, staff_status):
    issue_procedure(now=at("2026-01-05 08:00"), audience=audience)
    frozen = FrozenFile.objects.get()
    link = f"/tep/{frozen.sha256}/{frozen.filename}"
    assert client.get(link).status_code == 404
    client.force_login(make_people().author)
    response = client.get(link)
    assert response.status_code == staff_status
    if staff_status == 200:
        assert response["Cache-Control"] == "private, no-store"


def test_files_that_are_not_there(client):
    issue_procedure(now=at("2026-01-05 08:00"))
    for path in (
        f"{'0' * 64}/x.docx",
        "abc/x.docx",
        f"{'g' * 64}/x",
        f"{'0' * 64}/../../etc/passwd",
        f"{'0' * 64}/%00",
    ):
        assert client.get(f"/tep/{path}").status_code == 404
    frozen = FrozenFile.objects.get()
    frozen.file.storage.delete(frozen.file.name)
    assert client.get(f"/tep/{frozen.sha256}/x.docx").status_code == 404
