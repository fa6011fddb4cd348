"""Public pages about notices: what hangs where, and the page of a screen in the lobby."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from organisation.office_profile import OfficeProfile, profile_for
from organisation.vietnamese_format import vietnamese_sort_key
from procedures.cards import fold, plain_query, query_words
from procedures.public import presentation
from procedures.public.views.frame import absolute
from publications.boards.public import (
    PublicNotice,
    ScreenNotice,
    public_notices,
    screen_notices,
    screen_state,
)
from publications.compose import wording
from publications.files.sources import check_address
from publications.models import NoticeBoard

PER_PAGE = 30
FIELD, PLACE = "linh-vuc", "noi"
SECONDS_PER_SCREEN = 15


# --- The list -------------------------------------------------------------------------------------------
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Which notices hang where, narrowed by field, place and words."""
    notices = public_notices(timezone.now())
    text = plain_query(request.GET.get("q", ""))
    chosen = {name: set(request.GET.getlist(name)[:30]) for name in (FIELD, PLACE)}
    matching = _with_words(notices, text)
    found = [notice for notice in matching if _passes(notice, chosen)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    query = QueryDict(mutable=True)
    if text:
        query["q"] = text
    for name, values in chosen.items():
        query.setlist(name, sorted(values))
    context = {
        "page": page,
        "q": text,
        "total": len(notices),
        "groups": _groups(matching, chosen),
        "hidden": [("q", text)] if text else [],
        "selected_count": sum(len(values) for values in chosen.values()),
        "is_narrowed": bool(text or any(chosen.values())),
        "query": query.urlencode(),
        "crumbs": [
            {"label": _("Home page"), "url": reverse("home")},
            {"label": pgettext("posted", "Notices"), "url": ""},
        ],
        "canonical": absolute(reverse("notice-list")),
        "profile": profile_for(request),
    }
    return render(request, "publications/notices.html", context)


def _with_words(notices: list[PublicNotice], text: str) -> list[PublicNotice]:
    words = query_words(text)

    def said(notice: PublicNotice) -> str:
        card = notice.card
        places = " ".join(f"{place.board.name} {place.board.place}" for place in notice.places)
        return fold(f"{card.code} {card.national_code} {card.title} {card.field_name} {places}")

    return [notice for notice in notices if all(word in said(notice) for word in words)]


def _values(notice: PublicNotice, name: str) -> list[tuple[str, str]]:
    if name == PLACE:
        return [(place.board.slug, place.board.name) for place in notice.places]
    code, label = notice.field
    return [(code, label)] if code else []


def _passes(notice: PublicNotice, chosen: dict[str, set[str]], besides: str = "") -> bool:
    return all(
        not values or name == besides or any(code in values for code, _label in _values(notice, name))
        for name, values in chosen.items()
    )


def _groups(notices: list[PublicNotice], chosen: dict[str, set[str]]) -> list[dict[str, Any]]:
    """The filters with counts: how many notices remain when a value is chosen beside the other filter."""
    groups = []
    for name, legend in ((FIELD, _("Field")), (PLACE, _("Where it hangs"))):
        labels = {code: label for notice in notices for code, label in _values(notice, name)}
        left = [notice for notice in notices if _passes(notice, chosen, name)]
        options = [
            {
                "value": code,
                "label": label,
                "count": sum(code in dict(_values(notice, name)) for notice in left),
                "checked": code in chosen[name],
            }
            for code, label in sorted(labels.items(), key=lambda pair: vietnamese_sort_key(pair[1]))
        ]
        if options:
            groups.append({"name": name, "legend": legend, "options": options})
    return groups


# --- The screen -----------------------------------------------------------------------------------------
def _board_in_use(slug: str, now: dt.datetime) -> NoticeBoard:
    board = NoticeBoard.objects.valid_on(localdate(now)).filter(slug=slug).first()
    if board is None:
        raise Http404(_("There is no such board."))
    return board


@require_safe
@cache_control(no_cache=True)
def kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """The notices of a board on a screen that turns its pages by itself and goes on without a network."""
    now = timezone.now()
    state = screen_state(_board_in_use(slug, now), now)
    profile = profile_for(request)
    context = {
        "board": state.board,
        "state": state,
        "now": now,
        "notices": [_screen(notice, localdate(now), profile) for notice in screen_notices(state)],
        "profile": profile,
        "seconds": SECONDS_PER_SCREEN,
    }
    return render(request, "publications/kiosk.html", context)


def _screen(notice: ScreenNotice, day: dt.date, profile: OfficeProfile) -> dict[str, Any]:
    snapshot = notice.snapshot
    place = presentation.Place(profile.place.short_name, profile.place.address) if profile.place else None
    check_url = check_address(notice.version.check_code)
    return {
        "version": notice.version,
        "snapshot": snapshot,
        "until": notice.until,
        "facts": presentation.fact_cells(snapshot, day, place)[:4],
        "fees": presentation.fee_rows(snapshot, day),
        "agencies": wording.agency_lines(snapshot),
        "check_url": check_url,
    }


@require_safe
@never_cache
def kiosk_state(request: HttpRequest, slug: str) -> JsonResponse:
    """Small answer to "must the screen be drawn anew?", asked every few minutes."""
    now = timezone.now()
    state = screen_state(_board_in_use(slug, now), now)
    next_change = state.next_change
    return JsonResponse(
        {"fingerprint": state.fingerprint, "next_change": next_change.isoformat() if next_change else None}
    )
