"""Dossiers made through the services: an office with a counter, people for every step, versions, dossiers.

Everything may be called twice: what exists is used again::

    desk = make_desk()
    dossier = receive(now=at("2026-11-16 08:30"))           # household business, 3 working days
    dossier = complete(dossier, now=at("2026-11-16 09:00"))  # by whoever has the step in hand
    dossier = run_to(dossier, DossierState.READY, now=at("2026-11-17 09:00"))
"""

import uuid
from dataclasses import dataclass, field

from document_control.models import IssuedVersion
from document_control.selectors import in_force
from dossiers.enums import StepKind
from dossiers.models import Dossier
from dossiers.services import intake as intake_services
from dossiers.services import steps as step_services
from dossiers.services.intake import Applicant, Intake, checklist
from organisation.models import Unit, UnitParent, User
from organisation.services import sync_user_roles
from procedures.enums import Channel
from tests.factories.documents import issue_procedure
from tests.factories.office import (
    LONG_AGO,
    PermissionRole,
    at,
    make_office,
    make_office_hours,
    make_people,
    make_unit,
    make_user,
)
from tests.factories.snapshots import household_business

__all__ = [
    "Desk",
    "at",
    "complete",
    "fresh",
    "intake_of",
    "issued_version",
    "make_desk",
    "make_worker",
    "receive",
    "run_to",
    "submit",
]

RECEIVED = at("2026-11-16 08:30")
"""A Monday morning in the week before the tests' today."""


@dataclass(frozen=True)
class Desk:
    """A ward with its counter and one division, and who works there; `by_role` holds one person per role."""

    ward: Unit
    reception: Unit
    division: Unit
    officer: User
    specialist: User
    second_specialist: User
    head: User
    leader: User
    second_leader: User
    clerk: User
    by_role: dict = field(default_factory=dict)


def make_desk():
    """The ward An Hòa with counter, division, and enough people that nobody has to approve their own work."""
    office, people = make_office(), make_people()
    division = make_unit("phong-kinh-te", "Phòng Kinh tế, Hạ tầng và Đô thị", short_name="Phòng Kinh tế")
    for unit in (office.reception, division):
        UnitParent.objects.get_or_create(unit=unit, parent=office.ward, valid_from=LONG_AGO)
    make_office_hours(office.ward)
    role = people.by_role
    for user in role.values():
        sync_user_roles(user, at("2026-11-16").date())
    return Desk(
        office.ward,
        office.reception,
        division,
        officer=role["one_stop_officer"],
        specialist=role["specialist"],
        second_specialist=make_worker("specialist-2", "specialist", office.ward),
        head=role["head_of_unit"],
        leader=role["leader"],
        second_leader=make_worker("leader-2", "leader", office.ward),
        clerk=role["clerk"],
        by_role=role,
    )


def make_worker(username, role_code, unit):
    """A person with one post of this role in a unit, with the rights that come from it."""
    user = make_user(username, role_code, unit)
    sync_user_roles(user, at("2026-11-16").date())
    return user


def issued_version(**snapshot_changes) -> IssuedVersion:
    """An issued version of a procedure; the household business of three working days, changed as told."""
    make_desk()
    snapshot = household_business(**snapshot_changes)
    found = IssuedVersion.objects.filter(document__code=snapshot["code"]).order_by("-chain_index").first()
    if found is not None and not snapshot_changes:
        return found
    slug = snapshot["code"].lower()
    page = issue_procedure(now=at("2016-02-01 08:00"), slug=slug, **snapshot)
    return in_force(page.document, at("2026-11-16 08:00"))


def intake_of(version=None, **changes):
    """A complete dossier as it comes in; every paper is there."""
    desk = make_desk()
    version = version or issued_version()
    case = changes.setdefault("case_code", _first_case(version))
    papers = [{**paper, "is_there": True} for paper in checklist(version, case)]
    values = {
        "version": version,
        "applicant": Applicant("Nguyễn Văn An", address="12 phố An Hòa", phone="0900000000"),
        "channel": Channel.DIRECT,
        "received_by": desk.reception,
        "competent_unit": desk.ward,
        "papers": papers,
        "request_key": uuid.uuid4(),
    }
    return Intake(**values | changes)


def _first_case(version):
    cases = version.snapshot["cases"]
    return cases[0]["code"] if cases else ""


def receive(now=RECEIVED, actor=None, version=None, **changes) -> Dossier:
    """A dossier received at the counter."""
    actor = actor or make_desk().officer
    return fresh(intake_services.receive(actor, intake_of(version, **changes), now))


def submit(now=RECEIVED, actor=None, version=None, **changes) -> Dossier:
    """A dossier handed in online and not accepted yet."""
    changes.setdefault("channel", Channel.ONLINE)
    return fresh(intake_services.submit(intake_of(version, **changes), now, actor))


def complete(dossier, now, actor=None, **details) -> Dossier:
    """Finish the step in hand, by the person who has it."""
    dossier = fresh(dossier)
    actor = actor or dossier.current_step.officer
    return fresh(step_services.complete_step(actor, dossier.pk, dossier.lock_version, now, **details))


def run_to(dossier, state, now) -> Dossier:
    """Finish steps until the dossier is in this state."""
    dossier = fresh(dossier)
    while dossier.state != state:
        assert dossier.current_step is not None, f"{dossier} ended as {dossier.state}"
        dossier = complete(dossier, now)
    return dossier


def run_to_kind(dossier, kind: StepKind, now) -> Dossier:
    """Finish steps until one of this kind is in hand."""
    dossier = fresh(dossier)
    while dossier.current_step.kind != kind:
        dossier = complete(dossier, now)
    return dossier


def fresh(dossier) -> Dossier:
    """The dossier as the next request sees it."""
    return Dossier.objects.select_related("current_step__officer", "version", "document").get(pk=dossier.pk)


def people_of_roles():
    """Codes of every permission role: for matrices."""
    return PermissionRole.values
