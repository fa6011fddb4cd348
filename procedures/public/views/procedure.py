"""The page of a procedure: the version in force, or any other at its permanent address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.enums import VersionState
from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import DocumentHistory, history_of
from document_control.standing import Standing
from organisation.office_profile import OfficeProfile, hours_on, profile_for
from organisation.vietnamese_format import VIETNAM
from procedures.as_of import AsOf
from procedures.models import ProcedurePage
from procedures.public import presentation, selectors
from procedures.public.structured_data import government_service
from procedures.public.views import frame

OLD_STATES = (VersionState.SUPERSEDED, VersionState.WITHDRAWN, VersionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One version, read at one moment."""

    page: ProcedurePage
    history: DocumentHistory
    version: IssuedVersion
    standing: Standing
    seen: AsOf

    @property
    def state(self) -> str:
        return str(self.standing.state)

    @property
    def is_old(self) -> bool:
        return self.standing.state in OLD_STATES

    @property
    def is_in_force(self) -> bool:
        return self.standing.state == VersionState.IN_FORCE

    @property
    def url(self) -> str:
        """The address of the procedure, whichever version is in force."""
        return reverse("procedure", args=[self.page.slug])

    @property
    def fee_day(self) -> dt.date:
        """The day whose fees are shown: the day asked for, within the time the version holds."""
        day = self.seen.day
        if self.is_old and self.standing.until is not None:
            return min(day, _local_day(self.standing.until - dt.timedelta(seconds=1)))
        return max(day, _local_day(self.version.effective_from))


def _local_day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(VIETNAM).date()


@require_safe
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, now or on the day asked for."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure")
    seen = frame.moment_asked(request)
    history = history_of(page.document)
    version = history.shown_at(seen.moment) or history.versions[-1]
    return _version_page(request, _reading(page, history, version, seen), is_permanent=False)


