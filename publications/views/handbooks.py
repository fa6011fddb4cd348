"""Handbooks as staff read them: the list, an edition on one page, one chapter, what changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from procedures.workspace.views.access import policy_of, refuse, staff_view
from publications.enums import ProposalState
from publications.handbooks import presentation as shown
from publications.handbooks.changes import Chapter, chapter_changes
from publications.handbooks.policy import HandbookPolicy
from publications.handbooks.readers import handbooks_to_read, readings
from publications.handbooks.selectors import (
    changes_since,
    chapter_texts,
    chapters_of_edition,
    edition_before,
    edition_in_force,
    editions_in_force,
    forms_of_versions,
    summaries,
)
from publications.models import Handbook, HandbookEdition, HandbookProposal
from publications.services.handbooks import HandbookRefusedError, acknowledge

GROUP = "nhom"


def handbook_policy(request: HttpRequest) -> HandbookPolicy:
    """The rights of the signed-in person over handbooks."""
    return HandbookPolicy(policy_of(request))


@require_safe
@staff_view
def handbook_list(request: HttpRequest) -> HttpResponse:
    """Every handbook with its edition in force, what I have read, and who has not."""
    now, policy = timezone.now(), handbook_policy(request)
    handbooks = list(Handbook.objects.select_related("unit", "only_unit"))
    editions = {edition.handbook_id: edition for edition in editions_in_force(now)}
    sums = summaries(list(editions.values()), now, policy.documents)
    read = readings(list(editions.values()), policy.documents.day, policy.units_seen)
    mine = handbooks_to_read(policy.documents, handbooks)
    open_ones: dict[int, HandbookProposal] = {}
    if policy.sees_proposals:
        open_ones = {p.handbook_id: p for p in HandbookProposal.objects.filter(state=ProposalState.PREPARED)}
    rows = []
    for handbook in handbooks:
        edition = editions.get(handbook.pk)
        rows.append(
            {
                "handbook": handbook,
                "edition": edition,
                "summary": sums.get(edition.pk) if edition else None,
                "reading": read.get(edition.pk) if edition else None,
                "receipt": read[edition.pk].receipts.get(request.user.pk) if edition else None,
                "is_mine": handbook.pk in mine,
                "proposal": open_ones.get(handbook.pk),
            }
        )
    context = {"rows": rows, "policy": policy}
    return render(request, "workspace/handbook_list.html", context)


def find_handbook(slug: str) -> Handbook:
    """The handbook at this address."""
    return get_object_or_404(Handbook.objects.select_related("unit", "only_unit"), slug=slug)


def find_edition(
    request: HttpRequest, slug: str, number: int
) -> tuple[HandbookEdition, HandbookEdition | None]:
    """An edition that the person may read, and the one in force today."""
    handbook = find_handbook(slug)
    edition = handbook.editions.filter(number=number).first()
    if edition is None:
        raise Http404(_("There is no such edition."))
    edition.handbook = handbook
    current = edition_in_force(handbook, timezone.now())
    is_current = current is not None and current.pk == edition.pk
    if not is_current and not handbook_policy(request).may_read_all_editions:
        raise PermissionDenied(
            _(
                "Only the edition in force is open to this account. Older and coming ones need a further right."
            )
        )
    return edition, current


@require_safe
@staff_view
def handbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The edition in force."""
    found = find_handbook(slug)
    edition = edition_in_force(found, timezone.now())
    if edition is None:
        policy = handbook_policy(request)
        context = {"handbook": found, "policy": policy}
        return render(request, "workspace/handbook_empty.html", context)
    return _show_edition(request, edition, edition)


@require_safe
@staff_view
def handbook_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition at its permanent address; the one in force is read at the handbook's own."""
    edition, current = find_edition(request, slug, number)
    if current is not None and current.pk == edition.pk:
        return redirect("handbook", slug)
    return _show_edition(request, edition, current)


def _show_edition(
    request: HttpRequest, edition: HandbookEdition, current: HandbookEdition | None
) -> HttpResponse:
    now, policy = timezone.now(), handbook_policy(request)
    is_current = current is not None and current.pk == edition.pk
    everything = chapters_of_edition(edition, policy.documents)
    changes = changes_since(edition, now, policy.documents) if is_current else []
    groups = shown.groups_of(everything)
    group = request.GET.get(GROUP, "")
    chapters = [c for c in everything if c.group == group] if group in groups else everything
    on_one_page = len(everything) <= shown.MOST_IN_ONE_BOOK
    lines = shown.contents(edition, chapters, changes, on_one_page=on_one_page)
    ids = [chapter.version_id for chapter in chapters]
    texts = chapter_texts(ids) if on_one_page else {}
    forms = (
        {pk: text.get("forms") or [] for pk, text in texts.items()} if on_one_page else forms_of_versions(ids)
    )
    day = timezone.localdate(now)
    context = {
        **_frame(request, edition, current, policy),
        "lines": lines,
        "total": len(everything),
        "groups": _group_tabs(everything, groups, group),
        "group": group if group in groups else "",
        "changes": changes,
        "chapters": [
            {**shown.chapter_text(c, texts[c.version_id], day), "position": position}
            for position, c in enumerate(chapters, 1)
            if c.version_id in texts
        ],
        "forms": shown.forms_list(chapters, forms),
        "index": shown.alphabetical_index(lines),
        "on_one_page": on_one_page,
        "editions": edition.handbook.editions.order_by("-number") if policy.may_read_all_editions else [],
        "approvals": shown.approvals(edition),
        "files": shown.file_links(edition, len(everything)),
    }
    return render(request, "workspace/handbook.html", context)


