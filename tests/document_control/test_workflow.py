"""Four eyes and more: nothing is published that was not reviewed and approved word for word by others."""

import pytest
from django.core.exceptions import PermissionDenied

from document_control.errors import IssueRefusedError
from document_control.integrity import verify
from document_control.selectors import history_of
from organisation.models import User
from tests.factories import documents as make
from tests.factories.workflow import act, fresh, make_workflow, pass_workflow, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    make_workflow()
    return make.make_people()


@pytest.fixture
def page(people):
    return make.make_procedure_page()


def test_review_and_approval_issue_and_publish(page, people):
    page = pass_workflow(page, people, change_reason="Ban hành lần đầu.")
    version = history_of(page.document).versions[0]
    assert page.live
    assert page.live_revision_id == version.source_revision_id
    signed = [(a["duty"], a["username"]) for a in version.approvals]
    assert signed == [
        ("drafted", people.author.username),
        ("reviewed", people.reviewer.username),
        ("approved", people.approver.username),
    ]
    assert verify() == []


def test_author_may_not_review_even_with_the_role(page, people):
    submit(page, people.reviewer)  # the ISO secretary writes and submits
    with pytest.raises(PermissionDenied):
        act(page, people.reviewer)
    act(page, people.by_role["head_of_unit"])
    assert fresh(page).current_workflow_task.name == "Phê duyệt"


def test_reviewer_may_not_approve(page, people):
    setup = make_workflow()
    setup.approval.groups.add(*setup.review.groups.all())
    submit(page, people.author)
    act(page, people.reviewer)
    with pytest.raises(PermissionDenied):
        act(page, people.reviewer)
    assert history_of(page.document).versions == ()


@pytest.mark.parametrize(
    "role", ["administrator", "specialist", "one_stop_officer", "internal_auditor", "clerk"]
)
def test_other_roles_decide_nothing(page, people, role):
    submit(page, people.author)
    with pytest.raises(PermissionDenied):
        act(page, people.by_role[role])


def test_superuser_decides_nothing(page, people):
    root = User.objects.create_superuser("root", password="mat-khau-thu-1")
    submit(page, people.author)
    assert fresh(page).current_workflow_task.get_actions(fresh(page), root) == []
    with pytest.raises(PermissionDenied):
        act(page, root)
    act(page, people.reviewer)
    with pytest.raises(PermissionDenied):
        act(page, root)


def test_deactivated_people_decide_nothing(page, people):
    submit(page, people.author)
    people.reviewer.is_active = False
    people.reviewer.save()
    with pytest.raises(PermissionDenied):
        act(page, people.reviewer)


def test_every_edit_voids_the_decisions(page, people):
    submit(page, people.author)
    act(page, people.reviewer)
    draft = fresh(page).get_latest_revision_as_object()
    draft.summary = "Câu mà chưa ai xem xét."
    draft.save_revision(user=people.author)
    assert fresh(page).current_workflow_task.name == "Xem xét"
    with pytest.raises(PermissionDenied):
        act(page, people.approver)
    act(page, people.reviewer)
    act(page, people.approver)
    version = history_of(page.document).versions[0]
    assert fresh(page).live
    assert version.title
    loaded = type(version).objects.get(pk=version.pk)
    assert loaded.snapshot["summary"] == "Câu mà chưa ai xem xét."


def test_autosave_cannot_swap_text_under_an_approval(page, people):
    submit(page, people.author)
    act(page, people.reviewer)
    reviewed = fresh(page).latest_revision
    draft = fresh(page).get_latest_revision_as_object()
    draft.summary = "Đổi lén sau khi xem xét."
    new = draft.save_revision(user=people.author, overwrite_revision=reviewed)
    reviewed.refresh_from_db()
    assert new.pk != reviewed.pk
    assert reviewed.content["summary"] != "Đổi lén sau khi xem xét."
    assert fresh(page).current_workflow_task.name == "Xem xét"


def test_autosave_still_overwrites_a_plain_draft(page, people):
    first = fresh(page).save_revision(user=people.author)
    second = (
        fresh(page)
        .get_latest_revision_as_object()
        .save_revision(user=people.author, overwrite_revision=fresh(page).latest_revision)
    )
    assert second.pk == first.pk


def test_a_second_author_counts_as_author(page, people):
    head = people.by_role["head_of_unit"]
    fresh(page).save_revision(user=head)
    submit(page, people.author)
    with pytest.raises(PermissionDenied):
        act(page, head)


def test_returning_needs_a_reason_and_goes_back_to_the_author(page, people):
    submit(page, people.author)
    with pytest.raises(PermissionDenied):
        act(page, people.reviewer, "reject", comment="  ")
    act(page, people.reviewer, "reject", comment="Thiếu căn cứ pháp lý.")
    state = fresh(page).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    assert history_of(page.document).versions == ()


def test_only_authors_edit_during_review(page, people):
    submit(page, people.author)
    lock = fresh(page).get_lock()
    assert lock.for_user(people.reviewer)
    assert lock.for_user(people.by_role["head_of_unit"])
    assert not lock.for_user(people.author)


def test_approval_of_a_text_that_breaks_the_rules_is_rolled_back(page, people):
    submit(page, people.author, time_limit_value=1, time_limit_unit="working_hour", cutoff_time=None)
    act(page, people.reviewer)
    with pytest.raises(IssueRefusedError):
        act(page, people.approver)
    page = fresh(page)
    assert page.current_workflow_task.name == "Phê duyệt"  # the approval itself was undone
    assert not page.live
    assert history_of(page.document).versions == ()


def test_failed_issuing_rolls_everything_back(page, people, monkeypatch):
    from document_control.services import issuing

    def fail(*args):
        raise OSError("No space left on device")

    submit(page, people.author)
    act(page, people.reviewer)
    monkeypatch.setattr(issuing, "_freeze_attachments", fail)
    with pytest.raises(OSError, match="space"):
        act(page, people.approver)
    page = fresh(page)
    page.document.refresh_from_db()
    assert (page.live, page.document.chain_length) == (False, 0)
    assert page.current_workflow_task.name == "Phê duyệt"
    monkeypatch.undo()
    act(page, people.approver)
    assert fresh(page).live
    assert verify() == []


def test_failed_publishing_rolls_issuing_back(page, people):
    from wagtail.signals import published

    def fail(**kwargs):
        raise RuntimeError("receiver")

    submit(page, people.author)
    act(page, people.reviewer)
    published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            act(page, people.approver)
    finally:
        published.disconnect(fail)
    assert history_of(fresh(page).document).versions == ()
    assert not fresh(page).live


def test_next_edition_needs_its_own_reason(page, people):
    page = pass_workflow(page, people, change_reason="Ban hành lần đầu.")
    submit(page, people.author, reason="  ", summary="mới")
    act(page, people.reviewer)
    with pytest.raises(IssueRefusedError):
        act(page, people.approver)
