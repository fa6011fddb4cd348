"""Portal records written for the tests: the shape is the portal's, the texts are ours."""

import copy
import json
import re

from procedures.importers import portal
from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import node_from

DAY_IN_HANOI = 1_782_666_000_000
"""29/06/2026, 0:00 in Việt Nam: still the 28th in UTC."""

DATA = {
    "id": "0a1b2c3d-0000-7000-8000-000000000001",
    "code": "1.999001",
    "codeNotation": "1.999001",
    "name": "Thủ tục cấp giấy phép nuôi ong trong phường ",
    "state": "ACTIVE",
    "isWard": True,
    "isProvince": False,
    "isMinistry": False,
    "isFullProcess": False,
    "departmentPromulgateName": "Bộ Thử nghiệm",
    "delegatedAgencies": "Ủy ban nhân dân cấp xã",
    "departmentsAuthority": [{"id": "x1", "name": "Ủy ban nhân dân cấp xã", "code": "U1"}],
    "unitGroupsAuthority": [],
    "executingAgencies": "",
    "unitGroupsExecuting": [{"id": "x2", "name": "Phòng Kinh tế"}],
    "unitGroupsCoordinating": [{"id": "x3", "name": "Trạm Thú y"}],
    "categoriesDetails": [{"id": "c1", "name": "Nuôi ong", "code": "G99-NO01"}],
    "subjectTypesDetails": [{"id": "s1", "name": "Công dân Việt Nam", "code": "ĐT1"}],
    "cases": [
        {"code": "1.999001.01", "name": "Cấp lần đầu", "processingDay": {"qty": 5, "type": "WORKING_DAY"}},
    ],
    "executionMethods": [
        {
            "submissionMethod": "DIRECT",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "description": "Nộp tại Trung tâm Phục vụ hành chính công.",
            "fees": [{"type": "FEE", "value": 8000, "description": "Phí thẩm định.", "attachment": None}],
        },
        {
            "submissionMethod": "ONLINE",
            "processingTime": 5,
            "processingTimeUnit": "WORKING_DAY",
            "description": "",
            "fees": [{"type": "FEE", "value": 8000, "description": "Phí thẩm định.", "attachment": None}],
        },
    ],
    "executionCases": [
        {
            "name": "* Giấy tờ phải nộp:",
            "profileComponents": [
                {
                    "name": "- Tờ khai nuôi ong",
                    "code": "ONG-01",
                    "originalQty": 1,
                    "copyQty": 0,
                    "required": False,
                    "attachments": [{"id": "f1", "fileName": "to-khai.docx", "filePath": "cho/to-khai.docx"}],
                },
                {
                    "name": "Bản đồ khu nuôi",
                    "code": "ONG-02",
                    "originalQty": 0,
                    "copyQty": 2,
                    "attachments": [],
                },
            ],
        },
        {
            "name": "* Giấy tờ phải xuất trình:",
            "profileComponents": [
                {"name": "Thẻ căn cước", "code": "ONG-03", "originalQty": 1, "copyQty": 0, "attachments": []},
            ],
        },
    ],
    "resultsDetails": [{"id": "r1", "name": "- Giấy phép nuôi ong", "code": "KQ1"}],
    "legalBasisesDetails": [
        {
            "id": "l1",
            "code": "12/2024/NĐ-CP ",
            "name": "Nghị định số 12/2024/NĐ-CP ngày 05/02/2024 của Chính phủ về nuôi ong",
        },
    ],
    "requirementsAndConditions": "Có vườn.\r\n\r\nCó tổ ong.",
    "description": "Có vườn.\r\n\r\nCó tổ ong.",
    "executionSteps": [
        {
            "name": "",
            "description": "Bước 1: Người yêu cầu nộp 01 bộ hồ sơ tại Bộ phận Một cửa.\n"
            "Bước 2: Công chức chuyên môn thẩm định trong thời hạn 02 ngày làm việc.\n"
            "Bước 3: Chủ tịch Ủy ban nhân dân cấp xã ký giấy phép.",
        }
    ],
    "procedureProposal": {
        "proposalNumber": "77/QĐ-BTN",
        "decisionDate": DAY_IN_HANOI,
        "issuingAgency": {"id": "x9", "name": "Bộ Thử nghiệm"},
    },
    "createdAt": 1783998561783,
}


def record(**changes):
    """The data of our record with some keys changed."""
    return {**copy.deepcopy(DATA), **changes}


def file_of(data):
    """Bytes as the portal answers them."""
    return json.dumps({"code": "OK", "data": data}, ensure_ascii=False).encode()


def read(**changes):
    """(layout, findings, passages) of our record with some keys changed."""
    result = portal.read(file_of(record(**changes)), "thu.json")
    reading = result.readings[0]
    return reading.layout, result.findings.items, reading.passages


def kinds(findings, severity=None):
    return [str(f.kind) for f in findings if severity in (None, f.severity)]


def faults(layout):
    """What our own format finds wrong in a layout, given a document code."""
    findings = Findings("thu.json")
    read_record(node_from({"iso_code": "QT-THU-01", **layout}), "thu.json", findings, {})
    return [f for f in findings.items if f.severity == "error"]


def has_place(layout, key):
    """Does a key of a passage ("components[3].name") lead to something in the layout?"""
    here = layout
    for step in re.findall(r"[^.\[\]]+", key):
        try:
            here = here[int(step) - 1] if isinstance(here, list) else here[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
