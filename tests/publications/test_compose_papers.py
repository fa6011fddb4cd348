"""What each kind of paper says, and in which order."""

import datetime as dt
from dataclasses import replace

import pytest

from publications.compose.document import Info
from publications.compose.flow_chart import alternative_text, flow_charts, is_decision, text_width, wrapped
from publications.compose.handbook import compose_handbook, index_terms, split_volumes
from publications.compose.letterhead import letterhead
from publications.compose.lists import compose_list
from publications.compose.notice import compose_notice
from publications.compose.papers import Signatory, facts_table, grid_table, paper
from publications.compose.procedure import compose_procedure
from publications.compose.qr import qr_svg
from publications.compose.rich_text import plain_blocks, rich_blocks
from publications.compose.sources import (
    HandbookSource,
    IssueFacts,
    Letterhead,
    ListSource,
    Recipient,
    Signature,
)
from publications.compose.tree import para
from publications.compose.wording import act_words
from publications.writers.pdf import PdfWriter
from tests.factories.snapshots import (
    birth_registration,
    case,
    citation,
    household_business,
    overdue_dossier_process,
    step,
    time_limit,
)
from tests.publications.sample_sources import DAY, HEAD, handbook_source, issue_facts, procedure_source
from tests.publications.trees import assert_sound, divs, headings, nodes, rows, tables, text_of, words


# --- Notice -------------------------------------------------------------------------------------------------
def test_a_notice_says_everything_the_law_wants_posted():
    source = replace(procedure_source(), reception="Điểm phục vụ, số 1", feedback="Văn phòng phường")
    notice = compose_notice(source)
    titles = [title.split(". ", 1)[1] for level, title in headings(notice) if level == 1]
    assert titles == [
        "Thành phần hồ sơ", "Trình tự thực hiện", "Cách thức thực hiện", "Thời hạn giải quyết", "Đối tượng thực hiện",
        "Cơ quan thực hiện", "Phí, lệ phí", "Yêu cầu, điều kiện", "Biểu mẫu", "Căn cứ pháp lý", "Phản ánh, kiến nghị",
    ]  # fmt: skip
    said = " ".join(words(notice))
    for words_of_law in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "1.001193",
        "15:00",
    ):
        assert words_of_law in said
    assert "Điểm phục vụ, số 1" in said
    assert notice.layout.style == "notice"
    assert notice.info.check_url == "https://an-hoa.example/kiem-tra/9f3c71ab/"
    assert notice.media["qr.svg"] == qr_svg(notice.info.check_url)


def test_papers_of_a_case_choices_and_papers_to_show_say_so():
    table = tables(compose_notice(procedure_source()), "grid")[0]
    said = rows(table)
    assert [row[0] for row in said] == [str(number) for number in range(1, len(said) + 1)]
    by_name = {row[1].split(" Trường hợp")[0]: row for row in said}
    assert "Trường hợp: Có giấy chứng sinh" in by_name["Giấy chứng sinh"][1]
    choice = next(row for row in said if row[1].startswith("Một trong các giấy tờ sau"))
    assert "Lời chứng của người biết việc sinh" in choice[1] and "Giấy cam đoan về việc sinh" in choice[1]
    shown = [row for row in said if row[2] == "Xuất trình"]
    assert [row[1] for row in shown] == [
        "Căn cước hoặc hộ chiếu của người đi làm",
        "Giấy tờ chứng minh nơi cư trú",
    ]
    assert said[-2:] == shown


@pytest.mark.parametrize(
    ("day", "online"), [(dt.date(2026, 7, 24), "100.000 đồng"), (dt.date(2026, 7, 25), "không thu")]
)
def test_fees_are_those_of_the_day(day, online):
    """DOMAIN case B2."""
    source = replace(procedure_source(), snapshot=household_business(), day=day)
    said = [
        run for run in words(compose_notice(source)) if "trực tuyến" in run.lower() and "phí" in run.lower()
    ]
    assert any(online.lower() in run.lower() for run in said)


