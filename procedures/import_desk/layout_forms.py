"""One form for each part of a layout: names, time limit, papers, steps … The labels serve the report as well.

A field is named like its key; `time_limit__value` is the key `value` inside `time_limit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from document_control.enums import Audience, IssueKind
from procedures.enums import Channel, ComponentKind, FeeChannel, Frequency, StepUnit, SupplementRule, TimeUnit
from procedures.import_desk.layout_fields import (
    AmountField,
    CasesField,
    CodeField,
    DayField,
    HourField,
    LineField,
    LinesField,
    RichField,
    TableField,
    TextField,
    TickField,
    WholeField,
)
from procedures.importers.reading import Layout

FEE_KINDS = (("phi", _("Charge (phí)")), ("le_phi", _("Fee (lệ phí)")))
SAME_FEE_KINDS = {"charge": "phi", "fee": "le_phi"}
ONLINE = (("none", _("no online service")), ("partial", _("partial")), ("full", _("full")))
LEGACY_ONLINE = tuple((str(level), str(level)) for level in range(1, 5))


@dataclass(frozen=True, slots=True)
class PartOptions:
    """The office's lists, read once for all forms of a screen: (code, label) pairs by name of the list."""

    lists: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)


def nested(values: Mapping[str, Any], name: str) -> Any:
    """The value of `a__b`: key `b` inside key `a`; None where there is none."""
    value: Any = values
    for key in name.split("__"):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


class LayoutForm(forms.Form):
    """A form over some keys of a mapping of the layout; keys it does not know stay as they are."""

    def __init__(self, *args: Any, values: Mapping[str, Any], options: PartOptions, **kwargs: Any) -> None:
        self.values = values
        super().__init__(*args, **{**kwargs, "use_required_attribute": False})
        for name, one in self.fields.items():
            value = nested(values, name)
            self.initial.setdefault(name, value)
            if isinstance(one, CodeField):
                one.offer(options.lists.get(one.source, ()), value)

    def _is_untouched(self, name: str) -> bool:
        bound = self[name]
        typed = bound.field.prepare_value(bound.data)
        if isinstance(typed, str):
            typed = typed.replace("\r\n", "\n")
        return bool(typed == bound.field.prepare_value(self.initial.get(name)))

    @classmethod
    def keys(cls) -> frozenset[str]:
        """The top keys that the form writes."""
        return frozenset(name.partition("__")[0] for name in cls.base_fields)

    def written(self) -> Layout:
        """The mapping with what was typed; an empty value is left out.

        A value that nobody touched stays as it was, also where the form cannot show all of it (bold words, lists).
        """
        out = dict(self.values)
        for name in self.base_fields:  # without the place and the removal, which a list of rows adds
            if name not in self.fields or self._is_untouched(name):
                continue
            outer, _sep, inner = name.partition("__")
            value = self.cleaned_data.get(name)
            if not inner:
                _put(out, outer, value)
                continue
            group = dict(out[outer]) if isinstance(out.get(outer), Mapping) else {}
            _put(group, inner, value)
            _put(out, outer, group)
        return out


def _put(mapping: Layout, key: str, value: Any) -> None:
    if value is None or value is False or value in ("", [], {}):
        mapping.pop(key, None)
    else:
        mapping[key] = value


def _line(label: Any, **more: Any) -> LineField:
    return LineField(label=label, required=False, **more)


def _text(label: Any, rows: int = 3) -> TextField:
    return TextField(label=label, required=False, rows=rows)


def _lines(label: Any, rows: int = 3) -> LinesField:
    return LinesField(label=label, required=False, rows=rows, help_text=_("One a line."))


def _rich(label: Any, rows: int = 3) -> RichField:
    return RichField(label=label, required=False, rows=rows)


class NamesForm(LayoutForm):
    iso_code = _line(_("Document code"), max_length=40)
    name = _text(_("Name of the document"), 2)
    listed_name = _line(_("Name in lists"), max_length=255)
    short_name = _line(_("Short name"), max_length=160)
    code = _line(_("National code"), max_length=40)
    local_code = _line(_("Code of the province"), max_length=60)
    legacy_codes = _lines(_("Earlier codes"), 2)
    field = CodeField(label=_("Field"), required=False, source="fields")
    field_name = _line(_("Name of the field, if it is new"), max_length=120)
    field_ministry_code = _line(_("Code of the field at the ministry"), max_length=20)
    level = CodeField(label=_("Level"), required=False, source="levels")


