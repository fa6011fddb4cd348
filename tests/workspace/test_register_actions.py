"""Withdrawing, cancelling and looking at a document again, from the workspace."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from document_control.models import PeriodicReview, Withdrawal
from tests.factories.documents import at, issue, rewrite

pytestmark = pytest.mark.django_db

GOOD = {"reason": "Thủ tục đã bãi bỏ.", "basis": "104/2022/NĐ-CP", "understood": "on"}


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find(id="main").get_text(" ").split())


def withdraw_url(page):
    return reverse("document-withdraw", args=[page.document_id])


# --- Withdrawal -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["iso_secretary", "leader"])
def test_a_withdrawal_says_that_it_is_final_and_is_recorded(ward, browse, role):
    page = ward.procedure()
    client = browse(ward.user(role))
    assert "Rút rồi không lấy lại được." in text_of(client.get(withdraw_url(page)))
    response = client.post(withdraw_url(page), GOOD, follow=True)
    assert f"Đã rút {page.code}" in text_of(response)
    end = Withdrawal.objects.get()
    assert (end.reason, end.basis) == ("Thủ tục đã bãi bỏ.", "104/2022/NĐ-CP")
    assert end.recorded_by["user_id"] == ward.user(role).pk
    again = client.post(withdraw_url(page), GOOD)
    assert again.status_code == 422 and Withdrawal.objects.count() == 1


@pytest.mark.parametrize("role", ["specialist", "head_of_unit", "internal_auditor", "clerk", "administrator"])
def test_other_roles_do_not_withdraw(ward, browse, role):
    page = ward.procedure()
    client = browse(ward.user(role))
    assert client.get(withdraw_url(page)).status_code == 403
    assert client.post(withdraw_url(page), GOOD).status_code == 403
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "  "}, "lý do"),
        ({"basis": ""}, "Chưa ghi căn cứ"),
        ({"understood": ""}, "Đánh dấu vào ô"),
        ({"effective_on": "01/01/2020"}, "Ngày này đã qua"),
        ({"effective_on": "32/13/2026"}, "Ghi ngày như 15/12/2026"),
    ],
)
def test_a_withdrawal_without_its_parts_says_what_is_missing(ward, browse, change, words):
    page = ward.procedure()
    response = browse(ward.user("iso_secretary")).post(withdraw_url(page), GOOD | change)
    assert response.status_code == 422
    assert words.lower() in text_of(response).lower()
    assert not Withdrawal.objects.exists()


def test_a_withdrawal_of_a_later_day_starts_at_its_midnight(ward, browse):
    page = ward.procedure()
    browse(ward.user("leader")).post(withdraw_url(page), GOOD | {"effective_on": "15/12/2099"})
    assert Withdrawal.objects.get().effective_from == at("2099-12-15 00:00")


def test_a_document_without_versions_is_not_withdrawn(ward, browse):
    assert browse(ward.user("leader")).get("/lam-viec/tai-lieu/999/rut/").status_code == 404


# --- Cancelling a version -------------------------------------------------------------------------------
def with_future_version(ward):
    page = ward.procedure()
    rewrite(page, summary="Tóm tắt của bản sau.")
    issue(page, now=at("2026-03-01 08:00"), effective_from=at("2099-01-01 00:00"))
    return page


def test_a_future_version_is_cancelled_before_the_document_is_withdrawn(ward, browse):
    page = with_future_version(ward)
    client = browse(ward.user("iso_secretary"))
    shown = client.get(withdraw_url(page))
    cancel = reverse("document-cancel-version", args=[page.document_id, "1.1"])
    assert cancel in shown.content.decode()
    refused = client.post(withdraw_url(page), GOOD)
    assert refused.status_code == 422 and not Withdrawal.objects.exists()
    assert client.post(cancel, {"reason": ""}).status_code == 422
    done = client.post(cancel, {"reason": "Hoãn thực hiện."}, follow=True)
    assert "Đã hủy bản 1.1" in text_of(done)
    assert client.post(cancel, {"reason": "Lần nữa."}).status_code == 422
    assert client.post(withdraw_url(page), GOOD).status_code == 302


def test_a_version_in_force_is_not_cancelled(ward, browse):
    page = ward.procedure()
    url = reverse("document-cancel-version", args=[page.document_id, "1.0"])
    client = browse(ward.user("leader"))
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "Thử."}).status_code == 422
    assert client.get(url.replace("1.0", "9.9")).status_code == 404
    assert client.get(url.replace("1.0", "x")).status_code == 404


def test_a_cancelled_version_says_so_at_its_address(ward, browse):
    page = ward.process()
    rewrite(page, trigger="Khi khác.")
    issue(page, now=at("2026-03-01 08:00"), effective_from=at("2099-01-01 00:00"))
    client = browse(ward.user("iso_secretary"))
    url = reverse("document-cancel-version", args=[page.document_id, "1.1"])
    client.post(url, {"reason": "Hoãn thực hiện."})
    body = client.get(page.official_path() + "lan-ban-hanh/1.1/").content.decode()
    assert "Hoãn thực hiện." in body and "đã rút từ" not in body


# --- Periodic review ------------------------------------------------------------------------------------
def test_a_review_that_is_due_waits_for_the_secretary_until_it_is_recorded(ward, browse, time_machine):
    time_machine.move_to(at("2027-01-20 09:00"))
    page = ward.procedure(now="2026-01-05 08:00")
    client = browse(ward.user("iso_secretary"))
    inbox = text_of(client.get(reverse("workspace")))
    assert "Quá 15 ngày" in inbox and "Ghi kết quả rà soát" in inbox
    assert "Rà soát" not in text_of(browse(ward.user("specialist")).get(reverse("workspace")))
    client = browse(ward.user("iso_secretary"))
    url = reverse("document-review", args=[page.document_id])
    assert client.post(url, {"outcome": "keep", "note": ""}).status_code == 422
    client.post(url, {"outcome": "keep", "note": "Còn đúng."})
    assert PeriodicReview.objects.get().done_by == ward.user("iso_secretary")
    assert "Ghi kết quả rà soát" not in text_of(client.get(reverse("workspace")))


def test_a_change_of_the_law_brings_the_review_forward(ward, browse):
    page = ward.procedure(now="2026-01-05 08:00")
    citation = page.document.issuedversions.get().legal_citations.first()
    review = PeriodicReview.objects.create(
        document=page.document,
        reason="legal_change",
        legal_act=citation.legal_act,
        due_on=timezone.localdate(),
    )
    client = browse(ward.user("iso_secretary"))
    assert f"{citation.legal_act.number} đã thay đổi" in text_of(client.get(reverse("workspace")))
    client.post(reverse("document-review", args=[page.document_id]), {"outcome": "revise", "note": "Sửa."})
    review.refresh_from_db()
    assert review.outcome == "revise"


def test_many_reviews_do_not_bury_other_work(ward, browse, time_machine):
    time_machine.move_to(at("2027-03-20 09:00"))
    for number in range(6):
        ward.process(code=f"QT-NB-{number}", short_title=f"Quy trình {number}", now="2026-01-05 08:00")
    client = browse(ward.user("iso_secretary"))
    overview = text_of(client.get(reverse("workspace")))
    assert "Và 3 tài liệu khác" in overview
    assert text_of(client.get(reverse("workspace") + "?viec=ra-soat")).count("Ghi kết quả rà soát") == 6


@pytest.mark.parametrize("role", ["specialist", "leader", "internal_auditor", "administrator"])
def test_other_roles_do_not_record_reviews(ward, browse, role):
    page = ward.procedure()
    url = reverse("document-review", args=[page.document_id])
    client = browse(ward.user(role))
    assert client.post(url, {"outcome": "keep", "note": "x"}).status_code == 403
    assert not PeriodicReview.objects.exists()


def test_the_master_list_leads_to_the_withdrawal_for_those_who_may(ward, browse):
    page = ward.procedure()
    link = withdraw_url(page)
    for role, offered in (("iso_secretary", True), ("leader", True), ("specialist", False)):
        assert (link in browse(ward.user(role)).get(reverse("master-list")).content.decode()) is offered