def test_cases_with_their_own_time_are_all_said_beside_the_qr():
    limits = [
        case(code, f"Loại {code}", time_limit=time_limit(int(code))) for code in ("01", "02", "03", "04")
    ]
    few = replace(procedure_source(), snapshot=birth_registration(time_limit=None, cases=limits[:2]))
    facts_ = text_of(tables(compose_notice(few), "facts")[0])
    assert "Trường hợp loại 01: 1 ngày làm việc. Trường hợp loại 02: 2 ngày làm việc." in facts_
    many = replace(few, snapshot=birth_registration(time_limit=None, cases=limits))
    facts_ = text_of(tables(compose_notice(many), "facts")[0])
    assert "1–4 ngày làm việc." in facts_
    assert "Trường hợp loại 04: 4 ngày làm việc." in words(compose_notice(many))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            citation("60/2014/QH13", "Luật Hộ tịch", "2014-11-20"),
            "Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014",
        ),
        (
            citation("123/2015/NĐ-CP", "Quy định chi tiết Luật Hộ tịch", "2015-11-15", "Điều 9"),
            "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015: quy định chi tiết Luật Hộ tịch, Điều 9",
        ),
        (citation("61/2018/NĐ-CP", "Nghị định về một cửa"), "Nghị định về một cửa số 61/2018/NĐ-CP"),
        (citation("01/2022/TTLT-BTP", "Hướng dẫn"), "Thông tư liên tịch số 01/2022/TTLT-BTP: hướng dẫn"),
        (citation("", "TCVN ISO 9001:2015"), "TCVN ISO 9001:2015"),
        (citation("08/2025/TT-BTP", ""), "08/2025/TT-BTP"),
    ],
)
def test_legal_acts_say_kind_number_and_day(act, said):
    assert act_words(act) == said


# --- ISO document -------------------------------------------------------------------------------------------
def test_sections_stand_in_the_order_of_the_office():
    order = ("legal", "flow", "steps", "conditions", "components", "sets", "time", "place", "fees")
    document = compose_procedure(replace(procedure_source(), section_5=order))
    sub = [title for level, title in headings(document) if level == 2]
    assert [title.split()[0] for title in sub] == [f"5.{number}." for number in range(1, 10)]
    assert [title.split(" ", 1)[1] for title in sub[:3]] == [
        "Cơ sở pháp lý",
        "Lưu đồ",
        "Quy trình xử lý công việc",
    ]
    top = [title for level, title in headings(document) if level == 1]
    assert [title for title in top if title[0].isdigit()] == [
        "1. Mục đích", "2. Phạm vi", "3. Tài liệu viện dẫn", "4. Định nghĩa, viết tắt", "5. Nội dung quy trình",
        "6. Biểu mẫu", "7. Hồ sơ cần lưu",
    ]  # fmt: skip


def test_the_cover_says_numbers_dates_decision_and_who_signed():
    cover = divs(compose_procedure(procedure_source()), "cover")[0]
    said = text_of(cover)
    for part in ("QUY TRÌNH", "ĐĂNG KÝ KHAI SINH", "QT-TP-01", "03", "01", "01/10/2026", "Hộ tịch"):
        assert part in said
    assert "(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 25/09/2026)" in said
    grid = rows(
        next(node for node in nodes(cover) if node["t"] == "Table" and "signatures" in node["c"][0][1])
    )
    assert grid[1] == ["Họ và tên", "Nguyễn Thị Hạnh", "Phạm Văn Bình", "Lê Thu Hà"]


def test_an_internal_process_has_its_own_parts_and_no_fees():
    source = replace(procedure_source(), snapshot=overdue_dossier_process())
    document = compose_procedure(source)
    sub = [title.split(" ", 1)[1] for level, title in headings(document) if level == 2]
    assert sub == ["Khi nào, hạn, ai chủ trì", "Lưu đồ", "Quy trình xử lý công việc", "Cơ sở pháp lý"]
    said = " ".join(words(document))
    assert "Một bước vượt thời gian quy định" in said and "Phí" not in said