class ProcessNamesForm(LayoutForm):
    iso_code = _line(_("Document code"), max_length=40)
    name = _text(_("Name of the document"), 2)
    listed_name = _line(_("Name in lists"), max_length=255)
    short_name = _line(_("Short name"), max_length=160)
    owner_unit = _line(_("Unit in charge"), max_length=160)
    trigger = _line(_("Begins when"), max_length=255)
    deadline = _line(_("To be done by"), max_length=255)


class AgenciesForm(LayoutForm):
    subjects = _lines(_("Who may apply"))
    executing_agency = _text(_("Agency that carries it out"), 2)
    deciding_agency = _text(_("Agency that decides"), 2)
    authorised_agency = _text(_("Authorised agency"), 2)
    coordinating_agencies = _lines(_("Agencies that take part"), 2)
    promulgating_agency = _text(_("Agency that announced it"), 2)


class TimeForm(LayoutForm):
    time_limit__value = WholeField(label=_("Time limit"), required=False, least=1, most=10_000)
    time_limit__unit = CodeField(label=_("Unit"), required=False, choices=TimeUnit.choices)
    time_limit__cutoff_time = HourField(label=_("Received until (same day only)"), required=False)
    time_limit__text = _text(_("In the words of the source"))
    time_limit__extension = _text(_("Extension"), 2)
    time_limit__supplement_rule = CodeField(
        label=_("When papers are added"), required=False, choices=SupplementRule.choices
    )
    sets = WholeField(label=_("Sets of papers"), required=False, least=1, most=99)


class OnlineForm(LayoutForm):
    online_level__current = CodeField(label=_("Online service"), required=False, choices=ONLINE)
    online_level__legacy = CodeField(label=_("Level until 2022"), required=False, choices=LEGACY_ONLINE)
    online_url = _line(_("Address for applying online"), max_length=200)


class TextsForm(LayoutForm):
    summary = _text(_("Summary"))
    purpose = _rich(_("Purpose"))
    scope = _rich(_("Scope"))
    references = _rich(_("References"))
    definitions = _rich(_("Definitions"))
    conditions = _rich(_("Conditions"), 5)
    not_needed = _text(_("What need not be brought"))
    public_steps = _rich(_("How to apply, in the words of the source"), 8)


class ProcessTextsForm(LayoutForm):
    summary = _text(_("Summary"))
    purpose = _rich(_("Purpose"))
    scope = _rich(_("Scope"))
    references = _rich(_("References"))
    definitions = _rich(_("Definitions"))


class CaseForm(LayoutForm):
    code = _line(_("Number"), max_length=2)
    name = _text(_("Case"), 2)
    condition = _text(_("Condition"), 2)
    time_limit__value = WholeField(label=_("Time limit"), required=False, least=1, most=10_000)
    time_limit__unit = CodeField(label=_("Unit"), required=False, choices=TimeUnit.choices)
    time_limit__text = _text(_("In the words of the source"), 2)


class ComponentForm(LayoutForm):
    name = _text(_("Paper"), 2)
    kind = CodeField(label=_("Handed in or shown"), required=False, choices=ComponentKind.choices)
    original = WholeField(label=_("Originals"), required=False, most=99)
    copy = WholeField(label=_("Copies"), required=False, most=99)
    form = _line(_("Form"), max_length=40)
    cases = CasesField(label=_("Cases"), required=False)
    condition = _text(_("Condition"), 2)
    source = _line(_("Issued by"), max_length=255)
    alternative_group = _line(_("Group of which one is enough"), max_length=60)

    def written(self) -> Layout:
        """A count that was emptied is 0: without it one original would be meant."""
        out = super().written()
        for key in ("original", "copy"):
            if not self.values or not self._is_untouched(key):
                out[key] = self.cleaned_data[key] or 0
        return out


class FeeForm(LayoutForm):
    kind = CodeField(label=_("Kind"), required=False, choices=FEE_KINDS)
    amount = WholeField(label=_("Amount (đồng)"), required=False)
    per = _line(_("Per"), max_length=60)
    channel = CodeField(label=_("Way of applying"), required=False, choices=FeeChannel.choices)
    cases = CasesField(label=_("Cases"), required=False)
    condition = _text(_("Condition"), 2)
    exemption = _text(_("Exempt or reduced"), 2)
    basis = _line(_("Legal basis"), max_length=120)
    valid_from = DayField(label=_("From"), required=False)
    valid_to = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        kind = values.get("kind")
        same = SAME_FEE_KINDS.get(kind, kind) if isinstance(kind, str) else kind
        super().__init__(*args, values={**values, "kind": same} if kind else values, **kwargs)


