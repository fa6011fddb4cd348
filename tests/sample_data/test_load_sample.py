"""The sample ward is loaded through the real services, once: history, files, people and work in progress."""

import datetime as dt
import io
import zipfile

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex, Site, TaskState, WorkflowState

from document_control.enums import VersionState
from document_control.models import ControlledDocument, IssuedVersion, Withdrawal
from document_control.selectors import history_of, in_force
from organisation.models import Assignment, Holiday, OfficeSettings, SwappedDay, Unit, User
from procedures.models import HomePage, ProcessPage, VersionCard
from procedures.sample.documents import effective_moment_of
from procedures.sample.loading import load_sample

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
LOADED_AT = "2026-11-21 08:00+07:00"
PASSWORD = "mat-khau-thu-2026"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module on the morning of the tests, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(LOADED_AT, tick=True):
            result = load_sample(FOLDER, PASSWORD)
        yield result
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded, db):
    return loaded


def at(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def document(code):
    return ControlledDocument.objects.get(code=code)


def draft(code):
    return ProcessPage.objects.get(code=code).specific.get_latest_revision_as_object()


def test_counts(sample):
    assert (sample.was_loaded, sample.documents, sample.versions, sample.drafts) == (False, 33, 52, 4)
    assert ControlledDocument.objects.filter(kind="procedure").count() == 17
    assert ControlledDocument.objects.filter(kind="internal_process").count() == 15
    assert ControlledDocument.objects.filter(kind="checklist").count() == 1
    assert VersionCard.objects.count() == 51, "a card for every version of a process, none for the checklist"
    assert IssuedVersion.objects.count() == 52
    assert Withdrawal.objects.count() == 1
    assert ReferenceIndex.objects.exists()


def test_loading_again_changes_nothing_and_is_quick(sample):
    labels = {"procedures", "document_control", "organisation", "wagtailcore", "auth", "wagtaildocs"}
    models = [m for m in apps.get_models() if m._meta.app_label in labels]
    before = {m._meta.label: m._base_manager.count() for m in models}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = load_sample(FOLDER, PASSWORD)
    assert again.was_loaded is True
    assert {m._meta.label: m._base_manager.count() for m in models} == before
    assert len(queries) < 300


def test_every_chain_is_whole(sample):
    call_command("verify_issues", stdout=io.StringIO())
    for version in IssuedVersion.objects.all():
        assert version.chain_hash == version.compute_chain_hash()


def test_history_of_birth_registration(sample):
    history = history_of(document("QT-TP-01"))
    assert [str(v.number) for v in history.versions] == ["1.0", "1.1", "1.2", "2.0", "3.0", "3.1"]
    first = history.versions[0]
    assert first.issued_at == at("2016-01-20T08:40")
    assert [(a["duty"], a["username"]) for a in first.approvals] == [
        ("drafted", "chuyenvien"),
        ("reviewed", "thukyiso"),
        ("approved", "phuonganloc"),
    ]
    assert all("An Lộc" in a["unit"] for a in first.approvals)
    assert first.snapshot["unit"]["name"] == "Ủy ban nhân dân phường An Lộc"
    assert str(in_force(document("QT-TP-01"), at("2018-05-01")).number) == "1.2"
    newest = in_force(document("QT-TP-01"), at("2026-11-21"))
    assert (str(newest.number), newest.snapshot["unit"]["short_name"]) == ("3.1", "phường An Hòa")
    assert newest.decision_number == "215/QĐ-UBND"


def test_a_future_version_takes_effect_at_its_minute(sample):
    waiting = document("QT-TP-09")
    assert str(in_force(waiting, at("2026-11-30T23:59:59")).number) == "3.0"
    assert str(in_force(waiting, at("2026-12-01T00:00")).number) == "3.1"


def test_a_withdrawn_document_keeps_its_versions(sample):
    history = history_of(document("QT-TP-06"))
    assert history.in_force(at("2026-02-28")) is not None
    assert history.in_force(at("2026-03-01")) is None
    assert history.standing(history.versions[0], at("2026-11-21")).state == VersionState.WITHDRAWN
    assert history.withdrawals[0].recorded_at == at("2026-02-12T09:15")


def test_at_least_four_ward_procedures_have_several_versions(sample):
    several = [d for d in ControlledDocument.objects.filter(code__startswith="QT-TP-") if d.chain_length > 1]
    assert len(several) >= 4


def test_fees_change_by_date(sample):
    version = in_force(document("QT-KD-01"), at("2026-08-01"))
    online = [
        (f["amount"], f["valid_to"], f["valid_from"])
        for f in version.snapshot["fees"]
        if f["channel"] == "online"
    ]
    assert online == [(100000, "2026-07-24", None), (0, None, "2026-07-25")]


def test_forms_can_be_downloaded(sample):
    version = in_force(document("QT-TP-01"), at("2026-11-21"))
    form = next(f for f in version.snapshot["forms"] if f["code"] == "TP-HT-KS")
    frozen = version.files.get().file
    assert (frozen.sha256, frozen.size) == (form["file"]["sha256"], form["file"]["size"])
    with frozen.file.open("rb") as source, zipfile.ZipFile(source) as archive:
        assert "Biểu mẫu minh họa" in archive.read("word/document.xml").decode()


def test_people_have_the_groups_of_their_posts(sample):
    groups = {u.username: set(u.groups.values_list("name", flat=True)) for u in User.objects.all()}
    assert groups["lanhdao"] == {"leader"} and groups["thukyiso"] == {"iso_secretary"}
    assert groups["chuyenvien"] == {"specialist"} and groups["quantri"] == {"administrator"}
    assert groups["phuonganloc"] == set()
    assert User.objects.get(username="motcua").check_password(PASSWORD)
    assert not User.objects.filter(is_superuser=True).exists()
    acting = Assignment.objects.get(acting_for__username="truongphong")
    assert acting.user.username == "kinhdoanh"


def test_organisation_and_calendar(sample):
    ward = Unit.objects.get(slug="an-hoa")
    assert ward.parent_on(dt.date(2026, 1, 1)).slug == "ha-noi"
    assert Unit.objects.get(slug="an-loc").successions.get().new_unit == ward
    assert Holiday.objects.filter(date=dt.date(2026, 9, 2)).exists()
    assert not Holiday.objects.filter(date=dt.date(2026, 8, 31)).exists()
    assert SwappedDay.objects.get(day_off=dt.date(2026, 8, 31)).make_up_day == dt.date(2026, 8, 22)
    assert ward.office_hours.get().intervals.count() == 11


def test_the_site_says_that_it_is_a_sample(sample):
    site = Site.objects.get(is_default_site=True)
    office = OfficeSettings.for_site(site)
    assert (
        office.is_sample_data and office.office.slug == "an-hoa" and office.reception.slug == "an-hoa-mot-cua"
    )
    home = HomePage.objects.get()
    assert next(iter(home.featured.all())).procedure.code == "QT-TP-01"
    assert "sổ đỏ" in home.search_examples


@pytest.mark.parametrize(
    ("loaded", "effective"),
    [
        ("2026-11-21T08:00", "2026-12-01T00:00"),
        ("2026-11-28T08:00", "2027-01-01T00:00"),
        ("2026-12-21T23:59", "2027-01-01T00:00"),
        ("2027-12-25T08:00", "2028-02-01T00:00"),
        ("2028-01-31T08:00", "2028-03-01T00:00"),
    ],
)
def test_one_version_is_still_to_come_whenever_the_sample_is_loaded(loaded, effective):
    issue = {"effective_from": "2026-12-01", "stays_ahead": True}
    assert effective_moment_of(issue, at(loaded)) == at(effective)
    assert effective_moment_of(issue | {"stays_ahead": False}, at(loaded)) == at("2026-12-01T00:00")


def test_one_text_waits_for_the_approver(sample):
    page = ProcessPage.objects.get(code="QT-TP-04").specific
    assert page.current_workflow_task.name == "Phê duyệt"
    task = page.current_workflow_task.specific
    assert task.refusal(page, User.objects.get(username="lanhdao")) == ""
    assert task.refusal(page, User.objects.get(username="thukyiso")) != ""
    text = draft("QT-TP-04")
    assert (text.time_limit_value, text.planned_effective_from > timezone.now()) == (2, True)
    assert text.submission_problems() == []
    review, approval = page.current_workflow_state.task_states.order_by("pk")
    assert review.started_at < review.finished_at == approval.started_at < timezone.now()
    assert (review.status, review.finished_by.username) == (TaskState.STATUS_APPROVED, "thukyiso")


def test_other_work_in_progress(sample):
    states = {s.content_object.specific.code: s.status for s in WorkflowState.objects.all()}
    assert states == {
        "QT-TP-04": WorkflowState.STATUS_IN_PROGRESS,
        "QT-NB-10": WorkflowState.STATUS_IN_PROGRESS,
        "QT-NB-08": WorkflowState.STATUS_NEEDS_CHANGES,
    }
    waiting = ProcessPage.objects.get(code="QT-NB-10").specific
    assert waiting.current_workflow_task.name == "Xem xét"
    plain = ProcessPage.objects.get(code="QT-TP-12")
    assert plain.has_unpublished_changes and "ký trước mặt" in draft("QT-TP-12").summary
    assert str(in_force(plain.document, timezone.now()).number) == "1.0"


def test_the_approver_can_finish_what_waits(sample):
    page = ProcessPage.objects.get(code="QT-TP-04").specific
    state = page.current_workflow_state.current_task_state.specific
    leader = User.objects.get(username="lanhdao")
    state.task.specific.on_action(state, leader, "approve", comment="")
    issued = IssuedVersion.objects.filter(document__code="QT-TP-04").latest("chain_index")
    assert str(issued.number) == "2.1" and issued.effective_from > timezone.now()
    assert [a["username"] for a in issued.approvals] == ["chuyenvien", "thukyiso", "lanhdao"]


def test_every_issued_text_would_pass_the_checks_of_submission(sample):
    for page in ProcessPage.objects.all():
        problems = [p for p in page.specific.submission_problems() if "lý do" not in p]
        assert problems == [], page.code
