"""From stored slips, letters and events to what papers are composed from (`dossiers.papers`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from dossiers.enums import SlipKind, StepKind
from dossiers.models import ApologyLetter, Dossier, DossierEvent, DossierStep, OneStopForm, Slip
from dossiers.papers import ControlSlip, PrintedSlip, Register, RegisterEntry
from dossiers.rules.hand_overs import HandOver, Happening, Party, hand_overs
from dossiers.rules.masking import masked_name
from dossiers.selectors.office import OfficeMap
from dossiers.selectors.one_stop_forms import form_of
from organisation.models import Unit, User
from organisation.vietnamese_format import VIETNAM, upper_first
from publications.compose.sources import Letterhead
from publications.files.sources import base_url, check_address, letterhead_of

LEADERS_PAPERS = frozenset({SlipKind.STOP, SlipKind.APOLOGY})
"""Papers of the office itself; the others are the counter's."""
TRACKED_PAPERS = frozenset({SlipKind.RECEIPT, SlipKind.SUPPLEMENT})
"""Papers with which the applicant follows the dossier."""


def tracking_address(dossier_code: str, secret: str) -> str:
    """What the QR of a receipt opens. Code and secret stand behind "#": browsers send that part to nobody, so it is
    in no log and in no referrer; the page's script puts it into the form.
    """
    return f"{base_url()}{_tracking_path()}#{quote(dossier_code)}/{quote(secret)}"


def _tracking_path() -> str:
    with translation.override("vi"):  # the paper is Vietnamese, whatever language its printer reads
        return reverse("tracking")


# --- Slips ------------------------------------------------------------------------------------------------
def slips_of(dossier: Dossier) -> QuerySet[Slip]:
    """The slips handed out for a dossier, earliest first."""
    return Slip.objects.filter(dossier=dossier).order_by("issued_at", "pk")


def printed_slip(slip: Slip) -> PrintedSlip:
    """A slip as it was handed out. Everything comes from its frozen content, the head as the unit was called then.

    Args:
        slip: with `dossier__received_by` and `dossier__competent_unit` loaded.
    """
    kind, dossier = SlipKind(slip.kind), slip.dossier
    is_tracked = kind in TRACKED_PAPERS
    return PrintedSlip(
        title=slip.title,
        number=slip.number,
        head=_head(dossier, slip.issued_at, of_office=kind in LEADERS_PAPERS),
        issued_on=localdate(slip.issued_at),
        content=slip.content,
        signatory=slip.signatory,
        form=form_words(slip.form_number, slip.form_set),
        check_code=slip.check_code,
        check_url=check_address(slip.check_code),
        tracking_url=tracking_address(dossier.code, dossier.secret) if is_tracked else "",
        secret=dossier.secret if is_tracked else "",
    )


def _head(dossier: Dossier, at: dt.datetime, *, of_office: bool = False) -> Letterhead:
    """The head of the counter's papers, or of the office's; a counter without a place of its own stands in the
    office's, which the date line names.
    """
    if of_office:
        return letterhead_of(office_of(dossier.competent_unit, at), at)
    head = letterhead_of(dossier.received_by, at)
    return head if head.place else replace(head, place=office_of(dossier.received_by, at).place_name)


def form_words(number: str, form_set: str) -> str:
    """ "Mẫu số 01, Thông tư 03/2025/TT-VPCP"; empty where no circular is known."""
    circular = f"Thông tư {form_set}" if form_set else ""
    return ", ".join(text for text in (f"Mẫu số {number}" if number else "", circular) if text)


def form_of_dossier(kind: SlipKind, dossier: Dossier, now: dt.datetime) -> OneStopForm:
    """The form of the set in force when the dossier was received (DOMAIN 3.3)."""
    return form_of(kind, localdate(dossier.received_at or now))


def office_of(unit: Unit, moment: dt.datetime) -> Unit:
    """The authority that a unit belongs to: the nearest unit above it that is a level of government."""
    chain = OfficeMap(localdate(moment)).chain(unit.pk)
    units = Unit.objects.in_bulk(chain)
    return next((units[key] for key in chain if units[key].level_id is not None), unit)


# --- Apology letters --------------------------------------------------------------------------------------
def printed_letter(letter: ApologyLetter, now: dt.datetime, *, is_masked: bool = False) -> PrintedSlip:
    """A letter as signed, or as its draft stands.

    Args:
        letter: with `dossier__competent_unit`, `dossier__version`, `incident__step` and `incident__responsible` loaded.
        is_masked: the applicant's name shortened wherever it stands, for the public page.
    """
    dossier, at = letter.dossier, letter.signed_at or now
    content: dict[str, Any] = {**_letter_facts(letter), **letter.content}
    if is_masked:
        content = masked_content(content, dossier.applicant_name)
    if "form_title" not in content:
        form = form_of_dossier(SlipKind.APOLOGY, dossier, now)
        content |= {"form_title": form.name, "form_number": form.number, "form_set": form.form_set}
    return PrintedSlip(
        title=content["form_title"],
        number=letter.number,
        head=_head(dossier, at, of_office=True),
        issued_on=localdate(at),
        content=content,
        signatory=letter.signatory,
        form=form_words(content["form_number"], content["form_set"]),
        check_code=letter.check_code,
        check_url=check_address(letter.check_code),
    )


