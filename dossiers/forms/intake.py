"""The form of reception: one screen, the least that must be typed, everything else prefilled."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from document_control.models import IssuedVersion
from dossiers.enums import ApplicantKind, ReturnChannel
from dossiers.forms.acts import ReasonField
from dossiers.forms.dossier import LinesField
from dossiers.forms.money import FeeField
from dossiers.forms.procedure import ProcedureForm
from dossiers.forms.telephone import TelephoneField
from dossiers.selectors.reception import Places
from dossiers.services.intake_data import Applicant, Intake
from organisation.models import Unit
from organisation.number_fields import WholeNumberField
from procedures.enums import Channel
from procedures.snapshot_reading import parts

RECEIVE, ASK, REFUSE, REFRESH = "nhan", "bo-sung", "tu-choi", "lam-moi"
"""What the pressed button wants (`viec`)."""
FIELD_OF_ERROR = {"items": "missing_items", "reason": "refusal_reason"}


def _units(units: Sequence[Unit]) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in units]


class IntakeForm(ProcedureForm):
    """One dossier at the counter."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Way of handing in"), choices=Channel.choices, widget=forms.RadioSelect
    )
    applicant_kind = forms.ChoiceField(
        label=_("Applicant"),
        choices=ApplicantKind.choices,
        widget=forms.RadioSelect,
        initial=ApplicantKind.PERSON,
    )
    applicant_name = forms.CharField(
        label=_("Name of the applicant"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name as it stands in the papers.")},
    )
    applicant_phone = TelephoneField(help_text=_("To call when the result is ready or a paper is missing."))
    applicant_address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only when the result or a letter goes by post."),
    )
    applicant_email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Write it like ten@example.vn.")},
    )
    return_channel = forms.ChoiceField(
        label=_("Wants the result"), choices=ReturnChannel.choices, initial=ReturnChannel.COUNTER
    )
    sets = WholeNumberField(label=_("Sets"), min_value=1, max_value=99, widget=forms.NumberInput)
    fee_amount = FeeField()
    received_by = forms.TypedChoiceField(label=_("Reception point"), coerce=int)
    competent_unit = forms.TypedChoiceField(label=_("Unit that solves it"), coerce=int)
    assisted_at = forms.TypedChoiceField(
        label=_("Helped at another place"), coerce=int, required=False, empty_value=None
    )
    external_code = forms.CharField(label=_("Code of the national portal"), required=False, max_length=60)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    missing_items = LinesField(
        _("What is missing"),
        required=False,
        needed_when=_("needed when asking for supplements"),
        help_text=_("One thing per line, everything at once."),
    )
    missing_reason = ReasonField(_("Why it is needed"), required=False, rows=2)
    refusal_reason = ReasonField(
        _("Why the reception is refused"), required=False, rows=2, needed_when=_("needed when refusing")
    )
    refusal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=255)

    def __init__(
        self, version: IssuedVersion, places: Places, data: QueryDict | None = None, **options: Any
    ) -> None:
        self.version, self.places = version, places
        initial = {
            "request_key": uuid.uuid4(),
            "sets": version.snapshot.get("sets") or 1,
            "received_by": places.own.pk if places.own else None,
            "competent_unit": places.solving.pk,
            **options.pop("initial", {}),
        }
        super().__init__(data, initial=initial, **options)
        self._fit_channels()
        for name, units in (("received_by", places.reception), ("competent_unit", places.competent)):
            self.fields[name].choices = _units(units)  # type: ignore[attr-defined]
        self.fields["assisted_at"].choices = [("", "–"), *_units(places.help_points)]  # type: ignore[attr-defined]
        self.fit_version(version)

    def _fit_channels(self) -> None:
        named = [use.get("channel") for use in parts(self.version.snapshot, "channels")]
        known = [choice for choice in Channel.choices if not named or choice[0] in named]
        self.fields["channel"].choices = known  # type: ignore[attr-defined]
        if known:
            self.initial.setdefault("channel", known[0][0])

    def unit(self, name: str) -> Unit | None:
        """The unit a field has now, if it is one that can be chosen."""
        units = (*self.places.reception, *self.places.competent, *self.places.help_points)
        return next((unit for unit in units if str(unit.pk) == self.value(name)), None)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        wanted = self.data.get("viec", RECEIVE)
        if wanted == ASK and not values.get("missing_items"):
            self.add_error("missing_items", _("Write what is missing, one thing per line."))
        if wanted == REFUSE and not values.get("refusal_reason"):
            self.add_error("refusal_reason", _("Write why the reception is refused."))
        return values

    def intake(self) -> Intake:
        """What was typed, as the service takes it; call it on a valid form."""
        values = self.cleaned_data
        received_by, competent = self.unit("received_by"), self.unit("competent_unit")
        if received_by is None or competent is None:
            raise ValueError("the form was not valid")
        return Intake(
            version=self.version,
            applicant=Applicant(
                name=values["applicant_name"],
                kind=ApplicantKind(values["applicant_kind"]),
                address=values["applicant_address"],
                phone=values["applicant_phone"],
                email=values["applicant_email"],
            ),
            channel=Channel(values["channel"]),
            received_by=received_by,
            competent_unit=competent,
            papers=self.papers(),
            case_code=values.get("case_code", ""),
            assisted_at=self.unit("assisted_at"),
            sets=values["sets"],
            return_channel=ReturnChannel(values["return_channel"]),
            fee_amount=values["fee_amount"],
            note=values["note"],
            external_code=values["external_code"],
            request_key=values["request_key"],
        )

    def take_refusal(self, fields: Mapping[str, str], message: str) -> None:
        """Put a refusal of the service to the fields it is about."""
        known = {FIELD_OF_ERROR.get(name, name): words for name, words in fields.items()}
        for name, words in known.items():
            if name in self.fields:
                self.add_error(name, words)
        if not any(name in self.fields for name in known):
            self.add_error(None, message)


def without_errors(form: forms.Form) -> None:
    """Forget what validation found: a form that is only drawn anew says nothing yet."""
    for name in list(form.errors):
        del form.errors[name]
