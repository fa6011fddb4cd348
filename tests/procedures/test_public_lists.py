"""Catalogue, home, changes and contact."""

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup

from organisation.models import Holiday, SwappedDay
from procedures.models import FeaturedProcedure, HomePage, ProcedureField, ProcedurePage
from tests.factories.documents import at, cancel, issue, issue_procedure, make_office, rewrite, withdraw
from tests.factories.snapshots import fee, household_business

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")  # a Friday


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(response):
    return [a.get_text() for a in soup(response).select(".list .title")]


def make(title, number, **changes):
    return issue_procedure(
        now=changes.pop("now", ISSUED), code=f"QT-{number}", title=title, short_title=title, **changes
    )


@pytest.fixture
def three():
    make("Đăng ký khai sinh", 1)
    make(
        "Chứng thực bản sao",
        2,
        field={"code": "chung_thuc", "name": "Chứng thực"},
        subjects=[{"code": "to-chuc", "name": "Tổ chức"}, {"code": "ca-nhan", "name": "Cá nhân"}],
        online_level={"code": "partial", "name": "Một phần"},
    )
    make("Ấn phẩm, đăng ký", 3, online_level=None)


# --- Catalogue ------------------------------------------------------------------------------------------
def test_names_stand_in_vietnamese_order(client, three):
    make("Dừng hoạt động", 4)
    make("Ân xá", 5)
    assert titles(client.get("/thu-tuc/")) == [
        "Ân xá",
        "Ấn phẩm, đăng ký",
        "Chứng thực bản sao",
        "Dừng hoạt động",
        "Đăng ký khai sinh",
    ]


def test_each_line_carries_what_people_choose_by(client, three):
    line = " ".join(
        soup(client.get("/thu-tuc/?linh-vuc=chung_thuc")).select_one(".list > li").get_text(" ").split()
    )
    for said in ("Chứng thực bản sao", "Trong ngày", "0 đồng", "Một phần", "QT-2", "1.001193"):
        assert said in line


def test_filters_with_counts(client, three):
    page = soup(client.get("/thu-tuc/"))
    counts = {
        label.span.get_text(): label.select_one(".n").get_text() for label in page.select(".filters label")
    }
    assert counts == {
        "Chứng thực": "1",
        "Hộ tịch": "2",
        "Cá nhân": "1",
        "Công dân Việt Nam": "2",
        "Tổ chức": "1",
        "Một phần": "1",
        "Toàn trình": "1",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("linh-vuc=ho_tich", ["Ấn phẩm, đăng ký", "Đăng ký khai sinh"]),
        (
            "linh-vuc=ho_tich&linh-vuc=chung_thuc",
            ["Ấn phẩm, đăng ký", "Chứng thực bản sao", "Đăng ký khai sinh"],
        ),
        ("doi-tuong=to-chuc&doi-tuong=ca-nhan", ["Chứng thực bản sao"]),
        ("truc-tuyen=full", ["Đăng ký khai sinh"]),
        ("linh-vuc=ho_tich&truc-tuyen=partial", []),
        ("q=CHUNG+thuc", ["Chứng thực bản sao"]),
        ("q=chứng+thực&linh-vuc=ho_tich", []),
        ("q=1.001193", ["Ấn phẩm, đăng ký", "Chứng thực bản sao", "Đăng ký khai sinh"]),
        (
            "linh-vuc=khong-co&don-vi=%00&trang=99",
            ["Ấn phẩm, đăng ký", "Chứng thực bản sao", "Đăng ký khai sinh"],
        ),
        ("don-vi=uy-ban-nhan-dan-phuong-an-hoa&truc-tuyen=full", ["Đăng ký khai sinh"]),
    ],
)
def test_filtering(client, three, query, found):
    assert titles(client.get(f"/thu-tuc/?{query}")) == found


def test_a_chip_removes_its_filter_only(client, three):
    page = soup(client.get("/thu-tuc/?linh-vuc=ho_tich&truc-tuyen=full&q=khai&ngay=2026-11-01"))
    chips = {chip.get_text().replace("Bỏ lọc", "").strip(): chip["href"] for chip in page.select("a.chip")}
    assert chips == {
        "“khai”": "/thu-tuc/?linh-vuc=ho_tich&truc-tuyen=full&ngay=2026-11-01",
        "Hộ tịch": "/thu-tuc/?q=khai&truc-tuyen=full&ngay=2026-11-01",
        "Toàn trình": "/thu-tuc/?q=khai&linh-vuc=ho_tich&ngay=2026-11-01",
    }
    kept = {i["name"]: i["value"] for i in page.select("form.filter-form input[type=hidden]")}
    assert kept == {"q": "khai", "ngay": "2026-11-01"}


def test_nothing_found_helps(client, three):
    page = soup(client.get("/thu-tuc/?q=zzz"))
    empty = page.select_one(".empty")
    assert "Thử từ ngắn hơn" in empty.get_text()
    assert "024 0000 0000" in empty.get_text()
    assert empty.select_one("a.btn.primary")["href"] == "/thu-tuc/"


