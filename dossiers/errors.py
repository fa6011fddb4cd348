"""Refusals of the dossier services. Each message is a Vietnamese-ready sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied


class DossierError(Exception):
    """Something that a dossier does not allow as it stands; nothing was changed. Views show it and keep the form.

    Attributes:
        fields: sentences by name of the form field they belong to; empty when the dossier as a whole is meant.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class IntakeError(DossierError):
    """The dossier cannot be received like this."""


class IllegalMoveError(DossierError):
    """The state does not know this move."""


class GateClosedError(DossierError):
    """A late step holds the dossier until its letter is signed; the message says who must do what."""


class StaleDossierError(DossierError):
    """Somebody else changed the dossier since the page was opened."""


class NobodyForStepError(DossierError):
    """A step cannot begin, because nobody holds its post: a person must be named."""


class NotAllowedError(PermissionDenied):
    """The person may not do this with this dossier."""
