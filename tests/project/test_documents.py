"""The documents for people: links lead somewhere, pictures exist and stay light, sample accounts are true."""

import re
from pathlib import Path

import pytest

from docs.tools.take_pictures import IMAGES, MOST_BYTES, PICTURES
from iso_docs.management.commands.serve import SHOWCASE
from procedures.management.commands.load_sample import PASSWORD

BASE = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*BASE.glob("*.md"), *BASE.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")


def headings(path):
    """The anchors of a document as GitHub and GitLab make them."""
    text = path.read_text(encoding="utf-8")
    lines = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_every_link_leads_somewhere(path):
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), target
        if anchor:
            assert anchor in headings(found), f"{target}#{anchor}"


def test_pictures_are_light_and_all_taken_by_the_script():
    files = {path.stem for path in IMAGES.glob("*.png")}
    assert files == {picture.name for picture in PICTURES}
    assert sum(path.stat().st_size for path in IMAGES.glob("*.png")) <= MOST_BYTES


def test_every_picture_is_shown_somewhere():
    texts = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert [picture.name for picture in PICTURES if f"{picture.name}.png" not in texts] == []


def test_the_readme_names_the_sample_accounts():
    text = (BASE / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in SHOWCASE)
    assert PASSWORD in text
