"""The outbox: every message once, tried again when the mail server is away, its failure visible."""

import datetime as dt

import pytest
from django.core import mail

from dossiers.enums import DossierState, MailState
from dossiers.models import Dossier, LateIncident, OutgoingMail
from dossiers.reminding import queue_digests, queue_lateness, queue_reminders
from dossiers.services.gate import detect_late_steps
from dossiers.services.mail import LEASE, PAUSES, queue_mail, send_again, send_waiting
from tests.dossiers.factories import at, complete, make_desk, receive

pytestmark = pytest.mark.django_db
NOW = at("2026-11-16 09:00")


@pytest.fixture
def desk():
    desk = make_desk()
    for person in (desk.specialist, desk.leader, desk.officer):
        person.email = f"{person.username}@an-hoa.example"
        person.save()
    return desk


def only_mail():
    return OutgoingMail.objects.get()


def test_the_same_is_queued_and_sent_once(desk):
    assert queue_mail("k", desk.leader, "Một\nhai", "Thân thư", NOW)
    assert not queue_mail("k", desk.leader, "Khác", "Khác", NOW)
    assert send_waiting(NOW).sent == 1
    assert send_waiting(NOW + dt.timedelta(days=1)).sent == 0
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [([desk.leader.email], "Một hai", "Thân thư")]
    assert only_mail().state == MailState.SENT


def test_people_without_an_address_or_account_get_nothing(desk):
    desk.clerk.email = ""
    desk.leader.is_active = False
    assert not queue_mail("a", desk.clerk, "x", "y", NOW)
    assert not queue_mail("b", desk.leader, "x", "y", NOW)
    assert not OutgoingMail.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again_with_longer_pauses_and_then_told(desk, settings):
    settings.EMAIL_BACKEND = "tests.dossiers.time.broken_mail.Away"
    queue_mail("k", desk.leader, "x", "y", NOW)
    now = NOW
    for pause in PAUSES:
        assert send_waiting(now).failed == 1
        assert only_mail().state == MailState.WAITING
        assert send_waiting(now + pause - dt.timedelta(seconds=1)).failed == 0
        now += pause
    assert send_waiting(now).failed == 1
    assert only_mail().state == MailState.FAILED
    assert "không kết nối được" in only_mail().trouble
    assert send_waiting(now + dt.timedelta(days=9)).failed == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_again([only_mail().pk], now) == 1
    assert send_waiting(now).sent == 1


def test_a_message_whose_sender_died_is_free_again_later(desk):
    queue_mail("k", desk.leader, "x", "y", NOW)
    OutgoingMail.objects.update(
        next_try_at=NOW + LEASE, tries=1
    )  # as a process leaves it that dies while sending
    assert send_waiting(NOW).sent == 0
    assert send_waiting(NOW + LEASE).sent == 1


def test_the_officer_is_reminded_once_before_a_step_is_due_and_not_earlier(desk):
    dossier = complete(receive(now=at("2026-11-16 08:30")), now=at("2026-11-16 08:40"))
    step = dossier.current_step
    step.officer.email = "nguoi-lam@an-hoa.example"
    step.officer.save()
    assert queue_reminders(at("2026-11-16 08:45")) == 0
    soon = step.due_at - dt.timedelta(minutes=30)
    assert queue_reminders(soon) == 1
    assert queue_reminders(soon) == 0
    letter = only_mail()
    assert dossier.code in letter.body and dossier.code in letter.subject
    assert "Nguyễn Văn An" not in letter.body + letter.subject, "no applicant in an e-mail"


def test_nobody_is_reminded_of_a_clock_that_stands_still(desk):
    dossier = complete(receive(now=at("2026-11-16 08:30")), now=at("2026-11-16 08:40"))
    step = dossier.current_step
    step.officer.email = "nguoi-lam@an-hoa.example"
    step.officer.save()
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.WAITING_SUPPLEMENT)
    soon = step.due_at - dt.timedelta(minutes=30)
    assert queue_reminders(soon) == 0
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.IN_PROGRESS)
    assert queue_reminders(soon) == 1


def test_whoever_is_late_is_told_and_then_whoever_signs(desk):
    dossier = complete(receive(now=at("2026-11-16 08:30")), now=at("2026-11-16 08:40"))
    officer = dossier.current_step.officer
    officer.email = "nguoi-lam@an-hoa.example"
    officer.save()
    late = dossier.current_step.due_at + dt.timedelta(minutes=1)
    detect_late_steps(late)
    assert queue_lateness(late) == 1
    assert queue_lateness(late) == 0
    assert only_mail().recipient == officer
    incident = LateIncident.objects.get()
    LateIncident.objects.update(
        state="letter_drafted", explained_at=late, cause="workload", explanation="Nhiều hồ sơ"
    )
    assert queue_lateness(late) == 1
    assert OutgoingMail.objects.latest("pk").recipient == desk.leader
    assert incident.step.title in OutgoingMail.objects.latest("pk").body


def test_the_morning_digest_comes_once_on_a_working_day(desk):
    dossier = complete(receive(now=at("2026-11-16 08:30")), now=at("2026-11-16 08:40"))
    officer = dossier.current_step.officer
    officer.email = "nguoi-lam@an-hoa.example"
    officer.save()
    assert queue_digests(at("2026-11-22 09:00")) == 0, "a Sunday"
    assert queue_digests(at("2026-11-20 07:30")) == 0, "before the office opens"
    assert queue_digests(at("2026-11-20 08:05")) >= 1
    assert queue_digests(at("2026-11-20 10:00")) == 0
    body = OutgoingMail.objects.get(recipient=officer).body
    assert dossier.code in body
    assert "Nguyễn Văn An" not in body


def test_the_operator_sees_what_failed_and_sends_it_again(desk, client):
    queue_mail("k", desk.leader, "Hồ sơ H26.65-261116-0001", "Thân thư không hiện ở đây", NOW)
    OutgoingMail.objects.update(state=MailState.FAILED, tries=6, trouble="OSError: không kết nối được")
    for role in ("one_stop_officer", "specialist", "leader", "clerk"):
        client.force_login(desk.by_role[role])
        assert client.get("/lam-viec/thu-gui-di/").status_code == 403, role
        assert client.post("/lam-viec/thu-gui-di/").status_code == 403, role
    assert only_mail().state == MailState.FAILED
    client.force_login(desk.by_role["administrator"])
    page = client.get("/lam-viec/thu-gui-di/").content.decode()
    assert "không kết nối được" in page and "H26.65-261116-0001" in page
    assert "Thân thư" not in page
    client.post("/lam-viec/thu-gui-di/")
    assert only_mail().state == MailState.WAITING
