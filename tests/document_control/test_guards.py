"""The ways around the workflow that Wagtail leaves open are closed: publishing, copying, unpublishing, deleting."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageLogEntry, Revision

from document_control.errors import DeletionRefusedError, NotIssuedError, WithdrawalRequiredError
from document_control.models import ControlledDocument, IssuedVersion
from document_control.selectors import in_force
from organisation.models import User
from procedures.models import ProcedurePage
from tests.factories import documents as make
from tests.factories.documents import at
from tests.factories.workflow import fresh, make_workflow, pass_workflow

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", password="mat-khau-thu-1")


@pytest.fixture
def draft(db):
    return make.make_procedure_page()


@pytest.fixture
def issued(db):
    return fresh(make.issue_procedure(now=at("2026-01-05 08:00")))


PUBLISHING = {
    "revision.publish": lambda page, rev, user: rev.publish(user=user),
    "revision.publish, checks skipped": lambda page, rev, user: rev.publish(
        user=user, skip_permission_checks=True
    ),
    "page.publish": lambda page, rev, user: page.publish(rev, user=user, skip_permission_checks=True),
    "the action, checks skipped": lambda page, rev, user: PublishPageRevisionAction(rev, user=user).execute(
        skip_permission_checks=True
    ),
}


@pytest.mark.parametrize("way", PUBLISHING.values(), ids=PUBLISHING.keys())
def test_nobody_publishes_an_unapproved_draft(draft, root, way):
    revision = draft.save_revision(user=root)
    with pytest.raises(NotIssuedError), transaction.atomic():
        way(draft, revision, root)
    assert not fresh(draft).live


@pytest.mark.parametrize("way", PUBLISHING.values(), ids=PUBLISHING.keys())
def test_nobody_publishes_an_unapproved_change(issued, root, way):
    before = issued.summary
    changed = issued.get_latest_revision_as_object()
    changed.summary = "Chưa ai duyệt."
    revision = changed.save_revision(user=root)
    with pytest.raises(NotIssuedError), transaction.atomic():
        way(fresh(issued), revision, root)
    assert fresh(issued).summary == before


def test_saving_a_row_as_live_is_refused(draft):
    draft.live = True
    with pytest.raises(NotIssuedError):
        draft.save()


def test_scheduling_an_unapproved_revision_publishes_nothing(draft, root):
    revision = draft.save_revision(user=root)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at("2026-01-01 00:00"))
    with pytest.raises(NotIssuedError):
        call_command("publish_scheduled", stdout=StringIO())
    assert not fresh(draft).live


def test_scheduled_edition_goes_live_with_the_command(db):
    make_workflow()
    people = make.make_people()
    with time_machine.travel(at("2026-03-02 08:00"), tick=False):
        page = pass_workflow(make.make_procedure_page(), people)
    with time_machine.travel(at("2026-03-03 08:00"), tick=False):
        page = pass_workflow(page, people, summary="Bản sau", planned_effective_from=at("2026-04-01 00:00"))
        assert page.summary != "Bản sau"
        assert page.scheduled_revision is not None
    with time_machine.travel(at("2026-04-01 00:01"), tick=False):
        assert in_force(page.document, at("2026-04-01 00:00")).number == (1, 1)  # before any job ran
        call_command("publish_scheduled", stdout=StringIO())
        assert fresh(page).summary == "Bản sau"


def test_a_draft_written_after_approval_does_not_go_live_with_the_schedule(db):
    make_workflow()
    people = make.make_people()
    with time_machine.travel(at("2026-03-02 08:00"), tick=False):
        page = pass_workflow(make.make_procedure_page(), people)
    with time_machine.travel(at("2026-03-03 08:00"), tick=False):
        page = pass_workflow(page, people, summary="Bản duyệt", planned_effective_from=at("2026-04-01 00:00"))
        later = page.get_latest_revision_as_object()
        later.summary = "Nháp viết thêm"
        later.save_revision(user=people.author, overwrite_revision=page.latest_revision)
    with time_machine.travel(at("2026-04-01 00:01"), tick=False):
        call_command("publish_scheduled", stdout=StringIO())
        assert fresh(page).summary == "Bản duyệt"


def test_purging_revisions_keeps_the_issued_ones(issued, root):
    for number in range(3):
        changed = fresh(issued).get_latest_revision_as_object()
        changed.summary = f"Nháp {number}"
        changed.save_revision(user=root)
    cited = IssuedVersion.objects.get().source_revision_id
    call_command("purge_revisions", stdout=StringIO())
    assert Revision.objects.filter(pk=cited).exists()
    with pytest.raises(ProtectedError):
        Revision.objects.get(pk=cited).delete()


@pytest.mark.parametrize("keep_live", [True, False])
@pytest.mark.parametrize("copy_revisions", [True, False])
def test_copies_start_as_unregistered_drafts_with_a_code_of_their_own(
    issued, root, keep_live, copy_revisions
):
    copy = issued.copy(
        update_attrs={"slug": "ban-sao"}, keep_live=keep_live, copy_revisions=copy_revisions, user=root
    )
    copy = ProcedurePage.objects.get(pk=copy.pk)
    assert not copy.live
    assert copy.live_revision_id is None
    assert copy.code == "BAN-SAO-1"
    assert copy.document_id != issued.document_id
    assert copy.document.chain_length == 0
    assert copy.get_latest_revision_as_object().code == "BAN-SAO-1"
    assert copy.get_latest_revision_as_object().document_id == copy.document_id
    assert any("BAN-SAO" in code for code in ControlledDocument.objects.values_list("code", flat=True))
    assert copy.submission_problems()
    assert not PageLogEntry.objects.filter(page=copy.pk, action="wagtail.publish").exists()


def test_copying_the_folder_copies_drafts_only(issued, root):
    folder = issued.get_parent().specific
    copy = folder.copy(recursive=True, update_attrs={"slug": "thu-tuc-2"}, user=root)
    children = ProcedurePage.objects.child_of(copy)
    assert children.count() == 1
    assert not children.get().live


def test_an_alias_becomes_a_plain_draft(issued, root):
    CreatePageAliasAction(issued, update_slug="ban-song-hanh", user=root).execute(skip_permission_checks=True)
    assert not ProcedurePage.objects.filter(alias_of__isnull=False).exists()
    assert not ProcedurePage.objects.get(slug="ban-song-hanh").live


@pytest.mark.parametrize("as_plain_page", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_unpublishing_is_a_withdrawal(issued, root, as_plain_page, named):
    page = Page.objects.get(pk=issued.pk) if as_plain_page else issued
    with pytest.raises(PermissionDenied), transaction.atomic():
        page.unpublish(user=root if named else None)
    assert fresh(issued).live


def test_a_plain_page_is_no_back_door_to_publishing(draft):
    page = Page.objects.get(pk=draft.pk)
    page.live = True
    with pytest.raises(NotIssuedError):
        page.save()
    assert not fresh(draft).live


def test_expiry_dates_do_not_take_a_document_down(issued):
    ProcedurePage.objects.filter(pk=issued.pk).update(expire_at=at("2026-01-06 00:00"))
    with pytest.raises(WithdrawalRequiredError):
        call_command("publish_scheduled", stdout=StringIO())
    assert fresh(issued).live


def test_a_withdrawn_document_goes_down_at_its_moment(issued):
    make.withdraw(issued, now=at("2026-02-02 08:00"), effective_from=at("2026-03-01 00:00"))
    with time_machine.travel(at("2026-03-01 00:01"), tick=False):
        call_command("publish_scheduled", stdout=StringIO())
    assert not fresh(issued).live


DELETING = {
    "the page": lambda page: page.delete(),
    "the plain page": lambda page: Page.objects.get(pk=page.pk).delete(),
    "the folder": lambda page: page.get_parent().delete(),
    "the home page": lambda page: page.get_parent().get_parent().delete(),
    "pages in bulk": lambda page: Page.objects.filter(pk=page.pk).delete(),
    "procedures in bulk": lambda page: ProcedurePage.objects.all().delete(),
    "the register row": lambda page: page.document.delete(),
    "revisions in bulk": lambda page: Revision.objects.all().delete(),
}


@pytest.mark.parametrize("way", DELETING.values(), ids=DELETING.keys())
def test_an_issued_document_is_never_deleted(issued, way):
    with pytest.raises((DeletionRefusedError, ProtectedError)), transaction.atomic():
        way(issued)
    assert fresh(issued).document.issuedversions.count() == 1


def test_a_draft_that_was_never_issued_may_go_with_its_register_row(draft):
    draft.delete()
    assert not ControlledDocument.objects.exists()


def test_permission_tester_says_no_to_everybody(issued, root):
    tester = issued.permissions_for_user(root)
    assert not tester.can_publish()
    assert not tester.can_unpublish()
    assert not tester.can_delete()
    assert not tester.can_unschedule()
    assert tester.can_edit()


def test_an_issued_code_and_unit_stay(issued, root):
    changed = issued.get_latest_revision_as_object()
    changed.code = "QT-KHAC-01"
    with pytest.raises(ValidationError, match="QT-"):
        changed.save_revision(user=root)


def test_two_documents_of_a_unit_never_share_a_code(draft):
    twin = make.ProcedurePage(title="Trùng mã", code=draft.code, unit=draft.unit)
    with pytest.raises(ValidationError):
        twin.clean()


def test_effective_moment_may_not_lie_before_issue_in_the_database(issued):
    from django.db import IntegrityError

    version = IssuedVersion.objects.get()
    version.pk, version._state.adding = None, True
    version.chain_index, version.revision = 2, 9
    version.chain_hash, version.check_code = "f" * 64, "ffffffff"
    version.effective_from = version.issued_at - dt.timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


@pytest.mark.parametrize("slug", ["lich", "bieu-mau", "toi-phai-lam-gi"])
def test_a_process_never_hides_behind_another_page(slug, db):
    process = make.make_process_page()
    process.slug = slug
    with pytest.raises(ValidationError, match="địa chỉ"):
        process.clean()
