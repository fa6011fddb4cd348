"""A whole record of the portal: where each thing stands afterwards."""

import json
import unicodedata

import pytest

from procedures.importers import portal

from .portal_records import DATA, faults, file_of, kinds, read, record


def fate(passages, where):
    return next(p for p in passages if p.where == where)


def test_our_record_is_read_whole():
    layout, findings, _ = read()
    assert layout["name"] == "Thủ tục cấp giấy phép nuôi ong trong phường"
    assert layout["code"] == "1.999001"
    assert (layout["field"], layout["field_name"], layout["field_ministry_code"]) == (
        "nuoi-ong",
        "Nuôi ong",
        "G99-NO01",
    )
    assert layout["level"] == "ward" and layout["subjects"] == ["Công dân Việt Nam"]
    assert layout["deciding_agency"] == "Ủy ban nhân dân cấp xã"
    assert layout["executing_agency"] == "Phòng Kinh tế"
    assert layout["coordinating_agencies"] == ["Trạm Thú y"]
    assert layout["time_limit"] == {"value": 5, "unit": "working_day"}
    assert layout["cases"] == [
        {"code": "01", "name": "Cấp lần đầu", "time_limit": {"value": 5, "unit": "working_day"}}
    ]
    assert layout["channels"] == [
        {"channel": "direct", "note": "Nộp tại Trung tâm Phục vụ hành chính công."},
        {"channel": "online"},
    ]
    assert layout["fees"] == [
        {"channel": "all", "kind": "phi", "amount": 8000, "condition": "Phí thẩm định."}
    ]
    assert [(c["name"], c["kind"], c["original"], c["copy"]) for c in layout["components"]] == [
        ("Tờ khai nuôi ong", "submit", 1, 0),
        ("Bản đồ khu nuôi", "submit", 0, 2),
        ("Thẻ căn cước", "present", 1, 0),
    ]
    assert layout["components"][0]["form"] == "ONG-01"
    assert layout["forms"] == [{"code": "ONG-01", "name": "Tờ khai nuôi ong"}]
    assert layout["results"] == [{"name": "Giấy phép nuôi ong"}]
    assert layout["legal_bases"] == [
        {
            "number": "12/2024/NĐ-CP",
            "title": "Nghị định số 12/2024/NĐ-CP ngày 05/02/2024 của Chính phủ về nuôi ong",
            "issued_on": "2024-02-05",
            "issuer": "Chính phủ",
        }
    ]
    assert layout["conditions"] == "Có vườn.\n\nCó tổ ong."
    assert layout["references"] == "Quyết định công bố số 77/QĐ-BTN ngày 29/06/2026 của Bộ Thử nghiệm"
    assert layout["sets"] == 1
    assert kinds(findings, "warning") == [] and faults(layout) == []


def test_steps_are_proposals_beside_the_prose():
    layout, findings, passages = read()
    assert [step.get("role") for step in layout["steps"]] == ["citizen", "specialist", "leader"]
    assert all(step["proposed"] for step in layout["steps"])
    assert layout["steps"][1]["duration"] == {"value": "2", "unit": "working_day"}
    assert layout["public_steps"] == DATA["executionSteps"][0]["description"]
    assert fate(passages, "executionSteps[1].description").key == "public_steps"
    proposed = [p for p in passages if p.key.startswith("steps[")]
    assert [p.key for p in proposed] == ["steps[1]", "steps[2]", "steps[3]"]
    assert {p.certainty for p in proposed} == {"proposed"}
    assert kinds(findings).count("step.proposed") == 1


def test_what_has_no_place_has_a_reason():
    passages = read()[2]
    assert fate(passages, "id").reason == "mã kỹ thuật của Cổng"
    assert not fate(passages, "executionCases[1].profileComponents[1].attachments[1].fileName").is_placed
    assert all(p.reason for p in passages if not p.is_placed)


@pytest.mark.parametrize("wrap", [lambda d: d, lambda d: [d, d], lambda d: [{"code": "OK", "data": d}]])
def test_bare_data_and_lists_are_read_too(wrap):
    result = portal.read(json.dumps(wrap(record())).encode(), "thu.json")
    assert {r.layout["code"] for r in result.readings} == {"1.999001"}
    assert result.count == len(result.readings) and not result.is_refused


def test_places_in_a_list_name_the_record():
    result = portal.read(json.dumps([record(), record(code="sai")]).encode(), "thu.json")
    wrong = next(f for f in result.findings.items if f.kind == "code.malformed")
    assert wrong.where == "[2].code"
    assert all(p.where.startswith(("[2].", "[2].executionSteps")) for p in result.readings[1].passages)


def test_a_reading_never_has_a_document_code():
    assert "iso_code" not in read()[0]


def test_it_speaks_of_all_it_writes():
    result = portal.read(file_of(record()), "thu.json")
    assert set(result.readings[0].layout) <= result.readings[0].speaks_of
    assert "records" not in result.readings[0].speaks_of and "purpose" not in result.readings[0].speaks_of


def test_several_levels_take_the_lowest_and_say_so():
    layout, findings, _ = read(isProvince=True, isMinistry=True)
    assert layout["level"] == "ward"
    assert kinds(findings, "warning") == ["level.several"]


def test_full_service_needs_the_mark_and_the_way():
    assert read(isFullProcess=True)[0]["online_level"] == {"current": "full"}
    only_direct = [DATA["executionMethods"][0]]
    assert "online_level" not in read(isFullProcess=True, executionMethods=only_direct)[0]
    assert "online_level" not in read()[0]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("executionSteps", "trình tự thực hiện"),
        ("executionMethods", "cách thức thực hiện"),
        ("executionCases", "thành phần hồ sơ"),
        ("subjectTypesDetails", "đối tượng thực hiện"),
        ("resultsDetails", "kết quả thực hiện"),
        ("legalBasisesDetails", "căn cứ pháp lý"),
        ("name", "tên thủ tục"),
    ],
)
def test_a_missing_part_of_the_law_is_told(gone, said):
    findings = read(**{gone: None})[1]
    assert any(f.kind == "part.missing" and said in f.message and f.severity == "warning" for f in findings)


