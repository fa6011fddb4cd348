"""Rows of dossiers, written straight into the table: what a report counts, without the way there."""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from document_control.models import ControlledDocument, IssuedVersion
from dossiers.enums import DossierState, Outcome
from dossiers.models import Dossier
from dossiers.statistics.counting import local_month
from organisation.models import Unit, UnitParent, User
from tests.factories.documents import at, issue_procedure, make_office, make_people, make_unit
from tests.factories.office import LONG_AGO

_numbers = itertools.count(1)
STATES = {
    "": DossierState.IN_PROGRESS,
    Outcome.EARLY: DossierState.RETURNED,
    Outcome.ON_TIME: DossierState.RETURNED,
    Outcome.OVERDUE: DossierState.READY,
    Outcome.WITHOUT_RESULT: DossierState.WITHDRAWN,
}


def moment(value):
    return at(value) if isinstance(value, str) else value


def month(value):
    return local_month(value) if value else None


@dataclass
class CountedOffice:
    """A ward with two divisions, one procedure, and people who handle dossiers."""

    ward: Unit
    justice: Unit
    building: Unit
    document: ControlledDocument
    version: IssuedVersion
    people: object
    extra: dict = field(default_factory=dict)

    def user(self, role) -> User:
        return self.people.by_role[role]

    def row(self, received, due=None, closed=None, outcome="", **values):
        """A dossier that is not yet stored; moments as text on the office's clock."""
        received, closed = moment(received), moment(closed)
        due = moment(due) or (received + dt.timedelta(days=3) if received else None)
        code = f"H26.65-{next(_numbers):09}"
        defaults = {
            "code": code,
            "code_key": code.replace("-", "").replace(".", ""),
            "secret": "ABC123",
            "version": self.version,
            "document": self.document,
            "field_code": "ho-tich",
            "received_by": self.ward,
            "competent_unit": self.justice,
            "channel": "direct",
            "applicant_name": "Nguyễn Văn A",
            "state": STATES[outcome] if received else DossierState.SUBMITTED,
            "created_at": received or at("2026-01-01 08:00"),
            "received_at": received,
            "due_at": due if received else None,
            "closed_at": closed,
            "outcome": outcome,
            "received_month": month(received),
            "closed_month": month(closed),
        }
        if values.get("reappointed_due_at"):
            values["reappointed_due_at"] = moment(values["reappointed_due_at"])
        return Dossier(**defaults | values)

    def save(self, *args, **values):
        dossier = self.row(*args, **values)
        dossier.save()
        return dossier


def make_counted_office():
    office = make_office()
    justice = make_unit("tu-phap", "Bộ phận Tư pháp - Hộ tịch")
    building = make_unit("kinh-te", "Phòng Kinh tế, Hạ tầng và Đô thị")
    for unit in (justice, building, office.reception):
        UnitParent.objects.get_or_create(unit=unit, parent=office.ward, valid_from=LONG_AGO)
    page = issue_procedure(now=at("2026-01-05 08:00"), code="QT-TP-01")
    version = IssuedVersion.objects.get(document=page.document)
    return CountedOffice(office.ward, justice, building, page.document, version, make_people())
