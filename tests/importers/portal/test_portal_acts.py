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
        ("123/2015/nđ-cp ngày 15/11/2015", "123/2015/NĐ-CP"),
        ("Nghị định số 123 / 2015 / NĐ - CP ngày 15/11/2015", "123/2015/NĐ-CP"),
        ("01/2022/ttlt-btp-btc", "01/2022/TTLT-BTP-BTC"),
        ("01/2022/TTLT- BTP - BTC", "01/2022/TTLT-BTP-BTC"),
        ("01/2022/TTLT–BTP–BTC", "01/2022/TTLT-BTP-BTC"),
        ("01/2022/TTLT/BTP-BTC", "01/2022/TTLT/BTP-BTC"),
        ("01/2022/TTLT-BTP-BTC-BNV-BQP-BCA-BLĐTBXH-BYT", "01/2022/TTLT-BTP-BTC-BNV-BQP-BCA-BLĐTBXH-BYT"),
        ("60/2014/Qh13", "60/2014/QH13"),
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
    for words, number in (
        ("Thông tư liên tịch số 01/2022/TTLT–BTP–BTC về A", "01/2022/TTLT-BTP-BTC"),
        ("Thông tư liên tịch số 01/2022/TTLT- BTP - BTC về A", "01/2022/TTLT-BTP-BTC"),
        ("nghị định 61/2018/nđ-cp về A", "61/2018/NĐ-CP"),
        ("Nghị định số 61 /2018/NĐ - CP của Chính phủ", "61/2018/NĐ-CP"),
        ("Nghị định số 61/2018/NĐ-CP - Quy định về A", "61/2018/NĐ-CP"),
        ("Luật số 60/2014/QH 13", "60/2014/QH13"),
    ):
        found, remarks = acts(("", words))
        assert found[0]["number"] == number and remarks == []
    assert acts(("", "Công văn 12/ABC về A"))[1] == [("act.malformed", "warning")]
    found, remarks = acts(("", "Bộ luật Dân sự"))
    assert "number" not in found[0] and remarks == [("act.malformed", "warning")]


def test_several_numbers_in_one_are_told_and_a_name_is_not_cut_to_its_year():
    found, remarks = acts(("60/2014/QH13; 123/2015/NĐ-CP", "Luật và nghị định"))
    assert found[0]["number"] == "60/2014/QH13" and remarks == [("act.malformed", "warning")]
    assert acts(("Hiến pháp 2013", "Hiến pháp"))[0][0]["number"] == "Hiến pháp 2013"


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
