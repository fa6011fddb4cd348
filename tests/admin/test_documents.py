"""Register, versions, legal acts and reviews in the administration."""

import pytest
from django.urls import reverse

from document_control.enums import ReviewOutcome
from document_control.models import ControlledDocument, IssuedVersion, LegalAct, PeriodicReview
from tests.factories.admin import ROLES, make_admin, make_issued, messages_of
from tests.factories.documents import at, make_procedure_page, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def act_values(act, **changes):
    return {
        "number": act.number,
        "title": act.title,
        "kind": act.kind,
        "issuer": act.issuer,
        "url": "",
        **changes,
    }


def test_replacing_a_decree_opens_a_review_for_every_document_in_force_that_cites_it(admin):
    """B7 of DOMAIN section 10."""
    page = make_issued()
    other = make_issued(code="QT-TP-02", title="Thủ tục đăng ký kết hôn", short_title="Kết hôn")
    gone = make_issued(code="QT-TP-03", title="Thủ tục đã bãi bỏ", short_title="Đã bãi bỏ")
    withdraw(gone, now=at("2026-11-01 08:00"))
    make_procedure_page(code="QT-TP-04", title="Chưa ban hành", short_title="Chưa ban hành")
    act = LegalAct.objects.get(number="123/2015/NĐ-CP")
    new = LegalAct.objects.create(number="07/2025/NĐ-CP", title="Nghị định mới")
    response = admin.client("iso_secretary").post(
        reverse("legalact:edit", args=[act.pk]), act_values(act, replaced_by=new.pk)
    )
    assert response.status_code == 302
    reviews = PeriodicReview.objects.filter(legal_act=act)
    assert {r.document_id for r in reviews} == {page.document_id, other.document_id}
    assert all(r.reason == "legal_change" and r.done_at is None for r in reviews)
    assert "QT-TP-01" in " ".join(messages_of(response))
    admin.client("iso_secretary").post(
        reverse("legalact:edit", args=[act.pk]), act_values(act, replaced_by=new.pk, issuer="Chính phủ")
    )
    assert PeriodicReview.objects.filter(legal_act=act).count() == 2  # saving again opens nothing twice


def test_a_legal_act_names_the_documents_that_cite_it(admin):
    make_issued()
    act = LegalAct.objects.get(number="123/2015/NĐ-CP")
    for name in ("edit", "inspect"):
        html = admin.client("iso_secretary").get(reverse(f"legalact:{name}", args=[act.pk])).content.decode()
        assert "Được viện dẫn bởi" in html
        assert "QT-TP-01" in html


def test_legal_acts_are_found_and_chosen_by_number_or_words(admin):
    make_issued()
    client = admin.client("specialist")
    assert "123/2015" in client.get(reverse("legalact:index") + "?q=123/2015").content.decode()
    chooser = reverse("legal_act_chooser:choose")
    assert client.get(chooser).status_code == 200
    assert client.get(reverse("form_template_chooser:choose")).status_code == 200


def test_the_register_shows_the_version_in_force_and_changes_only_audience_and_cycle(admin):
    page = make_issued()
    client = admin.client("iso_secretary")
    html = client.get(reverse("controlleddocument:index")).content.decode()
    assert "QT-TP-01" in html
    assert "1.0" in html
    address = reverse("controlleddocument:edit", args=[page.document_id])
    values = {"audience": "staff", "review_cycle_months": "6", "code": "GIA-MAO", "title": "Giả mạo"}
    assert client.post(address, values).status_code == 302
    row = ControlledDocument.objects.get(pk=page.document_id)
    assert (row.audience, row.review_cycle_months) == ("staff", 6)
    assert row.code == "QT-TP-01"
    assert row.title != "Giả mạo"
    history = client.get(reverse("controlleddocument:history", args=[row.pk])).content.decode()
    assert "Phạm vi đọc" in history
    assert "Công khai" in history


def test_nobody_adds_or_deletes_rows_of_the_register(admin):
    page = make_issued()
    for role in ROLES:
        client = admin.client(role)
        assert client.get(reverse("controlleddocument:add")).status_code == 302
        client.post(reverse("controlleddocument:delete", args=[page.document_id]))
        assert client.post(reverse("periodicreview:delete", args=[1])).status_code in (302, 404)
        assert ControlledDocument.objects.filter(pk=page.document_id).exists()


def test_versions_are_read_with_their_signatures_and_never_written(admin):
    page = make_issued()
    version = IssuedVersion.objects.get()
    html = (
        admin.client("iso_secretary")
        .get(reverse("issuedversion:inspect", args=[version.pk]))
        .content.decode()
    )
    for words in (
        "Soạn thảo: ",
        "Xem xét: ",
        "Phê duyệt: ",
        version.check_code_display,
        version.content_hash,
    ):
        assert words in html
    assert "08:00, 01/10/2026" in html  # the office's clock, not UTC
    assert "None" not in html.split("<dl>")[1].split("</dl>")[0]
    assert page.code in admin.client("specialist").get(reverse("issuedversion:index")).content.decode()
    base = reverse("issuedversion:index")
    for tail in ("new/", f"edit/{version.pk}/", f"delete/{version.pk}/", f"copy/{version.pk}/"):
        assert admin.client("root").post(base + tail).status_code == 404


def test_versions_of_closed_documents_stay_closed_to_others(admin):
    page = make_issued()
    ControlledDocument.objects.filter(pk=page.document_id).update(audience="restricted")
    version = IssuedVersion.objects.get()
    address = reverse("issuedversion:inspect", args=[version.pk])
    assert admin.client("specialist").get(address).status_code == 404
    assert page.code not in admin.client("specialist").get(reverse("issuedversion:index")).content.decode()
    assert admin.client("iso_secretary").get(address).status_code == 200


def test_the_outcome_of_a_review_is_recorded_once(admin):
    page = make_issued()
    review = PeriodicReview.objects.create(document=page.document, reason="periodic", due_on="2026-12-01")
    address = reverse("periodicreview:edit", args=[review.pk])
    client = admin.client("iso_secretary")
    assert client.post(address, {"outcome": "", "note": ""}).status_code == 200
    assert client.post(address, {"outcome": "keep", "note": "Vẫn đúng luật."}).status_code == 302
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.KEEP
    assert review.done_by == admin.people.reviewer
    assert review.done_at is not None
    client.post(address, {"outcome": "withdraw", "note": "Đổi ý"})
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.KEEP


def test_a_review_can_be_opened_by_hand(admin):
    page = make_issued()
    values = {"document": page.document_id, "reason": "other", "due_on": "01/12/2026"}
    response = admin.client("iso_secretary").post(reverse("periodicreview:add"), values)
    assert response.status_code == 302
    assert PeriodicReview.objects.get().done_at is None
