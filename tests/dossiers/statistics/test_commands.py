"""dossier_statistics: the same figures as the report, for scripts and for people."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from dossiers.models import ReportedFigure
from tests.factories.documents import at

NAMES = {
    "received", "direct", "online", "postal", "carried_over", "resolved", "early", "on_time", "overdue", "pending",
    "within_due", "past_due", "on_time_rate", "early_rate", "overdue_rate", "online_rate",
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(at("2026-10-15 09:15"), tick=False):
        yield


@pytest.fixture
def some(office):
    office.save("2026-08-20 09:00", closed="2026-09-02 09:00", outcome="overdue")
    office.save("2026-09-01 09:00", closed="2026-09-03 09:00", outcome="early", channel="online")
    office.save("2026-09-10 09:00", competent_unit=office.building, channel="postal")
    return office


def run(capsys, *args):
    call_command("dossier_statistics", *args)
    return capsys.readouterr().out


def test_json_of_a_quarter(some, capsys):
    report = json.loads(run(capsys, "--from", "2026-09-01", "--to", "30/09/2026", "--json"))
    assert set(report) >= NAMES
    assert {name: report[name] for name in ("received", "carried_over", "new", "online", "postal", "direct")} == {
        "received": 3, "carried_over": 1, "new": 2, "online": 1, "postal": 1, "direct": 0,
    }  # fmt: skip
    assert (report["resolved"], report["overdue"], report["pending"], report["past_due"]) == (2, 1, 1, 1)
    assert report["on_time_rate"] == {"numerator": 1, "denominator": 2, "percent": "50.00"}
    assert (report["from"], report["to"], report["unit"]) == ("2026-09-01", "2026-09-30", None)


def test_a_unit_with_all_below_it_by_slug_code_or_name(some, capsys):
    ward = [some.ward.slug, "H26.65", "Ủy ban nhân dân phường An Hòa"]
    assert {json.loads(run(capsys, "--unit", name, "--json"))["received"] for name in ward} == {3}
    assert json.loads(run(capsys, "--unit", some.building.slug, "--json"))["received"] == 1


def test_without_days_everything_until_today(some, capsys):
    report = json.loads(run(capsys, "--json"))
    assert (report["from"], report["to"], report["new"]) == ("2026-08-20", "2026-10-15", 3)


def test_by_the_reception_point(some, capsys):
    found = json.loads(run(capsys, "--unit", some.building.slug, "--basis", "received", "--json"))
    assert found["received"] == 0 and found["on_time_rate"]["percent"] is None


def test_a_table_for_people(some, capsys):
    said = run(capsys, "--from", "01/09/2026", "--to", "30/09/2026", "--unit", some.ward.slug)
    assert "Tháng 9/2026" in said and "50,00%   1 / 2" in said and "Tồn kỳ trước" in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--unit", "phuong-an-hoaa"], "phuong-an-hoa"),
        (["--unit", "khong-co-gi-giong"], "Gần nhất"),
        (["--from", "31/02/2026"], "Viết 2025-07-01 hoặc 01/07/2025"),
        (["--to", "hôm nay"], "--to"),
        (["--from", "1899-01-01"], "từ năm 2000"),
        (["--from", "2026-10-01", "--to", "2026-09-01"], "đứng trước"),
    ],
)
def test_errors_say_what_to_write(some, args, words):
    with pytest.raises(CommandError, match=words):
        call_command("dossier_statistics", *args)


def test_an_empty_office(office, capsys):
    assert json.loads(run(capsys, "--json"))["received"] == 0


# --- Published figures in the administration ----------------------------------------------------------------------
def test_the_iso_secretary_enters_published_figures(office, client):
    client.force_login(office.user("iso_secretary"))
    values = {
        "unit": "", "unit_words": "Quận Hoàng Mai", "first_day": "2016-01-01", "last_day": "2018-12-31",
        "measure": "on_time_rate", "value": "99.57", "is_approximate": "on", "source": "Trang tin của quận",
        "published_on": "", "note": "",
    }  # fmt: skip
    address = "/quan-tri/published_figures/new/"
    assert client.get(address).status_code == 200
    wrong = client.post(address, values | {"value": "101"})
    assert wrong.status_code == 200 and ReportedFigure.objects.count() == 0
    assert client.post(address, values).status_code == 302
    figure = ReportedFigure.objects.get()
    assert figure.is_rate and figure.is_approximate and figure.history.count() == 1
    assert client.get("/quan-tri/published_figures/").status_code == 200


@pytest.mark.parametrize("role", ["specialist", "leader"])
def test_others_do_not(office, client, role):
    client.force_login(office.user(role))
    assert client.get("/quan-tri/published_figures/new/").status_code in (302, 403)
