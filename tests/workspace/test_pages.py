"""Every address of the workspace for every role: it answers, it says the right thing, it asks few queries."""

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from document_control.enums import IssueKind
from organisation.models import User
from tests.factories.documents import at, issue, make_user, rewrite, withdraw
from tests.factories.snapshots import overdue_dossier_process
from tests.factories.workflow import act, submit

pytestmark = pytest.mark.django_db

PLAIN = ["workspace", "process-list", "my-steps", "process-calendar", "process-forms", "approvals"]
REGISTERS = ["master-list", "legal-acts"]


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find(id="main").get_text(" ").split())


def headings(response):
    return [
        h.get_text(" ", strip=True) for h in BeautifulSoup(response.content, "html.parser").find_all("h1")
    ]


# --- The door -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PLAIN + REGISTERS)
def test_signing_in_comes_first(ward, client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("staff-login"))


def test_the_sign_in_leads_on_and_its_errors_say_what_to_do(ward, client):
    url = reverse("staff-login") + "?next=" + reverse("master-list")
    wrong = client.post(url, {"username": "specialist", "password": "sai", "next": reverse("master-list")})
    assert wrong.status_code == 422
    assert "gõ lại" in text_of(wrong)
    empty = client.post(url, {})
    assert "Ghi tên đăng nhập." in text_of(empty) and "Ghi mật khẩu" in text_of(empty)
    right = client.post(
        url, {"username": "specialist", "password": "mat-khau-thu-1", "next": reverse("master-list")}
    )
    assert right["Location"] == reverse("master-list")


def test_a_next_address_elsewhere_is_not_followed(ward, client):
    data = {"username": "specialist", "password": "mat-khau-thu-1", "next": "https://xau.example/"}
    assert client.post(reverse("staff-login"), data)["Location"] == reverse("workspace")


def test_signing_out_needs_a_post(ward, browse):
    client = browse(ward.user("clerk"))
    assert client.get(reverse("staff-logout")).status_code == 405
    assert client.post(reverse("staff-logout")).status_code == 302
    assert client.get(reverse("workspace")).status_code == 302


def test_an_officer_changes_his_own_password_and_stays_signed_in(ward, browse):
    client = browse(ward.user("one_stop_officer"))
    url = reverse("staff-password")
    assert f'href="{url}"' in client.get(reverse("workspace")).content.decode()
    typed = {"old_password": "mat-khau-thu-1", "new_password1": "ngan", "new_password2": "ngan"}
    refused = client.post(url, typed)
    assert refused.status_code == 422 and "ít nhất 10 ký tự" in text_of(refused)
    typed |= {"new_password1": "hoa sen trong ao 26", "new_password2": "hoa sen trong ao 26"}
    assert "không đúng" in text_of(client.post(url, typed | {"old_password": "sai"}))
    assert client.post(url, typed)["Location"] == reverse("workspace")
    assert client.get(reverse("workspace")).status_code == 200
    client.logout()
    data = {"username": "one_stop_officer", "password": "hoa sen trong ao 26"}
    assert client.post(reverse("staff-login"), data)["Location"] == reverse("workspace")


def test_changing_a_password_needs_signing_in(client, db):
    url = reverse("staff-password")
    assert client.get(url)["Location"] == f"{reverse('staff-login')}?next={url}"


FORM_ONLY = "/lam-viec/danh-gia/ĐG-2026-01/phieu-hoi/1/chon-mau/"
SENT_FROM = [
    (
        "http://testserver/lam-viec/danh-gia/ĐG-2026-01/phieu-hoi/1/?a=1",
        "danh-gia/ĐG-2026-01/phieu-hoi/1/?a=1",
    ),
    ("", "danh-gia/ĐG-2026-01/phieu-hoi/1/"),
    ("http://testserver" + FORM_ONLY, "danh-gia/ĐG-2026-01/phieu-hoi/1/"),
    ("https://xau.example/lam-viec/", "danh-gia/ĐG-2026-01/phieu-hoi/1/"),
    ("http://testserver/dang-xuat/", "danh-gia/ĐG-2026-01/phieu-hoi/1/"),
    ("http://[", "danh-gia/ĐG-2026-01/phieu-hoi/1/"),
]


@pytest.mark.parametrize(("referer", "page"), SENT_FROM)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(ward, client, referer, page):
    assert client.get(FORM_ONLY).status_code == 405
    sent = client.post(FORM_ONLY, {"size": 5}, headers={"referer": iri_to_uri(referer)})
    assert sent.status_code == 302
    login, _, following = sent["Location"].partition("?next=")
    assert login == reverse("staff-login")
    assert unquote(unquote(following)) == f"/lam-viec/{page}"


