"""The sets of one-stop forms: what an installation begins with, which set holds on a day, who edits them."""

import pytest

from dossiers.enums import SlipKind
from dossiers.models import OneStopForm
from dossiers.one_stop_forms import FORM_SETS, seed_one_stop_forms
from dossiers.selectors.one_stop_forms import form_of
from tests.dossiers.factories import at, make_desk, make_worker

pytestmark = pytest.mark.django_db


def test_both_sets_are_there_once_and_what_people_changed_stays(django_assert_num_queries):
    seed_one_stop_forms()
    OneStopForm.objects.filter(kind=SlipKind.RECEIPT, form_set="03/2025/TT-VPCP").update(name="Giấy hẹn")
    with django_assert_num_queries(1):
        seed_one_stop_forms()
    assert OneStopForm.objects.count() == sum(len(form_set.forms) for form_set in FORM_SETS) == 13
    assert form_of(SlipKind.RECEIPT, at("2026-01-01").date()).name == "Giấy hẹn"


@pytest.mark.parametrize(
    ("kind", "day", "number", "form_set"),
    [
        (SlipKind.CONTROL, "2018-11-23", "05", "01/2018/TT-VPCP"),
        (SlipKind.CONTROL, "2025-09-14", "05", "01/2018/TT-VPCP"),
        (SlipKind.CONTROL, "2025-09-15", "06", "03/2025/TT-VPCP"),
        (SlipKind.STOP, "2025-09-14", "", ""),
        (SlipKind.STOP, "2025-09-15", "05", "03/2025/TT-VPCP"),
        (SlipKind.APOLOGY, "2018-11-22", "", ""),
    ],
)
def test_the_set_of_a_day(kind, day, number, form_set):
    seed_one_stop_forms()
    form = form_of(kind, at(day).date())
    assert (form.number, form.form_set) == (number, form_set)
    assert form.name


def test_setting_up_a_site_brings_them():
    from procedures.setup.site_setup import ensure_site

    ensure_site()
    assert OneStopForm.objects.count() == 13


def test_the_iso_secretary_edits_them_in_the_administration(client):
    seed_one_stop_forms()
    from procedures.setup.site_setup import ensure_site

    ensure_site()
    client.force_login(make_worker("secretary-1", "iso_secretary", make_desk().ward))
    page = client.get("/quan-tri/one_stop_forms/")
    assert page.status_code == 200 and "03/2025/TT-VPCP" in page.content.decode()
    form = form_of(SlipKind.RECEIPT, at("2026-01-01").date())
    values = {
        "kind": form.kind,
        "number": "01",
        "name": "Giấy hẹn",
        "form_set": form.form_set,
        "valid_from": "2025-09-15",
    }
    answer = client.post(f"/quan-tri/one_stop_forms/edit/{form.pk}/", values)
    assert answer.status_code == 302
    form.refresh_from_db()
    assert form.name == "Giấy hẹn" and form.history.count() == 2


def test_an_officer_does_not(client):
    client.force_login(make_desk().officer)
    assert client.get("/quan-tri/one_stop_forms/").status_code == 302
