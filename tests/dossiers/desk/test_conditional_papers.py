"""Papers with a condition at the counter: there, or not needed; nothing is received before the officer decided."""

import pytest
from django.utils.translation import gettext as _

from dossiers.enums import DossierState
from dossiers.models import Dossier
from dossiers.paper_files import slip_document
from dossiers.rules import papers as paper_rules
from tests.dossiers.desk.test_interlinked_reception import joined
from tests.dossiers.desk.test_reception import address, filled
from tests.dossiers.factories import issued_version, receive, submit
from tests.factories.admin import soup
from tests.factories.snapshots import component
from tests.publications.trees import words

pytestmark = pytest.mark.django_db
HINT = "Hai bên khai chung một tờ được."
PROXY = "Chỉ khi nhờ người khác đi làm thay."
DECLARATION, LETTER = "Tờ khai đăng ký kết hôn", "Văn bản ủy quyền"


@pytest.fixture
def marriage(desk):
    """Nothing but papers with conditions, as real procedures have them."""
    return issued_version(
        code="QT-TP-03",
        title="Thủ tục đăng ký kết hôn",
        short_title="Đăng ký kết hôn",
        components=[component(DECLARATION, condition=HINT), component(LETTER, condition=PROXY)],
    )


def undecided(version, desk, **changes):
    """The form without a tick at any paper."""
    data = filled(version, desk)
    ticks = {name for name in data if name.startswith("giay_")}
    return {name: value for name, value in data.items() if name not in ticks} | changes


def test_nothing_is_received_while_a_paper_is_undecided(desk, marriage, browse):
    client = browse(desk.officer)
    for ticked, lacking in (({}, [DECLARATION, LETTER]), ({"giay_0": "on"}, [LETTER])):
        response = client.post(address(marriage), undecided(marriage, desk, **ticked))
        assert response.status_code == 422 and not Dossier.objects.exists()
        told = soup(response).select_one(".errors").get_text()
        assert all((name in told) == (name in lacking) for name in (DECLARATION, LETTER))


def test_what_is_not_needed_is_kept_shown_and_not_on_the_receipt(desk, marriage, browse):
    client = browse(desk.officer)
    client.post(address(marriage), undecided(marriage, desk, giay_0="on", khong_can_1="on"))
    dossier = Dossier.objects.get()
    assert dossier.state == DossierState.RECEIVED
    assert [(paper["is_there"], paper["is_not_needed"]) for paper in dossier.papers] == [
        (True, False),
        (False, True),
    ]
    rows = soup(client.get(f"/lam-viec/ho-so/{dossier.code}/")).select("#giay-to ~ .papers li")
    said = {name: row.get_text() for row in rows for name in (DECLARATION, LETTER) if name in row.get_text()}
    assert _("There:") in said[DECLARATION]
    assert _("Not needed") in said[LETTER] and _("Not handed in:") not in said[LETTER]
    receipt = " ".join(words(slip_document(dossier.slips.get())))
    assert DECLARATION in receipt and LETTER not in receipt
    components = paper_rules.checklist(dossier.version.snapshot, "")
    assert paper_rules.missing(components, dossier.papers) == [], "an auditor finds nothing missing either"


def test_both_ticks_are_refused_beside_the_paper_and_stay(desk, marriage, browse):
    data = filled(marriage, desk, khong_can_1="on", note_1="xem lại")
    response = browse(desk.officer).post(address(marriage), data)
    assert response.status_code == 422 and not Dossier.objects.exists()
    row = soup(response).select_one(".checks li.wrong")
    assert LETTER in row.get_text() and row.select_one(".error")
    assert row.select_one("#id_giay_1").has_attr("checked")
    assert row.select_one("#id_khong_can_1").has_attr("checked")


def test_the_second_tick_stands_only_at_papers_with_a_condition(desk, browse):
    version = issued_version(
        code="QT-TP-09",
        short_title="Hai giấy",
        components=[component("Bản chính"), component(LETTER, condition=PROXY)],
    )
    client = browse(desk.officer)
    rows = soup(client.get(address(version), follow=True)).select(".checks li")
    assert [bool(row.select_one(".not-needed")) for row in rows] == [False, True]
    assert PROXY in rows[1].get_text()
    assert all(row.has_attr("data-required") for row in rows), "both are ticked by the button for all"
    forged = undecided(version, desk, giay_1="on", khong_can_0="on")
    assert client.post(address(version), forged).status_code == 422 and not Dossier.objects.exists()


def test_of_alternatives_one_is_enough_whatever_their_conditions(desk, browse):
    alternatives = [component(name, condition="Nộp loại đang có.", alternative_group="a") for name in "AB"]
    version = issued_version(code="QT-DD-01", short_title="Sổ đất", components=alternatives)
    client = browse(desk.officer)
    assert client.post(address(version), undecided(version, desk)).status_code == 422
    assert client.post(address(version), undecided(version, desk, giay_1="on")).status_code == 302


def test_an_online_submission_is_decided_paper_by_paper(desk, marriage, act):
    dossier = submit(version=marriage, papers=[])
    refused = act(desk.officer, dossier, "tiep-nhan", giay_0="on")
    assert refused.status_code in (409, 422) and LETTER in refused.content.decode()
    assert act(desk.officer, dossier, "tiep-nhan", giay_0="on", khong_can_1="on").status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == DossierState.RECEIVED and dossier.papers[1]["is_not_needed"]


def test_what_was_decided_stands_when_supplements_come(desk, marriage, browse):
    client = browse(desk.officer)
    asked = {"viec": "bo-sung", "missing_items": DECLARATION, "missing_reason": "Theo quy định"}
    assert (
        client.post(address(marriage), undecided(marriage, desk, khong_can_1="on", **asked)).status_code
        == 302
    )
    dossier = Dossier.objects.get()
    page = soup(client.get(f"/lam-viec/ho-so/{dossier.code}/tiep-nhan/"))
    assert page.select_one("#id_khong_can_1").has_attr("checked")
    assert not page.select_one("#id_giay_1").has_attr("checked")


def test_a_procedure_received_together_is_decided_too(desk, marriage, browse):
    own = issued_version()
    prefix = f"lt{marriage.pk}-"
    data = filled(own, desk) | joined(desk, marriage)
    data.pop(f"{prefix}giay_1")
    client = browse(desk.officer)
    page = client.post(address(own), data)
    assert page.status_code == 422 and LETTER in str(page.context["joined"][0].form.non_field_errors())
    assert client.post(address(own), data | {f"{prefix}khong_can_1": "on"}).status_code == 302
    parent = Dossier.objects.get(parent=None)
    receipt = " ".join(words(slip_document(parent.slips.get())))
    assert DECLARATION in receipt and LETTER not in receipt


def test_papers_of_dossiers_from_before_are_shown(desk, marriage, browse):
    dossier = receive(version=marriage)
    papers = [
        {key: value for key, value in paper.items() if key != "is_not_needed"} for paper in dossier.papers
    ]
    Dossier.objects.filter(pk=dossier.pk).update(papers=papers)
    assert LETTER in browse(desk.officer).get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
