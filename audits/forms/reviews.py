"""Forms of management reviews."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import DecisionKind
from audits.forms.parts import PeopleField, PersonField, SeenField, SeenForm, UnitField, day_field, text_field
from audits.models import ManagementReview, ReviewDecision
from audits.rules.review_periods import last_half_year
from audits.selectors.review_people import leaders, people_of_office, secretaries, units_of_office
from audits.services.review_decisions import DecisionDetails
from audits.services.reviews import ReviewDetails
from organisation.models import Unit, User


class ReviewForm(SeenForm):
    """Which period, when and where, and who takes part."""

    period_from = day_field(_("Period from"))
    period_to = day_field(_("Period to"))
    planned_on = day_field(_("Day of the meeting"))
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    chair = PersonField(label=_("Chair"), queryset=User.objects.none())
    secretary = PersonField(label=_("Keeps the minutes"), queryset=User.objects.none())
    participants = PeopleField(label=_("Takes part"), queryset=User.objects.none(), required=False)
    others = text_field(_("Others who take part"), rows=2, max_length=1000, required=False)

    def __init__(
        self,
        office: Unit,
        today: dt.date,
        data: Any = None,
        *,
        review: ManagementReview | None = None,
        secretary: User | None = None,
    ) -> None:
        super().__init__(data, initial=_review_initial(review, today, secretary))
        people = {
            "chair": leaders(office, today),
            "secretary": secretaries(office, today),
            "participants": people_of_office(office, today),
        }
        for name, queryset in people.items():
            cast(forms.ModelChoiceField, self.fields[name]).queryset = queryset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins."))
        return data

    def details(self) -> ReviewDetails:
        """What was entered; only after `is_valid()`."""
        value = {name: self.cleaned_data[name] for name in ReviewDetails.__dataclass_fields__}
        return ReviewDetails(**value | {"participants": list(value["participants"])})


def _review_initial(
    review: ManagementReview | None, today: dt.date, secretary: User | None
) -> dict[str, Any]:
    if review is None:
        period = last_half_year(today)
        return {
            "seen": 0,
            "period_from": period.first,
            "period_to": period.last,
            "planned_on": today + dt.timedelta(days=14),
            "secretary": secretary,
        }
    names = ("period_from", "period_to", "planned_on", "place", "chair", "secretary", "others")
    found: dict[str, Any] = {name: getattr(review, name) for name in names}
    return found | {"seen": review.lock_version, "participants": list(review.participants.all())}


class InputForm(forms.Form):
    """What a unit says about one input. `seen` is empty where the unit wrote nothing yet."""

    seen = SeenField(required=False)
    text = text_field(_("What the unit says"), rows=8, max_length=6000, required=False)


class HoldForm(SeenForm):
    """The meeting took place."""

    held_on = day_field(_("Held on"))
    participants = PeopleField(label=_("Took part"), queryset=User.objects.none(), required=False)
    others = text_field(_("Others who took part"), rows=2, max_length=1000, required=False)

    def __init__(self, review: ManagementReview, today: dt.date, data: Any = None) -> None:
        initial = {
            "seen": review.lock_version,
            "held_on": min(review.planned_on, today),
            "participants": list(review.participants.all()),
            "others": review.others,
        }
        super().__init__(data, initial=initial)
        people = people_of_office(review.office, today)
        cast(PeopleField, self.fields["participants"]).queryset = people


class MinutesForm(SeenForm):
    """What was said and what was concluded."""

    minutes = text_field(_("What was said"), rows=12, max_length=20_000, required=False)
    conclusion = text_field(
        _("Conclusion"),
        rows=5,
        max_length=4000,
        required=False,
        help_text=_(
            "Is the system suitable, adequate and effective? What follows for the direction of the office?"
        ),
    )

    def __init__(self, review: ManagementReview, data: Any = None) -> None:
        initial = {"seen": review.lock_version, "minutes": review.minutes, "conclusion": review.conclusion}
        super().__init__(data, initial=initial)


class DecisionForm(SeenForm):
    """Who does what until when."""

    kind = forms.ChoiceField(label=_("About"), choices=DecisionKind)
    text = text_field(_("Decision"), max_length=2000)
    owner = PersonField(label=_("Carries it out"), queryset=User.objects.none())
    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())
    due_on = day_field(_("Due on"))

    def __init__(
        self,
        review: ManagementReview,
        today: dt.date,
        data: Any = None,
        *,
        decision: ReviewDecision | None = None,
    ) -> None:
        initial: dict[str, Any] = {"seen": review.lock_version}
        if decision is not None:
            initial |= {name: getattr(decision, name) for name in DecisionDetails.__dataclass_fields__}
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = people_of_office(review.office, today)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units_of_office(review.office, today)

    def details(self) -> DecisionDetails:
        """What was entered; only after `is_valid()`."""
        value = self.cleaned_data
        return DecisionDetails(
            kind=DecisionKind(value["kind"]),
            text=value["text"],
            owner=value["owner"],
            unit=value["unit"],
            due_on=value["due_on"],
        )
