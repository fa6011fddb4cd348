"""Forms of the reform index: one row of fields per component, and the small forms around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.enums import ScoringKind
from audits.forms.parts import TickedField
from audits.models import IndexSet
from audits.reform_index.measures import Measured
from audits.reform_index.tree import ScoreLine
from audits.services.index_claims import ScoreErrors
from audits.services.index_rounds import KINDS
from audits.services.index_scores import (
    Appraisal,
    Decision,
    Explanation,
    SelfScore,
    SurveyPoints,
    no_evidence_words,
)
from dossiers.forms.uploads import UploadField
from organisation.day_fields import DayField, typed_day_box
from organisation.models import Unit, User
from organisation.number_fields import DecimalNumberField

LONGEST_WORDS = 2000
LARGEST_VERSION = 2**31 - 1
VALUE_LABELS = {
    ScoringKind.RATIO: gettext_lazy("Rate reached (%)"),
    ScoringKind.STEP: gettext_lazy("Value reached"),
    ScoringKind.DEDUCTION: gettext_lazy("Number of faults"),
    ScoringKind.YES_NO: gettext_lazy("Done?"),
}


def _words_field(label: str, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_WORDS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _number_field(label: str) -> DecimalNumberField:
    return DecimalNumberField(
        label=label, required=False, max_digits=9, decimal_places=2, min_value=0, localize=True
    )


@dataclass(frozen=True, slots=True)
class FormRow:
    """One component in a form: its line, the state of the row that the person saw, its fields.

    Attributes:
        proposal: the figure that the system counted for it.
    """

    line: ScoreLine
    lock_version: int
    fields: list[BoundField]
    proposal: Measured | None


class ScoresForm(forms.Form):
    """Fields for several components, named by their score: "value_12", "lock_12"."""

    names: tuple[str, ...] = ()

    def __init__(self, lines: Iterable[ScoreLine], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.lines = list(lines)
        self.stale: frozenset[int] = frozenset()
        for line in self.lines:
            for name, field in self.fields_for(line).items():
                self.fields[f"{name}_{line.score.pk}"] = field

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        """The fields of one component, by their name."""
        raise NotImplementedError

    def rows(self) -> Iterator[FormRow]:
        """The components in order, with their fields."""
        for line in self.lines:
            pk = line.score.pk
            fields = [self[f"{name}_{pk}"] for name in self.names]
            yield FormRow(line, self.lock_of(line), fields, self.proposal(line))

    def proposal(self, line: ScoreLine) -> Measured | None:
        """The figure that the system counted for a component; none but while the unit scores itself."""
        return None

    def lock_of(self, line: ScoreLine) -> int:
        """The state that the person saw; after a collision the one that is shown now."""
        if not self.is_bound or line.score.pk in self.stale:
            return line.score.lock_version
        text = str(self.data.get(f"lock_{line.score.pk}", ""))
        return int(text) if text.isdecimal() and int(text[:12]) <= LARGEST_VERSION and len(text) < 12 else -1

    def typed(self, name: str, line: ScoreLine) -> Any:
        """What was typed in a field of a component."""
        return self.cleaned_data[f"{name}_{line.score.pk}"]

    def show(self, errors: ScoreErrors) -> None:
        """Put what the service refused beside its component; what was typed stays."""
        self.stale = errors.stale
        for score_id, sentence in errors.by_score.items():
            self.add_error(f"{self.names[0]}_{score_id}", sentence)


class SelfScoreForm(ScoresForm):
    """The unit's own values; a figure that the system counted stands there already."""

    names = ("value", "note")

    def __init__(
        self,
        lines: Iterable[ScoreLine],
        measured: Mapping[str, Measured],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.measured = measured
        super().__init__([line for line in lines if not line.component.is_survey], data)

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        value = line.score.self_value
        proposed = self.measured.get(line.component.measure)
        if value is None and proposed is not None:
            value = proposed.rate.percent
        label = str(VALUE_LABELS[ScoringKind(line.component.scoring)])
        field: forms.Field
        if line.component.scoring == ScoringKind.YES_NO:
            choices = [("", _("not scored yet")), ("1", _("Yes")), ("0", _("No"))]
            field = forms.TypedChoiceField(
                label=label, required=False, choices=choices, coerce=Decimal, empty_value=None
            )
            field.initial = "" if value is None else str(int(value))
        else:
            field = _number_field(label)
            field.initial = value
        note = _words_field(_("Note"))
        note.initial = line.score.self_note
        return {"value": field, "note": note}

    def proposal(self, line: ScoreLine) -> Measured | None:
        return self.measured.get(line.component.measure)

    def entries(self) -> list[SelfScore]:
        """What to save."""
        return [
            SelfScore(
                line.score.pk,
                self.lock_of(line),
                self.typed("value", line),
                self.typed("note", line),
                proposed.as_json() if (proposed := self.proposal(line)) else None,
            )
            for line in self.lines
        ]


class AppraisalForm(ScoresForm):
    """Points of the appraisers; those of the unit are proposed, or 0 where nothing shows them."""

    names = ("points", "reason")

    def __init__(self, lines: Iterable[ScoreLine], data: Mapping[str, Any] | None = None) -> None:
        super().__init__([line for line in lines if not line.component.is_survey], data)

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        score = line.score
        points, reason = _number_field(_("Appraised points")), _words_field(_("Reason"))
        points.initial, reason.initial = score.appraised_points, score.reason
        if score.appraised_points is None:
            is_shown = line.has_evidence or not score.self_points
            points.initial = score.self_points if is_shown else Decimal(0)
            reason.initial = score.reason or ("" if is_shown else no_evidence_words())
        return {"points": points, "reason": reason}

    def entries(self) -> list[Appraisal]:
        """What to save."""
        return [
            Appraisal(
                line.score.pk, self.lock_of(line), self.typed("points", line), self.typed("reason", line)
            )
            for line in self.lines
        ]


class ExplanationForm(ScoresForm):
    """The unit's answer to the components that lost points."""

    names = ("text",)

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        field = _words_field(_("Explanation"))
        field.initial, field.disabled = line.score.explanation, bool(line.score.decision)
        return {"text": field}

    def entries(self) -> list[Explanation]:
        """What to save."""
        return [
            Explanation(line.score.pk, self.lock_of(line), self.typed("text", line)) for line in self.lines
        ]


class DecisionForm(ScoresForm):
    """The answer to explanations, with the points that stand after it; what is left empty waits on."""

    names = ("text", "points")

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        text, points = _words_field(_("Answer to the explanation")), _number_field(_("Points that stand"))
        text.initial, points.initial = line.score.decision, line.score.appraised_points
        return {"text": text, "points": points}

    def entries(self) -> list[Decision]:
        """What to save."""
        return [
            Decision(line.score.pk, self.lock_of(line), points, self.typed("text", line))
            for line in self.lines
            if (points := self.typed("points", line)) is not None
        ]

    def clean(self) -> dict[str, Any]:
        """An answer names its points."""
        values = super().clean() or {}
        for line in self.lines:
            pk = line.score.pk
            if values.get(f"text_{pk}") and f"points_{pk}" in values and values[f"points_{pk}"] is None:
                self.add_error(f"points_{pk}", _("Write the points that stand."))
        return values


class SurveyForm(ScoresForm):
    """Points that a survey found."""

    names = ("points",)

    def __init__(self, lines: Iterable[ScoreLine], data: Mapping[str, Any] | None = None) -> None:
        super().__init__([line for line in lines if line.component.is_survey], data)

    def fields_for(self, line: ScoreLine) -> dict[str, forms.Field]:
        field = _number_field(_("Points of the survey"))
        field.initial = line.score.survey_points
        return {"points": field}

    def entries(self) -> list[SurveyPoints]:
        """What to save."""
        return [
            SurveyPoints(line.score.pk, self.lock_of(line), self.typed("points", line)) for line in self.lines
        ]


# --- Around them ------------------------------------------------------------------------------------------------
class EvidenceForm(forms.Form):
    """A file, a link, or words that say where it is to be found."""

    title = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "For example: report of the fourth quarter. The name of the file when left empty."
        ),
    )
    file = UploadField(label=gettext_lazy("File"), required=False)
    url = forms.URLField(label=gettext_lazy("Link"), max_length=400, required=False, assume_scheme="https")


