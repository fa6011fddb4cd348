import pytest

from audits.enums import FindingState, Grade
from audits.models import Finding
from audits.rules.report_content import clause_key, standard_clause
from audits.selectors.report import build_report_content
from document_control.canonical import sha256_of
from tests.audits.packs.making import make_photo

pytestmark = pytest.mark.django_db


def test_content_counts_every_grade_and_names_what_was_cited(made):
    content = build_report_content(made.audit)
    summary = content["summary"]
    assert summary["questions"] == 6 and summary["assessed"] == 5 and summary["nonconformities"] == 2
    assert summary["grades"][Grade.MAJOR_NC] == 1 and summary["grades"][Grade.OPPORTUNITY] == 0
    assert [row["number"] for row in summary["clauses"]] == ["4.1", "7.5", "8.5", "9.1", "10.2", "10.3"]
    checklist = content["checklists"][0]
    assert checklist["version"]["content_hash"] and checklist["sample_seed"] == "20261118-7f3a"
    assert len(checklist["sample"]) == 2 and len(checklist["items"][1]["photos"]) == 1
    assert [finding["code"] for finding in content["findings"]] == [
        "KPH-2026-002",
        "KPH-2026-003",
        "LY-2026-004",
    ]
    assert content["audit"]["team"][0]["role"] == "lead"
    assert content["audit"]["approved_by"]["post"] == "Chủ tịch"
    assert sha256_of(content)


def test_content_changes_with_what_it_says_and_with_nothing_else(made):
    before = sha256_of(build_report_content(made.audit))
    assert sha256_of(build_report_content(made.audit)) == before
    Finding.objects.filter(code="LY-2026-004").update(
        state=FindingState.CANCELLED, closed_at="2026-11-20T00:00:00Z", closed_by=made.auditor
    )
    assert sha256_of(build_report_content(made.audit)) != before


def test_queries_do_not_grow_with_questions_and_photos(made, django_assert_max_num_queries):
    for item in made.audit.checklists.get().items.all():
        make_photo(item, made.auditor, (1, 2, 3))
    with django_assert_max_num_queries(20):
        build_report_content(made.audit)


def test_clauses_sort_as_the_standard_and_fall_back_to_the_one_above():
    assert sorted(["10.2", "9.1", "7.5.3", "7.5"], key=clause_key) == ["7.5", "7.5.3", "9.1", "10.2"]
    assert standard_clause("7.5.3", {"7.5": "x"}) == "7.5"
    assert standard_clause("12", {}) == "12"