def test_free_chapters_and_their_tables_follow():
    chapters = birth_registration()["chapters"] | {
        "extra": [
            {"title": "Phụ lục", "body": "<p>Lời</p>"},
            {
                "title": "",
                "body": "",
                "columns": ["Giờ", "Việc"],
                "rows": [["8:00"], ["9:00", "Trả", "thêm"]],
            },
        ]
    }
    document = compose_procedure(replace(procedure_source(), snapshot=birth_registration(chapters=chapters)))
    assert_sound(document)
    assert [title for _level, title in headings(document)][-2:] == ["8. Phụ lục", "9. Phụ lục"]
    assert rows(tables(document, "grid")[-1]) == [["8:00", "", ""], ["9:00", "Trả", "thêm"]]


def test_the_distribution_list_is_printed_when_there_is_one():
    assert "Phân phối tài liệu" not in " ".join(words(compose_procedure(procedure_source())))
    source = replace(procedure_source(), distribution=[Recipient("Công an phường", 3, "Bản giấy")])
    document = compose_procedure(source)
    assert ["1", "Công an phường", "03", "Bản giấy", ""] in [
        r for t in tables(document, "grid") for r in rows(t)
    ]


# --- Handbook -----------------------------------------------------------------------------------------------
def test_a_handbook_has_contents_forms_chapters_and_index():
    book = compose_handbook(handbook_source(15))
    assert_sound(book)
    contents = [text_of(line) for line in divs(book, "toc")[0]["c"][1]]
    assert contents[0] == "Danh mục biểu mẫu" and contents[-1] == "Chỉ mục"
    assert contents[1].startswith("1. Đăng ký khai sinh") and len(contents) == 17
    chapters = divs(book, "chapter")
    assert dict(chapters[4]["c"][0][2])["code"] == "QT-TP-05"
    first = [text_of(node["c"][2]) for node in nodes(chapters[4]) if node["t"] == "Header"]
    assert (
        first[0].startswith("5. ") and first[1] == "5.1. Mục đích" and "5.5.1. Điều kiện thực hiện" in first
    )


def test_the_index_is_in_the_order_of_a_dictionary():
    titles = ["Đất đai", "Ăn ở", "An cư", "Dân sự", "Ấn chỉ", "Địa chính", "Âm lịch"]
    chapters = [
        replace(procedure_source(), snapshot={"short_title": title, "kind": "internal_process"})
        for title in titles
    ]
    book = compose_handbook(HandbookSource(issue_facts(), HEAD, "", chapters))
    lines = [text_of(line).strip() for line in divs(book, "index")[0]["c"][1]]
    assert lines == ["An cư", "Ăn ở", "Âm lịch", "Ấn chỉ", "Dân sự", "Đất đai", "Địa chính"]


def test_a_term_of_several_chapters_stands_once_with_every_page():
    book = compose_handbook(handbook_source(2))
    lines = divs(book, "index")[0]["c"][1]
    form = next(line for line in lines if text_of(line).startswith("Tờ khai đăng ký khai sinh"))
    assert [node["c"][2][0] for node in nodes(form) if node["t"] == "Link"] == ["#c1", "#c2"]
    assert "Tờ khai đăng ký khai sinh" in index_terms(birth_registration())


def test_the_decision_of_an_edition_is_printed_only_when_there_is_one():
    with_decision = " ".join(words(compose_handbook(handbook_source(2))))
    assert "QUYẾT ĐỊNH" in with_decision and "15/QĐ-UBND" in with_decision
    assert "Căn cứ tiêu chuẩn quốc gia TCVN ISO 9001:2015" in with_decision
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG AN HÒA" in with_decision
    assert (
        "Quyết định này có hiệu lực từ ngày 01/10/2026 và thay thế các lần ban hành trước." in with_decision
    )
    issue = IssueFacts("ST-NB", "Sổ tay")
    without = " ".join(words(compose_handbook(replace(handbook_source(2), issue=issue))))
    assert "QUYẾT ĐỊNH" not in without


def test_a_deputy_signs_for_the_chair():
    signatures = (Signature("approved", "Lê Thu Hà", "Phó Chủ tịch UBND phường", DAY),)
    source = replace(handbook_source(1), issue=replace(issue_facts(), signatures=signatures))
    signed = rows(tables(compose_handbook(source), "sign-off")[0])[0][1]
    assert signed == "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Thu Hà"


