"""Files that are not what an office meant to send: broken, odd, old and hostile ones, made here."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from procedures.importers.findings import FindingKind as Kind
from procedures.importers.office.signatures import MAX_FILE_BYTES
from tests.importers.office.docx_parts import (
    OOXML,
    TEXT,
    W_NAME,
    document,
    docx,
    ole,
    packed,
    paragraph,
    parts,
    relationships,
    root,
    run,
    text_box,
)


@dataclass(frozen=True)
class Hostile:
    """A file and what must be said of it; `kind` None: nothing at all."""

    name: str
    make: Callable[[], bytes]
    kind: Kind | None
    is_refused: bool = True

    def __str__(self):
        return self.name


def _with_document(xml):
    return packed({**parts(), "word/document.xml": xml})


def _with_type(kind):
    return packed({**parts(), "[Content_Types].xml": f"<Types><Override ContentType='{kind}'/></Types>"})


def _with_member(name, data=b"x", attributes=0):
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        member = zipfile.ZipInfo(name)
        member.external_attr = attributes
        archive.writestr(member, data)
    return target.getvalue()


def _with_flag(bit):
    """Mark every member in the list of the archive."""
    data = bytearray(docx())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= bit
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _lying_size():
    """The list says that the document has 10 bytes; it has 50 million."""
    members = {**parts(), "word/document.xml": document(paragraph("a" * 50_000_000))}
    data = bytearray(packed(members))
    name = data.find(b"word/document.xml", data.find(b"PK\x01\x02"))
    struct.pack_into("<I", data, name - 46 + 24, 10)
    return bytes(data)


def _spread_bomb():
    """Each part modest, all together not."""
    return packed({**parts(), **{f"word/media/{n}.bin": (b"%d" % n) * 7_000_000 for n in range(16)}})


def _nested_tables(depth):
    body = paragraph("trong cùng")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl><w:p/>"
    return docx(body)


def _entities():
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE d [{inner}]>' + document(paragraph("&l9;")).partition("?>")[2]


def _outside_entity():
    doctype = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return doctype + document(paragraph(TEXT)).partition("?>")[2]


def _tracked(kind):
    return f'<w:{kind} w:id="1" w:author="a">{run("thêm")}</w:{kind}>'


def _note_of_itself():
    """Notes nested in themselves: pandoc would never end."""
    reference = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    members = {
        **parts(paragraph(TEXT, reference)),
        "word/footnotes.xml": root(
            "footnotes", f"<w:footnote w:id='1'>{paragraph('a', reference)}</w:footnote>"
        ),
        "word/_rels/document.xml.rels": relationships(("footnotes", "footnotes.xml", "")),
    }
    return packed(members)


def _grid_before(columns):
    properties = f"<w:trPr><w:gridBefore w:val='{columns}'/></w:trPr>"
    return f"<w:tbl><w:tr>{properties}<w:tc>{paragraph(TEXT)}</w:tc></w:tr></w:tbl>"


def _numbered(level):
    properties = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    return f"<w:p>{properties}{run(TEXT)}</w:p>"


def _style(name, based_on):
    return f"<w:style w:type='paragraph' w:styleId='{name}'><w:basedOn w:val='{based_on}'/></w:style>"


VPS = "Céng hßa x\u2021 h\u0192i ch\u0152 ngh\u2039a Vi\u203at Nam \u0178\u0152c l\u0152p t\u02c6 do h\u2030nh phœc "
ZERO_FILLED = b"\x00" * 4_000

REFUSED = [
    Hostile("rỗng", lambda: b"", Kind.FILE_EMPTY),
    Hostile("toàn số không", lambda: ZERO_FILLED, Kind.FILE_EMPTY),
    Hostile("quá nặng", lambda: b"PK\x03\x04" + b"x" * MAX_FILE_BYTES, Kind.FILE_TOO_LARGE),
    Hostile("doc cũ", lambda: ole("WordDocument", "1Table"), Kind.FILE_OLD_WORD),
    Hostile("docx có mật khẩu", lambda: ole("EncryptionInfo", "EncryptedPackage"), Kind.FILE_ENCRYPTED),
    Hostile("xls cũ", lambda: ole("Workbook"), Kind.FILE_WRONG_FORMAT),
    Hostile("ppt cũ", lambda: ole("PowerPoint Document"), Kind.FILE_WRONG_FORMAT),
    Hostile("ole lạ", lambda: ole("Contents"), Kind.FILE_WRONG_FORMAT),
    Hostile("pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Kind.FILE_WRONG_FORMAT),
    Hostile("rtf", lambda: rb"{\rtf1\ansi Quy tr\'ecnh}", Kind.FILE_WRONG_FORMAT),
    Hostile("html", lambda: b"\xef\xbb\xbf <HTML><body><script>1</script>", Kind.FILE_WRONG_FORMAT),
    Hostile("mhtml", lambda: b"MIME-Version: 1.0\nContent-Type: multipart", Kind.FILE_WRONG_FORMAT),
    Hostile(
        "word 2003 xml",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
        Kind.FILE_WRONG_FORMAT,
    ),
    Hostile("png", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50 + b"1", Kind.FILE_WRONG_FORMAT),
    Hostile("json", lambda: b'{"procedureCode": "1.000001"}', Kind.FILE_WRONG_FORMAT),
    Hostile("chữ thuần", lambda: TEXT.encode() * 100, Kind.FILE_WRONG_FORMAT),
    Hostile("chữ vô nghĩa", lambda: bytes(range(1, 256)) * 20, Kind.FILE_WRONG_FORMAT),
    Hostile("rar", lambda: b"Rar!\x1a\x07\x00" + b"x" * 99, Kind.FILE_WRONG_FORMAT),
    Hostile("chương trình", lambda: b"MZ\x90\x00" + b"x" * 99, Kind.FILE_WRONG_FORMAT),
    Hostile("zip rỗng", lambda: packed({}), Kind.FILE_WRONG_FORMAT),
    Hostile("zip thường", lambda: packed({"a.docx": docx()}), Kind.FILE_WRONG_FORMAT),
    Hostile(
        "xlsx",
        lambda: _with_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        Kind.FILE_WRONG_FORMAT,
    ),
    Hostile(
        "pptx",
        lambda: _with_type(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        ),
        Kind.FILE_WRONG_FORMAT,
    ),
    Hostile(
        "odt",
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        Kind.FILE_WRONG_FORMAT,
    ),
    Hostile("epub", lambda: packed({"mimetype": "application/epub+zip"}), Kind.FILE_WRONG_FORMAT),
    Hostile("cắt cụt", lambda: docx()[:-200], Kind.FILE_BROKEN),
    Hostile("cắt còn đầu", lambda: docx()[:30], Kind.FILE_BROKEN),
    Hostile(
        "hỏng giữa",
        lambda: docx(paragraph(*[TEXT] * 50))[:700] + b"\xff" * 40 + docx(paragraph(*[TEXT] * 50))[740:],
        Kind.FILE_BROKEN,
    ),
    Hostile(
        "thiếu thân",
        lambda: packed({k: v for k, v in parts().items() if k != "word/document.xml"}),
        Kind.FILE_BROKEN,
    ),
    Hostile(
        "thiếu quan hệ",
        lambda: packed({k: v for k, v in parts().items() if k != "_rels/.rels"}),
        Kind.FILE_BROKEN,
    ),
    Hostile("không đoạn nào", lambda: _with_document(document("")), Kind.FILE_EMPTY),
    Hostile("thân không phải xml", lambda: _with_document("không phải XML"), Kind.FILE_BROKEN),
    Hostile("thân đứt", lambda: _with_document(document(paragraph(TEXT))[:-30]), Kind.FILE_BROKEN),
    Hostile("gốc lạ", lambda: _with_document("<html><body>a</body></html>"), Kind.FILE_BROKEN),
    Hostile(
        "mã hóa lạ", lambda: _with_document(document("").replace("UTF-8", "EBCDIC-XX")), Kind.FILE_BROKEN
    ),
    Hostile("ký tự điều khiển", lambda: _with_document(document(paragraph("a\x00b"))), Kind.FILE_BROKEN),
    Hostile("trùng tên", lambda: _with_member("WORD/document.xml"), Kind.FILE_BROKEN),
    Hostile("đường dẫn ra ngoài", lambda: _with_member("../../etc/cron.d/x"), Kind.FILE_BROKEN),
    Hostile("đường dẫn tuyệt đối", lambda: _with_member("/etc/passwd"), Kind.FILE_BROKEN),
    Hostile("đường dẫn Windows", lambda: _with_member("C:\\x.exe"), Kind.FILE_BROKEN),
    Hostile(
        "liên kết", lambda: _with_member("word/media/a", b"/etc/passwd", 0o120777 << 16), Kind.FILE_BROKEN
    ),
    Hostile(
        "quan hệ ra ngoài",
        lambda: packed(
            {**parts(), "_rels/.rels": relationships(("officeDocument", "../../../etc/passwd", ""))}
        ),
        Kind.FILE_BROKEN,
    ),
    Hostile("zip có mật khẩu", lambda: _with_flag(1), Kind.FILE_ENCRYPTED),
    Hostile(
        "bom một phần", lambda: packed({**parts(), "word/styles.xml": b" " * 40_000_000}), Kind.FILE_BOMB
    ),
    Hostile(
        "bom ảnh không đọc",
        lambda: packed({**parts(), "word/media/a.bin": b"\x00" * 60_000_000}),
        Kind.FILE_BOMB,
    ),
    Hostile("bom nhiều phần", _spread_bomb, Kind.FILE_BOMB),
    Hostile("khai gian cỡ", _lying_size, Kind.FILE_BROKEN),
    Hostile(
        "quá nhiều phần",
        lambda: packed({**parts(), **{f"word/media/{n}": b"" for n in range(4_000)}}),
        Kind.FILE_BOMB,
    ),
    Hostile("tỉ lệ cười", lambda: _with_document(_entities()), Kind.FILE_BOMB),
    Hostile("thực thể ngoài", lambda: _with_document(_outside_entity()), Kind.FILE_BOMB),
    Hostile(
        "dtd",
        lambda: _with_document(
            "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'>" + document("").partition("?>")[2]
        ),
        Kind.FILE_BOMB,
    ),
    Hostile("bảng lồng nghìn lớp", lambda: _nested_tables(1_000), Kind.FILE_BOMB),
    Hostile(
        "thẻ lồng vạn lớp",
        lambda: _with_document(document("<w:p>" * 50_000 + "</w:p>" * 50_000)),
        Kind.FILE_BOMB,
    ),
    Hostile("bảng mã lạ", lambda: docx(paragraph(VPS * 5, font="VPS Times")), Kind.FILE_UNREADABLE_FONT),
]

REMARKED = [
    Hostile(
        "docm",
        lambda: packed(
            {
                **parts(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
                "word/vbaProject.bin": b"x",
            }
        ),
        Kind.FILE_MACROS,
        False,
    ),
    Hostile(
        "dotm",
        lambda: packed(
            {
                **parts(main="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
                "word/vbaProject.bin": b"x",
            }
        ),
        Kind.FILE_MACROS,
        False,
    ),
    Hostile("thêm chưa duyệt", lambda: docx(paragraph(TEXT, _tracked("ins"))), Kind.TRACKED_CHANGES, False),
    Hostile(
        "xóa chưa duyệt",
        lambda: docx(paragraph(TEXT, _tracked("del").replace("w:t", "w:delText"))),
        Kind.TRACKED_CHANGES,
        False,
    ),
    Hostile(
        "ghi chú",
        lambda: packed(
            {
                **parts(),
                "word/comments.xml": root(
                    "comments", f"<w:comment w:id='0'>{paragraph('Xem lại')}</w:comment>"
                ),
            }
        ),
        Kind.COMMENTS,
        False,
    ),
    Hostile(
        "hộp chữ", lambda: docx(paragraph(TEXT, text_box("Tiếp nhận", "Thẩm định"))), Kind.TEXT_BOX, False
    ),
    Hostile(
        "chữ nghệ thuật",
        lambda: docx(
            paragraph("<w:r><w:pict><v:shape><v:textpath string='QUY TRÌNH'/></v:shape></w:pict></w:r>", TEXT)
        ),
        Kind.TEXT_BOX,
        False,
    ),
    Hostile(
        "hình",
        lambda: docx(
            paragraph("<w:r><w:pict><v:shape><v:imagedata r:id='rId9'/></v:shape></w:pict></w:r>", TEXT)
        ),
        Kind.PICTURE,
        False,
    ),
    Hostile(
        "tài liệu nhúng",
        lambda: packed(
            {**parts(paragraph("<w:r><w:object/></w:r>", TEXT)), "word/embeddings/a.xlsx": docx()}
        ),
        Kind.TEXT_NOT_PLACED,
        False,
    ),
    Hostile(
        "altChunk",
        lambda: packed(
            {
                **parts(paragraph(TEXT) + "<w:altChunk r:id='rId1'/>"),
                "word/a.html": "<script>alert(1)</script>",
                "word/_rels/document.xml.rels": relationships(("aFChunk", "a.html", "")),
            }
        ),
        Kind.TEXT_NOT_PLACED,
        False,
    ),
    Hostile(
        "tcvn3",
        lambda: docx(paragraph("Céng hoµ x· héi chñ nghÜa ViÖt Nam", font=".VnTime")),
        Kind.FONT_CONVERTED,
        False,
    ),
    Hostile(
        "vni",
        lambda: docx(paragraph("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", font="VNI-Times")),
        Kind.FONT_CONVERTED,
        False,
    ),
    Hostile(
        "tcvn3 phông mất",
        lambda: docx(paragraph("Céng hoµ x· héi chñ nghÜa ViÖt Nam", font="Arial")),
        Kind.FONT_CONVERTED,
        False,
    ),
]

ACCEPTED = [
    Hostile("chú thích tự trỏ", _note_of_itself, None, False),
    Hostile("ô nở hai trăm triệu cột", lambda: docx(_grid_before(200_000_000)), None, False),
    Hostile("đánh số cấp một tỷ", lambda: docx(_numbered(10**9) + _numbered(0)), None, False),
    Hostile("dấu chồng ba vạn lần", lambda: docx(paragraph("a" + "\u0323\u0301" * 30_000)), None, False),
    Hostile("bình thường", lambda: docx(), None, False),
    Hostile(
        "strict",
        lambda: packed(
            {
                k: v.replace(W_NAME, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                    f"{OOXML}/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
                for k, v in parts().items()
            }
        ),
        None,
        False,
    ),
    Hostile(
        "utf-16",
        lambda: _with_document(document(paragraph(TEXT)).replace("UTF-8", "UTF-16").encode("utf-16")),
        None,
        False,
    ),
    Hostile(
        "tiền tố lạ",
        lambda: _with_document(document(paragraph(TEXT)).replace("w:", "x:").replace("xmlns:w", "xmlns:x")),
        None,
        False,
    ),
    Hostile(
        "liên kết ngoài",
        lambda: packed(
            {
                **parts(paragraph(TEXT)),
                "word/_rels/document.xml.rels": relationships(
                    ("attachedTemplate", "http://127.0.0.1:9/x.dotm", ' TargetMode="External"')
                ),
            }
        ),
        None,
        False,
    ),
    Hostile(
        "mã html và script",
        lambda: docx(paragraph("<w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r>", TEXT)),
        None,
        False,
    ),
    Hostile("một đoạn 2 triệu chữ", lambda: docx(paragraph(" ".join(map(str, range(300_000))))), None, False),
    Hostile(
        "kiểu chữ vòng tròn",
        lambda: packed(
            {
                **parts(paragraph(TEXT, style="A")),
                "word/styles.xml": root("styles", _style("A", "B") + _style("B", "A")),
            }
        ),
        None,
        False,
    ),
    Hostile(
        "khoảng lưới khổng lồ",
        lambda: docx(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2000000000'/></w:tcPr>"
            f"{paragraph(TEXT)}</w:tc></w:tr></w:tbl>"
        ),
        None,
        False,
    ),
]

EVERY = [*REFUSED, *REMARKED, *ACCEPTED]
