"""JSON is read with its lines; what is broken is told with line and column, and nothing raises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.importers.findings import Findings
from procedures.importers.json_format import parse
from procedures.importers.json_reading import read_json
from procedures.importers.nodes import node_from, plain_from

GOOD = """[
  {
    "kind": "internal_process", "iso_code": "QT-1",
    "name": "Quy trình \\u0111\\u1eb7c biệt \\ud83d\\udc6a",
    "steps": [
      {"title": "Làm", "role": "specialist", "duration": {"value": 1e0, "unit": "minute"}}
    ]
  }
]"""


def test_lines_are_known_and_numbers_are_not_guessed():
    file = parse(GOOD.encode(), "x.json")
    (finding,) = [f for f in file.findings.items if f.severity == "error"]
    assert (finding.line, finding.key) == (6, "steps[1].duration.value") and "1e0" in finding.message
    assert file.readings[0].layout["name"] == "Quy trình đặc biệt 👪"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8", categories=["L", "P", "S", "Zs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abđ", min_size=1), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(values, st.sampled_from([None, 2]))
def test_every_json_text_is_read_as_the_library_reads_it(value, indent):
    findings = Findings("x")
    node = read_json(json.dumps(value, indent=indent).encode(), findings)
    if findings.has_errors:  # numbers beyond any use, hidden characters
        assert any(
            words in findings.items[0].message for words in ("dài hơn", "ký tự điều khiển", "Tệp trống")
        )
    else:
        assert plain_from(node) == plain_from(node_from(value))


BROKEN = {
    "empty": ("", 0, "Tệp trống"),
    "nothing": ("[]", 0, "không có mục nào"),
    "one_word": ('"xin chào"', 1, "phải là một danh sách"),
    "mapping": ('{"iso_code": "QT-1"}', 1, "ngoặc vuông"),
    "cut_short": ('[\n {"a": 1,\n  "b": [', 3, "dừng giữa chừng"),
    "comma_too_many": ('[\n {"a": 1,}\n]', 2, "Xóa dấu phẩy thừa"),
    "comma_missing": ('[\n {"a": 1\n  "b": 2}\n]', 3, "Thiếu dấu phẩy"),
    "no_colon": ('[{"a" 1}]', 1, "dấu hai chấm"),
    "single_quotes": ("[{'a': 1}]", 1, "dấu nháy kép"),
    "open_string": ('[\n"abc\n]', 2, "Đóng dấu nháy"),
    "bad_escape": ('["\\q"]', 1, "Chuỗi"),
    "nan": ('[{"a": NaN}]', 1, "NaN"),
    "infinity": ('[{"a": -Infinity}]', 1, "Infinity"),
    "huge_number": ("[" + "9" * 5000 + "]", 1, "dài hơn 40"),
    "deep": ("[" * 100_000, 1, "Lồng nhau"),
    "deep_mappings": ('{"a":' * 100_000, 1, "Lồng nhau"),
    "twice": ('[\n {"iso_code": "QT-1",\n  "iso_code": "QT-2"}]', 3, "đã ghi ở dòng 2"),
    "something_after": ("[] x", 1, "chữ thừa"),
    "hidden_character": ('["a\\u0000b"]', 1, "ký tự điều khiển"),
    "half_a_pair": ('["\\ud83d"]', 1, "ký tự điều khiển"),
    "texts": ('["a"]', 1, "nhóm khóa"),
    "other_version": ('{"schema": 2, "procedures": []}', 1, "mẫu số 2"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_files_are_refused_with_their_place(name):
    text, line, words = BROKEN[name]
    file = parse(text.encode(), "x.json")
    assert file.is_refused and file.records == ()
    first = next(f for f in file.findings.items if f.severity == "error")
    assert first.line == line and words in first.message, first


def test_binary_and_foreign_encodings_are_refused():
    for data, words in ((b"\xff\xfe[\0", "UTF-16"), (b"PK\x03\x04\0", "tệp JSON"), (b'["\xe9"]', "UTF-8")):
        assert words in parse(data, "x").findings.items[0].message


@pytest.mark.parametrize("start", range(len(GOOD.encode())))
def test_damaged_bytes_never_raise(start):
    data = GOOD.encode()
    for change in (b"", b'"', b"}", b"\\", b"\xff"):
        parse(data[:start] + change + data[start + 1 :], "x")
