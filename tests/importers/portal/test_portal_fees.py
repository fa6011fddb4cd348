"""Fees: a zero is believed only where no words speak against it."""

import pytest

from procedures.importers.portal.fees import is_free

from .portal_records import faults, kinds, read


def with_fees(*fees, channels=("DIRECT",)):
    methods = [
        {
            "submissionMethod": channel,
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "fees": list(fees),
        }
        for channel in channels
    ]
    layout, findings, _ = read(executionMethods=methods)
    assert faults(layout) == []
    return layout.get("fees", []), [k for k in kinds(findings) if k.startswith(("fee.", "value."))]


def fee(value, description="", kind="FEE", **more):
    return {"type": kind, "value": value, "description": description, "attachment": None, **more}


def test_kinds_and_amounts():
    fees, found = with_fees(fee(8000, "Một bản"), fee("5.000", kind="SERVICE_FEE"))
    assert [(f["kind"], f["amount"]) for f in fees] == [("phi", 8000), ("le_phi", 5000)] and found == []


@pytest.mark.parametrize(
    "words",
    [
        "Theo quy định của Hội đồng nhân dân cấp tỉnh.",
        "Mức lệ phí do tỉnh quyết định. Miễn lệ phí cho người thuộc hộ nghèo.",
        "Phí thẩm định: 150.000 đồng/hồ sơ.",
        "Miễn phí đối với người khuyết tật.",
        "Không quá 100.000 đồng.",
        "Nghị quyết số 09/2025/NQ-HĐND",
    ],
)
def test_a_zero_against_its_words_is_no_amount(words):
    fees, found = with_fees(fee(0, words))
    assert fees[0]["amount"] is None and fees[0]["condition"] == words
    assert found == ["fee.zero_with_words"]


@pytest.mark.parametrize(
    "words",
    ["Miễn phí", "Không thu phí.", "Không", "Miễn lệ phí theo Nghị quyết số 9/2025/NQ-HĐND", "Lệ phí: không"],
)
def test_a_true_zero_stays(words):
    assert is_free(words)
    fees, found = with_fees(fee(0, words))
    assert fees[0]["amount"] == 0 and found == []


def test_a_zero_alone_is_kept_and_doubted():
    fees, found = with_fees(fee(0))
    assert fees == [{"channel": "all", "kind": "phi", "amount": 0}] and found == ["value.doubtful"]


def test_words_without_amount_and_papers_without_words():
    fees, found = with_fees(
        fee(None, "Tỉnh quy định."), fee(None, "Xem biểu", attachment={"fileId": "1", "fileName": "bieu.pdf"})
    )
    assert [f["amount"] for f in fees] == [None, None] and "bieu.pdf" in fees[1]["condition"]
    assert found == ["fee.only_in_words", "fee.in_attachment"]


def test_an_empty_row_is_no_fee():
    assert with_fees(fee(None)) == ([], ["value.missing"])


def test_foreign_money_stays_words():
    fees, found = with_fees(fee(20, "Một bản", currencyName="Đô la Mỹ"))
    assert fees[0]["amount"] is None and fees[0]["condition"] == "20 Đô la Mỹ. Một bản"
    assert found == ["fee.only_in_words"]


def test_an_unknown_kind_is_told():
    fees, found = with_fees(fee(20000, "Một lần", kind="PRICE_LEVEL"))
    assert fees[0] == {"channel": "all", "kind": "phi", "amount": 20000, "condition": "Giá dịch vụ: Một lần"}
    assert found == ["value.doubtful"]


def test_equal_rows_of_all_channels_are_one():
    assert [f["channel"] for f in with_fees(fee(1000), channels=("DIRECT", "ONLINE"))[0]] == ["all"]


def test_rows_of_some_channels_name_them():
    methods = [
        {
            "submissionMethod": "DIRECT",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "fees": [fee(20000)],
        },
        {
            "submissionMethod": "ONLINE",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "fees": [fee(10000)],
        },
        {
            "submissionMethod": "POSTAL",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "fees": [fee(20000)],
        },
    ]
    fees = read(executionMethods=methods)[0]["fees"]
    assert [(f["channel"], f["amount"]) for f in fees] == [
        ("direct", 20000),
        ("postal", 20000),
        ("online", 10000),
    ]
