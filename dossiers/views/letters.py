"""The register of apology letters: who was late, what was promised, who signed, whether it was sent."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.models import ApologyLetter
from dossiers.register_forms import LETTER_STATES, LetterFilterForm
from dossiers.selectors.letters import letter_months, letter_units, letters_of, state_of
from dossiers.selectors.papers import office_of
from dossiers.views.access import dossier_policy_of, dossier_view
from dossiers.views.answers import file_response
from organisation.vietnamese_format import format_datetime
from procedures.workspace.table_export import XLSX, as_xlsx
from procedures.workspace.views.access import refuse
from publications.compose.lists import compose_list
from publications.compose.sources import Letterhead, ListSource
from publications.errors import PublicationError
from publications.files.sources import letterhead_of
from publications.writers import writer_for
from publications.writers.base import Rendered

PER_PAGE = 50
MOST_ROWS = 1_000
TITLE = "Sổ theo dõi thư xin lỗi"
WIDTHS = (0.04, 0.1, 0.12, 0.15, 0.18, 0.1, 0.1, 0.11, 0.1)
HEAD = (
    "TT",
    "Số",
    "Mã hồ sơ",
    "Khâu chậm",
    "Người chịu trách nhiệm",
    "Soạn lúc",
    "Hẹn lại",
    "Ký",
    "Gửi",
)
"""The register is a paper of the office, so its columns are Vietnamese wherever it is printed."""


def _form(request: HttpRequest) -> LetterFilterForm:
    policy = dossier_policy_of(request)
    return LetterFilterForm(request.GET, letter_units(policy), letter_months(policy))


@require_safe
@dossier_view
def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters of readable dossiers, latest first, narrowed by unit, month and state."""
    form = _form(request)
    rows = letters_of(dossier_policy_of(request), form.chosen())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "letters": [{"letter": letter, **_shown(letter)} for letter in page.object_list],
        "query": query.urlencode(),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "dossiers/letters.html", context)


def _shown(letter: ApologyLetter) -> dict[str, Any]:
    state = state_of(letter)
    code = letter.dossier.code
    return {
        "state": {"drafted": "waiting", "signed": "today", "sent": "on_time"}[state],
        "state_words": LETTER_STATES[state],
        "paper_url": reverse("dossier-letter", args=[code, letter.pk, "pdf"]),
    }


@require_safe
@dossier_view
def letter_list_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Exactly what the filters show, as XLSX or PDF."""
    if file_format not in ("xlsx", "pdf"):
        raise Http404
    letters = list(letters_of(dossier_policy_of(request), _form(request).chosen())[: MOST_ROWS + 1])
    if len(letters) > MOST_ROWS:
        words = _("A file holds %(count)s letters at most. Choose a month or a unit.")
        return refuse(request, words % {"count": MOST_ROWS}, status=422)
    lines = [[str(number), *_words(letter)] for number, letter in enumerate(letters, start=1)]
    try:
        return file_response(_made(letters, lines, file_format), "so-thu-xin-loi", is_download=True)
    except PublicationError as error:
        return refuse(request, str(error), status=422)


def _words(letter: ApologyLetter) -> list[str]:
    incident = letter.incident
    unit = incident.unit.name if incident.unit else ""
    signed = [str(letter.signatory.get("name") or letter.signed_by or ""), _moment(letter.signed_at)]
    sent = [str(letter.get_sent_channel_display()) if letter.sent_channel else "", _moment(letter.sent_at)]
    return [
        letter.number,
        letter.dossier.code,
        incident.step.title,
        "\n".join(text for text in (str(incident.responsible), unit) if text),
        _moment(letter.drafted_at),
        _moment(letter.new_due_at),
        "\n".join(text for text in signed if text),
        "\n".join(text for text in sent if text),
    ]


def _moment(moment: Any) -> str:
    return format_datetime(moment) if moment else ""


def _made(letters: list[ApologyLetter], lines: list[list[str]], file_format: str) -> Rendered:
    if file_format == "xlsx":
        return Rendered(as_xlsx(TITLE, HEAD, lines, sheet=TITLE, figures={0}), "xlsx", XLSX, {})
    now = timezone.now()
    head = Letterhead("", "")
    if letters:
        head = letterhead_of(office_of(letters[0].dossier.competent_unit, now), now)
    columns = list(zip(HEAD, WIDTHS, strict=True))
    source = ListSource(TITLE, "", head, columns, lines, timezone.localdate(now))
    return writer_for("pdf").write(compose_list(source))
