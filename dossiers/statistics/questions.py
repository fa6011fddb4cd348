"""What a report asks for: which dossiers, which of their three units, seen when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dossiers.enums import UnitBasis
from dossiers.statistics.figures import Figures

UNIT_COLUMNS: Mapping[str, str] = {
    UnitBasis.COMPETENT: "competent_unit_id",
    UnitBasis.RECEIVED: "received_by_id",
    UnitBasis.ASSISTED: "assisted_at_id",
}


NOBODY = 0
"""Asks for dossiers without a handler."""
NO_FIELD = "-"
"""Asks for dossiers of procedures without a field."""


class Dimension(StrEnum):
    """By what figures are broken down; NONE gives one total under the group None."""

    NONE = ""
    UNIT = "unit"
    FIELD = "field"
    PROCEDURE = "procedure"
    OFFICER = "officer"
    CHANNEL = "channel"


Group = Hashable
"""A unit's, procedure's or officer's key (None: nobody), a field's code, a channel."""

Answer = dict[Group, list[Figures]]
"""The figures of each group, in the order of the periods asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which dossiers are counted.

    Attributes:
        unit_ids: units whose dossiers count, with those below them already among them.
        basis: which of the three units that is.
        now: what is pending is past due as of the end of a period, or as of `now` while the period runs.
    """

    now: dt.datetime
    unit_ids: frozenset[int]
    basis: UnitBasis = UnitBasis.COMPETENT
    field_code: str = ""
    document_id: int | None = None
    handler_id: int | None = None
    channel: str = ""

    @property
    def unit_column(self) -> str:
        """Name of the column of the chosen unit."""
        return UNIT_COLUMNS[self.basis]

    def conditions(self) -> dict[str, Any]:
        """The filters as look-ups, the same for rows and counters (counters know the competent unit only)."""
        found: dict[str, Any] = {f"{self.unit_column}__in": sorted(self.unit_ids)}
        if self.field_code:
            found["field_code"] = "" if self.field_code == NO_FIELD else self.field_code
        if self.document_id:
            found["document_id"] = self.document_id
        if self.handler_id is not None:
            found["handler_id"] = None if self.handler_id == NOBODY else self.handler_id
        if self.channel:
            found["channel"] = self.channel
        return found

    def column_of(self, dimension: Dimension) -> str:
        """Name of the column to group by."""
        if dimension == Dimension.UNIT:
            return self.unit_column
        return {
            Dimension.FIELD: "field_code",
            Dimension.PROCEDURE: "document_id",
            Dimension.OFFICER: "handler_id",
            Dimension.CHANNEL: "channel",
        }[dimension]
