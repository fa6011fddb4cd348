"""Broken, huge and malicious files: a sentence, in bounded time, and nothing runs."""

import json
import time

import pytest

from procedures.importers import portal
from procedures.importers.own_format import MAX_RECORDS

from .portal_records import faults, file_of, kinds, record

SECONDS = 20


def refusal(data):
    result = portal.read(data, "thu.json")
    assert result.is_refused and result.readings == ()
    return next(f for f in result.findings.items if f.severity == "error")


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", "file.empty", "trống"),
        (b" \n", "file.empty", "trống"),
        (b'{"code": "OK",\n "data": }', "file.broken", "dòng 2, cột 10"),
        (b'{"data": {"name": "x"', "file.broken", "dòng 1"),
        ("Thủ tục".encode("utf-16-le"), "file.encoding", "UTF-8"),
        (b'{"name": "Th\xf9 t\xf4c"}', "file.encoding", "UTF-8"),
        (b"[" * 200_000, "file.broken", "sâu"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "file.broken", "sâu"),
        (b'"' + b'\\"' * 1_000_000, "file.broken", "hỏng"),
        (b"[" + b"1," * 1_100_000 + b"1]", "file.too_large", "Chia"),
        (b"[]", "file.wrong_format", "không có thủ tục"),
        (b"null", "file.wrong_format", "bản ghi"),
        (b"42", "file.wrong_format", "bản ghi"),
        (b"<html></html>", "file.broken", "hỏng"),
    ],
)
def test_a_file_that_is_no_record_is_refused(data, kind, said):
    start = time.monotonic()
    found = refusal(data)
    assert found.kind == kind and said in found.message
    assert time.monotonic() - start < SECONDS


def test_the_line_of_a_wrong_byte_is_told():
    assert refusal(b'{\n"a": 1,\n"b": "\xff"}').line == 3


def test_too_many_records():
    data = json.dumps([{"isWard": True}] * (MAX_RECORDS + 1)).encode()
    assert str(MAX_RECORDS) in refusal(data).message


def test_an_answer_without_a_procedure():
    result = portal.read(b'{"code": "ERROR", "message": "Not found", "data": null}', "thu.json")
    assert result.is_refused and "Not found" in result.findings.items[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_read(encoding):
    text = file_of(record()).decode()
    assert portal.read(text.encode(encoding), "thu.json").readings[0].layout["code"] == "1.999001"


def test_a_key_written_twice_loses_nothing():
    data = b'{"isWard": true, "name": "M\xe1\xbb\x99t", "name": "Hai"}'
    result = portal.read(data, "thu.json")
    assert result.readings[0].layout["name"] == "Một"
    assert {"Một", "Hai"} <= {p.text for p in result.readings[0].passages}
    assert any("hai lần" in f.message for f in result.findings.items)


def test_numbers_that_are_none():
    data = file_of(record()).replace(b'"qty": 5', b'"qty": NaN').replace(b": 8000", b": " + b"9" * 5000)
    result = portal.read(data, "thu.json")
    assert not result.is_refused and faults(result.readings[0].layout) == []
    assert result.readings[0].layout["fees"][0]["amount"] is None


def test_markup_stays_text_and_control_characters_go():
    script = "<script>alert(1)</script>"
    data = record(name=f"Nuôi ong {script}", requirementsAndConditions="a\x00b\u202ec\ud800")
    result = portal.read(json.dumps(data).encode(), "thu.json")
    layout = result.readings[0].layout
    assert layout["name"].endswith(script)
    assert layout["conditions"].startswith("a b c\ufffd")
    assert {"value.markup", "value.control_characters"} <= set(kinds(result.findings.items))


LONG = {
    "letters": "a" * 10_000_000,
    "blanks": "<" + " " * 2_000_000 + "x",
    "brackets": "(" * 1_000_000,
    "tags": "<" * 1_000_000,
    "digits": "1" * 1_000_000,
    "steps": "Bước 1: Người dân nộp\n" * 50_000,
    "dashes": "- Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, cấp\n" * 14_000,
    "commas": "cá nhân, " * 120_000,
    "clauses": "trong thời hạn " * 70_000,
    "quotes": "“thủ tục này " * 80_000,
}


@pytest.mark.parametrize("name", LONG)
def test_endless_prose_takes_bounded_time_and_is_told(name):
    text = LONG[name]
    data = record(
        name=text[:100_000],
        executionSteps=[{"name": "", "description": text}],
        requirementsAndConditions=text[:1_000_000],
    )
    data["executionMethods"][0]["description"] = text[:1_000_000]
    data["executionMethods"][0]["fees"][0] = {"type": "FEE", "value": 0, "description": text[:1_000_000]}
    data["legalBasisesDetails"][0] = {"code": text[:100_000], "name": text[:1_000_000]}
    start = time.monotonic()
    result = portal.read(file_of(data), "thu.json")
    assert time.monotonic() - start < SECONDS
    assert faults({**result.readings[0].layout, "name": "Tên"}) == []
    if name != "blanks":
        assert "value.too_long" in kinds(result.findings.items)


def test_endless_lists_are_told_once_each():
    data = record(
        executionSteps=[{"name": f"Bước {n}", "description": "Người dân nộp"} for n in range(2_000)],
        executionCases=[{"profileComponents": [{"name": f"Giấy {n}"} for n in range(1_000)]}],
        cases=[{"name": f"Loại {n}", "code": f"x.{n % 100:02}"} for n in range(300)],
        legalBasisesDetails=[{"code": f"{n}/2020/NĐ-CP", "name": "A"} for n in range(1, 500)],
        subjectTypesDetails=[{"name": f"Người {n}"} for n in range(500)],
    )
    data["executionMethods"][0]["fees"] = [{"type": "FEE", "value": n} for n in range(1, 900)]
    result = portal.read(file_of(data), "thu.json")
    assert faults(result.readings[0].layout) == []
    told = [f.key for f in result.findings.items if f.kind == "value.too_long"]
    assert len(told) == len(set(told)) and {"components", "cases", "legal_bases", "subjects", "fees"} <= set(
        told
    )


def test_wide_records_take_bounded_time():
    names = [{"name": f"Cơ quan {n}"} for n in range(8_000)]
    ways = [
        {"submissionMethod": "DIRECT", "processingTime": n, "processingTimeUnit": "DAY"} for n in range(8_000)
    ]
    groups = [{"name": f"Nhóm {n}", "profileComponents": [{"name": "Đơn"}]} for n in range(8_000)]
    data = record(
        departmentsExecuting=names,
        executingAgencies="Cơ quan " * 50_000,
        executionMethods=ways,
        executionCases=groups,
        cases=[{"name": f"Loại {n} " * 100, "code": f"x.{n:02}"} for n in range(99)],
    )
    start = time.monotonic()
    result = portal.read(file_of(data), "thu.json")
    assert time.monotonic() - start < SECONDS
    assert faults(result.readings[0].layout) == []
    assert max(len(f.message) for f in result.findings.items) < 1_000


def test_a_key_written_very_often_takes_bounded_time():
    start = time.monotonic()
    portal.read(b'{"isWard": true, ' + b'"a": 1, ' * 90_000 + b'"a": 1}', "thu.json")
    assert time.monotonic() - start < SECONDS


def test_a_file_of_many_records_keeps_the_findings_of_each():
    data = [record(code="sai", executionSteps=[]) for _ in range(300)]
    result = portal.read(json.dumps(data).encode(), "thu.json")
    assert result.findings.left_out == 0
    assert sum(f.kind == "code.malformed" for f in result.findings.items) == 300
