"""Who may edit while a text is under review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

if TYPE_CHECKING:
    from organisation.models import User


class AuthorsOnlyLock(WorkflowLock):
    """While a text is being reviewed only its authors edit it, so that a reviewer never turns into an author."""

    def get_message(self, user: User) -> str:
        if not self.for_user(user):
            return _(
                "This text is under review. Saving a change voids the decisions and starts the review anew."
            )
        return _(
            "This text is under review. Only its authors can change it; return it to them with a reason."
        )

    def get_icon_name(self, user: User) -> str:
        return "lock" if self.for_user(user) else "warning"

    def get_locked_by(self, user: User, can_lock: bool = False) -> str:
        return _("Locked while under review")

    def get_description(self, user: User, can_lock: bool = False) -> Any:
        return self.get_message(user)
