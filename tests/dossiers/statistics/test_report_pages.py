"""The pages of the report: numbers, the lists behind them, files, rights."""

import csv
import io
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from pypdf import PdfReader

from dossiers.enums import CauseCategory, UnitBasis
from dossiers.models import Dossier, DossierStep, LateIncident, ReportedFigure
from dossiers.statistics.incidents import late_steps_by_person
from dossiers.statistics.periods import named_period
from dossiers.statistics.questions import Question
from tests.factories.documents import at

REPORT = "/lam-viec/bao-cao/"
SEPTEMBER = "?ky=2026-09"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(at("2026-10-15 09:15"), tick=False):
        yield


@pytest.fixture
def busy(office):
    """September: justice 12 of 12 in time, building 10 of 12; two late, one of them with a new date."""
    specialist = office.user("specialist")
    for number in range(12):
        office.save(f"2026-09-{number + 1:02} 09:00", closed=f"2026-09-{number + 2:02} 09:00", outcome="early",
                    channel="online" if number < 3 else "direct", handler=specialist)  # fmt: skip
    for number in range(12):
        late = number < 2
        office.save(f"2026-09-{number + 1:02} 09:00", closed=f"2026-09-{number + 5:02} 10:00",
                    outcome="overdue" if late else "on_time", competent_unit=office.building,
                    reappointed_due_at="2026-09-20 17:00" if number == 0 else None)  # fmt: skip
    office.save("2026-09-20 09:00", "2026-09-25 17:00", competent_unit=office.building)
    return office


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def rows(page, table="table.figures"):
    found = page.select_one(table)
    return [[re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row.find_all(["th", "td"])]
            for row in found.select("tbody tr")]  # fmt: skip


@pytest.fixture
def leader(client, busy):
    client.force_login(busy.user("leader"))
    return client


# --- The page -----------------------------------------------------------------------------------------------------
def test_the_report_shows_every_number_with_its_denominator(leader, busy):
    page = soup(leader.get(REPORT + SEPTEMBER))
    stats = [re.sub(r"\s+", " ", stat.get_text(" ")).strip() for stat in page.select(".stats > div")]
    assert "91,67%" in stats[0] and "22 / 24" in stats[0]
    assert page.select(".stats .value")[1].get_text() == "2" and "1" in stats[1]
    table = rows(page)
    by_name = {row[0]: row[1:] for row in table}
    building = next(cells for name, cells in by_name.items() if name.startswith("Phòng Kinh tế"))
    assert [cell.split(": ")[-1] for cell in building] == [
        "13",
        "12",
        "0",
        "10",
        "2",
        "1",
        "0",
        "83,33% (10/12)",
    ]
    assert table[-1][-1] == "91,67% (22/24)"
    assert page.select_one("svg.trend title") and page.select_one("svg.trend desc").get_text(strip=True)
    bars = page.select(".bars > li")
    assert bars[0]["class"] == ["below"] and "83,33%" in bars[0].get_text()
    assert "95%" in page.select_one(".panel h2").get_text()


def test_a_rate_of_few_dossiers_is_the_same_everywhere_and_judges_nobody(client, office):
    """Head, bar, table and file say the same; it misses no target and is compared with no other month."""
    for day in (1, 2, 3):
        office.save(
            f"2026-09-0{day} 09:00",
            closed=f"2026-09-0{day + 1} 09:00",
            outcome="overdue" if day == 1 else "early",
        )
    client.force_login(office.user("leader"))
    page = soup(client.get(REPORT + SEPTEMBER))
    stats = [re.sub(r"\s+", " ", stat.get_text(" ")).strip() for stat in page.select(".stats > div")]
    assert "2 / 3" in stats[0] and "66,67%" in stats[0]
    bar = page.select_one(".bars > li")
    assert bar.get("class") is None and bar.select_one(".value").get_text() == "66,67%"
    assert page.select_one("table.figures .sum .rate").get_text() == "66,67% (2/3)"
    assert "66,67% (2/3)" in client.get(f"{REPORT}{SEPTEMBER}&tai=csv").content.decode("utf-8-sig")
    assert page.select(".stats > div")[0].get("class") is None, "neither good nor bad"
    assert page.select(".stats .value")[-1].get_text() == "–"


def test_every_number_leads_to_exactly_its_dossiers(leader, busy):
    for kind in ("don-vi", "linh-vuc", "thu-tuc", "can-bo", "kenh", "thang"):
        page = soup(leader.get(f"{REPORT}{SEPTEMBER}&xem={kind}"))
        links = page.select("table.cards.figures td a")
        assert links, kind
        for link in links:
            number = link.find(string=True, recursive=False).strip()
            listed = soup(leader.get(link["href"]))
            assert len(listed.select("table.dossiers tbody tr")) == int(number), link["href"]


def test_numbers_of_the_head_lead_to_their_dossiers(leader, busy):
    page = soup(leader.get(REPORT + SEPTEMBER))
    overdue = page.select(".stats .value a")[1]
    assert overdue.get_text() == "2"
    assert len(soup(leader.get(overdue["href"])).select("table.dossiers tbody tr")) == 2


