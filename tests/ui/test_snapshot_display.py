"""The papers and bars that a citizen reads, computed from a snapshot."""

import pytest

from iso_docs import snapshot_display as display


def step(number, minutes, **more):
    duration = {"value": str(minutes // 60), "unit": "working_hour", "minutes": minutes} if minutes else None
    return {"number": number, "title": f"Bước {number}", "duration": duration, **more}


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (None, "Không quy định"),
        ({"unit": "same_day", "value": 1}, "Trong ngày"),
        ({"unit": "working_day", "value": 3}, "3 ngày làm việc"),
        ({"unit": "calendar_day", "value": 15}, "15 ngày"),
        ({"unit": "working_hour", "value": 4}, "4 giờ làm việc"),
        ({"unit": "working_day", "value": None, "text": "Theo giấy hẹn"}, "Theo giấy hẹn"),
    ],
)
def test_time_limits(limit, words):
    assert display.time_limit_words(limit) == words


def test_hours_of_a_step_are_short_and_days_are_not():
    assert display.step_time_words({"value": "3", "unit": "working_hour"}) == "3 giờ"
    assert display.step_time_words({"value": "0.5", "unit": "working_day"}) == "0,5 ngày làm việc"
    assert display.step_time_words(None) == ""


@pytest.mark.parametrize(
    ("amounts", "per", "words"),
    [
        ([], "", "Không quy định"),
        ([2000], "trang", "2.000 đồng/trang"),
        ([0], "việc", "0 đồng"),
        ([5000, 25000, 10000], "", "5.000 – 25.000 đồng"),
    ],
)
def test_money(amounts, per, words):
    assert display.money_words(amounts, per) == words


def test_copies_and_file_sizes():
    assert display.copies_words(1, 2) == "1 bản chính, 2 bản sao"
    assert display.copies_words(0, 0) == ""
    assert display.file_size_words(94208) == "92 kB"
    assert display.file_size_words(1_572_864) == "1,5 MB"
    assert display.file_size_words(20 * 1024 * 1024) == "20 MB"
    assert display.file_size_words(20 * 1024 * 1024 + 1) == "20 MB"
    assert display.file_size_words(1_048_576) == "1 MB"
    assert display.file_size_words(1000 * 1024 * 1024) == "1.000 MB"


def test_papers_follow_their_case_and_alternatives_stand_together():
    snapshot = {
        "cases": [{"code": "01", "name": "Một"}, {"code": "02", "name": "Hai"}],
        "components": [
            {"name": "Chung", "kind": "submit", "original": 1, "copy": 0, "cases": []},
            {"name": "Hoặc A", "kind": "submit", "original": 1, "alternative_group": "g", "cases": ["02"]},
            {"name": "Riêng một", "kind": "submit", "original": 1, "cases": ["01"]},
            {"name": "Giữa", "kind": "submit", "original": 1, "cases": []},
            {"name": "Hoặc B", "kind": "submit", "copy": 1, "alternative_group": "g", "cases": ["02"]},
            {"name": "Căn cước", "kind": "present", "original": 1, "cases": []},
        ],
    }
    one, two = display.case_lists(snapshot)
    assert [paper.name for paper in one.submit] == ["Chung", "Riêng một", "Giữa"]
    assert [paper.name for paper in two.submit] == ["Chung", "Hoặc A", "Hoặc B", "Giữa"]
    assert [paper.opens_group for paper in two.submit] == [False, True, False, False]
    assert [paper.name for paper in one.present] == ["Căn cước"]


def test_a_group_left_with_one_paper_in_a_case_is_an_ordinary_paper():
    snapshot = {
        "cases": [{"code": "01", "name": "Một"}, {"code": "02", "name": "Hai"}],
        "components": [
            {"name": "Hoặc A", "alternative_group": "g", "cases": []},
            {"name": "Hoặc B", "alternative_group": "g", "cases": ["02"]},
        ],
    }
    one, two = display.case_lists(snapshot)
    assert [(paper.opens_group, paper.alternative_group) for paper in one.submit] == [(False, "")]
    assert [paper.opens_group for paper in two.submit] == [True, False]


def test_a_procedure_without_cases_has_one_list_with_everything():
    components = [{"name": "Tờ khai", "kind": "submit", "original": 1, "cases": []}]
    (only,) = display.case_lists({"cases": [], "components": components})
    assert (only.code, [paper.name for paper in only.submit]) == ("", ["Tờ khai"])


def test_the_form_of_a_paper_links_to_its_file():
    forms = [{"code": "TP-01", "file": {"url": "/tai-lieu/1"}}, {"code": "TP-02", "file": None}]
    components = [{"name": "A", "form": "TP-01"}, {"name": "B", "form": "TP-02"}]
    (only,) = display.case_lists({"forms": forms, "components": components})
    assert [paper.form_url for paper in only.submit] == ["/tai-lieu/1", ""]


def test_the_ruler_fills_the_line_and_says_so_in_words():
    ruler = display.time_ruler([step(1, 0), step(2, 60), step(3, 180), step(4, 240, state="now")])
    assert ruler.total == "8 giờ"
    assert [bar.start for bar in ruler.segments] == ["0.00%", "12.50%", "50.00%"]
    assert [bar.number for bar in ruler.segments] == [2, 3, 4]
    assert ruler.segments[-1].state == "now"
    assert "bước 2: 1 giờ; bước 3: 3 giờ; bước 4: 4 giờ" in ruler.sentence


def test_steps_without_working_time_make_no_ruler():
    calendar = {"number": 1, "duration": {"value": "5", "unit": "calendar_day", "minutes": None}}
    assert display.time_ruler([calendar, step(2, 0)]).segments == ()
    assert display.time_ruler([]).segments == ()