@pytest.mark.parametrize(("chapters", "sizes"), [(0, [0]), (50, [50]), (51, [26, 25]), (400, [50] * 8)])
def test_large_handbooks_come_in_volumes(chapters, sizes):
    source = HandbookSource(issue_facts(), HEAD, "Lần 1", [procedure_source()] * chapters)
    volumes = split_volumes(source)
    assert [len(volume.chapters) for volume in volumes] == sizes
    assert [volume.first_chapter for volume in volumes] == [1 + sum(sizes[:n]) for n in range(len(sizes))]
    if len(sizes) > 1:
        assert volumes[-1].subtitle == f"Lần 1\nTập {len(sizes)}/{len(sizes)}"


# --- Parts --------------------------------------------------------------------------------------------------
def test_the_letterhead_is_in_capitals_and_breaks_after_the_committee():
    said = [node for node in nodes(letterhead(HEAD)) if node["t"] in ("Str", "LineBreak")]
    lines = [node.get("c", "/") for node in said]
    assert lines[:4] == ["UBND THÀNH PHỐ HÀ NỘI", "ỦY BAN NHÂN DÂN", "/", "PHƯỜNG AN HÒA"]
    assert not any(node["t"] == "Table" for node in nodes(letterhead(HEAD)))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân phường An Hòa", ["ỦY BAN NHÂN DÂN", "PHƯỜNG AN HÒA"]),
        ("Điểm phục vụ hành chính công", ["ĐIỂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"]),
        ("Phòng Tư pháp", ["PHÒNG TƯ PHÁP"]),
    ],
)
def test_long_names_stand_on_two_even_lines(name, lines):
    assert words_of_agency(Letterhead(name, "x")) == [*lines, "X"]


def words_of_agency(head):
    agency = next(
        node for node in nodes(letterhead(head)) if node["t"] == "Div" and "agency" in node["c"][0][1]
    )
    return [node["c"] for node in nodes(agency) if node["t"] == "Str"]


def test_flow_charts_name_steps_decisions_and_the_way_back():
    steps = [step(1, "Nộp", "citizen"), step(2, "Thẩm tra", "specialist"), step(3, "Trả kết quả", "clerk")]
    assert [is_decision(one) for one in steps] == [False, True, False]
    (chart,) = flow_charts(steps)
    assert (
        chart.svg.count("<polygon") == 1
        and chart.svg.count("Không đạt") == 1
        and chart.svg.count("<rect") == 2
    )
    assert chart.alternative == alternative_text(steps)
    assert "B2 Thẩm tra (Công chức chuyên môn)" in chart.alternative
    assert flow_charts([]) == []


@pytest.mark.parametrize(
    "words_", ["Tiếp nhận, kiểm tra, hẹn ngày trả", "M" * 90, "một " * 60, "", "a" * 5000]
)
def test_lines_of_a_chart_fit_their_lane(words_):
    lines = wrapped(words_, 150, 4)
    assert len(lines) <= 4
    assert all(text_width(line.rstrip("…")) <= 150 for line in lines)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Một <b>hai</b> ba</p>", ["Para"]),
        ("<ul><li>Một<li>Hai<ul><li>Ba</ul></ul>", ["BulletList"]),
        ("chữ <b>đậm <i>chưa đóng", ["Para"]),
        ("</p></ul></b>chữ", ["Para"]),
        ("<table><tr><td>ô</td></tr></table><marquee>chạy</marquee>", ["Para", "Para"]),
        ("<script>alert(1)</script><style>p{}</style>", []),
        ("<p> </p><br><ul><li></li></ul>", []),
        ("<h3>Đầu</h3><p>Thân</p>", ["Para", "Para"]),
    ],
)
def test_broken_rich_text_loses_no_words(html, said):
    blocks = rich_blocks(html)
    assert [block["t"] for block in blocks] == said
    for word in ("Một", "Hai", "Ba", "đậm", "chưa đóng", "ô", "chạy", "Đầu", "Thân"):
        assert (word in html) == (word in text_of(blocks))
    assert "alert" not in text_of(blocks)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/thu-tuc/x/"]
)
def test_links_lead_only_to_addresses_of_the_web_and_mail(href):
    blocks = rich_blocks(f'<p><a href="{href}">chữ</a> <a href="https://vi.example/">nhà</a></p>')
    assert [node["c"][2][0] for node in nodes(blocks) if node["t"] == "Link"] == ["https://vi.example/"]
    assert text_of(blocks).split() == ["chữ", "nhà"]