def test_pages_cost_a_fixed_number_of_queries(leader, busy, django_assert_max_num_queries):
    for kind in ("don-vi", "linh-vuc", "thu-tuc", "can-bo", "kenh", "thang"):
        with django_assert_max_num_queries(47):
            leader.get(f"{REPORT}{SEPTEMBER}&xem={kind}")
    with django_assert_max_num_queries(38):
        leader.get(f"{REPORT}ho-so/{SEPTEMBER}&so=resolved")


@pytest.mark.parametrize("basis", ["competent", "received", "assisted"])
def test_which_of_the_three_units_is_chosen_and_said(leader, busy, basis):
    Dossier.objects.filter(competent_unit=busy.building).update(assisted_at=busy.justice)
    page = soup(leader.get(f"{REPORT}{SEPTEMBER}&tinh={basis}"))
    said = page.select_one(".page-head .sub").get_text()
    assert str(UnitBasis(basis).label).lower() in said
    assert rows(page)[-1][1].split(": ")[-1] == {"competent": "25", "received": "25", "assisted": "13"}[basis]


@pytest.mark.parametrize(
    "query",
    [
        "?ky=khac&tu=31/02/2026&den=x", "?ky=khac", "?ky=khac&tu=10/10/2026&den=01/10/2026", "?don-vi=999999",
        "?ky=khac&tu=01/01/1900&den=01/01/2026", "?ky=9999-99&tinh=x&linh-vuc=%00&kenh=phone&can-bo=a&thu-tuc=-1",
        "?xem=%27&tai=exe", "?ky=2026-09&don-vi=%F0%9F%92%A5", "?ky=khac&tu=01/01/2010&den=01/01/2026",
        "?ky=khac&tu=01/01/2030&den=31/01/2030", "?ky=2030-01",
    ],
)  # fmt: skip
def test_whatever_is_asked_gives_a_report_that_says_what_is_wrong(leader, query):
    response = leader.get(REPORT + query)
    assert response.status_code == 200
    page = soup(response)
    assert page.select_one(".stats, .empty")
    if "xem" not in query:
        assert page.select_one("[role=alert]")


def test_days_of_any_length(leader):
    page = soup(leader.get(f"{REPORT}?ky=khac&tu=05/09/2026&den=09/09/2026"))
    assert "Từ 05/09/2026 đến 09/09/2026" in page.select_one(".sub").get_text()
    assert not page.select_one("[role=alert]")


def test_an_empty_period_says_so(leader):
    page = soup(leader.get(f"{REPORT}?ky=2025-12"))
    assert page.select_one(".empty") and not page.select_one("table.figures")


# --- Files --------------------------------------------------------------------------------------------------------
def test_files_say_exactly_what_the_screen_says(leader, busy):
    page = soup(leader.get(REPORT + SEPTEMBER))
    shown = [[cell.split(": ")[-1] for cell in row] for row in rows(page)]
    sheet = load_workbook(io.BytesIO(leader.get(f"{REPORT}{SEPTEMBER}&tai=xlsx").content)).active
    table = list(sheet.iter_rows(min_row=3))
    assert [[str(cell.value) for cell in row[:-1]] for row in table] == [row[:-1] for row in shown]
    assert {cell.data_type for row in table for cell in row[1:]} == {"n"}
    rates = [f"{row[-1].value:.2%}".replace(".", ",") for row in table]
    assert rates == [row[-1].partition(" ")[0] for row in shown]
    assert {row[-1].number_format for row in table} == {"0.00%"} and sheet.title == "Theo đơn vị"
    response = leader.get(f"{REPORT}{SEPTEMBER}&tai=csv")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[2:] == shown
    assert 'filename="bao-cao-ho-so-2026-09-don-vi.csv"' in response["Content-Disposition"]


