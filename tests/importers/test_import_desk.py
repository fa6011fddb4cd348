"""The import desk: files come in, people correct, all chosen become drafts or none; nothing a person wrote is lost."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.utils import timezone

from document_control.models import LegalAct
from procedures.enums import ImportAction, ImportState
from procedures.import_desk import services, writing
from procedures.import_desk.errors import ChangedMeanwhileError, ImportDeskError
from procedures.import_desk.matching import draft_layout
from procedures.models import ImportBatch, ImportFile, ImportItem, ProcessPage
from tests.factories.documents import at, issue_procedure, withdraw

pytestmark = pytest.mark.django_db


def portal_record(code="1.999001", **changes):
    """A small record as the national portal gives it, in our own words."""
    data = {
        "code": code,
        "name": f"Thủ tục cấp thẻ đọc sách {code}",
        "isWard": True,
        "state": "ACTIVE",
        "executionSteps": [
            {
                "name": "",
                "description": "Bước 1: Người đọc nộp đơn tại Bộ phận một cửa.\n"
                "Bước 2: Công chức văn hóa kiểm tra đơn trong thời hạn 01 ngày làm việc.\n"
                "Bước 3: Chủ tịch Ủy ban nhân dân phường ký thẻ.",
            }
        ],
        "executionMethods": [
            {
                "submissionMethod": "DIRECT",
                "processingTime": 3,
                "processingTimeUnit": "WORKING_DAY",
                "description": "",
                "fees": [],
            }
        ],
        "executionCases": [
            {
                "name": "",
                "profileComponents": [
                    {"name": "Đơn xin cấp thẻ", "originalQty": 1, "copyQty": 0, "attachments": []}
                ],
            }
        ],
        "resultsDetails": [{"name": "Thẻ đọc sách", "code": "KQ1"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam", "code": "ĐT1"}],
        "legalBasisesDetails": [{"name": "Luật Thư viện", "code": "46/2019/QH14"}],
        "categoriesDetails": [{"name": "Thư viện", "code": "G09-VH01"}],
        "delegatedAgencies": "Ủy ban nhân dân cấp xã",
        "executingAgencies": "Ủy ban nhân dân cấp xã",
        **changes,
    }
    return json.dumps({"code": "OK", "data": data}, ensure_ascii=False).encode()


@pytest.fixture
def batch(unit, specialist):
    return services.open_batch(unit, by=specialist, now=timezone.now())


@pytest.fixture
def receive(batch):
    def take(data=None, name="1.999001.json", into=None):
        return services.receive_file(into or batch, data or portal_record(), name, now=timezone.now())

    return take


@pytest.fixture
def write(specialist):
    def now_write(batch, submit=False):
        writing.start_writing(batch, by=specialist, submit=submit, now=timezone.now())
        batch.refresh_from_db()
        return batch

    return now_write


def new_batch(batch):
    return services.open_batch(batch.unit, by=batch.created_by, now=timezone.now())


def correct(item, by, **keys):
    return services.correct_item(
        item.pk, {**item.layout, **keys}, by=by, version=item.version, now=timezone.now()
    )


def test_the_file_is_kept_byte_for_byte(receive):
    data = portal_record()
    file = receive(data)
    with file.content.open() as kept:
        assert kept.read() == data
    assert file.sha256 == hashlib.sha256(data).hexdigest()


def test_a_record_is_ready_to_be_written_under_a_proposed_code(receive):
    item = receive().items.get()
    assert (item.action, item.is_chosen, item.code) == (ImportAction.CREATE, True, "TTHC-1.999001")
    assert "code.proposed" in {problem["kind"] for problem in item.problems}


def test_the_same_file_twice_into_one_import_is_one_file(receive):
    assert receive() == receive()
    assert ImportItem.objects.count() == 1


def test_remarks_on_one_document_of_many_stand_beside_it(receive):
    records = [json.loads(portal_record(f"1.99900{n}"))["data"] for n in (1, 2)]
    records[1]["executionMethods"][0]["description"] = "Không quá 07 ngày làm việc."
    file = receive(json.dumps(records, ensure_ascii=False).encode(), "hai.json")
    one, other = file.items.order_by("position")
    assert "time.conflict" not in one.kinds and "time.conflict" in other.kinds
    assert "step.proposed" in one.kinds and "step.proposed" in other.kinds
    assert {found["where"][:4] for found in other.read_findings if found["where"]} == {"[2]."}


def test_a_broken_file_is_kept_out_with_a_reason(receive):
    file = receive(b'{"code": "OK", "data": {"code": "1.99', "hong.json")
    assert file.is_refused
    assert file.findings[0]["severity"] == "error"
    assert not file.items.exists()


def test_chosen_documents_become_drafts_and_nothing_is_published(batch, receive, write):
    receive()
    receive(portal_record("1.999002"), "1.999002.json")
    assert write(batch).trouble == ""
    pages = ProcessPage.objects.all()
    assert {page.code for page in pages} == {"TTHC-1.999001", "TTHC-1.999002"}
    assert not any(page.live for page in pages)
    assert batch.state == ImportState.OPEN
    assert all(item.is_written and item.page_id for item in ImportItem.objects.all())


def test_proposed_steps_keep_a_draft_from_review(batch, receive, write):
    receive()
    write(batch, submit=True)
    item = ImportItem.objects.get()
    assert not item.is_submitted
    assert any("xác nhận" in problem for problem in item.page.specific.submission_problems())


def test_all_or_none(batch, receive, write, monkeypatch):
    receive()
    receive(portal_record("1.999002"), "1.999002.json")
    taken = []

    def fail_at_the_second(record, *args, **kwargs):
        taken.append(record)
        if len(taken) == 2:
            raise RuntimeError("the machine stops here")

    monkeypatch.setattr("procedures.importers.door._check_parts", fail_at_the_second)
    batch = write(batch)
    assert len(taken) == 2
    assert batch.trouble
    assert batch.state == ImportState.OPEN
    assert not ProcessPage.objects.exists()
    assert not ImportItem.objects.exclude(written_at=None).exists()


def test_the_same_file_again_changes_nothing(batch, receive, write):
    receive()
    write(batch)
    revision = ProcessPage.objects.get().latest_revision_id
    again = receive(into=new_batch(batch)).items.get()
    assert (again.action, again.is_chosen) == (ImportAction.UNCHANGED, False)
    with pytest.raises(ImportDeskError):
        write(again.file.batch)
    assert ProcessPage.objects.get().latest_revision_id == revision


def test_a_changed_record_changes_only_what_it_says_and_spares_what_people_wrote(
    batch, receive, write, specialist
):
    receive()
    write(batch)
    page = ProcessPage.objects.get().specific.get_latest_revision_as_object()
    page.purpose = "<p>Quy định cách cấp thẻ.</p>"
    page.sets = 2
    page.save_revision(user=specialist)
    changed = portal_record(resultsDetails=[{"name": "Thẻ đọc sách điện tử", "code": "KQ2"}])
    item = receive(changed, into=new_batch(batch)).items.get()
    assert item.action == ImportAction.CHANGE
    assert item.page_id == page.pk
    write(item.file.batch)
    after = draft_layout(ProcessPage.objects.get())
    assert after["results"][0]["name"] == "Thẻ đọc sách điện tử"
    assert (after["purpose"], after["sets"]) == ("Quy định cách cấp thẻ.", 2)


def test_what_both_sides_changed_is_kept_here_and_told(batch, receive, write, specialist):
    receive()
    write(batch)
    page = ProcessPage.objects.get().specific.get_latest_revision_as_object()
    page.time_limit_value = 2
    page.save_revision(user=specialist)
    slower = portal_record(
        executionMethods=[
            {
                "submissionMethod": "DIRECT",
                "processingTime": 5,
                "processingTimeUnit": "WORKING_DAY",
                "fees": [],
            }
        ]
    )
    item = receive(slower, into=new_batch(batch)).items.get()
    assert item.layout["time_limit"]["value"] == 2
    assert "draft.changed_here" in {problem["kind"] for problem in item.problems}
    taken = services.take_side(
        item.pk, "time_limit", "file", by=specialist, version=item.version, now=timezone.now()
    )
    assert taken.layout["time_limit"]["value"] == 5


def test_a_correction_is_checked_and_keeps_the_words_of_the_file(receive, specialist):
    item = receive().items.get()
    wrong = correct(item, specialist, time_limit={"value": "ba", "unit": "working_day"})
    assert (wrong.action, wrong.is_chosen) == (ImportAction.BLOCKED, False)
    right = correct(wrong, specialist, time_limit={"value": 4, "unit": "working_day"})
    assert (right.action, right.is_chosen) == (ImportAction.CREATE, True)
    assert right.read_layout["time_limit"]["value"] == 3
    assert (right.edited_by, right.version) == (specialist, 3)


def test_two_people_at_once_the_second_is_told(receive, specialist):
    item = receive().items.get()
    correct(item, specialist, sets=2)
    with pytest.raises(ChangedMeanwhileError):
        correct(item, specialist, sets=3)
    assert ImportItem.objects.get().layout["sets"] == 2


def test_a_code_that_exists_means_that_document(batch, receive, write, specialist):
    receive()
    write(batch)
    item = receive(portal_record("1.999009"), "khac.json", into=new_batch(batch)).items.get()
    moved = correct(item, specialist, iso_code="TTHC-1.999001")
    assert moved.page == ProcessPage.objects.get()


def test_two_documents_of_one_code_are_refused_together(batch, receive, write, specialist):
    receive()
    item = receive(portal_record("1.999002"), "1.999002.json").items.get()
    correct(item, specialist, iso_code="TTHC-1.999001")
    batch = write(batch)
    assert "TTHC-1.999001" in batch.trouble
    assert not ProcessPage.objects.exists()


def test_a_draft_changed_meanwhile_is_not_overwritten(batch, receive, write, specialist):
    receive()
    write(batch)
    changed = portal_record(resultsDetails=[{"name": "Thẻ mới", "code": "KQ2"}])
    item = receive(changed, into=new_batch(batch)).items.get()
    page = ProcessPage.objects.get().specific.get_latest_revision_as_object()
    page.sets = 3
    page.save_revision(user=specialist)
    assert write(item.file.batch).trouble
    again = services.compare_again(item.pk, by=specialist, now=timezone.now())
    assert again.layout["sets"] == 3
    assert write(item.file.batch).trouble == ""


def test_nothing_chosen_and_too_much_chosen_are_said(batch, receive, write, monkeypatch):
    receive()
    services.choose_items(batch, [])
    with pytest.raises(ImportDeskError):
        write(batch)
    services.choose_items(batch, ImportItem.objects.values_list("pk", flat=True))
    monkeypatch.setattr(writing, "MOST_AT_ONCE", 0)
    with pytest.raises(ImportDeskError):
        write(batch)


def test_a_file_that_became_a_draft_cannot_be_removed(batch, receive, write):
    file = receive()
    other = receive(portal_record("1.999002"), "1.999002.json")
    services.choose_items(batch, file.items.values_list("pk", flat=True))
    write(batch)
    with pytest.raises(ImportDeskError):
        services.remove_file(file.pk)
    services.remove_file(other.pk)
    assert ImportFile.objects.get() == file


def test_closing_keeps_what_became_drafts_and_lets_nothing_in(batch, receive, write):
    file = receive()
    receive(portal_record("1.999002"), "1.999002.json")
    services.choose_items(batch, file.items.values_list("pk", flat=True))
    write(batch)
    services.close_batch(batch)
    assert ImportFile.objects.get() == file
    with pytest.raises(ImportDeskError):
        receive(portal_record("1.999003"), "1.999003.json")


def test_a_writer_that_died_leaves_the_import_open(batch, receive):
    receive()
    long_ago = timezone.now() - writing.START_PATIENCE * 2
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.WRITING, writing_since=long_ago)
    batch.refresh_from_db()
    assert writing.standing_of(batch, timezone.now()) is None
    batch.refresh_from_db()
    assert batch.state == ImportState.OPEN
    assert batch.trouble


def kinds(item):
    return {problem["kind"] for problem in item.problems}


def test_acts_the_office_does_not_know_are_named(receive):
    item = receive().items.get()
    unknown = next(problem for problem in item.problems if problem["kind"] == "act.unknown")
    assert "46/2019/QH14" in unknown["message"]


def test_acts_replaced_or_ended_are_told_until_they_are_taken_out(receive, specialist):
    newer = LegalAct.objects.create(number="1/2026/QH16", title="Luật mới")
    LegalAct.objects.create(number="46/2019/QH14", title="Luật Thư viện", replaced_by=newer)
    item = receive().items.get()
    told = next(problem for problem in item.problems if problem["kind"] == "act.replaced")
    assert "1/2026/QH16" in told["message"]
    right = correct(item, specialist, legal_bases=[{"number": "1/2026/QH16", "title": "Luật mới"}])
    assert not kinds(right) & {"act.replaced", "act.unknown"}


def test_a_procedure_the_office_has_withdrawn_is_told():
    page = issue_procedure(now=at("2026-10-01 08:00"), code="QT-TV-09", national_code="1.999001")
    withdraw(page, now=at("2026-10-02 08:00"))
    batch = services.open_batch(page.unit, by=None, now=at("2026-11-01 08:00"))
    file = services.receive_file(batch, portal_record(), "1.999001.json", now=at("2026-11-01 08:00"))
    item = file.items.get()
    assert item.page_id == page.pk
    assert "procedure.superseded" in kinds(item)
