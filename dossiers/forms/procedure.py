"""What a form asks about one procedure: its case and its checklist."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from document_control.models import IssuedVersion
from dossiers.forms.papers import ChecklistForm
from dossiers.rules.papers import checklist, missing
from procedures.snapshot_reading import parts


class ProcedureForm(ChecklistForm):
    """The case and the papers of one version; call `fit_version` once the form is built."""

    version: IssuedVersion
    case_code = forms.ChoiceField(
        label=_("Case"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the case: time limit and papers depend on it.")},
    )

    def fit_version(self, version: IssuedVersion) -> None:
        """Offer the cases of the version and the components of the case that is chosen now."""
        self.version = version
        cases = parts(version.snapshot, "cases")
        if cases:
            self.fields["case_code"].choices = [(case["code"], case["name"]) for case in cases]  # type: ignore[attr-defined]
            if len(cases) == 1:
                self.initial.setdefault("case_code", cases[0]["code"])
        else:
            del self.fields["case_code"]
        self.use_components(version.snapshot, self.value("case_code"))

    def value(self, name: str) -> str:
        """What a field has now, as text: typed, else proposed; empty for a field this version has not."""
        if name not in self.fields:
            return ""
        value = self[name].value()
        return "" if value is None else str(value)

    @property
    def needs_case(self) -> bool:
        """Has the version cases, and none is chosen yet?"""
        return "case_code" in self.fields and not self.value("case_code")

    @property
    def title(self) -> str:
        """The short name of the procedure."""
        snapshot = self.version.snapshot
        return str(snapshot.get("short_title") or snapshot["title"])

    def missing_papers(self) -> list[str]:
        """Names of the papers that are neither there nor not needed; call it on a valid form."""
        components = checklist(self.version.snapshot, self.chosen_case)
        return missing(components, self.papers())

    def with_notes(self, names: list[str]) -> list[str]:
        """These papers, each with the note on it: "Giấy chứng sinh: thiếu trang 2"; call it on a valid form."""
        notes = {paper["name"]: paper["note"] for paper in self.papers()}
        return [f"{name}: {notes[name]}" if notes.get(name) else name for name in names]
