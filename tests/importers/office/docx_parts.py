"""Word files put together from their parts, so that each can be wrong in a way of its own."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

OOXML = "http://schemas.openxmlformats.org"
W_NAME = f"{OOXML}/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W_NAME}" xmlns:r="{OOXML}/officeDocument/2006/relationships" '
    f'xmlns:mc="{OOXML}/markup-compatibility/2006" xmlns:a="{OOXML}/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT = "Quy trình giải quyết thủ tục đăng ký tạm trú tại phường"


def run(text, font=""):
    fonts = f"<w:rFonts w:ascii={quoteattr(font)} w:hAnsi={quoteattr(font)}/>" if font else ""
    return f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*texts, font="", style=""):
    """A paragraph; texts that begin with "<" are taken as they are."""
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = (text if text.startswith("<") else run(text, font) for text in texts)
    return f"<w:p>{style}{''.join(runs)}</w:p>"


def document(body, names=NAMES):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {names}><w:body>{body}</w:body></w:document>'


def root(name, inner):
    """The root element of a part beside the body."""
    return f"<w:{name} {NAMES}>{inner}</w:{name}>"


def relationships(*rows, kind=f"{OOXML}/officeDocument/2006/relationships"):
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}/{name}" Target="{target}"{more}/>'
        for number, (name, target, more) in enumerate(rows, start=1)
    )
    return f'<Relationships xmlns="{OOXML}/package/2006/relationships">{inner}</Relationships>'


def content_types(main=DOCX):
    return (
        f'<Types xmlns="{OOXML}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def parts(body="", main=DOCX, **others):
    """Names and texts of the members; a body of its own or one paragraph."""
    return {
        "[Content_Types].xml": content_types(main),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml", "")),
        "word/document.xml": document(body or paragraph(TEXT)),
        **others,
    }


def packed(members, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(body="", **others):
    return packed(parts(body, **others))


def text_box(*lines):
    """As Word stores it: for new programs, and once more for old ones."""
    content = f"<w:txbxContent>{''.join(map(paragraph, lines))}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def ole(*streams):
    """A compound file with a directory of these streams."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504
    entries = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le")
        entry = encoded.ljust(64, b"\x00") + (len(encoded) + 2).to_bytes(2, "little") + b"\x02"
        entries += entry.ljust(128, b"\x00")
    return header + entries.ljust(1024, b"\x00")
