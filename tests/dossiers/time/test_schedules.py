"""Whose schedule may be seen and written; absences; dossiers at risk go over in one go."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from dossiers.enums import DossierState, Visibility
from dossiers.errors import DossierError
from dossiers.models import Absence, Dossier, DossierEvent, DossierStep, ScheduleEntry
from dossiers.policies import DossierPolicy
from dossiers.schedule_policy import SchedulePolicy
from dossiers.selectors.schedules import at_risk, steps_due_on, week_of
from dossiers.services.schedules import AbsenceDetails, EntryDetails, change_entry, record_absence
from organisation.models import Assignment, Holiday, Post
from tests.dossiers.factories import at, complete, make_desk, make_worker, receive
from tests.factories.admin import soup

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)
PASSWORD = "mat-khau-thu-1"


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def entry(person, title="Họp giao ban", visibility=Visibility.OWN, day="2026-11-24"):
    return ScheduleEntry.objects.create(
        person=person,
        starts_at=at(f"{day} 08:00"),
        ends_at=at(f"{day} 09:00"),
        title=title,
        visibility=visibility,
        created_by=person,
    )


def week_page(client):
    return client.get(reverse("schedule-week"), {"ngay": MONDAY.isoformat()}).content.decode()


def test_the_leader_sees_every_specialist_and_a_specialist_only_what_is_published(desk, signed_in):
    entry(desk.specialist, "Đo đạc thực địa")
    entry(desk.clerk, "Việc riêng văn thư")
    entry(desk.clerk, "Trực Một cửa", Visibility.OFFICE)
    seen = week_page(signed_in(desk.leader))
    assert "Đo đạc thực địa" in seen and "Việc riêng văn thư" in seen
    seen = week_page(signed_in(desk.specialist))
    assert "Đo đạc thực địa" in seen and "Trực Một cửa" in seen
    assert "Việc riêng văn thư" not in seen


def test_a_dossier_whose_clock_stands_still_is_due_on_no_day(desk):
    dossier = complete(receive(now=at("2026-11-20 16:30")), at("2026-11-20 16:30"))
    officer = dossier.current_step.officer
    DossierStep.objects.filter(pk=dossier.current_step_id).update(due_at=at("2026-11-24 09:00"))

    def shown(now):
        (row,) = week_of(SchedulePolicy(DossierPolicy(officer)), MONDAY, at(now), only=officer).rows
        steps = len(steps_due_on(officer, MONDAY, MONDAY + dt.timedelta(days=5)))
        return sum(day.due for day in row.days), sum(day.overdue for day in row.days), steps

    assert shown("2026-11-23 08:00") == (1, 0, 1) and shown("2026-11-25 08:00") == (1, 1, 1)
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.WAITING_SUPPLEMENT)
    assert shown("2026-11-23 08:00") == (0, 0, 0) == shown("2026-11-25 08:00")
    away = record_absence(officer, AbsenceDetails(officer, MONDAY, MONDAY), at("2026-11-20 16:40"))
    away.last_day = MONDAY + dt.timedelta(days=4)
    assert [step.dossier_id for step in at_risk(away)] == [dossier.pk], "it may run again while he is away"


def test_a_persons_page_is_closed_to_colleagues(desk, signed_in):
    address = reverse("schedule-person", args=[desk.clerk.username])
    assert signed_in(desk.leader).get(address).status_code == 200
    assert signed_in(desk.specialist).get(address).status_code == 404
    assert signed_in(desk.clerk).get(address).status_code == 200


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-20 18:00", "16/11/2026"),
        ("2026-11-21 00:30", "23/11/2026"),
        ("2026-11-22 23:30", "23/11/2026"),
        ("2026-11-23 07:00", "23/11/2026"),
    ],
    ids=["friday", "saturday", "sunday", "monday"],
)
def test_on_a_weekend_the_coming_week_is_opened(desk, signed_in, frozen_now, now, first):
    frozen_now.move_to(at(now))
    client = signed_in(desk.specialist)
    for address in (reverse("schedule-week"), reverse("schedule-person", args=[desk.specialist.username])):
        page = soup(client.get(address))
        assert f"Tuần từ {first}" in page.select_one(".page-head .sub").get_text()
        this_week = page.select(".week-pager a")[1]["href"]
        assert f"?ngay={at(now):%Y-%m-%d}" in this_week, "that of today, whatever is opened first"


def test_the_technical_role_and_strangers_stay_outside(desk, signed_in, client):
    assert client.get(reverse("schedule-week")).status_code == 302
    assert signed_in(desk.by_role["administrator"]).get(reverse("schedule-week")).status_code == 403


def test_an_entry_is_made_changed_and_cancelled_by_its_owner(desk, signed_in):
    client = signed_in(desk.specialist)
    typed = {
        "person": desk.specialist.pk,
        "title": "Họp tổ",
        "day": "24/11/2026",
        "starts": "14:00",
        "ends": "13:00",
        "place": "Phòng 2",
        "visibility": "own",
    }
    page = client.post(reverse("schedule-new"), typed)
    assert page.status_code == 422
    assert "Họp tổ" in page.content.decode(), "what was typed is kept"
    assert client.post(reverse("schedule-new"), typed | {"ends": "15:00"}).status_code == 302
    made = ScheduleEntry.objects.get()
    assert (made.starts_at, made.place) == (at("2026-11-24 14:00"), "Phòng 2")
    address = reverse("schedule-entry", args=[made.pk])
    assert signed_in(desk.clerk).get(address).status_code == 404
    client = signed_in(desk.specialist)
    assert client.post(address, typed | {"title": "Họp phòng", "ends": "15:30"}).status_code == 302
    assert client.post(address, {"cancel": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.title == "Họp phòng" and made.cancelled_at is not None
    assert "Họp phòng" not in week_page(client)


def _hidden(page):
    (version,) = set(re.findall(r'name="phien" value="(-?[0-9]+)"', page.content.decode()))
    return {"phien": version}


def test_the_second_tab_overwrites_nothing_and_loses_nothing(desk, signed_in):
    made = entry(desk.specialist, "Họp tổ", day="2026-11-24")
    address, client = reverse("schedule-entry", args=[made.pk]), signed_in(desk.specialist)
    opened = _hidden(client.get(address))
    typed = {"title": "Của tab thứ nhất", "day": "2026-11-25", "starts": "08:00", "ends": "09:00",
             "place": "Phòng 1", "visibility": "own"}  # fmt: skip
    assert client.post(address, typed | opened).status_code == 302
    mine = typed | {"title": "Của tab thứ hai", "place": "Phòng 2"}
    refused = client.post(address, mine | opened)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Người khác vừa sửa nội dung này" in text
    assert 'value="Của tab thứ hai"' in text and "Của tab thứ nhất" in text and "Phòng 1" in text
    made.refresh_from_db()
    assert made.title == "Của tab thứ nhất"
    for unreadable in ("", "x", "²", "-1", "9" * 30):
        assert client.post(address, mine | {"phien": unreadable}).status_code == 422
    assert client.post(address, mine | _hidden(refused)).status_code == 302, "read, then sent once more"
    made.refresh_from_db()
    assert (made.title, made.lock_version) == ("Của tab thứ hai", 2)


def test_what_was_changed_meanwhile_is_not_taken_off_unseen(desk, signed_in):
    made = entry(desk.specialist, "Họp tổ", day="2026-11-24")
    address, client = reverse("schedule-entry", args=[made.pk]), signed_in(desk.specialist)
    opened = _hidden(client.get(address))
    typed = {
        "title": "Họp phòng",
        "day": "2026-11-24",
        "starts": "08:00",
        "ends": "09:00",
        "visibility": "own",
    }
    assert client.post(address, typed | opened).status_code == 302
    refused = client.post(address, {"cancel": "1"} | opened, follow=True)
    assert "Họp phòng" in refused.content.decode()
    made.refresh_from_db()
    assert made.cancelled_at is None
    assert client.post(address, {"cancel": "1"} | _hidden(refused)).status_code == 302
    made.refresh_from_db()
    assert made.cancelled_at is not None
    details = EntryDetails(made.starts_at, made.ends_at, "Sau khi hủy")
    with pytest.raises(DossierError):
        change_entry(desk.specialist, made.pk, made.lock_version, details, at("2026-11-21 09:00"))


def test_nobody_writes_into_the_schedule_of_another_unit(desk, signed_in):
    typed = {
        "person": desk.leader.pk,
        "title": "x",
        "day": "2026-11-24",
        "starts": "08:00",
        "ends": "09:00",
        "visibility": "own",
    }
    page = signed_in(desk.specialist).post(reverse("schedule-new"), typed)
    assert page.status_code == 422
    assert not ScheduleEntry.objects.exists()


def test_the_week_asks_the_database_a_fixed_number_of_times(desk, signed_in, django_assert_max_num_queries):
    client = signed_in(desk.leader)
    for number in range(12):
        entry(make_worker(f"w{number}", "specialist", desk.ward), f"Việc {number}", day="2026-11-25")
    week_page(client)
    with django_assert_max_num_queries(37):
        seen = week_page(client)
    assert "Việc 11" in seen


@pytest.mark.parametrize("day", ["", "hôm nay", "2026-13-40", "9999-12-31", "0001-01-01"])
def test_nonsense_days_show_this_week(desk, signed_in, day):
    assert signed_in(desk.leader).get(reverse("schedule-week"), {"ngay": day}).status_code == 200


def away(client, desk, person=None, **changes):
    typed = {
        "person": (person or desk.specialist).pk,
        "first_day": "2026-11-23",
        "last_day": "2026-11-27",
        "reason": "Nghỉ phép",
        "stand_in": desk.second_specialist.pk,
    }
    return client.post(reverse("schedule-absence-new"), typed | changes)


def dossier_with(officer):
    dossier = complete(receive(now=at("2026-11-20 08:30")), now=at("2026-11-20 08:40"))
    DossierStep.objects.filter(pk=dossier.current_step_id).update(officer=officer)
    return dossier


def test_going_on_leave_lists_what_is_at_risk_and_moves_it_in_one_go(desk, signed_in):
    mine = [dossier_with(desk.specialist), dossier_with(desk.specialist)]
    other = dossier_with(desk.second_specialist)
    client = signed_in(desk.specialist)
    answer = away(client, desk)
    absence = Absence.objects.get()
    assert answer.url == reverse("schedule-absence", args=[absence.pk])
    page = client.get(answer.url).content.decode()
    assert all(dossier.code in page for dossier in mine)
    assert other.code not in page
    steps = [str(dossier.current_step_id) for dossier in mine]
    answer = client.post(answer.url, {"steps": steps, "officer": desk.second_specialist.pk})
    assert answer.status_code == 302
    owners = DossierStep.objects.filter(pk__in=steps).values_list("officer", flat=True)
    assert set(owners) == {desk.second_specialist.pk}
    told = DossierEvent.objects.filter(kind="reassigned")
    assert [event.note for event in told] == ["Nghỉ phép của " + desk.specialist.get_full_name()] * 2 or len(
        told
    ) == 2


def test_when_one_step_moved_on_nothing_is_moved(desk, signed_in):
    mine = [dossier_with(desk.specialist), dossier_with(desk.specialist)]
    client = signed_in(desk.specialist)
    address = away(client, desk).url
    steps = [str(dossier.current_step_id) for dossier in mine]
    page = client.get(address)
    assert page.status_code == 200
    complete(mine[0], now=at("2026-11-20 09:00"))
    answer = client.post(address, {"steps": steps, "officer": desk.second_specialist.pk})
    assert answer.status_code == 200 or answer.status_code == 422
    assert DossierStep.objects.get(pk=steps[1]).officer == desk.specialist


def test_new_steps_go_to_others_while_somebody_is_away(desk, signed_in):
    away(signed_in(desk.specialist), desk)
    dossier = complete(receive(now=at("2026-11-23 08:30")), now=at("2026-11-23 08:40"))
    assert dossier.current_step.officer != desk.specialist


def test_absences_do_not_overlap_and_the_stand_in_must_be_there(desk, signed_in):
    client = signed_in(desk.specialist)
    away(client, desk)
    assert away(client, desk, first_day="2026-11-27", last_day="2026-11-30").status_code == 422
    assert away(signed_in(desk.head), desk, person=desk.head, stand_in=desk.specialist.pk).status_code == 422
    assert away(client, desk, first_day="2026-12-05", last_day="2026-12-01").status_code == 422
    assert Absence.objects.count() == 1


def test_an_absence_of_another_is_not_seen_and_not_handed_over(desk, signed_in):
    dossier = dossier_with(desk.specialist)
    address = away(signed_in(desk.specialist), desk).url
    client = signed_in(desk.clerk)
    assert client.get(address).status_code == 404
    posted = client.post(address, {"steps": [dossier.current_step_id], "officer": desk.clerk.pk})
    assert posted.status_code == 404
    assert signed_in(desk.leader).get(address).status_code == 200


def test_only_people_who_do_steps_stand_in_or_take_over(desk, signed_in):
    technical, mixed = desk.by_role["administrator"], make_worker("hai-vai", "specialist", desk.ward)
    post = Post.objects.filter(role__code="administrator").first()
    Assignment.objects.create(user=mixed, post=post, valid_from=dt.date(2020, 1, 1))
    client = signed_in(desk.head)
    offered = set(client.get(reverse("schedule-absence-new")).context["form"].fields["stand_in"].queryset)
    assert desk.second_specialist in offered and not offered & {technical, mixed}
    for user in (technical, mixed):
        assert away(client, desk, person=desk.head, stand_in=user.pk).status_code == 422
        with pytest.raises(DossierError) as caught:
            record_absence(
                desk.head, AbsenceDetails(desk.head, MONDAY, MONDAY, stand_in=user), at("2026-11-20 09:00")
            )
        assert "stand_in" in caught.value.fields


def test_an_earlier_stand_in_who_does_no_steps_is_not_proposed(desk, signed_in):
    dossier = complete(receive(now=at("2026-11-20 09:00")), at("2026-11-20 09:30"))
    absence = Absence.objects.create(
        person=dossier.current_step.officer,
        first_day=MONDAY,
        last_day=MONDAY + dt.timedelta(days=20),
        stand_in=desk.by_role["administrator"],
        recorded_at=at("2026-11-20 09:00"),
        recorded_by=desk.head,
    )
    page = signed_in(desk.leader).get(reverse("schedule-absence", args=[absence.pk]))
    officers = page.context["form"]["officer"]
    assert desk.by_role["administrator"] not in officers.field.queryset and officers.value() is None


def test_a_holiday_is_no_free_day(desk, signed_in):
    Holiday.objects.create(date=dt.date(2026, 11, 24), name="Ngày Văn hóa Việt Nam")
    entry(desk.clerk, "Trực ngày lễ", Visibility.OFFICE)
    client = signed_in(desk.leader)
    page = soup(client.get(reverse("schedule-week"), {"ngay": MONDAY.isoformat()}))
    row = next(row for row in page.select("table.week tbody tr") if "Trực ngày lễ" not in row.get_text())
    days = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    assert days[1].endswith("Nghỉ lễ Ngày Văn hóa Việt Nam") and "Trống" not in days[1]
    assert days[0].endswith("Trống") and days[0].startswith("Thứ Hai")
    assert row.select_one(".idle-week") is not None
    busy = next(row for row in page.select("table.week tbody tr") if "Trực ngày lễ" in row.get_text())
    assert busy.select_one(".idle-week") is None
    own = client.get(
        reverse("schedule-person", args=[desk.specialist.username]), {"ngay": MONDAY.isoformat()}
    )
    assert "Nghỉ lễ Ngày Văn hóa Việt Nam" in own.content.decode()
