"""The order of steps, papers and fees is the order in which they were added, on every database."""

import pytest

from procedures.models import ProcedurePage, ResultItem
from tests.factories.documents import make_procedure_page

pytestmark = pytest.mark.django_db

NAMES = ["một", "hai", "ba", "bốn"]


def results(page):
    return [result["name"] for result in page.build_snapshot()["results"]]


def places(page):
    return list(ResultItem.objects.filter(page=page).order_by("pk").values_list("name", "sort_order"))


@pytest.fixture
def page():
    page = make_procedure_page()
    page.results = [ResultItem(name=name) for name in NAMES]
    page.save()
    return ProcedurePage.objects.get(pk=page.pk)


def test_rows_of_a_script_are_numbered_when_the_page_is_saved(page):
    assert places(page) == list(zip(NAMES, range(4), strict=True))


def test_a_row_without_a_place_comes_last(page):
    page.results.add(ResultItem(name="năm"))
    page.save()
    assert results(ProcedurePage.objects.get(pk=page.pk)) == [*NAMES, "năm"]


def test_rows_written_beside_the_page_are_numbered_in_its_next_revision(page):
    ResultItem.objects.filter(page=page).update(sort_order=None)
    ResultItem.objects.create(page=page, name="năm")
    revision = ProcedurePage.objects.get(pk=page.pk).save_revision()
    assert results(revision.as_object()) == [*NAMES, "năm"]
    assert [row["sort_order"] for row in revision.content["results"]] == list(range(5))


def test_equal_places_are_told_apart(page):
    ResultItem.objects.filter(page=page).update(sort_order=7)
    assert results(page.save_revision().as_object()) == NAMES


def test_an_order_with_gaps_stays_as_it_is(page):
    for name, place in zip(NAMES, (40, 30, 20, 10), strict=True):
        ResultItem.objects.filter(page=page, name=name).update(sort_order=place)
    revision = page.save_revision()
    assert results(revision.as_object()) == NAMES[::-1]
    assert sorted(row["sort_order"] for row in revision.content["results"]) == [10, 20, 30, 40]
