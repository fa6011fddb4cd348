"""The master list, the register of legal acts, and which reviews are due: reads, as of a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import VersionState
from document_control.models import ControlledDocument, IssuedVersion, LegalAct, PeriodicReview, Withdrawal
from document_control.policies import REVIEWERS_OF_DOCUMENTS, DocumentPolicy
from document_control.review_due import next_review_on
from organisation.vietnamese_format import format_date, vietnamese_sort_key

REVIEW_HORIZON_DAYS = 30


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document of the master list as of a moment.

    Attributes:
        state: in force, future (its first version is still to come) or withdrawn.
        number: edition and revision shown; "" never.
        next_review: None unless in force.
        slug: address of its page, "" for kinds without one.
    """

    document_id: int
    code: str
    title: str
    kind: str
    kind_label: str
    unit_id: int
    unit_name: str
    audience: str
    state: str
    number: str
    issued_on: dt.date
    effective_on: dt.date
    withdrawn_on: dt.date | None
    next_review: dt.date | None
    slug: str


def register_rows(policy: DocumentPolicy, at: dt.datetime) -> list[RegisterRow]:
    """Every document that was issued by `at`, as it stood then; four queries."""
    versions = _versions_shown(policy, at)
    withdrawals = _withdrawals_by(at)
    reviews = _reviews(version.document_id for version in versions)
    rows = [_row(version, withdrawals.get(version.document_id), reviews, at) for version in versions]
    return sorted(rows, key=lambda row: (vietnamese_sort_key(row.code), row.unit_name))


def _versions_shown(policy: DocumentPolicy, at: dt.datetime) -> list[IssuedVersion]:
    """Of each document the last version whose moment had come; otherwise the first one issued by `at`."""
    fields = IssuedVersion.objects.select_related("document__unit").defer("snapshot", "approvals")
    readable = policy.readable_versions(fields).annotate(slug=F("document__processpage__slug"))
    shown = {version.document_id: version for version in readable.latest_effective_by(at)}
    upcoming = readable.upcoming_at(at).filter(issued_at__lte=at).order_by("-chain_index")
    first_to_come = {version.document_id: version for version in upcoming}
    return list({**first_to_come, **shown}.values())


def _withdrawals_by(at: dt.datetime) -> dict[int, Withdrawal]:
    ends = Withdrawal.objects.filter(cancelled_version__isnull=True, effective_from__lte=at)
    return {end.document_id: end for end in ends.order_by("chain_index")}


def _reviews(document_ids: Iterable[int]) -> dict[int, tuple[dt.date | None, dt.date | None]]:
    """Last day of a finished review and earliest due day of an open one, by document."""
    rows = (
        PeriodicReview.objects.filter(document__in=list(document_ids))
        .order_by()
        .values("document_id", "done_at", "due_on")
    )
    found: dict[int, tuple[dt.date | None, dt.date | None]] = {}
    for row in rows:
        done, due = found.get(row["document_id"], (None, None))
        if row["done_at"]:
            day = localdate(row["done_at"])
            done = max(done, day) if done else day
        else:
            due = min(due, row["due_on"]) if due else row["due_on"]
        found[row["document_id"]] = (done, due)
    return found


def _row(
    version: IssuedVersion,
    end: Withdrawal | None,
    reviews: dict[int, tuple[dt.date | None, dt.date | None]],
    at: dt.datetime,
) -> RegisterRow:
    document = version.document
    withdrawn = end is not None and end.chain_index > version.chain_index
    state = VersionState.IN_FORCE
    if withdrawn:
        state = VersionState.WITHDRAWN
    elif version.effective_from > at:
        state = VersionState.FUTURE
    done, due = reviews.get(document.pk, (None, None))
    review = next_review_on(localdate(version.issued_at), done, document.review_cycle_months, due)
    return RegisterRow(
        document_id=document.pk,
        code=document.code,
        title=version.title,
        kind=document.kind,
        kind_label=str(document.get_kind_display()),
        unit_id=document.unit_id,
        unit_name=document.unit.short_name,
        audience=document.audience,
        state=state.value,
        number=str(version.number),
        issued_on=localdate(version.issued_at),
        effective_on=localdate(version.effective_from),
        withdrawn_on=localdate(end.effective_from) if withdrawn and end else None,
        next_review=review if state == VersionState.IN_FORCE else None,
        slug=version.slug or "",  # type: ignore[attr-defined]
    )