def test_pages_keep_the_filters(client):
    for number in range(22):
        make(f"Thủ tục {number}", number)
    first = soup(client.get("/thu-tuc/?linh-vuc=ho_tich&q=thu+tuc"))
    assert len(first.select(".results > li")) == 20
    following = first.select_one("a[rel=next]")["href"]
    assert following == "?q=thu+tuc&linh-vuc=ho_tich&trang=2"
    assert len(titles(client.get(f"/thu-tuc/{following}"))) == 2
    for nonsense in ("0", "-1", "abc", "9" * 400, "%00"):
        assert client.get(f"/thu-tuc/?trang={nonsense}").status_code == 200


def test_the_catalogue_as_of_a_day(client):
    page = make("Một", 1, now=at("2026-03-01 08:00"))
    make("Hai", 2)
    withdraw(page, now=at("2026-09-01 08:00"))
    make("Ba", 3, now=NOW, effective_from=at("2026-12-01 00:00"))
    assert titles(client.get("/thu-tuc/")) == ["Hai"]
    assert titles(client.get("/thu-tuc/?ngay=2026-08-31")) == ["Một"]
    assert titles(client.get("/thu-tuc/?ngay=2026-09-01")) == []
    assert titles(client.get("/thu-tuc/?ngay=2026-12-01")) == ["Ba", "Hai"]
    old = soup(client.get("/thu-tuc/?ngay=2026-08-31"))
    assert old.select_one(".list .title")["href"] == "/thu-tuc/mot/?ngay=2026-08-31"
    assert "31/08/2026" in old.select_one(".banner").get_text()


def test_b2_lists_show_the_fee_of_the_day(client):
    issue_procedure(
        now=at("2026-07-01 08:00"),
        **household_business(
            fees=[
                fee(100_000, channel="online", per="lần", valid_to="2026-07-24"),
                fee(0, channel="online", per="lần", valid_from="2026-07-25"),
            ]
        ),
    )
    assert "100.000 đồng" in client.get("/thu-tuc/?ngay=2026-07-24").content.decode()
    for text in (
        client.get(url).content.decode() for url in ("/thu-tuc/?ngay=2026-07-25", "/?ngay=2026-07-25")
    ):
        assert "100.000 đồng" not in text


@pytest.mark.parametrize("count", [3, 30])
def test_the_catalogue_needs_a_fixed_number_of_queries(client, django_assert_num_queries, count):
    for number in range(count):
        make(f"Thủ tục {number}", number)
    with django_assert_num_queries(5):
        client.get("/thu-tuc/")
    with django_assert_num_queries(6):
        client.get("/thu-tuc/?q=thu+tuc&linh-vuc=ho_tich&doi-tuong=cong-dan-viet-nam")


def test_an_office_that_has_nothing_yet(client):
    make_office()
    for url in ("/", "/thu-tuc/", "/thay-doi/", "/lien-he/", "/tim/?q=a", "/sitemap.xml"):
        assert client.get(url).status_code == 200


def test_a_site_that_nobody_set_up(client):
    for url in ("/", "/thu-tuc/", "/thay-doi/", "/lien-he/", "/tim/?q=a", "/sitemap.xml"):
        assert client.get(url).status_code == 200


# --- Home -----------------------------------------------------------------------------------------------
def test_home_asks_one_question_and_shows_fields(client, three):
    HomePage.objects.update(search_examples="chứng thực bản sao\n\n mở cửa hàng ")
    ProcedureField.objects.filter(code="chung_thuc").update(sort_order=1, icon="stamp")
    ProcedureField.objects.filter(code="ho_tich").update(sort_order=2)
    page = soup(client.get("/"))
    assert [h.get_text() for h in page.select("h1")] == ["Ông, bà cần làm thủ tục gì?"]
    assert page.select_one("form.big-search")["action"] == "/tim/"
    assert [a.get_text() for a in page.select(".examples a")] == ["chứng thực bản sao", "mở cửa hàng"]
    tiles = page.select(".tiles a")
    assert [tile.b.get_text() for tile in tiles] == ["Chứng thực", "Hộ tịch"]
    assert tiles[0]["href"] == "/thu-tuc/?linh-vuc=chung_thuc"
    assert "2 thủ tục · ấn phẩm, đăng ký, khai sinh" in tiles[1].get_text()
    assert "#stamp" in str(tiles[0])


def test_the_most_used_are_those_the_office_named(client, three):
    home = HomePage.objects.get()
    for order, code in enumerate(("QT-1", "QT-2")):
        procedure = ProcedurePage.objects.get(code=code)
        FeaturedProcedure.objects.create(home=home, procedure=procedure, sort_order=order)
    assert [a.get_text() for a in soup(client.get("/")).select(".ranked .title")] == [
        "Đăng ký khai sinh",
        "Chứng thực bản sao",
    ]
    withdraw(ProcedurePage.objects.get(code="QT-1"), now=NOW)
    assert [a.get_text() for a in soup(client.get("/")).select(".ranked .title")] == ["Chứng thực bản sao"]


