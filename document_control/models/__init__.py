"""Models of document control. Import from here; the submodules are private.

Dependencies inside the package: legal ← register ← versions ← reviews; content and tasks use them all.
"""

from document_control.models.content import ControlledContentMixin
from document_control.models.legal import LegalAct
from document_control.models.register import ControlledDocument
from document_control.models.reviews import PeriodicReview
from document_control.models.tasks import ApprovalTask, ReviewTask
from document_control.models.versions import (
    FrozenFile,
    IssuedVersion,
    LegalCitation,
    VersionFile,
    Withdrawal,
)

__all__ = [
    "ApprovalTask",
    "ControlledContentMixin",
    "ControlledDocument",
    "FrozenFile",
    "IssuedVersion",
    "LegalAct",
    "LegalCitation",
    "PeriodicReview",
    "ReviewTask",
    "VersionFile",
    "Withdrawal",
]
