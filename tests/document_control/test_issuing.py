"""Issuing and withdrawing: numbers, dates, hashes, approvals, attachments."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from document_control import services
from document_control.canonical import sha256_of
from document_control.enums import IssueKind, VersionState
from document_control.errors import IssueRefusedError, NothingChangedError
from document_control.models import FrozenFile, IssuedVersion
from document_control.selectors import history_of, in_force
from document_control.services import Approval, IssueDetails
from organisation.models import User
from tests.factories import documents as make
from tests.factories.documents import at

pytestmark = pytest.mark.django_db

JANUARY = at("2026-01-05 08:00")
MARCH = at("2026-03-02 09:30")


@pytest.fixture
def page(db):
    return make.issue_procedure(now=JANUARY)


def issue_again(page, now=MARCH, **details):
    make.rewrite(page, summary=f"Sửa lúc {now}")
    return make.issue(page, now=now, **details)


def test_first_version_carries_number_hash_and_signatures(page):
    version = page.document.issuedversions.get()
    assert str(version.number) == "1.0"
    assert version.content_hash == sha256_of(version.snapshot)
    assert version.snapshot["schema"] == version.snapshot_schema == 1
    assert version.compute_chain_hash() == version.chain_hash
    assert version.previous_hash == ""
    assert [a["duty"] for a in version.approvals] == ["drafted", "reviewed", "approved"]
    assert all(a["name"] and a["post"] and a["unit"] for a in version.approvals)
    assert version.issued_by["post"] == version.approvals[-1]["post"]
    page.document.refresh_from_db()
    assert (page.document.chain_length, page.document.chain_head) == (1, version.chain_hash)


@pytest.mark.parametrize(("kind", "number"), [(IssueKind.REVISION, "1.1"), (IssueKind.EDITION, "2.0")])
def test_next_version_is_linked_to_the_one_before(page, kind, number):
    first = page.document.issuedversions.get()
    second = issue_again(page, kind=kind)
    assert str(second.number) == number
    assert second.previous_hash == first.chain_hash
    assert second.chain_index == 2


def test_numbering_goes_on_after_paper_editions(db):
    page = make.make_procedure_page()
    page.document.first_edition, page.document.first_revision = 3, 0
    page.document.save()
    assert str(make.issue(page, now=JANUARY).number) == "3.0"


def test_the_same_text_is_not_issued_twice(page):
    with pytest.raises(NothingChangedError):
        make.issue(page, now=MARCH)
    assert page.document.issuedversions.count() == 1


def test_future_version_takes_effect_at_its_minute_without_any_job(page):
    moment = at("2026-04-01 00:00")
    future = issue_again(page, effective_from=moment)
    assert in_force(page.document, moment - dt.timedelta(seconds=1)).number == (1, 0)
    assert in_force(page.document, moment) == future
    history = history_of(page.document)
    assert history.standing(future, MARCH).state == VersionState.FUTURE
    assert history.standing(history.versions[0], moment).state == VersionState.SUPERSEDED


def test_a_planned_moment_that_has_passed_becomes_the_moment_of_approval(page):
    version = issue_again(page, effective_from=at("2026-01-20 00:00"))
    assert version.effective_from == MARCH


def test_nothing_is_issued_before_a_version_that_waits(page):
    issue_again(page, effective_from=at("2026-06-01 00:00"))
    make.rewrite(page, summary="Sửa gấp")
    with pytest.raises(IssueRefusedError, match="01/06/2026"):
        make.issue(page, now=at("2026-03-10 08:00"))
    assert page.document.issuedversions.count() == 2


def test_cancelling_the_waiting_version_makes_room(page):
    waiting = issue_again(page, effective_from=at("2026-06-01 00:00"))
    make.cancel(page, waiting, now=at("2026-03-10 08:00"))
    make.rewrite(page, summary="Sửa gấp")
    urgent = make.issue(page, now=at("2026-03-10 09:00"))
    assert str(urgent.number) == "1.2"
    assert in_force(page.document, at("2026-07-01 08:00")) == urgent
    assert history_of(page.document).standing(waiting, at("2026-07-01 08:00")).state == VersionState.CANCELLED


def test_a_version_in_force_is_withdrawn_not_cancelled(page):
    version = page.document.issuedversions.get()
    with pytest.raises(IssueRefusedError):
        make.cancel(page, version, now=MARCH)


def test_withdrawal_ends_the_document_at_its_moment(page):
    make.withdraw(page, now=MARCH, effective_from=at("2026-05-01 00:00"))
    page.refresh_from_db()
    assert in_force(page.document, at("2026-04-30 23:59")) is not None
    assert in_force(page.document, at("2026-05-01 00:00")) is None
    assert history_of(page.document).withdrawal_at(at("2026-05-02 00:00")).reason
    assert page.live
    assert page.expire_at == at("2026-05-01 00:00")


def test_immediate_withdrawal_takes_the_page_down_and_a_new_version_brings_it_back(page):
    make.withdraw(page, now=MARCH)
    page.refresh_from_db()
    assert not page.live
    with pytest.raises(IssueRefusedError):
        make.withdraw(page, now=MARCH)
    again = make.issue(page, now=at("2026-05-04 08:00"))  # the same text may come back after a withdrawal
    assert in_force(page.document, at("2026-05-04 08:00")) == again


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_reasons_are_required(page, reason):
    with pytest.raises(IssueRefusedError):
        make.withdraw(page, now=MARCH, reason=reason)
    make.rewrite(page, summary="khác")
    with pytest.raises(IssueRefusedError):
        make.issue(page, now=MARCH, reason=reason)


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_one_person_never_holds_two_duties(page, who):
    people = make.make_people()
    make.rewrite(page, summary="khác")
    revision = page.save_revision(user=people.author)
    same = getattr(people, who)
    approvals = [
        Approval("drafted", people.author, MARCH),
        Approval("reviewed", people.reviewer, MARCH),
        Approval("approved", same, MARCH),
    ]
    with pytest.raises(IssueRefusedError):
        services.issue(
            revision.as_object(),
            details=IssueDetails(IssueKind.REVISION, "lý do"),
            approvals=approvals,
            revision=revision,
            now=MARCH,
        )
    assert page.document.issuedversions.count() == 1


def test_signatures_outlive_accounts_and_groups(page):
    before = page.document.issuedversions.get()
    names = [a["name"] for a in before.approvals]
    for user in User.objects.all():
        user.assignments.all().delete()
        user.delete()
    Group.objects.all().delete()
    after = IssuedVersion.objects.get()
    assert [a["name"] for a in after.approvals] == names
    assert after.compute_chain_hash() == after.chain_hash


def test_renaming_the_unit_changes_nothing_that_was_issued(page):
    before = page.document.issuedversions.get().snapshot["unit"]["name"]
    page.unit.name = "Ủy ban nhân dân phường Hòa An"
    page.unit.save()
    version = IssuedVersion.objects.get()
    assert version.snapshot["unit"]["name"] == before != page.unit.name
    assert sha256_of(version.snapshot) == version.content_hash


def test_replacing_a_form_keeps_the_bytes_that_were_issued(page):
    frozen = FrozenFile.objects.get()
    issued = frozen.file.open("rb").read()
    form = page.form_uses.first().form
    form.file.file.delete(save=False)
    form.file.file.save("moi.docx", make.ContentFile("bản mới".encode()))
    assert FrozenFile.objects.get().file.open("rb").read() == issued


def test_citations_are_kept_once_each(page):
    version = page.document.issuedversions.get()
    cited = {c.legal_act.number for c in version.legal_citations.all()}
    assert cited == {c["number"] for c in version.snapshot["citations"]}
    assert version.legal_citations.count() == len(cited)
