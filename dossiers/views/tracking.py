"""The public tracking page `/ho-so/`: a form, the answer, the apology letter as a file.

Code and secret travel in the body of a POST, never in an address; the answer stands at an address of its own that a
signed cookie opens for half an hour. Nothing of it is kept by browsers or found by search engines.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.forms_tracking import TrackingForm
from dossiers.models import ApologyLetter
from dossiers.paper_files import letter_file
from dossiers.rules.lookup_brake import minutes_to_wait
from dossiers.selectors.letters import with_words
from dossiers.tracking.brake import TooManyLookupsError
from dossiers.tracking.journey import journey_of
from dossiers.tracking.lookup import dossier_of_pass, find_dossier, give_pass, take_pass
from dossiers.views.answers import file_response
from organisation.client_address import client_address
from organisation.office_profile import hours_on, profile_for
from publications.errors import PublicationError

View = Callable[..., HttpResponse]
ENDED = "het-han"
"""Parameter of the form's address after a pass has run out."""


def private_page(view: View) -> View:
    """Kept by nobody, found by nobody, told to nobody.

    The referrer policy is "same-origin": with "no-referrer" browsers send `Origin: null`, and the protection of forms
    refuses that. No address here carries anything that could be told on.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def tracking(request: HttpRequest) -> HttpResponse:
    """The form. A code with its secret leads on; everything else gets one and the same answer."""
    if request.method != "POST":
        return _form_page(request, TrackingForm(), has_ended=ENDED in request.GET)
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=400)
    now = timezone.now()
    typed = form.cleaned_data
    try:
        dossier_id = find_dossier(typed["code"], typed["secret"], client_address(request), now)
    except TooManyLookupsError as brake:
        minutes = minutes_to_wait(now, brake.until)
        response = _form_page(request, form, status=429, minutes=minutes)
        response["Retry-After"] = str(minutes * 60)
        return response
    if dossier_id is None:
        return _form_page(request, form, status=404, is_unknown=True)
    response = HttpResponseRedirect(reverse("tracked-dossier"))
    response.status_code = 303
    give_pass(response, dossier_id)
    return response


def _form_page(request: HttpRequest, form: TrackingForm, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "dossiers/tracking_form.html", {"form": form, **context}, status=status)


@require_safe
@private_page
def tracked_dossier(request: HttpRequest) -> HttpResponse:
    """Where the dossier is, for the browser that was given a pass."""
    now = timezone.now()
    dossier_id = dossier_of_pass(request)
    journey = journey_of(dossier_id, now) if dossier_id is not None else None
    if journey is None:
        return redirect(f"{reverse('tracking')}?{ENDED}=1")
    hours = hours_on(profile_for(request), timezone.localdate(now))
    return render(request, "dossiers/tracked.html", {"journey": journey, "hours": hours, "now": now})


@require_safe
@private_page
def tracked_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A signed letter of the dossier as PDF; the applicant's name is shortened as on the page."""
    letters = with_words(ApologyLetter.objects.filter(signed_at__isnull=False))
    letter = letters.filter(pk=letter_id, dossier=dossier_of_pass(request)).first()
    if letter is None:
        raise Http404
    try:
        made = letter_file(letter, "pdf", timezone.now(), is_masked=True)
    except PublicationError as error:
        raise Http404(str(error)) from error
    return file_response(made, f"thu-xin-loi-{letter.dossier.code}")


@require_POST
@private_page
def stop_tracking(request: HttpRequest) -> HttpResponse:
    """Forget the dossier on this machine: for telephones and computers that several people use."""
    response = redirect("tracking")
    take_pass(response)
    return response
