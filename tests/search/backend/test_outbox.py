"""A save is found soon after its transaction, and only then."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from modelsearch.backends import get_search_backend

from document_control.models import LegalAct
from search import outbox, worker
from search.backends.whoosh.backend import WhooshRebuilder
from search.backends.whoosh.documents import document
from search.backends.whoosh.rebuilding import Rebuild
from search.models import IndexChange

pytestmark = pytest.mark.django_db


class RolledBack(Exception):
    pass


def found(text):
    return [act.number for act in get_search_backend().search(text, LegalAct)]


def make(number="61/2018/NĐ-CP", title="Một cửa liên thông"):
    return LegalAct.objects.create(number=number, title=title)


def test_what_is_saved_is_found_and_what_is_deleted_is_not(backend, work):
    act = make()
    work()
    assert found("mot cua lien thong") == found("61/2018") == [act.number]
    act.title = "Chứng thực bản sao"
    act.save()
    work()
    assert found("lien thong") == []
    assert found("chung thuc ban sao") == [act.number]
    act.delete()
    work()
    assert found("chung thuc ban sao") == []
    assert backend.store.read(lambda index: index.document_count) == 0
    assert not IndexChange.objects.filter(applied_at=None).exists()


def test_a_save_that_is_rolled_back_leaves_nothing(backend, work):
    with pytest.raises(RolledBack), transaction.atomic():
        make()
        raise RolledBack
    kept = make("45/2020/NĐ-CP")
    with pytest.raises(RolledBack), transaction.atomic():
        make("99/2099/NĐ-CP")
        raise RolledBack
    assert set(IndexChange.objects.values_list("object_id", flat=True)) == {str(kept.pk)}
    work()
    assert backend.store.read(lambda index: index.document_count) == 1


def test_the_worker_is_woken_after_the_commit(backend, django_capture_on_commit_callbacks, settings):
    settings.SEARCH_WORKER = "inline"
    with django_capture_on_commit_callbacks(execute=True):
        make()
        assert found("lien thong") == []
    assert found("lien thong") == ["61/2018/NĐ-CP"]


def test_a_row_that_is_no_longer_indexed_is_taken_out(backend, work, monkeypatch):
    act = make()
    work()
    assert found("lien thong")
    monkeypatch.setattr(LegalAct, "get_indexed_objects", classmethod(lambda cls: cls.objects.none()))
    act.save()
    work()
    assert backend.store.read(lambda index: index.document_count) == 0


def test_batches_are_bounded_and_all_are_written(backend, work, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 7)
    for number in range(20):
        make(f"{number}/2020/NĐ-CP")
    assert outbox.apply_waiting(backend.store) == 7
    work()
    assert backend.store.read(lambda index: index.document_count) == 20


def test_a_row_whose_document_cannot_be_made_stops_no_other(backend, work, monkeypatch):
    broken = make("1/2020/NĐ-CP", title="hỏng")
    make("2/2020/NĐ-CP", title="lành")

    def failing(row):
        if row.pk == broken.pk:
            raise RuntimeError("a model's own fault")
        return document(row)

    monkeypatch.setattr("search.backends.whoosh.changes.document", failing)
    work()
    assert found("lanh") == ["2/2020/NĐ-CP"]
    assert not IndexChange.objects.filter(applied_at=None).exists()


def test_what_cannot_be_written_goes_on_waiting(backend, work, monkeypatch):
    make()

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("search.backends.whoosh.store.write_all", full)
        assert work() == 0
    assert IndexChange.objects.filter(applied_at=None).exists()
    assert work() == 0, "it waits before the next attempt"
    assert worker.Worker().work() > 0
    assert found("lien thong")


def test_applied_changes_are_forgotten_after_a_day(backend, work):
    make()
    work()
    now = timezone.now()
    outbox.forget_applied(now)
    assert IndexChange.objects.exists()
    outbox.forget_applied(now + outbox.KEPT_FOR + dt.timedelta(minutes=1))
    assert not IndexChange.objects.exists()


def test_what_is_saved_during_a_rebuild_is_in_the_new_index(backend, work):
    make("1/2020/NĐ-CP")
    work()
    rebuilder = WhooshRebuilder(backend.get_index_for_model(LegalAct))
    building = rebuilder.start()
    building.add_items(LegalAct, list(LegalAct.objects.all()))
    make("2/2020/NĐ-CP", title="ghi giữa chừng")
    work()
    assert found("ghi giua chung") == ["2/2020/NĐ-CP"], "the live index goes on meanwhile"
    rebuilder.finish()
    assert found("ghi giua chung") == ["2/2020/NĐ-CP"]


def test_a_rebuild_that_fails_leaves_the_live_index(backend, work, index_dir):
    make()
    work()
    before = (index_dir / "CURRENT").read_text()
    with pytest.raises(RolledBack), Rebuild(backend.store) as building:
        building.add_items(LegalAct, [])
        raise RolledBack
    assert (index_dir / "CURRENT").read_text() == before
    assert not list(index_dir.glob("*.new"))
    assert found("lien thong")


def test_a_change_names_its_row(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndexChange.objects.create(model="", object_id="1")


def test_without_our_backend_nothing_is_noted(db):
    make()
    assert not IndexChange.objects.exists()
