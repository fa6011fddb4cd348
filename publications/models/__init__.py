"""Models of publications. Import from here; the submodules are private.

Dependencies inside the package: copies ← boards; handbooks ← artefacts; settings stand alone.
"""

from publications.models.artefacts import Artefact, RenderJob
from publications.models.boards import POSTABLE, BoardDocument, NoticeBoard, Posting, TakeDown
from publications.models.copies import ControlledCopy, CopyReturn, Distribution
from publications.models.handbooks import (
    Handbook,
    HandbookEdition,
    HandbookEntry,
    HandbookProposal,
    ReadReceipt,
)
from publications.models.settings import PaperSettings

__all__ = [
    "POSTABLE",
    "Artefact",
    "BoardDocument",
    "ControlledCopy",
    "CopyReturn",
    "Distribution",
    "Handbook",
    "HandbookEdition",
    "HandbookEntry",
    "HandbookProposal",
    "NoticeBoard",
    "PaperSettings",
    "Posting",
    "ReadReceipt",
    "RenderJob",
    "TakeDown",
]
