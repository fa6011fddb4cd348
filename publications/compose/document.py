"""A composed document: pandoc's tree with what the writers need beside it. Pure data, the same for every format."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from publications.compose.characters import clean
from publications.compose.tree import API_VERSION, Block

PageStyle = Literal["notice", "iso", "decree", "slip", "register"]
Paper = Literal["A5", "A4", "A3", "A0"]


@dataclass(frozen=True, slots=True)
class Info:
    """What identifies a paper; it stands in heads, feet, metadata and QR.

    Attributes:
        kind: "notice", "procedure", "handbook", "list" or what a later app composes.
        title: the document's name.
        unit: the issuing unit, as the running head shows it.
        code, number: "QT-TP-01" and edition.revision "3.1"; empty on papers that are no controlled document.
        effective_on: the day from which it holds; also the only date in the file's metadata.
        check_code: hexadecimal digits of the short hash, empty when nothing can be checked.
        check_url: the address behind the QR.
    """

    kind: str
    title: str
    unit: str
    code: str = ""
    number: str = ""
    effective_on: dt.date | None = None
    check_code: str = ""
    check_url: str = ""
    language: str = "vi-VN"

    @property
    def check_code_display(self) -> str:
        """As printed: "9F3C 71AB"."""
        code = self.check_code.upper()
        return " ".join(code[i : i + 4] for i in range(0, len(code), 4))

    @property
    def foot_line(self) -> str:
        """The left side of every foot: "QT-TP-01 · Bản 3.1 · Hiệu lực từ 01/10/2026 · Mã kiểm tra 9F3C 71AB"."""
        parts = [self.code]
        if self.number:
            parts.append(f"Bản {self.number}")
        if self.effective_on:
            parts.append(f"Hiệu lực từ {self.effective_on:%d/%m/%Y}")
        if self.check_code:
            parts.append(f"Mã kiểm tra {self.check_code_display}")
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages look.

    Attributes:
        style: "notice" (poster margins, no running head), "iso" (running head from page 2), "decree" (NĐ 30/2020:
            page number centred at the top from page 2), "slip" (forms handed over a counter, also on A5), "register"
            (small letters for tables of many columns).
        paper, landscape: the sheet.
        one_page: fit the whole document on one sheet by scaling, or refuse below the readable size.
        watermark: words across every page, empty for none.
        copy_line: "BẢN KIỂM SOÁT – BẢN SỐ 3" in the foot, empty for none.
        copies: words in the foot of each copy ("Liên 1: giao người nộp"): the PDF then holds the whole document once
            per entry, each with pages of its own. Other formats hold it once.
    """

    style: PageStyle = "iso"
    paper: Paper = "A4"
    landscape: bool = False
    one_page: bool = False
    watermark: str = ""
    copy_line: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What every writer takes.

    Attributes:
        media: pictures by name ("luu-do.svg", "qr.svg") → SVG text; images of the tree say "media/<name>".
    """

    info: Info
    layout: Layout
    blocks: tuple[Block, ...]
    media: dict[str, str] = field(default_factory=dict)

    def with_layout(self, **changes: Any) -> Document:
        """The same words on other paper, with another watermark, …"""
        return replace(self, layout=replace(self.layout, **changes))

    def pandoc_json(self) -> str:
        """The tree as pandoc reads it (`--from=json`); metadata as plain strings."""
        meta = {
            "title": _meta(self.info.title),
            "lang": _meta(self.info.language),
        }
        tree = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": list(self.blocks)}
        return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))

    def canonical(self) -> str:
        """Everything that may change a file, as text: sorted keys, no spaces."""
        data = {
            "info": {**asdict(self.info), "effective_on": _iso(self.info.effective_on)},
            "layout": asdict(self.layout),
            "blocks": list(self.blocks),
            "media": self.media,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of the canonical form: has anything changed?"""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _meta(words: str) -> dict[str, Any]:
    return {"t": "MetaString", "c": clean(words)}
