"""Write the table of characters that the document fonts can print (publications/compose/coverage_table.py).

Our serif comes from publications/fonts; what it lacks (☐ ☑ ✓ …) typst takes from the DejaVu Sans Mono inside its
wheel. Run it again when a font or typst changes:

    .venv/bin/python docs/tools/build_coverage.py
"""

import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "publications" / "compose" / "coverage_table.py"
STYLES = {"Regular": "", "Bold": " Bold", "Italic": " Oblique", "BoldItalic": " Bold Oblique"}
SFNT = b"\x00\x01\x00\x00\x00"
UPRIGHT = range(0x2600, 0x27C0)
"""Signs such as ☐ and ✓, which the slanted faces lack: document.typ sets them upright everywhere."""
NOT_PRINTED = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def fonts_in_wheel() -> Iterator[TTFont]:
    """The fonts inside typst's library: everything in it that begins like a TrueType file and has its tables."""
    library = next(Path(typst.__file__).parent.glob("_typst*"))
    data = library.read_bytes()
    place = data.find(SFNT)
    while place >= 0:
        directory = data[place + 12 : place + 12 + 16 * data[place + 5]]
        tags = {directory[n : n + 4] for n in range(0, len(directory), 16)}
        if {b"cmap", b"glyf", b"name"} <= tags:
            yield TTFont(BytesIO(data[place:]), lazy=True)
        place = data.find(SFNT, place + 1)


def covered() -> set[int]:
    """Code points that every one of the four styles can print."""
    mono = {font["name"].getDebugName(4): set(font.getBestCmap()) for font in fonts_in_wheel()}
    printable = {}
    for style, name in STYLES.items():
        serif = TTFont(ROOT / "publications" / "fonts" / f"LiberationSerif-{style}.ttf")
        printable[style] = set(serif.getBestCmap()) | mono[f"DejaVu Sans Mono{name}"]
    upright = printable["Regular"] & printable["Bold"]
    found = upright & printable["Italic"] & printable["BoldItalic"] | upright & set(UPRIGHT)
    return {code for code in found if unicodedata.category(chr(code)) not in NOT_PRINTED}


def ranges(codes: Iterable[int]) -> Iterator[str]:
    """Runs of neighbours as "20-7E"."""
    ordered = sorted(codes)
    breaks = [n for n, (one, next_one) in enumerate(pairwise(ordered), 1) if next_one != one + 1]
    for begin, end in pairwise([0, *breaks, len(ordered)]):
        first, last = ordered[begin], ordered[end - 1]
        yield f"{first:X}" if first == last else f"{first:X}-{last:X}"


def table() -> str:
    """The module's text."""
    lines, line = [], ""
    for run in ranges(covered()):
        if len(line) + len(run) > 104:
            lines.append(line)
            line = ""
        line += f" {run}" if line else run
    body = "\n".join([*lines, line])
    return f'"""Made by docs/tools/build_coverage.py from the fonts: do not edit."""\n\nRANGES = """\n{body}\n"""\n'


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
