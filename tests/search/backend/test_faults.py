"""Whatever happens to the folder, searches are answered, and the worker makes it good again."""

import datetime as dt
import os
import resource
import shutil

import pytest
import time_machine
from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, Boost, Fuzzy, Phrase, PlainText

from document_control.models import LegalAct
from search import outbox
from search.backends.whoosh.locking import file_lock
from search.engine import IndexBusy, IndexUnusable
from search.index_health import index_notice
from search.models import IndexChange
from search.worker import Worker

pytestmark = pytest.mark.django_db
NOBODY = 65534


def found(query="liên thông"):
    return [act.number for act in get_search_backend().search(query, LegalAct)]


@pytest.fixture
def live(backend, work, index_dir):
    """The folder of a live index with one document."""
    LegalAct.objects.create(number="61/2018/NĐ-CP", title="Một cửa liên thông")
    work()
    assert found("lien thong")
    return index_dir / (index_dir / "CURRENT").read_text()


def put(file, data):
    """Other bytes under the name; a file cut under a process that maps it would kill that process (SIGBUS)."""
    new = file.with_suffix(".damaged")
    new.write_bytes(data)
    new.replace(file)


def truncate_segments(folder):
    for file in folder.glob("*.seg"):
        put(file, file.read_bytes()[: file.stat().st_size // 2])


def garble_segments(folder):
    for file in folder.glob("*.seg"):
        put(file, os.urandom(file.stat().st_size))


def empty_toc(folder):
    for file in folder.glob("_*.toc"):
        file.write_bytes(b"")


def lose_folder(folder):
    shutil.rmtree(folder)


def lose_everything(folder):
    shutil.rmtree(folder.parent)


def other_version(folder):
    other = folder.with_name("index-0.0-0-000001")
    folder.rename(other)
    (folder.parent / "CURRENT").write_text(other.name)


def garbled_pointer(folder):
    (folder.parent / "CURRENT").write_bytes(b"\xff\xfe../../etc")


FAULTS = [
    truncate_segments,
    garble_segments,
    empty_toc,
    lose_folder,
    lose_everything,
    other_version,
    garbled_pointer,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_searches_are_answered_meanwhile_and_the_worker_heals(live, backend, fault):
    fault(live)
    backend.store._opened = None  # another process, which has not opened the index yet
    assert found() == ["61/2018/NĐ-CP"], "answered by the database"
    assert index_notice(timezone.now()) == "unusable"
    Worker().work()
    assert index_notice(timezone.now()) == ""
    assert found("lien thong") == ["61/2018/NĐ-CP"], "without marks: answered by the index"


@pytest.mark.parametrize("fault", [lose_folder, lose_everything, other_version, garbled_pointer])
def test_a_site_that_has_the_index_open_survives_its_loss(live, backend, fault, client):
    assert client.get("/tim/?q=lien+thong").status_code == 200
    fault(live)
    for path in ("/tim/?q=lien+thong", "/tim/goi-y/?q=lien", "/healthz"):
        assert client.get(path).status_code == 200
    assert found() == ["61/2018/NĐ-CP"]
    LegalAct.objects.create(number="45/2020/NĐ-CP", title="Môi trường điện tử")
    Worker().work()
    Worker().work()
    assert index_notice(timezone.now()) == ""
    assert found("dien tu") == ["45/2020/NĐ-CP"], "without marks: answered by the index"


def test_two_workers_that_share_a_disk_and_no_lock_write_each_change_once(live, backend, monkeypatch):
    """Two machines, or a lock that is lost: the index's own lock still keeps them apart."""
    monkeypatch.setattr(outbox, "BATCH", 3)
    for number in range(9):
        LegalAct.objects.create(number=f"{number}/2020/NĐ-CP", title="Môi trường điện tử")
    with backend.store.writing() as index, index.writer() as writer:
        with pytest.raises(IndexBusy):
            index.writer(timeout=0.01)
        writer.delete("nothing")
    while outbox.apply_waiting(backend.store):
        pass
    assert len(found("dien tu")) == 9
    assert backend.store.read(lambda index: index.document_count) == 10


def test_names_of_indexes_differ_when_the_clock_stands_still(backend, index_dir):
    with time_machine.travel("2026-11-20 09:15+07:00", tick=False):
        for _ in range(3):
            backend.reset_indexes()
            Worker().work()
    assert backend.store.trouble() == ""
    assert len(list(index_dir.glob("index-*"))) == 2


def test_damage_found_while_writing_is_healed_too(live, backend):
    empty_toc(live)
    LegalAct.objects.create(number="45/2020/NĐ-CP", title="Môi trường điện tử")
    worker = Worker()
    worker.work()
    Worker().work()
    assert found("moi truong dien tu") == ["45/2020/NĐ-CP"]


@pytest.mark.parametrize(
    "query",
    [
        MATCH_ALL,
        PlainText("liên thông", operator="or"),
        Phrase("cửa liên"),
        Fuzzy("liên thông"),
        Boost(PlainText("liên"), 2.0) | PlainText("không có"),
        PlainText("liên") & ~PlainText("vắng"),
    ],
    ids=repr,
)
def test_every_kind_of_query_is_answered_by_the_database(live, query, backend):
    lose_everything(live)
    assert found(query) == ["61/2018/NĐ-CP"]
    results = backend.search(query, LegalAct.objects.filter(kind="other"))
    assert results.count() == 1
    assert results.facet("kind") == {"other": 1}


def test_words_without_a_letter_are_answered_by_the_database(live):
    lose_everything(live)
    for text in (" ", '"', "\0", "%%", "-"):
        found(text)


def test_on_a_full_disk_searches_go_on_and_saves_wait(live, backend):
    LegalAct.objects.create(number="45/2020/NĐ-CP", title="Môi trường điện tử " * 200)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))  # no file may grow over 64 bytes
    try:
        Worker().work()
        assert found("lien thong") == ["61/2018/NĐ-CP"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert IndexChange.objects.filter(applied_at=None).exists()
    assert index_notice(timezone.now() + dt.timedelta(minutes=2)) == "behind"
    Worker().work()
    assert found("dien tu") == ["45/2020/NĐ-CP"]
    assert index_notice(timezone.now()) == ""


def test_a_rebuild_on_a_full_disk_leaves_nothing_and_succeeds_later(live, backend, index_dir):
    lose_folder(live)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        Worker().work()
        assert found() == ["61/2018/NĐ-CP"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(index_dir.glob("*.new"))
    Worker().work()
    assert found("lien thong") == ["61/2018/NĐ-CP"]


@pytest.fixture
def read_only(live, tmp_path):
    """The folder belongs to somebody else and can only be read."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to become somebody else")
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == "root" and path != path.parent and "pytest" in str(path):
            path.chmod(0o755)
    for path in (live.parent, *live.parent.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)
    for path in (live.parent, *live.parent.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_on_a_read_only_folder_searches_go_on_and_saves_wait(live, read_only, backend):
    LegalAct.objects.create(number="45/2020/NĐ-CP", title="Môi trường điện tử")
    Worker().work()
    backend.store._opened = None
    assert found("lien thong") == ["61/2018/NĐ-CP"]
    assert IndexChange.objects.filter(applied_at=None).exists()


def test_a_damaged_index_in_a_read_only_folder_is_not_read_again_and_again(live, backend, monkeypatch):
    garble_segments(live)
    monkeypatch.setattr(
        "pathlib.Path.touch", lambda *args, **kwargs: (_ for _ in ()).throw(OSError(30, "read-only"))
    )
    backend.store._opened = None
    assert found() == ["61/2018/NĐ-CP"]
    opened = []
    monkeypatch.setattr("search.backends.whoosh.store.open_index", lambda *args: opened.append(args))
    assert found() == ["61/2018/NĐ-CP"]
    assert opened == []


def test_a_second_worker_leaves_the_first_alone(live, backend, index_dir):
    LegalAct.objects.create(number="45/2020/NĐ-CP", title="Môi trường điện tử")
    with file_lock(index_dir / "worker.lock") as got_it:
        assert got_it
        assert Worker().work() == 0
    assert Worker().work() > 0


def test_a_second_rebuild_is_refused_while_one_runs(backend):
    with backend.store.building(), pytest.raises(IndexBusy), backend.store.building():
        pass


def test_the_old_index_is_kept_for_readers_and_the_one_before_is_not(live, backend, index_dir):
    for _ in range(3):
        backend.reset_indexes()
    assert len(list(index_dir.glob("index-*"))) == 2


def test_trouble_is_raised_as_one_kind_of_error(backend, live):
    garble_segments(live)
    backend.store._opened = None
    with pytest.raises(IndexUnusable):
        backend.store.read(lambda index: index.document_count)
