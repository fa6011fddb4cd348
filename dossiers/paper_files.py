"""Papers of dossiers as files, made at once: a slip takes some hundredths of a second, so nothing is kept."""

from __future__ import annotations

import datetime as dt

from dossiers import papers
from dossiers.enums import SlipKind
from dossiers.models import ApologyLetter, Dossier, Slip
from dossiers.selectors.papers import control_slip, printed_letter, printed_slip
from publications.compose.document import Document
from publications.writers import writer_for
from publications.writers.base import Rendered

FORMATS = ("pdf", "docx")
SEEN_ONLINE = "BẢN XEM TRÊN MẠNG, TÊN NGƯỜI NỘP ĐƯỢC VIẾT TẮT"


def slip_document(slip: Slip, *, two_copies: bool = False) -> Document:
    """A slip composed; the same slip always gives the same document.

    Args:
        slip: with `dossier__received_by` and `dossier__competent_unit` loaded.
        two_copies: a receipt once for the applicant and once for the office.
    """
    printed = printed_slip(slip)
    match SlipKind(slip.kind):
        case SlipKind.RECEIPT:
            return papers.compose_receipt(printed, two_copies=two_copies)
        case SlipKind.SUPPLEMENT:
            return papers.compose_supplement_request(printed)
        case SlipKind.STOP:
            return papers.compose_stop_notice(printed)
        case _:
            return papers.compose_refusal(printed)


def slip_file(slip: Slip, file_format: str, *, two_copies: bool = False) -> Rendered:
    """A slip as a file. Raises PublicationError for text that no font has."""
    return writer_for(file_format).write(slip_document(slip, two_copies=two_copies))


def letter_file(
    letter: ApologyLetter, file_format: str, now: dt.datetime, *, is_masked: bool = False
) -> Rendered:
    """An apology letter as a file; a draft has no number and says so across the page.

    Args:
        letter: as `selectors.letters.with_words` loads it.
        is_masked: for the public page: the applicant's name shortened, which the foot says.
    """
    document = papers.compose_apology(printed_letter(letter, now, is_masked=is_masked))
    if letter.signed_at is None:
        document = document.with_layout(watermark="DỰ THẢO")
    if is_masked:
        document = document.with_layout(copy_line=SEEN_ONLINE)
    return writer_for(file_format).write(document)


def control_slip_file(dossier: Dossier, file_format: str, now: dt.datetime) -> Rendered:
    """MC-06 as of now."""
    return writer_for(file_format).write(papers.compose_control_slip(control_slip(dossier, now)))
