"""The contrast table of the design, recomputed from the CSS file, and no colour outside the tokens."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
FILES = ["site.css", "staff.css"]
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklch|oklab|color)a?\(|"
    r":[^;{}]*(?<![-\w])(?:white|black|red|green|blue|gray|grey|orange|yellow|brown|gold|silver)(?![-\w])"
)

TEXT = 4.5
SHAPE = 3.0
GROUNDS = ("paper", "surface", "sunk")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3", "seal", "pen") for ground in GROUNDS),
    *((tone, ground, TEXT) for tone in ("ok", "warn", "bad") for ground in GROUNDS),
    *((tone, f"{tone}-tint", TEXT) for tone in ("ok", "warn", "bad", "mute")),
    *(("ink", f"{tone}-tint", TEXT) for tone in ("ok", "warn", "bad", "mute", "pen")),
    *(("ink-2", f"{tone}-tint", TEXT) for tone in ("ok", "warn", "bad", "mute", "pen")),
    *(("surface", ground, TEXT) for ground in ("seal", "seal-dark", "pen", "pen-dark", "ok", "bad", "bar")),
    *(("line-2", ground, SHAPE) for ground in GROUNDS),
    *(("focus", ground, SHAPE) for ground in ("pen", "seal", "seal-dark", "bar")),
    *(("ink", ground, SHAPE) for ground in (*GROUNDS, "focus")),
    ("pen", "pen-tint", TEXT),
    ("pen-dark", "pen-tint", TEXT),
    ("seal", "seal-tint", TEXT),
    ("seal-lead", "seal-dark", TEXT),
    ("seal-lead", "bar", TEXT),
    ("gold-ink", "surface", TEXT),
    ("gold-ink", "letter", TEXT),
    ("ink", "mark", TEXT),
    ("pen", "mark", TEXT),
    ("amber-ink", "amber", TEXT),
    ("bar-sub", "bar", TEXT),
    ("bar-sub", "bar-field", TEXT),
    ("surface", "bar-field", TEXT),
    ("bar", "gold", TEXT),
    ("bar-line", "bar", SHAPE),
    ("gold", "seal", SHAPE),
    ("gold", "seal-dark", SHAPE),
]


def css(name):
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.S)


def root_block():
    return re.search(r":root\s*\{(.*?)\}", css("site.css"), re.S)[1]


def tokens():
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", root_block()))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#857b6c", "#ffffff") == pytest.approx(4.16, abs=0.01)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(front, ground, least):
    colours = tokens()
    assert contrast(colours[front], colours[ground]) >= least


@pytest.mark.parametrize("name", FILES)
def test_no_colour_is_written_outside_the_tokens(name):
    rest = re.sub(r":root\s*\{.*?\}", "", css(name), count=1, flags=re.S) if name == "site.css" else css(name)
    assert COLOUR.findall(rest) == []


@pytest.mark.parametrize("name", FILES)
def test_every_token_used_exists(name):
    defined = set(re.findall(r"(--[\w-]+)\s*:", css("site.css") + css("staff.css")))
    assert set(re.findall(r"var\((--[\w-]+)", css(name))) <= defined


@pytest.mark.parametrize("name", FILES)
def test_type_is_sized_in_rem(name):
    screen = css(name).split("@media print")[0]
    sizes = re.findall(r"font-size:\s*([^;}]+)", screen)
    assert sizes
    assert [size for size in sizes if re.search(r"\dp[xt]\b", size)] == []


def test_vietnamese_is_never_capitalised_by_css():
    assert "text-transform" not in css("site.css") + css("staff.css")