def _letter_facts(letter: ApologyLetter) -> dict[str, Any]:
    """What a letter says, from the rows; a signed letter's own content wins."""
    dossier, incident = letter.dossier, letter.incident
    return {
        "dossier_code": dossier.code,
        "applicant_name": dossier.applicant_name,
        "request": dossier.version.snapshot.get("title", ""),
        "received_at": _text(dossier.received_at),
        "original_due_at": _text(dossier.due_at),
        "late_step": incident.step.title,
        "responsible": str(incident.responsible),
        "responsible_unit": incident.unit.name if incident.unit else "",
        "reason": letter.reason,
        "apology": letter.apology,
        "new_due_at": _text(letter.new_due_at),
    }


def _text(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat() if moment else None


def masked_content(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The content of a paper with the applicant's name shortened in every text."""
    masked = masked_name(name)
    return {
        key: value.replace(name, masked) if isinstance(value, str) and name else value
        for key, value in content.items()
    }


# --- MC-06 ------------------------------------------------------------------------------------------------
def control_slip(dossier: Dossier, now: dt.datetime) -> ControlSlip:
    """The process control slip as of now, from the dossier's events; a bounded number of queries."""
    form = form_of_dossier(SlipKind.CONTROL, dossier, now)
    return ControlSlip(
        title=form.name,
        form=form_words(form.number, form.form_set),
        head=_head(dossier, now),
        dossier_code=dossier.code,
        applicant_name=dossier.applicant_name,
        request=dossier.version.snapshot.get("title", ""),
        received_by=dossier.received_by.name,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        legs=legs_of(dossier),
        as_of=now,
    )


def legs_of(dossier: Dossier) -> list[HandOver]:
    """Who gave the dossier to whom; three queries at most."""
    events = list(DossierEvent.objects.filter(dossier=dossier).order_by("sequence"))
    happenings = [
        Happening(event.kind, event.at, Party(event.actor_name, event.actor_unit), event.data, event.note)
        for event in events
    ]
    return hand_overs(happenings, _officers(events))


def _officers(events: Iterable[DossierEvent]) -> dict[int, Party]:
    """The people steps were given to, each with the unit of the latest step given."""
    units: dict[int, int | None] = {}
    for event in events:
        for name in ("officer", "from", "to"):
            if isinstance(person := event.data.get(name), int):
                units[person] = event.data.get("unit") or units.get(person)
    people = User.objects.in_bulk(list(units))
    names = Unit.objects.in_bulk([unit for unit in units.values() if unit])
    return {
        key: Party(person.get_full_name(), names[unit].name if (unit := units[key]) in names else "")
        for key, person in people.items()
    }


# --- MC-07 ------------------------------------------------------------------------------------------------
def register_rows(
    dossiers: QuerySet[Dossier], unit_ids: Iterable[int], first: dt.date, last: dt.date
) -> QuerySet[Dossier]:
    """What these counters received from `first` to `last`, in order of reception; one query.

    `transferred_at` is annotated: when the first processing step began.
    """
    begin = dt.datetime.combine(first, dt.time(), VIETNAM)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM)
    processing = DossierStep.objects.filter(dossier=OuterRef("pk"), kind=StepKind.WORK).order_by("number")
    return (
        dossiers.filter(received_by__in=unit_ids, received_at__gte=begin, received_at__lt=end)
        .select_related("document", "competent_unit")
        .annotate(transferred_at=Subquery(processing.values("started_at")[:1]))
        .order_by("received_at", "pk")
    )


def register_of(
    rows: Iterable[Dossier], unit: Unit, first: dt.date, last: dt.date, now: dt.datetime
) -> Register:
    """The register as a document says it; the form set is that of the last day."""
    form = form_of(SlipKind.REGISTER, last)
    return Register(
        title=form.name,
        form=form_words(form.number, form.form_set),
        head=letterhead_of(unit, now),
        unit_name=unit.name,
        first=first,
        last=last,
        entries=[register_entry(row) for row in rows],
    )


def register_entry(dossier: Dossier) -> RegisterEntry:
    """A row of the register; `transferred_at` as annotated by `register_rows`."""
    contact = (dossier.applicant_address, dossier.applicant_phone)
    return RegisterEntry(
        code=dossier.code,
        procedure=dossier.document.title,
        sets=dossier.sets,
        applicant_name=dossier.applicant_name,
        applicant_contact=", ".join(text for text in contact if text),
        competent_unit=upper_first(dossier.competent_unit.short_name or dossier.competent_unit.name),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        transferred_at=getattr(dossier, "transferred_at", None),
        result_at=dossier.closed_at if dossier.outcome != "without_result" else None,
        returned_at=dossier.returned_at,
        return_channel=dossier.return_channel,
        note=dossier.note,
    )
