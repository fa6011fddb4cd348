"""Forms, boards and handbooks are indexed with the documents they belong with, and anew when those change."""

import pytest
import time_machine
from django.core.files.base import ContentFile
from modelsearch.backends import get_search_backend

from document_control.enums import Audience
from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import OfficeDocument
from procedures.as_of import AsOf
from procedures.models import FormTemplate
from publications.models import Handbook, NoticeBoard, Posting, TakeDown
from search.backends.whoosh.changes import documents_now
from search.backends.whoosh.documents import document
from search.backends.whoosh.rebuilding import rebuild
from search.file_worker import FileWorker
from search.finding import find
from search.index_documents import file_document
from search.models import ExtractedText, IndexChange
from search.reader import Reader
from search.understanding import ask
from tests.factories.documents import (
    at,
    issue,
    issue_procedure,
    make_office,
    make_process_page,
    rewrite,
    withdraw,
)
from tests.factories.snapshots import form
from tests.importers.office.docx_parts import docx, paragraph
from tests.publications.handbook_office import Shelf

pytestmark = pytest.mark.django_db

ISSUED, NOW = at("2026-10-01 08:00"), at("2026-11-20 09:15")


@pytest.fixture(autouse=True)
def clock(backend, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    with time_machine.travel(NOW, tick=False):
        yield


def found(query, model):
    return list(get_search_backend().search(query, model))


def issue_with(*forms, **changes):
    return issue_procedure(now=ISSUED, forms=list(forms), components=[], **changes)


def hang(page):
    board, _ = NoticeBoard.objects.get_or_create(
        slug="san", name="Bảng tin sân", place="Cổng số 2", unit=make_office().ward
    )
    version = IssuedVersion.objects.get(document=page.document)
    return Posting.objects.create(
        board=board, version=version, posted_at=NOW, recorded_at=NOW, recorded_by={"name": "Trần Thị B"}
    )


# --- Forms ------------------------------------------------------------------------------------------------
def test_a_form_is_found_by_code_name_and_its_procedure(work):
    issue_with(form("TP-77", "Tờ khai đăng ký kết hôn"), title="Đăng ký nuôi ong", short_title="Nuôi ong")
    work()
    template = FormTemplate.objects.get(code="TP-77")
    for query in ("mau to khai ket hon", "TP-77", "so:TP-77", "nuoi ong"):
        assert template in found(query, FormTemplate), query
    assert document(template).is_public


def test_a_closed_document_is_not_told_by_the_form_it_uses(work):
    issue_with(form("TP-77", "Tờ khai"))
    page = make_process_page(
        title="Tuyệt mật", short_title="Tuyệt mật", forms=[form("TP-77", "Tờ khai"), form("BM-01", "Phiếu")],
        audience=Audience.RESTRICTED, records=[], steps=[],
    )  # fmt: skip
    issue(page, now=ISSUED)
    work()
    texts = [document(each) for each in FormTemplate.objects.all()]
    assert not any("mật" in f"{each.title} {each.body}" for each in texts)
    assert not document(FormTemplate.objects.get(code="BM-01")).is_public


def test_a_form_of_all_work_is_not_found_by_every_procedure(work):
    for number in range(7):
        issue_with(form("SO-01", "Sổ theo dõi"), code=f"QT-{number}", title=f"Việc thứ {number}",
                   short_title=f"Việc {number}", slug=f"viec-{number}")  # fmt: skip
    work()
    assert "Việc" not in document(FormTemplate.objects.get(code="SO-01")).body


def test_a_form_is_indexed_anew_when_its_procedure_is_issued_withdrawn_or_closed(work):
    page = issue_with(form("TP-77", "Tờ khai"), title="Tên xưa", short_title="Tên xưa")
    work()
    template = FormTemplate.objects.get(code="TP-77")
    assert template in found("xưa", FormTemplate)
    rewrite(page, title="Tên nay", short_title="Tên nay")
    issue(page, now=at("2026-11-10 08:00"))
    work()
    assert found("xưa", FormTemplate) == [] and template in found("nay", FormTemplate)
    document = ControlledDocument.objects.get(pk=page.document_id)
    document.audience = Audience.RESTRICTED
    document.save()
    work()
    assert found("nay", FormTemplate) == []


# --- Boards and handbooks -----------------------------------------------------------------------------------
def test_a_board_is_found_by_what_hangs_there(work):
    posting = hang(issue_with(title="Đăng ký nuôi ong", short_title="Nuôi ong"))
    work()
    assert found("nuôi ong", NoticeBoard) == [posting.board]
    assert found("cong so 2", NoticeBoard) == [posting.board]
    reader = Reader(AsOf(NOW, NOW.date()))
    results = {m.source.model: m.source.present([m.pk])[m.pk] for m in find(ask("nuôi ong"), reader)}
    assert any("Nuôi ong" in passage for passage in results[NoticeBoard].passages)
    TakeDown.objects.create(
        posting=posting, taken_down_at=NOW, recorded_at=NOW, recorded_by={"name": "Trần Thị B"}
    )
    work()
    assert found("nuôi ong", NoticeBoard) == []


def test_a_handbook_is_found_by_its_chapters_but_not_by_closed_ones(work):
    shelf = Shelf(codes=("QT-NB-01",))
    shelf.process("QT-NB-05", audience="restricted", short_title="Tuyệt mật")
    shelf.approve(shelf.prepare())
    work()
    assert found("quy trình QT-NB-01", Handbook) == [shelf.handbook]
    assert "QT-NB-05" not in document(Handbook.objects.get()).body
    assert IssuedVersion.objects.filter(handbook_entries__isnull=False).count() == 2


# --- Files --------------------------------------------------------------------------------------------------
def attach(number):
    data = docx(paragraph(f"Cam kết nuôi đom đóm số {number}"))
    file = OfficeDocument.objects.create(title="x", file=ContentFile(data, name="mau.docx"))
    FormTemplate.objects.create(code=f"TP-{number}", name=f"Biểu {number}", file=file)
    return form(f"TP-{number}", f"Biểu {number}")


def test_a_file_is_found_once_it_was_read_and_no_more_when_it_is_gone(work):
    page = issue_with(attach(1))
    work()
    reader = Reader(AsOf(NOW, NOW.date()))
    assert find(ask("nuoi dom dom", as_typed=True), reader) == []
    FileWorker().work()
    work()
    (match,) = find(ask("nuoi dom dom", as_typed=True), reader)
    assert (match.facts.code, match.is_named) == ("TP-1", False)
    ExtractedText.objects.all().delete()
    work()
    assert find(ask("nuoi dom dom", as_typed=True), reader) == []
    assert page


def test_a_rebuild_reads_no_file_again(backend, work, monkeypatch):
    issue_with(attach(1))
    FileWorker().work()
    monkeypatch.setattr("search.file_texts.extract", None)
    rebuild(backend.store, lambda: ())
    assert find(ask("nuoi dom dom"), Reader(AsOf(NOW, NOW.date())))


def test_only_well_spelt_public_files_teach_the_model(work):
    issue_with(attach(1))
    issue(make_process_page(forms=[attach(2)], records=[], steps=[]), now=ISSUED)
    FileWorker().work()
    taught = {text: file_document(text).is_public for text in prepared(ExtractedText)}
    assert sorted(taught.values()) == [False, True]
    ExtractedText.objects.update(kind="pdf")
    assert not any(file_document(text).is_public for text in prepared(ExtractedText))


def prepared(model):
    from search.backends.whoosh.documents import indexed_rows

    return list(indexed_rows(model, list(model.objects.values_list("pk", flat=True))))


@pytest.mark.parametrize("count", [2, 12])
def test_documents_of_many_rows_take_a_fixed_number_of_queries(count, django_assert_max_num_queries):
    issue_with(*[attach(number) for number in range(count)])
    for number in range(count):
        NoticeBoard.objects.create(slug=f"b{number}", name="Bảng", place="Sân", unit=make_office().ward)
        Handbook.objects.create(slug=f"h{number}", code=f"ST-{number}", title="Sổ", unit=make_office().ward)
    FileWorker().work()
    rows = [
        (model._meta.label_lower, str(pk))
        for model in (FormTemplate, NoticeBoard, Handbook, ExtractedText)
        for pk in model.objects.values_list("pk", flat=True)
    ]
    with django_assert_max_num_queries(10):
        made = [made for _id, made in documents_now(rows)]
    assert len(made) == len(rows) >= 4 * count and all(made)


def test_changes_of_many_rows_are_noted_at_once(django_assert_max_num_queries):
    page = issue_with(*[form(f"TP-{number}", "Biểu") for number in range(20)])
    IndexChange.objects.all().delete()
    with django_assert_max_num_queries(100) as queries:
        withdraw(page, now=NOW)
    assert set(IndexChange.objects.values_list("model", flat=True)) >= {"procedures.formtemplate"}
    noted = [
        query
        for query in queries.captured_queries
        if "INSERT" in query["sql"] and IndexChange._meta.db_table in query["sql"]
    ]
    assert 1 <= len(noted) < 20, "not one for each of the forms"
