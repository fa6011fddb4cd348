"""The filters of a report. Whatever comes in the address gives a report; what is not understood is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from document_control.enums import DocumentKind
from document_control.models import ControlledDocument
from dossiers.enums import UnitBasis
from dossiers.statistics.periods import EARLIEST, LATEST, Period, month_of, named_period, usual_periods
from dossiers.statistics.questions import NO_FIELD, NOBODY, Question
from organisation.day_fields import DayField
from organisation.models import Unit, User
from organisation.selectors import UnitTree, unit_tree, units_under
from organisation.vietnamese_format import vietnamese_sort_key
from procedures.enums import Channel
from procedures.models import ProcedureField

OTHER_PERIOD = "khac"
LONGEST_YEARS = 10
NOT_COME = _("This has not come yet; there is nothing to count. Choose earlier days.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report was asked for: the question with the period, and the unit at its head.

    Attributes:
        root: the chosen unit; None where the register has no office.
        own_only: the unit's own dossiers, without those of the units below it.
    """

    question: Question
    period: Period
    root: Unit | None
    tree: UnitTree
    own_only: bool = False


class ReportForm(forms.Form):
    """A GET form; names of the fields are those of the address."""

    ky = forms.ChoiceField(label=pgettext_lazy("report", "Period"), required=False)
    tu = DayField(_("From day"), widget=forms.DateInput())
    den = DayField(_("Until day"), widget=forms.DateInput())
    tinh = forms.ChoiceField(label=_("Counted by"), required=False, choices=UnitBasis.choices)
    don_vi = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    rieng = forms.BooleanField(required=False, widget=forms.HiddenInput)
    linh_vuc = forms.ChoiceField(label=_("Field"), required=False)
    thu_tuc = forms.TypedChoiceField(label=_("Procedure"), required=False, coerce=int, empty_value=None)
    can_bo = forms.TypedChoiceField(label=_("Officer"), required=False, coerce=int, empty_value=None)
    kenh = forms.ChoiceField(label=_("Way of handing in"), required=False)

    def __init__(
        self, data: Any, *, now: dt.datetime, today: dt.date, office: Unit | None, tree: UnitTree
    ) -> None:
        values = data.copy()
        values.setdefault(
            "ky", OTHER_PERIOD if values.get("tu") or values.get("den") else month_of(today).name
        )
        super().__init__(values)
        self.now, self.today, self.office, self.tree = now, today, office, tree
        self.units = _units(office, tree)
        self._offer_choices()

    def add_prefix(self, field_name: str) -> str:
        """Addresses are written with hyphens: don-vi."""
        return super().add_prefix(field_name).replace("_", "-")

    def _offer_choices(self) -> None:
        asked = named_period(self.data.get("ky", ""))
        periods = usual_periods(self.today)
        if asked is not None and asked not in periods:
            periods.append(asked)
        self._choices("ky", [*((p.name, p.words) for p in periods), (OTHER_PERIOD, _("Other days…"))])
        self._choices("don_vi", [(unit.pk, unit.name) for unit in self.units])
        everything = ("", _("All"))
        fields = ProcedureField.objects.values_list("code", "name")
        self._choices("linh_vuc", [everything, *fields, (NO_FIELD, _("Without a field"))])
        procedures = ControlledDocument.objects.filter(kind=DocumentKind.PROCEDURE).order_by("code", "pk")
        titles = [
            (pk, f"{code} {title}") for pk, code, title in procedures.values_list("pk", "code", "title")
        ]
        self._choices("thu_tuc", [everything, *titles])
        people = [(user.pk, user.get_full_name() or user.username) for user in _officers(self.units)]
        people.sort(key=lambda person: vietnamese_sort_key(person[1]))
        self._choices("can_bo", [everything, *people, (NOBODY, _("Nobody yet"))])
        self._choices("kenh", [everything, *Channel.choices])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        named = named_period(values.get("ky", ""))
        if named is not None and named.first > self.today:
            self.add_error("ky", NOT_COME)
        if values.get("ky") == OTHER_PERIOD and not {"tu", "den"} & set(self.errors):
            self._clean_days(values.get("tu"), values.get("den"))
        return values

    def _clean_days(self, first: dt.date | None, last: dt.date | None) -> None:
        if first is None or last is None:
            missing = "tu" if first is None else "den"
            self.add_error(missing, _("Write the day like 15/10/2026."))
        elif last < first:
            self.add_error("den", _("The last day lies before the first. Correct one of the two."))
        elif not (first >= EARLIEST and last <= LATEST) or (last - first).days > 366 * LONGEST_YEARS:
            self.add_error("den", _("A report covers at most ten years, from 2000 on."))
        elif first > self.today:
            self.add_error("tu", NOT_COME)

    # --- What it means --------------------------------------------------------------------------------------------
    def asked(self) -> Asked:
        """What was asked for; fields that were not understood are as if left alone, and this month is the period."""
        self.is_valid()
        values = self.cleaned_data
        period = self._period(values)
        tree = self.tree if period.last >= self.today else unit_tree(period.last)
        root = next((unit for unit in self.units if unit.pk == values.get("don_vi")), self.office)
        own_only = bool(values.get("rieng")) and root is not None
        if root is None:
            unit_ids = frozenset(unit.pk for unit in self.units)
        else:
            unit_ids = frozenset({root.pk}) if own_only else units_under([root.pk], tree)
        question = Question(
            now=self.now,
            unit_ids=unit_ids,
            basis=UnitBasis(values.get("tinh") or UnitBasis.COMPETENT),
            field_code=values.get("linh_vuc", ""),
            document_id=values.get("thu_tuc"),
            handler_id=values.get("can_bo"),
            channel=values.get("kenh", ""),
        )
        return Asked(question, period, root, tree, own_only)

    def _period(self, values: dict[str, Any]) -> Period:
        first, last = values.get("tu"), values.get("den")
        if values.get("ky") == OTHER_PERIOD and first and last and not {"tu", "den"} & set(self.errors):
            return Period(first, last)
        return named_period(values.get("ky", "")) or month_of(self.today)

    def filter_words(self, asked: Asked) -> list[tuple[str, str]]:
        """The chosen filters in words, for captions and files."""
        words = [(str(_("Counted by")), str(asked.question.basis.label))]
        if asked.root is not None:
            words.append((str(_("Unit")), asked.root.name))
        for name in ("linh_vuc", "thu_tuc", "can_bo", "kenh"):
            value = self.cleaned_data.get(name)
            if value not in ("", None):
                label = dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
                words.append((str(self.fields[name].label), str(label)))
        return words


def _units(office: Unit | None, tree: UnitTree) -> list[Unit]:
    units: QuerySet[Unit] = Unit.objects.all()
    if office is not None:
        units = units.filter(pk__in=units_under([office.pk], tree))
    found = sorted(units, key=lambda unit: vietnamese_sort_key(unit.name))
    return sorted(found, key=lambda unit: office is None or unit.pk != office.pk)


def _officers(units: list[Unit]) -> QuerySet[User]:
    """Everybody who holds or held a post in these units."""
    held = User.objects.filter(assignments__post__unit__in=[unit.pk for unit in units])
    return held.distinct().only("pk", "username", "first_name", "last_name")
