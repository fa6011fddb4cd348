"""After an issue the usual papers are made at once; imports of the past make none, and issuing never fails by them."""

import datetime as dt

import pytest
from django.utils import timezone

from document_control.models import IssuedVersion
from publications.enums import JobState, Marking
from publications.models import Artefact, RenderJob
from publications.services import usual_files
from tests.factories.documents import issue, issue_procedure, make_process_page
from tests.publications.quick_writer import use_quick_writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def writer(monkeypatch):
    return use_quick_writer(monkeypatch)


def asked():
    return sorted((job.recipe["kind"], job.recipe["format"]) for job in RenderJob.objects.all())


def test_an_issue_asks_for_notice_and_document(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue_procedure(now=timezone.now())
    assert asked() == [("notice", "pdf"), ("procedure", "docx"), ("procedure", "pdf")]
    assert {job.recipe["marking"] for job in RenderJob.objects.all()} == {Marking.UNCONTROLLED}
    assert {job.state for job in RenderJob.objects.all()} == {
        JobState.QUEUED
    }  # no worker: this is no web process


def test_a_process_has_no_notice(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue(make_process_page(audience="staff"), now=timezone.now())
    assert asked() == [("procedure", "docx"), ("procedure", "pdf")]


def test_imports_of_the_past_make_no_files(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue_procedure(now=timezone.now() - dt.timedelta(hours=2))
    assert asked() == []


def test_a_future_version_is_made_today_and_still_right_on_its_day(
    django_capture_on_commit_callbacks, settings
):
    settings.PUBLICATIONS_WORKER = "inline"
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        issue_procedure(now=now, effective_from=now + dt.timedelta(days=30), publish=False)
    assert Artefact.objects.count() == 3


def test_issuing_never_fails_because_of_files(django_capture_on_commit_callbacks, monkeypatch):
    def break_down(*args, **options):
        raise RuntimeError("disk full")

    monkeypatch.setattr(usual_files, "prepare_file", break_down)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        issue_procedure(now=timezone.now())
    assert IssuedVersion.objects.count() == 1
    assert callbacks  # `robust`: Django logs what they raise and goes on
