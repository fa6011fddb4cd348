"""Numbers of legal acts, mended where plain and told where not."""

import datetime as dt

import pytest

from procedures.importers.portal.acts import issue_in, normal_number

from .portal_records import faults, read


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12/2024/NĐ-CP ", "12/2024/NĐ-CP"),
        ("Thông tư số 03/2023/TT-BNG", "03/2023/TT-BNG"),
        ("Luật số 71/2025/QH15", "71/2025/QH15"),
        ("09./2025/NQ-HĐND", "09/2025/NQ-HĐND"),
        ("35 /2025/NQ-HĐND", "35/2025/NQ-HĐND"),
        ("28/2026/QĐ-UBND.", "28/2026/QĐ-UBND"),
        ("12/2024/NÐ-CP", "12/2024/NĐ-CP"),
        ("12/2024/ND-CP", "12/2024/NĐ-CP"),
        ("5/2025/NQ-HDND", "5/2025/NQ-HĐND"),
        ("12/2024/nđ-cp", "12/2024/NĐ-CP"),
        ("66.18/2026/NQ-CP", "66.18/2026/NQ-CP"),
        ("08.a/2010/TT-BTP", "08.a/2010/TT-BTP"),
        ("05/2015/TTLT-BTP-BCA-BYT", "05/2015/TTLT-BTP-BCA-BYT"),
        ("2418/QĐ-BTNMT", "2418/QĐ-BTNMT"),
        ("19/2014/QĐ-TTg", "19/2014/QĐ-TTg"),
        ("19/2014/qđ-ttg", "19/2014/QĐ-TTg"),
        ("Luật số: 59/2020/QH 14", "59/2020/QH14"),
        ("13/1999/PL-UBTVQH10", "13/1999/PL-UBTVQH10"),
        ("Nghị định 12/2020/NĐ-CP ngày 12/3/2020 của Chính phủ", "12/2020/NĐ-CP"),
    ],
)
def test_a_number_as_the_law_writes_it(raw, number):
    found = normal_number(raw)
    assert found.text == number and found.is_whole


@pytest.mark.parametrize("raw", ["55/2026/QĐ", "Bộ luật Dân sự", "12", "không số"])
def test_what_is_no_whole_number(raw):
    assert not normal_number(raw).is_whole


def acts(*rows):
    layout, findings, _ = read(
        legalBasisesDetails=[dict(zip(("code", "name"), row, strict=True)) for row in rows]
    )
    assert faults(layout) == []
    return layout.get("legal_bases", []), [
        (f.kind, f.severity) for f in findings if f.kind.startswith("act.")
    ]


def test_equal_numbers_are_one_act():
    found, remarks = acts(("1/2020/NĐ-CP", "Nghị định A"), ("1/2020/NĐ-CP ", "Nghị định về A"))
    assert [act["title"] for act in found] == ["Nghị định A"]
    assert ("act.twice", "warning") in remarks


def test_a_blank_is_worth_a_word_and_a_broken_number_a_warning():
    assert acts(("1/2020/NĐ-CP ", "A"))[1] == [("act.malformed", "info")]
    assert acts(("55/2026/QĐ", "A"))[1] == [("act.malformed", "warning")]
    assert acts(("1/2020/NĐ-CP", "A"))[1] == []


def test_a_number_only_in_the_name_is_taken_from_it():
    found, _ = acts(("", "Nghị định 61/2018/NĐ-CP về một cửa"))
    assert found[0]["number"] == "61/2018/NĐ-CP"
    found, remarks = acts(("", "Bộ luật Dân sự"))
    assert "number" not in found[0] and remarks == [("act.malformed", "warning")]


@pytest.mark.parametrize(
    ("name", "on", "issuer"),
    [
        (
            "Nghị định số 1/2020/NĐ-CP ngày 15/11/2020 của Chính phủ quy định A",
            dt.date(2020, 11, 15),
            "Chính phủ",
        ),
        ("Nghị định 1/2020/NĐ-CP ngày 5 tháng 1 năm 2020 về A", dt.date(2020, 1, 5), ""),
        ("Sửa đổi Nghị định số 1/2020/NĐ-CP ngày 15/11/2020 của Chính phủ", None, ""),
        ("Nghị định số 9/2009/NĐ-CP ngày 15/11/2009 của Chính phủ", None, ""),
        ("Nghị định số 1/2020/NĐ-CP ngày 31/02/2020", None, ""),
        ("Luật", None, ""),
    ],
)
def test_the_issue_is_read_only_where_the_name_says_it_of_itself(name, on, issuer):
    assert issue_in(name, "1/2020/NĐ-CP") == (on, issuer)
