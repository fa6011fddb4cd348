"""The tree made ready for paper."""

import copy

from publications.compose.document import Layout
from publications.compose.tree import Cell, Column, div, heading, link, para, plain, span, table
from publications.writers.paged_tree import LONG_WORD, paged, with_breaks, words_of
from tests.publications.every_part import every_part

COLUMNS = [Column(0.2), Column(0.8)]


def rows_of(block):
    return block["c"][4][0][3]


def is_whole(row):
    return "whole" in row[0][1]


def test_the_given_tree_stays_as_it_is():
    document = every_part()
    before = copy.deepcopy(document.blocks)
    paged(document.blocks)
    assert document.blocks == before


def test_no_word_is_lost():
    blocks = [*every_part().blocks, para("x" * 100)]
    assert "".join(words_of(paged(blocks).blocks)) == "".join(words_of(blocks))


def test_headings_go_down_one_level_at_a_time():
    levels = [block["c"][0] for block in paged([heading(n, "x") for n in (2, 3, 1, 3, 3, 2)]).blocks]
    assert levels == [1, 2, 1, 2, 3, 2]


def test_only_the_first_of_equal_anchors_stays():
    tree = paged([div([], [heading(1, "x", "a")]), para(span([], "y", "a")), para(span([], "z", "b"))])
    assert tree.anchors == {"a": True, "b": True}
    assert tree.blocks[1]["c"][0]["c"][0][0] == ""
    assert tree.blocks[2]["c"][0]["c"][0][0] == "b"


def test_ordinary_rows_stay_whole_and_high_ones_break():
    (block,) = paged([table(["grid"], COLUMNS, [["a", "b"], ["a", "từ " * 700], ["từ " * 150, "b"]])]).blocks
    assert [is_whole(row) for row in rows_of(block)] == [True, False, False]


def test_an_upright_sheet_holds_higher_rows_than_one_on_its_side():
    row = ["a", "từ " * 380]

    def stays(layout, *classes):
        (block,) = paged([div([*classes], [table(["grid"], COLUMNS, [row])])], layout).blocks
        return is_whole(rows_of(block["c"][1][0])[0])

    assert stays(Layout(style="decree"))
    assert not stays(Layout(style="decree", landscape=True))
    assert not stays(Layout(style="decree"), "landscape"), "a part that lies the other way round"
    assert not stays(Layout(style="slip", paper="A5"))


def test_rows_after_a_part_on_its_side_are_as_high_as_before():
    high = table(["grid"], COLUMNS, [["a", "từ " * 380]])
    turned, after = paged([div(["landscape"], [high]), high], Layout()).blocks
    assert [is_whole(rows_of(block)[0]) for block in (turned["c"][1][0], after)] == [False, True]


def test_a_row_of_many_short_lines_breaks():
    (block,) = paged([table(["grid"], COLUMNS, [["a", [plain("x") for _ in range(40)]]])]).blocks
    assert not is_whole(rows_of(block)[0])


def test_the_last_row_goes_with_the_foot():
    (block,) = paged([table(["grid"], COLUMNS, [["1", "a"], ["2", "b"]], foot=[["", "tổng"]])]).blocks
    assert len(rows_of(block)) == 1
    assert len(block["c"][5][1]) == 2


def test_a_last_row_into_which_a_cell_reaches_stays():
    rows = [[Cell([plain("cả hai")], rows=2), "a"], ["b"]]
    (block,) = paged([table(["grid"], COLUMNS, rows, foot=[["", "tổng"]])]).blocks
    assert len(rows_of(block)) == 2


def test_only_very_long_words_get_places_to_break():
    assert with_breaks("một hai ba") == [{"t": "Str", "c": "một hai ba"}]
    pieces = [node["c"] for node in with_breaks("xem " + "x" * LONG_WORD + " rồi") if node["t"] == "Str"]
    assert len(pieces) > 2
    assert "".join(pieces) == "xem " + "x" * LONG_WORD + " rồi"


def test_long_words_inside_links_break_too():
    (block,) = paged([para(link("https://" + "x" * 60, "https://x.example/"))]).blocks
    assert any(node["t"] == "Span" for node in block["c"][0]["c"][1])
