"""Editions: what they fix, who makes them, what is refused, and that the record stays as it was."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from document_control.append_only import AppendOnlyError
from organisation.enums import PermissionRole
from organisation.models import Assignment, Post
from publications.enums import ProposalState
from publications.handbooks.changes import Difference
from publications.handbooks.selectors import (
    changes_since,
    chapters_in_force,
    chapters_of_edition,
    edition_before,
    edition_in_force,
)
from publications.models import Handbook, HandbookEdition, HandbookProposal, ReadReceipt
from publications.services.handbooks import (
    ChaptersMovedError,
    HandbookRefusedError,
    acknowledge,
    edition_hash,
    return_proposal,
)
from tests.factories.documents import at, make_unit, withdraw
from tests.publications.handbook_office import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def shelf():
    return Shelf()


def codes(chapters):
    return [f"{chapter.code} {chapter.number}" for chapter in chapters]


# --- What an edition fixes ------------------------------------------------------------------------------
def test_an_edition_fixes_the_versions_in_force_in_the_order_of_codes(shelf):
    edition = shelf.edition(decision_number="118/QĐ-UBND")
    assert (edition.number, edition.title) == (1, "Sổ tay quy trình nội bộ")
    assert codes(chapters_of_edition(edition)) == ["QT-NB-01 1.0", "QT-NB-02 1.0", "QT-NB-10 1.0"]
    assert [entry.position for entry in edition.entries.all()] == [1, 2, 3]
    shelf.change("QT-NB-02", now="2026-03-01 08:00")
    assert codes(chapters_of_edition(edition)) == ["QT-NB-01 1.0", "QT-NB-02 1.0", "QT-NB-10 1.0"]


def test_the_hash_covers_every_chapter_and_the_code_is_its_beginning(shelf):
    edition = shelf.edition()
    chapters = chapters_of_edition(edition)
    assert edition.content_hash == edition_hash("ST-NB-01", 1, chapters)
    assert edition.content_hash.startswith(edition.check_code)
    assert re.fullmatch(r"[0-9A-F]{4} [0-9A-F]{4}", edition.check_code_display)
    assert edition_hash("ST-NB-01", 1, chapters[::-1]) != edition.content_hash
    assert edition_hash("ST-NB-01", 2, chapters) != edition.content_hash


def test_names_of_preparer_and_approver_are_kept_as_text(shelf):
    edition = shelf.edition()
    drafted, approved = edition.approvals
    assert (drafted["duty"], drafted["username"]) == ("drafted", "iso_secretary")
    assert (approved["duty"], approved["username"]) == ("approved", "leader")
    leader = shelf.user("leader")
    leader.last_name = "Khác"
    leader.save()
    edition.refresh_from_db()
    assert edition.approvals[1]["name"] == approved["name"] != leader.get_full_name()


def test_issued_records_are_never_changed(shelf):
    edition = shelf.edition()
    receipt = acknowledge(edition, by=shelf.user("clerk"), now=at("2026-02-03 08:00"))
    for row in (edition, edition.entries.first(), receipt):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()


# --- Which documents belong -----------------------------------------------------------------------------
def test_a_unit_stands_for_the_units_below_it(shelf):
    division = make_unit("phong", "Phòng")
    below = make_unit("to", "Tổ")
    below.parents.model.objects.create(unit=below, parent=division)
    shelf.process("QT-NB-20", unit=division)
    shelf.process("QT-NB-21", unit=below)
    handbook = Handbook.objects.create(
        slug="phong", code="ST-P", title="Sổ tay phòng", unit=shelf.office.ward, only_unit=division
    )
    assert codes(chapters_in_force(handbook, at("2026-02-01 00:00"))) == ["QT-NB-20 1.0", "QT-NB-21 1.0"]


def test_a_field_takes_the_procedures_of_that_field_only(shelf):
    from tests.factories.documents import issue_procedure

    issue_procedure(now=at("2026-01-05 08:00"))
    other = {"code": "dat_dai", "name": "Đất đai"}
    issue_procedure(
        now=at("2026-01-05 08:00"), code="QT-DD-01", short_title="Đất", field=other, national_code="1.001194"
    )
    handbook = Handbook.objects.create(
        slug="dat",
        code="ST-D",
        title="Sổ tay đất đai",
        unit=shelf.office.ward,
        kind="procedure",
        only_field="dat_dai",
    )
    assert codes(chapters_in_force(handbook, at("2026-02-01 00:00"))) == ["QT-DD-01 1.0"]


# --- Preparing ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [r for r in PermissionRole.values if r != "iso_secretary"])
def test_only_the_secretary_prepares(shelf, role):
    with pytest.raises(PermissionDenied):
        shelf.prepare(by=role)
    assert not HandbookProposal.objects.exists()


def test_a_superuser_prepares_and_approves_nothing(shelf):
    for role in ("iso_secretary", "leader"):
        person = shelf.user(role)
        person.is_superuser = True
        person.save()
    with pytest.raises(PermissionDenied):
        shelf.prepare()
    secretary = shelf.user("iso_secretary")
    secretary.is_superuser = False
    secretary.save()
    proposal = shelf.prepare()
    with pytest.raises(PermissionDenied):
        shelf.approve(proposal)
    assert shelf.approve(proposal, by="deputy").number == 1


def test_nothing_new_is_no_edition(shelf):
    shelf.edition()
    with pytest.raises(HandbookRefusedError, match="Nothing differs from edition 1"):
        shelf.prepare("2026-02-05 09:00")
    shelf.change("QT-NB-01", now="2026-02-06 08:00")
    assert shelf.prepare("2026-02-07 09:00").state == ProposalState.PREPARED


def test_no_process_in_force_is_no_edition(shelf):
    with pytest.raises(HandbookRefusedError, match="nothing to issue"):
        shelf.prepare("2026-01-01 09:00")


def test_one_proposal_at_a_time(shelf):
    shelf.prepare()
    with pytest.raises(HandbookRefusedError, match="already waits"):
        shelf.prepare()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandbookProposal.objects.create(
            handbook=shelf.handbook,
            versions=[],
            reason="x",
            prepared_by=shelf.user("iso_secretary"),
            prepared_at=at("2026-02-01 09:00"),
        )


def test_a_reason_is_needed(shelf):
    with pytest.raises(HandbookRefusedError, match="what is new"):
        shelf.prepare(reason="  ")


def test_versions_are_those_of_the_planned_moment(shelf):
    shelf.change("QT-NB-01", now="2026-02-01 08:00", effective_from=at("2026-03-01 00:00"))
    now = shelf.prepare(effective_from=at("2026-02-20 00:00"))
    assert codes(chapters_in_force(shelf.handbook, at("2026-02-20 00:00")))[0] == "QT-NB-01 1.0"
    return_proposal(now, reason="Đợi.", by=shelf.user("leader"), now=at("2026-02-01 10:00"))
    later = shelf.edition("2026-02-02 09:00", effective_from=at("2026-03-01 00:00"))
    assert codes(chapters_of_edition(later))[0] == "QT-NB-01 1.1"
    assert later.effective_from == at("2026-03-01 00:00")


# --- Approving ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [r for r in PermissionRole.values if r != "leader"])
def test_only_a_leader_approves(shelf, role):
    proposal = shelf.prepare()
    with pytest.raises(PermissionDenied):
        shelf.approve(proposal, by=role)
    assert not HandbookEdition.objects.exists()


def test_whoever_prepared_it_does_not_approve_it(shelf):
    """A person who is secretary and leader at once."""
    leader_post = Post.objects.get(role__code="leader", assignments__user__username="leader")
    secretary = shelf.user("iso_secretary")
    Assignment.objects.create(user=secretary, post=leader_post, valid_from=at("2020-01-01").date())
    from organisation.services import sync_all_roles

    sync_all_roles(at("2026-02-01").date())
    proposal = shelf.prepare()
    with pytest.raises(PermissionDenied, match="Whoever prepared"):
        shelf.approve(proposal, by="iso_secretary")


def test_a_second_approval_is_told_who_was_first(shelf):
    proposal = shelf.prepare()
    shelf.approve(proposal, "2026-02-02 09:00")
    with pytest.raises(HandbookRefusedError, match="already approved this edition"):
        shelf.approve(proposal, "2026-02-02 09:00", by="deputy")
    with pytest.raises(HandbookRefusedError, match="already approved"):
        return_proposal(proposal, reason="x", by=shelf.deputy, now=at("2026-02-02 10:00"))
    assert HandbookEdition.objects.count() == 1


def test_a_process_that_moved_meanwhile_stops_the_approval(shelf):
    proposal = shelf.prepare()
    shelf.change("QT-NB-02", now="2026-02-01 15:00")
    withdraw(shelf.pages["QT-NB-10"], now=at("2026-02-01 16:00"), reason="Bãi bỏ.")
    with pytest.raises(
        ChaptersMovedError, match=r"QT-NB-02 has version 1.1; QT-NB-10 is no longer"
    ) as caught:
        shelf.approve(proposal)
    assert [change.what for change in caught.value.changes] == [Difference.REPLACED, Difference.REMOVED]
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PREPARED


def test_a_planned_day_that_passed_becomes_the_moment_of_approval(shelf):
    proposal = shelf.prepare(effective_from=at("2026-02-02 00:00"))
    assert shelf.approve(proposal, "2026-02-05 09:00").effective_from == at("2026-02-05 09:00")


def test_effective_moments_never_run_backwards(shelf):
    shelf.edition(effective_from=at("2026-05-01 00:00"))
    shelf.change("QT-NB-01", now="2026-02-10 08:00")
    with pytest.raises(HandbookRefusedError, match="Edition 1 waits to take effect on 01/05/2026"):
        shelf.prepare("2026-02-11 09:00", effective_from=at("2026-04-01 00:00"))


def test_returning_needs_a_reason_and_opens_the_way_for_the_next(shelf):
    proposal = shelf.prepare()
    with pytest.raises(HandbookRefusedError, match="reason"):
        return_proposal(proposal, reason=" ", by=shelf.user("leader"), now=at("2026-02-02 09:00"))
    with pytest.raises(PermissionDenied):
        return_proposal(proposal, reason="x", by=shelf.user("clerk"), now=at("2026-02-02 09:00"))
    returned = return_proposal(
        proposal, reason="Thiếu QT-NB-11.", by=shelf.user("leader"), now=at("2026-02-02 09:00")
    )
    assert (returned.state, returned.returned_reason) == (ProposalState.RETURNED, "Thiếu QT-NB-11.")
    with pytest.raises(HandbookRefusedError, match="already returned"):
        shelf.approve(proposal)
    assert shelf.approve(shelf.prepare("2026-02-03 09:00"), "2026-02-04 09:00").number == 1


def test_the_secretary_takes_his_own_proposal_back(shelf):
    proposal = shelf.prepare()
    by = shelf.user("iso_secretary")
    assert return_proposal(proposal, reason="Nhầm.", by=by, now=at("2026-02-01 10:00")).decided_by == by


# --- In force, before, since ----------------------------------------------------------------------------
def test_which_edition_is_in_force(shelf):
    first = shelf.edition()
    shelf.change("QT-NB-01", now="2026-02-10 08:00")
    second = shelf.edition("2026-02-11 09:00", effective_from=at("2026-03-01 00:00"))
    assert edition_in_force(shelf.handbook, at("2026-01-31 00:00")) is None
    assert edition_in_force(shelf.handbook, at("2026-02-28 23:59")) == first
    assert edition_in_force(shelf.handbook, at("2026-03-01 00:00")) == second
    assert edition_before(second) == first and edition_before(first) is None


def test_what_is_newer_than_the_edition(shelf):
    edition = shelf.edition()
    assert changes_since(edition, at("2026-02-05 00:00")) == []
    shelf.change("QT-NB-02", now="2026-02-06 08:00")
    shelf.process("QT-NB-11", now="2026-02-06 08:00")
    withdraw(shelf.pages["QT-NB-10"], now=at("2026-02-06 08:00"), reason="Bãi bỏ.")
    found = [
        (change.chapter.code, change.what.value) for change in changes_since(edition, at("2026-02-07 00:00"))
    ]
    assert found == [("QT-NB-02", "replaced"), ("QT-NB-10", "removed"), ("QT-NB-11", "added")]


# --- Reading --------------------------------------------------------------------------------------------
def test_confirming_twice_is_one_receipt(shelf):
    edition = shelf.edition()
    first = acknowledge(edition, by=shelf.user("clerk"), now=at("2026-02-03 08:00"))
    again = acknowledge(edition, by=shelf.user("clerk"), now=at("2026-02-04 08:00"))
    assert (again.pk, again.read_at) == (first.pk, at("2026-02-03 08:00"))
    assert first.signature["post"] and ReadReceipt.objects.count() == 1


def test_only_the_edition_in_force_is_confirmed(shelf):
    first = shelf.edition()
    shelf.change("QT-NB-01", now="2026-02-10 08:00")
    shelf.edition("2026-02-11 09:00")
    with pytest.raises(HandbookRefusedError, match="Another edition is in force"):
        acknowledge(first, by=shelf.user("clerk"), now=at("2026-02-12 08:00"))
