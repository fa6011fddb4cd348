"""Builds the look of Word files: publications/writers/word/{notice,iso,decree,slip,register}.docx.

    python docs/tools/build_reference_docx.py

pandoc takes the styles from these files; heads and feet are filled by publications/writers/docx.py. The same script
makes the same bytes. Sizes and colours as in publications/writers/typst/look.typ.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from publications.writers.sheets import MARGINS  # noqa: E402
from publications.writers.zip_pass import pack, read  # noqa: E402

INK, HAIRLINE, SOFT_LINE, HEAD_FILL, GREY = "1F3A5F", "5B6673", "B3BAC1", "E8EDF3", "46505C"
VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)


@dataclass(frozen=True)
class Look:
    """Sizes in half points, the first-line indent in twentieths of a point; `head`: the letterhead."""

    body: int
    table: int
    title: int
    indent: int
    accent: str
    head: int = 24


LOOKS = {
    "notice": Look(24, 22, 40, 0, INK),
    "iso": Look(26, 24, 44, 567, INK),
    "decree": Look(28, 26, 28, 567, "000000"),
    "slip": Look(22, 21, 25, 0, "000000", head=18),
    "register": Look(22, 18, 26, 0, "000000", head=20),
}


def paragraph(
    style_id: str, name: str, *, size: int = 0, bold: bool = False, italic: bool = False, caps: bool = False,
    color: str = "", align: str = "left", before: int = 0, after: int = 0, line: str = 'w:line="252" w:lineRule="auto"',
    first: int = 0, left: int = 0, hanging: int = 0, keep: bool = False, outline: int = -1, extra: str = "",
    based: str = "Normal",
) -> str:  # fmt: skip
    """A paragraph style; `before` and `after` in twentieths of a point."""
    look = "".join(
        [
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            "<w:caps/>" if caps else "",
            f'<w:color w:val="{color}"/>' if color else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        ]
    )
    indent = f'<w:ind w:left="{left}" ' + (
        f'w:hanging="{hanging}"/>' if hanging else f'w:firstLine="{first}"/>'
    )
    return f"""<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{style_id}">
      <w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>
      <w:pPr>{"<w:keepNext/><w:keepLines/>" if keep else ""}{extra}
        <w:spacing w:before="{before}" w:after="{after}" {line}/>{indent}<w:jc w:val="{align}"/>
        {f'<w:outlineLvl w:val="{outline}"/>' if outline >= 0 else ""}</w:pPr>
      <w:rPr>{look}</w:rPr></w:style>"""


def table(
    style_id: str, name: str, borders: str, *, align: str = "left", inset: int = 85, head: bool = False
) -> str:
    """A table style; `borders` are the elements of w:tblBorders."""
    top = f"""<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>
      <w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/><w:vAlign w:val="center"/></w:tcPr></w:tblStylePr>"""
    return f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{style_id}">
      <w:name w:val="{name}"/><w:basedOn w:val="Table"/><w:qFormat/>
      <w:tblPr><w:jc w:val="{align}"/><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>
        <w:top w:w="60" w:type="dxa"/><w:left w:w="{inset}" w:type="dxa"/>
        <w:bottom w:w="60" w:type="dxa"/><w:right w:w="{inset}" w:type="dxa"/></w:tblCellMar></w:tblPr>
      {top if head else ""}</w:style>"""


def rules(sides: str, color: str) -> str:
    return "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>' for side in sides.split()
    )


def base_styles(look: Look) -> list[str]:
    """Styles that Word and pandoc know by name."""
    w = nsdecls("w")
    body = {"align": "both", "after": 120, "first": look.indent, "line": 'w:line="264" w:lineRule="auto"'}
    heading = partial(paragraph, bold=True, keep=True, after=120)
    first = round(look.body * 1.15)
    return [
        f"""<w:docDefaults {w}><w:rPrDefault><w:rPr>
          <w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"
            w:eastAsia="Times New Roman" w:cs="Times New Roman"/>
          <w:sz w:val="{look.body}"/><w:szCs w:val="{look.body}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN"/>
          </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>""",
        f"""<w:style {w} w:type="paragraph" w:default="1" w:styleId="Normal">
          <w:name w:val="Normal"/><w:qFormat/></w:style>""",
        f"""<w:style {w} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
          <w:name w:val="Default Paragraph Font"/></w:style>""",
        f"""<w:style {w} w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:tblPr>
          <w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>""",
        f"""<w:style {w} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
          <w:rPr><w:color w:val="{look.accent}"/></w:rPr></w:style>""",
        paragraph("BodyText", "Body Text", **body),
        paragraph("FirstParagraph", "First Paragraph", **body),
        paragraph("Compact", "Compact", align="both", after=40),
        paragraph("Header", "header"),
        paragraph("Footer", "footer", size=18, color=GREY),
        heading("Heading1", "heading 1", size=first, color=look.accent, outline=0, before=240),
        heading("Heading2", "heading 2", size=look.body, color=look.accent, outline=1, before=200),
        heading("Heading3", "heading 3", size=look.body, outline=2, before=160),
        heading("Heading4", "heading 4", size=look.body, italic=True, outline=3, before=120),
    ]  # fmt: skip


