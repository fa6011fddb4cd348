"""Each file is read once, by the worker, tried again when its reading was killed, and forgotten when it is gone."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from document_control.models import FrozenFile
from organisation.models import OfficeDocument
from search import file_texts, file_worker
from search.backends.whoosh.locking import file_lock
from search.extraction import EXTRACTOR_VERSION, Extraction, FileKind, Reason
from search.file_report import file_counts, file_remarks
from search.models import ExtractedText
from tests.factories.documents import at, issue_procedure, make_people
from tests.factories.snapshots import form
from tests.importers.office.docx_parts import docx, paragraph

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
REPORT = "/lam-viec/tim/tep-khong-doc-duoc/"


@pytest.fixture(autouse=True)
def index_dir(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"


@pytest.fixture
def gives(monkeypatch):
    """Sets what the extractor gives; returns the bytes it was given."""

    def set_to(outcome):
        given = []

        def extract(data):
            given.append(data)
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(file_texts, "extract", extract)
        return given

    return set_to


def upload(data=b"PK tep", name="mau.docx", title="Mẫu"):
    return OfficeDocument.objects.create(title=title, file=ContentFile(data, name=name))


def work():
    return file_worker.FileWorker().work()


READ = Extraction(FileKind.WORD, "Chữ trong tệp")


def test_a_file_is_read_by_the_worker_and_once_only(gives):
    given = gives(READ)
    upload()
    assert not given and ExtractedText.objects.get().extracted_at is None
    assert work() == 1
    upload(name="cung-noi-dung.docx")
    upload(b"khac", name="khac.docx")
    assert work() == 1
    assert given == [b"PK tep", b"khac"]
    assert work() == 0
    kept = ExtractedText.objects.first()
    assert (kept.kind, kept.text, kept.reason, kept.extractor_version) == (
        "docx", "Chữ trong tệp", "", EXTRACTOR_VERSION,
    )  # fmt: skip


def test_the_file_of_a_form_is_not_read_again_when_it_is_issued(gives):
    given = gives(READ)
    issue_procedure(now=ISSUED, forms=[form("TP-99", "Đơn", file={"filename": "don.docx"})], components=[])
    assert FrozenFile.objects.count() == 1
    assert work() == 1 and len(given) == 1


def test_a_save_that_is_rolled_back_leaves_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        upload()
        raise ZeroDivisionError
    assert not ExtractedText.objects.exists()


def test_the_worker_is_woken_after_the_commit(gives, settings, django_capture_on_commit_callbacks):
    settings.SEARCH_WORKER = "inline"
    given = gives(READ)
    with django_capture_on_commit_callbacks(execute=True):
        upload()
        assert not given
    assert len(given) == 1


def test_a_real_file_is_read():
    upload(docx(paragraph("Giấy cam đoan nuôi ong")))
    work()
    assert ExtractedText.objects.get().text == "Giấy cam đoan nuôi ong"


# --- Trying again ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", [Reason.TOO_SLOW, Reason.OUT_OF_MEMORY, Reason.CRASHED])
def test_a_killed_reading_is_tried_again_a_few_times(gives, reason):
    given = gives(Extraction(FileKind.PDF, reason=reason))
    upload()
    now = timezone.now()
    for attempt in range(1, file_texts.MOST_ATTEMPTS + 1):
        assert file_texts.extract_next(now)
        assert not file_texts.extract_next(now), "not at once"
        assert len(given) == attempt
        now += file_texts.RETRY_AFTER + dt.timedelta(seconds=1)
    assert not file_texts.extract_next(now)
    assert ExtractedText.objects.get().reason == reason


def test_a_file_that_ends_the_worker_itself_is_given_up(gives):
    gives(SystemExit())
    upload()
    now = timezone.now()
    for _ in range(file_texts.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            file_texts.extract_next(now)
        now += file_texts.RETRY_AFTER + dt.timedelta(seconds=1)
    assert file_texts.extract_next(now)
    assert ExtractedText.objects.get().reason == Reason.CRASHED


def test_a_damaged_file_is_not_tried_again(gives):
    given = gives(Extraction(FileKind.PDF, reason=Reason.BROKEN))
    upload()
    assert work() == 1
    assert not file_texts.waiting(timezone.now() + dt.timedelta(days=1)).exists()
    assert len(given) == 1


def test_another_version_of_the_extractor_reads_again(gives, monkeypatch):
    gives(READ)
    upload()
    work()
    monkeypatch.setattr(file_texts, "EXTRACTOR_VERSION", EXTRACTOR_VERSION + 1)
    file_texts.reconcile()
    waiting = ExtractedText.objects.get()
    assert waiting.extracted_at is None and waiting.text == READ.text, "searched until it is read anew"
    given = gives(Extraction(FileKind.WORD, "Chữ mới"))
    assert work() == 1 and len(given) == 1
    assert ExtractedText.objects.get().text == "Chữ mới"


@pytest.mark.parametrize("harm", ["lost", "changed"])
def test_a_file_that_storage_lost_or_changed_has_a_reason(harm):
    document = upload()
    name = document.file.name
    default_storage.delete(name)
    if harm == "changed":
        default_storage.save(name, ContentFile(b"another"))
    work()
    assert ExtractedText.objects.get().reason == Reason.MISSING


def test_a_file_that_is_too_large_is_not_loaded(gives, monkeypatch):
    given = gives(READ)
    monkeypatch.setattr(file_texts, "MOST_FILE_BYTES", 3)
    upload()
    work()
    assert ExtractedText.objects.get().reason == Reason.TOO_LARGE and not given


def test_of_two_machines_one_reads_a_file(gives, monkeypatch):
    upload()
    begun = []

    def extract(data):
        begun.append(data)
        assert not file_texts.extract_next(timezone.now()), "the other one finds nothing to do"
        return READ

    monkeypatch.setattr(file_texts, "extract", extract)
    assert file_texts.extract_next(timezone.now()) and len(begun) == 1


def test_one_process_of_a_machine_reads_at_a_time(gives, settings):
    given = gives(READ)
    upload()
    settings.SEARCH_INDEX_DIR.mkdir()
    with file_lock(settings.SEARCH_INDEX_DIR / "reading-files.lock"):
        assert work() == 0 and not given
    assert work() == 1


def test_nothing_ends_the_worker(gives, monkeypatch):
    monkeypatch.setattr(file_worker, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(file_worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(file_worker, "close_old_connections", lambda: None)
    given = gives(OSError("a disk"))
    upload()
    looks = iter([False, False, True])
    file_worker.FileWorker().run(lambda: next(looks, True))
    assert given


# --- Agreeing with the files there are ------------------------------------------------------------------
def test_files_without_a_signal_are_found_and_removed_ones_forgotten(gives):
    gives(READ)
    kept, gone = upload(), upload(b"bo di")
    work()
    ExtractedText.objects.filter(sha256=kept.sha256).delete()
    gone.delete()
    assert work() == 1
    assert list(ExtractedText.objects.values_list("sha256", flat=True)) == [kept.sha256]


def test_a_file_removed_while_it_is_read_leaves_nothing(gives, monkeypatch):
    document = upload()

    def extract(data):
        document.delete()
        file_texts.forget_gone()
        return READ

    monkeypatch.setattr(file_texts, "extract", extract)
    assert file_texts.extract_next(timezone.now())
    assert not ExtractedText.objects.exists()


def test_reconciling_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(30):
        upload(b"tep %d" % number)
    ExtractedText.objects.all().delete()
    with django_assert_max_num_queries(12):
        file_texts.reconcile()
    assert ExtractedText.objects.count() == 30


# --- What the office is told ----------------------------------------------------------------------------
@pytest.fixture
def remarks(gives):
    for number, reason in enumerate([Reason.NO_TEXT, Reason.OLD_OFFICE, None]):
        gives(Extraction(FileKind.PDF, "" if reason else "Chữ", reason))
        upload(b"tep %d" % number, title=f"Tệp {number}")
        work()
    issue_procedure(now=ISSUED, forms=[form("TP-88", "Đơn", file={"filename": "don.docx"})], components=[])


def test_the_secretary_is_told_which_files_have_no_text(client, remarks):
    client.force_login(make_people().by_role["iso_secretary"])
    page = client.get(REPORT).content.decode()
    assert "Tệp 0" in page and "Tệp 1" in page and "Tệp 2" not in page
    assert file_counts() == type(file_counts())(searched=1, without_text=2, waiting=1)
    assert REPORT in client.get("/lam-viec/tim/").content.decode()


def test_the_list_is_the_secretarys(client):
    people = make_people()
    for role, user in people.by_role.items():
        client.force_login(user)
        assert client.get(REPORT).status_code == (200 if role == "iso_secretary" else 403), role


def test_the_list_takes_few_queries_and_no_text(remarks, django_assert_num_queries):
    with django_assert_num_queries(4) as queries:
        assert len(file_remarks()) == 2
    assert not any('"search_extractedtext"."text",' in query["sql"] for query in queries.captured_queries)


def test_a_remark_beside_a_text_is_told_and_names_the_form(gives):
    gives(Extraction(FileKind.WORD, "Chữ", Reason.CUT))
    issue_procedure(now=ISSUED, forms=[form("TP-88", "Đơn", file={"filename": "don.docx"})], components=[])
    work()
    (remark,) = file_remarks()
    assert (remark.name[:3], remark.forms, remark.is_searched) == ("don", ("TP-88",), True)


def test_the_command_reads_everything_and_lists(gives, capsys):
    given = gives(Extraction(FileKind.PDF, reason=Reason.NO_TEXT))
    upload(title="Bản quét")
    call_command("extract_file_texts")
    assert "Bản quét" in capsys.readouterr().out
    call_command("extract_file_texts", "--again")
    assert len(given) == 2
