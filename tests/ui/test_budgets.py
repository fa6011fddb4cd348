"""What a first visit weighs (DESIGN: performance budget)."""

import gzip
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parents[2] / "static"
KB = 1024


def packed(*names):
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        (["css/site.css", "css/staff.css"], 12 * KB),
        (["js/site.js"], 6 * KB),
        (["icons.svg"], 6 * KB),
    ],
)
def test_text_files_stay_small(names, limit):
    assert packed(*names) <= limit


def test_the_three_fonts_together():
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))
    assert [font.name for font in fonts] == [f"be-vietnam-pro-{weight}.woff2" for weight in (400, 600, 700)]
    assert sum(font.stat().st_size for font in fonts) <= 92 * KB


def test_fonts_write_every_vietnamese_letter_and_have_equal_digits():
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    for path in (STATIC / "fonts").glob("*.woff2"):
        font = TTFont(path)
        names = font.getBestCmap()
        assert [char for char in letters + letters.upper() + "–…“”₫×" if ord(char) not in names] == []
        gsub = font["GSUB"].table
        record = next(record for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum")
        (index,) = record.Feature.LookupListIndex
        equal = gsub.LookupList.Lookup[index].SubTable[0].mapping
        assert len({font["hmtx"][equal[names[ord(digit)]]][0] for digit in "0123456789"}) == 1


def test_nothing_is_fetched_from_elsewhere():
    for path in [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]:
        assert "http://" not in path.read_text() and "https://" not in path.read_text()
