"""What is known when a dossier comes in, and whether it can be taken like that."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils.translation import gettext as _

from document_control.models import IssuedVersion
from dossiers.enums import ApplicantKind, ReturnChannel
from dossiers.errors import IntakeError
from dossiers.models import Dossier
from dossiers.rules import papers
from dossiers.rules.clock import UnknownLimitError, rule_of
from organisation.models import Unit
from procedures.enums import Channel
from procedures.snapshot_reading import Part, is_citizen_step, parts


class Paper(TypedDict):
    """One line of the checklist of a dossier: a component of the version, and what came of it.

    `is_not_needed`: the officer decided that its condition does not hold for this applicant.
    """

    name: str
    kind: str
    original: int
    copy: int
    form: str
    is_there: bool
    is_not_needed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose dossier it is: the least personal data that serve."""

    name: str
    kind: ApplicantKind = ApplicantKind.PERSON
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """One dossier as it comes in.

    Attributes:
        request_key: made by the form; the same key again is the same dossier.
        version: the issued version in force when it comes in.
        case_code: required when the version has cases.
        received_by: the official reception point; competent_unit: who must solve it; assisted_at: where the
            applicant was helped, when that is elsewhere.
        papers: the checklist as ticked; components neither there nor said to be not needed keep the dossier from
            being received.
        fee_amount: đồng taken, None when nothing was said.
        external_code: code of the national portal.
        submitted_at: when an online submission was handed in; the moment of writing when left out.
    """

    version: IssuedVersion
    applicant: Applicant
    channel: Channel
    received_by: Unit
    competent_unit: Unit
    papers: Sequence[Paper] = ()
    case_code: str = ""
    assisted_at: Unit | None = None
    sets: int = 1
    return_channel: ReturnChannel = ReturnChannel.COUNTER
    fee_amount: int | None = None
    note: str = ""
    external_code: str = ""
    submitted_at: dt.datetime | None = None
    request_key: uuid.UUID = field(default_factory=uuid.uuid4)


def checklist(version: IssuedVersion, case_code: str = "") -> list[Paper]:
    """The papers a version asks for in a case, none of them ticked: for the form of reception."""
    return [
        {
            "name": component["name"],
            "kind": component.get("kind", ""),
            "original": component.get("original") or 0,
            "copy": component.get("copy") or 0,
            "form": component.get("form", ""),
            "is_there": False,
            "is_not_needed": False,
            "note": "",
        }
        for component in papers.checklist(version.snapshot, case_code)
    ]


def check_intake(intake: Intake, now: dt.datetime) -> None:
    """Can a dossier come in like this at all, complete or not?

    Raises:
        IntakeError: with a sentence per field.
    """
    wrong = {**_wrong_version(intake, now), **_wrong_particulars(intake)}
    if wrong:
        raise IntakeError(next(iter(wrong.values())), wrong)


def _wrong_version(intake: Intake, now: dt.datetime) -> dict[str, str]:
    version = intake.version
    if not IssuedVersion.objects.filter(pk=version.pk).in_force_at(now).exists():
        return {"version": _("This version is not in force today. Choose the procedure again.")}
    if not any(not is_citizen_step(step) for step in parts(version.snapshot, "steps")):
        return {
            "version": _("This procedure has no steps for the office, so it cannot be run. Tell the authors.")
        }
    if problem := wrong_case(version, intake.case_code):
        return problem
    try:
        rule_of(version.snapshot, intake.case_code)
    except UnknownLimitError:
        return {
            "version": _("This procedure says no time limit, so no date can be promised. Tell the authors.")
        }
    return {}


def wrong_case(version: IssuedVersion, case_code: str) -> dict[str, str]:
    """What is wrong with a case under a version, by field; empty when it fits."""
    codes = [case.get("code") for case in parts(version.snapshot, "cases")]
    if codes and not case_code:
        return {"case_code": _("Choose the case: time limit and papers depend on it.")}
    if case_code and case_code not in codes:
        return {"case_code": _("This version of the procedure does not have this case. Choose it again.")}
    return {}


def _wrong_particulars(intake: Intake) -> dict[str, str]:
    wrong = {}
    channels = [use.get("channel") for use in parts(intake.version.snapshot, "channels")]
    if channels and intake.channel not in channels:
        wrong["channel"] = _("This procedure cannot be handed in this way. Choose another way.")
    if not intake.applicant.name.strip():
        wrong["applicant_name"] = _("Write the name of the applicant.")
    if intake.sets < 1:
        wrong["sets"] = _("Write the number of sets: at least 1.")
    if intake.fee_amount is not None and intake.fee_amount < 0:
        wrong["fee_amount"] = _("Write the fees taken as an amount of 0 or more.")
    if intake.external_code and Dossier.objects.filter(external_code=intake.external_code).exists():
        wrong["external_code"] = _(
            "A dossier with this code of the national portal is already here. Look it up."
        )
    return wrong


def check_complete(version: IssuedVersion, case_code: str, ticked: Sequence[Part]) -> None:
    """Is everything there that must be there?

    Raises:
        IntakeError: names what is missing; a request for supplements (MC-02) is due then.
    """
    components = papers.checklist(version.snapshot, case_code)
    lacking = papers.missing(components, ticked)
    if lacking:
        message = _(
            "Not complete, so it cannot be received yet: %(papers)s. Ask for them with a request for supplements."
        ) % {"papers": "; ".join(lacking)}
        raise IntakeError(message, {"papers": message})
