"""What can go wrong while a document is made; every message is a Vietnamese-ready sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


class PublicationError(Exception):
    """Base of all refusals; `str(error)` is shown to the user."""


class UnprintableTextError(PublicationError):
    """The text holds characters that the document fonts lack (emoji, Chinese, …): no file is made."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        """`found`: (character, the words around it), in order of appearance."""
        self.found = tuple(found)
        places = "; ".join(
            f"“{character}” (U+{ord(character[0]):04X}): … {words} …" for character, words in found[:5]
        )
        super().__init__(
            _("The document fonts have no sign for: %(places)s. Replace these characters and try again.")
            % {"places": places}
        )


class TooSmallError(PublicationError):
    """Fitting the document on one sheet would make it unreadable."""

    def __init__(self, paper: str, scale: float, smallest: float) -> None:
        self.paper, self.scale, self.smallest = paper, scale, smallest
        super().__init__(
            _(
                "The text is too long for one readable %(paper)s sheet. Choose a larger sheet or several pages."
            )
            % {"paper": paper}
        )


class WriterError(PublicationError):
    """A tool failed on a correct document: a fault of ours, with its own words in `detail`."""

    def __init__(self, writer: str, detail: str) -> None:
        self.writer, self.detail = writer, detail
        super().__init__(
            _("The file could not be made (%(writer)s). Tell the administrator.") % {"writer": writer}
        )


class PostingRefusedError(PublicationError):
    """A notice cannot be put up or taken down as asked."""


class PhotoRefusedError(PostingRefusedError):
    """The photo is no picture, or too large."""
