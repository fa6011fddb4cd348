"""Files of editions of handbooks: the same book as PDF, Word, EPUB and HTML; large ones in volumes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.workspace.views.access import policy_of, staff_view
from publications.enums import FileFormat, Marking, PaperKind
from publications.files.recipes import Recipe
from publications.files.rights import may_have
from publications.files.subjects import Subject
from publications.handbooks.presentation import formats_of
from publications.handbooks.selectors import edition_in_force
from publications.models import HandbookEdition
from publications.policies import KEEPERS_OF_ORIGINALS
from publications.views.handbooks import find_edition
from publications.views.sending import send_or_wait


@require_safe
@staff_view
def handbook_file(request: HttpRequest, slug: str, number: int, file_format: str) -> HttpResponse:
    """An edition as a file, for those who may read every chapter of it."""
    edition, _current = find_edition(request, slug, number)
    if file_format not in formats_of(edition.entries.count()):
        raise Http404(_("There is no such file."))
    recipe = Recipe(
        kind=PaperKind.HANDBOOK,
        format=FileFormat(file_format),
        edition_id=edition.pk,
        marking=_marking(request, edition),
    )
    subject = Subject(recipe, edition=edition)
    if not may_have(request.user, subject, timezone.now()):
        raise Http404(_("There is no such file."))
    return send_or_wait(request, subject)


def _marking(request: HttpRequest, edition: HandbookEdition) -> Marking:
    """The words across the pages: a paper that nobody replaces says so, an old one too."""
    now = timezone.now()
    current = edition_in_force(edition.handbook, now)
    if edition.effective_from <= now and (current is None or current.pk != edition.pk):
        return Marking.OBSOLETE
    return Marking.NONE if policy_of(request).roles & KEEPERS_OF_ORIGINALS else Marking.UNCONTROLLED
