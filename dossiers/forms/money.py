"""The fees taken, as the counter writes them down."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from organisation.number_fields import MoneyField

LARGEST_FEE = 10**12


class FeeField(MoneyField):
    """Fees taken in đồng; nothing is written where none were taken."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Fees taken (đồng)"), required=False, min_value=0, max_value=LARGEST_FEE, **options
        )
