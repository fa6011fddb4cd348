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


@pytest.mark.parametrize("words", ["Không quy định", "Không có quy định", "Không xác định", "Không áp dụng"])
def test_a_zero_where_nothing_is_stipulated_is_no_zero(words):
    assert with_fees(fee(0, words)) == (
        [{"channel": "all", "kind": "phi", "amount": None, "condition": words}],
        ["fee.zero_with_words"],
    )


@pytest.mark.parametrize("value", ["8.000 đồng", "8.000đ", "8 000", "8000,00", "8,000 VNĐ"])
def test_an_amount_is_read_as_people_write_it(value):
    assert with_fees(fee(value, "Một bản"))[0][0]["amount"] == 8000


@pytest.mark.parametrize(
    "value", [-8000, 0.5, "8000-10000", "tám nghìn", "10%", "1e5", True, {"a": 1}, [8000]]
)
def test_what_is_no_amount_is_none_and_told(value):
    fees, found = with_fees(fee(value))
    assert fees[0]["amount"] is None and found == ["fee.only_in_words"]


def test_the_remark_names_what_stands_in_place_of_the_amount():
    _, findings, _ = read(fees=[fee("tám nghìn")])
    assert any("tám nghìn" in f.message for f in findings if f.kind == "fee.only_in_words")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5000, "Phí 8.000 đồng/bản"),
        (5000, "Tám nghìn đồng"),
        (5000, "8 nghìn đồng"),
        (5000, "Miễn phí"),
        (5000, "Không."),
        (8000, "8.000 đồng (bằng chữ: năm nghìn đồng)"),
    ],
)
def test_an_amount_against_its_words_is_told(value, words):
    _, findings, passages = read(fees=[fee(value, words)])
    (told,) = [f for f in findings if f.kind == "value.doubtful"]
    assert (told.key, told.severity) == ("fees[2].amount", "warning")
    assert [p.certainty for p in passages if p.where == "fees[1].value"] == ["unsure"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (8000, "8.000 đồng (tám nghìn đồng)"),
        (8000, "Tám nghìn đồng"),
        (150000, "150 nghìn đồng"),
        (1500000, "1,5 triệu đồng"),
        (8000, "Trực tuyến 5.000 đồng, trực tiếp 8.000 đồng"),
        (8000, "Theo Thông tư số 75/2022/TT-BTC, 02 đồng sở hữu nộp một lần"),
    ],
)
def test_an_amount_that_its_words_bear_out_is_not_doubted(value, words):
    assert with_fees(fee(value, words))[1] == []


def test_a_fee_that_only_prose_names_is_told():
    steps = [{"name": "", "description": "Bước 1: Người dân nộp lệ phí 10.000 đồng."}]
    _, findings, _ = read(executionSteps=steps)
    (told,) = [f for f in findings if f.key == "fees"]
    assert (told.kind, told.where) == ("value.doubtful", "executionSteps[1].description")
    _, findings, _ = read(executionSteps=steps, executionMethods=[{"submissionMethod": "DIRECT"}])
    assert [f.kind for f in findings if f.key == "fees" and f.severity == "warning"] == ["fee.only_in_words"]
    for words in ("Nộp lệ phí 8.000 đồng.", "Phạt 10.000 đồng.", "Cước phí bưu chính 10.000 đồng."):
        _, findings, _ = read(executionSteps=[{"name": "", "description": words}])
        assert not [f for f in findings if f.key == "fees"]


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