class ReturnForm(forms.Form):
    """What the unit has to complete."""

    reason = forms.CharField(
        label=gettext_lazy("What the unit has to complete"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what the unit has to complete.")},
    )


class RoundForm(forms.Form):
    """The scoring of a year: which set, which units, until when."""

    index_set = forms.ModelChoiceField(
        IndexSet.objects.none(), label=gettext_lazy("Index set"), empty_label=None
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    units = TickedField(
        Unit.objects.none(),
        label=gettext_lazy("Units"),
        error_messages={"required": gettext_lazy("Choose at least one unit.")},
    )
    self_score_by = DayField(
        gettext_lazy("Self-assessment until"),
        required=True,
        widget=typed_day_box(),
        error_messages={"invalid": gettext_lazy("Write the day like 15/10/2026.")},
    )
    has_survey = forms.BooleanField(
        label=gettext_lazy("People are asked this year"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without a survey its components leave the maximum."),
    )

    def __init__(
        self, unit_ids: Collection[int], today: dt.date, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        sets = IndexSet.objects.all()
        self.fields["index_set"].queryset = sets  # type: ignore[attr-defined]
        targets = sets.order_by().values_list("target_kind", flat=True).distinct()
        kinds = frozenset().union(*(KINDS[target] for target in targets))
        units = Unit.objects.filter(pk__in=unit_ids, kind__in=kinds).valid_on(today).order_by("name")
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["units"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year
        self.fields["self_score_by"].initial = today + dt.timedelta(days=20)


class PlanForm(forms.Form):
    """Who wins back which lost points, and until when."""

    scores = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Components that lost points"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one component that lost points.")},
    )
    title = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what is to be done.")},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who does it"),
        error_messages={"required": gettext_lazy("Choose who does it.")},
    )
    due_on = DayField(
        gettext_lazy("Until"),
        required=True,
        widget=typed_day_box(),
        error_messages={
            "required": gettext_lazy("Write until when."),
            "invalid": gettext_lazy("Write the day like 15/10/2026."),
        },
    )

    def __init__(
        self,
        choices: Sequence[tuple[int, str]],
        owners: Collection[int],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["scores"].choices = choices  # type: ignore[attr-defined]
        people = User.objects.filter(pk__in=owners, is_active=True).order_by("first_name", "last_name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda user: user.get_full_name()  # type: ignore[attr-defined]
