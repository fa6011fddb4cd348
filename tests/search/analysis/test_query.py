"""What a query means, and that nothing typed breaks it."""

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.model import SyllableCounts
from search.analysis.query import MOST_WORDS, AllOf, BestOf, Channel, OtherNames, Prefix, Term, understand
from search.analysis.restoring import Restorer
from search.analysis.synonyms import Synonyms
from search.analysis.tokens import words_of

counts = SyllableCounts()
counts.add(words_of("Thủ tục đăng ký kết hôn. Đăng ký khai sinh. Nghị định về thủ tục"))
RESTORER = Restorer(counts.model())
SYNONYMS = Synonyms.compile([{"same": ["kết hôn", "cưới"]}])


def asked(text, channel, **kwargs):
    return {
        c.text: c.weight
        for c in understand(text, **kwargs).should
        if isinstance(c, Term) and c.channel == channel
    }


def codes_of(query):
    return [term.text for clause in query.should if isinstance(clause, BestOf) for term in clause.terms]


def test_syllables_and_pairs_are_asked_in_every_channel():
    assert set(asked("đăng ký", Channel.TEXT)) == {"dang", "ky", "dang ky"}
    assert set(asked("đăng ký", Channel.TITLE)) == {"dang", "ky", "dang ky", "dang~ky", "^ dang", "ky $"}
    assert set(asked("đăng ký", Channel.TITLE_EXACT)) == {"đăng", "ký", "đăng ký"}


def test_stop_words_count_in_pairs_only():
    assert set(asked("quyền của dân", Channel.TEXT)) == {"quyen", "dan", "quyen cua", "cua dan"}
    assert asked("của", Channel.TEXT), "a query of nothing else still asks for them"


def test_marks_are_restored_and_told():
    query = understand("dang ky ket honn", restorer=RESTORER)
    assert query.understood.meant == "đăng ký kết hôn"
    assert query.understood.is_changed
    assert not understand("dang ky", restorer=RESTORER).understood.is_changed, (
        "marks alone are no change worth telling"
    )
    assert understand("dang ky ket honn").understood.meant == "dang ky ket honn"


def test_spaces_left_out_are_put_back():
    query = understand("dangky ket hon", restorer=RESTORER)
    assert query.understood.meant == "đăng ký kết hôn"
    assert query.understood.is_changed
    assert "dang ky" in asked("dangky", Channel.TEXT, restorer=RESTORER)


def test_what_was_typed_is_looked_for_too():
    assert asked("ket honn ", Channel.TEXT, restorer=RESTORER).keys() >= {"hon", "honn"}


def test_other_names_are_asked_with_their_neighbours():
    query = understand("đăng ký cưới", restorer=RESTORER, synonyms=SYNONYMS)
    [names] = [clause for clause in query.should if isinstance(clause, OtherNames)]
    assert {"ket", "hon", "ket hon"} <= {term.text for term in names.names[0].terms}
    assert {"ky ket", "ký kết", "ky~ket"} == {term.text for term in names.names[0].seams}
    assert {"cuoi"} <= {term.text for term in names.instead_of}
    assert {"cuoi", "ket", "hon"} <= set(query.words), "to be marked in snippets"


def test_in_titles_nothing_of_the_text_is_asked():
    query = understand("đăng ký cưới 61/2018", restorer=RESTORER, synonyms=SYNONYMS).in_titles()
    [names] = [clause for clause in query.should if isinstance(clause, OtherNames)]
    asked_for = [
        *(c for c in query.should if isinstance(c, Term)),
        *names.names[0].terms,
        *names.names[0].seams,
    ]
    assert asked_for
    assert Channel.TEXT not in {term.channel for term in asked_for}
    assert "61/2018" in codes_of(query)


def test_an_unfinished_word_is_a_beginning():
    prefixes = [c for c in understand("đăng ký kh").should if isinstance(c, Prefix)]
    assert [(p.channel, p.text) for p in prefixes] == [(Channel.TITLE, "ky kh")]
    assert not [c for c in understand("đăng ký kh ").should if isinstance(c, Prefix)]


def test_half_a_word_that_looks_like_another_spelling():
    prefixes = {c.text for c in understand("khai si").should if isinstance(c, Prefix)}
    assert prefixes == {"khai sy", "khai si"}, "sĩ is sỹ, but si may become sinh"


def test_phrases_exclusions_numbers_and_years():
    query = understand('"đăng ký lại" -kết -"ly hôn" so:61/2018 tu:2024 hộ tịch')
    assert query.must[0] == AllOf((Term(Channel.TEXT, "dang ky"), Term(Channel.TEXT, "ky lai")))
    assert "61/2018" in {term.text for clause in query.must[1].clauses for term in clause.terms}
    assert [clause.clauses[0].text for clause in query.must_not] == ["ket", "ly hon"]
    assert query.year_from == 2024
    assert "ho tich" in asked('"đăng ký lại" hộ tịch', Channel.TEXT)


def test_numbers_and_articles():
    query = understand("Điều 4 Thông tư 08/2017/TT-BNNPTNT")
    assert codes_of(query) == ["8/2017/tt-bnnptnt", "tt 8/2017", "8/2017"]
    assert any(isinstance(c, AllOf) and c.clauses[0] == Term(Channel.ARTICLE, "4") for c in query.should)


@pytest.mark.parametrize(
    "text", ["", " ", '"', '""', "-", "- -", "so:", "tu:abc", '-"', "\u202e\u200b", "\x00\x1b", "*", "()"]
)
def test_signs_without_meaning(text):
    query = understand(text, restorer=RESTORER, synonyms=SYNONYMS)
    assert query.year_from is None
    assert all(clause.clauses for clause in (*query.must, *query.must_not))


def test_a_query_is_bounded():
    query = understand("đăng ký kết hôn " * 70_000, restorer=RESTORER, synonyms=SYNONYMS)
    assert len(query.should) < MOST_WORDS * 20
    assert len(understand(" ".join(f"w{n}" for n in range(60))).words) == MOST_WORDS
    assert len(understand('"a b" ' * 30).must) <= 4


@given(st.text(max_size=260))
def test_nothing_typed_is_an_error(text):
    query = understand(text, restorer=RESTORER, synonyms=SYNONYMS)
    assert len(query.words) < 300


@given(st.text("aâbcdđeêghikôơnmoprstuưyáạ -\"':/0123456789", max_size=90))
def test_composed_and_decomposed_ask_the_same(text):
    one, other = (understand(unicodedata.normalize(form, text), restorer=RESTORER) for form in ("NFC", "NFD"))
    assert (one.should, one.must, one.must_not) == (other.should, other.must, other.must_not)


def test_hostile_queries_take_no_more_than_a_moment():
    chance = random.Random(5)
    signs = 'aăđ"-:*~^(){}[]\\/ \u202e\u0301\x00٣𝒳so:tu:'
    for _ in range(500):
        text = "".join(chance.choices(signs, k=chance.randrange(1, 300)))
        started = time.process_time()
        understand(text, restorer=RESTORER, synonyms=SYNONYMS)
        assert time.process_time() - started < 0.5, text
    started = time.process_time()
    understand("\u0301" * 1_000_000, restorer=RESTORER, synonyms=SYNONYMS)
    assert time.process_time() - started < 0.5


def test_parts_of_codes_are_no_slips():
    assert codes_of(understand("mẫu QT-KÝS-05", restorer=RESTORER)) == ["qt-kys-05"]
