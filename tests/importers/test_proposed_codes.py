"""The code that the desk proposes for a document the office has no code for: never one that two records share."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from document_control.models import ControlledDocument
from procedures.enums import ImportAction
from procedures.import_desk import services, writing
from procedures.models import ProcessPage
from tests.workspace.import_files import portal_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(unit, specialist):
    return services.open_batch(unit, by=specialist, now=timezone.now())


def received(batch, *codes):
    """The documents of one file with a record for each code."""
    records = [{**json.loads(portal_data(f"1.99900{n}"))["data"], "code": c} for n, c in enumerate(codes, 1)]
    data = json.dumps(records, ensure_ascii=False).encode()
    file = services.receive_file(batch, data, "nhieu.json", now=timezone.now())
    return list(file.items.order_by("position"))


@pytest.mark.parametrize("code", [None, "", "   ", "không có"])
def test_a_record_without_any_code_is_given_none_and_says_so(batch, code):
    items = received(batch, code, code)
    assert [item.code for item in items] == ["", ""]
    for item in items:
        assert (item.action, item.is_chosen) == (ImportAction.BLOCKED, False)
        assert any(p["key"] == "iso_code" and p["severity"] == "error" for p in item.problems)


def test_a_local_code_stands_in_for_the_national_one(batch):
    one, other = received(batch, "T-HNO-092016-TT", "T-HNO-092017-TT")
    assert (one.code, other.code) == ("TTHC-T-HNO-092016-TT", "TTHC-T-HNO-092017-TT")
    assert "code.proposed" in one.kinds


def test_a_local_code_too_long_for_a_document_code_is_not_cut(batch):
    (item,) = received(batch, "DIA-PHUONG-0123456789-0123456789-0123456789")
    assert item.code == "" and item.action == ImportAction.BLOCKED


@pytest.mark.parametrize("code", ["1.999001", "T-HNO-092016-TT"])
def test_what_was_written_under_a_proposed_code_is_met_again(batch, specialist, code):
    received(batch, code)
    writing.start_writing(batch, by=specialist, submit=False, now=timezone.now())
    again = services.open_batch(batch.unit, by=specialist, now=timezone.now())
    (item,) = received(again, code)
    assert item.action == ImportAction.UNCHANGED and item.page == ProcessPage.objects.get()
    ControlledDocument.objects.update(code="QT-VH-01")
    third = services.open_batch(batch.unit, by=specialist, now=timezone.now())
    (item,) = received(third, code)
    assert (item.page, item.problems[0]["kind"]) == (ProcessPage.objects.get(), "code.exists")
