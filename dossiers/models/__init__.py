"""What is stored of dossiers."""

from dossiers.models.configuration import DossierSettings, OneStopForm, Sequence
from dossiers.models.dossiers import ClockPause, Dossier, DossierFile
from dossiers.models.events import DossierEvent
from dossiers.models.imports import DossierImport
from dossiers.models.incidents import ApologyLetter, LateIncident
from dossiers.models.mail import OutgoingMail
from dossiers.models.schedule import Absence, ScheduleEntry
from dossiers.models.slips import Slip
from dossiers.models.statistics import MonthCounter, ReportedFigure
from dossiers.models.steps import DossierStep
from dossiers.models.tracking import FailedLookup

__all__ = [
    "Absence",
    "ApologyLetter",
    "ClockPause",
    "Dossier",
    "DossierEvent",
    "DossierFile",
    "DossierImport",
    "DossierSettings",
    "DossierStep",
    "FailedLookup",
    "LateIncident",
    "MonthCounter",
    "OneStopForm",
    "OutgoingMail",
    "ReportedFigure",
    "ScheduleEntry",
    "Sequence",
    "Slip",
]
