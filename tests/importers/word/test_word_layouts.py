"""Every layout, as a real DOCX through the pinned pandoc: the same procedure comes out, every piece is told of."""

import pytest

from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import node_from
from procedures.importers.word import PandocError, pandoc_tree, read_tree

from .layouts import LAYOUTS, PURPOSE, SCOPE, STEPS
from .variations import VARIATIONS

SAME = {name: make for name, make in (LAYOUTS | VARIATIONS).items() if name != "internal_process"}
WHOLE = {
    name: make
    for name, make in SAME.items()
    if name not in ("missing_sections", "two_cases", "parts_and_one_table")
}
ROLES = [
    "citizen",
    "one_stop_officer",
    "one_stop_officer",
    "specialist",
    "specialist",
    "leader",
    "clerk",
    "one_stop_officer",
]


def read(make):
    findings = Findings("tep.docx")
    return read_tree(pandoc_tree(make()), "tep.docx", findings), findings


def kinds(findings):
    return [item.kind.value for item in findings.items]


def errors_of(layout):
    findings = Findings("tep.docx")
    read_record(node_from(layout), "tep.docx", findings, {})
    return [item.key for item in findings.items if item.severity == "error"]


@pytest.fixture(scope="module")
def read_once():
    done = {}

    def get(name):
        if name not in done:
            done[name] = read((LAYOUTS | VARIATIONS)[name])
        return done[name]

    return get


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_all_steps_and_sections_are_found(name, read_once):
    reading, findings = read_once(name)
    layout = reading.layout
    assert errors_of(layout) == []
    assert layout["iso_code"] == "QT-HT-05"
    assert layout["name"] == "Cấp bản sao trích lục hộ tịch"
    assert (layout["purpose"], layout["scope"]) == (PURPOSE, SCOPE)
    assert [step["title"] for step in layout["steps"]] == [step[0] for step in STEPS]
    assert [step["role"] for step in layout["steps"]] == ROLES
    assert [step["position"] for step in layout["steps"]] == [step[1] for step in STEPS]
    assert not any(step.get("proposed") for step in layout["steps"])
    assert "duration" not in layout["steps"][0]
    assert layout["steps"][3]["duration"] == {"value": "0.5", "unit": "working_day"}
    assert layout["steps"][2]["duration"] == {"value": 30, "unit": "minute"}
    assert layout["steps"][1]["form"] == "BM-MC-01"
    assert [(paper["original"], paper["copy"]) for paper in counted(layout)] == [(1, 0), (0, 1), (1, 0)]
    assert layout["components"][0]["form"] == "BM-HT-01"
    assert [act["number"] for act in layout["legal_bases"]] == [
        "60/2014/QH13",
        "123/2015/NĐ-CP",
        "04/2020/TT-BTP",
    ]
    assert layout["legal_bases"][0]["issued_on"] == "2014-11-20"
    assert [form["code"] for form in layout["forms"]] == ["BM-HT-01", "BM-MC-01"]
    assert len(layout["records"]) == 2
    assert layout["sets"] == 1
    assert (layout["time_limit"]["value"], layout["time_limit"]["unit"]) == (1, "working_day")
    assert layout["channels"][0]["channel"] == "direct"
    assert (layout["fees"][0]["amount"], layout["fees"][0]["per"]) == (8000, "bản")
    assert layout["versions"][-1]["issued_on"] == "2022-08-12"
    assert "time.conflict" not in kinds(findings)


def counted(layout):
    return [{"original": 0, "copy": 0, **paper} for paper in layout["components"]]


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_nothing_of_the_seven_is_left_over(name, read_once):
    """What has no place is known and expected: the agency, signatures, recipients, contents, the bare heading of 5."""
    reading, findings = read_once(name)
    assert "text.not_placed" not in kinds(findings)
    left = {passage.reason for passage in reading.passages if not passage.key}
    assert "Chưa rõ thuộc mục nào." not in left


@pytest.mark.parametrize("name", sorted(LAYOUTS | VARIATIONS))
def test_every_piece_is_placed_or_has_a_reason(name, read_once):
    reading, _findings = read_once(name)
    assert all(passage.key or passage.reason for passage in reading.passages)
    assert len({passage.where for passage in reading.passages}) == len(reading.passages)


def test_marks_and_column_heads_of_the_one_table_do_not_come_out_as_text(read_once):
    reading, _findings = read_once("one_table")
    assert not any(paper["name"] in ("x", "Bản chính", "Bản sao") for paper in reading.layout["components"])
    marks = [passage.key for passage in reading.passages if passage.text == "x"]
    assert marks == ["components[1]", "components[2]", "components[3]"]


def test_merged_responsible_cells_are_repeated_and_told(read_once):
    reading, findings = read_once("merged_cells")
    told = [item for item in findings.items if item.kind == "step.merged_cells"]
    assert [item.key for item in told] == ["steps[2]", "steps[4]"]
    assert "Công chức Bộ phận Một cửa" in told[0].message
    assert reading.layout["steps"][2]["position"] == "Công chức Bộ phận Một cửa"


def test_a_total_row_is_no_step(read_once):
    reading, _findings = read_once("bold_headings")
    [total] = [passage for passage in reading.passages if passage.text.startswith("Tổng thời gian")]
    assert total.key == "time_limit"