def _frame(
    request: HttpRequest, edition: HandbookEdition, current: HandbookEdition | None, policy: HandbookPolicy
) -> dict[str, Any]:
    """What every page of an edition shows: its state, my reading, who has not read."""
    now = timezone.now()
    is_current = current is not None and current.pk == edition.pk
    reading = shown.reading_of(edition, policy)
    return {
        "handbook": edition.handbook,
        "edition": edition,
        "now": now,
        "is_current": is_current,
        "current": current,
        "state": "in_force" if is_current else "future" if edition.effective_from > now else "superseded",
        "receipt": reading.receipts.get(request.user.pk),
        "must_read": edition.handbook_id in handbooks_to_read(policy.documents, [edition.handbook]),
        "reading": reading,
        "policy": policy,
        "edition_url": shown.edition_url(edition, is_current=is_current),
    }


def _group_tabs(chapters: list[Chapter], groups: list[str], chosen: str) -> list[dict[str, Any]]:
    """Per-unit or per-field views of one handbook; none when there is only one group."""
    if len(groups) < 2:
        return []
    everything = {"label": _("All"), "count": len(chapters), "url": "?", "current": chosen not in groups}
    return [
        everything,
        *(
            {
                "label": name,
                "count": sum(1 for chapter in chapters if chapter.group == name),
                "url": f"?{urlencode({GROUP: name})}",
                "current": name == chosen,
            }
            for name in groups
        ),
    ]


@require_safe
@staff_view
def handbook_chapter(request: HttpRequest, slug: str, number: int, version_id: int) -> HttpResponse:
    """One chapter on a page of its own, with the way to the next."""
    edition, current = find_edition(request, slug, number)
    policy = handbook_policy(request)
    chapters = chapters_of_edition(edition, policy.documents)
    places = [place for place, chapter in enumerate(chapters) if chapter.version_id == version_id]
    if not places:
        raise Http404(_("This edition has no such chapter."))
    place = places[0]
    chapter = chapters[place]
    text = chapter_texts([version_id])[version_id]
    context = {
        **_frame(request, edition, current, policy),
        "item": {
            **shown.chapter_text(chapter, text, timezone.localdate()),
            "position": place + 1,
        },
        "total": len(chapters),
        "previous": _neighbour(edition, chapters, place - 1),
        "next": _neighbour(edition, chapters, place + 1),
    }
    return render(request, "workspace/handbook_chapter.html", context)


def _neighbour(edition: HandbookEdition, chapters: list[Chapter], place: int) -> dict[str, Any] | None:
    if not 0 <= place < len(chapters):
        return None
    return {"chapter": chapters[place], "url": shown.chapter_url(edition, chapters[place])}


@require_safe
@staff_view
def handbook_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an edition changed against the one before; for the one in force also what is newer than it."""
    edition, current = find_edition(request, slug, number)
    policy = handbook_policy(request)
    before = edition_before(edition)
    new = chapters_of_edition(edition, policy.documents)
    old = chapters_of_edition(before, policy.documents) if before else []
    is_current = current is not None and current.pk == edition.pk
    changes = chapter_changes(old, new) if before else []
    later = changes_since(edition, timezone.now(), policy.documents) if is_current else []
    context = {
        **_frame(request, edition, current, policy),
        "before": before,
        "changes": shown.told_changes(changes, policy.documents),
        "change_count": len(changes),
        "later": shown.told_changes(later, policy.documents),
        "later_count": len(later),
    }
    return render(request, "workspace/handbook_changes.html", context)


@require_POST
@staff_view
def handbook_acknowledge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Record that the person has read the edition in force."""
    found = find_handbook(slug)
    edition = get_object_or_404(HandbookEdition, handbook=found, number=number)
    edition.handbook = found
    try:
        acknowledge(edition, by=request.user, now=timezone.now())
    except HandbookRefusedError as refusal:
        return refuse(request, str(refusal), status=409)
    said = _("Confirmed: you have read edition %(number)s of “%(title)s”.")
    messages.success(request, said % {"number": edition.number, "title": edition.title})
    return redirect("handbook", slug)
