"""Which document uses which form, and in which steps: read from the snapshots in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from organisation.vietnamese_format import vietnamese_sort_key


@dataclass
class FormUse:
    """One document that carries a form.

    Attributes:
        document: whatever the caller gave for the document.
        steps: steps that work with the form, as in the snapshot.
        is_paper: the form is a paper of the citizen's dossier.
        file: the frozen file as in the snapshot, None when the form has none.
    """

    document: Any
    steps: list[Mapping[str, Any]]
    is_paper: bool
    file: Mapping[str, Any] | None


@dataclass
class IndexedForm:
    """A form by its code, with every document in force that uses it."""

    code: str
    name: str
    uses: list[FormUse] = field(default_factory=list)

    @property
    def download(self) -> FormUse | None:
        """The first use that carries a file."""
        return next((use for use in self.uses if use.file), None)


def form_index(documents: Iterable[tuple[Any, Mapping[str, Any]]]) -> list[IndexedForm]:
    """All forms of the given documents (object, snapshot), sorted by code."""
    forms: dict[str, IndexedForm] = {}
    for document, snapshot in documents:
        for form in snapshot.get("forms") or ():
            entry = forms.setdefault(form["code"], IndexedForm(form["code"], form["name"]))
            steps = [step for step in snapshot["steps"] if step.get("form") == form["code"]]
            papers = [
                paper for paper in snapshot.get("components") or () if paper.get("form") == form["code"]
            ]
            entry.uses.append(FormUse(document, steps, bool(papers), form.get("file")))
    return sorted(forms.values(), key=lambda form: vietnamese_sort_key(form.code))
