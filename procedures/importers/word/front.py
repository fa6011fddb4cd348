"""The first pages: name, codes, numbers and dates of the cover, amendments, distribution, signatures. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedures.importers.act_numbers import closed_up
from procedures.importers.findings import FindingKind
from procedures.importers.layout import NATIONAL_CODE
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.reading import Layout
from procedures.importers.word.acts import number_of
from procedures.importers.word.folding import fold
from procedures.importers.word.pieces import Piece
from procedures.importers.word.sectioning import Section, layout_key
from procedures.importers.word.tables import Grid, take_head
from procedures.importers.word.values import date_of
from procedures.importers.word.words import ABBREVIATIONS, SECTIONS
from procedures.importers.word.work import Said, Work, said_in

_KIND_LINE = re.compile(
    r"^(?:quy trinh|thu tuc)"
    r"(?: (?:iso|noi bo|giai quyet(?: thu tuc hanh chinh)?|thu tuc hanh chinh|tac nghiep|quan ly|hanh chinh))*$"
)
_TITLE = re.compile(r"^(quy trinh|thu tuc)\b")
_NO_TITLE = re.compile(r"^(?:ban hanh kem|\(|so\s*:|uy ban nhan dan|ubnd|cong hoa xa hoi|doc lap)")
_ODD_CODE = re.compile(r"[^\w.\-/& ]|\s{2,}")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,3})(?:\s*[./\-]\s*(\d{1,3}))?(?!\d)")
_KEY_OF_LABEL = {
    phrase: key
    for key in ("edition", "revision", "issued_on", "effective_from", "pages")
    for phrase in SECTIONS[key]
}
_MORE_LABELS = re.compile(
    rf"(?:^|[\s;,])({'|'.join(sorted(map(re.escape, _KEY_OF_LABEL), key=len, reverse=True))})\s?:"
)
_BARE_CODE = re.compile(r"(?=\D*\d)[A-ZĐ]{2,6}(?:[.\-][A-ZĐ0-9]{1,8}){1,4}")
_PLACES = ("phuong ", "xa ", "quan ", "huyen ", "thi tran ", "thi xa ", "thanh pho ", "tinh ", "dac khu ")
AGENCY = "Tên cơ quan; đơn vị chọn khi nhập."


@dataclass(slots=True)
class Edition:
    """Numbers and dates of the cover."""

    edition: int | None = None
    revision: int | None = None
    issued_on: str = ""
    effective_from: str = ""


def _value(section: Section) -> Said | None:
    said = said_in(section)
    return said[0] if said else None


def read_labels(sections: dict[str, list[Section]], work: Work) -> Edition:
    """Labels with their values, wherever they stand; the first of each counts."""
    edition = Edition()
    for key in (
        "code",
        "iso_code",
        "name",
        "field",
        "edition",
        "revision",
        "issued_on",
        "effective_from",
        "pages",
    ):
        for section in sections.get(key, ()):
            said = _value(section)
            if section.title is not None and not section.value:
                section.title.place(layout_key(key) or "versions")
            if said is not None:
                for inner, value in _labels_in(key, said.text):
                    _label(inner, Said(value, said.pieces), work, edition)
    return edition


def _labels_in(key: str, text: str) -> list[tuple[str, str]]:
    """A line that bears several labels: "QT-05; Lần ban hành: 02; Ngày ban hành: 12/08/2022" behind "Mã hiệu:"."""
    text = " ".join(text.split())
    folded = fold(text)
    if len(folded) != len(text):
        return [(key, text)]
    marks = list(_MORE_LABELS.finditer(folded))
    ends = [*(mark.start() for mark in marks), len(text)]
    values = [(key, text[: ends[0]])]
    for mark, end in zip(marks, ends[1:], strict=True):
        values.append((_KEY_OF_LABEL[mark[1]], text[mark.end() : end]))
    return [(inner, value.strip(" ;,")) for inner, value in values if value.strip(" ;,")]


def _label(key: str, said: Said, work: Work, edition: Edition) -> None:
    if key == "pages":
        for piece in said.pieces:
            piece.leave("Số trang; hệ thống tự ghi khi in.")
    elif key in ("issued_on", "effective_from"):
        day = date_of(said.text)
        if day and not getattr(edition, key):
            setattr(edition, key, day.isoformat())
        said.place("versions", "sure" if day else "unsure", "" if day else "Không phải ngày dd/mm/yyyy.")
    elif key in ("edition", "revision"):
        _number(key, said, edition)
    elif key == "field":
        _field(said, work)
    elif key == "name":
        _name(said.text, said.pieces, work)
    else:
        _code(key, said, work)


def _number(key: str, said: Said, edition: Edition) -> None:
    """ "02", "02/01" (edition and revision), "01; ngày ban hành: 12/08/2022"."""
    said.place("versions")
    found = _NUMBERS.search(said.text)
    if not found or getattr(edition, key) is not None:
        return
    setattr(edition, key, int(found[1]))
    if key == "edition" and (day := date_of(said.text)):
        edition.issued_on = edition.issued_on or day.isoformat()
    elif key == "edition" and found[2]:
        edition.revision = int(found[2])


def _field(said: Said, work: Work) -> None:
    name = said.text.strip(" .")
    code = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    if code and "field" not in work.layout:
        work.layout["field"] = code[: LENGTHS["code"]].strip("_")
        work.layout["field_name"] = work.fit(name, LENGTHS["field_name"], "field_name", said.first.where)
        said.place("field", "unsure", "Mã lĩnh vực đặt theo tên; xem có trùng lĩnh vực đã có không.")
    else:
        said.place("field")


def _code(key: str, said: Said, work: Work) -> None:
    text = said.text.strip(" .")
    national = NATIONAL_CODE.search(text)
    if national:
        key, text = "code", national[0]
    elif key == "code":
        words = f"“{text[:60]}” không phải mã quốc gia của thủ tục. Mã ghi như 1.001193."
        work.doubt("code", words, FindingKind.CODE_MALFORMED, said.first.where)
        for piece in said.pieces:
            piece.leave("Không phải mã quốc gia như 1.001193.")
        return
    if key in work.layout:
        if work.layout[key] != text:
            words = f"Tệp ghi hai mã khác nhau: {work.layout[key]} và {text[:60]}. Giữ mã đầu; xem lại."
            work.doubt(key, words, FindingKind.VALUE_DOUBTFUL, said.first.where)
        said.place(key)
        return
    if not text or len(text) > LENGTHS["code"] or _ODD_CODE.search(text) or not re.search(r"\d", text):
        words = f"Mã tài liệu “{text[:60]}” chưa đúng dạng. Ghi lại, ví dụ QT-TP-01."
        work.doubt(key, words, FindingKind.CODE_MALFORMED, said.first.where)
        for piece in said.pieces:
            piece.leave("Mã tài liệu chưa đúng dạng.")
        return
    work.layout[key] = text
    said.place(key)


# --- Name -------------------------------------------------------------------------------------------------
def sentence_case(title: str) -> str:
    """A title in capitals written small: "ĐĂNG KÝ KHAI SINH" → "Đăng ký khai sinh"; abbreviations stay."""
    if title != title.upper():
        return title[:1].upper() + title[1:]
    words = [
        word
        if word.strip("(),.;:/-") in ABBREVIATIONS or any(sign.isdigit() for sign in word)
        else word.lower()
        for word in title.split()
    ]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _name(text: str, pieces: list[Piece], work: Work) -> None:
    if "name" in work.layout:
        for piece in pieces:
            piece.place("name")
        return
    name = sentence_case(" ".join(text.split()).strip(' .:“”"'))
    work.layout["name"] = work.fit(name, LENGTHS["title"], "name", pieces[0].where)
    was_capitals = text == text.upper()
    reason = "Tên viết hoa trong bản Word; viết lại chữ thường, xem tên riêng." if was_capitals else ""
    for piece in pieces:
        piece.place("name", "unsure" if was_capitals else "sure", reason)


def read_front(pieces: list[Piece], work: Work) -> None:
    """The name from the title lines; the rest of the cover is known and not kept."""
    for piece in pieces:
        if piece.is_open and "iso_code" not in work.layout and _BARE_CODE.fullmatch(piece.text.strip()):
            work.layout["iso_code"] = piece.text.strip()[: LENGTHS["code"]]
            piece.place("iso_code", "unsure", "Dòng riêng trên bìa, không có nhãn; hiểu là mã tài liệu.")
    for place, piece in enumerate(pieces):
        if piece.is_open and _TITLE.match(piece.core) and len(piece.text) < 500:
            _title(pieces[place:], work)
            break
    was_agency = False
    for piece in pieces:
        folded = piece.folded
        goes_on = was_agency and piece.text == piece.text.upper() and folded.startswith(_PLACES)
        was_agency = goes_on or bool(_NO_TITLE.match(folded))
        if folded.startswith(("(ban hanh kem", "ban hanh kem")):
            piece.leave("Quyết định ban hành bản giấy; lần ban hành mới có quyết định riêng.")
        elif was_agency:
            piece.leave(AGENCY)


def _title(pieces: list[Piece], work: Work) -> None:
    """ "QUY TRÌNH" with what follows on its line, or on the next lines as long as they look like a title."""
    first = pieces[0]
    if _KIND_LINE.match(first.core):
        lines = []
        for piece in pieces[1:5]:
            if not piece.is_open or _NO_TITLE.match(piece.folded) or not _looks_like_title(piece):
                break
            lines.append(piece)
        if lines:
            first.place("name")
            _name(" ".join(piece.text for piece in lines), lines, work)
        else:
            first.leave("Loại tài liệu.")
        return
    lines = [first]
    for piece in pieces[1:4]:
        if not piece.is_open or piece.text != piece.text.upper() or _NO_TITLE.match(piece.folded):
            break
        lines.append(piece)
    text = " ".join(piece.text for piece in lines)
    prefix = re.match(r"quy trình\s*:?\s*", text, re.IGNORECASE)
    _name(text[prefix.end() :] if prefix else text, lines, work)


def _looks_like_title(piece: Piece) -> bool:
    return piece.bold or piece.level > 0 or piece.text == piece.text.upper()


# --- Amendments -------------------------------------------------------------------------------------------
def read_amendments(grid: Grid, work: Work, cover: Edition) -> None:
    """Rows of "Theo dõi sửa đổi" as earlier editions."""
    take_head(grid, "versions")
    for row in grid.body:
        pieces = [piece for piece in row.pieces() if piece.is_open]
        if not pieces:
            continue
        texts = {
            name: " ".join(cell.text.split()) if (cell := grid.cell(row, name)) else ""
            for name in grid.columns
        }
        version = _version(texts, cover)
        if version is None:
            printed = " | ".join(piece.text for piece in pieces)[:100]
            words = f"Chưa rõ lần ban hành của dòng sửa đổi “{printed}”. Thêm bằng tay nếu cần."
            work.doubt("versions", words, FindingKind.ROW_NOT_UNDERSTOOD, pieces[0].where)
            for piece in pieces:
                piece.leave("Dòng sửa đổi không có số lần ban hành.")
            continue
        version["change"] = work.fit(version["change"], LENGTHS["change"], "versions.change", pieces[0].where)
        work.add_said("versions", version, Said(version["change"], pieces))


def _version(texts: dict[str, str], cover: Edition) -> Layout | None:
    """One earlier edition; None when its number is not told."""
    numbers = _NUMBERS.search(texts.get("edition", ""))
    single = _NUMBERS.search(texts.get("revision", ""))
    if numbers:
        edition, revision = int(numbers[1]), int(numbers[2] or (single[1] if single else 0))
    elif single:
        edition, revision = cover.edition or 1, int(single[1])
    else:
        return None
    if not edition:
        edition = 1
    change = texts.get("change") or texts.get("request") or "Ban hành lần đầu"
    if texts.get("part") and fold(texts["part"]) not in ("", "-", "tat ca", "toan bo"):
        change = f"{change} ({texts['part']})"
    version: Layout = {"edition": edition, "revision": revision, "change": change}
    if found := number_of(texts.get("request", "")):
        version["basis"] = closed_up(found[0])
    if day := date_of(texts.get("date", "")):
        version["issued_on"] = day.isoformat()
    return version


def finish_versions(work: Work, cover: Edition) -> None:
    """Editions in rising order, each once, the cover's own as the last."""
    versions: list[Layout] = work.layout.get("versions", [])
    if cover.edition:
        number = (cover.edition, cover.revision or 0)
        own = next((one for one in versions if (one["edition"], one["revision"]) == number), None)
        if own is None:
            is_first = number in ((1, 0), (1, 1)) and not versions
            own = {
                "edition": number[0],
                "revision": number[1],
                "change": "Ban hành lần đầu" if is_first else "Ghi theo trang bìa bản Word",
            }
            versions.append(own)
        for key in ("issued_on", "effective_from"):
            if value := getattr(cover, key):
                own.setdefault(key, value)
    elif cover.issued_on or cover.effective_from:
        words = f"Bìa ghi ngày {cover.issued_on or cover.effective_from} nhưng không có lần ban hành. Ghi lần ban hành."
        work.doubt("versions", words, FindingKind.VALUE_MISSING)
    by_number: dict[tuple[int, int], Layout] = {}
    for version in versions:
        by_number.setdefault((version["edition"], version["revision"]), version)
    if len(by_number) < len(versions):
        words = "Bảng sửa đổi ghi hai dòng cùng một lần ban hành; giữ dòng đầu. Xem lại số lần ban hành."
        work.doubt("versions", words, FindingKind.VALUE_DOUBTFUL)
    if by_number:
        work.layout["versions"] = [by_number[number] for number in sorted(by_number)]


def leave_table(grid: Grid) -> None:
    """Tables that the system makes itself."""
    reason = {
        "distribution": "Danh sách phân phối; ghi ở mục phân phối của tài liệu.",
        "duties": "Chữ ký và chức vụ của bản giấy; lần ban hành mới có chữ ký riêng.",
    }[grid.kind]
    for row in (*grid.head, *grid.body):
        for piece in row.pieces():
            piece.leave(reason)
