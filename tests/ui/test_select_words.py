"""A select says in words what its empty option means."""

import pytest
from bs4 import BeautifulSoup
from django import forms

from organisation.enums import UnitKind
from organisation.models import Unit


def options(field):
    class Form(forms.Form):
        choice = field

    return [option.text for option in BeautifulSoup(str(Form()["choice"]), "html.parser").select("option")]


@pytest.mark.django_db
@pytest.mark.parametrize(("required", "words"), [(True, "Chọn…"), (False, "Không chọn")])
def test_a_reference(required, words):
    Unit.objects.create(slug="x", name="Phường X", short_name="X", kind=UnitKind.WARD)
    assert options(forms.ModelChoiceField(Unit.objects.all(), required=required))[0] == words


@pytest.mark.parametrize("name", ["kind", "level"])
def test_a_field_of_a_record(db, name):
    assert "---------" not in options(Unit._meta.get_field(name).formfield())


def test_words_of_a_field_of_its_own_stay():
    assert options(forms.ChoiceField(choices=[("", "Mọi năm"), ("1", "<b>")])) == ["Mọi năm", "<b>"]


def test_groups_and_the_chosen_option_stay():
    field = forms.ChoiceField(choices=[("Nhóm", [("1", "Một"), ("2", "Hai")])], initial="2")
    html = BeautifulSoup(str(type("Form", (forms.Form,), {"choice": field})()["choice"]), "html.parser")
    assert (
        html.select_one("optgroup")["label"] == "Nhóm" and html.select_one("option[selected]").text == "Hai"
    )
