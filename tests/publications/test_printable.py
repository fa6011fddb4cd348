"""Signs that the fonts lack: spelled out on papers, and told to the author of a text before it is submitted."""

import ast
from pathlib import Path

import pytest

from publications.compose.document import Document, Info, Layout
from publications.compose.flow_chart import wrapped
from publications.compose.papers import finished, paper
from publications.compose.printable import printable_characters, spelled_out
from publications.compose.sources import Letterhead
from publications.compose.tree import Column, div, emphasis, heading, image, link, para, strong, table
from publications.text_checks import unprintable
from publications.writers.paged_tree import words_of
from tests.publications.every_part import every_part

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "a😀\ufe0f\x07\u202e\ud800\ue000\u061c\u200d\U000e0067\U000e0101\ufdd0\x85b"
SHOWN = "a[U+1F600][U+E000][U+FDD0]b"


def places(words):
    return [
        heading(1, words),
        para(strong(words), emphasis(words), link(words, "https://an-hoa.example/")),
        table(["grid"], [Column(1)], [[words]], head=[[words]]),
        div(["note"], [para(image("qr.svg", words))], title=words),
    ]


def all_words(document):
    info = document.info
    return [info.title, info.unit, info.code, info.number, *words_of(list(document.blocks))]


def test_every_place_of_a_paper_spells_out_what_no_font_has():
    made = finished(Info("x", HOSTILE, HOSTILE, HOSTILE, HOSTILE), Layout(), places(HOSTILE))
    assert set(all_words(made)) == {SHOWN}
    assert set("".join(all_words(made))) <= printable_characters()


def test_the_door_spells_out_head_number_and_signatures():
    made = paper(
        Info("x", "Giấy", "An Hòa"),
        Letterhead(f"UBND {HOSTILE}", "Bộ phận", "An Hòa"),
        title=HOSTILE,
        blocks=[],
        number=HOSTILE,
        after=places(HOSTILE),
    )
    assert set("".join(all_words(made))) <= printable_characters()
    assert SHOWN in "".join(all_words(made))


def test_pictures_spell_out_too_and_their_boxes_are_made_for_it():
    made = spelled_out(
        Document(Info("x", "A", "B"), Layout(), (), {"a.svg": "<svg><text>bước 😀</text></svg>"})
    )
    assert made.media == {"a.svg": "<svg><text>bước [U+1F600]</text></svg>"}
    assert wrapped("Nhận 😀 hồ sơ", 500, 2) == ("Nhận [U+1F600] hồ sơ",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nộp hồ sơ 😀 tại bộ phận một cửa", ["“😀” (U+1F600): … Nộp hồ sơ 😀 tại bộ phận một"]),
        ("<p>Gọi &#128222; để hỏi</p>", ["“📞” (U+1F4DE)"]),
        ("中 và 한", ["“中” (U+4E2D)", "“한” (U+D55C)"]),
        ("☎️ 024 3833 1234​", []),
        ("Nộp tại bộ phận một cửa: ☐ bản chính", []),
    ],
)
def test_the_author_hears_which_sign_stands_where(text, named):
    said = unprintable(text)
    assert bool(said) is bool(named)
    assert all(place in said for place in named)


def test_what_can_be_printed_stays_the_very_same_document():
    document = every_part()
    assert spelled_out(document) is document


@pytest.mark.parametrize("app", ["audits", "dossiers"])
def test_apps_above_compose_through_the_door_only(app):
    """A Document made elsewhere could be refused for one sign that somebody typed."""
    for path in (ROOT / app).rglob("*.py"):
        calls = [node.func for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
        names = {func.id for func in calls if isinstance(func, ast.Name)}
        assert "Document" not in names, path
