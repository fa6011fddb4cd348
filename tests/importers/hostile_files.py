"""Files that must be refused: broken, careless and hostile ones, made here so that nobody has to keep them."""

import unicodedata
from dataclasses import dataclass

PROCESS = """\
- iso_code: QT-NB-99
  name: Quy trình thử
  trigger: Khi thử
  frequency: monthly
  steps:
    - title: Làm
      role: specialist
      position: Chuyên viên
      duration: {value: 1, unit: working_day}
      output: Xong
"""
PROCEDURE = """\
- iso_code: QT-99
  name: Thủ tục thử
  time_limit: {value: 1, unit: working_day}
  online_level: {current: full}
  channels: [direct]
  sets: 1
  cases:
    - {code: '01', name: Một}
  components:
    - {name: Đơn, kind: submit, original: 1}
  fees:
    - {kind: phi, amount: 1000, channel: all, valid_from: '2026-01-01', valid_to: '2026-12-31'}
  legal_bases:
    - {number: 1/2026/QĐ-UBND, title: Quyết định, issued_on: '2026-01-01'}
  versions:
    - {edition: 1, revision: 0, change: Đầu}
  steps:
    - {title: Làm, role: specialist, duration: {value: 1, unit: working_day}}
"""


VERSION_TWICE = "- &v {edition: 1, revision: 0, change: Đầu}\n    - *v"


@dataclass(frozen=True)
class Hostile:
    """A file with the line of its first error (0: the whole file) and words of the sentence."""

    name: str
    data: bytes
    line: int
    words: str


def _in(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1).encode()


def _process(name, old, new, line, words):
    return Hostile(name, _in(PROCESS, old, new), line, words)


def _procedure(name, old, new, line, words):
    return Hostile(name, _in(PROCEDURE, old, new), line, words)


