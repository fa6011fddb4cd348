"""News that document control owns; apps above listen."""

from django.dispatch import Signal

version_issued = Signal()
"""Sent inside the issuing transaction. Arguments: version (IssuedVersion), content (the approved text)."""

document_withdrawn = Signal()
"""Sent inside the withdrawing transaction. Arguments: withdrawal (Withdrawal), content."""
