"""The papers that this system prints and can vouch for: issued versions and editions of handbooks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import F, QuerySet
from django.urls import reverse

from document_control.enums import DocumentKind, VersionState
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.selectors import DocumentHistory, history_of
from procedures.public.presentation import changes
from procedures.public.selectors import snapshots_of
from publications.models import HandbookEdition, Posting
from publications.validity import Verdict

ADDRESSES = {
    DocumentKind.PROCEDURE: ("procedure", "procedure-version", "procedure-compare"),
    DocumentKind.INTERNAL_PROCESS: ("process", "process-version", "process-compare"),
}
"""Names of the pages that show a document, one version of it, and two versions compared."""


def editions_with(code: str) -> QuerySet[HandbookEdition]:
    """The issued edition of a handbook that carries this check code, if there is one."""
    return HandbookEdition.objects.filter(check_code=code)


# --- Issued versions ----------------------------------------------------------------------------------------
def version_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about a notice, an ISO document or any other paper of an issued version."""
    versions = IssuedVersion.objects.filter(check_code=code).defer("snapshot", "approvals")
    version = versions.select_related("document").annotate(slug=F("document__processpage__slug")).first()
    if version is None:
        return None
    history = history_of(version.document)
    standing = history.standing(version, now)
    if not _may_know(viewer, version, standing.state):
        return Verdict(standing.state)
    verdict = Verdict(
        standing.state,
        is_open=True,
        name=version.title,
        code=version.document.code,
        number=str(version.number),
        check_code=version.check_code_display,
        since=standing.since,
        effective_from=version.effective_from,
        until=standing.until,
        places=_places(version),
    )
    return _with_texts(_with_end(verdict, history, version, now), history, version, now)


def _may_know(viewer: DocumentPolicy, version: IssuedVersion, state: VersionState) -> bool:
    """Whoever may open the text may know of the paper."""
    if state == VersionState.IN_FORCE:
        return viewer.can_read(version.document)
    return viewer.can_read_all_versions(version.document)


def _places(version: IssuedVersion) -> tuple[str, ...]:
    """Where the version hangs, as recorded."""
    hanging = Posting.objects.filter(version=version, take_down=None).select_related("board").order_by("pk")
    places = (f"{posting.board.name}, {posting.board.place}" for posting in hanging)
    return tuple(dict.fromkeys(places))


def _with_end(
    verdict: Verdict, history: DocumentHistory, version: IssuedVersion, now: dt.datetime
) -> Verdict:
    """Why and by which decision it ended, where it was not simply replaced."""
    if verdict.state == VersionState.CANCELLED:
        end = next(w for w in history.withdrawals if w.cancelled_version_id == version.pk)
        return replace(verdict, since=end.recorded_at, reason=end.reason, decision=end.decision_number)
    if verdict.state == VersionState.WITHDRAWN:
        ends = [w for w in history.withdrawals if w.cancelled_version_id is None]
        end = next(w for w in ends if w.chain_index > version.chain_index)
        return replace(verdict, reason=end.reason, decision=end.decision_number)
    if verdict.state == VersionState.SUPERSEDED and (last := history.withdrawal_at(now)):
        return replace(verdict, reason=last.reason, decision=last.decision_number)
    return verdict


def _with_texts(
    verdict: Verdict, history: DocumentHistory, version: IssuedVersion, now: dt.datetime
) -> Verdict:
    """Where the text stands, what holds instead, and what differs in sentences; one query."""
    names = ADDRESSES.get(DocumentKind(history.document.kind))
    current = history.in_force(now)
    other = current if current is not None and current.pk != version.pk else None
    snapshots = snapshots_of([version.pk, *([other.pk] if other else [])])
    verdict = replace(verdict, name=snapshots[version.pk].get("short_title") or version.title)
    slug: str = version.slug or ""  # type: ignore[attr-defined]
    if other is not None:
        old, new = sorted((version, other), key=lambda v: v.chain_index)
        said = changes(snapshots[old.pk], snapshots[new.pk], only_changes=True)
        verdict = replace(verdict, current_number=str(other.number), changes=tuple(said))
    if names is None or not slug:
        return verdict
    document_page, version_page, compare_page = names
    verdict = replace(verdict, url=reverse(version_page, args=[slug, str(version.number)]))
    if other is None:
        return verdict
    compare = reverse(compare_page, args=[slug, str(old.number), str(new.number)])
    return replace(verdict, current_url=reverse(document_page, args=[slug]), compare_url=compare)


# --- Editions of handbooks ----------------------------------------------------------------------------------
def edition_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about a printed handbook; a newer edition of the same handbook replaces it."""
    edition = HandbookEdition.objects.filter(check_code=code).select_related("handbook").first()
    if edition is None:
        return None
    editions = list(HandbookEdition.objects.filter(handbook=edition.handbook_id).order_by("number"))
    later = [one for one in editions if one.number > edition.number]
    until = min((one.effective_from for one in later), default=None)
    held = [one for one in editions if one.effective_from <= now]
    current = held[-1] if held else None
    if edition.effective_from > now:
        state, since = VersionState.FUTURE, edition.effective_from
    elif until is not None and until <= now:
        state, since = VersionState.SUPERSEDED, until
    else:
        state, since = VersionState.IN_FORCE, edition.effective_from
    if not viewer.is_staff_member:
        return Verdict(state)
    slug = edition.handbook.slug
    is_replaced = current is not None and current.pk != edition.pk
    return Verdict(
        state,
        is_open=True,
        name=edition.title,
        code=edition.handbook.code,
        number=str(edition.number),
        check_code=edition.check_code_display,
        since=since,
        effective_from=edition.effective_from,
        until=until,
        current_number=str(current.number) if current is not None and is_replaced else "",
        url=reverse("handbook-edition", args=[slug, edition.number]),
        current_url=reverse("handbook", args=[slug]) if is_replaced else "",
        compare_url=reverse("handbook-changes", args=[slug, current.number])
        if current and is_replaced
        else "",
    )
