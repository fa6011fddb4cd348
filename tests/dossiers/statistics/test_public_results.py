"""The public page: rates per unit, and nothing that shows one person's dossier."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from dossiers.statistics.figures import Figures
from dossiers.statistics.public import LEAST, PublicLine, finished_months, grouped
from tests.factories.documents import at

PAGE = "/ket-qua-giai-quyet/"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(at("2026-10-15 09:15"), tick=False):
        yield


def resolve(office, unit, count, late=0, day="2026-09"):
    for number in range(count):
        outcome = "overdue" if number < late else "early"
        office.save(
            f"{day}-02 09:00",
            closed=f"{day}-{number % 20 + 3:02} 09:00",
            outcome=outcome,
            competent_unit=unit,
        )


def rows(client, query=""):
    page = BeautifulSoup(client.get(PAGE + query).content, "html.parser")
    return page, [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
                  for row in page.select("table.cards tbody tr")]  # fmt: skip


@given(st.lists(st.integers(0, 30), max_size=8))
def test_what_is_put_together_never_follows_from_the_sum(counts):
    lines = [PublicLine(f"Đơn vị {number}", Figures(early=count)) for number, count in enumerate(counts)]
    found = grouped(lines)
    assert sum(line.figures.resolved for line in found) == sum(counts)
    alone = [line for line in found if line.name]
    assert all(line.figures.resolved >= LEAST for line in alone)
    if sum(counts) >= LEAST:
        assert all(line.figures.resolved >= LEAST for line in found)


def test_units_with_rates_and_denominators(office, client, django_assert_max_num_queries):
    resolve(office, office.justice, 20, late=1)
    resolve(office, office.building, 10)
    with django_assert_max_num_queries(16):
        page, table = rows(client)
    assert table == [
        ["Bộ phận Tư pháp - Hộ tịch", "20", "19", "0", "1", "95,00%"],
        ["Phòng Kinh tế, Hạ tầng và Đô thị", "10", "10", "0", "0", "100,00%"],
        [table[-1][0], "30", "29", "0", "1", "96,67%"],
    ]
    assert "Nguyễn Văn A" not in page.get_text() and not page.select("table a")


def test_small_units_are_put_together_with_a_larger_one(office, client):
    resolve(office, office.justice, 20)
    resolve(office, office.ward, 6)
    resolve(office, office.building, 1, late=1)
    _page, table = rows(client)
    assert [row[1] for row in table] == ["20", "7", "27"]


def test_too_few_in_all_show_nothing(office, client):
    resolve(office, office.justice, 4, late=1)
    page, table = rows(client)
    assert table == [] and page.select_one(".empty")


def test_only_finished_months_are_shown(office, client):
    resolve(office, office.justice, 9, day="2026-10")
    page, table = rows(client, "?ky=2026-10")
    assert table == []
    offered = [option["value"] for option in page.select("#ky option")]
    assert offered[0] == "2026-09" and len(offered) == 12 and "2026-10" not in offered
    assert [month.name for month in finished_months(at("2026-01-31 08:00").date())][-1] == "2025-12"


@pytest.mark.parametrize("query", ["?ky=", "?ky=2026-Q3", "?ky=2026", "?ky=%00%F0", "?ky=2026-08&ky=x"])
def test_whatever_is_asked_gives_a_page(office, client, query):
    assert client.get(PAGE + query).status_code == 200


def test_the_foot_of_every_public_page_leads_there(office, client):
    assert PAGE in client.get("/lien-he/").content.decode()
