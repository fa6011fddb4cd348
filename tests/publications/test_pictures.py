"""SVG becomes PNG for the Word writer."""

import struct

import pytest

from publications.errors import WriterError
from publications.writers.pictures import svg_to_png
from tests.publications.every_part import SQUARE


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_a_picture_has_the_size_css_gives_it():
    assert size(svg_to_png(SQUARE, ppi=96)) == (200, 100)
    assert size(svg_to_png(SQUARE)) == (333, 167)


def test_the_words_of_a_picture_are_drawn():
    assert svg_to_png(SQUARE) != svg_to_png(SQUARE.replace("Nộp hồ sơ", ""))


def test_the_same_picture_gives_the_same_bytes():
    first = svg_to_png(SQUARE)
    svg_to_png.cache_clear()
    assert svg_to_png(SQUARE) == first


@pytest.mark.parametrize(
    "svg", ["", "no picture", "<svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg']
)
def test_what_is_no_picture_is_refused(svg):
    with pytest.raises(WriterError) as refused:
        svg_to_png(svg)
    assert refused.value.detail


def test_a_picture_reads_no_file(tmp_path):
    """A picture inside a picture is not followed: with the file and without it the result is the same."""
    outside = tmp_path / "outside.png"
    svg = SQUARE.replace("</svg>", f'<image href="{outside}" width="50" height="50"/></svg>')
    without = outcome(svg)
    outside.write_bytes(svg_to_png(SQUARE))
    svg_to_png.cache_clear()
    assert outcome(svg) == without


def outcome(svg):
    try:
        return svg_to_png(svg)
    except WriterError as refused:
        return refused.detail
