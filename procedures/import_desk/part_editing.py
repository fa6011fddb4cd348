"""The form of one part of a document: single keys, or a list whose rows can be added, removed and moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property

from procedures.import_desk.layout_forms import LayoutForm, PartOptions
from procedures.import_desk.parts import Part
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.reading import Layout

EMPTY_ROWS = 2
"""Rows to fill in without a script."""
PREFIX = "hang"
MORE = "them-hang"


class RowFormSet(BaseFormSet):
    """Rows over the mappings of a list."""

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, **{**kwargs, "initial": [{} for _row in rows]})

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        known = index is not None and index < len(self.rows)
        return {**super().get_form_kwargs(index), "values": self.rows[index or 0] if known else {}}


class PartEditor:
    """The form of a part over a layout.

    Args:
        data: what was sent; None shows the part as it is.
    """

    def __init__(
        self, part: Part, layout: Layout, options: PartOptions, data: Mapping[str, Any] | None = None
    ) -> None:
        self.part = part
        self.layout = layout
        self.options = options
        self.wants_more_rows = bool(data) and MORE in (data or {})
        self.data = data

    @cached_property
    def form(self) -> LayoutForm | None:
        """The form of a part of single keys."""
        if self.part.rows:
            return None
        return self.part.form(self.data, values=self.layout, options=self.options)

    @cached_property
    def rows(self) -> Any:
        """The `RowFormSet` of a part that is a list."""
        if not self.part.rows:
            return None
        made: Any = formset_factory(
            self.part.form,
            formset=RowFormSet,
            extra=EMPTY_ROWS,
            can_delete=True,
            can_order=True,
            absolute_max=MOST_ITEMS + 100,
            max_num=MOST_ITEMS + 100,
        )
        return made(
            self._data_with_more_rows() if self.wants_more_rows else self.data,
            prefix=PREFIX,
            rows=self.part.rows_of(self.layout),
            form_kwargs={"options": self.options},
        )

    def _data_with_more_rows(self) -> Mapping[str, Any]:
        """What was typed, with room for further rows."""
        data = self.data.copy()  # type: ignore[union-attr]
        total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
        data[f"{PREFIX}-TOTAL_FORMS"] = str(
            min(int(total) if total.isdigit() else 0, MOST_ITEMS) + EMPTY_ROWS
        )
        return data

    def is_valid(self) -> bool:
        """Can what was typed be saved?"""
        return self.form.is_valid() if self.form is not None else self.rows.is_valid()

    def written(self) -> Layout:
        """The layout with what was typed in this part."""
        if self.form is not None:
            return self.form.written()
        rows = [form.written() for form in self.rows.ordered_forms]
        out = {**self.layout, self.part.rows: [row for row in rows if row]}
        if not out[self.part.rows]:
            del out[self.part.rows]
        return out
