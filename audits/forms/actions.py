"""Forms of findings and corrective actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.acts.acts import SubjectForm
from audits.enums import NONCONFORMITIES, VerificationOutcome
from audits.models import AuditSettings
from audits.selectors.people import office_people, office_units
from audits.services.actions import MOST_WHYS
from dossiers.forms.acts import ReasonField
from dossiers.forms.uploads import UploadField
from organisation.day_fields import DayField


def words_field(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> ReasonField:
    """A text in own words, at most 4,000 characters."""
    return ReasonField(
        label,
        rows=rows,
        required=required,
        help_text=help_text,
        error_messages={"required": gettext_lazy("Write it in one sentence or more.")},
    )


class PersonField(forms.ModelChoiceField):
    """A person of the office by name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.get_username()


class UnitField(forms.ModelChoiceField):
    """A unit of the office by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.short_name or obj.name


# --- Findings -------------------------------------------------------------------------------------------
ACCEPTS, DISPUTES = "dong-y", "phan-doi"
STANDS, FALLS = "giu", "thu-hoi"


class AnswerForm(SubjectForm):
    """The unit accepts, or disputes and says why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("The unit's answer"),
        choices=[
            (ACCEPTS, gettext_lazy("We accept it and correct it")),
            (DISPUTES, gettext_lazy("We dispute it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two answers.")},
    )
    words = words_field(
        gettext_lazy("In the unit's words"),
        required=False,
        help_text=gettext_lazy("Needed when it is disputed: what is wrong, and what shows it."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("decision") == DISPUTES and not values.get("words", "").strip():
            self.add_error("words", _("Write why the unit disputes it."))
        return values


class SettleForm(SubjectForm):
    """Somebody outside the unit decides about a dispute."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (STANDS, gettext_lazy("The finding stands")),
            (FALLS, gettext_lazy("The finding is taken back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two decisions.")},
    )
    words = words_field(gettext_lazy("Why"))


class TakeBackForm(SubjectForm):
    """A finding that was a mistake."""

    reason = words_field(gettext_lazy("Why the finding is taken back"))


class CloseForm(SubjectForm):
    """A finding ends; observations say with what."""

    note = words_field(gettext_lazy("What became of it"), required=False)

    def setup(self) -> None:
        self.fields["note"].required = self.subject.row.grade not in NONCONFORMITIES


class GiveForm(SubjectForm):
    """Who does what until when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    owner = PersonField(
        None,
        label=gettext_lazy("Person responsible"),
        help_text=gettext_lazy("Carries it out; somebody else verifies it."),
    )
    unit = UnitField(
        None,
        label=gettext_lazy("Unit that acts"),
        help_text=gettext_lazy("Nobody of this unit verifies the action."),
    )
    due_on = DayField(gettext_lazy("Due on"))

    def setup(self) -> None:
        policy = self.subject.policy
        self.fields["owner"].queryset = office_people(policy)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = office_units(policy)  # type: ignore[attr-defined]
        self.fields["unit"].initial = self.subject.row.unit_id
        self.fields["due_on"].required = True
        days = AuditSettings.chosen().action_days
        self.fields["due_on"].initial = localdate(self.subject.now) + dt.timedelta(days=days)


# --- Actions --------------------------------------------------------------------------------------------
class PlanForm(SubjectForm):
    """Correction, root cause by five whys, plan. Every answer becomes the next question."""

    correction = words_field(
        gettext_lazy("Put right at once"),
        required=False,
        help_text=gettext_lazy(
            "What was done about the dossiers or papers concerned, before looking for the cause."
        ),
    )
    root_cause = words_field(
        gettext_lazy("Root cause"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Left empty, the last answer above is taken."),
    )
    plan = words_field(
        gettext_lazy("What keeps it from happening again"),
        help_text=gettext_lazy("Not a reminder: a change of a procedure, a form, a post, a tool."),
    )

    def setup(self) -> None:
        for number in range(1, MOST_WHYS + 1):
            self.fields[f"answer_{number}"] = forms.CharField(
                required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )
        known = self.subject.row.whys
        for number, pair in enumerate(known[:MOST_WHYS], 1):
            self.initial.setdefault(f"answer_{number}", pair["answer"])

    def whys(self) -> list[dict[str, str]]:
        """The questions as they follow from the answers so far; (`why`, `answer`) pairs, five of them."""
        answers = [self._answer(number) for number in range(1, MOST_WHYS + 1)]
        finding = self.subject.row.finding
        questions = [finding.title if finding else self.subject.row.title, *answers[:-1]]
        return [
            {"why": _("Why “%(what)s”?") % {"what": what.rstrip(".")} if what else "", "answer": answer}
            for what, answer in zip(questions, answers, strict=True)
        ]

    def _answer(self, number: int) -> str:
        return str(self[f"answer_{number}"].value() or "").strip()

    def rows(self) -> list[dict[str, Any]]:
        """The five fields with their questions; those not asked yet wait hidden."""
        pairs = self.whys()
        asked = 1 + next((n for n, pair in enumerate(pairs) if not pair["answer"]), MOST_WHYS)
        return [
            {"number": n, "question": pair["why"], "field": self[f"answer_{n}"], "is_hidden": n > asked}
            for n, pair in enumerate(pairs, 1)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["whys"] = self.whys()
        has_cause = values.get("root_cause") or any(pair["answer"] for pair in values["whys"])
        finding = self.subject.row.finding
        if finding and finding.grade in NONCONFORMITIES and not has_cause:
            self.add_error(
                "root_cause", _("Write the root cause: a nonconformity is not corrected without it.")
            )
        return values

    @property
    def plain_fields(self) -> dict[str, forms.BoundField]:
        """The other fields by name."""
        return {name: self[name] for name in ("correction", "root_cause", "plan")}


class EvidenceForm(SubjectForm):
    """A file that shows what was done."""

    file = UploadField(label=gettext_lazy("File"))
    title = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the name of the file is taken."),
    )


class DoneForm(SubjectForm):
    """The owner reports."""

    note = words_field(gettext_lazy("What was done"))


class NewDueForm(SubjectForm):
    """Base of decisions after which an action may begin again with a new due date."""

    due_on = DayField(gettext_lazy("New due date"))
    begins_again: str
    field_order = ("decision", "note", "due_on")

    def setup(self) -> None:
        self.fields["due_on"].help_text = gettext_lazy("Only when it begins again.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("decision") != self.begins_again or "due_on" in self.errors:
            return values
        due_on = values.get("due_on")
        if due_on is None:
            self.add_error("due_on", _("Choose a new due date for the next round."))
        elif due_on < localdate(self.subject.now):
            self.add_error("due_on", _("The due date is over already."))
        return values


class VerifyForm(NewDueForm):
    """Somebody independent looks whether it worked."""

    begins_again = VerificationOutcome.NOT_EFFECTIVE.value
    decision = forms.ChoiceField(
        label=gettext_lazy("Does it work?"),
        choices=[
            (VerificationOutcome.EFFECTIVE, gettext_lazy("Effective: the cause is gone")),
            (VerificationOutcome.NOT_EFFECTIVE, gettext_lazy("Not effective: begin again")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it works.")},
    )
    note = words_field(
        gettext_lazy("What was looked at"),
        help_text=gettext_lazy("Which papers, dossiers, places; how many."),
    )


HELD, FAILED = "giu-duoc", "khong-giu-duoc"


class JudgeForm(NewDueForm):
    """Do the figures show that it worked?"""

    begins_again = FAILED
    decision = forms.ChoiceField(
        label=gettext_lazy("Do the figures show that it worked?"),
        choices=[(HELD, gettext_lazy("It held")), (FAILED, gettext_lazy("It did not hold: begin again"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it held.")},
    )
    note = words_field(gettext_lazy("Judgement"))


class ExtendForm(SubjectForm):
    """More time, with a reason."""

    due_on = DayField(gettext_lazy("New due date"))
    reason = words_field(gettext_lazy("Why it needs more time"))

    def setup(self) -> None:
        self.fields["due_on"].required = True

    def clean_due_on(self) -> dt.date:
        """Later than the old one, and not over."""
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on <= self.subject.row.due_on or due_on < localdate(self.subject.now):
            raise forms.ValidationError(
                _("The new due date has to lie after the old one, and not in the past.")
            )
        return due_on


class CancelForm(SubjectForm):
    """An action that is not needed any more."""

    reason = words_field(gettext_lazy("Why it is not needed any more"))