def _bomb():
    lines = ["- a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 10):
        lines.append(f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return "\n".join(lines).encode()


def _raw():
    """Files that are no list of records at all."""
    utf16 = PROCESS.encode("utf-16")
    return [
        Hostile("empty", b"", 0, "Tệp trống"),
        Hostile("only_spaces", b" \n\n  \n", 0, "Tệp trống"),
        Hostile("only_comment", b"# not yet\n", 0, "không có mục nào"),
        Hostile("empty_list", b"[]\n", 0, "không có mục nào"),
        Hostile("null", b"null\n", 1, "một dòng chữ"),
        Hostile("one_sentence", "Xin chào\n".encode(), 1, "phải là một danh sách"),
        Hostile(
            "mapping_instead_of_list",
            PROCESS.replace("- iso", "  iso", 1).encode(),
            1,
            "phải là một danh sách",
        ),
        Hostile("list_of_texts", b"- a\n- b\n", 1, "phải là một nhóm khóa"),
        Hostile("list_of_lists", b"- - a\n- [b]\n", 1, "phải là một nhóm khóa"),
        Hostile("binary", bytes(range(256)) * 20, 0, "không phải tệp văn bản"),
        Hostile("image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 0, "không phải tệp văn bản"),
        Hostile("zip", b"PK\x03\x04\x14\x00\x06\x00", 0, "không phải tệp văn bản"),
        Hostile("utf16", utf16, 0, "UTF-16"),
        Hostile("windows_1258", "- name: Thủ".encode("cp1258", "ignore") + b"\xf2\xd0\n", 1, "UTF-8"),
        Hostile("broken_utf8", PROCESS.encode() + b"  summary: \xc3\x28\n", 11, "UTF-8"),
        Hostile("too_big", b"- a: " + b"x" * (10 * 1024 * 1024), 0, "lớn hơn 10 MB"),
        Hostile("two_documents", (PROCESS + "---\n" + PROCESS).encode(), 11, "nhiều phần"),
        Hostile(
            "control_character", _in(PROCESS, "Quy trình thử", "Quy trình\x07thử"), 2, "ký tự điều khiển"
        ),
        Hostile(
            "text_direction_trick", _in(PROCESS, "Quy trình thử", "Quy \u202etrình"), 2, "ký tự điều khiển"
        ),
        Hostile("tabs", PROCESS.replace("    - title", "\t- title").encode(), 6, "Tab"),
        Hostile("colon_in_sentence", _in(PROCESS, "Khi thử", "Khi: thử: lại"), 3, "hai chấm"),
        Hostile("open_quote", _in(PROCESS, "name: Quy", "name: 'Quy"), 11, "nháy"),
        Hostile("bad_indent", PROCESS.replace("  trigger", " trigger").encode(), 3, "Cấu trúc YAML sai"),
        Hostile("unclosed_bracket", _in(PROCESS, "{value: 1", "{value: [1"), 9, "YAML"),
        Hostile("alias_bomb", _bomb(), 7, "quá lớn"),
        Hostile("endless_alias", b"- &a [*a]\n", 1, "nhắc lại"),
        Hostile("missing_alias", b"- *nobody\n", 1, "nhắc lại"),
        Hostile("python_tag", b"- !!python/object/apply:os.system ['id']\n", 1, "thẻ kiểu"),
        Hostile("own_tag", _in(PROCESS, "name: Quy", "name: !secret Quy"), 2, "thẻ kiểu"),
        Hostile("binary_tag", _in(PROCESS, "name: Quy trình thử", "name: !!binary aGk="), 2, "thẻ kiểu"),
        Hostile("deep", b"- " + b"[" * 5000, 1, "sâu quá"),
        Hostile("deep_mappings", ("- " + "{a: " * 3000).encode(), 1, "sâu quá"),
        Hostile("merge_key", b"- &a {x: 1}\n- {<<: *a, y: 2}\n", 2, "khóa gộp"),
        Hostile("list_as_key", b"- ? [a, b]\n  : c\n", 1, "Khóa phải là"),
        Hostile("null_key", b"- ~: c\n", 1, "Khóa phải là"),
        Hostile(
            "duplicate_key",
            _in(PROCESS, "  trigger: Khi thử\n", "  trigger: A\n  trigger: B\n"),
            4,
            "ghi ở dòng 3",
        ),
        Hostile("same_code_twice", (PROCESS + PROCESS).encode(), 11, "đã dùng"),
        Hostile(
            "five_thousand_records", b"- {iso_code: A, name: B, trigger: C}\n" * 5000, 0, "nhiều nhất 2000"
        ),
    ]


def _records():
    """Lists of records with one thing wrong."""
    huge = "x" * 10_000
    return [
        Hostile("neither_kind", b"- iso_code: A\n  name: B\n", 1, "Không rõ đây là"),
        _process("no_code", "iso_code: QT-NB-99\n  ", "", 1, "Chưa có mã tài liệu"),
        _process("null_code", "iso_code: QT-NB-99", "iso_code: null", 1, "Chưa có mã tài liệu"),
        _process("no_name", "  name: Quy trình thử\n", "", 1, "Chưa có tên"),
        _process("name_is_a_list", "name: Quy trình thử", "name: [Quy, trình]", 2, "một danh sách"),
        _process("name_is_a_mapping", "name: Quy trình thử", "name: {vi: Quy}", 2, "một nhóm khóa"),
        _process("name_too_long", "Quy trình thử", huge, 2, "nhiều nhất 2000"),
        _process("code_too_long", "QT-NB-99", "Q" * 41, 1, "nhiều nhất 40"),
        _process("code_of_a_copy", "QT-NB-99", "BAN-SAO-1", 1, "bản sao"),
        _process("unknown_frequency", "monthly", "hằng tháng", 4, "Chọn một trong"),
        _process("steps_is_text", "  steps:\n", "  steps: ba bước\n  other:\n", 5, "phải là một danh sách"),
        _process("step_without_role", "      role: specialist\n", "", 6, "vai trò"),
        _process("role_with_spaces", "role: specialist", "role: chuyên viên", 7, "không dấu"),
        _process("duration_in_words", "value: 1", "value: một ngày", 9, "không phải số"),
        _process("negative_duration", "value: 1", "value: -1", 9, "lớn hơn 0"),
        _process("infinite_duration", "value: 1", "value: .inf", 9, "lớn hơn 0"),
        _process("exponent_duration", "value: 1", "value: 1e9", 9, "lớn hơn 0"),
        _process("third_of_a_day", "value: 1", "value: 0.333", 9, "hai chữ số lẻ"),
        _process("unknown_unit", "working_day", "ngày", 9, "Chọn một trong"),
        _process("duration_without_unit", "{value: 1, unit: working_day}", "{value: 1}", 9, "đơn vị"),
        _process("waits_without_reason", "output: Xong", "waits_outside: true", 6, "lý do"),
        _process("waits_maybe", "output: Xong", "waits_outside: perhaps", 10, "true hoặc false"),
        _procedure(
            "same_day_of_three", "value: 1, unit: working_day", "value: 3, unit: same_day", 3, "value là 1"
        ),
        _procedure("limit_without_unit", "{value: 1, unit: working_day}", "{value: 1}", 3, "đơn vị"),
        _procedure(
            "limit_far_too_long", "value: 1, unit", "value: 99999999999999999999, unit", 3, "số nguyên"
        ),
        _procedure(
            "cutoff_for_days",
            "unit: working_day}\n  online",
            "unit: working_day, cutoff_time: '15:00'}\n  online",
            3,
            "giờ chốt",
        ),
        _procedure(
            "no_such_hour",
            "value: 1, unit: working_day",
            "value: 1, unit: same_day, cutoff_time: '25:00'",
            3,
            "không phải giờ",
        ),
        _procedure("bad_national_code", "name: Thủ tục thử", "name: Thử\n  code: '12.3'", 3, "1.001193"),
        _procedure("unknown_online_level", "current: full", "current: level 4", 4, "Chọn một trong"),
        _procedure("unknown_channel", "channels: [direct]", "channels: [fax]", 5, "Chọn một trong"),
        _procedure("no_sets", "sets: 1", "sets: 0", 6, "số nguyên từ 1"),
        _procedure(
            "script_address", "sets: 1", "sets: 1\n  online_url: 'javascript:alert(1)'", 7, "https://"
        ),
        _procedure("broken_address", "sets: 1", "sets: 1\n  online_url: 'http://[::1'", 7, "https://"),
        _procedure("bad_case_number", "code: '01'", "code: một", 8, "hai chữ số"),
        _procedure("unknown_case", "original: 1", "original: 1, cases: ['07']", 9, "chưa khai báo: 07"),
        _procedure("half_a_paper", "original: 1", "original: 0.5", 10, "số nguyên"),
        _procedure("negative_fee", "amount: 1000", "amount: -1", 12, "số nguyên từ 0"),
        _procedure("fee_in_words", "amount: 1000", "amount: miễn phí", 12, "số nguyên"),
        _procedure("fee_in_dollars", "channel: all", "currency: USD, channel: all", 12, "VND"),
        _procedure("fee_kind_unknown", "kind: phi", "kind: thuế", 12, "Chọn một trong"),
        _procedure("fee_ends_before_start", "'2026-12-31'", "'2025-12-31'", 12, "trước ngày bắt đầu"),
        _procedure("no_such_day", "'2026-12-31'", "'2026-02-30'", 12, "không phải ngày"),
        _procedure(
            "vietnamese_date", "issued_on: '2026-01-01'", "issued_on: 01/01/2026", 14, "không phải ngày"
        ),
        _procedure("year_zero", "issued_on: '2026-01-01'", "issued_on: '0000-01-01'", 14, "không phải ngày"),
        _procedure("edition_zero", "edition: 1", "edition: 0", 16, "số nguyên từ 1"),
        _procedure(
            "same_version_twice",
            "- {edition: 1, revision: 0, change: Đầu}",
            "- &v {edition: 1, revision: 0, change: Đầu}\n    - *v",
            15,
            "tăng dần",
        ),
        _procedure(
            "field_of_ten_megabytes",
            "name: Thủ tục thử",
            f"name: Thử\n  summary: {'y' * 9_000_000}",
            3,
            "nhiều nhất 100000",
        ),
        Hostile(
            "too_many_steps",
            (PROCESS.split("  steps:")[0] + "  steps:\n" + "    - {title: L, role: r}\n" * 301).encode(),
            5,
            "nhiều nhất 300",
        ),
    ]


HOSTILE = [*_raw(), *_records()]
HARMLESS = {
    "process": PROCESS.encode(),
    "procedure": PROCEDURE.encode(),
    "nfd": unicodedata.normalize("NFD", PROCESS).encode(),
}
