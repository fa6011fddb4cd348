"""An office with its people: units, office hours, site, posts; used again when it exists."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from wagtail.models import Page, Site

from organisation.enums import PermissionRole, SaturdayMode, UnitKind
from organisation.models import (
    AdminLevel,
    Assignment,
    OfficeHours,
    OfficeInterval,
    OfficeSettings,
    Post,
    Role,
    Unit,
    UnitParent,
    User,
)
from organisation.services import sync_role_groups
from organisation.vietnamese_format import VIETNAM
from procedures.models import HomePage, InternalProcessIndexPage, ProcedureIndexPage
from tests.factories.snapshots import ROLE_NAMES

LONG_AGO = dt.date(2016, 1, 1)
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")


def at(text):
    """A moment on the office's clock: ``at("2026-11-20 09:15")``; a date alone is its midnight."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


# --- The office -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Office:
    """The ward, its reception point, and the pages under which texts are written."""

    ward: Unit
    reception: Unit
    site: Site
    home: HomePage
    procedures: ProcedureIndexPage
    processes: InternalProcessIndexPage
    settings: OfficeSettings


def make_office(*, is_sample_data=False):
    """The ward An Hòa with its reception point, office hours, home page and folders."""
    made = OfficeSettings.objects.select_related("office", "reception", "site").first()
    if made is not None and made.office and made.is_sample_data == is_sample_data:
        return Office(made.office, made.reception, made.site, *_make_folders(), made)
    level, _ = AdminLevel.objects.get_or_create(code="ward", defaults={"name": "Cấp xã"})
    city = make_unit("thanh-pho-ha-noi", "Thành phố Hà Nội", kind=UnitKind.CITY)
    ward = make_unit(
        "phuong-an-hoa",
        "Ủy ban nhân dân phường An Hòa",
        short_name="phường An Hòa",
        kind=UnitKind.WARD,
        level=level,
        code="H26.65",
        address="Số 1, đường Minh Họa, phường An Hòa",
        phone="024 0000 0000",
        email="anhoa@example.vn",
    )
    UnitParent.objects.get_or_create(unit=ward, parent=city, valid_from=LONG_AGO)
    reception = make_unit(
        "mot-cua-an-hoa",
        "Điểm phục vụ hành chính công phường An Hòa",
        short_name="Điểm phục vụ hành chính công",
        kind=UnitKind.SERVICE_POINT,
        address="Số 1, đường Minh Họa, phường An Hòa",
        phone="024 0000 0001",
    )
    make_office_hours(reception)
    home, procedures, processes = _make_folders()
    site = Site.objects.get(is_default_site=True)
    settings = OfficeSettings.for_site(site)
    settings.office, settings.reception, settings.is_sample_data = ward, reception, is_sample_data
    settings.citizen_reception = "Thứ Tư hằng tuần"
    settings.feedback_note = "Văn phòng phường, số 1 đường Minh Họa"
    settings.save()
    return Office(ward, reception, site, home, procedures, processes, settings)


def make_unit(slug, name, **values):
    values.setdefault("short_name", name)
    values.setdefault("kind", UnitKind.DIVISION)
    return Unit.objects.get_or_create(slug=slug, defaults={"name": name, **values})[0]


def make_office_hours(unit, saturday_mode=SaturdayMode.RECEPTION_ONLY, valid_from=LONG_AGO):
    """Monday to Friday 08:00–12:00 and 13:00–17:00, Saturday morning for reception."""
    hours, created = OfficeHours.objects.get_or_create(
        unit=unit, valid_from=valid_from, defaults={"saturday_mode": saturday_mode}
    )
    if created:
        for weekday in range(6):
            OfficeInterval.objects.create(
                office_hours=hours, weekday=weekday, opens=dt.time(8), closes=dt.time(12)
            )
            if weekday < 5:
                OfficeInterval.objects.create(
                    office_hours=hours, weekday=weekday, opens=dt.time(13), closes=dt.time(17)
                )
    return hours


def _make_folders():
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
        home.add_child(instance=ProcedureIndexPage(title="Thủ tục hành chính", slug="thu-tuc"))
        home.add_child(instance=InternalProcessIndexPage(title="Quy trình nội bộ", slug="quy-trinh"))
    return home, ProcedureIndexPage.objects.get(), InternalProcessIndexPage.objects.get()


# --- People ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class People:
    """One person per permission role; the first three draft, review and approve."""

    author: User
    reviewer: User
    approver: User
    by_role: dict = field(default_factory=dict)


def make_people():
    """A user with a post for each permission role; usernames are the role codes."""
    known = {user.username: user for user in User.objects.filter(username__in=PermissionRole.values)}
    if len(known) == len(PermissionRole):
        return People(known["specialist"], known["iso_secretary"], known["leader"], known)
    sync_role_groups()
    office = make_office()
    users = {
        role.value: make_user(role.value, role.value, office.ward, family=family)
        for role, family in zip(PermissionRole, FAMILY_NAMES, strict=True)
    }
    return People(users["specialist"], users["iso_secretary"], users["leader"], users)


def make_user(username, role_code, unit, *, family="Nguyễn", since=LONG_AGO, password="mat-khau-thu-1"):
    """A person who holds one post of this role in a unit."""
    name = {"last_name": f"{family} Văn", "first_name": username.title(), "password": make_password(password)}
    user, created = User.objects.get_or_create(username=username, defaults=name)
    if created:
        role = make_role(role_code)
        post = Post.objects.create(
            slug=f"{unit.slug}-{username}"[:50], unit=unit, title=str(role), role=role, valid_from=since
        )
        Assignment.objects.create(user=user, post=post, valid_from=since)
    return user


def make_role(code, name=""):
    default = {"name": name or ROLE_NAMES.get(code, code), "is_external": code == "citizen"}
    return Role.objects.get_or_create(code=code, defaults=default)[0]
