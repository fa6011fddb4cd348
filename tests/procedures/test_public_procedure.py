"""The procedure page: what it says, which version it shows, and who may see what."""

import json

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import translation

from document_control.enums import Audience
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_office,
    make_procedure_page,
    make_process_page,
    rewrite,
    withdraw,
)
from tests.factories.snapshots import duration, fee, household_business, step

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")
URL = "/thu-tuc/dang-ky-khai-sinh/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def soup(response):
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser")


def text_of(response, selector="main"):
    return " ".join(soup(response).select_one(selector).get_text(" ").split())


def banner_of(response):
    return [" ".join(b.get_text(" ").split()) for b in soup(response).select("section.banner")]


def test_the_page_answers_every_question(client):
    issue_procedure(now=ISSUED)
    response = client.get(URL)
    page, text = soup(response), text_of(response)
    assert page.h1.get_text() == "Đăng ký khai sinh"
    assert page.title.get_text().startswith("Đăng ký khai sinh · ")
    for said in (
        "Trong ngày",  # how long
        "0 đồng",  # how much
        "5.000 đồng",
        "Hộ nghèo, người khuyết tật",
        "Giấy khai sinh (bản chính)",  # what you get
        "Toàn trình",
        "Công dân Việt Nam",  # who may apply
        "Tờ khai đăng ký khai sinh",  # what to bring
        "Căn cước hoặc hộ chiếu của người đi làm",
        "Sổ hộ khẩu.",  # not needed
        "Điểm phục vụ hành chính công",  # where
        "08:00–12:00",  # when
        "60/2014/QH13",  # legal bases
        "Điều 9",
        "Bộ Tư pháp",
        "Văn phòng phường, số 1 đường Minh Họa",  # feedback
        "QT-TP-01",
        "1.001193",
        "Lịch sử 1 lần ban hành",
    ):
        assert said in text, said
    assert not banner_of(response)


def test_steps_name_post_time_and_result(client):
    issue_procedure(now=ISSUED)
    steps = soup(client.get(URL)).select("ol.steps > li")
    assert [" ".join(s.h3.get_text().split())[:8] for s in steps][:2] == ["Bước 1: ", "Bước 2: "]
    fourth = " ".join(steps[3].get_text(" ").split())
    assert "Xem xét, ký" in fourth and "Chủ tịch" in fourth and "1 giờ" in fourth
    assert "Giấy khai sinh đã ký" in fourth
    ruler = soup(client.get(URL)).select_one("svg.ruler")
    assert "8 giờ" in ruler["aria-label"]


def test_text_of_a_snapshot_is_never_markup(client):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    issue_procedure(
        now=ISSUED,
        summary=hostile,
        not_needed=hostile,
        public_steps=f"<p>Nộp.</p>{hostile}",
        steps=[step(1, hostile, "clerk", duration(1), description=hostile, output=hostile)],
    )
    page = soup(client.get(URL))
    assert not page.select("main img, article script, [onerror]")
    blocks = page.select("script:not([src])")
    assert [b["type"] for b in blocks] == ["application/ld+json"]
    assert json.loads(blocks[0].string)["description"] == hostile


def test_a_case_can_be_linked(client):
    issue_procedure(now=ISSUED)
    page = soup(client.get(f"{URL}?truong-hop=02"))
    assert page.select_one("input[name=truong-hop][checked]")["value"] == "02"
    lists = page.select(".case-list")
    assert "Giấy cam đoan về việc sinh" in lists[1].get_text()
    assert "Một trong các giấy" in lists[1].get_text()
    assert soup(client.get(f"{URL}?truong-hop=zz")).select_one("input[checked]")["value"] == "01"


def test_the_head_is_for_machines(client):
    issue_procedure(now=ISSUED)
    page = soup(client.get(f"{URL}?truong-hop=02"))
    assert page.select_one("link[rel=canonical]")["href"].endswith(URL)
    assert "?" not in page.select_one("link[rel=canonical]")["href"]
    data = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert (data["@type"], data["name"]) == ("GovernmentService", "Thủ tục đăng ký khai sinh")
    assert data["provider"]["name"] == "Ủy ban nhân dân phường An Hòa"
    assert {o["price"] for o in data["offers"]} == {0, 5000, 8000}
    assert not page.select("meta[name=robots]")
    assert not page.select("[style]")


