"""What the editing forms of all controlled texts share, pages and snippets alike."""

from __future__ import annotations

from typing import Any

from organisation.models import OfficeSettings

CHANGE_FIELDS = (
    "change_reason",
    "change_basis",
    "decision_number",
    "decision_date",
    "planned_effective_from",
)


class ControlledContentFormMixin:
    """Mix in before a Wagtail model form. A draft may be incomplete; submitting checks the whole text."""

    instance: Any
    fields: dict[str, Any]
    initial: dict[str, Any]
    errors: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_own_office()
        self._forget_last_issue()

    def _offer_own_office(self) -> None:
        """A new text belongs to the office of this site, unless somebody says otherwise."""
        if self.instance.pk is None and self.instance.unit_id is None and "unit" in self.fields:
            office = OfficeSettings.objects.filter(site__is_default_site=True, office__isnull=False).first()
            if office is not None:
                self.initial["unit"] = office.office_id

    def _forget_last_issue(self) -> None:
        """The reason of the last issue is not the reason of the next one: start it empty."""
        document = getattr(self.instance, "document", None)
        if document is None or not document.chain_length:
            return
        last = document.issuedversions.order_by("-chain_index").values_list("reason", flat=True).first()
        if (
            last
            and self.instance.change_reason.strip()
            and last.startswith(self.instance.change_reason.strip())
        ):
            for name in CHANGE_FIELDS:
                self.initial[name] = None if name in ("decision_date", "planned_effective_from") else ""

    def is_valid(self) -> bool:
        if not super().is_valid():  # type: ignore[misc]
            return False
        if self.is_deferred_validation:  # type: ignore[attr-defined]
            return True
        # The inline rows reach the instance only here; the rules look at the whole text.
        content = self.save(commit=False)  # type: ignore[attr-defined]
        for message in content.submission_problems():
            self.add_error(None, message)  # type: ignore[attr-defined]
        return not self.errors
