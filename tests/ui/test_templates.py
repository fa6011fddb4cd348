"""House rules of the templates: icons exist, nothing inline, every word translated."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation

from iso_docs.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if "wagtailadmin" not in path.read_text(encoding="utf-8")  # Wagtail's own pages follow Wagtail's rules
)
OWN = [path for path in TEMPLATES if path.parent.name in ("components", "templates")]
DESIGNED = [
    "search",
    "baby",
    "rings",
    "stamp",
    "land",
    "house",
    "shop",
    "heart",
    "school",
    "leaf",
    "people",
    "doc",
    "clock",
    "coin",
    "pin",
    "check",
    "okc",
    "x",
    "xc",
    "warn",
    "info",
    "help",
    "lock",
    "arrow",
    "print",
    "down",
    "phone",
    "mail",
    "cal",
    "user",
    "id",
    "inbox",
    "list",
    "compare",
    "history",
    "camera",
    "off",
    "chart",
    "globe",
    "letter",
    "flag",
    "edit",
    "menu",
    "pause",
    "minus",
    "plus",
    "book",
    "clip",
    "swap",
    "shield",
]
TRANSLATE = re.compile(r"""{%\s*translate\s+(["'])(.+?)\1(?:\s+context\s+"(\w+)")?""")
BLOCK = re.compile(
    r"{%\s*blocktranslate trimmed(?P<head>.*?)%}(?P<body>.*?)"
    r"(?:{%\s*plural\s*%}(?P<plural>.*?))?{%\s*endblocktranslate\s*%}",
    re.S,
)


def symbols():
    tree = ElementTree.parse(ROOT / "static" / "icons.svg")  # noqa: S314 (our own file)
    return [node.get("id") for node in tree.getroot()]


def ids(paths):
    return [str(path.relative_to(ROOT / "templates")) for path in paths]


def test_the_sprite_holds_the_designed_set_once():
    names = symbols()
    assert len(names) == len(set(names))
    assert set(DESIGNED) <= set(names)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_icons_used_exist(path):
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", text)
    used += re.findall(r"""icon(?:_name)?(?:=|\|default:)["']([\w-]+)["']""", text)
    assert set(used) - {"info", "ok", "warn", "bad"} <= set(symbols())


def test_icons_of_states_exist():
    used = {name for _, name, _ in ui.STATES.values()}
    used |= set(ui.NOTICE_ICONS.values()) | {name for _, name in ui.DEADLINES.values()}
    assert used <= set(symbols())


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_nothing_is_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert all("src=" in tag or "application/ld+json" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", OWN, ids=ids(OWN))
def test_every_word_has_its_vietnamese(path):
    text = path.read_text(encoding="utf-8")
    missing = []
    with translation.override("vi"):
        for _, message, context in TRANSLATE.findall(text):
            found = translation.pgettext(context, message) if context else translation.gettext(message)
            missing += [message] if found == message else []
        for block in BLOCK.finditer(text):
            message = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", " ".join(block["body"].split()))
            found = (
                translation.ngettext(message, message, 2) if block["plural"] else translation.gettext(message)
            )
            missing += [message] if found == message else []
    assert missing == []


def test_words_of_states_have_their_vietnamese():
    lazy = [words for _, _, words in ui.STATES.values()]
    lazy += [
        *ui.STEP_STATES.values(),
        *ui.CHANNELS.values(),
        *ui.FEE_KINDS.values(),
    ]
    with translation.override("en"):
        english = [str(words) for words in lazy]
    with translation.override("vi"):
        vietnamese = [str(words) for words in lazy]
    assert [pair for pair in zip(english, vietnamese, strict=True) if pair[0] == pair[1]] == []