# --- B1: approved for tomorrow --------------------------------------------------------------------------
def test_b1_the_page_changes_at_the_effective_moment_without_any_job(client):
    page = issue_procedure(now=ISSUED, summary="Bản thứ nhất.")
    rewrite(page, summary="Bản thứ hai.")
    issue(page, now=NOW, effective_from=at("2026-11-21 00:00"))
    assert "Bản thứ nhất." in text_of(client.get(URL))
    with time_machine.travel(at("2026-11-20 23:59"), tick=False):
        assert "Bản thứ nhất." in text_of(client.get(URL))
    with time_machine.travel(at("2026-11-21 00:00"), tick=False):
        assert "Bản thứ hai." in text_of(client.get(URL))
        old = client.get(f"{URL}lan-ban-hanh/1.0/")
    assert "Bản thứ nhất." in text_of(old)
    assert banner_of(old) == [
        "Bản này đã hết hiệu lực từ 21/11/2026 Ông, bà đang xem lần ban hành 1.0. Đừng chuẩn bị giấy tờ theo bản này. "
        "Xem bản đang có hiệu lực (1.1)"
    ]
    assert soup(old).select_one("meta[name=robots]")["content"] == "noindex"
    assert soup(old).select_one(".facts.old[data-mark]")
    assert not soup(old).select("script[type='application/ld+json']")


def test_a_version_to_come_says_so(client):
    page = issue_procedure(now=ISSUED)
    issue(rewrite(page, summary="Bản sau."), now=NOW, effective_from=at("2026-12-01 00:00"))
    response = client.get(f"{URL}lan-ban-hanh/1.1/")
    (banner,) = banner_of(response)
    assert "có hiệu lực từ 01/12/2026" in banner and "(1.0)" in banner
    assert "Bản sau." in text_of(response)


def test_a_first_version_to_come_is_shown_with_its_banner(client):
    issue_procedure(now=NOW, effective_from=at("2026-12-01 00:00"))
    (banner,) = banner_of(client.get(URL))
    assert "01/12/2026" in banner and "Xem" not in banner


def test_a_withdrawn_procedure_stays_with_a_banner(client):
    page = issue_procedure(now=ISSUED)
    withdraw(page, now=NOW, reason="Gộp vào thủ tục khác.", decision_number="9/QĐ-UBND")
    (banner,) = banner_of(client.get(URL))
    assert "20/11/2026" in banner and "Gộp vào thủ tục khác." in banner and "9/QĐ-UBND" in banner
    assert banner_of(client.get(f"{URL}lan-ban-hanh/1.0/")) == [banner]


def test_a_cancelled_version_says_so(client):
    page = issue_procedure(now=ISSUED)
    later = issue(rewrite(page, summary="Hủy."), now=NOW, effective_from=at("2026-12-01 00:00"))
    cancel(page, later, now=NOW, reason="Chờ nghị quyết mới.")
    (banner,) = banner_of(client.get(f"{URL}lan-ban-hanh/1.1/"))
    assert "1.1" in banner and "hủy" in banner and "Chờ nghị quyết mới." in banner
    assert not banner_of(client.get(URL))


def test_a_procedure_of_cancelled_versions_only_is_still_there(client):
    page = make_procedure_page()
    version = issue(page, now=NOW, effective_from=at("2026-12-01 00:00"))
    cancel(page, version, now=NOW)
    assert "hủy" in banner_of(client.get(URL))[0]


def test_the_banner_of_an_old_version_of_a_withdrawn_procedure_says_both(client):
    page = issue_procedure(now=ISSUED)
    issue(rewrite(page, summary="Hai."), now=at("2026-11-01 08:00"))
    withdraw(page, now=NOW)
    (banner,) = banner_of(client.get(f"{URL}lan-ban-hanh/1.0/"))
    assert "01/11/2026" in banner and "bãi bỏ từ 20/11/2026" in banner


# --- B2: fees by day ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "online"), [("2026-07-24", "100.000 đồng"), ("2026-07-25", "0 đồng"), ("2026-07-26", "0 đồng")]
)
def test_b2_the_fee_is_the_one_of_the_day(client, day, online):
    issue_procedure(now=at("2026-07-01 08:00"), **household_business())
    response = client.get(f"/thu-tuc/dang-ky-ho-kinh-doanh/?ngay={day}")
    rows = [" ".join(r.get_text(" ").split()) for r in soup(response).select("ul.fees > li")]
    (of_day,) = [row for row in rows if "Trực tuyến" in row and "Từ 25/07/2026" not in row]
    assert f" {online} Trực tuyến" in of_day
    assert "Đang xem theo ngày" in banner_of(response)[0]


