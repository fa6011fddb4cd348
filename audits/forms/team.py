"""Forms of the team and the schedule of one audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.enums import TeamRole
from audits.forms.parts import TickedField
from audits.forms.programme import SeenForm
from audits.models import Audit, AuditSession
from audits.services.plans import SessionDetails
from organisation.day_fields import time_field
from organisation.models import User


class TeamForm(SeenForm):
    """A role for each auditor of the office; those who are not independent cannot be chosen, and it says why.

    A refused person who is sent all the same is refused by the service, which says why in the same words.
    """

    observers = TickedField(
        User.objects.none(),
        label=_("Observers"),
        required=False,
        help_text=_("They look on and answer no question."),
    )

    def __init__(
        self,
        audit: Audit,
        auditors: Sequence[User],
        reasons: Mapping[int, Sequence[str]],
        others: QuerySet[User],
        data: QueryDict | None = None,
    ) -> None:
        roles = {row.user_id: row.role for row in audit.team.all()}
        listed = {user.pk for user in auditors}
        looking_on = [key for key, role in roles.items() if role == TeamRole.OBSERVER and key not in listed]
        initial = {"seen": audit.lock_version, "observers": looking_on}
        super().__init__(data, initial=initial)
        self.auditors, self.reasons = list(auditors), reasons
        observers = others.exclude(pk__in=listed)
        cast(TickedField, self.fields["observers"]).queryset = observers
        for user in auditors:
            self.fields[f"person-{user.pk}"] = forms.ChoiceField(
                label=user.get_full_name(),
                required=False,
                choices=[("", _("Not in the team")), *TeamRole.choices],
                initial=roles.get(user.pk, ""),
                help_text=" ".join(reasons.get(user.pk, ())),
            )

    def people(self) -> list[tuple[User, forms.BoundField, Sequence[str]]]:
        """Each auditor with the field of the role and what speaks against auditing."""
        return [(user, self[f"person-{user.pk}"], self.reasons.get(user.pk, ())) for user in self.auditors]

    def roles(self) -> dict[User, TeamRole]:
        """The team as chosen; only after `is_valid()`."""
        chosen = {user: self.cleaned_data.get(f"person-{user.pk}") for user in self.auditors}
        found = {user: TeamRole(role) for user, role in chosen.items() if role}
        return found | dict.fromkeys(self.cleaned_data["observers"], TeamRole.OBSERVER)


class PersonField(forms.ModelChoiceField):
    """A person by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class SessionForm(forms.Form):
    """A line of the schedule; a line left empty counts for nothing."""

    day = forms.ChoiceField(label=_("Day"))
    starts = time_field(_("Begins at"))
    ends = time_field(_("Ends at"))
    topic = forms.CharField(label=_("Topic"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    auditor = PersonField(User.objects.none(), label=_("Auditor"))

    def __init__(
        self, *args: Any, days: Sequence[tuple[str, str]], team: QuerySet[User], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["day"]).choices = days
        cast(PersonField, self.fields["auditor"]).queryset = team

    def has_changed(self) -> bool:
        """The day is always chosen, so a line counts once it has hours, a topic or a place."""
        return bool({"starts", "ends", "topic", "place"} & set(self.changed_data))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", gettext("The end must be later than the start."))
        return cleaned

    def details(self) -> SessionDetails:
        """What was written; only after `is_valid()`."""
        value = self.cleaned_data
        day = dt.date.fromisoformat(value["day"])
        return SessionDetails(
            make_aware(dt.datetime.combine(day, value["starts"])),
            make_aware(dt.datetime.combine(day, value["ends"])),
            value["topic"],
            value["auditor"],
            value["place"],
        )


class BaseSessionFormSet(BaseFormSet):
    """The lines of a schedule."""

    def details(self) -> list[SessionDetails]:
        """The lines that are filled in and not to be taken off; only after `is_valid()`."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.details() for form in kept if form.cleaned_data.get("topic")]


SessionFormSet = formset_factory(
    SessionForm, formset=BaseSessionFormSet, extra=0, can_delete=True, max_num=60
)


def session_initial(sessions: Iterable[AuditSession]) -> list[dict[str, Any]]:
    """What the lines of a schedule show at first."""
    return [
        {
            "day": localtime(row.starts_at).date().isoformat(),
            "starts": localtime(row.starts_at).time(),
            "ends": localtime(row.ends_at).time(),
            "topic": row.topic,
            "place": row.place,
            "auditor": row.auditor_id,
        }
        for row in sessions
    ]
