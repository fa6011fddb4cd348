from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from procedures.facts import (
    cases,
    components_for,
    facts,
    fee_conditions,
    fee_headline,
    fees_on,
    time_headline,
)
from tests.factories.snapshots import (
    birth_registration,
    case,
    component,
    fee,
    household_business,
    overdue_dossier_process,
    time_limit,
)
from tests.procedures.snapshot_strategies import snapshots

DAY = date(2026, 11, 21)
DAY_BEFORE = date(2026, 7, 24)
DAY_OF_CHANGE = date(2026, 7, 25)


def fact(snapshot, key, day=DAY):
    return next(item for item in facts(snapshot, day) if item.key == key)


# Fees


def test_b2_the_online_fee_depends_on_the_day():
    snapshot = household_business()
    assert fee_headline(snapshot, DAY_BEFORE, "online") == "100.000 đồng"
    assert fee_headline(snapshot, DAY_OF_CHANGE, "online") == "0 đồng"
    assert fee_headline(snapshot, DAY_OF_CHANGE, "direct") == "100.000 đồng"
    assert [row["amount"] for row in fees_on(snapshot, DAY_BEFORE, "online")] == [100_000]
    assert [row["amount"] for row in fees_on(snapshot, DAY_OF_CHANGE, "online")] == [0]


def test_b2_on_the_fact_strip():
    before, after = (fact(household_business(), "fee", day) for day in (DAY_BEFORE, DAY_OF_CHANGE))
    assert (before.value, before.condition) == ("100.000 đồng", "")
    assert (after.value, after.condition) == (
        "0–100.000 đồng",
        "Nộp trực tiếp: 100.000 đồng; trực tuyến: 0 đồng",
    )


def test_both_ends_of_a_validity_range_are_included():
    rows = [fee(1, valid_from="2026-02-01", valid_to="2026-02-28")]
    held = [
        bool(fees_on({"fees": rows}, date(2026, month, day)))
        for month, day in ((1, 31), (2, 1), (2, 28), (3, 1))
    ]
    assert held == [False, True, True, False]


@pytest.mark.parametrize(
    ("fees", "headline", "conditions"),
    [
        ([], "Không quy định", ""),
        ([fee(5000, valid_from="2027-01-01")], "Không quy định", ""),
        ([fee(0), fee(0, kind="charge")], "Miễn phí", ""),
        ([fee(5000)], "5.000 đồng", ""),
        ([fee(5000, channel="direct")], "5.000 đồng", "Nộp trực tiếp"),
        (
            [fee(5000, channel="direct", condition="Nộp trực tiếp tại phường")],
            "5.000 đồng",
            "Nộp trực tiếp tại phường",
        ),
        ([fee(2000, per="trang", kind="charge")], "2.000 đồng/trang", ""),
        (
            [fee(None, condition="HĐND Thành phố quyết định")],
            "Tùy trường hợp",
            "HĐND Thành phố quyết định: theo mức quy định",
        ),
        (
            [fee(0, condition="Đăng ký trong 60 ngày"), fee(5000, condition="Đăng ký quá 60 ngày. Có miễn.")],
            "0 đồng",
            "Đăng ký trong 60 ngày; đăng ký quá 60 ngày: 5.000 đồng",
        ),
        (
            [fee(1), fee(2, condition="A"), fee(3, condition="B"), fee(4, condition="C")],
            "1 đồng",
            "A: 2 đồng; B: 3 đồng; và 1 mức khác",
        ),
    ],
)
def test_fee_in_words(fees, headline, conditions):
    snapshot = birth_registration(fees=fees)
    assert fee_headline(snapshot, DAY) == headline
    assert fee_conditions(snapshot, DAY) == conditions


# Time


@pytest.mark.parametrize(
    ("general", "own", "expected"),
    [
        (None, [], "Không quy định"),
        (time_limit(1, "same_day"), [], "Trong ngày"),
        (time_limit(3), [], "3 ngày làm việc"),
        (time_limit(15, "calendar_day"), [], "15 ngày"),
        (time_limit(3), [None, None], "3 ngày làm việc"),
        (time_limit(1), [time_limit(5), None, time_limit(2)], "1–5 ngày làm việc"),
        (time_limit(1, "same_day"), [None, time_limit(3)], "Trong ngày đến 3 ngày làm việc"),
        (time_limit(1), [None, time_limit(3, "calendar_day")], "Tùy trường hợp"),
    ],
)
def test_time_over_all_cases(general, own, expected):
    found = [case(f"0{number}", "x", time_limit=limit) for number, limit in enumerate(own)]
    assert time_headline(birth_registration(time_limit=general, cases=found)) == expected