def test_b2_the_fee_to_come_is_announced(client):
    issue_procedure(now=at("2026-07-01 08:00"), **household_business())
    rows = soup(client.get("/thu-tuc/dang-ky-ho-kinh-doanh/?ngay=2026-07-24")).select("ul.fees > li")
    assert "Từ 25/07/2026" in rows[-1].get_text()


def test_an_old_version_shows_the_fees_of_its_own_time(client):
    page = issue_procedure(now=at("2026-07-01 08:00"), **household_business())
    issue(rewrite(page, fees=[fee(7000)]), now=at("2026-07-20 08:00"))
    text = text_of(client.get("/thu-tuc/dang-ky-ho-kinh-doanh/lan-ban-hanh/1.0/"), "ul.fees")
    assert "100.000 đồng" in text


# --- B4: the unit is renamed ----------------------------------------------------------------------------
def test_b4_an_old_version_keeps_the_name_of_the_unit(client):
    page = issue_procedure(now=ISSUED)
    ward = make_office().ward
    ward.name = "Ủy ban nhân dân phường Bình An"
    ward.save()
    page.refresh_from_db()
    issue(rewrite(page, summary="Sau khi đổi tên."), now=at("2026-11-10 08:00"))
    for url, name in ((f"{URL}lan-ban-hanh/1.0/", "phường An Hòa"), (URL, "phường Bình An")):
        said = soup(client.get(url)).select_one("#tai-lieu").get_text()
        assert f"Ủy ban nhân dân {name}" in said
    assert "phường An Hòa" in text_of(client.get(f"{URL}lan-ban-hanh/1.0/"), ".facts")


# --- As of a day ----------------------------------------------------------------------------------------
def test_as_of_a_day_shows_the_version_of_that_day_and_keeps_it_in_links(client):
    page = issue_procedure(now=ISSUED, summary="Bản thứ nhất.")
    issue(rewrite(page, summary="Bản thứ hai."), now=at("2026-11-10 14:00"))
    before = client.get(f"{URL}?ngay=2026-11-09")
    assert "Bản thứ nhất." in text_of(before)
    assert len(banner_of(before)) == 1 and "09/11/2026" in banner_of(before)[0]
    crumbs = soup(before).select(".crumbs a")
    assert crumbs and all("ngay=2026-11-09" in a["href"] for a in crumbs)
    assert soup(before).select_one("form.case-form input[name=ngay]")["value"] == "2026-11-09"
    # The end of the day counts: the version that took effect at 14:00 is seen on it.
    assert "Bản thứ hai." in text_of(client.get(f"{URL}?ngay=2026-11-10"))
    assert "Bản thứ hai." in text_of(client.get(f"{URL}?ngay=10/11/2026"))


def test_a_day_before_the_first_version(client):
    issue_procedure(now=ISSUED)
    banners = banner_of(client.get(f"{URL}?ngay=2020-01-01"))
    assert len(banners) == 2 and "01/10/2026" in banners[1]


@pytest.mark.parametrize(
    "day", ["2026-02-30", "hôm qua", "99999-01-01", "0001-01-01", "\x00", "2026-13-45", "a" * 5000]
)
def test_a_day_that_is_none_is_kindly_refused(client, day):
    issue_procedure(now=ISSUED)
    for url in (URL, "/thu-tuc/", "/", "/thay-doi/", "/tim/"):
        response = client.get(url, {"ngay": day, "q": "khai sinh"})
        assert response.status_code == 200
        assert "24/07/2026" in soup(response).main.get_text()
        assert not banner_of(response)


def test_an_empty_day_is_now(client):
    issue_procedure(now=ISSUED)
    assert not banner_of(client.get(f"{URL}?ngay="))


# --- Who may see what -----------------------------------------------------------------------------------
def test_a_draft_is_not_there(client):
    make_procedure_page()
    for path in ("", "lan-ban-hanh/", "lan-ban-hanh/1.0/", "so-sanh/", "so-sanh/1.0/1.1/"):
        assert client.get(URL + path).status_code == 404, path


def test_a_saved_draft_changes_nothing(client):
    page = issue_procedure(now=ISSUED, summary="Đã duyệt.")
    rewrite(page, summary="Chưa duyệt.").save_revision()
    assert "Chưa duyệt." not in client.get(URL).content.decode()


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.UNIT, Audience.RESTRICTED])
def test_only_public_documents_are_public(client, audience):
    issue_procedure(now=ISSUED, audience=audience)
    for path in ("", "lan-ban-hanh/", "lan-ban-hanh/1.0/", "so-sanh/", "so-sanh/1.0/1.0/"):
        assert client.get(URL + path).status_code == 404, path
    for list_url in ("/", "/thu-tuc/", "/thay-doi/", "/tim/?q=khai+sinh", "/sitemap.xml"):
        assert "dang-ky-khai-sinh" not in client.get(list_url).content.decode(), list_url


