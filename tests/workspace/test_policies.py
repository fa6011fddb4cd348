"""Role by verb: who may read, look back, see drafts, withdraw (DOMAIN section 9)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from document_control.models import ControlledDocument, IssuedVersion
from document_control.policies import DocumentPolicy
from organisation.models import UnitParent, User
from organisation.services import sync_user_roles
from tests.factories.documents import make_unit, make_user

pytestmark = pytest.mark.django_db

ROLES = (
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    "leader",
    "iso_secretary",
    "internal_auditor",
    "clerk",
    "administrator",
)
SECRETARY, AUDITOR, LEADER = "iso_secretary", "internal_auditor", "leader"
HEAD, SPECIALIST, ADMIN = "head_of_unit", "specialist", "administrator"
OFFICERS = {"one_stop_officer", "clerk"}

MAY = {
    "read staff": set(ROLES),
    "read unit": {SECRETARY, AUDITOR, LEADER},
    "read restricted": {SECRETARY, AUDITOR, LEADER},
    "read old staff versions": {SECRETARY, AUDITOR, LEADER, HEAD},
    "see the register": set(ROLES) - {ADMIN},
    "see drafts": set(ROLES) - OFFICERS,
    "withdraw": {SECRETARY, LEADER},
    "review periodically": {SECRETARY},
}


def answers(policy, documents):
    return {
        "read staff": policy.can_read(documents["staff"]),
        "read unit": policy.can_read(documents["unit"]),
        "read restricted": policy.can_read(documents["restricted"]),
        "read old staff versions": policy.can_read_all_versions(documents["staff"]),
        "see the register": policy.sees_register,
        "see drafts": policy.can_see_text(documents["staff"], is_author=False),
        "withdraw": policy.can_withdraw(documents["staff"]),
        "review periodically": policy.can_review_periodically(documents["staff"]),
    }


@pytest.fixture
def documents(ward):
    """One document per audience, all of a division in which nobody of the matrix has a post."""
    division = make_unit("phong-khac", "Phòng khác")
    return {
        audience: ward.process(
            code=f"QT-NB-{audience}", short_title=f"Quy trình {audience}", audience=audience, unit=division
        ).document
        for audience in ("public", "staff", "unit", "restricted")
    }


@pytest.mark.parametrize("role", ROLES)
def test_role_by_verb(ward, documents, role):
    policy = DocumentPolicy(ward.user(role))
    assert answers(policy, documents) == {verb: role in roles for verb, roles in MAY.items()}
    assert policy.can_read(documents["public"]) and policy.can_read_all_versions(documents["public"])


def test_visitors_read_public_documents_only(documents):
    policy = DocumentPolicy(AnonymousUser())
    assert policy.can_read(documents["public"])
    assert not any(answers(policy, documents).values())


def test_a_superuser_gets_no_right_to_decide(documents):
    policy = DocumentPolicy(User.objects.create_superuser("goc", password="x"))
    assert policy.is_staff_member and policy.can_read(documents["staff"])
    assert not policy.can_withdraw(documents["staff"])
    assert not policy.can_read(documents["restricted"])
    assert not policy.sees_register


@pytest.mark.parametrize("role", ["one_stop_officer", "specialist", "clerk", "administrator"])
def test_people_of_the_unit_read_what_is_closed_to_others(ward, documents, role):
    colleague = make_user(f"nguoi-{role}"[:20], role, documents["unit"].unit)
    assert DocumentPolicy(colleague).can_read(documents["unit"])
    assert not DocumentPolicy(colleague).can_read(documents["restricted"])


def test_a_document_of_the_office_is_open_to_its_divisions(ward):
    division = make_unit("phong-van-hoa", "Phòng Văn hóa")
    UnitParent.objects.create(unit=division, parent=ward.office.ward, valid_from="2025-07-01")
    document = ward.process(audience="unit", unit=ward.office.ward).document
    assert DocumentPolicy(make_user("van-hoa", "specialist", division)).can_read(document)


def test_rights_end_with_the_post(ward, documents):
    user = ward.user("iso_secretary")
    user.assignments.update(valid_to="2026-01-31")
    sync_user_roles(user, DocumentPolicy(user).day)
    assert not any(answers(DocumentPolicy(User.objects.get(pk=user.pk)), documents).values())


def test_an_inactive_account_has_no_rights(ward, documents):
    user = ward.user("leader")
    user.is_active = False
    assert not any(answers(DocumentPolicy(user), documents).values())


@pytest.mark.parametrize("role", [*ROLES, None])
def test_lists_agree_with_the_single_answer(ward, documents, role):
    """The filters over many rows and the question about one row are the same rule."""
    policy = DocumentPolicy(ward.user(role) if role else AnonymousUser())
    allowed = {document.pk for document in documents.values() if policy.can_read(document)}
    found = policy.readable_documents(ControlledDocument.objects.all())
    assert set(found.values_list("pk", flat=True)) == allowed
    versions = policy.readable_versions(IssuedVersion.objects.all())
    assert set(versions.values_list("document_id", flat=True)) == allowed
