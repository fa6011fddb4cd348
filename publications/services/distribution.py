"""The distribution list: putting recipients on it and taking them off. Its history keeps every line that ever stood."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from document_control.models import ControlledDocument
from organisation.models import User
from publications.models import Distribution
from publications.policies import PublicationPolicy


def _require_right(document: ControlledDocument, by: User) -> None:
    if not PublicationPolicy(by).may_edit_distribution(document):
        raise PermissionDenied(_("Only the ISO secretary changes the distribution list."))


@transaction.atomic
def add_recipient(line: Distribution, *, by: User) -> Distribution:
    """Put a validated line on the list of its document.

    Raises:
        PermissionDenied: `by` does not keep the list.
        IntegrityError: the recipient stands there already.
    """
    _require_right(line.document, by)
    line._history_user = by  # type: ignore[attr-defined]  # read by simple-history
    line.save(force_insert=True)
    return line


@transaction.atomic
def remove_recipient(line: Distribution, *, by: User) -> None:
    """Take a line off the list; the copies that its recipient holds stay on record.

    Raises:
        PermissionDenied: `by` does not keep the list.
    """
    _require_right(line.document, by)
    line._history_user = by  # type: ignore[attr-defined]  # read by simple-history
    line.delete()
