"""A check code names one paper, whatever kind of paper it is."""

import pytest

from document_control.check_codes import free_check_code, is_taken
from document_control.models import IssuedVersion
from tests.factories.documents import at, issue, issue_procedure, make_procedure_page
from tests.publications.papers import issue_edition

pytestmark = pytest.mark.django_db


def test_the_code_of_an_edition_is_not_given_to_a_version(monkeypatch):
    page = make_procedure_page()
    monkeypatch.setattr(IssuedVersion, "compute_chain_hash", lambda version: "abcd1234" + "5678" * 14)
    issue_edition("abcd1234")
    version = issue(page, now=at("2026-11-01 08:00"))
    assert version.check_code == "abcd12345678"


def test_the_code_of_a_version_is_not_given_to_an_edition():
    issue_procedure(now=at("2026-11-01 08:00"))
    version = IssuedVersion.objects.get()
    assert is_taken(version.check_code)
    assert free_check_code(version.chain_hash) == version.chain_hash[:12]


def test_a_free_code_has_two_groups_of_four():
    assert free_check_code("0f" * 32) == "0f0f0f0f"
