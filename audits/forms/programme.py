"""Forms of the programme of a year and of the plan of one audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.forms.parts import TickedField, day_field
from audits.models import Audit, AuditProgramme, ProgrammeEntry, StandardClause
from audits.services.plans import PlanDetails
from audits.services.programmes import ProgrammeTexts
from document_control.enums import DocumentKind
from document_control.models import ControlledDocument
from organisation.models import Unit

MOST_TEXT = 5000


class SeenForm(forms.Form):
    """A form about a record as the person saw it: `seen` is its `lock_version`."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def renew(self, lock_version: int) -> None:
        """Told that the record changed, the person may send again what stands in the form."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(lock_version)
        self.data = data


def text_field(label: Any, *, rows: int = 3, required: bool = False, **options: Any) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class ClausesField(TickedField):
    """Clauses of the standard, as boxes to tick."""

    def __init__(self, label: Any) -> None:
        super().__init__(StandardClause.objects.all(), label=label, required=False)


# --- Programme ------------------------------------------------------------------------------------------


class ProgrammeForm(SeenForm):
    """The texts of a programme and its matrix; a box is "unit-month"."""

    objectives = text_field(_("Objectives"))
    criteria = text_field(_("Criteria"))
    considered = text_field(
        _("Importance, changes and earlier results taken into account"),
        help_text=_("Why some units are audited more often or earlier than others."),
    )
    slots = forms.MultipleChoiceField(
        label=_("Months"),
        required=False,
        error_messages={
            "invalid_choice": _("Choose months of units that belong to the office in this year.")
        },
    )

    def __init__(
        self, programme: AuditProgramme, units: Sequence[Unit], data: QueryDict | None = None
    ) -> None:
        chosen = [f"{unit}-{month}" for unit, month in programme.entries.values_list("unit_id", "month")]
        initial = {
            "seen": programme.lock_version,
            "objectives": programme.objectives,
            "criteria": programme.criteria,
            "considered": programme.considered,
            "slots": chosen,
        }
        super().__init__(data, initial=initial)
        self.units = units
        field = cast(forms.MultipleChoiceField, self.fields["slots"])
        field.choices = [(f"{unit.pk}-{month}", "") for unit in units for month in range(1, 13)]

    def rows(self) -> list[tuple[Unit, list[tuple[int, str, bool]]]]:
        """The matrix: each unit with (month, value of the box, ticked)."""
        ticked = {str(value) for value in (self["slots"].value() or ())}
        return [
            (
                unit,
                [(month, f"{unit.pk}-{month}", f"{unit.pk}-{month}" in ticked) for month in range(1, 13)],
            )
            for unit in self.units
        ]

    def texts(self) -> ProgrammeTexts:
        """What was written; only after `is_valid()`."""
        value = self.cleaned_data
        return ProgrammeTexts(value["objectives"], value["criteria"], value["considered"])

    def chosen(self) -> set[tuple[int, int]]:
        """Every (unit, month) ticked; only after `is_valid()`."""
        pairs = (value.split("-") for value in self.cleaned_data["slots"])
        return {(int(unit), int(month)) for unit, month in pairs}


class EntryForm(SeenForm):
    """The clauses of one entry."""

    clauses = ClausesField(_("Clauses"))
    note = forms.CharField(label=_("Note"), max_length=255, required=False)

    def __init__(self, entry: ProgrammeEntry, data: QueryDict | None = None) -> None:
        initial = {
            "seen": entry.programme.lock_version,
            "clauses": list(entry.clauses.all()),
            "note": entry.note,
        }
        super().__init__(data, initial=initial)


# --- Plan -----------------------------------------------------------------------------------------------


class UnitField(forms.ModelChoiceField):
    """A unit by its short name."""

    def label_from_instance(self, obj: Unit) -> str:
        return obj.short_name


class DocumentsField(TickedField):
    """Procedures by code and title."""

    def label_from_instance(self, obj: ControlledDocument) -> str:
        return f"{obj.code} {obj.title}"


class PlanForm(SeenForm):
    """What is audited, when, against what."""

    unit = UnitField(Unit.objects.none(), label=_("Unit audited"))
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    objective = text_field(_("Objective"))
    criteria = text_field(
        _("Criteria"), help_text=_("What is audited against: the standard, law, own procedures.")
    )
    scope = text_field(_("Scope"), help_text=_("Which work, places and period are looked at."))
    clauses = ClausesField(_("Clauses"))
    documents = DocumentsField(ControlledDocument.objects.none(), label=_("Procedures"), required=False)
    sample_from = day_field(_("Dossiers received from"), required=False)
    sample_to = day_field(_("Dossiers received to"), required=False)
    short_notice_reason = text_field(
        _("Why the notice is short"),
        rows=2,
        help_text=_("Only when fewer working days remain than the office promises."),
    )

    def __init__(
        self,
        units: Sequence[Unit],
        data: QueryDict | None = None,
        *,
        audit: Audit | None = None,
        entry: ProgrammeEntry | None = None,
    ) -> None:
        super().__init__(data, initial=_audit_initial(audit) if audit else _entry_initial(entry))
        keys = [unit.pk for unit in units]
        cast(UnitField, self.fields["unit"]).queryset = Unit.objects.filter(pk__in=keys)
        kinds = [DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS]
        documents = ControlledDocument.objects.issued().filter(kind__in=kinds).order_by("code")
        cast(DocumentsField, self.fields["documents"]).queryset = documents

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        begin, end = cleaned.get("sample_from"), cleaned.get("sample_to")
        if begin and end and end < begin:
            self.add_error("sample_to", gettext("The period of the dossiers ends before it begins."))
        if (begin is None) != (end is None) and not {"sample_from", "sample_to"} & set(self.errors):
            self.add_error("sample_to", gettext("Write both days of the period of the dossiers, or none."))
        return cleaned

    def details(self) -> PlanDetails:
        """What was written; only after `is_valid()`."""
        values = {name: self.cleaned_data[name] for name in self.fields if name != "seen"}
        values["clauses"], values["documents"] = list(values["clauses"]), list(values["documents"])
        return PlanDetails(**values)


def _audit_initial(audit: Audit) -> dict[str, Any]:
    plain = (
        "title",
        "starts_on",
        "ends_on",
        "objective",
        "criteria",
        "scope",
        "sample_from",
        "sample_to",
        "short_notice_reason",
    )
    return {
        "seen": audit.lock_version,
        "unit": audit.unit_id,
        "clauses": list(audit.clauses.all()),
        "documents": list(audit.documents.all()),
        **{name: getattr(audit, name) for name in plain},
    }


def _entry_initial(entry: ProgrammeEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"seen": 0}
    return {
        "seen": 0,
        "unit": entry.unit_id,
        "title": gettext("Audit of %(unit)s") % {"unit": entry.unit.short_name},
        "objective": entry.programme.objectives,
        "criteria": entry.programme.criteria,
        "clauses": list(entry.clauses.all()),
    }
