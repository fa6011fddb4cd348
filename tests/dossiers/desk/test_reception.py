"""Reception through its pages: choose, tick, name, one button; nothing typed is ever lost."""

import uuid

import pytest
from django.utils.html import escape

from dossiers.enums import DossierState, SlipKind
from dossiers.models import Dossier
from dossiers.paper_files import slip_document
from tests.dossiers.factories import issued_version, receive
from tests.factories.admin import soup
from tests.factories.documents import at, issue_procedure
from tests.publications.trees import words

pytestmark = pytest.mark.django_db
CHOOSE = "/lam-viec/ho-so/tiep-nhan/"


@pytest.fixture
def version(desk):
    return issued_version()


@pytest.fixture
def births(desk):
    """A procedure with cases, alternatives and fees."""
    return issued_version(code="QT-TP-01", title="Thủ tục đăng ký khai sinh", short_title="Đăng ký khai sinh")


def address(version):
    return f"{CHOOSE}{version.pk}/"


def filled(version, desk, **changes):
    """The form as an officer sends it with every paper ticked."""
    count = len(version.snapshot["components"])
    return {
        "viec": "nhan",
        "request_key": str(uuid.uuid4()),
        **({"case_code": version.snapshot["cases"][0]["code"]} if version.snapshot["cases"] else {}),
        **{f"giay_{place}": "on" for place in range(count)},
        "channel": "direct",
        "applicant_kind": "person",
        "applicant_name": "Nguyễn Văn An",
        "return_channel": "counter",
        "sets": "1",
        "received_by": desk.reception.pk,
        "competent_unit": desk.ward.pk,
    } | changes


# --- Choosing -------------------------------------------------------------------------------------------
def test_procedures_are_found_without_accents_and_recent_ones_stand_first(desk, browse):
    issued_version(code="QT-KD-09", title="Cấp lại giấy kinh doanh", short_title="Cấp lại giấy kinh doanh")
    used = issued_version()
    receive(version=used)
    client = browse(desk.officer)
    choices = client.get(CHOOSE).context["choices"]
    assert choices[0].version_id == used.pk and choices[0].is_recent
    found = client.get(CHOOSE, {"q": "cap lai kinh"}).context["choices"]
    assert [choice.code for choice in found] == ["QT-KD-09"]
    assert not client.get(CHOOSE, {"q": "máy bay"}).context["choices"]


def test_only_versions_in_force_are_offered(desk, browse):
    version = issued_version()
    issue_procedure(
        now=at("2026-11-01 08:00"),
        effective_from=at("2027-01-01 00:00"),
        code="QT-KD-77",
        slug="tuong-lai",
        title="Thủ tục tương lai",
        short_title="Thủ tục tương lai",
    )
    client = browse(desk.officer)
    codes = [choice.code for choice in client.get(CHOOSE).context["choices"]]
    assert version.document.code in codes and "QT-KD-77" not in codes
    assert client.get(f"{CHOOSE}99999/").status_code == 404


# --- The form -------------------------------------------------------------------------------------------
def test_the_form_is_prefilled_and_shows_the_date_with_its_reasons(desk, version, browse):
    response = browse(desk.officer).get(address(version), follow=True)
    form = response.context["form"]
    assert form.value("received_by") == str(desk.reception.pk)
    assert form.value("competent_unit") == str(desk.ward.pk)
    assert form.value("channel") == version.snapshot["channels"][0]["channel"]
    assert response.context["promised"] is not None
    assert len(response.context["explanation"].days) > 1


def test_one_button_receives_and_shows_code_secret_and_slip(desk, version, browse):
    client = browse(desk.officer)
    response = client.post(address(version), filled(version, desk, applicant_phone="0912345678"))
    dossier = Dossier.objects.get()
    assert response.status_code == 302 and response.url == f"/lam-viec/ho-so/{dossier.code}/da-ghi/"
    assert dossier.state == DossierState.RECEIVED and dossier.applicant_phone == "0912345678"
    assert all(paper["is_there"] for paper in dossier.papers)
    page = client.get(response.url).content.decode()
    assert dossier.code in page and dossier.secret in page
    assert dossier.slips.get().kind == SlipKind.RECEIPT


