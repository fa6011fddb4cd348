"""What the screens say of a dossier whose clock stands still: since when, and no due moment that will not hold."""

import pytest
from django.utils.translation import gettext

from document_control.policies import DocumentPolicy
from dossiers.enums import PauseKind
from dossiers.inbox import dossier_jobs
from dossiers.models import Dossier
from dossiers.presentation.detail import due_panel, face_of
from dossiers.presentation.steps import timeline
from dossiers.selectors.details import detail_of
from dossiers.services import pausing
from tests.dossiers.factories import at, complete, fresh, receive
from tests.factories.admin import soup

STARTED, STOPPED, NOW = at("2026-11-19 09:00"), at("2026-11-20 10:00"), at("2026-11-21 09:00")
SINCE = "20/11/2026"


@pytest.fixture
def paused(desk):
    """With the specialist since Thursday, stopped on Friday."""
    dossier = complete(receive(now=STARTED), STARTED)
    actor = dossier.current_step.officer
    return fresh(
        pausing.pause(
            actor, dossier.pk, dossier.lock_version, STOPPED, PauseKind.FINANCE, "Chờ nộp tiền", ["Lệ phí"]
        )
    )


def test_lists_say_since_when_and_name_no_old_due_moment(paused, browse):
    officer = paused.current_step.officer
    page = soup(browse(officer).get("/lam-viec/ho-so/?xem=cua-toi"))
    words = page.select_one(".dossier-rows .deadline").get_text(" ", strip=True)
    assert SINCE in words
    assert f"{paused.current_step.due_at:%d/%m}" not in words.replace(SINCE, "")


def test_the_dossiers_behind_a_number_say_since_when(paused, browse, desk):
    page = soup(browse(desk.leader).get("/lam-viec/bao-cao/ho-so/?so=pending"))
    due = page.select_one(f'tbody td[data-l="{gettext("Due")}"]').get_text(" ", strip=True)
    assert SINCE in due
    assert f"{paused.due_at:%d/%m/%Y}" not in due


def test_my_work_says_since_when(paused):
    (job,) = (job for job in dossier_jobs(DocumentPolicy(paused.current_step.officer), NOW) if job.code)
    assert SINCE in job.words
    assert job.exact and not any(sign.isdigit() for sign in job.exact), "the old due moment will not hold"


def test_the_page_of_the_dossier_shows_neither_due_moment(paused, browse):
    page = soup(browse(paused.current_step.officer).get(f"/lam-viec/ho-so/{paused.code}/"))
    panel = page.select_one(".panel.due")
    assert SINCE in panel.select_one(".due-date").get_text()
    assert panel.select_one("time") is None, "no moment as if it were due then"
    assert panel.select_one("a") is None, "nor why it is due on a day that is not shown"
    step = page.select_one("ol.steps li.now ul.meta").get_text(" ", strip=True)
    assert SINCE in step


def test_a_promised_date_stays_and_going_on_shows_the_date_again(paused):
    Dossier.objects.filter(pk=paused.pk).update(reappointed_due_at=at("2026-11-27 17:00"))
    detail = detail_of(fresh(paused))
    panel = due_panel(detail, face_of(detail, NOW))
    assert panel.promised.due == at("2026-11-27 17:00") and panel.stands_still

    pausing.resume(paused.current_step.officer, paused.pk, paused.lock_version, NOW)
    detail = detail_of(fresh(paused))
    face = face_of(detail, NOW)
    assert not due_panel(detail, face).stands_still and detail.paused_since is None
    (step,) = (row for row in timeline(detail.dossier, detail.steps, face, None) if row["state"] == "now")
    assert SINCE not in step["time_words"] and any(sign.isdigit() for sign in step["time_words"])