@dataclass(frozen=True, slots=True)
class ActRow:
    """One legal act, with how many documents in force rest on it."""

    pk: int
    number: str
    title: str
    kind: str
    kind_label: str
    issuer: str
    issued_on: dt.date | None
    effective_from: dt.date | None
    effective_to: dt.date | None
    replaced_by: str
    in_force: bool
    citing: int


def legal_act_rows(policy: DocumentPolicy, at: dt.datetime) -> list[ActRow]:
    """The register of legal acts as of `at`, those cited most first; one query."""
    current = policy.readable_versions(IssuedVersion.objects.in_force_at(at)).order_by().values("pk")
    acts = LegalAct.objects.select_related("replaced_by").annotate(
        citing=Count("citations__version__document", filter=Q(citations__version__in=current), distinct=True)
    )
    day = localdate(at)
    rows = [
        ActRow(
            act.pk,
            act.number,
            act.title,
            act.kind,
            str(act.get_kind_display()),
            act.issuer,
            act.issued_on,
            act.effective_from,
            act.effective_to,
            act.replaced_by.number if act.replaced_by else "",
            act.is_in_force_on(day),
            act.citing,
        )
        for act in acts
    ]
    return sorted(rows, key=lambda row: (-row.citing, vietnamese_sort_key(row.number)))


def documents_citing(policy: DocumentPolicy, act: LegalAct, at: dt.datetime) -> list[IssuedVersion]:
    """The versions in force that cite an act, by code."""
    versions = (
        policy.readable_versions(IssuedVersion.objects.in_force_at(at))
        .filter(legal_citations__legal_act=act)
        .select_related("document")
        .defer("snapshot", "approvals")
        .annotate(slug=F("document__processpage__slug"))
    )
    return sorted(versions, key=lambda version: vietnamese_sort_key(version.document.code))


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A document that must be looked at again soon."""

    document_id: int
    code: str
    title: str
    due_on: dt.date
    reason: str


def reviews_due(policy: DocumentPolicy, now: dt.datetime) -> list[ReviewDue]:
    """Reviews that this person should do within the next 30 days, the earliest first; at most three queries."""
    if not policy.roles & REVIEWERS_OF_DOCUMENTS:
        return []
    today = localdate(now)
    horizon = today + dt.timedelta(days=REVIEW_HORIZON_DAYS)
    documents = _in_force_with_last_review(policy, now)
    open_reviews = _open_reviews(document["pk"] for document in documents)
    found = []
    for row in documents:
        opened = open_reviews.get(row["pk"])
        regular = next_review_on(
            localdate(row["issued_at"]),
            localdate(row["last_done"]) if row["last_done"] else None,
            row["review_cycle_months"],
        )
        due_on = min(regular, opened.due_on) if opened else regular
        if due_on <= horizon:
            found.append(
                ReviewDue(row["pk"], row["code"], row["title"], due_on, _review_reason(opened, due_on, row))
            )
    return sorted(found, key=lambda review: (review.due_on, review.code))


def _in_force_with_last_review(policy: DocumentPolicy, now: dt.datetime) -> list[dict[str, Any]]:
    documents = policy.readable_documents(ControlledDocument.objects.issued())
    if "iso_secretary" not in policy.roles:
        documents = documents.filter(unit__in=policy.own_unit_ids)
    last_done = dict(
        PeriodicReview.objects.filter(done_at__isnull=False)
        .order_by()
        .values_list("document_id")
        .annotate(last=Max("done_at"))
    )
    rows = (
        IssuedVersion.objects.in_force_at(now)
        .filter(document__in=documents.order_by())
        .values("issued_at", "title", "document_id", "document__code", "document__review_cycle_months")
    )
    return [
        {
            "pk": row["document_id"],
            "code": row["document__code"],
            "title": row["title"],
            "issued_at": row["issued_at"],
            "review_cycle_months": row["document__review_cycle_months"],
            "last_done": last_done.get(row["document_id"]),
        }
        for row in rows
    ]


def _open_reviews(document_ids: Iterable[int]) -> dict[int, PeriodicReview]:
    """The open review of each document that is due first."""
    rows = PeriodicReview.objects.filter(document__in=list(document_ids), done_at__isnull=True)
    return {row.document_id: row for row in rows.select_related("legal_act").order_by("-due_on", "-pk")}


def _review_reason(opened: PeriodicReview | None, due_on: dt.date, row: dict[str, Any]) -> str:
    if opened is not None and opened.due_on == due_on:
        if opened.legal_act is not None:
            return _("%(act)s changed: does this text still hold?") % {"act": opened.legal_act.number}
        return str(opened.get_reason_display())
    return _("Issued or last looked at on %(date)s.") % {
        "date": format_date(row["last_done"] or row["issued_at"])
    }