def test_the_paper_carries_the_same_numbers(leader, busy):
    response = leader.get(f"{REPORT}{SEPTEMBER}&tai=pdf")
    assert response["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    words = re.sub(r"\s+", " ", text)
    assert "91,67%" in words and "83,33%" in words and "Tháng 9/2026" in words
    assert "% – " not in words, "a dash after a number reads as a minus"


def test_a_sign_that_no_font_has_is_spelled_out_on_the_paper(leader, busy):
    busy.building.short_name = "Xây dựng 😀"
    busy.building.save()
    response = leader.get(f"{REPORT}{SEPTEMBER}&tai=pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "[U+1F600]" in re.sub(r"\s", "", text)


def test_names_that_look_like_formulas_stay_text(leader, busy):
    busy.building.short_name = "=HYPERLINK(1)"
    busy.building.save()
    lines = leader.get(f"{REPORT}{SEPTEMBER}&tai=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in lines
    sheet = load_workbook(io.BytesIO(leader.get(f"{REPORT}{SEPTEMBER}&tai=xlsx").content)).active
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


# --- Rights -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("one_stop_officer", 200), ("specialist", 200), ("head_of_unit", 200), ("leader", 200), ("clerk", 200),
        ("iso_secretary", 200), ("internal_auditor", 200), ("administrator", 403),
    ],
)  # fmt: skip
def test_who_sees_counts(client, busy, role, status):
    client.force_login(busy.user(role))
    for address in ("", "ho-so/?so=overdue", "buoc-tre/", "da-cong-bo/"):
        assert client.get(REPORT + address).status_code == status
        assert client.post(REPORT + address).status_code == 405
    assert (f'href="{REPORT}"' in client.get("/lam-viec/").content.decode()) == (status == 200)


def test_nobody_comes_in_without_signing_in(client, busy):
    response = client.get(REPORT)
    assert response.status_code == 302 and "dang-nhap" in response["Location"]


def test_who_may_not_read_dossiers_sees_how_many_there_are(client, busy):
    client.force_login(busy.user("specialist"))
    page = soup(client.get(f"{REPORT}ho-so/{SEPTEMBER}&so=resolved"))
    assert "24" in page.select_one(".lead").get_text() and "12" in page.select_one(".lead").get_text()
    assert len(page.select("table.dossiers tbody tr")) == 12
    assert "Nguyễn Văn A" not in page.get_text()
    client.force_login(busy.user("internal_auditor"))
    page = soup(client.get(f"{REPORT}ho-so/{SEPTEMBER}&so=resolved"))
    assert page.select_one(".empty") and not page.select("table.dossiers")


def test_an_unknown_number_is_not_found(leader):
    assert leader.get(f"{REPORT}ho-so/?so=secret").status_code == 404


# --- Late steps ---------------------------------------------------------------------------------------------------
def late(office, dossier, day, cause="", responsible="specialist", **values):
    step = DossierStep.objects.create(
        dossier=dossier, number=dossier.steps.count() + 1, kind="work", title="Thẩm định hồ sơ"
    )
    explained = (
        {"explained_at": at(day), "explanation": "Hồ sơ nhiều.", "state": "explained"} if cause else {}
    )
    return LateIncident.objects.create(
        dossier=dossier, step=step, detected_at=at(day), step_due_at=at(day), cause=cause,
        responsible=office.user(responsible), unit=office.justice, **explained | values,
    )  # fmt: skip


def test_late_steps_by_cause_and_by_person_and_month(leader, busy):
    dossiers = list(Dossier.objects.order_by("pk")[:4])
    late(busy, dossiers[0], "2026-09-03 09:00", CauseCategory.WORKLOAD)
    late(busy, dossiers[1], "2026-09-04 09:00", CauseCategory.WORKLOAD)
    late(busy, dossiers[2], "2026-09-30 23:30")
    late(busy, dossiers[3], "2026-10-01 00:30", responsible="head_of_unit")
    page = soup(leader.get(f"{REPORT}buoc-tre/{SEPTEMBER}"))
    causes = rows(page, "table.narrow")
    assert causes[0][1:] == ["2", "66,67%"] and causes[1][1:] == ["1", "33,33%"] and causes[-1][1] == "3"
    people = rows(page, "table.cards.figures")
    assert people == [["Trần Văn Specialist", "9/2026", "3", "2", "0", "0", "3"]]
    link = page.select("table.narrow a")[0]
    assert (
        len(
            soup(leader.get(f"{REPORT}buoc-tre/{link['href'].split('#')[0]}")).select(
                "table.dossiers tbody tr"
            )
        )
        == 2
    )
    question = Question(now=at("2026-10-15 09:15"), unit_ids=frozenset({busy.justice.pk}))
    lines = late_steps_by_person(question, [named_period("2026-09"), named_period("2026-10")])
    assert [(line.month, line.late) for line in lines] == [(202610, 1), (202609, 3)]


def test_without_late_steps_the_page_says_so(leader):
    assert soup(leader.get(f"{REPORT}buoc-tre/{SEPTEMBER}")).select_one(".empty")


# --- Published figures --------------------------------------------------------------------------------------------
def test_published_figures_stand_beside_computed_ones(leader, busy, django_assert_max_num_queries):
    """A5 and A6: as reported, approximate, never part of a sum."""
    day = {"first_day": "2016-01-01", "last_day": "2018-12-31", "source": "Báo cáo của quận"}
    ReportedFigure.objects.create(
        unit_words="Quận Hoàng Mai", measure="on_time", value=440_000, is_approximate=True, **day
    )
    ReportedFigure.objects.create(unit_words="Quận Hoàng Mai", measure="on_time_rate", value="99.57", **day)
    ReportedFigure.objects.create(
        unit=busy.ward,
        measure="resolved",
        value=25,
        first_day="2026-09-01",
        last_day="2026-09-30",
        source="Trang tin",
    )
    with django_assert_max_num_queries(44):
        page = soup(leader.get(f"{REPORT}da-cong-bo/"))
    table = {(row[0], row[2]): row[3:5] for row in rows(page, "table.published")}
    published = sorted(cells[0] for (unit, _measure), cells in table.items() if unit == "Quận Hoàng Mai")
    assert published == ["99,57%", "khoảng 440.000"]
    assert ["25", "24"] in table.values()
    assert rows(soup(leader.get(REPORT + SEPTEMBER)))[-1][-1] == "91,67% (22/24)"