@require_safe
def procedure_version(request: HttpRequest, slug: str, number: VersionNumber) -> HttpResponse:
    """One version at its permanent address, with a banner unless it is in force."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure-version", str(number))
    history = history_of(page.document)
    version = history.by_number(number)
    if version is None:
        raise Http404(_("This procedure has no such version."))
    seen = frame.moment_asked(request)
    return _version_page(request, _reading(page, history, version, seen), is_permanent=True)


def _reading(page: ProcedurePage, history: DocumentHistory, version: IssuedVersion, seen: AsOf) -> Reading:
    return Reading(page, history, version, history.standing(version, seen.moment), seen)


def _version_page(request: HttpRequest, reading: Reading, *, is_permanent: bool) -> HttpResponse:
    successor_id = reading.standing.successor_id if reading.is_old else None
    wanted = {reading.version.pk, *([successor_id] if successor_id else [])}
    snapshots = selectors.snapshots_of(wanted)
    snapshot = presentation.with_addresses(snapshots[reading.version.pk], frame.file_address)
    profile = profile_for(request)
    own_url = frame.version_address(reading.page.slug, reading.version.number)
    is_current = reading.is_in_force and not reading.seen.is_chosen
    canonical = frame.absolute(own_url if is_permanent and not is_current else reading.url)
    context = {
        "snapshot": snapshot,
        "version": reading.version,
        "standing": reading.standing,
        "state": reading.state,
        "is_old": reading.is_old,
        "is_current": is_current,
        "seen": reading.seen,
        "fee_day": reading.fee_day,
        "fees": presentation.fee_rows(snapshot, reading.fee_day),
        "agencies": presentation.agencies(snapshot),
        "chosen_case": request.GET.get("truong-hop", "")[:2],
        "banners": _banners(reading),
        "card": control_card(reading),
        "changes_since": _changes_since(reading, snapshots, successor_id),
        **_successor(reading, successor_id),
        "crumbs": _crumbs(reading, snapshot, is_permanent),
        "canonical": canonical,
        "is_indexed": is_current,
        "url": reading.url,
        **_where(reading, snapshot, profile),
    }
    if is_current:
        place = profile.place
        context["structured_data"] = government_service(
            snapshot,
            canonical,
            reading.fee_day,
            portal_url=profile.online_portal_url,
            place_name=place.name if place else "",
            place_address=place.address if place else "",
        )
    return render(request, "procedures/procedure.html", context)


def _where(reading: Reading, snapshot: dict[str, Any], profile: OfficeProfile) -> dict[str, Any]:
    """Where and when people go; an old text keeps the place it was issued with."""
    channels = {row.get("channel") for row in snapshot.get("channels", [])}
    online_url = ""
    if "online" in channels and not reading.is_old and not reading.seen.is_chosen:
        online_url = snapshot.get("online_url") or profile.online_portal_url
    if reading.is_old:
        return {"place": None, "hours": [], "online_url": ""}
    place = None
    if profile.place is not None and not reading.seen.is_chosen:
        place = presentation.Place(profile.place.short_name, profile.place.address)
    return {"place": place, "hours": hours_on(profile, reading.seen.day), "online_url": online_url}


def _crumbs(reading: Reading, snapshot: dict[str, Any], is_permanent: bool) -> list[dict[str, str]]:
    title = snapshot.get("short_title") or snapshot.get("title") or ""
    crumbs = frame.field_crumbs(snapshot, reading.seen)
    crumbs.append({"label": title, "url": reading.seen.link(reading.url)})
    if is_permanent:
        label = _("Version %(number)s") % {"number": reading.version.number}
        crumbs.append({"label": label, "url": ""})
    return crumbs


def _banners(reading: Reading) -> list[dict[str, Any]]:
    """What a reader must know before the text: another day is shown, or the text is not in force."""
    banners = frame.as_of_banner(reading.seen, reading.url)
    if reading.is_in_force:
        return banners
    current = reading.history.in_force(reading.seen.moment)
    banner: dict[str, Any] = {
        "state": reading.state,
        "edition": str(reading.version.number),
        "since": reading.standing.since,
    }
    if current is not None:
        banner["current_url"] = reading.seen.link(reading.url)
        banner["current_edition"] = str(current.number)
    elif withdrawal := reading.history.withdrawal_at(reading.seen.moment):
        banner["decision"] = withdrawal.decision_number
        banner["reason"] = withdrawal.reason
        banner["withdrawn_since"] = withdrawal.effective_from
    if reading.standing.state == VersionState.CANCELLED:
        banner["reason"] = next(
            w.reason for w in reading.history.withdrawals if w.cancelled_version_id == reading.version.pk
        )
    return [*banners, banner]


def control_card(reading: Reading) -> dict[str, Any]:
    """The control card of a version, as the partial takes it."""
    slug, version, history = reading.page.slug, reading.version, reading.history
    previous = history.previous(version)
    card: dict[str, Any] = {
        "state": reading.state,
        "edition": str(version.number),
        "effective_from": version.effective_from,
        "decision": version.decision_number,
        "code": reading.page.document.code,
        "check_code": version.check_code_display,
        "history_url": reverse("procedure-history", args=[slug]),
        "history_count": len(history.versions),
    }
    if previous is not None:
        card["diff_url"] = reverse(
            "procedure-compare", args=[slug, str(previous.number), str(version.number)]
        )
    if reading.is_old and reading.standing.state != VersionState.CANCELLED and reading.standing.until:
        card["effective_to"] = reading.standing.until - dt.timedelta(seconds=1)
    following = history.by_id(reading.standing.successor_id) if reading.is_old else None
    if following is not None:
        card["replaced_by"] = {
            "edition": str(following.number),
            "url": frame.version_address(slug, following.number),
        }
    return card


def _successor(reading: Reading, successor_id: int | None) -> dict[str, Any]:
    """The version that holds instead of an old one, and where the two are compared."""
    successor = reading.history.by_id(successor_id)
    if successor is None:
        return {"successor": None, "compare_url": ""}
    old, new = sorted((reading.version.number, successor.number))
    url = reverse("procedure-compare", args=[reading.page.slug, str(old), str(new)])
    return {"successor": successor, "compare_url": url}


def _changes_since(
    reading: Reading, snapshots: dict[int, dict[str, Any]], successor_id: int | None
) -> list[presentation.Change]:
    if successor_id is None or successor_id not in snapshots:
        return []
    return presentation.changes(snapshots[reading.version.pk], snapshots[successor_id])
