import pytest
from hypothesis import HealthCheck, given, settings

from procedures.rules import limit_minutes, submission_problems, total_step_minutes
from tests.factories.snapshots import (
    birth_registration,
    case,
    component,
    duration,
    fee,
    household_business,
    overdue_dossier_process,
    step,
    time_limit,
)
from tests.procedures.snapshot_strategies import snapshots


def found(snapshot):
    return [(problem.level, problem.anchor) for problem in submission_problems(snapshot)]


def message(snapshot, anchor):
    return next(problem.message for problem in submission_problems(snapshot) if problem.anchor == anchor)


@pytest.mark.parametrize("build", [birth_registration, household_business, overdue_dossier_process])
def test_the_samples_may_be_submitted(build):
    assert submission_problems(build()) == []


# Time


def test_steps_of_the_citizen_and_waiting_outside_do_not_count():
    snapshot = birth_registration()
    snapshot["steps"][0]["duration"] = duration(5, "working_day")
    snapshot["steps"].append(
        step(
            7,
            "Chờ xác minh",
            "specialist",
            duration(10, "working_day"),
            waits_outside=True,
            waits_reason="Công an",
        )
    )
    snapshot["steps"][6]["output"] = "Kết quả xác minh"
    assert total_step_minutes(snapshot) == 480
    assert submission_problems(snapshot) == []


def test_steps_over_the_limit_are_an_error():
    snapshot = birth_registration()
    snapshot["steps"][2]["duration"] = duration(6)
    assert found(snapshot) == [("error", "steps")]
    assert message(snapshot, "steps") == (
        "Các bước cộng lại 10 giờ làm việc, quá thời hạn trong ngày làm việc (8 giờ) là 2 giờ. "
        "Giảm thời gian của bước, hoặc đánh dấu bước chờ bên ngoài và ghi lý do."
    )


def test_steps_under_the_limit_are_a_warning():
    snapshot = household_business(time_limit=time_limit(4))
    assert found(snapshot) == [("warning", "steps")]
    assert "còn thừa 8 giờ so với thời hạn 4 ngày làm việc (32 giờ)" in message(snapshot, "steps")


def test_one_minute_too_much_is_too_much():
    snapshot = birth_registration()
    snapshot["steps"][2]["duration"] = duration(241, "minute")
    assert ("error", "steps") in found(snapshot)


def test_cases_count_with_the_longest_limit():
    snapshot = birth_registration(time_limit=time_limit(1))
    snapshot["cases"][1]["time_limit"] = time_limit(3)
    snapshot["cases"][2]["time_limit"] = time_limit(2)
    assert limit_minutes(snapshot) == 3 * 480
    assert found(snapshot) == [("warning", "steps")]


def test_the_general_limit_does_not_count_when_every_case_has_its_own():
    snapshot = birth_registration(
        time_limit=time_limit(9),
        cases=[case("01", "A", time_limit=time_limit(1)), case("02", "B", time_limit=time_limit(1))],
    )
    assert limit_minutes(snapshot) == 480


def calendar_snapshot(*days, limit=15, unit="calendar_day"):
    steps = [step(1, "Nộp", "citizen")]
    steps += [
        step(number, "x", "clerk", duration(day, unit), output="y")
        for number, day in enumerate(days, start=2)
    ]
    return household_business(time_limit=time_limit(limit, "calendar_day"), steps=steps)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("0.5", "14.5"), []),
        (("0.5", "15"), [("error", "steps")]),
        (("0.5", "14"), [("warning", "steps")]),
    ],
)
def test_calendar_days_are_added_among_themselves(days, expected):
    assert found(calendar_snapshot(*days)) == expected


def test_calendar_and_working_days_are_never_converted():
    assert limit_minutes(calendar_snapshot("1")) is None
    assert found(calendar_snapshot("99", unit="working_day")) == [("warning", "steps")]
    mixed = household_business()
    mixed["steps"][2]["duration"] = duration(99, "calendar_day")
    assert found(mixed) == [("warning", "steps")]
    cases = [
        case("01", "A", time_limit=time_limit(3)),
        case("02", "B", time_limit=time_limit(3, "calendar_day")),
    ]
    assert found(household_business(cases=cases)) == [("warning", "cases")]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (time_limit(3, cutoff="15:00"), "time_limit"),
        (time_limit(1, "same_day", cutoff="15 giờ"), "time_limit"),
        (time_limit(1, "same_day", cutoff="25:00"), "time_limit"),
        (time_limit(0), "time_limit"),
        (time_limit(3) | {"unit": "fortnight"}, "time_limit"),
    ],
)
def test_a_limit_must_make_sense(limit, expected):
    assert ("error", expected) in found(household_business(time_limit=limit))


# Steps


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"duration": None}, ("error", "steps-3")),
        ({"output": "", "form": ""}, ("error", "steps-3")),
        ({"role": None}, ("error", "steps-3")),
        ({"title": ""}, ("error", "steps-3")),
        ({"number": 9}, ("error", "steps-3")),
        ({"waits_outside": True, "waits_reason": " "}, ("error", "steps-3")),
    ],
)
def test_what_a_step_needs(changes, expected):
    snapshot = birth_registration()
    snapshot["steps"][2] |= changes
    assert expected in found(snapshot)


def test_a_form_does_instead_of_a_result():
    snapshot = birth_registration()
    snapshot["steps"][2] |= {"output": "", "form": "MC-02"}
    assert submission_problems(snapshot) == []


def test_the_citizens_step_needs_neither_time_nor_result():
    snapshot = birth_registration()
    assert snapshot["steps"][0]["duration"] is None
    assert not [problem for problem in submission_problems(snapshot) if problem.anchor == "steps-1"]


