from hypothesis import given
from hypothesis import strategies as st

from procedures.comparison.matching import match

items = st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.integers(0, 2)), max_size=6)


def matched(before, after):
    return match(
        before,
        after,
        frozen=lambda item: item,
        keys=[lambda item: item[0] or None],
        title=lambda item: item[0],
    )


@given(items, items)
def test_every_item_is_paired_removed_or_added_once(before, after):
    found = matched(before, after)
    old = [pair.before_position for pair in found.pairs] + [position for position, _ in found.removed]
    new = [pair.after_position for pair in found.pairs] + [position for position, _ in found.added]
    assert sorted(old) == list(range(len(before)))
    assert sorted(new) == list(range(len(after)))


@given(items, items)
def test_the_old_list_can_be_worked_out_from_the_result(before, after):
    found = matched(before, after)
    assert all(before[pair.before_position] == pair.before for pair in found.pairs)
    still = [pair for pair in found.pairs if not pair.is_moved]
    assert [pair.before_position for pair in still] == sorted(pair.before_position for pair in still)
    assert found.is_same == (before == after)


def test_items_are_paired_by_identity_not_by_position():
    found = matched([("a", 1), ("b", 1)], [("c", 9), ("a", 1), ("b", 2)])
    assert [(pair.before, pair.after) for pair in found.pairs] == [(("a", 1), ("a", 1)), (("b", 1), ("b", 2))]
    assert found.added == ((0, ("c", 9)),)
    assert not any(pair.is_moved for pair in found.pairs)


def test_the_fewest_items_are_called_moved():
    letters = [(letter, 0) for letter in "abcde"]
    found = matched(letters, [letters[4], *letters[:4]])
    assert [pair.after[0] for pair in found.pairs if pair.is_moved] == ["e"]


def test_similar_titles_are_the_same_item():
    found = matched([("Giấy chứng sinh", 1)], [("Giấy xác nhận", 1), ("Giấy chứng sinh bản chính", 1)])
    assert [(pair.before_position, pair.after_position) for pair in found.pairs] == [(0, 1)]


def test_items_without_title_are_not_alike():
    found = matched([("", 1)], [("", 2)])
    assert not found.pairs
