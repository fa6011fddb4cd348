"""Blocks and one by one, the postings are the same."""

import pytest
from whoosh.matching.wrappers import FilterMatcher

from search.engine import IndexDocument, create_index
from search.engine.postings import PostingsTable, one_by_one, read_postings
from search.engine.schema import HIGHEST_IMPACT, impacts


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    index = create_index(tmp_path_factory.mktemp("index"))
    with index.writer() as writer:
        for number in range(400):
            body = "đăng ký " * (number % 7 + 1) + (f"riêng{number}" if number % 3 else "chung")
            writer.put(IndexDocument(id=str(number), title=f"Thủ tục {number}", body=body))
    deleting = index._index.writer()
    deleting.delete_by_term("id", "5")
    deleting.commit(merge=False)
    return index._index.reader()


@pytest.mark.parametrize("term", ["dang", "dang ky", "chung", "rieng7", "thu tuc", "399"])
def test_both_ways_agree(reader, term):
    matcher = reader.postings("text", term)
    by_blocks = read_postings(reader, "text", term)
    public = one_by_one(matcher.child if isinstance(matcher, FilterMatcher) else matcher)
    assert (by_blocks.ids, by_blocks.impacts) == (public.ids, public.impacts)
    assert len(by_blocks) > 0
    assert list(by_blocks.ids) == sorted(by_blocks.ids)


@pytest.mark.parametrize("documents", [400, 1_600], ids=["without a list beside it", "with one"])
@pytest.mark.parametrize("term", ["dang", "chung", "rieng7", "không có"])
def test_a_table_says_the_same(reader, term, documents):
    postings = read_postings(reader, "text", term)
    table = PostingsTable(postings, documents)
    assert (len(table), list(table.ids)) == (len(postings), list(postings.ids))
    assert bytes(table.impacts) == postings.impacts
    for ids in ([], [7], [0, 7, 399]):
        assert list(table.among(ids)) == list(postings.among(ids))


def test_an_unknown_term_has_none(reader):
    assert len(read_postings(reader, "text", "không có")) == 0


def test_impacts_grow_with_frequency_and_shrink_with_length():
    once, twice = (dict(impacts(["đơn"] * n + ["khác"] * 10, 20))["đơn"] for n in (1, 2))
    long = dict(impacts(["đơn"] + ["khác"] * 500, 20))["đơn"]
    assert 1 <= long < once < twice <= HIGHEST_IMPACT
