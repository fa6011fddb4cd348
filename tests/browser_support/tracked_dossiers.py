"""Dossiers of the sample ward for journeys of the tracking page: `site.manage("shell", "-c", MAKE)` prints them."""

import datetime as dt
import json

from django.utils import timezone

from document_control.models import IssuedVersion
from dossiers.enums import CauseCategory, PauseKind
from dossiers.models import Dossier, LateIncident
from dossiers.services import gate, intake, pausing, steps
from dossiers.services.intake import Applicant, Intake, checklist
from organisation.models import OfficeSettings, User
from organisation.vietnamese_format import VIETNAM
from procedures.enums import Channel

MAKE = "from tests.browser_support.tracked_dossiers import make; make()"
APPLICANT = "Nguyễn Văn An"
FRIDAY = dt.datetime(2026, 11, 20, 8, 10, tzinfo=VIETNAM)


def make():
    """Print situation → [code, secret] of a dossier in time, a late one with its letter, and one that waits."""
    made = {"in_time": _received(FRIDAY), "late": _late(), "supplement": _waiting()}
    print(json.dumps({name: [dossier.code, dossier.secret] for name, dossier in made.items()}))


def _received(at):
    versions = IssuedVersion.objects.in_force_at(timezone.now()).filter(document__code__startswith="QT-")
    version = next(
        v for v in versions if "hộ kinh doanh" in v.title.lower() and v.document.kind == "procedure"
    )
    case = version.snapshot["cases"][0]["code"] if version.snapshot["cases"] else ""
    office = OfficeSettings.objects.get()
    papers = [{**paper, "is_there": True} for paper in checklist(version, case)]
    received = Intake(
        version=version, applicant=Applicant(APPLICANT, phone="0900000000"), channel=Channel.DIRECT,
        received_by=office.reception, competent_unit=office.office, case_code=case, papers=papers,
    )  # fmt: skip
    return intake.receive(User.objects.get(username="motcua"), received, at)


def _fresh(dossier):
    return Dossier.objects.select_related("current_step__officer").get(pk=dossier.pk)


def make_resolved(*days):
    """Dossiers received at half past eight on these days, each gone through all its steps within the morning."""
    for day in days:
        at = dt.datetime.combine(day, dt.time(8, 30), VIETNAM)
        dossier = _fresh(_received(at))
        while dossier.current_step is not None:
            at += dt.timedelta(minutes=15)
            steps.complete_step(dossier.current_step.officer, dossier.pk, dossier.lock_version, at)
            dossier = _fresh(dossier)


def _at_work(at):
    dossier = _fresh(_received(at))
    later = at + dt.timedelta(minutes=20)
    return _fresh(steps.complete_step(dossier.current_step.officer, dossier.pk, dossier.lock_version, later))


def _late():
    dossier = _at_work(FRIDAY - dt.timedelta(days=10))
    gate.detect_late_steps(FRIDAY, [dossier.pk])
    incident = LateIncident.objects.get(dossier=dossier)
    leader = User.objects.get(username="lanhdao")
    drafter = User.objects.get(username="truongphong")
    version = _fresh(dossier).lock_version
    gate.explain(incident.responsible, incident.pk, version, FRIDAY, CauseCategory.WORKLOAD, "Quá tải.")
    new_date = FRIDAY + dt.timedelta(days=5)
    gate.draft_letter(drafter, incident.pk, version + 1, FRIDAY, new_due_at=new_date)
    gate.sign_letter(leader, incident.pk, version + 2, FRIDAY)
    return dossier


def _waiting():
    dossier = _at_work(FRIDAY)
    pausing.pause(
        dossier.current_step.officer, dossier.pk, dossier.lock_version, FRIDAY + dt.timedelta(minutes=30),
        PauseKind.SUPPLEMENT, "Thiếu chữ ký", items=["Tờ khai có chữ ký"],
    )  # fmt: skip
    return dossier
