import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.comparison import field_rows, normalised
from procedures.comparison.layout import LAYOUT
from tests.factories.snapshots import (
    birth_registration,
    citation,
    component,
    duration,
    household_business,
    overdue_dossier_process,
    step,
)
from tests.procedures.snapshot_strategies import edited, snapshots

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def marked(fragments):
    brackets = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(brackets[fragment.mark].format(fragment.text) for fragment in fragments)


def shown(before, after):
    return [
        (row.number, row.label, marked(row.before), marked(row.after)) for row in field_rows(before, after)
    ]


@SLOW
@given(snapshots, snapshots)
def test_no_rows_exactly_when_two_snapshots_are_equal(before, after):
    assert (field_rows(before, after) == []) == (normalised(before) == normalised(after))


@SLOW
@given(edited())
def test_no_rows_exactly_when_nothing_was_edited(pair):
    before, after = pair
    assert (field_rows(before, after) == []) == (normalised(before) == normalised(after))
    assert field_rows(before, copy.deepcopy(before)) == []


@SLOW
@given(edited())
def test_unchanged_rows_are_added_and_changed_ones_stay(pair):
    rows = field_rows(*pair)
    full = field_rows(*pair, include_unchanged=True)
    assert [row for row in full if row.is_changed] == rows
    assert all(row.before or row.after for row in full)


@SLOW
@given(snapshots)
def test_a_first_edition_is_all_new(snapshot):
    rows = field_rows(None, snapshot)
    assert all(not row.before for row in rows)
    assert all(fragment.mark == "inserted" for row in rows for fragment in row.after)


def leaves(value, path=()):
    """Paths of all non-empty leaves of a snapshot."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    elif value not in (None, ""):
        yield path


SAMPLES = {
    "birth": birth_registration(),
    "business": household_business(),
    "process": overdue_dossier_process(),
}
# Read only with the value beside them: a code stands behind its name, minutes behind value and unit.
BEHIND = {"code", "url", "sha256", "minutes", "channel", "kind", "frequency", "unit", "audience", "schema"}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_single_leaf_that_changes_is_shown(name):
    for path in leaves(SAMPLES[name]):
        if path == ("schema",):
            continue
        before, after = SAMPLES[name], copy.deepcopy(SAMPLES[name])
        holder = after
        for key in path[:-1]:
            holder = holder[key]
        old = holder[path[-1]]
        is_date = isinstance(old, str) and old[:2] == "20" and old[4:5] == "-"
        new = "2031-03-04" if is_date else f"{old} zzz" if isinstance(old, str) else (old or 0) + 7
        if path[-1] == "value":
            new = type(old)(int(float(old)) + 7)
        holder[path[-1]] = new
        rows = field_rows(before, after)
        assert rows, path
        if isinstance(old, str) and path[-1] not in BEHIND and path[-1] != "value":
            told = "".join(
                fragment.text for row in rows for fragment in row.after if fragment.mark == "inserted"
            )
            assert ("04/03/2031" if is_date else "zzz") in told, path


def test_rows_stand_in_the_order_of_the_document():
    numbers = [row.number for row in field_rows(None, birth_registration()) if row.number]
    assert numbers == sorted(numbers)
    assert set(numbers) == {
        "1",
        "2",
        "3",
        "4",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
        "5.5",
        "5.6",
        "5.7",
        "5.8",
        "6",
        "7",
    }


def test_a_changed_attribute_of_a_step_is_one_row():
    before, after = birth_registration(), birth_registration()
    after["steps"][3]["position"] = "Phó Chủ tịch"
    assert shown(before, after) == [("5.7", "Bước 4, trách nhiệm", "[-Chủ tịch-]", "[+Phó Chủ tịch+]")]


def test_an_item_is_one_line_with_the_changed_words_marked():
    before, after = birth_registration(), birth_registration()
    after["components"][7]["condition"] = "không tra cứu được"
    assert shown(before, after) == [
        (
            "5.2",
            "Thành phần hồ sơ, dòng 8",
            "Giấy tờ chứng minh nơi cư trú; cho xem rồi cầm về (xuất trình); bản chính: 1",
            "Giấy tờ chứng minh nơi cư trú; cho xem rồi cầm về (xuất trình); bản chính: 1"
            "[+; chỉ khi không tra cứu được+]",
        )
    ]


def test_an_inserted_step_does_not_make_the_later_ones_different():
    before, after = birth_registration(), birth_registration()
    after["steps"].insert(2, step(3, "Phân công", "head_of_unit", duration("0.5"), output="Phiếu giao việc"))
    for position, item in enumerate(after["steps"], start=1):
        item["number"] = position
    assert [row[1] for row in shown(before, after)] == ["Bước 3"]


def test_a_moved_item_is_a_move():
    before, after = birth_registration(), birth_registration()
    after["components"].append(after["components"].pop(0))
    assert shown(before, after) == [("5.2", "Thành phần hồ sơ, dòng 8, thứ tự", "[-thứ 1-]", "[+thứ 8+]")]


def test_added_and_dropped_items_are_whole_lines():
    before, after = birth_registration(), birth_registration()
    after["citations"] = [after["citations"][0], citation("66.7/2025/NQ-CP", "Cắt giảm thủ tục")]
    assert shown(before, after) == [
        (
            "5.8",
            "Cơ sở pháp lý, dòng 2",
            "[-123/2015/NĐ-CP; Nghị định quy định chi tiết Luật Hộ tịch; ngày 15/11/2015; Điều 9-]",
            "",
        ),
        ("5.8", "Cơ sở pháp lý, dòng 2", "", "[+66.7/2025/NQ-CP; Cắt giảm thủ tục+]"),
    ]


def test_a_code_behind_the_same_name_is_shown_as_stored():
    before, after = birth_registration(), birth_registration()
    after["field"] = {"code": "ho_tich_2", "name": "Hộ tịch"}
    [(_, label, old, new)] = shown(before, after)
    assert label == "Lĩnh vực"
    assert "[-ho_tich-]" in old
    assert "[+ho_tich_2+]" in new


def test_formatting_alone_is_shown():
    before, after = birth_registration(), birth_registration()
    after["conditions"] = "<p>Đăng ký trong <b>60 ngày</b> kể từ ngày sinh.</p>"
    [(number, _, _, new)] = shown(before, after)
    assert number == "5.1"
    assert "<" in new
    assert "b" in new


def test_keys_of_a_newer_schema_are_not_passed_over():
    before, after = birth_registration(), birth_registration(photo="x")
    after["chapters"]["risks"] = "<p>y</p>"
    after["components"][0] = component("Tờ khai đăng ký khai sinh", form="TP-HT-KS", languages=["en"])
    assert {row.label for row in field_rows(before, after)} == {
        "photo",
        "chapters.risks",
        "Thành phần hồ sơ, dòng 1",
    }


def test_the_layout_names_every_key_of_the_schema():
    everything = {**birth_registration(), **overdue_dossier_process()}
    assert all(row.section != "other" for row in field_rows(None, everything))
    assert len({(part.path, part.number, part.label, id(part)) for part in LAYOUT}) == len(LAYOUT)


@given(st.sampled_from(sorted(SAMPLES)))
def test_comparing_changes_neither_snapshot(name):
    before, after = copy.deepcopy(SAMPLES[name]), copy.deepcopy(SAMPLES["birth"])
    field_rows(before, after)
    assert before == SAMPLES[name]
    assert after == SAMPLES["birth"]
