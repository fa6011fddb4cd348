"""A document that uses every named part of docs/documents.md once: what all writers must be able to show."""

import datetime as dt

from publications.compose.document import Document, Info, Layout
from publications.compose.tree import (
    Cell,
    Column,
    bullets,
    cell,
    div,
    emphasis,
    heading,
    image,
    link,
    numbered,
    page_ref,
    para,
    plain,
    span,
    strong,
    subscript,
    superscript,
    table,
)

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    '<rect x="2" y="2" width="196" height="96" fill="#e8edf3" stroke="#1f3a5f"/>'
    '<text x="100" y="55" font-family="Liberation Serif" font-size="14" text-anchor="middle">Nộp hồ sơ</text></svg>'
)
QR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" width="29" height="29">'
    '<path fill="#fff" d="M0 0h29v29H0z"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4z"/></svg>'
)
INFO = Info(
    kind="handbook",
    title="Sổ tay quy trình nội bộ",
    unit="Ủy ban nhân dân phường An Hòa",
    code="ST-ISO-01",
    number="2.0",
    effective_on=dt.date(2026, 10, 1),
    check_code="9f3c71ab",
    check_url="https://an-hoa.example/kiem-tra/9f3c71ab/",
)


def letterhead():
    return div(
        ["letterhead"],
        [
            div(["agency"], [para("UBND THÀNH PHỐ HÀ NỘI"), para(strong("ỦY BAN NHÂN DÂN PHƯỜNG AN HÒA"))]),
            div(
                ["motto"],
                [
                    para(strong("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
                    para(strong("Độc lập - Tự do - Hạnh phúc")),
                ],
            ),
            div(["paper-number"], [para("Số: 0127/GTN-UBND")]),
            div(["place-date"], [para(emphasis("An Hòa, ngày 12 tháng 8 năm 2026"))]),
        ],
    )


def facts():
    rows = [["Thời hạn giải quyết", "Ngay trong ngày làm việc"], ["Phí, lệ phí", "8.000 đồng/bản"]]
    return table(["facts"], [Column(0.3), Column(0.7)], rows, row_headers=1)


def steps(count=3):
    head = [["TT", "Trình tự thực hiện", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"]]
    widths = [
        Column(0.07, "center"),
        Column(0.45),
        Column(0.18, "center"),
        Column(0.12, "center"),
        Column(0.18),
    ]
    body = [
        [
            f"B{number}",
            [plain(strong(f"Bước thứ {number}")), bullets([[plain("Kiểm tra;")], [plain("Ghi sổ.")]])],
            "Công chức một cửa",
            "0,25 ngày",
            "MC-01",
        ]
        for number in range(1, count + 1)
    ]
    foot = [
        [
            Cell([plain(strong("Tổng thời gian"))], columns=3, align="right"),
            Cell([plain(strong("1 ngày"))], columns=2),
        ]
    ]
    return table(["grid"], widths, body, head=head, foot=foot)


def cover():
    grid = table(
        ["signatures"],
        [Column(0.16), Column(0.28, "center"), Column(0.28, "center"), Column(0.28, "center")],
        [
            ["Chữ ký", "", "", ""],
            ["Họ và tên", "Nguyễn Thị Hạnh", "Phạm Văn Bình", "Lê Thu Hà"],
        ],
        head=[["", "Soạn thảo", "Xem xét", "Phê duyệt"]],
    )
    block = div(
        ["title-block"], [div(["title"], [para("SỔ TAY")]), div(["subtitle"], [para("QUY TRÌNH NỘI BỘ")])]
    )
    return div(["cover"], [letterhead(), block, facts(), grid])


def every_part(rows=3, **layout):
    """All parts; `rows` is the number of steps in the table of the first chapter."""
    blocks = [
        cover(),
        div(
            ["front"],
            [
                heading(1, "MỤC LỤC", "muc_luc"),
                div(
                    ["toc"],
                    [para(link("1. Đăng ký khai sinh", "#c1")), para(link("2. Hồ sơ quá hạn", "#c2"))],
                ),
            ],
        ),
        div(
            ["front"],
            [
                heading(1, "DANH MỤC BIỂU MẪU"),
                table(
                    ["grid"],
                    [Column(0.2), Column(0.6), Column(0.2, "center")],
                    [["MC-01", "Giấy tiếp nhận", [plain(page_ref("f_mc01"))]]],
                    head=[["Mã hiệu", "Tên biểu mẫu", "Trang"]],
                ),
            ],
        ),
        div(
            ["chapter"],
            [
                heading(1, "1. ĐĂNG KÝ KHAI SINH", "c1"),
                div(
                    ["facts-with-qr"],
                    [
                        facts(),
                        div(
                            ["qr"],
                            [
                                para(image("qr.svg", "Mã QR kiểm tra bản in", "28mm")),
                                para("Quét mã để kiểm tra bản này"),
                            ],
                        ),
                    ],
                ),
                heading(2, "1.1. Mục đích"),
                para(
                    "Đoạn thứ nhất. H",
                    subscript("2"),
                    "O, m",
                    superscript("2"),
                    ", ",
                    strong("đậm"),
                    ", ",
                    emphasis("nghiêng"),
                    ".",
                ),
                numbered([[plain("Việc một;")], [plain("Việc hai.")]]),
                div(["note"], [para("Số lượng hồ sơ: 01 bộ.")]),
                heading(2, "1.2. Lưu đồ"),
                div(["flow"], [para(image("luu-do.svg", "Lưu đồ: nộp hồ sơ, tiếp nhận, trả kết quả"))]),
                heading(2, "1.3. Các bước"),
                steps(rows),
                heading(2, [*_words("1.4. Biểu mẫu ")], "f_mc01"),
                div(["section-columns"], [para("Hai cột trên màn hình.")]),
            ],
            code="QT-TP-01",
            number="3.1",
            title="Đăng ký khai sinh",
        ),
        div(
            ["chapter"],
            [
                heading(1, "2. HỒ SƠ QUÁ HẠN", "c2"),
                para("Xem ", link("trang công khai", "https://an-hoa.example/thu-tuc/"), "."),
                div(["landscape"], [heading(2, "2.1. Bảng ngang"), steps(2)]),
                div(
                    ["keep"],
                    [
                        table(
                            ["sign-off"],
                            [Column(0.5, "center"), Column(0.5, "center")],
                            [
                                [
                                    [
                                        plain(strong("NGƯỜI NỘP HỒ SƠ")),
                                        plain(emphasis("(Ký, ghi rõ họ tên)")),
                                    ],
                                    [
                                        plain(strong("NGƯỜI TIẾP NHẬN")),
                                        plain(emphasis("(Ký, ghi rõ họ tên)")),
                                    ],
                                ]
                            ],
                        )
                    ],
                ),
            ],
            code="QT-NB-07",
            number="1.0",
            title="Hồ sơ quá hạn",
        ),
        div(
            ["front"],
            [
                heading(1, "CHỈ MỤC"),
                div(
                    ["index"],
                    [
                        para("Giấy khai sinh ", link([page_ref("c1")], "#c1")),
                        para(span(["term"], "Thư xin lỗi"), " ", link([page_ref("c2")], "#c2")),
                    ],
                ),
            ],
        ),
    ]
    return Document(INFO, Layout(**layout), tuple(blocks), {"qr.svg": QR, "luu-do.svg": SQUARE})


def _words(words):
    return cell(words).blocks[0]["c"]