def test_a_record_out_of_use_is_told():
    assert "procedure.superseded" in kinds(read(state="DELETED")[1])
    name = "Thủ tục nuôi ong (thủ tục này đã bị thay thế)"
    assert "procedure.superseded" in kinds(read(name=name)[1])
    assert "procedure.superseded" not in kinds(read()[1])


def test_a_malformed_code_goes_to_the_local_code():
    layout, findings, _ = read(code="T-HNO-092016-TT")
    assert layout["code"] is None and layout["local_code"] == "T-HNO-092016-TT"
    assert "code.malformed" in kinds(findings) and faults(layout) == []


def test_a_code_that_stands_only_in_the_notation_is_taken_from_there():
    layout, findings, passages = read(code="")
    assert layout["code"] == "1.999001" and "code.malformed" not in kinds(findings)
    (passage,) = [p for p in passages if p.where == "codeNotation"]
    assert (passage.key, passage.certainty) == ("code", "unsure")
    layout, findings, _ = read(code=None, codeNotation="")
    assert layout["code"] is None and "local_code" not in layout and "code.malformed" in kinds(findings)


def test_notes_among_the_papers_are_no_papers():
    note = {"name": "Trường hợp gửi qua bưu chính thì kèm bản sao.", "originalQty": 0, "copyQty": 0}
    cases = [*DATA["executionCases"], {"name": "* Lưu ý:", "profileComponents": [note]}]
    layout, _, passages = read(executionCases=cases)
    assert len(layout["components"]) == 3
    assert layout["conditions"].endswith("Lưu ý về hồ sơ:\n\nTrường hợp gửi qua bưu chính thì kèm bản sao.")
    assert fate(passages, "executionCases[3].profileComponents[1].name").key == "conditions"


def test_a_group_named_as_a_case_scopes_its_papers():
    case = {"code": "1.999001.02", "name": "Cấp lại", "processingDay": {"qty": 5, "type": "WORKING_DAY"}}
    groups = [
        {"name": "Cấp lại:", "profileComponents": [{"name": "Giấy phép cũ", "originalQty": 1, "copyQty": 0}]},
        {
            "name": "Đối với hợp tác xã",
            "profileComponents": [{"name": "Điều lệ", "originalQty": 1, "copyQty": 0}],
        },
    ]
    layout, _, _ = read(cases=[*DATA["cases"], case], executionCases=groups)
    assert layout["components"][0]["cases"] == ["02"]
    assert (
        layout["components"][1]["condition"] == "Đối với hợp tác xã"
        and "cases" not in layout["components"][1]
    )


def test_cases_without_name_or_number_stay_apart():
    days = {"qty": 5, "type": "WORKING_DAY"}
    cases = [{"code": "x", "name": "A", "processingDay": days}, {"name": None, "processingDay": days}]
    layout, findings, _ = read(cases=cases)
    assert [(c["code"], c["name"]) for c in layout["cases"]] == [("01", "A"), ("02", "Trường hợp 02")]
    assert faults(layout) == [] and "value.missing" in kinds(findings)


def test_long_texts_are_divided_and_told():
    long = "Giấy tờ về khu nuôi. " * 400
    group = {"name": "", "profileComponents": [{"name": long, "originalQty": 1, "copyQty": 0}]}
    layout, findings, passages = read(name="Tên thủ tục " * 300, executionCases=[group])
    assert faults(layout) == []
    assert kinds(findings).count("value.too_long") == 2
    kept = layout["components"][0]["name"]
    rest = next(p for p in passages if p.where.endswith("phần không vừa") and "profileComponents" in p.where)
    assert f"{kept} {rest.text}" == long.strip() and not rest.is_placed


def test_a_group_in_place_of_a_text_is_not_called_placed():
    fee = {"type": "FEE", "value": 5, "description": ["Lời", "khác"], "attachment": None}
    method = {**DATA["executionMethods"][0], "fees": [fee], "description": True}
    passages = read(executionMethods=[method], delegatedAgencies=["A"])[2]
    for where in (
        "executionMethods[1].fees[1].description[1]",
        "executionMethods[1].description",
        "delegatedAgencies[1]",
    ):
        assert not fate(passages, where).is_placed


def test_decomposed_letters_make_no_difference():
    plain = file_of(record())
    apart = unicodedata.normalize("NFD", plain.decode()).encode()
    assert plain != apart and json.loads(plain) != json.loads(apart)
    assert portal.read(plain, "thu.json").readings == portal.read(apart, "thu.json").readings


def test_the_lists_of_another_kind_of_record():
    """Nulls, texts for lists, lists for texts: nothing is lost, nothing breaks."""
    layout, _, passages = read(
        cases=None,
        executionMethods="Nộp tại phường",
        executionCases={"name": "Hồ sơ", "profileComponents": ["Đơn"]},
        resultsDetails="Giấy phép",
        legalBasisesDetails=["Luật số 1/2020/QH14"],
        name=["Tên"],
        categoriesDetails="Nuôi ong",
    )
    assert faults({"name": "Tên", **layout}) == []
    assert layout["results"] == [{"name": "Giấy phép"}]
    assert layout["components"][0]["name"] == "Đơn" and layout["field"] == "nuoi-ong"
    assert fate(passages, "executionMethods").text == "Nộp tại phường"
    assert layout["legal_bases"] == [{"number": "1/2020/QH14", "title": "Luật số 1/2020/QH14"}]
