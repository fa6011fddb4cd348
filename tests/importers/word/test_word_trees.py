"""Whatever pandoc may hand over: no exception, every word accounted for once, a layout that the checks accept."""

import re
import time
import unicodedata
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import node_from
from procedures.importers.word import SPEAKS_OF, read_tree
from procedures.importers.word.table_words import NEEDED, TABLES
from procedures.importers.word.words import SECTIONS

PHRASES = [
    *(phrase for phrases in SECTIONS.values() for phrase in phrases[:2]),
    *(phrases[0] for kind in NEEDED for phrases in TABLES[kind].values()),
    "QUY TRÌNH",
    "QUY TRÌNH ĐĂNG KÝ",
    "5.2. Thành phần hồ sơ",
    "5.4 Thời hạn giải quyết: 03 ngày",
    "Bước 1: Nhận hồ sơ",
    "Mã số: QT-01",
    "Mã TTHC: 12",
    "Lần ban hành: 02",
    "½ ngày",
    "0,5 ngày",
    "2h",
    "Giờ hành chính",
    "x",
    "01",
    "-",
    "+",
    "",
    "Một trong các giấy tờ sau:",
    "Giấy tờ phải xuất trình:",
    "Trường hợp A: 2 ngày",
    "Trường hợp B: 5 ngày",
    "Không",
    "Tổng cộng",
    "Nghị định 61/2018/NĐ-CP ngày 23/4/2018",
    "Luật Cư trú",
    "5.000 đồng/việc",
    "Miễn phí",
    "https://dichvucong.gov.vn",
    "Văn thư",
    "Chủ tịch, Trưởng phòng",
    "Công chức Một cửa",
    "BM-01",
    "(mẫu BM-01)",
    "Không tính vào thời hạn.",
    "MỤC LỤC",
    "Ngày ban hành: 99/99/2020",
    "<script>",
    "a" * 700,
    "Định kỳ: hằng năm",
    "Không phải nộp: sổ",
]
words = st.one_of(st.sampled_from(PHRASES), st.text(max_size=12))


def inline(word):
    return {"t": "Str", "c": word}


inlines = st.recursive(
    st.one_of(words.map(inline), st.sampled_from([{"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).flatmap(
            lambda found: st.sampled_from(
                [
                    {"t": "Strong", "c": found},
                    {"t": "Emph", "c": found},
                    {"t": "Span", "c": [["", [], []], found]},
                ]
            )
        ),
        st.lists(inner, max_size=2).map(lambda found: {"t": "Note", "c": [{"t": "Para", "c": found}]}),
    ),
    max_leaves=4,
)
paragraphs = st.lists(inlines, max_size=3)
leaves = st.one_of(
    paragraphs.map(lambda found: {"t": "Para", "c": found}),
    paragraphs.map(lambda found: {"t": "Plain", "c": [{"t": "Strong", "c": found}]}),
    st.tuples(st.integers(1, 6), paragraphs).map(
        lambda one: {"t": "Header", "c": [one[0], ["", [], []], one[1]]}
    ),
    words.map(lambda text: {"t": "CodeBlock", "c": [["", [], []], text]}),
    st.just({"t": "HorizontalRule"}),
)
ATTRIBUTES = ["", [], []]


def make_table(rows):
    width = max((len(row) for row in rows), default=0)
    made = [
        [
            ATTRIBUTES,
            [[ATTRIBUTES, {"t": "AlignDefault"}, down, across, blocks] for blocks, down, across in row],
        ]
        for row in rows
    ]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    return {
        "t": "Table",
        "c": [
            ATTRIBUTES,
            [None, []],
            columns,
            [ATTRIBUTES, made[:1]],
            [[ATTRIBUTES, 0, [], made[1:]]],
            [ATTRIBUTES, []],
        ],
    }


def tables(inner):
    cell = st.tuples(
        st.lists(inner, max_size=2), st.sampled_from([1, 1, 1, 2, 9]), st.sampled_from([1, 1, 1, 2, 9])
    )
    return st.lists(st.lists(cell, min_size=1, max_size=5), max_size=6).map(make_table)


blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(st.lists(inner, max_size=2), max_size=3).map(lambda found: {"t": "BulletList", "c": found}),
        st.lists(st.lists(inner, max_size=2), max_size=3).map(
            lambda found: {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], found]}
        ),
        st.lists(inner, max_size=3).map(lambda found: {"t": "BlockQuote", "c": found}),
        st.lists(inner, max_size=3).map(lambda found: {"t": "Div", "c": [ATTRIBUTES, found]}),
        tables(inner),
    ),
    max_leaves=12,
)


@st.composite
def known_tables(draw):
    """A table with the head of a known kind in any order, and any words below."""
    kind = draw(st.sampled_from(sorted(TABLES)))
    head = draw(st.permutations([draw(st.sampled_from(phrases)) for phrases in TABLES[kind].values()]))
    rows = draw(
        st.lists(st.lists(st.tuples(words, st.sampled_from([1, 1, 1, 2])), max_size=len(head)), max_size=5)
    )
    made = [[([text_block(word)], 1, 1) for word in head]]
    return make_table([*made, *([([text_block(word)], down, 1) for word, down in row] for row in rows)])