def test_internal_processes_are_only_warned_of_open_ended_steps():
    snapshot = overdue_dossier_process()
    snapshot["steps"][3] |= {"duration": None, "output": "", "form": ""}
    assert found(snapshot) == [("warning", "steps-4"), ("warning", "steps-4")]


def test_no_steps_at_all():
    assert ("error", "steps") in found(birth_registration(steps=[]))


# The parts of the law


@pytest.mark.parametrize(
    "key",
    [
        "title",
        "public_steps",
        "channels",
        "components",
        "sets",
        "time_limit",
        "subjects",
        "results",
        "citations",
        "field",
        "level",
        "code",
    ],
)
def test_a_missing_part_is_an_error(key):
    empty = birth_registration() | {key: None}
    assert ("error", key) in found(empty)
    del empty[key]
    assert ("error", key) in found(empty)


@pytest.mark.parametrize("key", ["fees", "conditions"])
def test_what_may_be_not_stipulated_is_a_warning(key):
    assert found(birth_registration(**{key: ""})) == [("warning", key)]


def test_no_forms_at_all_is_a_warning():
    snapshot = birth_registration(forms=[])
    snapshot["components"][0]["form"] = ""
    assert found(snapshot) == [("warning", "forms")]


def test_deciding_and_executing_agencies():
    assert found(birth_registration(agencies={})) == [
        ("error", "agencies-deciding"),
        ("error", "agencies-executing"),
    ]


def test_an_internal_process_needs_no_parts_of_the_law():
    bare = overdue_dossier_process(trigger="", deadline="", owner_unit_name="", citations=[])
    assert found(bare) == [
        ("warning", "trigger"),
        ("warning", "deadline"),
        ("warning", "owner_unit_name"),
        ("warning", "citations"),
    ]


@pytest.mark.parametrize("code", ["1001193", "7.001193", "1.00119", "1.001193.000.00.00.H26", "1.00119a"])
def test_national_codes_that_are_none(code):
    assert found(birth_registration(national_code=code)) == [("error", "national_code")]


def test_a_procedure_without_national_code_is_fine():
    assert submission_problems(birth_registration(national_code="")) == []


# References


def test_papers_refer_to_what_exists():
    snapshot = birth_registration()
    snapshot["components"][0]["form"] = "TP-XX"
    snapshot["components"][1]["cases"] = ["01", "09"]
    assert found(snapshot) == [("error", "components-1"), ("error", "components-2")]
    assert "trường hợp 09" in message(snapshot, "components-2")


def test_alternatives_and_numbers_of_copies():
    snapshot = birth_registration()
    snapshot["components"].append(component("Một mình", alternative_group="g", original=0, copy=0))
    assert found(snapshot) == [("warning", "components-9"), ("warning", "components-9")]


def test_case_codes_are_there_once():
    snapshot = birth_registration()
    snapshot["cases"].append(case("01", ""))
    assert found(snapshot) == [("error", "cases-1"), ("error", "cases-4"), ("error", "cases-4")]


# Fees


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (fee(None), ("error", "fees-1")),
        (fee(-1), ("error", "fees-1")),
        (fee(1, valid_from="2026-02-01", valid_to="2026-01-01"), ("error", "fees-1")),
        (fee(1, basis=""), ("warning", "fees-1")),
        (fee(1, cases=["09"]), ("error", "fees-1")),
    ],
)
def test_a_fee_must_make_sense(row, expected):
    assert found(birth_registration(fees=[row])) == [expected]


def test_an_amount_may_be_left_to_words():
    assert (
        submission_problems(birth_registration(fees=[fee(None, condition="HĐND Thành phố quyết định")])) == []
    )


def test_a_fee_for_a_channel_that_is_not_offered():
    channels = [{"channel": "direct", "note": ""}]
    assert found(birth_registration(channels=channels, fees=[fee(1, channel="online")])) == [
        ("warning", "fees-1")
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([fee(1, valid_to="2026-07-24"), fee(0, valid_from="2026-07-25")], []),
        ([fee(1, valid_to="2026-07-25"), fee(0, valid_from="2026-07-25")], [("error", "fees-2")]),
        ([fee(1), fee(0, channel="online")], [("error", "fees-2")]),
        ([fee(1, channel="direct"), fee(0, channel="online")], []),
        ([fee(1, cases=["01"]), fee(0, cases=["02"])], []),
        ([fee(1, condition="A"), fee(2, condition="B")], []),
    ],
)
def test_no_two_amounts_on_one_day(rows, expected):
    assert found(birth_registration(fees=rows)) == expected


# Texts


def test_markup_in_plain_fields_is_refused():
    snapshot = birth_registration(summary="<b>Nhanh</b>")
    snapshot["components"][1]["source"] = "Bệnh viện&nbsp;A"
    assert found(snapshot) == [("error", "summary"), ("error", "components-2")]


def test_comparing_signs_and_rich_fields_are_fine():
    snapshot = birth_registration(summary="Trẻ < 6 tuổi & cha mẹ", conditions="<p><b>Có</b></p>")
    assert submission_problems(snapshot) == []


def test_texts_too_long():
    assert found(birth_registration(short_title="x" * 151)) == [("error", "short_title")]
    assert found(birth_registration(short_title="x" * 150)) == []


# All of it


def test_errors_come_first_and_every_message_says_what_to_do():
    problems = submission_problems({"kind": "procedure", "fees": [fee(None, basis="")]})
    levels = [problem.level for problem in problems]
    assert levels == sorted(levels)
    assert all(len(problem.message.split(". ")) > 1 or ":" in problem.message for problem in problems)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(snapshots)
def test_any_snapshot_can_be_checked(snapshot):
    for problem in submission_problems(snapshot):
        assert problem.level in ("error", "warning")
        assert problem.message.endswith(".")
        assert problem.section
        assert problem.anchor
