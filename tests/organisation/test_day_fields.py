"""Days that people type: no form lets a slip of the finger through that no calendar reaches."""

import datetime as dt
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError

from organisation.day_fields import DayField, MomentField

MODULES = [
    "audits.forms.actions",
    "audits.forms.programme",
    "audits.forms.reform_index",
    "audits.forms.reviews",
    "document_control.forms",
    "dossiers.forms.dossier",
    "dossiers.forms.filters",
    "dossiers.forms.gate",
    "dossiers.forms.schedule",
    "dossiers.register_forms",
    "dossiers.statistics.forms",
    "procedures.import_desk.layout_forms",
    "publications.boards.forms",
    "publications.handbooks.forms",
]
SLIPS = ["01/01/0001", "31/12/9999", "9999-12-31", "01/01/20261", "24/07/1026"]


def _day_fields():
    for name in MODULES:
        for form in vars(import_module(name)).values():
            if not (isinstance(form, type) and issubclass(form, forms.BaseForm)):
                continue
            for key, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, forms.DateField) or type(field).__name__ == "DayField":
                    yield pytest.param(field, id=f"{name}.{form.__name__}.{key}")


@pytest.mark.parametrize("field", list(_day_fields()))
def test_a_slip_of_the_finger_is_refused(field):
    for text in SLIPS:
        with pytest.raises(ValidationError):
            field.clean(text)
    for text in ("27/11/2026", "2026-11-27"):
        assert str(field.clean(text)) == "2026-11-27"


def test_every_module_has_a_day():
    assert {param.id.rsplit(".", 2)[0] for param in _day_fields()} == set(MODULES) - {"dossiers.forms.gate"}


def test_a_year_out_of_reach_is_told_in_words():
    with pytest.raises(ValidationError, match=r"1900.*2200"):
        DayField("Ngày").clean("01/01/9999")
    with pytest.raises(ValidationError, match=r"1900.*2200"):
        MomentField("Lúc").clean("01/01/9999 08:00")
    assert DayField("Ngày").clean("") is None
    assert MomentField("Lúc").clean("17:00, 27/11/2026").date() == dt.date(2026, 11, 27)


@pytest.mark.parametrize("module", ["audits.forms.programme", "audits.forms.reviews"])
def test_a_missing_day_of_an_audit_is_asked_for_with_an_example(module):
    asked = [
        field.error_messages
        for form in vars(import_module(module)).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, DayField) and field.required
    ]
    assert asked and all("15/12/2026" in words[key] for words in asked for key in ("required", "invalid"))