def test_double_click_back_button_and_two_tabs_make_one_dossier(desk, version, browse):
    client, data = browse(desk.officer), filled(version, desk)
    addresses = {client.post(address(version), data).url for _time in range(3)}
    assert len(addresses) == 1 and Dossier.objects.count() == 1
    back = client.get(address(version), {"khoa": data["request_key"]})
    assert back.status_code == 302 and {back.url} == addresses


@pytest.mark.parametrize("button", ["nhan", "bo-sung", "tu-choi"])
def test_a_doubled_tab_used_for_another_applicant_gives_nobody_the_slip_of_the_first(
    desk, version, browse, button
):
    client = browse(desk.officer)
    first = filled(version, desk, viec=button, missing_items="Ảnh", refusal_reason="Không thuộc thẩm quyền.")
    client.post(address(version), first)
    made = Dossier.objects.get()
    told = client.post(address(version), first | {"applicant_name": "Trần Thị Bình", "note": "Gọi lại"})
    page = told.content.decode()
    assert told.status_code == 409 and Dossier.objects.count() == 1
    assert made.code in page and made.applicant_name in page and escape("Gọi lại") in page
    key = told.context["form"].value("request_key")
    again = client.post(address(version), first | {"applicant_name": "Trần Thị Bình", "request_key": key})
    assert again.status_code == 302
    assert set(Dossier.objects.values_list("applicant_name", flat=True)) == {"Nguyễn Văn An", "Trần Thị Bình"}


def test_a_reason_needed_for_one_button_only_is_not_called_optional(desk, version, browse):
    page = soup(browse(desk.officer).get(address(version), follow=True))
    for name in ("missing_items", "refusal_reason"):
        label = page.select_one(f"label[for=id_{name}]").get_text(" ", strip=True)
        assert "(" in label and "không bắt buộc" not in label


def test_entered_but_not_received_says_what_comes_next(desk, version, browse):
    client = browse(desk.officer)
    sent = client.post(address(version), filled(version, desk, viec="bo-sung", missing_items="Ảnh"))
    assert "Chờ tiếp nhận" in soup(client.get(sent.url)).select_one(".entered").get_text()


def test_too_much_is_answered_in_vietnamese_numbers(desk, version, browse):
    data = filled(version, desk, fee_amount="99.999.999.999.999", sets="100")
    errors = browse(desk.officer).post(address(version), data).context["form"].errors
    assert "1.000.000.000.000" in errors["fee_amount"][0] and "99" in errors["sets"][0]


def test_incomplete_is_told_and_the_request_for_supplements_is_ready(desk, version, browse):
    data = filled(version, desk, note="Gọi lại buổi chiều")
    data.pop("giay_0")
    response = browse(desk.officer).post(address(version), data)
    assert response.status_code == 422 and not Dossier.objects.exists()
    form = response.context["form"]
    name = version.snapshot["components"][0]["name"]
    assert form.value("missing_items") == name and response.context["opens_ask"]
    page = response.content.decode()
    assert escape("Gọi lại buổi chiều") in page and "Nguyễn Văn An" in page
    # …and one more click sends it off with what was typed
    asked = browse(desk.officer).post(
        address(version), data | {"viec": "bo-sung", "missing_items": form.value("missing_items")}
    )
    dossier = Dossier.objects.get()
    assert asked.status_code == 302 and dossier.state == DossierState.SUBMITTED
    slip = dossier.slips.get()
    assert slip.kind == SlipKind.SUPPLEMENT and slip.content["items"] == [name]


