"""The factories write what they are given: other tests rest on that."""

import pytest

from document_control.selectors import history_of
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_process_page,
    rewrite,
    withdraw,
)
from tests.factories.snapshots import birth_registration, fee, overdue_dossier_process

pytestmark = pytest.mark.django_db


def without_origin(snapshot):
    """What the factory invents itself: the unit, and the bytes and sizes of files."""
    left_out = ("unit", "forms")
    return {key: value for key, value in snapshot.items() if key not in left_out}


def test_a_procedure_is_issued_as_the_snapshot_it_was_made_of():
    page = issue_procedure(now=at("2026-10-01 08:00"))
    version = history_of(page.document).in_force(at("2026-10-01 08:00"))
    assert without_origin(version.snapshot) == without_origin(birth_registration())
    files = {form["code"]: form["file"] for form in version.snapshot["forms"]}
    assert files["TP-HT-KS"]["filename"].endswith(".docx")
    assert files["MC-01"] is None
    assert [record["duty"] for record in version.approvals] == ["drafted", "reviewed", "approved"]
    assert len({record["user_id"] for record in version.approvals}) == 3
    assert page.live


def test_an_internal_process_is_issued_as_the_snapshot_it_was_made_of():
    page = make_process_page()
    version = issue(page, now=at("2026-10-01 08:00"))
    assert without_origin(version.snapshot) == without_origin(overdue_dossier_process())
    assert page.document.audience == "staff"


def test_a_rewritten_text_is_the_next_version():
    page = issue_procedure(now=at("2026-10-01 08:00"))
    later = issue(
        rewrite(page, fees=[fee(1000)]), now=at("2026-11-20 08:00"), effective_from=at("2026-12-01")
    )
    history = history_of(page.document)
    assert [str(v.number) for v in history.versions] == ["1.0", "1.1"]
    assert [row["amount"] for row in later.snapshot["fees"]] == [1000]
    cancel(page, later, now=at("2026-11-21 08:00"))
    withdraw(page, now=at("2026-11-22 08:00"))
    assert history_of(page.document).in_force(at("2026-12-02")) is None
