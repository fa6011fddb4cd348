"""What a stranger may see of a name."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.rules.masking import MOST_INITIALS, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Văn An", "Nguyễn V. A."),
        ("Nguyễn An", "Nguyễn A."),
        ("An", "A."),
        ("  trần   thị  ánh  ", "trần T. Á."),
        ("Nguyễn Văn An (0900 000 000)", "Nguyễn V. A."),
        ("Hộ kinh doanh Bún Bà Tám", "Hộ K. D. B. B. T."),
        ("Lê-Thu-Hà", "Lê T. H."),
        (unicodedata.normalize("NFD", "Đỗ Thị Ước"), "Đỗ T. Ư."),
        ("0900000000", ""),
        ("", ""),
    ],
)
def test_names(name, shown):
    assert masked_name(name) == shown


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)


@given(NAMES)
def test_only_the_first_word_is_ever_whole(name):
    shown = masked_name(name)
    words = [word for word in re.split(r"[^\w]|\d|_", unicodedata.normalize("NFC", name)) if word]
    for word in shown.split()[1:]:
        assert word.endswith(".") and len(word) <= 4
    assert not any(character.isdigit() and not character.isalpha() for character in shown)
    assert len(shown.split()) <= MOST_INITIALS + 1
    if shown and not shown.split()[0].endswith("."):
        assert shown.split()[0] in unicodedata.normalize("NFC", name) and len(words) >= 1


@given(st.lists(st.sampled_from(["Nguyễn", "Văn", "Thị", "An", "Bình", "Ước"]), min_size=2, max_size=6))
def test_masking_twice_changes_nothing(words):
    once = masked_name(" ".join(words))
    assert masked_name(once) == once
    assert once.count(".") == len(words) - 1