def test_dashes_of_plain_text_become_points():
    blocks = plain_blocks("Làm:\n- một\n– hai\nXong")
    assert [block["t"] for block in blocks] == ["Para", "BulletList", "Para"]


# --- Lists and papers of later apps -------------------------------------------------------------------------
def test_a_list_lies_on_its_side_and_says_its_day():
    source = ListSource("Danh mục", "", HEAD, [("TT", 0.2), ("Tên", 0.8)], [["1", "Một"]], DAY, ["Ghi chú"])
    document = compose_list(source)
    assert_sound(document)
    assert document.layout.landscape
    assert {"DANH MỤC", "Đến ngày 01/10/2026", "Một", "Ghi chú"} <= set(words(document))
    empty = compose_list(replace(source, rows=[]))
    assert_sound(empty)
    assert "Không có." in words(empty)


def receipt_slip():
    """A receipt as a later app would make it."""
    address = "https://an-hoa.example/ho-so/h26-65-260812-0127/"
    info = Info("receipt_slip", "Giấy tiếp nhận hồ sơ", "Ủy ban nhân dân phường An Hòa", check_url=address)
    return paper(
        info,
        Letterhead("Ủy ban nhân dân phường An Hòa", "Điểm phục vụ hành chính công", "An Hòa"),
        number="Số: 0127/GTN",
        on=dt.date(2026, 8, 12),
        title="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        subtitle="Mã hồ sơ: H26.65-260812-0127",
        blocks=[
            facts_table([("Tiếp nhận hồ sơ của", "Ông Phạm Văn Thắng"), ("Thủ tục", "Đăng ký khai sinh")]),
            para("Thành phần hồ sơ nộp gồm:"),
            grid_table(
                [("TT", 0.1), ("Tên giấy tờ", 0.7), ("Số lượng", 0.2)],
                [["1", "Tờ khai đăng ký khai sinh", "01"], ["2", "Giấy chứng sinh", "01"]],
            ),
        ],
        signatories=[
            Signatory("NGƯỜI NỘP HỒ SƠ"),
            Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", name="Nguyễn Thị Hạnh"),
        ],
    )


def test_later_apps_compose_slips_with_the_same_parts():
    slip = receipt_slip()
    assert_sound(slip)
    assert text_of(divs(slip, "place-date")) == "An Hòa, ngày 12 tháng 8 năm 2026"
    assert text_of(divs(slip, "paper-number")) == "Số: 0127/GTN"
    sign_off = rows(tables(slip, "sign-off")[0])
    assert sign_off[0][1] == "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký, ghi rõ họ tên) Nguyễn Thị Hạnh"
    assert PdfWriter().write(slip).pages == 1


def test_signatures_never_stand_alone_on_a_page():
    info = Info(kind="slip", title="Giấy", unit="UBND phường An Hòa")
    last = "Vào Sổ theo dõi hồ sơ, số thứ tự 0005."
    made = paper(
        info, HEAD, title="GIẤY", blocks=[para("Trên"), para(last)], signatories=[Signatory("AI ĐÓ")]
    )
    kept = text_of(divs(made, "keep"))
    assert kept.startswith(last) and "AI ĐÓ" in kept
    assert text_of(made.blocks).count(last) == 1
    under_a_table = paper(
        info, HEAD, title="GIẤY", blocks=[facts_table([("Mã", "1")])], signatories=[Signatory("AI ĐÓ")]
    )
    assert text_of(divs(under_a_table, "keep")).startswith("AI ĐÓ")
