"""The organisation in the administration: who may do what, several rows at once, and history in words."""

import datetime as dt

import pytest
from django.urls import get_resolver, reverse

from organisation.models import Holiday, OfficeHours, SwappedDay, Unit, UnitParent
from organisation.record_history import record_history
from organisation.viewsets import OrganisationGroup, UnitViewSet
from tests.factories.admin import make_admin, messages_of
from tests.factories.documents import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def rows(prefix, *forms):
    values = {
        f"{prefix}-TOTAL_FORMS": len(forms),
        f"{prefix}-INITIAL_FORMS": sum(1 for form in forms if form.get("id")),
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for index, form in enumerate(forms):
        for name, value in {"ORDER": index + 1, **form}.items():
            values[f"{prefix}-{index}-{name}"] = value
    return values


def unit_values(unit, *parents, **changes):
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "slug": unit.slug,
        "kind": unit.kind,
        **rows("parents", *parents),
        **rows("events"),
        **rows("successions"),
        **changes,
    }


def test_who_reads_and_who_edits(admin):
    unit = make_unit("phong-van-hoa", "Phòng Văn hóa")
    pages = (
        ("index", [], 200),
        ("edit", [unit.pk], None),
        ("inspect", [unit.pk], 200),
        ("history", [unit.pk], 200),
    )
    for role, may_read, may_edit in (
        ("root", True, True),
        ("administrator", True, True),
        ("iso_secretary", True, False),
        ("specialist", False, False),
    ):
        client = admin.client(role)
        for name, args, _status in pages:
            allowed = may_edit if name == "edit" else may_read
            response = client.get(reverse(f"unit:{name}", args=args))
            assert response.status_code == (200 if allowed else 302), (role, name)
    response = admin.client("iso_secretary").post(
        reverse("unit:edit", args=[unit.pk]), unit_values(unit, name="Tên khác")
    )
    assert response.status_code == 302
    unit.refresh_from_db()
    assert unit.name == "Phòng Văn hóa"


def test_every_register_opens_for_the_administrator(admin):
    client = admin.client("administrator")
    for viewset in OrganisationGroup.items:
        name = viewset.model._meta.model_name
        assert client.get(reverse(f"{name}:index")).status_code == 200, name
        assert client.get(reverse(f"{name}:add")).status_code == 200, name


def test_a_unit_changes_its_superior_in_one_save_and_the_history_says_so(admin):
    district, city = make_unit("huyen", "Huyện Cũ"), make_unit("thanh-pho", "Thành phố")
    unit = make_unit("xa", "Xã Một")
    old = UnitParent.objects.create(unit=unit, parent=district, valid_from=dt.date(2016, 1, 1))
    values = unit_values(
        unit,
        {"id": old.pk, "parent": district.pk, "valid_from": "01/01/2016", "valid_to": "30/06/2025"},
        {"parent": city.pk, "valid_from": "01/07/2025"},
        phone="024 1111",
    )
    response = admin.client("administrator").post(reverse("unit:edit", args=[unit.pk]), values)
    assert response.status_code == 302
    assert unit.parent_on(dt.date(2025, 6, 30)) == district
    assert unit.parent_on(dt.date(2025, 7, 1)) == city
    entries = record_history(unit, UnitViewSet.child_histories)
    found = {(e.subject, c.label, c.before, c.after) for e in entries if e.action == "sửa" for c in e.changes}
    assert ("", "Điện thoại", "–", "024 1111") in found
    assert ("Đơn vị cấp trên", "Đến hết ngày", "–", "30/06/2025") in found
    assert any(
        e.action == "thêm mới" and any(c.after == "Thành phố" for c in e.changes)
        for e in entries
        if e.subject
    )
    assert str(admin.people.by_role["administrator"]) in {e.who for e in entries}
    html = admin.client("administrator").get(reverse("unit:history", args=[unit.pk])).content.decode()
    assert "024 1111" in html
    assert "Huyện Cũ" in html


def test_overlapping_superiors_are_refused_and_nothing_is_lost(admin):
    district, unit = make_unit("huyen", "Huyện"), make_unit("xa", "Xã")
    values = unit_values(
        unit,
        {"parent": district.pk, "valid_from": "01/01/2016"},
        {"parent": district.pk, "valid_from": "01/07/2025"},
        phone="024 2222",
    )
    response = admin.client("administrator").post(reverse("unit:edit", args=[unit.pk]), values)
    assert response.status_code == 200
    assert "trùng với khoảng khác" in response.content.decode()
    assert "024 2222" in response.content.decode()
    assert not UnitParent.objects.filter(unit=unit).exists()


def test_a_used_unit_is_not_deleted_and_the_answer_says_what_to_do(admin):
    unit = admin.people.author.assignments.get().post.unit
    response = admin.client("root").post(reverse("unit:delete", args=[unit.pk]))
    assert response.status_code == 302
    assert Unit.objects.filter(pk=unit.pk).exists()
    assert "hết hiệu lực" in " ".join(messages_of(response))


def test_overlapping_openings_and_missing_ones_are_refused(admin):
    unit = make_unit("phong", "Phòng")
    base = {"unit": unit.pk, "saturday_mode": "none", "valid_from": "01/01/2026"}
    monday = {"weekday": 0, "opens": "08:00", "closes": "12:00"}
    address = reverse("officehours:add")
    client = admin.client("administrator")
    response = client.post(
        address, base | rows("intervals", monday, {**monday, "opens": "11:00", "closes": "17:00"})
    )
    assert "Thứ Hai: hai khoảng mở cửa trùng nhau lúc 11:00" in response.content.decode()
    response = client.post(address, base | rows("intervals"))
    assert "ít nhất một khoảng mở cửa" in response.content.decode()
    assert not OfficeHours.objects.filter(unit=unit).exists()
    response = client.post(address, base | rows("intervals", monday))
    assert response.status_code == 302
    assert OfficeHours.objects.get(unit=unit).intervals.count() == 1


def test_a_gap_in_the_hours_is_pointed_out(admin):
    unit = make_unit("phong", "Phòng")
    OfficeHours.objects.create(unit=unit, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2026, 11, 30))
    monday = {"weekday": 0, "opens": "08:00", "closes": "12:00"}
    values = {"unit": unit.pk, "saturday_mode": "none", "valid_from": "01/03/2027"}
    response = admin.client("administrator").post(
        reverse("officehours:add"), values | rows("intervals", monday)
    )
    assert response.status_code == 302
    assert any("mâu thuẫn hoặc còn thiếu" in message for message in messages_of(response))


def test_a_holiday_on_a_make_up_day_is_refused_in_the_form(admin):
    SwappedDay.objects.create(
        day_off=dt.date(2026, 11, 20), make_up_day=dt.date(2026, 11, 28), name="Hoán đổi"
    )
    values = {"date": "28/11/2026", "kind": "public_holiday", "name": "Nghỉ"}
    response = admin.client("administrator").post(reverse("holiday:add"), values)
    assert "đã ghi là ngày làm bù" in response.content.decode()
    assert not Holiday.objects.exists()


def test_no_address_of_the_administration_reaches_the_historical_tables():
    names = {str(name) for name in get_resolver().reverse_dict} | set(get_resolver().namespace_dict)
    assert not [name for name in names if "historical" in name.lower()]
