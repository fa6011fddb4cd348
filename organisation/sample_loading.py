"""Loads the organisation of the sample data: units, roles, posts, people, office hours, calendar.

Trusted files of this project (see iso_docs/sample_data/README.md), so shapes are not checked here; every row is
found by its key first, so loading twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from organisation.enums import HolidayKind, SuccessionShare, UnitEventKind
from organisation.models import (
    AdminLevel,
    Assignment,
    Holiday,
    OfficeHours,
    OfficeInterval,
    Post,
    Role,
    SwappedDay,
    Unit,
    UnitEvent,
    UnitParent,
    UnitSuccession,
    User,
)
from organisation.services import sync_user_roles

Data = dict[str, Any]
EXTERNAL_ROLES = ("citizen", "system")
PLACE_PREFIXES = ("phường ", "xã ", "quận ", "huyện ")


@dataclass
class SampleOrganisation:
    """The loaded rows by the keys that other sample files use."""

    units: dict[str, Unit] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def load_yaml(path: Path) -> Any:
    """A trusted file of the sample, read by libyaml where it is there."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _period(row: Data) -> dict[str, dt.date | None]:
    return {"valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])}


@transaction.atomic
def load_organisation(data: Data, password: str) -> SampleOrganisation:
    """Load what `organisation.yaml` describes; people get `password`."""
    loaded = SampleOrganisation()
    _load_units(data, loaded)
    _load_roles(data["roles"], loaded)
    for row in data["posts"]:
        loaded.posts[row["id"]], _created = Post.objects.get_or_create(
            slug=row["id"],
            defaults={
                "unit": loaded.units[row["unit"]],
                "title": row["title"],
                "role": loaded.roles[row["role"]],
            },
        )
    _load_people(data["people"], loaded, password)
    _load_calendar(data, loaded)
    return loaded


def _place_name(short_name: str) -> str:
    """The place of a date line: "phường An Hòa" → "An Hòa"."""
    prefix = next((p for p in PLACE_PREFIXES if short_name.startswith(p)), "")
    return short_name[len(prefix) :] if prefix else ""


def _unit_values(row: Data, levels: dict[str, AdminLevel]) -> Data:
    upper, own = (row["letterhead"] + ["", ""])[:2]
    return {
        "name": row["name"],
        "short_name": row["short_name"],
        "kind": row["kind"],
        "level": levels.get(row["level"]),
        "gso_code": row["gso_code"] or "",
        "code": row["identifier"] or "",
        "letterhead_parent": upper,
        "letterhead_name": own,
        "place_name": _place_name(row["short_name"]),
        "address": row["address"],
        "phone": row["phone"],
        "email": row["email"],
        **_period(row),
    }


def _load_units(data: Data, loaded: SampleOrganisation) -> None:
    levels = {}
    for order, row in enumerate(data["levels"]):
        levels[row["code"]], _created = AdminLevel.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "sort_order": order, **_period(row)}
        )
    new = set()
    for row in data["units"]:
        unit, created = Unit.objects.get_or_create(slug=row["id"], defaults=_unit_values(row, levels))
        loaded.units[row["id"]] = unit
        if created:
            new.add(row["id"])
    for row in data["units"]:
        if row["id"] in new:
            _load_unit_history(row, loaded.units)


def _load_unit_history(row: Data, units: dict[str, Unit]) -> None:
    unit = units[row["id"]]
    if row["parent"]:
        UnitParent.objects.create(unit=unit, parent=units[row["parent"]], **_period(row))
    for event in row["events"]:
        UnitEvent.objects.create(
            unit=unit,
            date=_day(event["date"]),
            kind=UnitEventKind(event["type"]),
            basis=event["basis"],
            note=event["note"],
        )
    for successor in row["successors"]:
        UnitSuccession.objects.create(
            old_unit=unit, new_unit=units[successor["unit"]], share=SuccessionShare(successor["share"])
        )


def _load_roles(rows: list[Data], loaded: SampleOrganisation) -> None:
    for order, row in enumerate(rows):
        values = {
            "name": row["name"],
            "is_everyone": row["everyone"],
            "is_external": row["code"] in EXTERNAL_ROLES,
            "sort_order": order,
        }
        role, created = Role.objects.get_or_create(code=row["code"], defaults=values)
        if not created and any(getattr(role, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(role, name, value)
            role.save()
        loaded.roles[row["code"]] = role


def _load_people(rows: list[Data], loaded: SampleOrganisation, password: str) -> None:
    hashed = make_password(password)  # once: hashing is slow on purpose
    new = []
    for row in rows:
        user, created = User.objects.get_or_create(
            username=row["username"],
            defaults={
                "last_name": row["last_name"],
                "first_name": row["first_name"],
                "email": row["email"],
                "is_active": row["is_active"],
                "password": hashed,
            },
        )
        loaded.people[row["username"]] = user
        if created:
            new.append(row)
            UserProfile.objects.create(
                user=user,
                submitted_notifications=False,
                approved_notifications=False,
                rejected_notifications=False,
            )  # invented addresses: no mail is sent to them
    for row in new:
        for held in row["assignments"]:
            Assignment.objects.create(
                user=loaded.people[row["username"]],
                post=loaded.posts[held["post"]],
                valid_from=_day(held["from"]),
                valid_to=_day(held["to"]),
                acting_for=loaded.people.get(held["acting_for"]),
                basis=held["basis"],
            )
        sync_user_roles(loaded.people[row["username"]], timezone.localdate())


def _load_calendar(data: Data, loaded: SampleOrganisation) -> None:
    for row in data["office_hours"]:
        hours, created = OfficeHours.objects.get_or_create(
            unit=loaded.units[row["unit"]],
            valid_from=_day(row["valid_from"]),
            defaults={"valid_to": _day(row["valid_to"]), "saturday_mode": row["saturday_mode"]},
        )
        if created:
            for opening in row["weekly"]:
                OfficeInterval.objects.create(
                    office_hours=hours,
                    weekday=opening["weekday"],
                    opens=dt.time.fromisoformat(opening["start"]),
                    closes=dt.time.fromisoformat(opening["end"]),
                )
    names = {row["date"]: row["name"] for row in data["holidays"]}
    for row in data["holidays"]:
        if row["kind"] in HolidayKind.values:  # a swapped day off is told by its swap
            Holiday.objects.get_or_create(
                date=_day(row["date"]),
                defaults={"name": row["name"], "kind": row["kind"], "basis": row["basis"]},
            )
    for row in data["swapped_days"]:
        SwappedDay.objects.get_or_create(
            day_off=_day(row["day_off"]),
            defaults={
                "make_up_day": _day(row["make_up_day"]),
                "name": names[row["day_off"]],
                "basis": row["basis"],
            },
        )
