"""Which font shows each run of a Word file, and text in the fonts of before Unicode made readable. Pure.

A document may be old in one paragraph and new in the next, so the letters are changed run by run in the XML, before
pandoc joins them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.legacy_fonts import (
    ENCODINGS,
    Encoding,
    Writing,
    best_encoding,
    encoding_of_font,
    has_only_unicode,
    letters,
    shows_capitals,
    to_unicode,
    without_private_codes,
)
from procedures.importers.office.package import A, Docx, W
from procedures.importers.office.syllables import plausibility

_SOFT_HYPHEN = "\u00ad"
_CODE = re.compile("[0-9A-Fa-f]{4}")
_MAX_STYLE_CHAIN = 20
_READABLE_SHARE = 0.4
_READABLE_FROM_WORDS = 20
"""A page of codes ("QĐ", "NĐ") has few syllables; fewer words than this say nothing."""


class FontBook:
    """Fonts of runs, after styles, defaults and theme."""

    def __init__(self, docx: Docx) -> None:
        self._theme = _theme_fonts(docx.named("theme/theme"))
        self._styles: dict[str, tuple[str, str | None]] = {}
        self._default_style = ""
        self._default = ""
        for styles in docx.named("styles.xml"):
            self._read_styles(styles)

    def _read_styles(self, styles: Element) -> None:
        self._default = self._font(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""
        for style in styles.iter(f"{W}style"):
            identifier = style.get(f"{W}styleId", "")
            self._styles[identifier] = (_value(style, "basedOn"), self._font(style.find(f"{W}rPr")))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self._default_style = identifier

    def of_run(self, run: Element, paragraph_style: str) -> str:
        """The font of the run's letters beyond ASCII; empty when the file names none."""
        properties = run.find(f"{W}rPr")
        own = self._font(properties)
        if own:
            return own
        character_style = _value(properties, "rStyle") if properties is not None else ""
        return (
            self._of_style(character_style)
            or self._of_style(paragraph_style or self._default_style)
            or self._default
        )

    def _of_style(self, identifier: str) -> str:
        for _ in range(_MAX_STYLE_CHAIN):
            if identifier not in self._styles:
                break
            identifier, font = self._styles[identifier]
            if font:
                return font
        return ""

    def _font(self, properties: Element | None) -> str | None:
        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        if fonts is None:
            return None
        for kind in ("hAnsi", "ascii"):
            theme = fonts.get(f"{W}{kind}Theme", "")
            if theme:
                return self._theme.get(theme[:5], "")
            if fonts.get(f"{W}{kind}"):
                return fonts.get(f"{W}{kind}")
        return None


def _theme_fonts(themes: Iterable[Element]) -> dict[str, str]:
    """ "major" and "minor" → font."""
    fonts: dict[str, str] = {}
    for theme in themes:
        for kind in ("major", "minor"):
            latin = theme.find(f".//{A}{kind}Font/{A}latin")
            if latin is not None:
                fonts.setdefault(kind, latin.get("typeface", ""))
    return fonts


def _value(properties: Element, name: str) -> str:
    element = properties.find(f"{W}{name}")
    return element.get(f"{W}val", "") if element is not None else ""


@dataclass(slots=True)
class _Piece:
    """One `w:t` with the font that shows it."""

    element: Element
    font: str

    @property
    def text(self) -> str:
        return self.element.text or ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring pieces of a paragraph whose fonts name the same encoding, or none."""

    pieces: list[_Piece]
    named: Encoding | None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class FontReport:
    """What was found and done.

    Attributes:
        letters: font → how many letters it shows.
        converted: words of before Unicode that were changed, by encoding.
        undecided: fonts of text that no table could read.
    """

    letters: Counter[str] = field(default_factory=Counter)
    converted: Counter[Encoding] = field(default_factory=Counter)
    undecided: set[str] = field(default_factory=set)


def convert_legacy_text(docx: Docx, findings: Findings) -> FontReport:
    """Change the text of old fonts in `docx` to Unicode, and say so; an error when it cannot be decided."""
    report = FontReport()
    book = FontBook(docx)
    paragraphs = [
        list(_pieces(paragraph, book)) for root in _text_parts(docx) for paragraph in root.iter(f"{W}p")
    ]
    stretches = [
        _Stretch(list(pieces), named)
        for paragraph in paragraphs
        for named, pieces in groupby(paragraph, key=lambda piece: encoding_of_font(piece.font))
    ]
    usual = {named: _usual_encoding(stretches, named) for named in (None, *ENCODINGS)}
    for stretch in stretches:
        for piece in stretch.pieces:
            report.letters[piece.font] += sum(map(str.isalpha, piece.text))
        _convert(stretch, usual[stretch.named], report)
    text = "\n".join("".join(piece.text for piece in paragraph) for paragraph in paragraphs)
    _remark(report, text, findings)
    return report


def _text_parts(docx: Docx) -> Iterator[Element]:
    yield docx.document
    yield from docx.named("footnotes", "endnotes", "comments.", "header", "footer")


def _pieces(paragraph: Element, book: FontBook) -> Iterator[_Piece]:
    properties = paragraph.find(f"{W}pPr")
    style = _value(properties, "pStyle") if properties is not None else ""
    for run in _runs(paragraph):
        font = book.of_run(run, style)
        for element in run:
            shown_in = _make_plain(element, font)
            if element.tag == f"{W}t":
                yield _Piece(element, shown_in)


def _runs(paragraph: Element) -> Iterator[Element]:
    """Runs of the paragraph itself; those of paragraphs inside it (text boxes) have their turn."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}r":
            yield element
        elif element.tag != f"{W}p":
            waiting.extend(reversed(element))