def changes_shown(page):
    return [" ".join(line.get_text(" ").split()) for line in page.select(".dated > li")]


def test_changes_are_consequences_upcoming_ones_first(client, three):
    page = ProcedurePage.objects.get(code="QT-1")
    issue(rewrite(page, fees=[fee(1000)]), now=at("2026-11-02 08:00"))
    page.refresh_from_db()
    limit = {
        "value": 2,
        "unit": "working_day",
        "cutoff": "",
        "text": "",
        "extension": "",
        "supplement_rule": "",
    }
    issue(rewrite(page, time_limit=limit), now=NOW, effective_from=at("2026-12-01 00:00"))
    shown = changes_shown(soup(client.get("/")))
    assert shown[0].startswith("01/12 2026 Sắp có hiệu lực Đăng ký khai sinh")
    assert "2 ngày làm việc" in shown[0]
    assert shown[1].startswith("02/11 2026 Đăng ký khai sinh")
    link = soup(client.get("/")).select(".dated .title")[0]["href"]
    assert link == "/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/1.2/"
    everything = changes_shown(soup(client.get("/thay-doi/")))
    assert len(everything) == 5
    assert "So với bản trước" in everything[1] and "So với bản trước" not in everything[4]


def test_a_cancelled_change_is_no_news(client, three):
    page = ProcedurePage.objects.get(code="QT-1")
    version = issue(rewrite(page, fees=[fee(1000)]), now=NOW, effective_from=at("2026-12-01 00:00"))
    cancel(page, version, now=NOW)
    assert not any("01/12" in line for line in changes_shown(soup(client.get("/"))))


def test_a_withdrawal_is_news(client, three):
    withdraw(ProcedurePage.objects.get(code="QT-1"), now=NOW, reason="Gộp vào thủ tục khác.")
    first = changes_shown(soup(client.get("/")))[0]
    assert "Bãi bỏ" in first and "Gộp vào thủ tục khác." in first


def test_changes_known_on_a_day(client, three):
    page = ProcedurePage.objects.get(code="QT-1")
    issue(rewrite(page, fees=[fee(1000)]), now=at("2026-11-10 08:00"), effective_from=at("2026-12-01 00:00"))
    assert "01/12" in changes_shown(soup(client.get("/thay-doi/?ngay=2026-11-10")))[0]
    assert not any("01/12" in line for line in changes_shown(soup(client.get("/thay-doi/?ngay=2026-11-09"))))


@pytest.mark.parametrize("count", [3, 30])
def test_home_and_changes_need_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    for number in range(count):
        page = make(f"Thủ tục {number}", number)
        if number < 6:
            issue(rewrite(page, fees=[fee(number + 1)]), now=at("2026-11-02 08:00"))
    with django_assert_max_num_queries(16):
        client.get("/")
    with django_assert_max_num_queries(5):
        client.get("/thay-doi/")


# --- Opening state, hours, days off ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-20 09:15", "Đang mở cửa, đến 12:00"),
        ("2026-11-20 12:00", "Đang nghỉ trưa, mở cửa lúc 13:00"),
        ("2026-11-21 09:00", "Đang mở cửa (chỉ tiếp nhận và trả kết quả), đến 12:00"),
        ("2026-11-24 09:00", "mở cửa lúc 08:00, thứ Tư 25/11"),
        ("2026-11-28 15:00", "mở cửa lúc 13:00, Chủ nhật"),
    ],
)
def test_home_and_contact_know_whether_the_counter_is_open(client, moment, said):
    make_office()
    Holiday.objects.create(date=dt.date(2026, 11, 24), name="Ngày Văn hóa")
    SwappedDay.objects.create(day_off=dt.date(2026, 11, 27), make_up_day=dt.date(2026, 11, 29), name="Bù")
    if "13:00, Chủ nhật" in said:
        said = "mở cửa lúc 08:00, Chủ nhật 29/11"
    with time_machine.travel(at(moment), tick=False):
        for url in ("/", "/lien-he/"):
            assert said in " ".join(soup(client.get(url)).main.get_text(" ").split()), url


def test_days_off_soon_are_named(client):
    make_office()
    Holiday.objects.create(date=dt.date(2026, 11, 24), name="Ngày Văn hóa Việt Nam")
    SwappedDay.objects.create(day_off=dt.date(2026, 12, 4), make_up_day=dt.date(2026, 12, 5), name="Hoán đổi")
    for url in ("/", "/lien-he/"):
        text = " ".join(soup(client.get(url)).main.get_text(" ").split())
        assert "Thứ Ba 24/11/2026 Nghỉ Ngày Văn hóa Việt Nam" in text
        assert "Thứ Bảy 05/12/2026 Làm bù Hoán đổi" in text
        assert "Thứ Hai đến thứ Sáu 08:00–12:00 13:00–17:00" in text
        assert "Thứ Tư hằng tuần" in text