def test_each_case_has_the_limit_that_holds_in_it():
    snapshot = birth_registration()
    snapshot["cases"][2]["time_limit"] = time_limit(3)
    assert [(item.code, item.time, item.has_own_limit) for item in cases(snapshot)] == [
        ("01", "Trong ngày", False),
        ("02", "Trong ngày", False),
        ("03", "3 ngày làm việc", True),
    ]


def test_the_text_of_a_limit_is_said_unless_it_only_repeats_the_number():
    repeated, more = (
        time_limit(3, text="03 ngày làm việc."),
        time_limit(3, text="Không kể thời gian niêm yết."),
    )
    assert fact(household_business(time_limit=repeated), "time").condition == ""
    assert fact(household_business(time_limit=more), "time").condition == "Không kể thời gian niêm yết."


# Papers


def paper_names(groups):
    return [[paper["name"] for paper in group.papers] for group in groups]


def test_papers_of_one_case():
    found = components_for(birth_registration(), "02")
    assert paper_names(found.submit) == [
        ["Tờ khai đăng ký khai sinh"],
        ["Lời chứng của người biết việc sinh", "Giấy cam đoan về việc sinh"],
        ["Văn bản ủy quyền"],
    ]
    assert [group.is_choice for group in found.submit] == [False, True, False]
    assert paper_names(found.present) == [
        ["Căn cước hoặc hộ chiếu của người đi làm"],
        ["Giấy tờ chứng minh nơi cư trú"],
    ]


def test_without_a_case_every_paper_is_listed():
    found = components_for(birth_registration())
    assert sum(len(group.papers) for group in (*found.submit, *found.present)) == 8


def test_an_alternative_left_alone_in_a_case_is_no_choice():
    papers = [
        component("A", alternative_group="g", cases=["01"]),
        component("B", alternative_group="g", cases=["02"]),
    ]
    assert [group.is_choice for group in components_for({"components": papers}, "01").submit] == [False]


# The strip


def test_the_five_facts_of_a_procedure():
    assert [(item.label, item.value, item.condition) for item in facts(birth_registration(), DAY)] == [
        ("Bao lâu", "Trong ngày", "Nộp sau 15:00: ngày làm việc kế tiếp"),
        (
            "Bao nhiêu tiền",
            "0 đồng",
            "Đăng ký trong 60 ngày; đăng ký quá 60 ngày: 5.000 đồng; xin thêm bản sao: 8.000 đồng/bản",
        ),
        (
            "Nộp ở đâu",
            "Ủy ban nhân dân phường An Hòa",
            "Số 12 phố An Hòa, Hà Nội. Trực tiếp, bưu chính hoặc trực tuyến",
        ),
        ("Nhận được gì", "Giấy khai sinh (bản chính)", "01 bản"),
        ("Trực tuyến", "Toàn trình", "Nộp trên Cổng Dịch vụ công"),
    ]
    assert fact(birth_registration(), "online").link == "https://dichvucong.example.vn/khai-sinh"


def test_where_and_how_when_there_is_little_to_say():
    online_only = birth_registration(channels=[{"channel": "online", "note": ""}])
    assert fact(online_only, "place").value == "Trực tuyến"
    on_paper = birth_registration(
        channels=[{"channel": "direct", "note": ""}], online_level=None, online_url=""
    )
    assert fact(on_paper, "online").value == "Không nộp trực tuyến"


def test_an_internal_process_answers_when_by_when_and_who():
    assert [(item.label, item.value) for item in facts(overdue_dossier_process(), DAY)] == [
        ("Khi nào làm", "Một bước vượt thời gian quy định"),
        ("Hạn", "Thư xin lỗi gửi chậm nhất trong ngày hẹn trả"),
        ("Ai chủ trì", "Văn phòng"),
        ("Kết quả", "Thư đã gửi"),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(snapshots)
def test_no_fact_is_ever_empty(snapshot):
    found = facts(snapshot, DAY)
    assert all(item.label and item.value for item in found)
    assert len(found) == (4 if snapshot.get("kind") == "internal_process" else 5)


def test_nothing_known_is_said_so():
    assert [item.value for item in facts({}, DAY)] == [
        "Không quy định",
        "Không quy định",
        "Không quy định",
        "Không quy định",
        "Không nộp trực tuyến",
    ]