def _make_plain(element: Element, font: str) -> str:
    """Letters that Word keeps as symbols or optional hyphens become text where an old font shows them.

    Returns the font of the element.
    """
    if element.tag == f"{W}softHyphen" and encoding_of_font(font) == "tcvn3":
        element.tag, element.text = f"{W}t", _SOFT_HYPHEN
    elif element.tag == f"{W}sym" and encoding_of_font(element.get(f"{W}font", "")):
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        element.tag, element.text = f"{W}t", _character(code)
        element.attrib.clear()
    return font


def _character(code: str) -> str:
    """The character of a symbol's four hexadecimal digits; nothing when an old font has none there."""
    character = without_private_codes(chr(int(code, 16))) if _CODE.fullmatch(code) else ""
    return character if " " <= character <= "\xff" else ""


def _usual_encoding(stretches: list[_Stretch], named: Encoding | None) -> Writing | None:
    """How the document's text in such fonts is written as a whole: it decides over words that can be read both ways."""
    texts = (stretch.text for stretch in stretches if stretch.named == named)
    if named is None:
        return best_encoding("\n".join(text for text in texts if not has_only_unicode(text)))
    whole = "\n".join(texts)
    is_new = plausibility(whole).share > plausibility(to_unicode(whole, named)).share
    return "unicode" if is_new else named


def _convert(stretch: _Stretch, usual: Writing | None, report: FontReport) -> None:
    text = stretch.text
    found = best_encoding(text, [stretch.pieces[0].font])
    if found is None:
        report.undecided.update(piece.font for piece in stretch.pieces)
        return
    if (
        found != usual
        and usual is not None
        and not has_only_unicode(text)
        and _reads_as_well(text, usual, found)
    ):
        found = usual
    if found != "unicode" and to_unicode(text, found) != text:
        report.converted[found] += plausibility(text).words
        _put(stretch.pieces, text, found)
    for piece in stretch.pieces:
        if shows_capitals(piece.font):
            piece.element.text = piece.text.upper()


def _reads_as_well(text: str, usual: Writing, found: Writing) -> bool:
    shares = [
        plausibility(text if encoding == "unicode" else to_unicode(text, encoding)).share
        for encoding in (usual, found)
    ]
    return shares[0] >= shares[1]


def _put(pieces: list[_Piece], text: str, encoding: Encoding) -> None:
    """Each letter goes to the run in which it begins: a vowel and its mark may lie in two."""
    starts, place = [], 0
    for piece in pieces:
        starts.append(place)
        place += len(piece.text)
    new: list[list[str]] = [[] for _ in pieces]
    index = 0
    for start, letter in letters(text, encoding):
        while index + 1 < len(starts) and starts[index + 1] <= start:
            index += 1
        new[index].append(letter)
    for piece, words in zip(pieces, new, strict=True):
        piece.element.text = "".join(words)


_NAMES = {"tcvn3": "TCVN3 (phông .Vn…)", "vni": "VNI"}
_CONVERT_YOURSELF = (
    "Chuyển tệp sang Unicode (công cụ chuyển mã của UniKey: Ctrl + Shift + F6, hoặc đổi phông trong Word), kiểm tra "
    "lại, rồi tải lên."
)


def _remark(report: FontReport, text: str, findings: Findings) -> None:
    judged = plausibility(text)
    if report.undecided:
        fonts = ", ".join(sorted(report.undecided))
        what = f"Chữ trong tệp dùng phông cũ ({fonts[:200]}) với bảng mã không nhận ra được."
    elif judged.words >= _READABLE_FROM_WORDS and judged.share < _READABLE_SHARE:
        what = "Phần lớn chữ có dấu trong tệp không thành tiếng Việt: bảng mã không nhận ra được."
    else:
        for encoding, words in report.converted.items():
            findings.warning(
                0,
                "",
                f"Đã chuyển {words} chữ từ bảng mã {_NAMES[encoding]} sang Unicode. Đọc lại kết quả, nhất là tên "
                "riêng và chữ hoa.",
                FindingKind.FONT_CONVERTED,
            )
        return
    findings.error(0, "", f"{what} {_CONVERT_YOURSELF}", FindingKind.FILE_UNREADABLE_FONT)
