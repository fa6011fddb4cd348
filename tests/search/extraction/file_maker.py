"""Small files of many kinds, made by code."""

import io
import zipfile
import zlib

import typst
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from tests.importers.office.docx_parts import packed


def pdf(*paragraphs):
    """A real PDF with Vietnamese letters, a page for each text."""
    return typst.compile("\n#pagebreak()\n".join(paragraphs).encode(), format="pdf")


def blank_pdf(pages=1):
    """Pages without letters, as a scanner's are."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return _written(writer)


def locked_pdf(text, user_password, algorithm="RC4-128"):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    writer.encrypt(user_password, "chu-so-huu", algorithm=algorithm)
    return _written(writer)


def pdf_with_stream(stream, page=b"/MediaBox [0 0 200 200]"):
    """One page whose contents are the bytes of a compressed stream."""
    packed_stream = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R "
        + page
        + b" /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed_stream), packed_stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(out),
        )
    )


def xlsx(*rows, title="Sổ"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'


def odt(inner, kind="text", **others):
    content = f"<office:document-content {OFFICE} {TEXT}><office:body>{inner}</office:body></office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "content.xml": content, **others}, zipfile.ZIP_STORED)


def _written(writer):
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
