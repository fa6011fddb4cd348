"""Permission questions about a controlled page, asked of one object."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester


class ControlledPagePermissionTester(PagePermissionTester):
    """Nobody publishes, unpublishes or deletes an issued page by hand: superusers included."""

    page: Any

    def _is_issued(self) -> bool:
        document = getattr(self.page.specific, "document", None)
        return document is not None and document.chain_length > 0

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self._is_issued() and super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        """Moving changes the address, not the text; so it needs the right to edit, not to delete."""
        return self.can_edit()
