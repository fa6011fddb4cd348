import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.comparison.normalising import normalised, plain_text
from procedures.comparison.words import Fragment, tokens, word_diff
from tests.procedures.snapshot_strategies import rich

texts = st.text(max_size=40) | st.lists(st.sampled_from(["một", "hai", " ", "\n", ",", "3.1", "đ"])).map(
    "".join
)


@given(texts)
def test_tokens_lose_nothing(text):
    assert "".join(tokens(text)) == text


@given(texts, texts)
def test_fragments_give_both_texts_back(before, after):
    old, new = word_diff(before, after)
    assert "".join(fragment.text for fragment in old) == before
    assert "".join(fragment.text for fragment in new) == after
    assert {fragment.mark for fragment in old} <= {"same", "deleted"}
    assert {fragment.mark for fragment in new} <= {"same", "inserted"}
    kept = ["".join(fragment.text for fragment in side if fragment.mark == "same") for side in (old, new)]
    assert kept[0] == kept[1]
    assert (before != after) == any(fragment.mark != "same" for fragment in (*old, *new))


def test_only_the_changed_words_are_marked():
    old, new = word_diff(
        "Giấy tờ chứng minh nơi cư trú: xuất trình bản chính",
        "Giấy tờ chứng minh nơi cư trú: chỉ khi không tra cứu được",
    )
    assert old == (
        Fragment("Giấy tờ chứng minh nơi cư trú: ", "same"),
        Fragment("xuất trình bản chính", "deleted"),
    )
    assert new[1] == Fragment("chỉ khi không tra cứu được", "inserted")


def test_codes_and_amounts_are_one_word():
    assert tokens("66.7/2025/NQ-CP, 100.000 đồng.") == [
        "66.7/2025/NQ-CP",
        ",",
        " ",
        "100.000",
        " ",
        "đồng",
        ".",
    ]


def test_short_and_unlike_values_are_replaced_whole():
    assert word_diff("Chủ tịch", "Phó Chủ tịch") == (
        (Fragment("Chủ tịch", "deleted"),),
        (Fragment("Phó Chủ tịch", "inserted"),),
    )
    old, new = word_diff("một hai ba bốn năm sáu", "bảy tám chín mười và một")
    assert [fragment.mark for fragment in (*old, *new)] == ["deleted", "inserted"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("chỉ là chữ, 1 < 2", "chỉ là chữ, 1 < 2"),
        ("<p>một</p><p>hai &amp; ba</p>", "một\nhai & ba"),
        ("<ul><li>a</li><li><b>b</b> c</li></ul>", "– a\n– b c"),
        ('<p>Xem <a href="/x">đây</a>.</p>', "Xem đây (/x)."),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b |"),
        ("a<br/>b", "a\nb"),
    ],
)
def test_rich_text_reads_as_lines(markup, expected):
    assert plain_text(markup) == expected


@given(rich)
def test_plain_text_holds_no_markup(markup):
    assert "<p>" not in plain_text(markup)
    assert "<li>" not in plain_text(markup)


def test_what_says_nothing_is_equal():
    assert normalised(None) == normalised({"schema": 1, "title": "", "cases": [], "unit": {"name": ""}}) == {}
    assert normalised({"fees": [{"amount": 0, "valid_from": None}]}) == {"fees": [{"amount": 0}]}
    assert normalised({"title": "Hòa"}) == normalised({"title": "Ho\u0300a"})
