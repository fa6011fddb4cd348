"""Two revisions compared: yes and no, days and moments as people write them."""

import datetime as dt

import pytest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from organisation.models import Holiday
from procedures.models import ProcedurePage

pytestmark = pytest.mark.django_db

MOMENT = dt.datetime(2025, 7, 31, 17, 0, tzinfo=dt.UTC)


def compared(model, name, before, after):
    """What the page of the comparison shows of a field, found as Wagtail finds it."""
    panel = FieldPanel(name).bind_to_model(model)
    comparison = panel.get_comparison_class()
    return comparison(model._meta.get_field(name), model(**{name: before}), model(**{name: after})).htmldiff()


@pytest.mark.parametrize(
    ("model", "name", "before", "after", "words"),
    [
        (Page, "show_in_menus", False, True, ["không", "có"]),
        (ProcedurePage, "planned_effective_from", None, MOMENT, ["–", "01/08/2025 00:00"]),
        (ProcedurePage, "decision_date", dt.date(2026, 1, 2), None, ["02/01/2026", "–"]),
        (Holiday, "date", dt.date(2026, 1, 2), dt.date(2026, 1, 2), ["02/01/2026"]),
    ],
)
def test_values_in_words(model, name, before, after, words):
    html = compared(model, name, before, after)
    assert all(word in html for word in words)
    assert not any(raw in html for raw in ("None", "False", "True", "00:00:00", "+00:00"))


def test_texts_are_compared_word_by_word_as_before():
    html = compared(ProcedurePage, "title", "Đăng ký khai sinh", "Đăng ký khai tử")
    assert html.startswith("Đăng ký khai")
