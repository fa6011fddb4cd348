"""Everyday names find official ones."""

import pytest

from search.analysis.synonyms import LONGEST_NAME, SEED_FILE, Expansion, Synonyms, read_table, seed_synonyms

TABLE = Synonyms.compile(
    [
        {"same": ["căn cước công dân", "CCCD"]},
        {"said": ["sổ đỏ"], "means": ["giấy chứng nhận quyền sử dụng đất"]},
        {"said": ["đổi sổ đỏ"], "means": ["cấp đổi giấy chứng nhận"]},
    ]
)


def said_as(text):
    return [" ".join(expansion.words) for expansion in TABLE.expansions(text.split())]


def test_names_of_one_thing_find_each_other():
    assert said_as("đổi cccd") == ["căn cước công dân"]
    assert said_as("căn cước công dân") == ["cccd"]


def test_everyday_words_find_official_ones_only():
    assert said_as("làm sổ đỏ") == ["giấy chứng nhận quyền sử dụng đất"]
    assert said_as("giấy chứng nhận quyền sử dụng đất") == []


def test_marks_must_agree_where_there_are_any():
    assert said_as("lam so do") == ["giấy chứng nhận quyền sử dụng đất"]
    assert said_as("sơ đồ") == []


def test_the_longest_name_wins():
    assert TABLE.expansions(["muốn", "đổi", "sổ", "đỏ"]) == [
        Expansion(1, 4, ("cấp", "đổi", "giấy", "chứng", "nhận"))
    ]


@pytest.mark.parametrize("text", ["- [unclosed", "just text", "a: 1", "- 5"])
def test_a_broken_table_says_so(text):
    with pytest.raises(ValueError, match=r"."):
        read_table(text)


def test_the_seed_table_is_sound():
    groups = read_table(SEED_FILE.read_text(encoding="utf-8"))
    assert len(groups) >= 80
    for group in groups:
        assert set(group) in ({"same"}, {"said", "means"}), group
        names = [name for of in group.values() for name in of]
        assert len(names) == len(set(names)) >= 2, group
        assert all(isinstance(name, str) and len(name.split()) <= 2 * LONGEST_NAME for name in names), group


@pytest.mark.parametrize("name", ["cccd", "gpxd", "sổ đỏ", "bằng lái", "sao y", "so do", "lltp"])
def test_the_seed_table_knows(name):
    assert seed_synonyms().expansions(name.split())