def test_internal_processes_have_no_public_address(client):
    page = make_process_page()
    issue(page, now=ISSUED)
    for path in ("", "lan-ban-hanh/1.0/", "so-sanh/1.0/1.0/"):
        assert client.get(f"/thu-tuc/{page.slug}/{path}").status_code == 404
    for list_url in ("/", "/thu-tuc/", "/thay-doi/", "/tim/?q=xu+ly+ho+so+qua+han", "/sitemap.xml"):
        assert page.slug not in client.get(list_url).content.decode(), list_url


# --- Addresses ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "lan-ban-hanh/9.9/",
        "lan-ban-hanh/99999999999.0/",
        "lan-ban-hanh/1.0.0/",
        "lan-ban-hanh/-1.0/",
        "lan-ban-hanh/%D9%A1.0/",
        "so-sanh/1.0/7.7/",
        "so-sanh/a/b/",
    ],
)
def test_versions_that_do_not_exist(client, path):
    issue_procedure(now=ISSUED)
    assert client.get(URL + path).status_code == 404


@pytest.mark.parametrize(
    "slug", ["khong-co", "%00", "..%2f..%2fetc", "a" * 3000, "x'--", "%F0%9F%98%80", "đăng-ký"]
)
def test_hostile_slugs(client, slug):
    make_office()
    for path in ("", "lan-ban-hanh/", "lan-ban-hanh/1.0/", "so-sanh/1.0/1.1/"):
        response = client.get(f"/thu-tuc/{slug}/{path}")
        assert response.status_code == 404
        assert "search" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_wrong_methods_are_refused(client, method):
    issue_procedure(now=ISSUED)
    for url in (URL, "/", "/thu-tuc/", f"{URL}lan-ban-hanh/", "/thay-doi/", "/lien-he/", "/tim/"):
        assert getattr(client, method)(url).status_code == 405
    assert client.get("/co-chu/").status_code == 405


def test_a_renamed_procedure_is_found_at_its_old_addresses(client, django_capture_on_commit_callbacks):
    page = issue_procedure(now=ISSUED)
    page.slug = "khai-sinh"
    # Whoever publishes may read the administration in English; the redirect is for the citizen's address.
    with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
        issue(rewrite(page, summary="Đổi địa chỉ."), now=at("2026-11-10 08:00"))
    for path in ("", "lan-ban-hanh/", "lan-ban-hanh/1.0/", "so-sanh/1.0/1.1/"):
        response = client.get(f"{URL}{path}?ngay=2026-11-19")
        assert response.status_code == 301
        assert response["Location"] == f"/thu-tuc/khai-sinh/{path}?ngay=2026-11-19"
        assert client.get(response["Location"]).status_code == 200
    assert client.get(f"/en{URL}")["Location"] == "/en/thu-tuc/khai-sinh/"


def test_english_has_its_own_address_and_keeps_the_official_words(client):
    issue_procedure(now=ISSUED)
    page = soup(client.get(f"/en{URL}"))
    assert page.html["lang"] == "en"
    assert page.article["lang"] == "vi"
    assert "What to bring" in page.main.get_text()
    labels = [label.get_text(strip=True) for label in page.select("dl.facts dt")]
    assert labels == ["How long", "How much", "Where to hand in", "What you get", "Online"]
    assert page.select_one(".mainnav a")["href"] == "/en/thu-tuc/"


@pytest.mark.parametrize(("count_of_steps", "others"), [(3, 0), (40, 12)])
def test_the_page_needs_a_fixed_number_of_queries(client, django_assert_num_queries, count_of_steps, others):
    steps = [step(i, f"Bước {i}", "clerk", duration(1)) for i in range(1, count_of_steps + 1)]
    page = issue_procedure(now=ISSUED, steps=steps)
    for number in range(others):
        issue_procedure(
            now=ISSUED, code=f"QT-{number}", short_title=f"Thủ tục {number}", title=f"Số {number}"
        )
    with django_assert_num_queries(7):
        client.get(URL)
    issue(rewrite(page, summary="Hai."), now=at("2026-11-10 08:00"))
    with django_assert_num_queries(7):
        client.get(URL)
    with django_assert_num_queries(6):
        client.get(f"{URL}lan-ban-hanh/1.0/")