class ChannelForm(LayoutForm):
    channel = CodeField(label=_("Way of applying"), required=False, choices=Channel.choices)
    note = _text(_("Note"), 2)


class ResultForm(LayoutForm):
    name = _text(_("Result"), 2)
    note = _text(_("Note"), 2)


class ActForm(LayoutForm):
    number = _line(_("Number"), max_length=60)
    title = _text(_("Act"), 2)
    issued_on = DayField(label=_("Issued on"), required=False)
    issuer = _line(_("Issued by"), max_length=160)
    clause = _line(_("Clause"), max_length=255)


class StepForm(LayoutForm):
    title = _text(_("What is done"), 2)
    role = CodeField(label=_("Role"), required=False, source="roles")
    position = _line(_("Responsible post"), max_length=160)
    duration__value = AmountField(label=_("Duration"), required=False)
    duration__unit = CodeField(label=_("Unit"), required=False, choices=StepUnit.choices)
    form = _line(_("Form"), max_length=40)
    input = _line(_("Input"), max_length=400)
    output = _line(_("Result"), max_length=400)
    phase = _line(_("Phase"), max_length=120)
    description = _text(_("Explanation"), 3)
    waits_outside = TickField(label=_("Waits for somebody outside"), required=False)
    waits_reason = _line(_("Reason for not counting"), max_length=255)
    confirmed = TickField(label=_("Read, it is right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_proposed:
            del self.fields["confirmed"]

    @property
    def is_proposed(self) -> bool:
        """Does the step come from the reader's reading of prose, and did nobody confirm it?"""
        return self.values.get("proposed") is True

    def written(self) -> Layout:
        out = super().written()
        out.pop("confirmed", None)
        if self.cleaned_data.get("duration__value") is None:
            out.pop("duration", None)
        if self.cleaned_data.get("confirmed"):
            out.pop("proposed", None)
        return out


class FormNameForm(LayoutForm):
    code = _line(_("Code"), max_length=40)
    name = _line(_("Name of the form"), max_length=255)


class RecordForm(LayoutForm):
    name = _line(_("Record"), max_length=255)
    holder = _line(_("Kept by"), max_length=160)
    retention = _line(_("Kept for"), max_length=120)


class OccasionForm(LayoutForm):
    frequency = CodeField(label=_("How often"), required=False, choices=Frequency.choices)
    month = WholeField(label=_("Month"), required=False, least=1, most=12)
    day = WholeField(label=_("Day"), required=False, least=1, most=31)
    weekday = WholeField(label=_("Weekday (0 is Monday)"), required=False, most=6)
    label = _line(_("In words"), max_length=255)


class VersionForm(LayoutForm):
    edition = WholeField(label=_("Edition"), required=False, least=1, most=999)
    revision = WholeField(label=_("Revision"), required=False, most=999)
    issued_on = DayField(label=_("Issued on"), required=False)
    effective_from = DayField(label=_("In force from"), required=False)
    change = _text(_("What changed"), 2)
    basis = _line(_("Legal basis"), max_length=255)


class ChapterForm(LayoutForm):
    title = _line(_("Chapter"), max_length=160)
    text = _rich(_("Text"), 5)
    table = TableField(label=_("Table"), required=False, disabled=True)


class IssueForm(LayoutForm):
    number__edition = WholeField(label=_("Edition"), required=False, least=1, most=999)
    number__revision = WholeField(label=_("Revision"), required=False, most=999)
    change__kind = CodeField(label=_("Kind of issue"), required=False, choices=IssueKind.choices)
    change__reason = _text(_("Reason for the change"), 2)
    change__basis = _line(_("Basis"), max_length=255)
    change__decision_number = _line(_("Decision number"), max_length=60)
    change__decision_date = DayField(label=_("Decided on"), required=False)
    audience = CodeField(label=_("Who may read it"), required=False, choices=Audience.choices)
    review_cycle_months = WholeField(label=_("Months between reviews"), required=False, least=1, most=600)
