"""From a finding to the version that answers it: the draft that cites it, and the note made when it is issued."""

import pytest

from audits.enums import FindingState
from audits.errors import AuditError, NotAllowedError
from audits.models import FindingVersion
from audits.services import findings
from audits.services.revising import prepare_revision, revisable_of
from document_control.models import IssuedVersion
from procedures.models import ProcedurePage
from procedures.setup.site_setup import ensure_site
from tests.audits.actions.office import NOW, fresh, make_audit_office, raised
from tests.dossiers.factories import issued_version
from tests.factories.documents import at, issue, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    made = make_audit_office()
    ensure_site()
    return made


@pytest.fixture
def finding(office):
    version = issued_version()
    return raised(document=version.document, version=version)


def page_of(finding):
    return ProcedurePage.objects.get(document=finding.document)


def test_an_issued_version_that_cites_the_code_is_noted(finding):
    page = page_of(finding)
    rewrite(page, title="Đăng ký hộ kinh doanh (sửa)")
    issue(
        page, now=at("2026-11-21 10:00"), reason=f"Trả lời phát hiện {finding.code.lower()}: thêm người thay."
    )
    link = FindingVersion.objects.get()
    assert link.finding == finding and link.version == IssuedVersion.objects.latest("pk")


@pytest.mark.parametrize("reason", ["Cập nhật căn cứ pháp lý", "Trả lời KPH-2025-001"])
def test_other_versions_are_not(finding, reason):
    page = page_of(finding)
    rewrite(page, title="Đăng ký hộ kinh doanh (sửa)")
    issue(page, now=at("2026-11-21 10:00"), reason=reason)
    assert not FindingVersion.objects.exists()


def test_a_finding_taken_back_is_not_answered(finding, office):
    findings.take_back(office.secretary, finding.pk, finding.lock_version, reason="Nhầm.", now=NOW)
    page = page_of(finding)
    rewrite(page, title="Đăng ký hộ kinh doanh (sửa)")
    issue(page, now=at("2026-11-21 10:00"), reason=f"Trả lời {finding.code}")
    assert not FindingVersion.objects.exists()
    assert revisable_of(office.secretary, fresh(finding)) is None


def test_a_draft_cites_the_finding_and_is_made_once(finding, office):
    author = office.desk.specialist
    assert revisable_of(author, finding).locked_reason == ""
    draft = prepare_revision(author, finding)
    page = page_of(finding)
    assert finding.code in page.get_latest_revision_as_object().change_reason
    assert page.has_unpublished_changes and page.latest_revision.user == author
    revision = page.latest_revision_id
    prepare_revision(author, finding)
    page.refresh_from_db()
    assert page.latest_revision_id == revision and draft.pk == page.pk


def test_an_open_draft_keeps_its_own_reason(finding, office):
    author = office.desk.specialist
    prepare_revision(author, finding)
    second = raised(document=finding.document, title="Thiếu biểu mẫu")
    reason = prepare_revision(author, second).change_reason
    assert finding.code in reason and second.code in reason


@pytest.mark.parametrize("who", ["auditor", "leader"])
def test_who_does_not_write_copies_the_sentence(finding, office, who):
    found = revisable_of(getattr(office, who), finding)
    assert found.locked_reason and finding.code in found.reason
    with pytest.raises(NotAllowedError):
        prepare_revision(getattr(office, who), finding)


def test_a_finding_without_a_procedure_has_no_text(office):
    finding = raised()
    assert revisable_of(office.secretary, finding) is None
    with pytest.raises(AuditError):
        prepare_revision(office.secretary, finding)
    assert finding.state == FindingState.RAISED