def text_block(word):
    return {"t": "Para", "c": [inline(word)]}


headings = st.sampled_from([phrases[0] for phrases in SECTIONS.values()]).map(
    lambda phrase: {"t": "Para", "c": [{"t": "Strong", "c": [inline(phrase.upper())]}]}
)
trees = st.lists(st.one_of(blocks, known_tables(), headings), min_size=1, max_size=16).map(
    lambda found: {"meta": {}, "blocks": found}
)


def words_of(node):
    """All words of a tree, found in another way than the reader's."""
    found, stack = [], [node]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("t") in ("Str", "CodeBlock"):
                content = item["c"] if item["t"] == "Str" else item["c"][1]
                found.append(content)
            else:
                stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return letters("".join(found))


def letters(text):
    """Letters and figures, whatever the spaces between them."""
    return Counter(
        sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum() and sign.isprintable()
    )


def check(tree):
    findings = Findings("tep.docx")
    reading = read_tree(tree, "tep.docx", findings)
    if reading is None:
        assert not words_of(tree)
        return None
    assert letters("".join(passage.text for passage in reading.passages)) == words_of(tree)
    assert len({passage.where for passage in reading.passages}) == len(reading.passages)
    assert all(passage.key or passage.reason for passage in reading.passages)
    assert not [key for key in reading.layout if key not in SPEAKS_OF]
    assert not [
        one.key for one in reading.passages if one.key and re.split(r"[.\[]", one.key)[0] not in SPEAKS_OF
    ]
    faults = Findings("tep.docx")
    read_record(node_from(reading.layout), "tep.docx", faults, {})
    assert [item for item in faults.items if item.severity == "error" and item.key != "iso_code"] == []
    assert not [item for item in faults.items if "Không biết khóa" in item.message]
    return reading


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(trees)
def test_every_word_of_any_tree_is_accounted_for_once(tree):
    check(tree)


def para(text):
    return {"t": "Para", "c": [inline(text)]}


def test_depth_costs_no_stack():
    inner, block = inline("chữ"), para("đáy")
    for _ in range(5000):
        inner = {"t": "Strong", "c": [inner]}
        block = {"t": "BlockQuote", "c": [block]}
    table = make_table([[([block], 1, 1)]])
    for _ in range(400):
        table = make_table([[([table], 1, 1), ([para("bên")], 1, 1)]])
    tree = {"blocks": [{"t": "Para", "c": [inner]}, table]}
    reading = read_tree(tree, "sau.docx", Findings("sau.docx"))
    assert len(reading.passages) == 402


def timed(tree):
    start = time.process_time()
    assert read_tree(tree, "dai.docx", Findings("dai.docx")) is not None
    return time.process_time() - start


def test_time_grows_with_the_length():
    def paragraphs_of(count):
        texts = [
            "5.2. Thành phần hồ sơ",
            "- Tờ khai (01 bản chính)",
            "Mã số: QT-01",
            "Luật số 1/2020/QH14",
            "Một câu thường.",
        ]
        return {"blocks": [para(f"{texts[n % 5]} {n}") for n in range(count)]}

    small, large = timed(paragraphs_of(2_500)), timed(paragraphs_of(10_000))
    assert large < 12 * small + 0.5


def test_a_long_table_and_a_long_text_are_read():
    rows = [[([para(text)], 1, 1) for text in ("TT", "Trình tự", "Trách nhiệm", "Thời gian")]]
    rows += [
        [([para(text)], 1, 1) for text in (str(n), f"Làm việc {n}", "Văn thư", "1 giờ")] for n in range(3_000)
    ]
    table_tree = {"blocks": [make_table(rows)]}
    assert timed(table_tree) < 10
    reading = check({"blocks": [para("1. MỤC ĐÍCH"), para("chữ " * 250_000)]})
    assert len(reading.layout["purpose"]) <= 100_000
    assert len(reading.passages[1].text) > 900_000
    assert len(check(table_tree).layout["steps"]) == 300


def test_monstrous_lines_in_every_section_stay_cheap():
    """Patterns that a search going back and forth would choke on."""
    for text in (
        "BM-" * 9_000,
        "khoản 1, " * 4_000,
        "1/2014/A-" * 3_000,
        "- " * 9_000,
        "Công chức - " * 3_000,
        "1 ngày " * 4_000,
    ):
        lines = [
            para(line)
            for phrases in SECTIONS.values()
            for line in (f"{phrases[0].upper()}:", text, f"Bước 1: {text}")
        ]
        start = time.process_time()
        check({"blocks": lines})
        assert time.process_time() - start < 8


def test_a_document_without_text_is_refused():
    findings = Findings("trong.docx")
    assert read_tree({"blocks": []}, "trong.docx", findings) is None
    assert [item.kind for item in findings.items] == ["file.empty"]
