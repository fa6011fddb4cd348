"""Raising a finding: from a question of a checklist, or from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.enums import FindingSource
from audits.forms.actions import UnitField, words_field
from audits.forms.improvement_filters import GRADES
from audits.models import StandardClause
from audits.policies import AuditPolicy
from audits.selectors.people import office_units
from audits.services.findings import NEEDS_REFERENCE, TITLE_LENGTH, FindingDetails
from document_control.enums import DocumentKind
from document_control.models import ControlledDocument

PROCEDURES = (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS, DocumentKind.SYSTEM_PROCEDURE)
SOURCES = [(value, label) for value, label in FindingSource.choices if value != FindingSource.AUDIT]


class ProcedureField(forms.ModelChoiceField):
    """An issued procedure or process by title and code."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.code})"


class RaiseForm(forms.Form):
    """A finding that comes from elsewhere than an audit."""

    source = forms.ChoiceField(label=gettext_lazy("Where it comes from"), choices=SOURCES)
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Number or sender of a complaint, component of the index, decision of a review."
        ),
    )
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=GRADES, widget=forms.RadioSelect)
    unit = UnitField(None, label=gettext_lazy("Unit"))
    document = ProcedureField(None, label=gettext_lazy("Procedure"), required=False)
    clause = forms.ChoiceField(label=gettext_lazy("Clause of ISO 9001"), required=False)
    title = forms.CharField(label=gettext_lazy("What was found, in one line"), max_length=TITLE_LENGTH)
    requirement = words_field(gettext_lazy("What should be"), rows=2, required=False)
    evidence = words_field(
        gettext_lazy("What is, and what shows it"),
        rows=4,
        help_text=gettext_lazy("Where, when, which papers or dossiers; no names of applicants."),
    )

    def __init__(self, *args: Any, policy: AuditPolicy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = office_units(policy)  # type: ignore[attr-defined]
        documents = ControlledDocument.objects.filter(chain_length__gt=0, kind__in=PROCEDURES)
        self.fields["document"].queryset = documents.order_by("code")  # type: ignore[attr-defined]
        clauses = StandardClause.objects.values_list("number", "title")
        self.fields["clause"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((number, f"{number} {title}") for number, title in clauses),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("source") in NEEDS_REFERENCE and not values.get("reference", "").strip():
            self.add_error("reference", _("Write the number or the sender of the complaint."))
        return values

    def details(self) -> FindingDetails:
        """What the service takes."""
        values = self.cleaned_data
        return FindingDetails(
            grade=values["grade"],
            title=values["title"],
            evidence=values["evidence"],
            unit=values["unit"],
            requirement=values["requirement"],
            clause=values["clause"],
            document=values["document"],
            reference=values["reference"],
        )


class RaiseFromItemForm(forms.Form):
    """A finding from a question: the words may be made better, everything else comes from the checklist."""

    title = forms.CharField(label=gettext_lazy("What was found, in one line"), max_length=TITLE_LENGTH)
    evidence = words_field(gettext_lazy("What is, and what shows it"), rows=4)
