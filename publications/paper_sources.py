"""The papers that this system prints and can vouch for: issued versions and editions of handbooks."""

from __future__ import annotations

from publications.models import HandbookEdition


def is_code_of_edition(code: str) -> bool:
    """Does an issued edition of a handbook carry this check code?"""
    return HandbookEdition.objects.filter(check_code=code).exists()
