"""Days at the ends of all calendars: every filter and form answers with a sentence, never with an error of ours."""

import pytest

from dossiers.enums import PauseKind
from dossiers.models import Absence, ScheduleEntry
from dossiers.services import gate
from tests.dossiers.desk.conftest import FRIDAY, words_of
from tests.dossiers.factories import at, complete, receive

pytestmark = pytest.mark.django_db

ODD = (
    "0001-01-01",
    "01/01/0001",
    "9999-12-31",
    "31/12/9999",
    "10000-01-01",
    "2026-02-30",
    "-1",
    "1e9",
    "\x00",
)
LISTS = (
    "ho-so/",
    "so-theo-doi/",
    "so-theo-doi/so-theo-doi.xlsx",
    "bao-cao/",
    "bao-cao/ho-so/",
    "bao-cao/buoc-tre/",
)


@pytest.mark.parametrize("day", ODD)
def test_a_filter_with_an_odd_day_answers(desk, browse, day):
    receive(now=FRIDAY)
    client = browse(desk.leader)
    for page in LISTS:
        for odd in ({"tu": day}, {"den": day}, {"tu": day, "den": day}):
            answer = client.get(f"/lam-viec/{page}", {"xem": "tat-ca", "ky": "khac", **odd})
            assert answer.status_code in (200, 302, 400, 404, 422), (page, odd)
    for page in ("", "them/", f"{desk.specialist.username}/"):
        assert client.get(f"/lam-viec/lich-cong-tac/{page}", {"ngay": day}).status_code == 200
    assert client.get("/lam-viec/bao-cao/", {"ky": day, "so": day, "trang": day}).status_code == 200


def test_the_list_says_what_it_does_not_understand(desk, browse):
    answer = browse(desk.leader).get("/lam-viec/ho-so/", {"den": "9999-12-31"})
    assert "1900" in words_of(answer) and "2200" in words_of(answer)


@pytest.mark.parametrize("day", ODD)
def test_a_schedule_refuses_an_odd_day_and_keeps_what_was_typed(desk, browse, day):
    client = browse(desk.specialist)
    entry = {
        "person": desk.specialist.pk, "title": "Họp tổ", "day": day, "starts": "08:00", "ends": "09:00",
        "visibility": "office",
    }  # fmt: skip
    answer = client.post("/lam-viec/lich-cong-tac/them/", entry)
    assert answer.status_code == 422 and "Họp tổ" in answer.content.decode()
    away = {"person": desk.specialist.pk, "first_day": "2026-11-23", "last_day": day, "reason": "Nghỉ phép"}
    answer = client.post("/lam-viec/lich-cong-tac/nghi/", away)
    assert answer.status_code == 422 and "Nghỉ phép" in answer.content.decode()
    assert not ScheduleEntry.objects.exists() and not Absence.objects.exists()


@pytest.mark.parametrize("day", ODD)
def test_a_pause_until_an_odd_day_is_refused(in_work, act, day):
    answer = act(
        in_work.current_step.officer, in_work, "tam-dung",
        kind=PauseKind.SUPPLEMENT, items="Bản sao", reason="Thiếu", expected_until=day,
    )  # fmt: skip
    assert answer.status_code == 422 and "Bản sao" in answer.content.decode()


@pytest.mark.parametrize(
    "day", ["0001-01-01T00:00", "9999-12-31T23:59", "10000-01-01T08:00", "08:00, 01/01/0001", "\x00"]
)
def test_a_letter_promises_no_odd_day(desk, held, incident, act, day):
    late = at("2026-11-20 17:30")
    gate.explain(incident.responsible, incident.pk, held.lock_version, late, "workload", "Nhiều việc")
    held.refresh_from_db()
    answer = act(
        desk.head, held, "soan-thu", incident=incident, reason="Chậm", apology="Xin lỗi", new_due_at=day
    )
    assert answer.status_code == 422 and "Xin lỗi" in answer.content.decode()


def test_a_far_day_of_this_calendar_is_taken(desk, browse):
    complete(receive(now=FRIDAY), FRIDAY)
    assert (
        browse(desk.leader).get("/lam-viec/ho-so/", {"tu": "1900-01-01", "den": "2200-12-31"}).status_code
        == 200
    )
