"""Rules of the organisation's rows: periods, references, names."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.checks import check_history_models, check_role_sync
from organisation.models import Assignment, Holiday, Post, Role, SwappedDay, UnitParent, UnitSuccession, User
from tests.factories.documents import make_unit

pytestmark = pytest.mark.django_db


def post_of(unit):
    role, _ = Role.objects.get_or_create(code="specialist", defaults={"name": "Chuyên viên"})
    return Post.objects.create(slug=f"cv-{unit.slug}", unit=unit, title="Chuyên viên", role=role)


def test_a_period_does_not_end_before_it_begins():
    unit = make_unit("phong", "Phòng")
    unit.valid_from, unit.valid_to = dt.date(2026, 7, 1), dt.date(2026, 6, 30)
    with pytest.raises(ValidationError) as refused:
        unit.clean()
    assert "valid_to" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save()


def test_two_superiors_never_hold_on_the_same_day():
    unit, one, two = make_unit("xa", "Xã"), make_unit("mot", "Một"), make_unit("hai", "Hai")
    UnitParent.objects.create(unit=unit, parent=one, valid_to=dt.date(2025, 6, 30))
    UnitParent(unit=unit, parent=two, valid_from=dt.date(2025, 7, 1)).clean()
    with pytest.raises(ValidationError):
        UnitParent(unit=unit, parent=two, valid_from=dt.date(2025, 6, 30)).clean()


def test_a_unit_is_not_its_own_superior():
    unit = make_unit("xa", "Xã")
    with pytest.raises(ValidationError):
        UnitParent(unit=unit, parent=unit).clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitParent.objects.create(unit=unit, parent=unit)


def test_a_succession_names_its_successor():
    unit = make_unit("xa", "Xã")
    with pytest.raises(ValidationError):
        UnitSuccession(old_unit=unit, share="whole").clean()
    UnitSuccession(old_unit=unit, new_unit_name="Phường ngoài hệ thống", share="whole").clean()


def test_acting_needs_a_basis_and_another_person():
    post, user = post_of(make_unit("phong", "Phòng")), User.objects.create(username="an")
    chief = User.objects.create(username="binh")
    acting = Assignment(user=user, post=post, acting_for=chief, valid_from=dt.date(2026, 1, 1))
    with pytest.raises(ValidationError) as refused:
        acting.clean()
    assert "basis" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=user, post=post, acting_for=user, valid_from=dt.date(2026, 1, 1))


def test_the_same_post_is_not_held_twice_at_once():
    post, user = post_of(make_unit("phong", "Phòng")), User.objects.create(username="an")
    Assignment.objects.create(user=user, post=post, valid_from=dt.date(2026, 1, 1))
    with pytest.raises(ValidationError):
        Assignment(user=user, post=post, valid_from=dt.date(2026, 6, 1)).clean()


def test_swapped_days_are_a_working_day_against_a_day_of_rest():
    with pytest.raises(ValidationError) as refused:
        SwappedDay(day_off=dt.date(2026, 11, 21), make_up_day=dt.date(2026, 11, 25), name="Sai").full_clean()
    assert set(refused.value.message_dict) & {"day_off", "make_up_day"}


def test_names_are_written_the_vietnamese_way():
    assert User(username="x", last_name="Lê Thu", first_name="Hà").get_full_name() == "Lê Thu Hà"
    assert str(Holiday(date=dt.date(2026, 9, 2), name="Quốc khánh")) == "02/09/2026 Quốc khánh"


def test_changes_of_a_row_are_kept():
    unit = make_unit("phong", "Phòng")
    unit.name = "Phòng Văn hóa - Xã hội"
    unit.save()
    assert [row.name for row in unit.history.all()] == ["Phòng Văn hóa - Xã hội", "Phòng"]


def test_house_rules_hold_and_are_noticed_when_broken(settings):
    assert check_history_models(None) == []
    assert check_role_sync(None) == []
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "RoleSync" not in m]
    assert [message.id for message in check_role_sync(None)] == ["organisation.E002"]