def own_styles(look: Look, text_width: int) -> list[str]:
    """Styles of the named parts; `text_width` in twentieths of a point."""
    centred = partial(paragraph, align="center")
    titled = partial(centred, bold=True, color=look.accent)
    heading = partial(titled, keep=True)
    small = round(look.body * 1.05)
    dotted = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{text_width}"/></w:tabs>'
    grid = rules("top left bottom right insideH insideV", HAIRLINE)
    lines = rules("bottom insideH", SOFT_LINE)
    thin = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="{}"/></w:pBdr>'
    short = 'w:line="80" w:lineRule="exact"'
    big = round(look.title * 1.1)
    return [
        centred("CoQuanChuQuan", "Cơ quan chủ quản", size=look.head, caps=True),
        centred("CoQuanBanHanh", "Cơ quan ban hành", size=look.head, caps=True, after=40),
        centred("QuocHieu", "Quốc hiệu", size=look.head),
        centred("TieuNgu", "Tiêu ngữ", size=look.head + 1, after=40),
        centred("DongKe", "Dòng kẻ", size=4, line=short, extra=thin.format("000000")),
        centred("DongKeBia", "Dòng kẻ bìa", size=4, line=short, before=240, extra=thin.format(look.accent)),
        centred("SoKyHieu", "Số, ký hiệu", size=look.head + 2, before=60),
        heading("DongLoai", "Dòng loại", size=small, before=240),
        heading("TenVanBan", "Tên văn bản", size=look.title, before=120, after=60),
        heading("PhuDe", "Phụ đề", size=small, after=160),
        titled("BiaTen", "Tên trên bìa", size=big, before=120, after=160, outline=0),
        paragraph("BiaCachTren", "Khoảng cách đầu bìa", size=4, line=short, after=2600),
        titled("BiaLoai", "Loại trên bìa", size=big, after=80),
        centred("GhiChuBia", "Ghi chú trên bìa", size=22, italic=True, color=GREY, after=160),
        titled("BiaPhuDe", "Phụ đề trên bìa", size=round(big * 0.75), after=120),
        paragraph("BiaCach", "Khoảng cách trên bìa", size=4, line=short, after=1300),
        paragraph("ChuBang", "Chữ trong bảng", size=look.table),
        centred("DauBang", "Đầu bảng", size=look.table, bold=True, keep=True),
        paragraph("NhanThongTin", "Nhãn thông tin", size=look.table, bold=True),
        paragraph("ChoKy", "Chỗ ký", size=look.table, before=500, after=500),
        centred("ChuKy", "Chữ ký", size=look.body, keep=True),
        centred("ChuThichQR", "Chú thích mã QR", size=18),
        centred("LuuDo", "Lưu đồ", before=60, after=120),
        paragraph("GhiChu", "Ghi chú", size=20, italic=True, color=GREY, before=40, after=80),
        paragraph("MucLuc1", "Dòng mục lục 1", after=60, left=397, hanging=397, extra=dotted),
        paragraph("MucLuc2", "Dòng mục lục 2", after=40, left=794, hanging=397, extra=dotted),
        paragraph("ChiMuc", "Dòng chỉ mục", size=look.table, after=40, left=340, hanging=340),
        paragraph("NgatPhan", "Ngắt phần", size=2, line='w:line="20" w:lineRule="exact"'),
        paragraph("DauTrang", "Chữ đầu trang", size=18, align="center"),
        table("BangLuoi", "Bảng lưới", grid, head=True),
        table("BangKyBia", "Bảng ký trên bìa", grid, head=True),
        table("BangThongTin", "Bảng thông tin", lines, inset=40),
        table("BangThongTinBia", "Bảng thông tin trên bìa", lines, inset=40, align="center"),
        table("KhungTrong", "Khung trống", "", inset=40),
    ]  # fmt: skip


def table_of_cells(borders: str, *cells: tuple[int, str]) -> str:
    """A table as wide as the text; each cell has a share in 50ths of a percent and paragraphs."""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="pct" w:w="{share}"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        for share, content in cells
    )
    grid = "".join(f'<w:gridCol w:w="{share * 9100 // 5000}"/>' for share, _content in cells)
    return f"""<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000"/><w:tblBorders>{borders}</w:tblBorders>
      <w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>
      <w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
      <w:tblGrid>{grid}</w:tblGrid><w:tr>{made}</w:tr></w:tbl>"""