def test_a_form_whose_page_is_its_own_address_leads_back_to_it(ward, client):
    url = reverse("master-list")
    assert client.post(url).status_code == 405
    url = reverse("audit-plan-new")
    assert client.post(url, {"title": "x"})["Location"] == f"{reverse('staff-login')}?next={url}"


@pytest.mark.parametrize("name", PLAIN + REGISTERS)
def test_an_account_without_a_role_is_told_so_kindly(ward, browse, name):
    stranger = User.objects.create_user("khach", password="x")
    response = browse(stranger).get(reverse(name))
    assert response.status_code == 403
    assert headings(response) == ["Tài khoản này chưa có vai trò"]


# --- Every page for every role --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role", ["one_stop_officer", "specialist", "head_of_unit", "leader", "iso_secretary"]
)
def test_every_page_answers_in_an_empty_office(ward, browse, role):
    client = browse(ward.user(role))
    for name in PLAIN + REGISTERS:
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert len(headings(response)) == 1


def test_every_page_answers_with_nonsense_in_the_address(ward, browse):
    process = ward.process()
    client = browse(ward.user("iso_secretary"))
    for query in (
        "ngay=2026-13-45",
        "ngay=x",
        "ngay=0001-01-01",
        "vai-tro=%00",
        "viec=zzz",
        "q=%F0%9F%8D%8C",
    ):
        for name in PLAIN + REGISTERS:
            assert client.get(f"{reverse(name)}?{query}").status_code == 200, (name, query)
        assert client.get(f"{process.official_path()}?{query}").status_code == 200
    base = process.official_path()
    for path in ("lan-ban-hanh/9.9/", "lan-ban-hanh/x/", "so-sanh/1.0/7.7/", "so-sanh/x/y/"):
        assert client.get(base + path).status_code == 404, path
    assert client.get(base + "so-sanh/?cu=1&moi=<b>").status_code == 302
    for path in ("soan-va-duyet/999999/", "tai-lieu/999999/rut/", "tai-lieu/van-ban/999999/"):
        assert client.get("/lam-viec/" + path).status_code == 404, path
    assert client.get("/lam-viec/quy-trinh/khong-co/").status_code == 404
    assert client.get(reverse("form-file", args=[999, "a" * 64])).status_code == 404


def test_the_administrator_has_no_master_list(ward, browse):
    client = browse(ward.user("administrator"))
    response = client.get(reverse("master-list"))
    assert response.status_code == 403
    assert "Danh mục tài liệu" not in str(
        client.get(reverse("workspace")).content.decode().split("rail")[1][:3000]
    )


@pytest.mark.parametrize(("role", "is_led_there"), [("administrator", True), ("clerk", False)])
def test_the_menu_leads_the_administrator_to_the_administration(ward, browse, role, is_led_there):
    page = BeautifulSoup(browse(ward.user(role)).get(reverse("workspace")).content, "html.parser")
    addresses = [link["href"] for link in page.select(".rail a")]
    assert (reverse("wagtailadmin_home") in addresses) is is_led_there


# --- Internal processes ---------------------------------------------------------------------------------
def test_the_list_shows_what_is_in_force_today(ward, browse):
    ward.process(code="QT-NB-01", short_title="Kê khai tài sản")
    gone = ward.process(code="QT-NB-02", short_title="Quy trình đã bỏ")
    withdraw(gone, now=at("2026-02-01 08:00"))
    body = text_of(browse(ward.user("clerk")).get(reverse("process-list")))
    assert "Kê khai tài sản" in body and "Quy trình đã bỏ" not in body


def test_the_list_of_an_earlier_day_needs_the_right_to_look_back(ward, browse):
    page = ward.process(now="2026-01-05 08:00", short_title="Tên cũ")
    rewrite(page, short_title="Tên mới")
    issue(page, now=at("2026-03-01 08:00"))
    url = reverse("process-list") + "?ngay=2026-02-01"
    allowed = text_of(browse(ward.user("iso_secretary")).get(url))
    assert "Tên cũ" in allowed and "Tên mới" not in allowed
    refused = text_of(browse(ward.user("specialist")).get(url))
    assert "Tên cũ" not in refused and "Tên mới" not in refused


def test_closed_documents_are_neither_listed_nor_shown(ward, browse):
    secret = ward.process(audience="restricted", short_title="Quy trình mật")
    for role, status in (("specialist", 403), ("administrator", 403), ("internal_auditor", 200)):
        client = browse(ward.user(role))
        assert client.get(secret.official_path()).status_code == status
        assert ("Quy trình mật" in text_of(client.get(reverse("process-list")))) is (status == 200)


def test_a_process_page_has_steps_forms_records_and_card(ward, browse):
    page = ward.process()
    snapshot = overdue_dossier_process()
    body = text_of(browse(ward.user("specialist")).get(page.official_path()))
    for step in snapshot["steps"]:
        assert step["title"] in body
    assert snapshot["code"] in body and snapshot["trigger"] in body
    for record in snapshot["records"]:
        assert record["name"] in body