@pytest.mark.parametrize(
    ("button", "words", "kind", "state"),
    [
        ("bo-sung", {"missing_items": "Bản sao giấy tờ\n\nẢnh"}, SlipKind.SUPPLEMENT, DossierState.SUBMITTED),
        (
            "tu-choi",
            {"refusal_reason": "Không thuộc thẩm quyền."},
            SlipKind.REFUSAL,
            DossierState.REFUSED_INTAKE,
        ),
    ],
)
def test_what_cannot_be_received_leaves_by_one_slip(desk, version, browse, button, words, kind, state):
    client = browse(desk.officer)
    data = filled(version, desk, viec=button, **words)
    first, second = client.post(address(version), data), client.post(address(version), data)
    dossier = Dossier.objects.get()
    assert first.url == second.url
    assert dossier.state == state and [slip.kind for slip in dossier.slips.all()] == [kind]
    assert client.get(first.url).status_code == 200


@pytest.mark.parametrize("button", ["bo-sung", "tu-choi"])
def test_a_slip_without_words_is_not_printed(desk, version, browse, button):
    response = browse(desk.officer).post(address(version), filled(version, desk, viec=button))
    assert response.status_code == 422 and not Dossier.objects.exists()
    assert response.context["opens_ask"] is (button == "bo-sung")
    assert response.context["opens_refuse"] is (button == "tu-choi")


def test_another_case_changes_papers_and_keeps_what_was_typed(desk, browse):
    from tests.factories.snapshots import birth_registration

    version = issued_version(**birth_registration(code="QT-TP-88", short_title="Khai sinh thử"))
    client = browse(desk.officer)
    data = filled(version, desk, viec="lam-moi", case_code="01", applicant_name="", applicant_phone="0911")
    first = client.post(address(version), data)
    assert first.status_code == 200 and not first.context["form"].errors
    second = client.post(address(version), data | {"case_code": "02"})
    names = [
        [row.component["name"] for panel in page.context["panels"] for row in panel.rows]
        for page in (first, second)
    ]
    assert "Giấy chứng sinh" in names[0] and "Giấy chứng sinh" not in names[1]
    assert any(row.opens_group for panel in second.context["panels"] for row in panel.rows)
    assert second.context["form"].value("applicant_phone") == "0911"
    assert not Dossier.objects.exists()


def test_a_fee_nobody_changed_follows_the_channel(desk, browse):
    from tests.factories.snapshots import fee

    fees = [fee(8000, channel="direct"), fee(0, channel="online")]
    channels = [{"channel": "direct", "note": ""}, {"channel": "online", "note": ""}]
    version = issued_version(code="QT-KD-55", short_title="Lệ phí thử", fees=fees, channels=channels)
    client = browse(desk.officer)
    assert client.get(address(version), follow=True).context["form"].value("fee_amount") == "8000"
    data = filled(version, desk, viec="lam-moi", channel="online", fee_amount="8000") | {
        "le-phi-truoc": "8000"
    }
    assert client.post(address(version), data).context["form"].value("fee_amount") == "0"
    with_point = client.post(address(version), data | {"fee_amount": "8.000"})
    assert with_point.context["form"].value("fee_amount") == "0"
    typed = client.post(address(version), data | {"fee_amount": "9000"})
    assert typed.context["form"].value("fee_amount") == "9000"


@pytest.mark.parametrize("typed", ["5.000", "5.000 đồng", "5 000", "5000"])
def test_a_fee_is_read_as_it_is_written_here(desk, version, browse, typed):
    assert (
        browse(desk.officer).post(address(version), filled(version, desk, fee_amount=typed)).status_code
        == 302
    )
    assert Dossier.objects.get().fee_amount == 5000


@pytest.mark.parametrize(
    "bad",
    [
        {"request_key": "khong-phai-uuid"},
        {"received_by": "999999"},
        {"competent_unit": "x"},
        {"channel": "bo-cau"},
        {"sets": "-1"},
        {"sets": "9" * 40},
        {"fee_amount": "năm nghìn"},
        {"fee_amount": "5,5"},
        {"fee_amount": "5.00"},
        {"sets": "1.000"},
        {"original_0": "2.000"},
        {"original_0": "1e9"},
        {"applicant_name": "  "},
        {"applicant_email": "khong"},
        {"applicant_name": "a\x00b"},
        {"viec": "khong-co"},
    ],
)
def test_wrong_input_gets_a_sentence_and_loses_nothing(desk, version, browse, bad):
    data = filled(version, desk, note="giữ nguyên") | bad
    response = browse(desk.officer).post(address(version), data)
    if response.status_code == 302:  # an unknown button is the main one
        assert "viec" in bad
        return
    assert response.status_code == 422
    assert "giữ nguyên" in response.content.decode()
    assert not Dossier.objects.exists()