def line_of(style: str, content: str, align: str = "") -> str:
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{jc}</w:pPr>{content}</w:p>'


def words(content: str, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{content}</w:t></w:r>'


def field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def watermark() -> str:
    """Words behind the text, as Word itself draws them; taken out again where a document has none."""
    formulas = "".join(
        f'<v:f eqn="{eqn}"/>'
        for eqn in [
            "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
            "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7",
            "sum @6 0 @5",
        ]
    )  # fmt: skip
    placed = ";".join(
        [
            "position:absolute", "margin-left:0", "margin-top:0", "width:[[watermark-width]]pt",
            "height:[[watermark-height]]pt", "rotation:315", "z-index:-251658752",
            "mso-position-horizontal:center", "mso-position-horizontal-relative:margin",
            "mso-position-vertical:center", "mso-position-vertical-relative:margin",
        ]
    )  # fmt: skip
    places = 'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"'
    font = "font-family:&quot;Times New Roman&quot;;font-size:1pt;font-weight:bold"
    return f"""<w:r><w:rPr><w:noProof/></w:rPr><w:pict>
      <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
        path="m@7,l@8,m@5,21600l@6,21600e">
        <v:formulas>{formulas}</v:formulas>
        <v:path textpathok="t" o:connecttype="custom" {places}/>
        <v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
      <v:shape id="ChuChim" o:spid="_x0000_s2049" type="#_x0000_t136" alt="[[watermark]]" o:allowincell="f"
        fillcolor="#e8e8e8" stroked="f" style="{placed}">
        <v:textpath style="{font}" string="[[watermark]]"/></v:shape></w:pict></w:r>"""


def head(style: str) -> str:
    """The running head: what stands on every page but the first."""
    if style in ("notice", "slip", "register"):
        return first_head()
    if style == "decree":
        return line_of("Header", watermark() + field("PAGE"), "center")
    cells = table_of_cells(
        rules("top left bottom right insideV", HAIRLINE),
        (1250, line_of("DauTrang", words("[[unit]]", bold=True))),
        (2500, line_of("DauTrang", words("[[title]]", bold=True))),
        (
            1250,
            line_of("DauTrang", words("[[code]]"), "left") + line_of("DauTrang", words("[[number]]"), "left"),
        ),
    )
    return cells + line_of("Header", watermark())


def first_head() -> str:
    return line_of("Header", watermark())


def foot(style: str) -> str:
    """Identification and page numbers; the line of numbered copies is taken out where there is none."""
    copy = line_of("Footer", words("[[copy]]", bold=True), "center")
    if style == "decree":
        return copy
    pages = words("Trang ") + field("PAGE") + words("/") + field("NUMPAGES")
    cells = table_of_cells(
        rules("top", HAIRLINE),
        (4000, line_of("Footer", words("[[foot]]"))),
        (1000, line_of("Footer", pages, "right")),
    )
    return cells + copy


def part(element: object, content: str) -> None:
    """Put content in the place of what a head or foot holds."""
    for child in list(element):  # type: ignore[call-overload]
        element.remove(child)  # type: ignore[attr-defined]
    for child in parse_xml(f"<w:hdr {nsdecls('w')} {VML}>{content}</w:hdr>"):
        element.append(child)  # type: ignore[attr-defined]


def drop_unused(document: docx.document.Document) -> None:
    """What python-docx's own template brings along and no document of ours needs."""
    for relations in (document.part.package.rels, document.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in (
                "thumbnail",
                "stylesWithEffects",
                "customXml",
                "numbering",
            ):
                del relations[name]


def build(style: str) -> bytes:
    document = docx.Document()
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    margins = MARGINS[style]
    text_width = round((210 - margins.left - margins.right) * 1440 / 25.4)
    for xml in [*base_styles(LOOKS[style]), *own_styles(LOOKS[style], text_width)]:
        styles.append(parse_xml(xml))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    part(section.header._element, head(style))
    part(section.first_page_header._element, first_head())
    part(section.footer._element, foot(style))
    for child in document.element.body.findall(qn("w:p")):
        document.element.body.remove(child)
    drop_unused(document)
    # As Word 2013 and later lay pages out: tables begin where the text does, not left of it.
    mode = document.settings.element.find(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    stamp = dt.datetime(2000, 1, 1)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    properties.created = properties.modified = stamp
    raw = io.BytesIO()
    document.save(raw)
    return pack(read(raw.getvalue()))


def main() -> None:
    for style in LOOKS:
        target = ROOT / "publications" / "writers" / "word" / f"{style}.docx"
        target.write_bytes(build(style))
        print(target, target.stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
