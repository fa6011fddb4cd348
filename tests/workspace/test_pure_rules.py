"""Next days, steps by role, forms by code, review dates, files: rules without database."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from document_control.review_due import add_months, next_review_on
from procedures.workspace.form_index import form_index
from procedures.workspace.occasions import next_on
from procedures.workspace.role_steps import REGULAR, WHEN_IT_COMES_UP, YEARLY, situations_of
from procedures.workspace.table_export import as_csv, as_xlsx, read_figure
from tests.factories.snapshots import birth_registration, overdue_dossier_process

SATURDAY = dt.date(2026, 11, 21)


def occasion(frequency, month=None, day=None, weekday=None, label=""):
    return {"frequency": frequency, "month": month, "day": day, "weekday": weekday, "label": label}


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        (occasion("weekly", weekday=3), SATURDAY, dt.date(2026, 11, 26)),
        (occasion("weekly", weekday=5), SATURDAY, SATURDAY),
        (occasion("monthly", day=20), SATURDAY, dt.date(2026, 12, 20)),
        (occasion("monthly", day=21), SATURDAY, SATURDAY),
        (occasion("monthly", day=31), dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        (occasion("monthly", day=31), dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        (occasion("monthly", day=5), dt.date(2026, 12, 6), dt.date(2027, 1, 5)),
        (occasion("quarterly", month=10, day=10), SATURDAY, dt.date(2027, 10, 10)),
        (occasion("quarterly", month=1, day=10), SATURDAY, dt.date(2027, 1, 10)),
        (occasion("quarterly", day=10), SATURDAY, dt.date(2027, 1, 10)),
        (occasion("annual", month=12, day=31), SATURDAY, dt.date(2026, 12, 31)),
        (occasion("annual", month=11, day=20), SATURDAY, dt.date(2027, 11, 20)),
        (occasion("annual", month=2, day=29), dt.date(2027, 1, 1), dt.date(2027, 2, 28)),
        (occasion("annual", day=29), SATURDAY, None),
        (occasion("annual", month=3), SATURDAY, None),
        (occasion("weekly"), SATURDAY, None),
        (occasion("on_demand"), SATURDAY, None),
    ],
)
def test_next_day(due, today, expected):
    assert next_on(due, today) == expected


def test_next_day_is_never_past_and_always_within_a_year():
    today = dt.date(2024, 1, 1)
    dues = [occasion("monthly", day=d) for d in range(1, 32)]
    dues += [occasion("annual", month=m, day=d) for m in range(1, 13) for d in (1, 28, 29, 30, 31)]
    for offset in range(0, 1100, 7):
        day = today + dt.timedelta(offset)
        for due in dues:
            found = next_on(due, day)
            assert day <= found <= day + dt.timedelta(366)


def test_a_role_sees_its_own_steps_only():
    snapshot = overdue_dossier_process()
    roles = [step["role"]["code"] for step in snapshot["steps"]]
    situations = situations_of([("p", snapshot)], ["leader"], SATURDAY)
    (found,) = situations[WHEN_IT_COMES_UP]
    assert found.heading == snapshot["trigger"]
    assert [step["role"]["code"] for step in found.steps] == ["leader"] * roles.count("leader")
    assert not any(situations_of([("p", snapshot)], ["nobody"], SATURDAY).values())


def test_a_process_stands_on_each_tab_it_belongs_to_in_calendar_order():
    both = overdue_dossier_process(
        occasions=[
            occasion("annual", 12, 31, label="Hoàn thành"),
            occasion("annual", 12, 1, label="Mở kỳ"),
            occasion("on_demand"),
            occasion("weekly", weekday=2, label="Tiếp dân"),
        ]
    )
    early = overdue_dossier_process(occasions=[occasion("annual", 11, 25, label="Nộp bản kê khai")])
    found = situations_of([("sau", both), ("truoc", early)], ["leader"], SATURDAY)
    assert [s.process for s in found[YEARLY]] == ["truoc", "sau"]
    assert (found[YEARLY][1].heading, found[YEARLY][1].also) == ("Mở kỳ", ("Hoàn thành",))
    assert found[YEARLY][1].next_on == dt.date(2026, 12, 1)
    assert [s.process for s in found[REGULAR]] == ["sau"]
    assert [s.process for s in found[WHEN_IT_COMES_UP]] == ["sau"]


def test_forms_know_every_document_and_step_that_uses_them():
    one, two = birth_registration(), birth_registration()
    codes = {form["code"] for form in one["forms"]}
    index = form_index([("một", one), ("hai", two)])
    assert {form.code for form in index} == codes
    assert all([use.document for use in form.uses] == ["một", "hai"] for form in index)
    by_code = {form.code: form for form in index}
    for step in one["steps"]:
        if step["form"] in codes:
            assert step in by_code[step["form"]].uses[0].steps


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-15", 1, "2027-01-15")],
)
def test_months_ahead(day, months, expected):
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


def test_the_review_counts_from_the_last_look_and_a_law_may_bring_it_forward():
    issued = dt.date(2026, 1, 10)
    assert next_review_on(issued, None, 12) == dt.date(2027, 1, 10)
    assert next_review_on(issued, dt.date(2026, 6, 1), 12) == dt.date(2027, 6, 1)
    assert next_review_on(issued, dt.date(2025, 6, 1), 12) == dt.date(2027, 1, 10)
    assert next_review_on(issued, None, 12, dt.date(2026, 3, 1)) == dt.date(2026, 3, 1)


DANGEROUS = ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")']


def test_a_csv_never_carries_a_formula():
    data = as_csv("=x", ["a"] * 6, [DANGEROUS]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data)))
    assert all(cell.startswith("'") for cell in [rows[0][0], *rows[2]])


def test_a_workbook_keeps_what_looks_like_a_formula_as_text():
    data = as_xlsx("Danh mục", ["a"] * 6, [DANGEROUS], sheet="Danh mục", figures=range(6))
    sheet = load_workbook(io.BytesIO(data)).active
    cells = next(iter(sheet.iter_rows(min_row=3, max_row=3)))
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.value for cell in cells] == DANGEROUS


FIGURES = [("37", 37, "#,##0"), ("1.234.567", 1234567, "#,##0"), ("90,74", 90.74, "#,##0.00"), ("-3", -3, "#,##0"),
           ("87,50%", 0.875, "0.00%"), ("1.000,5%", 10.005, "0.0%"), ("07", 7, "00")]  # fmt: skip
NO_FIGURES = ["–", "", "12/15", "1.23", "1,", "٣", "91,67% (11/12)", "2026-11", "+84", "1e5", "12 345"]


def cells_of(texts, **options):
    data = as_xlsx("x", ["a"] * len(texts), [texts], sheet="x", **options)
    return load_workbook(io.BytesIO(data)).active[3]


def test_figures_become_numbers_that_look_as_on_screen():
    cells = cells_of([words for words, *_ in FIGURES], figures=range(len(FIGURES)))
    assert [(cell.data_type, cell.value, cell.number_format) for cell in cells] == [
        ("n", value, form) for _words, value, form in FIGURES
    ]


def test_what_is_no_figure_stays_text():
    assert [read_figure(words) for words in NO_FIGURES] == [None] * len(NO_FIGURES)
    cells = cells_of(NO_FIGURES, figures=range(len(NO_FIGURES)))
    assert [cell.value or "" for cell in cells] == NO_FIGURES
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert cells_of(["0912345678"])[0].value == "0912345678"


def test_what_no_file_can_hold_is_left_out_of_tables():
    hostile = "An\x00\x07\x0b\ud800\ufffe\uffff Hòa 😀"
    assert cells_of([hostile])[0].value == "An Hòa 😀"
    assert "An Hòa 😀" in as_csv("x", ["a"], [[hostile]]).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "name"),
    [("Theo đơn vị", "Theo đơn vị"), ("a[b]:c*d?e/f\\g'", "a b c d e f g"), ("x" * 40, "x" * 31)],
)
def test_a_worksheet_is_named_after_what_it_holds(words, name):
    book = load_workbook(io.BytesIO(as_xlsx("x", ["a"], [], sheet=words)))
    assert book.sheetnames == [name]


def test_vietnamese_letters_survive_both_files():
    text = "Đăng ký khai sinh – phường An Hòa"
    assert text in as_csv("x", ["a"], [[text]]).decode("utf-8-sig")
    assert load_workbook(io.BytesIO(as_xlsx("x", ["a"], [[text]], sheet="x"))).active["A3"].value == text
