"""Signs that the fonts lack: spelled out on papers of what people typed, refused in documents that are issued."""

import ast
from pathlib import Path

import pytest

from publications.compose.document import Info, Layout
from publications.compose.papers import finished, paper
from publications.compose.printable import printable_characters, spelled_out
from publications.compose.sources import Letterhead
from publications.compose.tree import Column, div, emphasis, heading, image, link, para, strong, table
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
