"""The checklist of a version as form fields: tick what is there, how many of it, and what must be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.rules.papers import is_conditional
from dossiers.services.intake_data import Paper
from organisation.number_fields import WholeNumberField
from procedures.facts import components_for
from procedures.snapshot_reading import Part, Snapshot, parts

MOST_COPIES = 99
LONGEST_NOTE = 120
"""A note stands in a column of the receipt, below the name of its paper."""
_PAPER_FIELD = re.compile(r"(giay|khong_can|original|copy|note)_\d+")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One component on the form.

    Attributes:
        opens_group, in_group: "một trong các giấy": the first of alternatives, and every one of them.
        not_needed: the second tick of a paper with a condition, which need not be there where the officer says so.
    """

    component: Part
    tick: forms.BoundField
    not_needed: forms.BoundField | None
    original: forms.BoundField
    copy: forms.BoundField
    note: forms.BoundField
    opens_group: bool
    in_group: bool

    @property
    def errors(self) -> list[str]:
        """What is wrong with the row, field by field."""
        fields = (self.tick, self.not_needed, self.original, self.copy, self.note)
        return [str(error) for field in fields if field is not None for error in field.errors]


@dataclass(frozen=True, slots=True)
class PaperPanel:
    """Components of one kind: handed in, or shown and taken home."""

    title: str
    rows: tuple[PaperRow, ...]


class ChecklistForm(forms.Form):
    """A form with the components of a version; `use_components` adds them.

    Names of fields follow the place of a component in the version, so that ticks stay when the case changes.
    """

    def use_components(self, snapshot: Snapshot, case_code: str, known: Iterable[Paper] = ()) -> None:
        """Add the fields of the components of a case.

        Args:
            known: papers as they were noted before: what was there or not needed is ticked at first, notes stand again.
        """
        before = {paper.get("name"): paper for paper in known}
        self.snapshot, self.chosen_case = snapshot, case_code
        self._places = {id(component): place for place, component in enumerate(parts(snapshot, "components"))}
        for component in self._components():
            place, name = self._places[id(component)], component["name"]
            paper = before.get(name)
            self.fields[f"giay_{place}"] = forms.BooleanField(
                label=name, required=False, initial=bool(paper and paper.get("is_there"))
            )
            if is_conditional(component):
                self.fields[f"khong_can_{place}"] = forms.BooleanField(
                    label=gettext_lazy("Not needed in this case: %(paper)s") % {"paper": name},
                    required=False,
                    initial=bool(paper and paper.get("is_not_needed")),
                )
            for key, words in (("original", gettext_lazy("originals")), ("copy", gettext_lazy("copies"))):
                self.fields[f"{key}_{place}"] = _count_field(component, key, words)
            self.fields[f"note_{place}"] = _note_field(name, paper.get("note", "") if paper else "")

    def _components(self) -> list[Part]:
        """Those of the case; while no case is chosen only what every case needs."""
        return [
            component
            for component in parts(self.snapshot, "components")
            if not component.get("cases") or self.chosen_case in component["cases"]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for place in self._places.values():
            if values.get(f"giay_{place}") and values.get(f"khong_can_{place}"):
                self.add_error(
                    f"khong_can_{place}",
                    _("Keep one of the two ticks: the paper is there, or it is not needed."),
                )
        return values

    def panels(self) -> list[PaperPanel]:
        """The checklist as it is shown."""
        shown = {id(component) for component in self._components()}
        lists = components_for(self.snapshot, self.chosen_case)
        titles = ((_("Handed in to the office"), lists.submit), (_("Shown and taken home"), lists.present))
        panels = []
        for title, groups in titles:
            rows = [
                self._row(component, opens=place == 0 and group.is_choice, in_group=group.is_choice)
                for group in groups
                for place, component in enumerate(group.papers)
                if id(component) in shown
            ]
            if rows:
                panels.append(PaperPanel(title, tuple(rows)))
        return panels

    def _row(self, component: Part, *, opens: bool, in_group: bool) -> PaperRow:
        place = self._places[id(component)]
        return PaperRow(
            component,
            self[f"giay_{place}"],
            self[f"khong_can_{place}"] if is_conditional(component) else None,
            self[f"original_{place}"],
            self[f"copy_{place}"],
            self[f"note_{place}"],
            opens,
            in_group,
        )

    def papers(self) -> list[Paper]:
        """The checklist as ticked; call it once the fields are cleaned."""
        return [self._paper(component) for component in self._components()]

    def _paper(self, component: Part) -> Paper:
        place, values = self._places[id(component)], self.cleaned_data
        original, copy = values.get(f"original_{place}"), values.get(f"copy_{place}")
        return {
            "name": component["name"],
            "kind": component.get("kind", ""),
            "original": (component.get("original") or 0) if original is None else original,
            "copy": (component.get("copy") or 0) if copy is None else copy,
            "form": component.get("form", ""),
            "is_there": bool(values.get(f"giay_{place}")),
            "is_not_needed": bool(values.get(f"khong_can_{place}")),
            "note": values.get(f"note_{place}") or "",
        }

    def other_fields(self) -> list[forms.BoundField]:
        """The visible fields beside the checklist."""
        return [field for field in self.visible_fields() if not _PAPER_FIELD.fullmatch(field.name)]


def _count_field(component: Part, key: str, words: object) -> WholeNumberField:
    return WholeNumberField(
        label=f"{component['name']}: {words}",
        required=False,
        min_value=0,
        max_value=MOST_COPIES,
        initial=component.get(key) or 0,
        widget=forms.NumberInput(attrs={"class": "count-box", "min": 0, "max": MOST_COPIES}),
        error_messages={"invalid": gettext_lazy("Write a number from 0 to 99.")},
    )


def _note_field(name: str, note: str) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note on: %(paper)s") % {"paper": name},
        required=False,
        max_length=LONGEST_NOTE,
        initial=note,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "max_length": gettext_lazy("Shorten the note to %(limit_value)d characters; it is printed.")
        },
    )
