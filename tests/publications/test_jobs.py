"""The queue: one job per file, taken by one worker, finished whatever happens to the worker."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from publications.enums import FileFormat, JobState, Marking, PaperKind
from publications.errors import UnprintableTextError
from publications.files import jobs
from publications.files.recipes import Recipe
from publications.models import Artefact, RenderJob
from publications.services.files import TooManyRequestsError, request_file
from tests.factories.documents import at, issue_procedure, make_people
from tests.publications.quick_writer import use_quick_writer

NOW = at("2026-11-20 09:00")


def recipe_of(version, **changes):
    values = {"kind": PaperKind.NOTICE, "format": FileFormat.PDF, "marking": Marking.UNCONTROLLED}
    return Recipe(**{**values, "version_id": version.pk, **changes})


@pytest.fixture
def version(db):
    return issue_procedure(now=at("2026-10-01 08:00")).document.issuedversions.get()


@pytest.fixture
def writer(monkeypatch):
    return use_quick_writer(monkeypatch)


def ask(version, **changes):
    return request_file(recipe_of(version, **changes), by=None, now=NOW)


# --- Asking -------------------------------------------------------------------------------------------------
def test_asking_again_and_by_others_gives_the_same_job(version, writer):
    first = ask(version)
    again = request_file(recipe_of(version), by=make_people().author, now=NOW)
    assert isinstance(first, RenderJob) and again.pk == first.pk
    assert ask(version, format=FileFormat.DOCX).pk != first.pk


def test_when_two_ask_in_the_same_moment_the_second_gets_the_job_of_the_first(version, writer, monkeypatch):
    first = ask(version)
    monkeypatch.setattr("publications.services.files.open_job", lambda recipe: None)
    assert ask(version).pk == first.pk
    assert RenderJob.objects.count() == 1


def test_a_finished_file_is_given_at_once_until_text_or_tools_change(version, monkeypatch):
    use_quick_writer(monkeypatch)
    ask(version)
    jobs.work_off()
    made = ask(version)
    assert isinstance(made, Artefact) and made.pages == 2
    use_quick_writer(monkeypatch, version="2")
    job = ask(version)
    assert isinstance(job, RenderJob)
    jobs.work_off()
    newer = ask(version)
    assert newer.pk != made.pk and newer.sha256 != made.sha256
    assert newer.file.read() != made.file.read()


def test_an_anonymous_visitor_cannot_fill_the_queue(version, writer):
    formats = [FileFormat.PDF, FileFormat.DOCX, FileFormat.HTML, FileFormat.EPUB]
    for one in formats:
        request_file(recipe_of(version, format=one), by=None, now=NOW, asked_from="a")
    more = recipe_of(version, format=FileFormat.ODT)
    with pytest.raises(TooManyRequestsError):
        request_file(more, by=None, now=NOW, asked_from="a")
    # What is being made already may be waited for, others may ask, and so may the office.
    assert request_file(recipe_of(version), by=None, now=NOW, asked_from="a").state == JobState.QUEUED
    assert request_file(more, by=None, now=NOW, asked_from="b").asked_from == "b"
    assert request_file(recipe_of(version, marking=Marking.NONE), by=make_people().author, now=NOW).pk


# --- Taking -------------------------------------------------------------------------------------------------
def test_a_job_is_taken_once_oldest_first(version, writer):
    late = request_file(recipe_of(version), by=None, now=NOW)
    early = request_file(
        recipe_of(version, format=FileFormat.DOCX), by=None, now=NOW - dt.timedelta(minutes=1)
    )
    assert jobs.claim(NOW).pk == early.pk
    assert jobs.claim(NOW).pk == late.pk
    assert jobs.claim(NOW) is None


def test_a_job_that_another_worker_takes_in_between_is_left_alone(version, writer, monkeypatch):
    ask(version)
    real = jobs.claimable
    calls = []

    def claimable(now):
        calls.append(now)
        if len(calls) == 3:  # after looking, before taking
            RenderJob.objects.update(state=JobState.RUNNING, attempts=1, heartbeat_at=now)
        return real(now)

    monkeypatch.setattr(jobs, "claimable", claimable)
    assert jobs.claim(NOW) is None
    assert RenderJob.objects.get().attempts == 1


@pytest.fixture
def committed_jobs(django_db_setup, django_db_blocker):
    """Twelve jobs that other connections see.

    pytest-django's transactional tests would empty every table afterwards, which the append-only ones refuse.
    """
    with django_db_blocker.unblock():
        made = RenderJob.objects.bulk_create(
            RenderJob(recipe_key=f"many-{number}", recipe={}, created_at=NOW) for number in range(12)
        )
        yield made
        RenderJob.objects.filter(recipe_key__startswith="many-").delete()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite's memory database belongs to one thread")
def test_many_workers_take_every_job_exactly_once(committed_jobs):
    taken = []

    def work():
        while (job := jobs.claim(timezone.now())) is not None:
            taken.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(job.pk for job in committed_jobs)


def test_a_job_whose_heartbeat_stopped_is_taken_up_again_three_times_at_most(version, writer):
    ask(version)
    moment = NOW
    for attempt in (1, 2, 3):
        assert jobs.claim(moment).attempts == attempt
        assert jobs.claim(moment + dt.timedelta(seconds=59)) is None
        moment += dt.timedelta(seconds=61)
    assert jobs.claim(moment) is None
    job = RenderJob.objects.get()
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert job.error
    assert ask(version).pk != job.pk  # and may be asked for again


# --- Working ------------------------------------------------------------------------------------------------
def test_a_finished_job_names_its_file(version, writer):
    job = ask(version)
    assert jobs.work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert job.artefact.recipe_key == recipe_of(version).key
    assert writer.written[0].layout.watermark == "BẢN KHÔNG KIỂM SOÁT"


def test_a_text_that_cannot_be_printed_says_why(version, monkeypatch):
    def refuse(document, progress):
        raise UnprintableTextError([("🎉", "lễ 🎉 hội")])

    use_quick_writer(monkeypatch, before=refuse)
    job = ask(version)
    jobs.work_off()
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "U+1F389" in job.error


def test_an_unexpected_error_is_logged_and_told_without_its_words(version, monkeypatch, caplog):
    def break_down(document, progress):
        raise ZeroDivisionError("secret/path")

    use_quick_writer(monkeypatch, before=break_down)
    job = ask(version)
    jobs.work_off()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error and "secret" not in job.error


def test_a_version_that_is_gone_is_a_refusal(version, writer):
    job = ask(version)
    RenderJob.objects.update(recipe={**job.recipe, "version_id": 10**9})
    jobs.work_off()
    job.refresh_from_db()
    assert job.state == JobState.FAILED and job.error


def test_progress_is_written_once_a_second_and_beats(version, writer, monkeypatch, django_assert_num_queries):
    ask(version)
    job = jobs.claim(NOW)
    clock = iter([0.0, 0.4, 0.9, 1.0, 2.5])
    monkeypatch.setattr(jobs, "monotonic", lambda: next(clock))
    report = jobs.Reporter(job)
    with django_assert_num_queries(3):
        for step in range(5):
            report(step, 5, "Dàn trang " * 60)
    job.refresh_from_db()
    assert (job.done, job.total) == (4, 5)
    assert len(job.doing) == 255
    assert job.heartbeat_at > NOW


def test_a_worker_that_was_given_up_stops_and_changes_nothing(version, monkeypatch):
    def lose(document, progress):
        RenderJob.objects.update(attempts=2)  # another worker took it
        progress(1, 2, "Dàn trang")

    use_quick_writer(monkeypatch, before=lose)
    ask(version)
    jobs.work_off()
    job = RenderJob.objects.get()
    assert (job.state, job.artefact, job.error) == (JobState.RUNNING, None, "")
    assert Artefact.objects.count() == 0