def two_versions(ward):
    page = ward.process(now="2026-01-05 08:00", deadline="Trong 8 giờ.")
    rewrite(page, deadline="Trong 4 giờ.")
    issue(page, now=at("2026-03-01 08:00"), kind=IssueKind.REVISION)
    return page


def test_old_versions_are_open_to_those_who_control_documents(ward, browse):
    page = two_versions(ward)
    old = page.official_path() + "lan-ban-hanh/1.0/"
    assert browse(ward.user("clerk")).get(old).status_code == 403
    response = browse(ward.user("internal_auditor")).get(old)
    assert response.status_code == 200
    assert "Trong 8 giờ." in text_of(response)
    assert "hết hiệu lực từ 01/03/2026" in response.content.decode()


def test_the_day_asked_for_shows_the_version_of_that_day(ward, browse):
    page = two_versions(ward)
    client = browse(ward.user("iso_secretary"))
    assert "Trong 8 giờ." in text_of(client.get(page.official_path() + "?ngay=2026-02-28"))
    assert "Trong 4 giờ." in text_of(client.get(page.official_path() + "?ngay=2026-03-01"))
    assert browse(ward.user("clerk")).get(page.official_path() + "?ngay=2026-02-28").status_code == 403


def test_two_versions_are_compared_in_order(ward, browse):
    page = two_versions(ward)
    client = browse(ward.user("leader"))
    base = page.official_path() + "so-sanh/"
    assert client.get(base + "?cu=1.1&moi=1.0")["Location"] == base + "1.1/1.0/"
    assert client.get(base + "1.1/1.0/")["Location"] == base + "1.0/1.1/"
    page_text = BeautifulSoup(client.get(base + "1.0/1.1/").content, "html.parser")
    assert any("8" in mark.get_text() for mark in page_text.find_all("del"))
    assert any("4" in mark.get_text() for mark in page_text.find_all("ins"))


def test_a_withdrawn_process_stays_readable_to_those_who_control_documents(ward, browse):
    page = ward.process()
    withdraw(page, now=at("2026-02-01 08:00"), reason="Gộp vào quy trình khác.")
    response = browse(ward.user("iso_secretary")).get(page.official_path())
    assert response.status_code == 200
    assert "Gộp vào quy trình khác." in response.content.decode()
    assert browse(ward.user("clerk")).get(page.official_path()).status_code == 403


# --- By role, calendar, form ----------------------------------------------------------------------------
def test_my_own_role_is_the_default(ward, browse):
    snapshot = overdue_dossier_process()
    ward.process()
    own = text_of(browse(ward.user("leader")).get(reverse("my-steps")))
    for step in snapshot["steps"]:
        assert (step["title"] in own) is (step["role"]["code"] == "leader"), step["title"]
    other = text_of(browse(ward.user("leader")).get(reverse("my-steps") + "?vai-tro=head_of_unit"))
    for step in snapshot["steps"]:
        assert (step["title"] in other) is (step["role"]["code"] == "head_of_unit"), step["title"]


def test_the_calendar_is_in_order_of_the_next_day(ward, browse, time_machine):
    time_machine.move_to(at("2026-11-21 09:00"))
    ward.process(
        code="QT-NB-01",
        short_title="Kê khai",
        occasions=[
            {"frequency": "annual", "month": 12, "day": 31, "weekday": None, "label": "Hoàn thành kê khai"}
        ],
    )
    ward.process(
        code="QT-NB-08",
        short_title="Lịch tuần",
        occasions=[
            {"frequency": "weekly", "month": None, "day": None, "weekday": 3, "label": "Đăng ký lịch"}
        ],
    )
    body = text_of(browse(ward.user("specialist")).get(reverse("process-calendar")))
    assert body.index("Đăng ký lịch") < body.index("Hoàn thành kê khai")
    assert "26/11" in body and "31/12" in body


def test_forms_lead_to_the_documents_and_the_frozen_file(ward, browse):
    procedure = ward.procedure()
    client = browse(ward.user("one_stop_officer"))
    page = BeautifulSoup(client.get(reverse("process-forms")).content, "html.parser")
    link = page.select_one("a.btn[href*=bieu-mau]")
    response = client.get(link["href"])
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert "attachment" in response["Content-Disposition"]
    assert procedure.code in page.get_text()


def test_the_file_of_a_closed_document_is_closed(ward, browse):
    page = ward.process(
        audience="restricted",
        forms=[{"code": "BM-X", "name": "Mẫu", "file": {"filename": "mau.docx", "sha256": "", "size": 1}}],
    )
    link = page.document.issuedversions.get().files.get()
    url = reverse("form-file", args=[link.version_id, link.file.sha256])
    assert browse(ward.user("specialist")).get(url).status_code == 404
    assert browse(ward.user("leader")).get(url).status_code == 200