def test_the_date_of_birth_and_identity_number_are_not_asked_for(desk, version, browse):
    form = browse(desk.officer).get(address(version), follow=True).context["form"]
    assert not {name for name in form.fields if "identity" in name or "birth" in name}


def test_reception_asks_the_database_a_bounded_number_of_times(
    desk, version, browse, django_assert_max_num_queries
):
    client = browse(desk.officer)
    for _time in range(3):
        receive(version=version)
    with django_assert_max_num_queries(45):
        client.get(address(version), {"khoa": uuid.uuid4()})
    with django_assert_max_num_queries(40):
        client.get(CHOOSE)


# --- Notes on papers ------------------------------------------------------------------------------------
def words_of(slip):
    """The words of a slip as it is printed."""
    return " ".join(words(slip_document(slip)))


def test_a_note_on_a_paper_is_kept_shown_and_printed_on_the_receipt(desk, version, browse):
    client = browse(desk.officer)
    client.post(address(version), filled(version, desk, note_0="  bản sao chưa chứng thực "))
    dossier = Dossier.objects.get()
    assert dossier.papers[0]["note"] == "bản sao chưa chứng thực"
    assert not any(paper["note"] for paper in dossier.papers[1:])
    page = soup(client.get(f"/lam-viec/ho-so/{dossier.code}/"))
    assert "bản sao chưa chứng thực" in page.select_one("#giay-to").parent.get_text()
    assert "Bản sao chưa chứng thực" in words_of(dossier.slips.get())


def test_notes_stand_on_the_request_for_supplements_and_come_back_at_the_reception(desk, version, browse):
    client = browse(desk.officer)
    first, second = (component["name"] for component in version.snapshot["components"][:2])
    data = filled(version, desk, note_0="thiếu trang 2", note_1="ảnh mờ")
    data.pop("giay_0")
    told = client.post(address(version), data)
    assert told.context["form"].value("missing_items") == f"{first}: thiếu trang 2"
    data |= {"viec": "bo-sung", "missing_items": f"{first}: thiếu trang 2", "missing_reason": "Theo quy định"}
    assert client.post(address(version), data).status_code == 302
    dossier = Dossier.objects.get()
    slip = dossier.slips.get()
    assert slip.content["paper_notes"] == [{"name": second, "note": "ảnh mờ"}]
    printed = words_of(slip)
    assert printed.count("thiếu trang 2") == 1 and f"{second}: ảnh mờ" in printed
    accept = soup(client.get(f"/lam-viec/ho-so/{dossier.code}/tiep-nhan/"))
    assert accept.select_one("#id_note_0")["value"] == "thiếu trang 2"
    assert not accept.select_one("#id_giay_0").has_attr("checked")
    assert accept.select_one("#id_giay_1").has_attr("checked")


@pytest.mark.parametrize("note", ["x" * 121, "a\x00b"])
def test_a_note_that_cannot_be_kept_is_refused_beside_its_paper(desk, version, browse, note):
    response = browse(desk.officer).post(
        address(version), filled(version, desk, note_0=note, note_1="ảnh mờ")
    )
    assert response.status_code == 422 and not Dossier.objects.exists()
    row = soup(response).select_one(".checks li.wrong")
    assert row.select_one("details[open] input")["value"] == note and row.select_one(".error")
    assert soup(response).select_one("#id_note_1")["value"] == "ảnh mờ"


def test_notes_stay_when_the_case_changes(desk, births, browse):
    data = filled(births, desk, viec="lam-moi", note_0="thiếu trang 2")
    response = browse(desk.officer).post(address(births), data)
    assert soup(response).select_one("#id_note_0")["value"] == "thiếu trang 2"