def test_earlier_editions_come_from_the_table_of_amendments(read_once):
    reading, _findings = read_once("bold_headings")
    assert reading.layout["versions"] == [
        {"edition": 1, "revision": 0, "change": "Ban hành lần đầu", "issued_on": "2021-02-05"},
        {
            "edition": 1,
            "revision": 1,
            "change": "Rút thời gian còn một ngày (5.4)",
            "issued_on": "2022-08-12",
        },
    ]


def test_contents_are_not_taken_for_headings(read_once):
    reading, _findings = read_once("decomposed")
    assert [passage.reason for passage in reading.passages if passage.text.endswith(" 3")] == [
        "Mục lục; hệ thống tự lập khi in."
    ] * 5


# --- Variations -------------------------------------------------------------------------------------------
def test_two_tables_of_steps_are_two_phases_with_their_own_limits(read_once):
    reading, findings = read_once("two_cases")
    layout = reading.layout
    assert errors_of(layout) == []
    assert [(case["name"], case["time_limit"]["value"]) for case in layout["cases"]] == [
        ("Không phải xác minh", 1),
        ("Phải xác minh", 3),
    ]
    phases = [step["phase"] for step in layout["steps"]]
    assert phases == ["Trường hợp không phải xác minh"] * 8 + ["Trường hợp phải xác minh"] * 9
    assert layout["fees"] == [{"kind": "le_phi", "amount": 0}]
    assert "time.conflict" not in kinds(findings)


def test_steps_in_prose_are_proposals_and_missing_parts_are_named(read_once):
    reading, findings = read_once("missing_sections")
    layout = reading.layout
    assert errors_of(layout) == ["iso_code"]
    assert all(step["proposed"] for step in layout["steps"])
    assert layout["steps"][6]["title"] == "Đóng dấu, vào sổ"
    assert layout["steps"][3]["position"] == "Công chức Tư pháp - Hộ tịch"
    missing = {item.key for item in findings.items if item.kind == "part.missing"}
    assert missing == {"purpose", "scope", "forms", "records", "sets", "time_limit", "channels", "fees"}
    assert not missing & set(layout)
    assert {passage.certainty for passage in reading.passages if passage.key.startswith("steps[")} == {
        "proposed"
    }


def test_a_row_over_all_columns_divides_the_steps(read_once):
    reading, findings = read_once("heading_styles")
    phases = [step.get("phase") for step in reading.layout["steps"]]
    assert phases == [None, None, *["Giai đoạn giải quyết"] * 6]
    assert "text.not_placed" in kinds(findings)  # the appendix
    assert reading.passages[-1].reason == "Thuộc mục không có trong mẫu quy trình."


def test_a_table_of_labels_tells_code_field_subjects_and_ways(read_once):
    layout = read_once("lettered_sections")[0].layout
    assert (layout["code"], layout["field"], layout["field_name"]) == ("2.000635", "ho_tich", "Hộ tịch")
    assert layout["subjects"] == ["Cá nhân", "Tổ chức"]
    assert [channel["channel"] for channel in layout["channels"]] == ["direct", "online"]
    assert layout["online_url"] == "https://dichvucong.gov.vn"
    assert layout["results"] == [{"name": "Bản sao trích lục"}]
    assert "references" not in layout


def test_groups_of_papers_in_the_one_table(read_once):
    reading, findings = read_once("parts_and_one_table")
    layout = reading.layout
    assert errors_of(layout) == []
    assert [step["title"] for step in layout["steps"]] == [step[0] for step in STEPS]
    papers = [(paper.get("kind"), paper["original"], paper["copy"]) for paper in layout["components"]]
    assert papers == [("present", 0, 1), (None, 1, 0), (None, 1, 0)]
    assert (layout["sets"], layout["time_limit"]["value"], layout["fees"][0]["amount"]) == (1, 1, 8000)
    assert len(layout["legal_bases"]) == 3 and kinds(findings) == []


def test_an_internal_process_is_known_by_what_it_says(read_once):
    reading, findings = read_once("internal_process")
    layout = reading.layout
    assert errors_of(layout) == []
    assert layout["trigger"] == "Ngày 25 hằng tháng"
    assert layout["frequency"] == "monthly"
    assert (layout["deadline"], layout["owner_unit"]) == ("Trước ngày 05 tháng sau", "Văn phòng")
    assert "components" not in layout and "time_limit" not in layout
    assert [step.get("role") for step in layout["steps"]] == ["specialist", "head_of_unit", None, "leader"]
    assert layout["steps"][2] == {
        "title": "Họp xét",
        "position": "Hội đồng đánh giá",
        "proposed": True,
        "duration": {"value": "0.5", "unit": "working_day"},
        "output": "Biên bản",
    }
    assert kinds(findings) == []


def test_what_is_no_word_file_is_refused_by_name():
    with pytest.raises(PandocError):
        pandoc_tree(b"khong phai docx")


def test_pandoc_is_stopped_in_time():
    with pytest.raises(PandocError, match="timed out"):
        pandoc_tree(LAYOUTS["bold_headings"](), seconds=0.001)