# --- Registers ------------------------------------------------------------------------------------------
def test_the_master_list_of_a_day(ward, browse):
    first = ward.process(now="2026-01-05 08:00", code="QT-NB-01", short_title="A", title="Quy trình A")
    ward.process(now="2026-02-05 08:00", code="QT-NB-02", short_title="B", title="Quy trình B")
    withdraw(first, now=at("2026-03-01 08:00"))
    client = browse(ward.user("iso_secretary"))
    january = text_of(client.get(reverse("master-list") + "?ngay=2026-01-31"))
    assert "Quy trình A" in january and "Quy trình B" not in january and "Bãi bỏ" not in january
    now = text_of(client.get(reverse("master-list")))
    assert "Bãi bỏ 01/03/2026" in now and "Quy trình B" in now
    only = text_of(client.get(reverse("master-list") + "?tinh-trang=withdrawn"))
    assert "Quy trình A" in only and "Quy trình B" not in only


def test_the_files_carry_exactly_the_rows_shown(ward, browse):
    ward.process(code="QT-NB-01", short_title="A", title="=Quy trình A")
    ward.process(code="QT-NB-02", short_title="B", title="Quy trình B", audience="restricted")
    client = browse(ward.user("clerk"))
    data = client.get(reverse("master-list") + "?tai=csv").content.decode("utf-8-sig")
    assert "'=Quy trình A" in data and "Quy trình B" not in data
    assert client.get(reverse("master-list") + "?tai=xlsx").content[:2] == b"PK"
    assert client.get(reverse("legal-acts") + "?tai=csv").status_code == 200


def test_legal_acts_count_the_documents_in_force(ward, browse):
    page = ward.procedure(code="QT-TP-01")
    other = ward.procedure(code="QT-TP-02", short_title="Khác", national_code="1.001194")
    number = page.document.issuedversions.get().snapshot["citations"][0]["number"]
    client = browse(ward.user("specialist"))
    rows = client.get(reverse("legal-acts")).context["rows"]
    assert next(row.citing for row in rows if row.number == number) == 2
    withdraw(other, now=at("2026-02-01 08:00"))
    rows = client.get(reverse("legal-acts")).context["rows"]
    row = next(row for row in rows if row.number == number)
    assert row.citing == 1
    detail = text_of(client.get(reverse("legal-act", args=[row.pk])))
    assert "QT-TP-01" in detail and "QT-TP-02" not in detail


# --- Query counts ---------------------------------------------------------------------------------------
def fill(ward, count, start=0):
    author = make_user("nguoi-soan", "specialist", ward.office.ward)
    for number in range(start, start + count):
        page = ward.process(code=f"QT-NB-{number:02}", short_title=f"Quy trình số {number}")
        submit(page, author, title=f"Quy trình {number} sửa")
        if number % 3 == 1:
            act(page, ward.user("iso_secretary"))
        if number % 3 == 2:
            act(page, ward.user("iso_secretary"), "reject", "Viết rõ hơn.")


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(captured)


def test_no_page_asks_more_when_the_office_grows(ward, browse):
    client = browse(ward.user("iso_secretary"))
    client.get(reverse("workspace"))
    urls = [reverse(name) for name in PLAIN + REGISTERS]
    fill(ward, 3)
    client.get(reverse("process-list"))  # content types are asked for once in the life of a process
    few = {url: queries(client, url) for url in urls}
    fill(ward, 27, start=3)
    many = {url: queries(client, url) for url in urls}
    assert many == few
    assert max(many.values()) <= 38, sorted(many.values())


# --- Links that lead somewhere ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "compares"), [("specialist", False), ("one_stop_officer", False), ("leader", True)]
)
def test_the_comparison_is_offered_to_those_who_may_read_both_versions(ward, browse, role, compares):
    page = ward.process(now="2026-01-05 08:00")
    rewrite(page, trigger="Khi có việc mới.")
    issue(page, now=at("2026-02-05 08:00"), reason="Sửa khi nào bắt đầu.")
    client = browse(ward.user(role))
    compare = f"{page.official_path()}so-sanh/1.0/1.1/"
    assert (f'href="{compare}"' in client.get(page.official_path()).content.decode()) is compares
    assert client.get(compare).status_code == (200 if compares else 403)


@pytest.mark.parametrize(
    ("role", "enters"), [("specialist", False), ("one_stop_officer", False), ("leader", True)]
)
def test_the_menu_names_the_reform_index_to_those_who_may_open_it(ward, browse, role, enters):
    client, index = browse(ward.user(role)), reverse("reform-index-overview")
    assert (f'href="{index}"' in client.get(reverse("workspace")).content.decode()) is enters
    assert client.get(index).status_code == (200 if enters else 403)
