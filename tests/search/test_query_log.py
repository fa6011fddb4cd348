"""What people search for is counted without saying who; what nothing was found for is listed."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from organisation.enums import PermissionRole
from search import query_log
from search.models import Face, QueryLog
from search.query_log import masked, not_found, prune, record
from tests.factories.documents import at, issue_procedure, make_people

pytestmark = pytest.mark.django_db

NOW = at("2026-11-20 09:15")
DAY = NOW.date()
REPORT = "/lam-viec/tim/khong-thay/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def logged():
    return list(QueryLog.objects.order_by("words", "face").values_list("words", "face", "times", "found"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Khai  SINH", "khai sinh"),
        ("cccd 001099012345", "cccd ***"),
        ("0912 345 678 khai sinh", "*** khai sinh"),
        ("0912.345.678", "***"),
        ("gửi a.b@example.vn nhé", "gui *** nhe"),
        ("Nghị định 61/2018", "nghi dinh 61/2018"),
        ("Luật 45/2024/QH15", "luat 45/2024/qh15"),
    ],
)
def test_numbers_of_people_are_masked(typed, kept):
    assert masked(typed) == kept


def test_a_search_is_counted_once_a_day_and_face(client):
    issue_procedure(now=at("2026-10-01 08:00"))
    for query in ("khai sinh", "Khai Sinh", "giay phep bay"):
        client.get("/tim/", {"q": query})
    client.force_login(make_people().author)
    client.get("/lam-viec/tim/", {"q": "giay phep bay"})
    assert logged() == [
        ("giay phep bay", "public", 1, 0),
        ("giay phep bay", "staff", 1, 0),
        ("khai sinh", "public", 2, 2),
    ]


def test_pages_and_filters_of_the_same_search_are_not_counted_again(client):
    issue_procedure(now=at("2026-10-01 08:00"))
    client.get("/tim/", {"q": "khai sinh", "loai": "procedure"})
    client.get("/tim/", {"q": ""})
    client.get("/tim/goi-y/", {"q": "khai si"})
    assert logged() == []


def test_no_person_can_be_kept():
    assert {field.name for field in QueryLog._meta.get_fields()} == {
        "id",
        "day",
        "face",
        "words",
        "times",
        "found",
    }


def test_a_log_that_cannot_be_written_fails_no_search(client, monkeypatch):
    def broken(*args):
        raise DatabaseError("disk full")

    monkeypatch.setattr(query_log, "_count", broken)
    assert client.get("/tim/?q=khai+sinh").status_code == 200


def test_a_flood_does_not_fill_the_table(monkeypatch):
    monkeypatch.setattr(query_log, "MOST_A_DAY", 3)
    for number in range(6):
        record(f"tu {number}", 0, Face.PUBLIC, DAY)
    record("tu 0", 0, Face.PUBLIC, DAY)
    assert [row[2] for row in logged()] == [2, 1, 1]


def test_only_what_never_found_anything_is_listed():
    record("bằng lái", 0, Face.PUBLIC, DAY)
    record("bang lai", 0, Face.STAFF, DAY - timedelta(days=3))
    record("khai sinh", 4, Face.PUBLIC, DAY)
    record("xưa", 0, Face.PUBLIC, DAY - timedelta(days=300))
    rows = not_found(DAY - timedelta(days=30))
    assert rows == [
        {"words": "bang lai", "total": 2, "first": DAY - timedelta(days=3), "last": DAY, "most_found": 0}
    ]


def test_old_rows_are_pruned(capsys):
    record("mới", 0, Face.PUBLIC, DAY)
    record("cũ", 0, Face.PUBLIC, DAY - timedelta(days=401))
    call_command("prune_query_log")
    assert [row[0] for row in logged()] == ["moi"]
    assert prune(DAY + timedelta(days=2), kept_days=1) == 1


def test_the_database_refuses_nonsense():
    record("một", 0, Face.PUBLIC, DAY)
    for values in ({"words": "mot"}, {"words": ""}, {"words": "hai", "times": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QueryLog.objects.create(**{"day": DAY, "face": "public", "found": 0, **values})


@pytest.mark.parametrize("role", PermissionRole.values)
def test_the_report_is_the_secretarys(client, role):
    client.force_login(make_people().by_role[role])
    may = role == PermissionRole.ISO_SECRETARY
    assert client.get(REPORT).status_code == (200 if may else 403)
    assert (REPORT in client.get("/lam-viec/tim/").content.decode()) == may


def test_the_report_shows_and_downloads(client):
    record("=HYPERLINK(x)", 0, Face.PUBLIC, DAY)
    record("bang lai", 0, Face.PUBLIC, DAY)
    record("bang lai", 0, Face.PUBLIC, DAY)
    client.force_login(make_people().by_role[PermissionRole.ISO_SECRETARY])
    page = BeautifulSoup(client.get(REPORT, {"ky": "nonsense", "noi": "x"}).content, "html.parser")
    assert [row.th.get_text() for row in page.select("tbody tr")] == ["bang lai", "=hyperlink(x)"]
    response = client.get(REPORT, {"tai": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[2] == ["bang lai", "2", "20/11/2026", "20/11/2026"]
    assert rows[3][0] == "'=hyperlink(x)"
    assert response["Content-Disposition"] == 'attachment; filename="tim-khong-thay.csv"'
