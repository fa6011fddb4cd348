"""Filtering and counting, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from procedures.public.catalogue import (
    FIELD,
    FILTERS,
    ONLINE,
    SUBJECT,
    UNIT,
    known,
    narrowed,
    options,
    unit_code,
    values_of,
)
from procedures.public.presentation import example_words
from procedures.public.selectors import CatalogueRow

WARD = "Ủy ban nhân dân phường An Hòa"


def row(pk, field="ho_tich", online="full", subjects=("a",), unit=WARD):
    return CatalogueRow(
        pk, str(pk), (field, field), (online, online), unit, frozenset((s, s) for s in subjects)
    )


ROWS = [row(1), row(2, subjects=("a", "b")), row(3, field="chung_thuc", online=""), row(4, field="")]
rows = st.lists(
    st.builds(
        row,
        st.integers(0, 50),
        st.sampled_from(["", "x", "y", "z"]),
        st.sampled_from(["", "full", "partial"]),
        st.lists(st.sampled_from("abc"), max_size=3),
    ),
    max_size=12,
)
choices = st.fixed_dictionaries(
    {},
    optional={FIELD: st.frozensets(st.sampled_from("xyz")), SUBJECT: st.frozensets(st.sampled_from("abc"))},
)


def pks(found):
    return [row.pk for row in found]


def test_values_widen_and_filters_narrow():
    assert pks(narrowed(ROWS, {FIELD: frozenset({"ho_tich", "chung_thuc"})})) == [1, 2, 3]
    assert pks(narrowed(ROWS, {FIELD: frozenset({"ho_tich"}), SUBJECT: frozenset({"b"})})) == [2]
    assert pks(narrowed(ROWS, {})) == [1, 2, 3, 4]


def test_a_unit_has_a_readable_address():
    assert unit_code(WARD) == "uy-ban-nhan-dan-phuong-an-hoa"
    assert pks(narrowed(ROWS, {UNIT: frozenset({unit_code(WARD)})})) == [1, 2, 3, 4]


def test_unknown_values_are_dropped():
    asked = {FIELD: ["ho_tich", "<script>"], ONLINE: ["zzz"], "khac": ["1"]}
    assert known(ROWS, asked) == {
        FIELD: frozenset({"ho_tich"}),
        SUBJECT: frozenset(),
        ONLINE: frozenset(),
        UNIT: frozenset(),
    }


@given(rows, choices)
def test_a_count_is_what_choosing_it_alone_in_its_filter_gives(found, chosen):
    for name in FILTERS:
        for option in options(found, chosen, name):
            alone = {**chosen, name: frozenset({option.value})}
            assert option.count == len(narrowed(found, alone))


@given(rows)
def test_every_value_is_offered_once(found):
    for name in FILTERS:
        offered = [option.value for option in options(found, {}, name)]
        assert sorted(offered) == sorted({code for one in found for code, _ in values_of(one, name)})


def test_examples_of_a_tile_are_short():
    assert example_words("Đăng ký khai sinh") == "khai sinh"
    assert example_words("Thủ tục cấp giấy phép xây dựng") == "giấy phép xây dựng"
    assert example_words("Cấp") == "cấp"
    assert len(example_words("Một tên thủ tục rất dài không thể nào viết hết trong một ô")) <= 33
